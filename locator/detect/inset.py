"""A photograph within a picture: between plain bars, or turned in an editor so that the corners are plain.

A close-up is looked for by where it lies in the picture, and what lies outside the picture is known to be unseen.  Bars
and corners that pass for picture spoil both: of 12 headless backs between black bars above and below 6 were answered,
one point in six more than 3 cun off; taken out first, all is as without them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from locator.detect.base import Rgb, Square
from locator.detect.shrink import shrunk
from locator.geometry import Array

SIDE_PX = 240  # the size at which the photograph is looked for; bars are then measured to the pixel
PLAIN, NEAR_EDGE = 10, 20  # grey levels by which compression departs from the margin's one colour
EVEN = 1.0  # grey levels by which it does on the average; a plain wall varies more
LEAST_MARGIN = 0.02  # of the picture's longer side; a thinner rim changes nothing
# How much of the rectangle around it the photograph fills, and its convex hull does.  A body cut out on white fills
# less (an ellipse .79), and so does a photograph turned beyond the picture's edges.  That is left as it is: of 12
# rendered legs turned so by 30 degrees, once put upright 21 of 24 pictures had points, up to 16 cun off; as they are
# most are refused.
FILLED, RECTANGULAR = 0.92, 0.97
UPRIGHT = math.radians(0.5)  # a photograph turned by less than this is not turned back: its pixels stay as they are


@dataclass(frozen=True, eq=False)
class Inset:
    """The photograph within a picture, upright, and how its pixels lie in the picture."""

    rgb: Rgb
    turn: Array  # (2, 2) rotation that leads from the photograph's pixels to the picture's
    start_px: Array  # (2,) where the photograph's first pixel lies in the picture

    def outward(self, xy_px: Array) -> Array:
        """A place (2,) or places (n, 2) of the photograph, in the picture."""
        outward: Array = xy_px @ self.turn.T + self.start_px
        return outward

    def inward(self, square: Square) -> Square:
        """A square of the picture, in the photograph."""
        x, y = (np.array([square.x_px, square.y_px]) - self.start_px) @ self.turn
        turn = math.atan2(self.turn[1, 0], self.turn[0, 0])
        return replace(square.turned(-turn), x_px=float(x), y_px=float(y))


def find_inset(rgb: Rgb) -> Inset | None:
    """The photograph within the picture; None where the picture is nothing else, as nearly all are."""
    import cv2

    small = shrunk(rgb, SIDE_PX / max(rgb.shape[:2]))
    photograph = _photograph(small)
    if photograph is None:
        return None
    outlines, _ = cv2.findContours(photograph, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.vstack(outlines))
    middle, (width, height), degrees = cv2.minAreaRect(hull)
    area = max((width + 1.0) * (height + 1.0), 1.0)  # between the pixels' middles, and half a pixel more each way
    if photograph.sum() < FILLED * area or cv2.contourArea(hull) + 0.5 * cv2.arcLength(hull, True) < RECTANGULAR * area:
        return None
    if _unevenness(small, photograph) > EVEN:
        return None
    quarter = round(degrees / 90.0)  # nothing says which side is up: the one that is most nearly so
    turn = math.radians(degrees - 90.0 * quarter)
    size = np.array([width, height] if quarter % 2 == 0 else [height, width])
    scale = max(rgb.shape[:2]) / max(small.shape[:2])
    if abs(turn) < UPRIGHT:
        return _between_bars(rgb, cv2.boundingRect(hull), scale)
    return _turned_back(rgb, scale * (np.array(middle) + 0.5) - 0.5, scale * (size - 1.0), turn)


def _photograph(small: Rgb) -> npt.NDArray[np.uint8] | None:
    """(h, w) 1 where the picture is not margin, 0 where it is; None where no margin worth the name is found."""
    import cv2

    height, width = small.shape[:2]
    margin = np.zeros((height + 2, width + 2), dtype=np.uint8)
    corners = [(x, y) for x in (0, width - 1) for y in (0, height - 1)]
    for x, y in corners:
        if _alike(small, (x, y), corners) >= 2 and not margin[y + 1, x + 1]:
            flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
            cv2.floodFill(small.copy(), margin, (x, y), (0, 0, 0), (PLAIN,) * 3, (PLAIN,) * 3, flags)
    seen = (margin[1:-1, 1:-1] == 0).astype(np.uint8)
    photograph = np.asarray(cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    return photograph if 0.0 < photograph.mean() <= 1.0 - LEAST_MARGIN else None


def _unevenness(small: Rgb, photograph: npt.NDArray[np.uint8]) -> float:
    """Mean departure (grey levels) of the margin from its colour, away from the photograph's blurred rim."""
    import cv2

    margin = small[cv2.dilate(photograph, np.ones((7, 7), np.uint8)) == 0].astype(float)
    return float(np.abs(margin - np.median(margin, axis=0)).mean()) if len(margin) else math.inf


def _alike(small: Rgb, corner: tuple[int, int], corners: list[tuple[int, int]]) -> int:
    """How many of the picture's corners have the colour of this one, itself among them."""
    colour = small[corner[1], corner[0]].astype(int)
    return sum(int(np.abs(small[y, x].astype(int) - colour).max()) <= PLAIN for x, y in corners)


def _between_bars(rgb: Rgb, box: Sequence[int], scale: float) -> Inset | None:
    """The photograph between bars, cut to the pixel; None where no two bars face each other, as with wall and floor.

    `box`: its left, top, width and height in the picture made smaller.
    """
    ends = []
    for axis, start, length in ((1, box[0], box[2]), (0, box[1], box[3])):
        lines = np.moveaxis(rgb, axis, 0)
        first, last = _not_plain(lines, int(scale * start), scale), len(lines)
        last -= _not_plain(lines[::-1], len(lines) - math.ceil(scale * (start + length)), scale)
        ends.append((first, last, len(lines) - last))
    (left, right, beyond_right), (top, bottom, beyond_bottom) = ends
    least_px = LEAST_MARGIN * max(rgb.shape[:2])
    if max(min(left, beyond_right), min(top, beyond_bottom)) < least_px:
        return None
    return Inset(np.ascontiguousarray(rgb[top:bottom, left:right]), np.eye(2), np.array([left, top], dtype=float))


def _not_plain(lines: Rgb, about: int, scale: float) -> int:
    """Which of these rows or columns is the first that is not a bar's, some pixels about where it was found."""
    if about <= 0:
        return 0
    colour = np.median(lines[0].astype(float), axis=0)
    reach = math.ceil(2.0 * scale)
    for at in range(max(about - reach, 0), min(about + reach, len(lines) - 1)):
        if np.mean(np.abs(lines[at] - colour).max(axis=-1) > NEAR_EDGE) > 0.5:
            return at
    return about


def _turned_back(rgb: Rgb, middle: Array, size: Array, turn_rad: float) -> Inset:
    """The photograph of this middle and size (px), turned upright; its outermost pixels, half margin, left away."""
    import cv2

    c, s = math.cos(turn_rad), math.sin(turn_rad)
    turn = np.array([[c, -s], [s, c]])
    width, height = (max(int(n), 1) for n in size)
    start = middle - turn @ (0.5 * np.array([width - 1.0, height - 1.0]))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    lead = np.column_stack([turn, start])
    upright = cv2.warpAffine(rgb, lead, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Inset(np.asarray(upright, dtype=np.uint8), turn, start)
