"""Plain geometry in pictures: read-only arrays, directions, and the radius that holds 68 %."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

HELD = 0.68  # share of the truth that a ring holds; `ring_px` in the contract is "two times in three"
RING_PER_SIGMA = math.sqrt(-2.0 * math.log(1.0 - HELD))  # 1.5096: radius of the 68 % circle of a round 2-D normal


def frozen_array(values: Any, shape: tuple[int, ...]) -> Array:
    """A read-only float copy; ValueError when the shape is another."""
    array = np.array(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"expected an array of shape {shape}, got {array.shape}")
    array.setflags(write=False)
    return array


def unit(vector: Array) -> Array:
    """The direction of a vector; a zero vector stays zero rather than becoming NaN."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else np.zeros_like(vector)


def ring_radius(covariance: Array) -> float:
    """Radius (same unit) of the centred circle that holds 68 % of a 2-D normal with this (2, 2) covariance.

    Between the round case (1.5096 sigma) and the flat one (0.9945 sigma of the long axis) the radius is found by
    Newton steps on Imhof's integral in polar form; the ring is a circle because a person has to read it at a glance.
    """
    values = np.clip(np.linalg.eigvalsh(covariance), 0.0, None)
    long, short = math.sqrt(float(values[1])), math.sqrt(float(values[0]))
    if long == 0.0:
        return 0.0
    if short / long > 0.999:
        return RING_PER_SIGMA * long
    angle = (np.arange(64) + 0.5) * (2.0 * math.pi / 64)
    short = max(short, 1e-3 * long)
    # P(r) = mean over directions of (1 - exp(-r^2 q / 2)) / (q long short),  q = cos^2/long^2 + sin^2/short^2
    q = np.cos(angle) ** 2 / long**2 + np.sin(angle) ** 2 / short**2
    low, high = 0.9 * long, RING_PER_SIGMA * long
    for _ in range(30):
        radius = 0.5 * (low + high)
        held = float(np.mean((1.0 - np.exp(-0.5 * radius**2 * q)) / (q * long * short)))
        low, high = (radius, high) if held < HELD else (low, radius)
    return 0.5 * (low + high)
