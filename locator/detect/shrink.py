"""Making a picture smaller for a model that sees less of it."""

from __future__ import annotations

import math
import weakref

import numpy as np

from locator.detect.base import Rgb


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


STEPS = 4  # sizes between a picture and its half
FINE_PX = 1000  # longer side that a picture made half, once and again, keeps; made smaller from there within 3 ms
BLOCKS = 4  # pixels of it, at least, across one of the smaller picture: their means are then the picture's own


class Shrunk:
    """The picture last looked at, made smaller: what many looks begin with is made once.

    A picture is known again by being the same array, which nobody may write to between two looks.
    """

    def __init__(self) -> None:
        self._of: weakref.ref[Rgb] | None = None
        self._by_step: dict[int, Rgb] = {}
        self._halved: dict[float, Rgb] = {}
        self._last: dict[float, Rgb] = {}  # what was asked for last: a search goes over the picture size by size

    def near(self, rgb: Rgb, scale: float) -> Rgb:
        """The picture at `scale` of its size, within a tenth; whole where that is two thirds or more.

        Looks at nearly the same square share one.
        """
        step = round(-STEPS * math.log2(scale))
        if step <= STEPS // 2:
            return rgb
        self._turn_to(rgb)
        if step not in self._by_step:
            self._by_step[step] = self.to(rgb, 2.0 ** (-step / STEPS))
        return self._by_step[step]

    def to(self, rgb: Rgb, scale: float) -> Rgb:
        """The picture at `scale` of its size; a large one is halved first, once for all looks.

        A picture of 49 Mpx takes a tenth of a second to be made smaller, and sixty looks are taken at a close-up.
        """
        if scale >= 1.0:
            return rgb
        self._turn_to(rgb)
        if scale not in self._last:
            self._last = {scale: self._made(rgb, scale)}
        return self._last[scale]

    def _made(self, rgb: Rgb, scale: float) -> Rgb:
        half, longest = 1.0, max(rgb.shape[:2])
        while half / 2.0 >= BLOCKS * scale and longest * half / 2.0 >= FINE_PX:
            half /= 2.0
        if half == 1.0:
            return shrunk(rgb, scale)
        if half not in self._halved:
            self._halved[half] = halved(rgb, half)
        return shrunk(self._halved[half], scale / half)

    def _turn_to(self, rgb: Rgb) -> None:
        if self._of is None or self._of() is not rgb:
            self._forget()
            self._of = weakref.ref(rgb, self._let_go)

    def _let_go(self, gone: weakref.ref[Rgb]) -> None:
        """What was made of a picture goes with it."""
        if self._of is gone:
            self._forget()

    def _forget(self) -> None:
        self._by_step.clear()
        self._halved.clear()
        self._last.clear()
