"""The same answer seen closer: a part of the picture cut out and enlarged, with all that lies on it.

For a small body in a large picture, and for a small picture of one point's surroundings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.photo import Photo
from locator.placement import Box, FrameInfo, Located, Placement

AROUND_CUN = 5.0  # of body kept around the outermost points, so that one sees where on the body they are
SLIMMEST = 0.62  # shortest side of a cut as a share of its longest: a strip shows nothing of what lies beside it
MOST_LARGER = 4.0  # beyond this an enlarged picture is a blur
LEAST_PX = 160.0  # a smaller part of a picture, enlarged, shows blots that nobody takes for a body


def box_around(placements: Sequence[Placement], size_px: tuple[int, int], around_cun: float = AROUND_CUN) -> Box:
    """The part of the picture that holds these points with their rings and some body around them."""
    places = np.array([p.xy_px for p in placements])
    reach = np.array([[p.ring_px + around_cun * p.cun_px] for p in placements])
    low, high = (places - reach).min(axis=0), (places + reach).max(axis=0)
    sides = high - low
    sides = np.maximum(sides, max(SLIMMEST * sides.max(), LEAST_PX))
    middle = 0.5 * (low + high)
    low, high = np.maximum(middle - sides / 2, 0.0), np.minimum(middle + sides / 2, size_px)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def closer(located: Located, box_px: Box, longest_px: int) -> Located:
    """What lies in the box, enlarged until its longest side measures `longest_px` (four times at the most).

    Points outside the box are left out.  ValueError without a photograph.
    """
    if located.photo is None:
        raise ValueError("expected an answer with its photograph, got one made from landmarks alone")
    width, height = located.size_px
    x0, y0 = max(0, int(box_px[0])), max(0, int(box_px[1]))
    x1, y1 = min(width, max(x0 + 1, round(box_px[2]))), min(height, max(y0 + 1, round(box_px[3])))
    factor = min(MOST_LARGER, longest_px / max(x1 - x0, y1 - y0))
    size = max(1, round(factor * (x1 - x0))), max(1, round(factor * (y1 - y0)))
    part = Image.fromarray(located.photo.rgb[y0:y1, x0:x1]).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    origin = np.array([x0, y0], dtype=float)

    def moved(xy_px: Array) -> Array:
        place: Array = factor * (xy_px - origin)
        return place

    inside = [p for p in located.placements if x0 <= p.xy_px[0] < x1 and y0 <= p.xy_px[1] < y1]
    marks = located.landmarks
    return replace(
        located,
        photo=Photo(np.asarray(part), located.photo.mirrored, located.photo.name),
        size_px=size,
        frames=tuple(FrameInfo(f.region, f.side, factor * f.cun_px, f.source) for f in located.frames),
        placements=tuple(
            replace(
                p,
                xy_px=moved(p.xy_px),
                ring_px=factor * p.ring_px,
                cun_px=factor * p.cun_px,
                beside_px=factor * p.beside_px,
            )
            for p in inside
        ),
        landmarks=None if marks is None else _moved(marks, moved, factor, size),
        people=tuple(
            (factor * (a - x0), factor * (b - y0), factor * (c - x0), factor * (d - y0))
            for a, b, c, d in located.people
        ),
    )


def _moved(marks: LandmarkSet, move: Callable[[Array], Array], factor: float, size_px: tuple[int, int]) -> LandmarkSet:
    return LandmarkSet(size_px, marks.view).having(
        replace(m, xy_px=move(m.xy_px), depth_px=factor * m.depth_px, sigma_px=factor * m.sigma_px) for m in marks
    )
