"""The lower leg with knee and ankle: origin at the knee, distal toward the ankle, 16 cun from crease to malleolus.

Lateral is toward the little-toe side of either leg, from behind, from in front and in a mirror (see `leg_view`).
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from locator.frames.base import Band, BodyFrame, FrameFailure, unsure
from locator.frames.leg_model import LegModel
from locator.frames.leg_view import LegView, view_leg
from locator.frames.taps_leg import build_leg_from_taps, felt_spread, leg_taps, told_of_hung
from locator.frames.taps_slip import MAX_SURPRISE, Taps, exchanged, opposite, sides_exchanged
from locator.frames.trunk_depth import looks_turned
from locator.frames.trunk_view import JOINTS, view_trunk
from locator.geometry import kept, within
from locator.landmarks import SIDES, Landmark, LandmarkSet, Pair
from locator.proportions import POPULATION, Proportions

MIN_SIGHT = 0.35  # the model's belief that knee or ankle is in the picture, below which it is guessing
SURE_SIGMA_UNITS = 0.04  # spread of a joint in plain view that the fitted spread already holds
# More spread where the ankle lies beyond the picture's rim and only its direction is known: a judgement, about a cun.
GUESSED_ANKLE_UNITS = 0.06
MIN_UNIT_PX = 20.0
# A lower leg shorter than this share of the trunk points at the camera or is hidden by a seat, and the ankle reported
# is a guess: on rendered bodies from behind 80 of 88 such legs have points 3 to 20 cun off, of 1325 longer ones 21.
MIN_OF_TRUNK = 0.45
# Seen from the side the near leg hides most of the far one's inner face.  Of inner points less than this beside the
# line of the near leg's bones, in its knee-to-ankle lengths, 90 of 110 are hidden on rendered bodies and the rest 1.5
# cun off in the middle; further beside it 17 of 123.
HALF_SHIN_UNITS = 0.1
TO_SOLE = 1.15  # from the knee to under the foot, in the same lengths
# What lies at the kneecap's upper edge and above it is known of a knee that is straight in the picture: of those fitted
# on none bends by more than 22 degrees or shows a thigh of less than .85 of the shin.  Photographed knees bent by 49
# degrees and more have SP10 up to 3 cun beside the body.
MOST_BENT, LEAST_THIGH = math.radians(30.0), 0.7
ABOVE_KNEE = "patella_base"
# A leg whose thigh leaves the shin's line by more, or is a smaller share of it, may be bent: 2 in 100 of 828 rendered
# ones that stand or lie.  It is told with more spread, 1.4 cun: rings of squatters' points held .20 without, now .52.
# So may one be of which no hip was told.
MAYBE_BENT, MAYBE_THIGH, BENT_UNITS = math.radians(20.0), 0.9, 0.09
FAR_SINE = 0.5  # a leg that shows its inner face further than this is the far one


@lru_cache(maxsize=4)  # legs and feet of one picture ask for the same; landmarks never change
def build_legs(marks: LandmarkSet, own: Proportions = POPULATION) -> tuple[BodyFrame | FrameFailure, ...]:
    """One frame or failure for each leg."""
    return kept(tuple(told_of_hung(_build_leg(marks, side), marks) for side in SIDES))


def _build_leg(marks: LandmarkSet, side: Pair) -> BodyFrame | FrameFailure:
    view, taps = view_leg(marks, side), leg_taps(marks, side)
    failure = _unfit(marks, view, side)
    if failure is not None:
        return build_leg_from_taps(marks, side) if taps and failure.reason != "too_small" else failure
    assert view is not None  # else it is unfit
    frame = _on_joints(marks, view, not within(marks.xy(f"{side}_ankle"), marks.size_px))
    if frame.surprise(taps) > MAX_SURPRISE:  # fingers outweigh a pose that they cannot be reconciled with
        return sides_exchanged("leg") if _on_the_other(marks, taps, side) else build_leg_from_taps(marks, side)
    own_spread = {**frame.own_spread_cun, **felt_spread(taps)}
    unknown = frozenset({f"{side}_{ABOVE_KNEE}"} if _bent(marks, view, LEAST_THIGH, MOST_BENT) else ())
    return replace(frame, own_spread_cun=own_spread, hidden=unknown, behind=_near_leg(marks, view)).told(taps)


def _unfit(marks: LandmarkSet, view: LegView | None, side: Pair) -> FrameFailure | None:
    """Why this leg cannot be built on its joints, and what to do; None where it can."""
    advice = f"Show the {side} leg from knee to ankle."
    if view is None or _of_a_foot(marks, side):
        missing = marks.require(f"{side}_knee", f"{side}_ankle") or (f"{side}_hip",)
        return FrameFailure("joints_missing", advice, "leg", missing)
    knee, ankle = marks[f"{side}_knee"], marks[f"{side}_ankle"]
    hidden = _guessed(marks, knee, ankle)
    if hidden:
        return FrameFailure("out_of_picture", advice, "leg", hidden)
    if view.unit_px < MIN_UNIT_PX:
        advice = f"The {side} leg is too small or points at the camera; show it from the side."
        return FrameFailure("too_small", advice, "leg")
    if "detected" in (knee.source, ankle.source) and (_foreshortened(marks, view.unit_px) or _sits(marks)):
        advice = f"The {side} lower leg is hidden or points at the camera: show it from knee to ankle, from the side."
        return FrameFailure("on_edge", advice, "leg")
    if legs_look_turned(marks):
        return FrameFailure("faces_away", f"The {side} leg looks turned aside: show it from behind or in front.", "leg")
    return None


def _guessed(marks: LandmarkSet, knee: Landmark, ankle: Landmark) -> tuple[str, ...]:
    """Which of the two the model does not see, but for an ankle beyond the picture's rim: its direction is known."""
    if marks.seen_close:  # there, the choice among many looks has weighed what is seen
        return ()
    hidden = [m.name for m in (knee, ankle) if m.visibility < MIN_SIGHT]
    return tuple(name for name in hidden if name != ankle.name or within(ankle.xy_px, marks.size_px))


def _of_a_foot(marks: LandmarkSet, side: Pair) -> bool:
    """Whether what is here of the leg was seen with its foot close by: its points lay 1 to 2.7 cun off."""
    joints = [marks.get(f"{side}_{joint}") for joint in ("knee", "ankle")]
    return f"{side}_hip" not in marks and any(m is not None and m.source == "close-up" for m in joints)


def legs_look_turned(marks: LandmarkSet) -> bool:
    """Whether nobody has told the depth of a body whose trunk is here and turned aside: its legs are too."""
    return not marks.require(*JOINTS) and looks_turned(marks)


def _on_joints(marks: LandmarkSet, view: LegView, beyond: bool) -> BodyFrame:
    """The frame that the joints tell, the taps not told yet; `beyond`: its ankle lies beyond the picture's rim."""
    extra = max(unsure(SURE_SIGMA_UNITS * view.unit_px, marks[f"{view.side}_{j}"].sigma_px) for j in ("knee", "ankle"))
    if beyond:
        extra += (GUESSED_ANKLE_UNITS * view.unit_px) ** 2
    if _bent(marks, view, MAYBE_THIGH, MAYBE_BENT) or not (marks.seen_close or f"{view.side}_hip" in marks):
        extra += (BENT_UNITS * view.unit_px) ** 2
    return LegModel.load().frame(view, extra, "close-up" if marks.seen_close else "pose")


def _on_the_other(marks: LandmarkSet, taps: Taps, side: Pair) -> bool:
    """Whether what was tapped for this leg fits the joints of the other one."""
    other = view_leg(marks, opposite(side))
    return other is not None and _on_joints(marks, other, False).surprise(exchanged(taps)) <= MAX_SURPRISE


def _bent(marks: LandmarkSet, view: LegView, least_thigh: float, most_rad: float) -> bool:
    """Whether the thigh leaves the shin's line in the picture by more, or is shorter than this share of the shin.

    Not where no hip is here, or a close-up does not show it; of a whole body one that is hardly seen is near its place.
    """
    hip = marks.get(f"{view.side}_hip")
    if hip is None or (marks.seen_close and hip.visibility < MIN_SIGHT):
        return False
    thigh = view.origin_px - hip.xy_px
    length = float(np.linalg.norm(thigh))
    return length < least_thigh * view.unit_px or float(thigh @ view.down) < math.cos(most_rad) * length


def _near_leg(marks: LandmarkSet, view: LegView) -> Band | None:
    """The other leg, where it stands between this one and the camera."""
    other = opposite(view.side)
    knee, ankle = (marks.get(f"{other}_{joint}") for joint in ("knee", "ankle"))
    if knee is None or ankle is None or math.sin(view.turn_rad) < FAR_SINE:
        return None
    shin = ankle.xy_px - knee.xy_px
    return Band(knee.xy_px, knee.xy_px + TO_SOLE * shin, HALF_SHIN_UNITS * math.hypot(*shin))


def _sits(marks: LandmarkSet) -> bool:
    """Whether this is somebody who sits with the back to the camera: seat and thighs hide the lower legs.

    Of 16 points that were placed on such legs of 112 rendered bodies 8 were 3 cun off and more.
    """
    if marks.require(*JOINTS):
        return False
    try:
        return view_trunk(marks).posture == "seated"
    except ValueError:  # hips and shoulders told on one spot say nothing of it
        return False


def _foreshortened(marks: LandmarkSet, leg_px: float) -> bool:
    """Whether a lower leg is too short beside the trunk, where that is seen."""
    corners = [marks.get(f"{side}_{joint}") for joint in ("shoulder", "hip") for side in SIDES]
    seen = [m.xy_px for m in corners if m is not None and m.visibility >= MIN_SIGHT]
    if len(seen) < len(corners):
        return False
    return leg_px < MIN_OF_TRUNK * math.dist(seen[0] + seen[1], seen[2] + seen[3]) / 2.0
