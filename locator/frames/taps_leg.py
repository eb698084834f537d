"""The lower leg from fingertips alone: the crease behind the knee (or the kneecap) and an ankle bone or two.

The average leg is carried onto the taps, then told them like any other frame.  The side of the leg that the camera
sees is taken from what the person said, else from what was tapped: a crease is seen from behind, a kneecap from before.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.leg_model import ANCHORS, LegModel
from locator.frames.leg_typical import TURN_SD_RAD, USUAL
from locator.frames.leg_view import FEATURES, LegView, turn_by_view
from locator.frames.taps_pose import MAX_END_SIGMA_CUN, loosened, pose_through
from locator.frames.taps_slip import MAX_SURPRISE, tapped, told_if_fit
from locator.geometry import Array
from locator.landmarks import LandmarkSet, Pair, View

MIN_UNIT_PX = 20.0
# How far what a finger means lies from the place that the model means (one sd, leg cun): a bent crease's middle from
# the joint's level, the broad tip of an ankle bone from its centre; rendered bodies, and 5 mm of fingertip.
FELT_SD_CUN = {"popliteal_crease": 0.3, "lateral_malleolus": 0.2, "medial_malleolus": 0.2}
# What a finger feels of places that hang on others, which no rendered body has: 5 mm of fingertip, 8 mm along the
# condyle's curve of bone.
FELT_HUNG_CUN = {
    "lateral_knee_eye": 0.2, "medial_knee_eye": 0.2, "fibular_head": 0.2, "medial_tibial_condyle": 0.35,
    "calcaneal_tendon": 0.2,
}  # fmt: skip
UPPER = ("popliteal_crease", "patella_base", "patella_apex")
LOWER = ("lateral_malleolus", "medial_malleolus", "ankle_front")
# The heel is a joint's name too, and whoever tells the joints of a pose model tells that: it lies .9 cun beside the
# heel's back in the middle of rendered bodies.  Taken for a tap on the back it moved KI3 and BL60 by up to 2 cun, and
# their rings held .19 of the truth, .60 before.
NO_TAPS = frozenset({"heel"})


def leg_taps(marks: LandmarkSet, side: Pair) -> dict[str, tuple[Array, float]]:
    """What fingers have said about this leg, by anchor: (2,) px and sigma px."""
    names = [f"{side}_{a}" for a in ANCHORS if a not in NO_TAPS]
    return {n: (marks[n].xy_px, marks[n].sigma_px) for n in names if n in marks and marks[n].source == "tapped"}


def build_leg_from_taps(marks: LandmarkSet, side: Pair) -> BodyFrame | FrameFailure:
    """This leg's frame through its taps, or what to tap next."""
    taps = leg_taps(marks, side)
    advice = f"Tap the middle of the crease behind the {side} knee and the bone on the outside of the {side} ankle."
    missing = tuple(f"{side}_{n}" for n in ("popliteal_crease", "lateral_malleolus") if f"{side}_{n}" not in taps)
    ends = [any(f"{side}_{n}" in taps for n in part) for part in (UPPER, LOWER)]
    if not all(ends):
        return FrameFailure("joints_missing", advice, "leg", missing)
    turn = turn_by_view(_seen_from(marks.view, taps, side), side)
    model = LegModel.load()
    view = _average(side, turn)
    template = model.frame(view, 0.0, "taps")
    places = {n: np.array([a.value @ view.out, a.value @ view.down]) for n, a in template.anchors.items() if n in taps}
    sure = {n: template.sigma_px(template.anchors[n]) for n in places}
    sign = 1.0 if side == "left" else -1.0
    pose = pose_through(places, {n: xy for n, (xy, _) in taps.items()}, sure, sign)
    if pose is None:
        return FrameFailure("joints_missing", advice, "leg", missing)
    if pose.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", f"The {side} leg is too small in the picture: come closer.", "leg")
    out = sign * np.array([-pose.way[1], pose.way[0]])
    seen = replace(view, origin_px=pose.origin_px, down=pose.way, out=out, unit_px=pose.unit_px)
    before = model.frame(seen, 0.0, "taps")
    state = model.seen_whole(view).ravel()
    pairs = [(2 * i, 2 * i + 1) for i in range(len(ANCHORS))]
    before = replace(
        before,
        covariance=loosened(before.covariance, state, pairs, [], None),
        own_spread_cun={**before.own_spread_cun, **felt_spread(taps)},
    )
    if before.surprise(taps) > MAX_SURPRISE:
        return FrameFailure(
            "contradiction", f"The taps do not fit one leg: check that they lie on the body's own {side} one.", "leg"
        )
    frame = before.told(taps)
    for end in ("popliteal_crease", "lateral_malleolus"):
        if frame.sigma_px(frame.anchors[f"{side}_{end}"]) > MAX_END_SIGMA_CUN * frame.cun_px:
            return FrameFailure("too_few_taps", advice, "leg", missing)
    return frame


def told_of_hung(leg: BodyFrame | FrameFailure, marks: LandmarkSet) -> BodyFrame | FrameFailure:
    """The leg after what was tapped of the places that hang on its bones, or that this does not fit."""
    if not isinstance(leg, BodyFrame):
        return leg
    felt_px = {f"{leg.side}_{name}": sd_cun * leg.cun_px for name, sd_cun in FELT_HUNG_CUN.items()}
    taps = {n: (xy, math.hypot(sigma, felt_px[n])) for n, (xy, sigma) in tapped(marks).items() if n in felt_px}
    return told_if_fit(leg, taps)


def felt_spread(taps: dict[str, tuple[Array, float]]) -> dict[str, float]:
    """How far each of these taps may lie from the model's place, cun, by anchor."""
    shares = {name: FELT_SD_CUN.get(name.partition("_")[2], 0.0) for name in taps}
    return {name: sd for name, sd in shares.items() if sd > 0.0}


def _seen_from(view: View, taps: dict[str, tuple[Array, float]], side: Pair) -> View:
    if view != "unknown":
        return view
    return "front" if any(f"{side}_{n}" in taps for n in ("patella_base", "patella_apex", "ankle_front")) else "back"


def _average(side: Pair, turn_rad: float) -> LegView:
    """A leg one unit long, standing at the origin, turned so."""
    sign = 1.0 if side == "left" else -1.0
    nothing = np.zeros(len(FEATURES))
    nothing[FEATURES.index("one")] = 1.0
    down, out = np.array([0.0, 1.0]), np.array([-sign, 0.0])
    leg = LegView(
        side, np.zeros(2), down, out, 1.0, turn_rad, nothing, guessed=frozenset(USUAL), turn_sd_rad=TURN_SD_RAD
    )
    return leg.turned_to(turn_rad)
