"""A filmed body that leaves the picture at one side: its back gets no points any more.

The model goes on reporting both shoulders and puts the missing one on the picture's edge: with half a back in sight its
points were 1.5 to 2.7 cun off, a third of them on the wrong side.  A close-up narrower than the shoulders is cut off on
both sides alike and is answered as before.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.frames.trunk_view import JOINTS
from locator.landmarks import LandmarkSet
from locator.pipeline import POINTLESS
from locator.placement import Located, Refusal

# Of the shoulders' breadth, between a joint and the picture's edge: nearer than this the shoulder itself is cut, as it
# is some .15 thick beside its joint.
MARGIN = 0.05

HALF_OUT = Refusal(
    "half_out",
    "Half of the back has left the picture at its side: step toward the picture's middle.",
    "back",
)


def cut_off_aside(marks: LandmarkSet) -> bool:
    """Whether shoulders or hips go beyond one edge of the picture at the body's side, but not beyond both."""
    if marks.require(*JOINTS):
        return False
    corners = np.array([marks.xy(name) for name in JOINTS])
    shoulders = corners[:2]
    wide, high = abs(shoulders[0] - shoulders[1])
    lies = high > wide  # its sides are then the picture's upper and lower edge
    across, room_px = corners[:, int(lies)], marks.size_px[int(lies)]
    margin_px = MARGIN * math.dist(*shoulders)
    return bool((across.min() < margin_px) != (across.max() > room_px - margin_px))


def without_its_back(found: Located) -> Located:
    """The answer without the points of the back, and why; unchanged where no back was told."""
    if not any(frame.region == "back" for frame in found.frames):
        return found
    kept = tuple(spot for spot in found.placements if spot.frame != "back")
    kept = kept if any(spot.visible for spot in kept) else ()  # nothing to be seen is no answer
    others = tuple(why for why in found.refusals if why.reason != POINTLESS.reason)  # this reason says more
    return replace(found, placements=kept, refusals=(HALF_OUT, *others))
