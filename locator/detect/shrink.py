"""Making a picture smaller for a model that sees less of it."""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from locator.detect.base import Rgb

Made = TypeVar("Made")

MOST_SCALE = 0.7  # a picture that is larger than a model asks for by less than this is left to its own sampling
STEPS = 4  # sizes between a picture and its half
FINE_PX = 1000  # longer side that a picture made half, once and again, keeps; made smaller from there within 3 ms
BLOCKS = 4  # pixels of it, at least, across one of the smaller picture: their means are then the picture's own


def shrunk(rgb: Rgb, scale: float) -> Rgb:
    """The picture made smaller by area averaging, which keeps fine patterns from turning into false ones.

    What is left of a strip is at least a pixel across.
    """
    if scale >= 1.0:
        return rgb
    import cv2  # 0.1 s, spared where only the atlas is read

    height, width = rgb.shape[:2]
    if scale * min(height, width) <= 0.5:
        strip = (max(1, round(scale * width)), max(1, round(scale * height)))
        return np.asarray(cv2.resize(rgb, strip, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def halved(rgb: Rgb, scale: float) -> Rgb:
    """The picture halved as often as leaves it at least `scale` of its size.

    Each half is the mean of four pixels: a fifth of what an area average by another factor costs.  What is left to do,
    less than a half, is left to the model's own sampling.
    """
    if scale > 0.5:
        return rgb
    import cv2

    while scale <= 0.5:
        half = ((rgb.shape[1] + 1) // 2, (rgb.shape[0] + 1) // 2)
        rgb, scale = np.asarray(cv2.resize(rgb, half, interpolation=cv2.INTER_AREA), dtype=np.uint8), 2.0 * scale
    return rgb


def new_frame(rgb: Rgb) -> Rgb:
    """The frame as an array of its own: many cameras are read into one array again and again.

    Known by that array, each frame was taken for the first, and the points of a body that moved stood still.
    """
    return rgb.view()


class OfLast(Generic[Made]):
    """What is made of a picture, kept while that one is the last asked about and somebody else holds it.

    A picture is known again by being the same array, which nobody may write to in between.
    """

    def __init__(self, make: Callable[[Rgb], Made]) -> None:
        self._make = make
        self._last: tuple[weakref.ref[Rgb], Made] | None = None

    def __call__(self, rgb: Rgb) -> Made:
        if self._last is not None and self._last[0]() is rgb:
            return self._last[1]
        self._last = None  # what was made of another picture makes room
        made = self._make(rgb)
        self._last = weakref.ref(rgb, self._let_go), made
        return made

    def _let_go(self, gone: weakref.ref[Rgb]) -> None:
        """What was made of a picture goes with it."""
        if self._last is not None and self._last[0] is gone:
            self._last = None


@dataclass(eq=False)
class _Copies:
    """A picture made smaller."""

    by_step: dict[int, Rgb] = field(default_factory=dict)
    halved: dict[float, Rgb] = field(default_factory=dict)
    last: dict[float, Rgb] = field(default_factory=dict)  # the one size asked for last: a search takes size by size


class Shrunk:
    """The picture last looked at, made smaller: what many looks begin with is made once."""

    def __init__(self) -> None:
        self._copies = OfLast(lambda _: _Copies())

    def near(self, rgb: Rgb, scale: float) -> Rgb:
        """The picture at `scale` of its size, within a tenth; whole where that is two thirds or more.

        Looks at nearly the same square share one.
        """
        step = round(-STEPS * math.log2(scale))
        if step <= STEPS // 2:
            return rgb
        by_step = self._copies(rgb).by_step
        if step not in by_step:
            by_step[step] = self.to(rgb, 2.0 ** (-step / STEPS))
        return by_step[step]

    def enough(self, rgb: Rgb, scale: float) -> Rgb:
        """The picture at `scale` of its size; whole where that is little less than all of it."""
        return rgb if scale > MOST_SCALE else self.to(rgb, scale)

    def to(self, rgb: Rgb, scale: float) -> Rgb:
        """The picture at `scale` of its size; a large one is halved first, once for all looks.

        A picture of 49 Mpx takes a tenth of a second to be made smaller, and sixty looks are taken at a close-up.
        """
        if scale >= 1.0:
            return rgb
        copies = self._copies(rgb)
        if scale not in copies.last:
            copies.last = {scale: _made(rgb, scale, copies.halved)}
        return copies.last[scale]


def _made(rgb: Rgb, scale: float, halves: dict[float, Rgb]) -> Rgb:
    half, longest = 1.0, max(rgb.shape[:2])
    while half / 2.0 >= BLOCKS * scale and longest * half / 2.0 >= FINE_PX:
        half /= 2.0
    if half == 1.0:
        return shrunk(rgb, scale)
    if half not in halves:
        halves[half] = halved(rgb, half)
    return shrunk(halves[half], scale / half)
