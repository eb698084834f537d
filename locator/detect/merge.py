"""From what the model looked at to named landmarks: two looks, one of them in the mirror, averaged.

A body and its mirror image must give mirrored answers; the model's do not quite.  Averaging the two looks takes out
what it believes about left and right alone: the midline of rendered backs moves from .30 to .22 cun (one standard
deviation at L2), of backs turned 25 to 55 degrees from .54 to .49.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect.base import NAMES, Look
from locator.landmarks import Landmark, LandmarkSet, Source, View

# One standard deviation of a joint in plain view, as a share of the square's side: the scatter between looks at
# slightly different squares on rendered backs (recipes/fit_trunk.py).
JOINT_SIGMA = 0.006


def merged(looks: Sequence[Look], size_px: tuple[int, int], view: View, source: Source) -> LandmarkSet:
    """Named landmarks from one or more looks at the same body.

    `visibility` is the model's belief that the joint lies in the picture: its own visibility score, from behind, says
    more about clothes than about joints.
    """
    xy = np.mean([look.xy_px for look in looks], axis=0)
    depth = np.mean([look.depth_px for look in looks], axis=0)
    seen = np.mean([look.inside for look in looks], axis=0)
    side_px = float(np.mean([look.square.side_px for look in looks]))
    apart = np.zeros(len(NAMES))
    if len(looks) > 1:
        apart = np.sqrt(np.mean([np.sum((look.xy_px - xy) ** 2, axis=1) for look in looks], axis=0) / 2.0)
    marks = {}
    for i, name in enumerate(NAMES):
        base = JOINT_SIGMA * side_px
        sigma = float(np.hypot(base, max(0.0, float(apart[i]) - base)))
        marks[name] = Landmark(
            name=name,
            xy_px=xy[i],
            depth_px=float(depth[i]),
            sigma_px=sigma,
            visibility=float(seen[i]),
            source=source,
        )
    return LandmarkSet(size_px=size_px, view=view, marks=marks)
