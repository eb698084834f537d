"""The answer for a picture that was changed before it was read: mirrored, or cut out of another and put upright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from locator.detect.inset import Inset
from locator.geometry import Array, in_mirror
from locator.placement import Box, Located, Placement


def mirrored_back(found: Located) -> Located:
    """The answer for the mirror image of the picture it was found on: places change, the body's sides do not."""
    width = found.size_px[0]

    def turned(spot: Placement) -> Placement:
        spread = None if spot.spread_cun2 is None else spot.spread_cun2 * np.array([[1.0, -1.0], [-1.0, 1.0]])
        return replace(spot, xy_px=in_mirror(spot.xy_px, width), spread_cun2=spread)

    return replace(
        found,
        placements=tuple(map(turned, found.placements)),
        landmarks=None if found.landmarks is None else found.landmarks.mirrored(),
        people=tuple((width - x1, y0, width - x0, y1) for x0, y0, x1, y1 in found.people),
    )


def out_of_inset(found: Located, inset: Inset, size_px: tuple[int, int]) -> Located:
    """The answer for the photograph within a picture as one for the picture, which is (width, height) large."""

    def moved(spot: Placement) -> Placement:
        spread = None if spot.spread_cun2 is None else inset.turn @ spot.spread_cun2 @ inset.turn.T
        return replace(spot, xy_px=inset.outward(spot.xy_px), spread_cun2=spread)

    marks = found.landmarks
    if marks is not None:
        moved_marks = {mark.name: replace(mark, xy_px=inset.outward(mark.xy_px)) for mark in marks}
        marks = replace(marks, size_px=size_px, marks=moved_marks)
    return replace(
        found,
        size_px=size_px,
        placements=tuple(map(moved, found.placements)),
        landmarks=marks,
        people=tuple(_around(box, inset.outward) for box in found.people),
    )


def _around(box: Box, outward: Callable[[Array], Array]) -> Box:
    """The upright box around one that was moved and turned."""
    x0, y0, x1, y1 = box
    corners = outward(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
