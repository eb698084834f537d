"""The foot: distal from the ankle toward the toes.

With the leg in view the ankle's points are those of the leg's frame, and the top of the foot is added to it, but for a
leg seen close: of 24 such from behind the toes told LR3 1.7 cun off in the middle, and no ring held it.  In a close-up
of feet only what ankle, heel and toes tell is placed: the top of the foot and the front of the ankle.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.frames.base import Axes, BodyFrame, FrameFailure, Linear
from locator.frames.foot_model import FootModel
from locator.frames.leg import build_legs, legs_look_turned
from locator.frames.taps_slip import tapped, told_if_fit
from locator.landmarks import SIDES, Landmark, LandmarkSet, Pair
from locator.proportions import POPULATION, Proportions

JOINTS = ("ankle", "heel", "foot_index")
OF_THE_FOOT = ("lateral_malleolus", "medial_malleolus", "ankle_front", "heel", "calcaneal_tendon")
MIN_FOOT_PX = 12.0  # from ankle to toes
MIN_SIGHT = 0.3
MIN_DROP = 0.3  # toes lower than the ankle by this share of their distance: the top of the foot is seen
# A close-up is only known from in front and above: of 226 rendered feet answered there, 222 keep to both of these, and
# of 35 answered from the side (points 1.5 cun off in the middle, 6 for one in ten) all but two are refused by them.
MIN_DROP_CLOSE = 0.75
# The top of a foot lies less surely the further its leg is turned, by the sine of that: of 38 rendered feet turned by
# 25 to 55 degrees rings held .37 without this, .61 with it.
TURNED_CUN = 0.9
# What places a foot alone is fitted on close-ups: of the feet of 39 whole rendered bodies seen from in front, their
# legs left aside, its rings held .26; as unsure as a close-up's joints that are expected to be this far off .82.
DETECTED_CUN = 1.6
MAX_OF_SHIN = 0.8  # from heel to toes, as a share of knee to ankle


def build_feet(marks: LandmarkSet, own: Proportions = POPULATION) -> tuple[BodyFrame | FrameFailure, ...]:
    """One frame or failure for each foot."""
    legs = {leg.side: leg for leg in build_legs(marks, own) if isinstance(leg, BodyFrame)}
    return tuple(_build_foot(marks, legs.get(side), side) for side in SIDES)


def _build_foot(marks: LandmarkSet, leg: BodyFrame | None, side: Pair) -> BodyFrame | FrameFailure:
    if legs_look_turned(marks):
        return FrameFailure("faces_away", f"The {side} foot looks turned aside: show it from in front.", "foot")
    if leg is not None and f"{side}_ankle" in marks:
        return _with_leg(marks, leg, side)
    return _alone(marks, side)


def _with_leg(marks: LandmarkSet, leg: BodyFrame, side: Pair) -> BodyFrame | FrameFailure:
    """The leg's frame with the top of the foot."""
    kept = {name: anchor for name, anchor in leg.anchors.items() if name.removeprefix(f"{side}_") in OF_THE_FOOT}
    joints = _joints(marks, side)
    if joints is None or marks.seen_close:
        return replace(leg, region="foot", anchors=kept)
    model = FootModel.load()
    still = np.zeros((2, len(leg.covariance)))
    name = f"{side}_metatarsal_1_2_junction"
    ankle, heel, toe = (m.xy_px for m in joints)
    told = max(model.spread_cun["metatarsal_1_2_junction"], max(m.sigma_px for m in joints) / leg.cun_px)
    spread = math.hypot(told, TURNED_CUN * math.sin(leg.turn_rad))
    junction = model.place("metatarsal_1_2_junction", ankle, heel, toe)
    along = (junction - model.place("ankle_front", ankle, heel, toe)) / model.instep_cun
    axes = Axes(Linear(along, still), leg.axes().lateral, leg.axes().dorsal)
    foot = replace(
        leg,
        region="foot",
        anchors={**kept, name: Linear(junction, still)},
        axes_at={**leg.axes_at, name: axes},
        own_spread_cun={**leg.own_spread_cun, name: spread},
    )
    return told_if_fit(foot, {n: tap for n, tap in tapped(marks).items() if n == name})


def _alone(marks: LandmarkSet, side: Pair) -> BodyFrame | FrameFailure:
    """A frame from ankle, heel and toes, for a foot seen from in front and above."""
    advice = f"Show the top of the {side} foot from in front and above, with the ankle and some of the shin."
    joints = _joints(marks, side)
    if joints is None:
        return FrameFailure("joints_missing", advice, "foot", marks.require(*(f"{side}_{j}" for j in JOINTS)))
    detected = all(m.source == "detected" for m in joints)
    of_a_leg = f"{side}_knee" in marks if detected else marks.seen_close and f"{side}_hip" in marks
    if of_a_leg:  # the leg, which should have told of it, was refused
        return FrameFailure("on_edge", advice, "foot")
    hidden = tuple(m.name for m in joints if m.visibility < MIN_SIGHT and m.name != f"{side}_heel")
    if hidden:
        return FrameFailure("out_of_picture", advice, "foot", hidden)
    ankle, heel, toe = (m.xy_px for m in joints)
    length = float(np.linalg.norm(toe - ankle))
    if length < MIN_FOOT_PX:
        return FrameFailure("too_small", f"The {side} foot is too small in the picture: come closer.", "foot")
    knee = marks.get(f"{side}_knee")
    shin_px = math.inf if knee is None else max(math.dist(ankle, knee.xy_px), 1e-6)
    down = np.array([0.0, 1.0]) if knee is None else (ankle - knee.xy_px) / shin_px
    close = marks.seen_close
    sidelong = float((toe - ankle) @ down) < (MIN_DROP_CLOSE if close else MIN_DROP) * length
    if sidelong or (close and math.dist(heel, toe) > MAX_OF_SHIN * shin_px):
        return FrameFailure("on_edge", advice, "foot")
    sigma_px = max(m.sigma_px for m in joints)  # where a finger has put one right, the others are as unsure as before
    if detected:
        sigma_px = max(sigma_px, DETECTED_CUN * FootModel.load().cun_px(ankle, heel, toe))
    source = "taps" if joints[0].source == "tapped" else "close-up" if close else "pose"
    frame = FootModel.load().frame(side, ankle, heel, toe, sigma_px, source)
    return told_if_fit(frame, tapped(marks))


def _joints(marks: LandmarkSet, side: Pair) -> tuple[Landmark, ...] | None:
    found = tuple(m for m in (marks.get(f"{side}_{j}") for j in JOINTS) if m is not None)
    return found if len(found) == len(JOINTS) else None
