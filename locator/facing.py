"""Which face of the body is turned to the camera."""

from __future__ import annotations

import math

from locator.frames.trunk_view import JOINTS, view_trunk
from locator.landmarks import LandmarkSet, View

BACK_WITHIN_RAD = math.radians(70.0)
FRONT_BEYOND_RAD = math.radians(110.0)


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
