"""Landmarks that follow a moving body without lag and do not shiver on a still one: the One-Euro filter.

Casiez, Roussel and Vogel, CHI 2012: a low-pass filter whose cut-off rises with speed.  Speeds are told in body lengths,
so that the same body is as steady near the camera as far from it.
"""

from __future__ import annotations

import math

import numpy as np

from locator.geometry import Array

# Chosen on the rendered webcam clip: still frames move less than .05 cun from one to the next, a body walking through
# the picture at half a trunk a second is followed within a frame (tests/locator/test_steady.py holds both).
MIN_CUTOFF_HZ = 0.3
CUTOFF_PER_SPEED = 4.0  # Hz for each trunk length a second
SPEED_CUTOFF_HZ = 1.0  # the authors' own choice


def _share(cutoff_hz: Array, step_s: float) -> Array:
    """How much of a new value is taken: a first-order low-pass at this cut-off."""
    share: Array = 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * step_s))
    return share


class OneEuro:
    """Filters arrays (n, k) of places; each row has its own speed."""

    def __init__(self) -> None:
        self._value: Array | None = None
        self._speed: Array | None = None
        self._time_s = 0.0

    def reset(self) -> None:
        self._value = None

    def __call__(self, value: Array, time_s: float, unit_px: float) -> Array:
        """The steadied value; `unit_px` is the body's trunk in the picture."""
        if self._value is None or self._speed is None or self._value.shape != value.shape or time_s <= self._time_s:
            self._value, self._speed, self._time_s = value, np.zeros_like(value), time_s
            return value
        step_s = time_s - self._time_s
        speed = (value - self._value) / step_s
        self._speed = self._speed + _share(np.array(SPEED_CUTOFF_HZ), step_s) * (speed - self._speed)
        pace = np.linalg.norm(self._speed, axis=1, keepdims=True) / max(unit_px, 1.0)
        self._value = self._value + _share(MIN_CUTOFF_HZ + CUTOFF_PER_SPEED * pace, step_s) * (value - self._value)
        self._time_s = time_s
        return self._value
