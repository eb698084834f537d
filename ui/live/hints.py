"""What the person could do to be seen better, as a word that the table of sentences answers."""

from __future__ import annotations

from locator.landmarks import LandmarkSet, View
from locator.placement import Located
from ui.live.checks import Checks, cut_below, too_far

ASIDE = 0.22  # shoulders' middle this far from the picture's middle, as a share of its width


def hint(located: Located, wanted: View | None = "back", seen: Checks | None = None) -> str | None:
    """One thing to do next, the most pressing first; None when all is well.

    Left and right are the person's own: who stands with the back to the camera moves to the picture's left by a step
    to the left; who faces it, by a step to the right.
    """
    seen = seen or {}
    marks = located.landmarks
    if marks is None or marks.require("left_shoulder", "right_shoulder"):
        if located.placements:
            return None
        return "more_light" if seen.get("light") is False else "show_yourself"
    if wanted and located.view in ("back", "front") and located.view != wanted:
        return "turn_round"
    if too_far(located):
        return "come_closer"
    aside = _aside(marks, located.size_px[0])
    if abs(aside) > ASIDE:
        to_picture_left = aside > 0
        return "step_left" if to_picture_left == (located.view != "front") else "step_right"
    if cut_below(located):
        return "step_back"
    if seen.get("arms") is False:
        return "arms_aside"
    return "more_light" if seen.get("light") is False else None


def _aside(marks: LandmarkSet, width_px: int) -> float:
    """How far the shoulders' middle lies right of the picture's middle, as a share of its width."""
    left, right = (float(marks.xy(f"{side}_shoulder")[0]) for side in ("left", "right"))
    return 0.5 * (left + right) / width_px - 0.5
