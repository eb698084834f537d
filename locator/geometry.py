"""Plain geometry in pictures: read-only arrays, directions, and the radius that holds 68 %."""

from __future__ import annotations

import dataclasses
import math
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
T = TypeVar("T")

HELD = 0.68  # share of the truth that a ring holds; `ring_px` in the contract is "two times in three"
RING_PER_SIGMA = math.sqrt(-2.0 * math.log(1.0 - HELD))  # 1.5096: radius of the 68 % circle of a round 2-D normal


def is_finite(value: object) -> bool:
    """Whether this is a number to reckon with, numpy's own too; True and False are none."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    return number and bool(abs(value) < math.inf)  # type: ignore[arg-type]


def frozen_array(values: Any, shape: tuple[int, ...]) -> Array:
    """A read-only float copy; ValueError when the shape is another."""
    array = np.array(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"expected an array of shape {shape}, got {array.shape}")
    array.setflags(write=False)
    return array


def kept(value: T) -> T:
    """The value, the arrays in all of its parts read-only: what is kept for the next picture is nobody's to change."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, (tuple, list)):
        for part in value:
            kept(part)
    elif isinstance(value, (dict, MappingProxyType)):  # not `Mapping`, which is slow to answer for every number
        for part in value.values():
            kept(part)
    elif dataclasses.is_dataclass(value):
        for part in vars(value).values():
            kept(part)
    return value


class ReadOnlyArrays:
    """A value whose arrays are read-only in every copy too: numpy forgets it of what is pickled or copied deeply."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        self.__dict__.update(state)


def unit(vector: Array) -> Array:
    """The direction of a vector; a zero vector stays zero rather than becoming NaN."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else np.zeros_like(vector)


def from_segment(place: Array, start: Array, end: Array) -> float:
    """Distance from a place to the straight line between two others, in their unit."""
    way = end - start
    share = float(np.clip((place - start) @ way / max(float(way @ way), 1e-9), 0.0, 1.0))
    return float(np.linalg.norm(place - start - share * way))


def within(xy_px: Array, size_px: tuple[int, int]) -> bool:
    """Whether a place (2,) lies in a picture of this width and height; where the next pixel would begin it does not."""
    x, y = xy_px.tolist()
    return bool(0 <= x < size_px[0] and 0 <= y < size_px[1])


def to_rim(start_px: Array, way: Array, size_px: tuple[int, int]) -> float:
    """Length from a place along a unit vector to where it leaves the picture, px; 0 for a place outside."""
    sides = zip(map(float, start_px), map(float, way), size_px, strict=True)
    ways = [(size - 1 - at) / step if step > 0 else -at / step for at, step, size in sides if step]
    return max(0.0, min(ways, default=0.0))


def in_mirror(xy_px: Array, width_px: int) -> Array:
    """The same place (2,) in the mirror image of a picture so many pixels wide."""
    return np.array([width_px - 1.0 - xy_px[0], xy_px[1]])


def ring_radii(covariances: Array) -> Array:
    """(k,) radii of the centred circles that hold 68 % of 2-D normals with these (k, 2, 2) covariances, same unit.

    Between the flat case (0.9945 sigma of the long axis) and the round one (1.5096 sigma) each depends on the two axes'
    ratio alone, so it is read from a table; the ring is a circle because a person has to read it at a glance.
    """
    long, short = long_and_short(covariances)
    ratios, radii = _ring_table()
    share = np.divide(short, long, out=np.zeros_like(long), where=long > 0.0)
    rings: Array = long * np.interp(share, ratios, radii)
    return rings


def long_and_short(covariances: Array) -> tuple[Array, Array]:
    """(k,), (k,) standard deviations along the long and the short axis of (k, 2, 2) covariances, in closed form."""
    a, b, c = covariances[:, 0, 0], covariances[:, 0, 1], covariances[:, 1, 1]
    middle, reach = 0.5 * (a + c), np.hypot(0.5 * (a - c), b)
    return np.sqrt(np.clip(middle + reach, 0.0, None)), np.sqrt(np.clip(middle - reach, 0.0, None))


@lru_cache(maxsize=1)
def _ring_table() -> tuple[Array, Array]:
    """Radius of the ring for a long axis of 1, by the short axis; linear between 256 steps it is right to 1e-5.

    Bisection on P(r) = mean over directions of 1 - exp(-r^2 / (2 (long^2 cos^2 + short^2 sin^2))): the share held along
    each direction once the axes are made equal.  It stays smooth when the normal is flat, so few directions are enough.
    """
    short = np.linspace(0.0, 1.0, 257)
    angle = (np.arange(64) + 0.5) * (math.pi / 2.0 / 64)  # the other three quarters are the same
    spread = np.cos(angle) ** 2 + short[:, None] ** 2 * np.sin(angle) ** 2
    low, high = np.full(len(short), 0.9), np.full(len(short), RING_PER_SIGMA)
    for _ in range(30):
        radius = 0.5 * (low + high)
        held = np.mean(1.0 - np.exp(-0.5 * radius[:, None] ** 2 / spread), axis=1)
        low, high = np.where(held < HELD, radius, low), np.where(held < HELD, high, radius)
    return kept((short, 0.5 * (low + high)))
