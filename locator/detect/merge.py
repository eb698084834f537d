"""From what the model looked at to named landmarks: two looks, one of them in the mirror, averaged.

A body and its mirror image must give mirrored answers; the model's do not quite.  Averaging the two looks takes out
what it believes about left and right alone: the midline of rendered backs moves from .30 to .22 cun (one standard
deviation at L2), of backs turned 25 to 55 degrees from .54 to .49.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect.base import NAMES, Look
from locator.detect.sides import outline_beside_trunk
from locator.detect.silhouette import on_mask, outline_above_shoulders
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet, Source, View

# One standard deviation of a joint in plain view, as a share of the square's side.  A judgement, not a fit: half a cun
# on a whole body, the order of the scatter between looks at slightly different squares.
JOINT_SIGMA = 0.006
HELD_BY_MASK = 0.4  # silhouette value under a joint from which on it counts as held up by the picture
NOT_HELD = 0.2  # what is left of a joint's visibility where the silhouette shows no body under it


def merged(
    looks: Sequence[Look],
    size_px: tuple[int, int],
    view: View,
    source: Source,
    weights: Sequence[float] | None = None,
) -> LandmarkSet:
    """Named landmarks from one or more looks at the same body, weighing alike or by `weights`.

    `visibility` is the model's belief that the joint lies in the picture: its own visibility score, from behind, says
    more about clothes than about joints.
    """
    xy = np.average([look.xy_px for look in looks], axis=0, weights=weights)
    depth = np.average([look.depth_px for look in looks], axis=0, weights=weights)
    seen = np.average([look.inside for look in looks], axis=0, weights=weights)
    side_px = float(np.mean([look.square.side_px for look in looks]))
    held = [inside_silhouette(look) for look in looks if look.mask is not None]
    seen = seen * np.mean(held, axis=0) if held else seen
    base = JOINT_SIGMA * side_px
    sigmas = np.full(len(NAMES), base)
    if len(looks) > 1:
        away_px2 = [np.sum((look.xy_px - xy) ** 2, axis=1) for look in looks]
        apart = np.sqrt(np.average(away_px2, axis=0, weights=weights) / 2.0)
        sigmas = np.hypot(base, np.clip(apart - base, 0.0, None))
    told = zip(NAMES, xy, depth.tolist(), sigmas.tolist(), seen.tolist(), strict=True)
    marks = {name: Landmark(name, place, deep, sigma, sight, source) for name, place, deep, sigma, sight in told}
    outlines = [
        {**outline_above_shoulders(look, size_px), **outline_beside_trunk(look, size_px)}
        for look in looks
        if look.mask is not None
    ]
    for name in sorted(set().union(*outlines)):
        place = np.mean([outline[name] for outline in outlines if name in outline], axis=0)
        marks[name] = Landmark(name, place, sigma_px=1.5 * JOINT_SIGMA * side_px, source=source)
    return LandmarkSet(size_px=size_px, view=view, marks=marks)


def inside_silhouette(look: Look, joints: Sequence[int] = range(len(NAMES))) -> Array:
    """(n,) for n `joints` (rows of NAMES; all 33 unless said): 1 on the body's silhouette, down to NOT_HELD beside it.

    What lies beside it is a limb that the model made up.  The silhouette is read at the joint and up to 8 of its 256 px
    around it, since wrists and ankles lie near its rim.  1 for joints outside the square, of which it shows nothing.
    """
    held = np.ones(len(joints))
    if look.mask is None:
        return held
    height, width = look.mask.shape
    cells = np.floor(on_mask(look, look.xy_px[list(joints)]) + 0.5).astype(np.intp).tolist()
    for i, (column, row) in enumerate(cells):
        if not (0 <= column < width and 0 <= row < height):
            continue
        near = look.mask[max(0, row - 8) : row + 9, max(0, column - 8) : column + 9]
        held[i] = NOT_HELD + (1.0 - NOT_HELD) * min(1.0, float(near.max()) / HELD_BY_MASK)
    return held
