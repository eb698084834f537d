"""OpenCV's pen: smooth circles and lines at fractions of a pixel, in colours as the styles write them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]  # (H, W, 3)
Colour = tuple[int, int, int]
Place = Sequence[float] | npt.NDArray[np.float64]  # x, y px

SHIFT = 4  # OpenCV takes sixteenths of a pixel, so that a still body's dots do not jump by whole ones
ONE = 1 << SHIFT
FILLED = -1  # a circle's width that fills it


def rgb(colour: str) -> Colour:
    """A colour written "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def at(xy_px: Place) -> tuple[int, int]:
    """A place in sixteenths of a pixel."""
    return round(float(xy_px[0]) * ONE), round(float(xy_px[1]) * ONE)


def thick(width_px: float) -> int:
    """A line's width in whole pixels, at least one: OpenCV draws no finer ones."""
    return max(1, round(width_px))


def circle(canvas: Rgb, xy_px: Place, radius_px: float, colour: str, width: int) -> None:
    """A ring of this width in whole pixels, or FILLED."""
    cv2.circle(canvas, at(xy_px), max(1, round(radius_px * ONE)), rgb(colour), width, cv2.LINE_AA, SHIFT)


def line(canvas: Rgb, start_px: Place, end_px: Place, colour: str, width: int) -> None:
    """A straight line of this width in whole pixels."""
    cv2.line(canvas, at(start_px), at(end_px), rgb(colour), width, cv2.LINE_AA, SHIFT)
