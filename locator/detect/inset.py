"""A photograph within a picture: between plain bars, or turned in an editor so that the corners are plain.

A close-up is looked for by where it lies in the picture, and what lies outside the picture is known to be unseen.  Bars
and corners that pass for picture spoil both: of 12 headless backs between black bars above and below 6 were answered,
one point in six more than 3 cun off; taken out first, all is as without them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from locator.detect.base import Rgb, Square
from locator.detect.shrink import shrunk
from locator.geometry import Array

SIDE_PX = 240  # the size at which the photograph is looked for; bars are then measured to the pixel
PLAIN, NEAR_EDGE = 10, 20  # grey levels by which compression departs from the margin's one colour
ROUNDED = 2  # by which two colours of the small picture may be nearer to each other, being whole numbers
EVEN = 1.0  # grey levels by which it does on the average; a plain wall varies more
LEAST_MARGIN = 0.02  # of the picture's longer side; a thinner rim changes nothing
LEAST_PHOTOGRAPH = 0.15  # of it too, a judgement: what is narrower is a thing before a plain ground, a pen or a stick
SLACK = 2.0 / SIDE_PX  # how near the edge of a bar is known before it is measured, as a share of the picture
# How much of the rectangle around it the photograph fills, and its convex hull does.  A body cut out on white fills
# less (an ellipse .79), and so does a photograph turned beyond the picture's edges.  That is left as it is: of 12
# rendered legs turned so by 30 degrees, once put upright 23 of 24 pictures had points, up to 16 cun off; as they are
# 20 are refused.  Judgements, as those above: of 680 rendered pictures and 44 photographs they take none amiss.
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
    if not _may_have_margin(rgb):
        return None
    small = shrunk(rgb, SIDE_PX / max(rgb.shape[:2]))
    photograph = _photograph(small)
    rectangle = None if photograph is None else _rectangle(photograph)
    if photograph is None or rectangle is None or _unevenness(small, photograph) > EVEN:
        return None
    corners, turn = rectangle
    scale = np.array([rgb.shape[1] / small.shape[1], rgb.shape[0] / small.shape[0]])
    corners = scale * (corners + 0.5)
    size = np.ptp(corners @ _turned(turn), axis=0)
    if size.min() < LEAST_PHOTOGRAPH * max(rgb.shape[:2]):
        return None
    if abs(turn) < UPRIGHT:
        return _between_bars(rgb, corners.min(axis=0) - 0.5 * scale, corners.max(axis=0) + 0.5 * scale)
    return _turned_back(rgb, corners.mean(axis=0) - 0.5, size, turn)


def _may_have_margin(rgb: Rgb) -> bool:
    """Whether two corners may have one colour in the small picture, without making it (which takes 30 ms of 12 Mpx)."""
    scale = min(1.0, SIDE_PX / max(rgb.shape[:2]))
    if scale * min(rgb.shape[:2]) < 1.0:  # a strip
        return True
    rows, columns = (_outermost(size, scale) for size in rgb.shape[:2])
    colours = [
        np.einsum("y,x,yxc->c", down, across, rgb[top : top + len(down), left : left + len(across)])
        for top, down in rows
        for left, across in columns
    ]
    return any(np.abs(one - other).max() <= PLAIN + ROUNDED for one, other in combinations(colours, 2))


def _outermost(size: int, scale: float) -> list[tuple[int, Array]]:
    """Of `size` pixels shrunk by `scale`, for the first and the last cell: its first pixel, and each pixel's weight."""
    cells = []
    for at in (0, round(size * scale) - 1):
        low, high = at / scale, min((at + 1) / scale, size)
        pixels = np.arange(math.floor(low), math.ceil(high))
        covered = np.minimum(pixels + 1.0, high) - np.maximum(pixels, low)
        cells.append((int(pixels[0]), covered / covered.sum()))
    return cells


def _rectangle(photograph: npt.NDArray[np.uint8]) -> tuple[Array, float] | None:
    """(4, 2) middles of the corner pixels of a rectangular photograph, and its turn (rad); None for other shapes.

    Nothing says which side is up: the one that is most nearly so.
    """
    import cv2

    outlines, _ = cv2.findContours(photograph, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.vstack(outlines))
    around = cv2.minAreaRect(hull)
    _, (width, height), degrees = around
    area = (width + 1.0) * (height + 1.0)  # from pixel middle to pixel middle, and half a pixel more each way
    hull_area = cv2.contourArea(hull) + 0.5 * cv2.arcLength(hull, True)
    if photograph.sum() < FILLED * area or hull_area < RECTANGULAR * area:
        return None
    return np.asarray(cv2.boxPoints(around), dtype=float), math.radians(degrees - 90.0 * round(degrees / 90.0))


def _turned(turn_rad: float) -> Array:
    """(2, 2) what turns a column clockwise in the picture, a row the other way."""
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    return np.array([[c, -s], [s, c]])


def _photograph(small: Rgb) -> npt.NDArray[np.uint8] | None:
    """(h, w) 1 where the picture is not margin, 0 where it is; None where no margin worth the name is found."""
    import cv2

    height, width = small.shape[:2]
    margin = np.zeros((height + 2, width + 2), dtype=np.uint8)
    corners = [(x, y) for x in (0, width - 1) for y in (0, height - 1)]
    four_neighbours, written = 4, 1 << 8  # the mask is filled with ones
    flags = four_neighbours | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | written
    picture = small.copy()  # not written to, with that mask, but asked to be one that could be
    for x, y in corners:
        if _alike(small, (x, y), corners) >= 2 and not margin[y + 1, x + 1]:
            cv2.floodFill(picture, margin, (x, y), (0, 0, 0), (PLAIN,) * 3, (PLAIN,) * 3, flags)
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


def _between_bars(rgb: Rgb, first: Array, last: Array) -> Inset | None:
    """The photograph between bars, cut to the pixel; None where no two bars face each other, as with wall and floor.

    `first` and `last`: (2,) about where its rim lies, px.
    """
    x, y = (slice(max(math.floor(low), 0), math.ceil(high)) for low, high in zip(first, last, strict=True))
    left, right = _cut(np.swapaxes(rgb[y], 0, 1), x, SLACK * rgb.shape[1])
    top, bottom = _cut(rgb[:, x], y, SLACK * rgb.shape[0])
    beyond = min(left, rgb.shape[1] - right), min(top, rgb.shape[0] - bottom)
    if max(beyond) < LEAST_MARGIN * max(rgb.shape[:2]):
        return None
    return Inset(np.ascontiguousarray(rgb[top:bottom, left:right]), np.eye(2), np.array([left, top], dtype=float))


def _cut(lines: Rgb, about: slice, slack: float) -> tuple[int, int]:
    """The first of these rows or columns that is not a bar's and the first after it that is one, this near `about`."""
    reach = math.ceil(slack)
    return (
        _not_plain(lines, about.start, reach),
        len(lines) - _not_plain(lines[::-1], len(lines) - about.stop, reach),
    )


def _not_plain(lines: Rgb, about: int, reach: int) -> int:
    """Which of these rows or columns is the first that is not a bar's; 0 where there is no bar."""
    if about <= 0:
        return 0
    colour = np.median(lines[0].astype(float), axis=0)
    for at in range(max(about - reach, 0), min(about + reach, len(lines) - 1)):
        if np.mean(np.abs(lines[at] - colour).max(axis=-1) > NEAR_EDGE) > 0.5:
            return at
    return about


def _turned_back(rgb: Rgb, middle: Array, size: Array, turn_rad: float) -> Inset:
    """The photograph of this middle and size (px), turned upright; its outermost pixels, half margin, left away."""
    import cv2

    turn = _turned(turn_rad)
    width, height = (int(n) for n in size)
    start = middle - turn @ (0.5 * np.array([width - 1.0, height - 1.0]))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    lead = np.column_stack([turn, start])
    upright = cv2.warpAffine(rgb, lead, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Inset(np.asarray(upright, dtype=np.uint8), turn, start)
