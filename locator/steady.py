"""Landmarks that follow a moving body without lag and do not shiver on a still one: the One-Euro filter.

Casiez, Roussel and Vogel, CHI 2012: a low-pass filter whose cut-off rises with speed.  Speeds are told in body lengths,
so that the same body is as steady near the camera as far from it.  The body's way through the picture and its shape are
filtered apart: the middle of the trunk is seen more surely than any one joint, so that it may be followed sooner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.geometry import Array


@dataclass(frozen=True)
class Pace:
    """How a filter goes along."""

    min_cutoff_hz: float  # of what stands still
    cutoff_per_speed: float  # Hz more for each trunk length a second
    speed_cutoff_hz: float  # of the speed itself


# Chosen on rendered webcam clips: still frames move less than .05 cun from one to the next, a body walking through the
# picture at half a trunk a second is followed within a frame (tests/locator/test_steady.py holds both).
SHAPE = Pace(min_cutoff_hz=0.3, cutoff_per_speed=4.0, speed_cutoff_hz=1.0)  # the last is the authors' own choice
# With the middle filtered like the rest, points lag .96 cun behind who leaves the picture at three trunks a second; so
# .45, and still frames are as still (.008 cun).
WAY = Pace(min_cutoff_hz=0.3, cutoff_per_speed=8.0, speed_cutoff_hz=2.0)


def _share(cutoff_hz: Array, step_s: float) -> Array:
    """How much of a new value is taken: a first-order low-pass at this cut-off."""
    share: Array = 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * step_s))
    return share


class OneEuro:
    """Filters arrays (n, k) of places; each row has its own speed."""

    def __init__(self, pace: Pace = SHAPE) -> None:
        self._pace = pace
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
        pace = self._pace
        self._speed = self._speed + _share(np.array(pace.speed_cutoff_hz), step_s) * (speed - self._speed)
        fast = np.linalg.norm(self._speed, axis=1, keepdims=True) / max(unit_px, 1.0)
        cutoff_hz = pace.min_cutoff_hz + pace.cutoff_per_speed * fast
        self._value = self._value + _share(cutoff_hz, step_s) * (value - self._value)
        self._time_s = time_s
        return self._value


class SteadyBody:
    """Filters the places (n, k) of one body: where it is, and the shape it has there."""

    def __init__(self, middle: Sequence[int]) -> None:
        """`middle` are the rows whose mean says where the body is."""
        self._middle = list(middle)
        self._way, self._shape = OneEuro(WAY), OneEuro(SHAPE)

    def reset(self) -> None:
        self._way.reset()
        self._shape.reset()

    def __call__(self, value: Array, time_s: float, unit_px: float) -> Array:
        """The steadied places; `unit_px` is the body's trunk in the picture."""
        where = value[self._middle].mean(axis=0, keepdims=True)
        steadied: Array = self._way(where, time_s, unit_px) + self._shape(value - where, time_s, unit_px)
        return steadied
