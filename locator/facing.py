"""Which face of the body is turned to the camera."""

from __future__ import annotations

import math

from locator.frames.trunk_view import JOINTS, view_trunk
from locator.landmarks import LandmarkSet, View

BACK_WITHIN_RAD = math.radians(70.0)
FRONT_BEYOND_RAD = math.radians(110.0)
# A body turned at least so far from both back and front shows one side more than the other: of 45 rendered ones turned
# by 20 to 90 degrees every side was told right.
SIDE_SHOWN = math.sin(math.radians(30.0))


def facing(marks: LandmarkSet) -> View:
    """The view the landmarks themselves show, or the one they were given; unknown where the trunk is not seen."""
    if marks.view != "unknown":
        return marks.view
    if marks.require(*JOINTS):
        return "unknown"
    try:
        turn = view_trunk(marks).turn_rad
    except ValueError:
        return "unknown"
    if abs(turn) < BACK_WITHIN_RAD:
        return "back"
    if abs(turn) > FRONT_BEYOND_RAD:
        return "front"
    return "right" if turn > 0 else "left"  # + means the back looks toward the body's left: its right side is near


def other_side_shown(marks: LandmarkSet, said: View | None) -> bool:
    """Whether one side of the body was said to face the camera, and the trunk plainly shows the opposite one."""
    if said in (None, "unknown") or marks.require(*JOINTS):
        return False
    try:
        turn = view_trunk(marks).turn_rad
    except ValueError:
        return False
    if said in ("back", "front"):
        return abs(turn) > FRONT_BEYOND_RAD if said == "back" else abs(turn) < BACK_WITHIN_RAD
    shown = math.sin(turn)  # + for the right side, however much of back or front is seen too
    return shown < -SIDE_SHOWN if said == "right" else shown > SIDE_SHOWN
