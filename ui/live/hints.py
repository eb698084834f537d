"""What the person could do to be seen better, as a word that the table of sentences answers."""

from __future__ import annotations

from collections.abc import Sequence

from locator.landmarks import LandmarkSet, View
from locator.placement import Located

NARROW = 0.07  # shoulders this small a share of the picture's width: too far away for a thumb's width to count
ASIDE = 0.22  # shoulders' middle this far from the picture's middle, as a share of its width


def hint(located: Located, wanted: View | None = "back") -> str | None:
    """One thing to do next, the most pressing first; None when all is well.

    Left and right are the person's own: who stands with the back to the camera moves to the picture's left by a step
    to the left; who faces it, by a step to the right.
    """
    marks = located.landmarks
    if marks is None or marks.require("left_shoulder", "right_shoulder"):
        return None if located.placements else "show_yourself"
    if wanted and located.view in ("back", "front") and located.view != wanted:
        return "turn_round"
    left, right = (float(marks.xy(f"{side}_shoulder")[0]) for side in ("left", "right"))
    width_px = located.size_px[0]
    if abs(left - right) < NARROW * width_px and located.view in ("back", "front"):
        return "come_closer"
    aside = (0.5 * (left + right)) / width_px - 0.5
    if abs(aside) > ASIDE:
        to_picture_left = aside > 0
        return "step_left" if to_picture_left == (located.view != "front") else "step_right"
    if not located.placements and _cut_below(marks, located.size_px[1]):
        return "step_back"
    return None


def _cut_below(marks: LandmarkSet, height_px: int, names: Sequence[str] = ("left_hip", "right_hip")) -> bool:
    """True when the hips lie under the picture's lower edge."""
    return any((mark := marks.get(name)) is not None and float(mark.xy_px[1]) > height_px for name in names)
