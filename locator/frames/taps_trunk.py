"""The back from fingertips alone: two to four taps (C7 with the dimples, C7 with both hip bones) carry the average
trunk onto the picture, and the same Gaussian update as everywhere makes it this body's.

Trusted when the taps pin down both ends of the spine: a tap near the neck and one near the pelvis.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np

from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.taps_pose import loosened, pose_through
from locator.frames.trunk_bones import BONES, bones_frame
from locator.frames.trunk_build import BuildModel, Sight
from locator.frames.trunk_model import AXES, TrunkModel
from locator.frames.trunk_view import JOINTS, TrunkView, view_trunk
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet
from locator.proportions import POPULATION, Proportions

# The average rendered trunk seen square on: shoulder and hip joints' spans over hip-to-shoulder length.
SHOULDER_SPAN, HIP_SPAN = 0.68, 0.38
# How far bodies and cameras depart from it (one sd): spans; tilt and turn, which no tap of a flat pattern shows.
FEATURE_SD = {"shoulder_width": 0.05, "hip_width": 0.04, "tilt": 0.2}
TURN_SD = 0.25  # sine of the turn of a trunk that a person calls seen from behind
MIN_UNIT_PX = 24.0
MAX_END_SIGMA_CUN = 1.6  # beyond this, C7 or L4 may be two levels out: ask for another tap
MAX_SURPRISE = 4.5  # standard deviations by which the taps may contradict a body before they are not believed
# Breadth between the hip bones' tops over the height of C7 above them, below which a back is turned rather than slim:
# 2.5 sd below measured men's .605 (ANSUR II bicristal breadth; women .68), so from about 35 degrees on.  What C7 and
# hip bones alone would say of a turned back is off by 1.5 cun, and no ring knows it; the dimples put it right.
LEAST_BREADTH = 0.51
# By how much what taps leave of the doubt is larger or smaller than one Gaussian tells, variance; so that rings hold
# 68 % on rendered training backs.  Taps alone do not say whether the body stands or sits, nor how it is turned.
ALONE_LEFT = 1.25
# Both dimples on a body that was seen settle more than that: its hips were seen too.
DIMPLES_LEFT = 0.8
# What a tap tells about the places between taps is told for a back square to the camera; of one turned aside this much
# of it, times the square of the turn's sine, is not believed.
TURN_UNTOLD = 0.8
ADVICE = "Tap the bone that sticks out at the base of the neck, and the two dimples above the buttocks."


def build_trunk_from_taps(
    marks: LandmarkSet, taps: dict[str, tuple[Array, float]], own: Proportions = POPULATION
) -> BodyFrame | FrameFailure:
    """The back's frame through taps (anchor -> (2,) px, sigma px), or what to tap next."""
    if marks.view == "front":
        return FrameFailure("faces_away", "The back is not turned to the camera: turn until it faces the lens.", "back")
    if _looks_turned(taps):
        return FrameFailure(
            "faces_away", "The back looks turned aside: turn it square to the camera and tap again.", "back"
        )
    model = TrunkModel.load()
    view, sight = _average()
    builds = BuildModel.load()
    state, spread = builds.of_person(own.trunk or builds.anybody(), sight)
    if all(name in taps for name in BONES):
        frame = bones_frame({name: taps[name][0] for name in BONES}, view, state, spread)
        others = {name: tap for name, tap in taps.items() if name not in BONES}
        if frame.surprise(others) <= MAX_SURPRISE:
            return frame.told(others)
    template = model.frame(view, state, spread, "taps")
    places = {
        n: np.array([(a.value - view.origin_px) @ view.left, (a.value - view.origin_px) @ view.up])
        for n, a in template.anchors.items()
    }
    sure = {n: float(np.sqrt(np.trace(template.spread_px(a, (n,))) / 2.0)) for n, a in template.anchors.items()}
    pose = pose_through(places, {n: xy for n, (xy, _) in taps.items()}, sure, -1.0)
    if pose is None:
        return FrameFailure("joints_missing", ADVICE, "back", ("c7", "left_psis", "right_psis"))
    if pose.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", "The body is too small in the picture: come closer, or zoom in.", "back")
    seen = replace(
        view, origin_px=pose.origin_px, up=pose.way, left=np.array([pose.way[1], -pose.way[0]]), unit_px=pose.unit_px
    )
    axes_end = 8 + len(AXES)
    where = [*((i, 4 + i) for i in range(4)), *((i, i + 1) for i in range(axes_end, len(state), 2))]
    loose = loosened(spread, state, where, [(8, 9), (10, 11), (12, 13)], axes_end - 1)
    before = model.frame(seen, state, loose, "taps")
    surprise = before.surprise(taps)
    if surprise > MAX_SURPRISE:
        return FrameFailure(
            "contradiction",
            "The taps do not fit one back: check that left and right are the body's own, and tap again.",
            "back",
        )
    frame = before.told(taps)
    for end in ("c7", "l4"):
        if (
            float(np.sqrt(np.trace(frame.spread_px(frame.anchors[end], (end,))) / 2.0))
            > MAX_END_SIGMA_CUN * frame.cun_px
        ):
            return FrameFailure(
                "too_few_taps", ADVICE, "back", tuple(n for n in ("c7", "left_psis", "right_psis") if n not in marks)
            )
    return replace(frame, covariance=ALONE_LEFT * frame.covariance)


def told_on_body(frame: BodyFrame, taps: dict[str, tuple[Array, float]]) -> BodyFrame:
    """The frame of a body that was seen, after taps (anchor -> (2,) px, sigma px) that it can be reconciled with.

    No ring is wider than the frame's, and none grows with a tap more: what is left is what one Gaussian leaves, and
    on a turned back a fixed share of what it had before.
    """
    told = frame.told(taps)
    untold = min(TURN_UNTOLD * math.sin(frame.turn_rad) ** 2, 1.0)
    left = DIMPLES_LEFT if {"left_psis", "right_psis"} <= set(taps) else 1.0
    return replace(told, covariance=left * (told.covariance + untold * (frame.covariance - told.covariance)))


def _looks_turned(taps: dict[str, tuple[Array, float]]) -> bool:
    """Whether the hip bones lie nearer together than a slim person's."""
    if not {"c7_tip", "left_iliac_crest", "right_iliac_crest"} <= set(taps) or any("psis" in name for name in taps):
        return False
    c7, left, right = (taps[n][0] for n in ("c7_tip", "left_iliac_crest", "right_iliac_crest"))
    return float(np.linalg.norm(left - right)) < LEAST_BREADTH * float(np.linalg.norm(c7 - 0.5 * (left + right)))


@cache
def _average() -> tuple[TrunkView, Sight]:
    """The average trunk square on, and what it tells before any tap: nothing but how bodies and cameras vary."""
    marks = _square_on()
    view = replace(view_trunk(marks), posture="whole")
    return view, BuildModel.load().sight(view, marks, _from_features()).unseen


@cache
def _from_features() -> Array:
    """(n, n) spread that comes from not having seen the joints: spans, tilt and turn of this body are unknown."""
    marks, model = _square_on(), TrunkModel.load()
    view = replace(view_trunk(marks), posture="whole")
    base = model.mean(view, marks)
    added = np.zeros((len(base), len(base)))
    changes: list[tuple[dict[str, float], dict[str, float]]] = [({name: sd}, {}) for name, sd in FEATURE_SD.items()]
    turned: dict[str, float] = {"turn_shoulders": TURN_SD, "turn_hips": TURN_SD}
    for even, odd in [*changes, ({}, turned)]:
        other = replace(
            view,
            even={n: v + even.get(n, 0.0) for n, v in view.even.items()},
            odd={n: v + odd.get(n, 0.0) for n, v in view.odd.items()},
        )
        change = model.mean(other, marks) - base
        added += np.outer(change, change)
    return added


def _square_on() -> LandmarkSet:
    places = {
        "left_shoulder": (-SHOULDER_SPAN / 2, -1.0),
        "right_shoulder": (SHOULDER_SPAN / 2, -1.0),
        "left_hip": (-HIP_SPAN / 2, 0.0),
        "right_hip": (HIP_SPAN / 2, 0.0),
    }
    assert tuple(places) == JOINTS
    return LandmarkSet((1, 1), "back", {n: Landmark(n, np.array(xy)) for n, xy in places.items()})
