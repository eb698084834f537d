"""The short list that is ticked off while the camera looks: distance, facing, light, arms by the sides.

Each is True, False, or None where it cannot be told yet; what is False has a sentence that says what to do.
"""

from __future__ import annotations

import math

import numpy as np

from locator.detect.base import Rgb
from locator.detect.legible import is_dark
from locator.landmarks import LandmarkSet, View
from locator.placement import Located

Checks = dict[str, bool | None]
LOOK_S = 0.5  # from one look at the light to the next: it takes a twentieth of a frame's time and changes seldom

NARROW = 0.07  # shoulders this small a share of the picture's width: too far away for a thumb's width to count
SEEN = 0.5  # visibility of an elbow or wrist that is judged
HANGING = 0.08  # of the trunk, above the hips: lower down an arm hangs by the side
CLEAR = 0.9  # of the hip joint's distance from the trunk's middle: a wrist nearer than that lies on the body


class Light:
    """Whether there is enough light, looked at now and then through a video."""

    def __init__(self) -> None:
        self._enough, self._until_s = True, -math.inf

    def enough(self, rgb: Rgb, t_s: float) -> bool:
        """On the frame taken `t_s` seconds into the video, or on one of the last half second."""
        if t_s >= self._until_s:
            self._enough, self._until_s = not is_dark(rgb), t_s + LOOK_S
        return self._enough


def checks(located: Located, light: bool, wanted: View | None = None) -> Checks:
    """What of the list is as it should be; `wanted` is the side of the body that should face the camera."""
    marks = located.landmarks
    if marks is None or marks.require("left_shoulder", "right_shoulder", "left_hip", "right_hip"):
        seen = bool(located.placements)
        return {"distance": seen or None, "facing": seen or None, "light": light, "arms": seen or None}
    return {
        "distance": not too_far(located) and not cut_below(located),
        "facing": located.view == wanted if wanted and located.view != "unknown" else True,
        "light": light,
        "arms": arms_clear(marks),
    }


def too_far(located: Located) -> bool:
    """True when the body is refused as too small, or its shoulders are too narrow for a thumb's width to count."""
    marks = located.landmarks
    if any(each.reason == "too_small" and each.region in (None, "back") for each in located.refusals):
        return True
    if marks is None or located.view not in ("back", "front"):
        return False
    left, right = (float(marks.xy(f"{side}_shoulder")[0]) for side in ("left", "right"))
    return abs(left - right) < NARROW * marks.size_px[0]


def cut_below(located: Located) -> bool:
    """True when nothing could be placed and the hips lie under the picture's lower edge."""
    marks = located.landmarks
    if located.placements or marks is None:
        return False
    hips = (marks.get(f"{side}_hip") for side in ("left", "right"))
    return any(hip is not None and float(hip.xy_px[1]) > located.size_px[1] for hip in hips)


def arms_clear(marks: LandmarkSet) -> bool:
    """False when a wrist that is in sight lies on the trunk, where it hides what is to be pressed.

    A wrist out of the picture or unseen hides nothing; one above the shoulders may be the sign to go on.
    """
    width, height = marks.size_px
    middle = 0.5 * (marks.xy("left_hip") + marks.xy("right_hip"))
    top = 0.5 * (marks.xy("left_shoulder") + marks.xy("right_shoulder"))
    along = top - middle
    length = max(float(np.linalg.norm(along)), 1.0)
    along = along / length
    half = 0.5 * float(np.linalg.norm(marks.xy("left_hip") - marks.xy("right_hip")))
    for side in ("left", "right"):
        wrist = marks.get(f"{side}_wrist")
        if wrist is None or wrist.visibility < SEEN:
            continue
        x, y = (float(v) for v in wrist.xy_px)
        if not (0 <= x < width and 0 <= y < height):
            continue
        off = wrist.xy_px - middle
        up = float(off @ along) / length
        aside = abs(float(off[0] * along[1] - off[1] * along[0]))
        if HANGING < up < 1.0 and aside < CLEAR * half:
            return False
    return True
