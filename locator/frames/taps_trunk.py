"""The back from fingertips alone: two to four taps (C7 with the dimples, C7 with both hip bones) carry the average
trunk onto the picture, and the same Gaussian update as everywhere makes it this body's.

Trusted when the taps pin down both ends of the spine: a tap near the neck and one near the pelvis.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.taps_pose import MAX_END_SIGMA_CUN, loosened, pose_through
from locator.frames.taps_slip import MAX_SURPRISE
from locator.frames.trunk_average import average
from locator.frames.trunk_bones import BONES, bones_frame, shoulder_share
from locator.frames.trunk_build import BuildModel, Own
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_state import AT_AXIS, PLACES, VECTORS, seen_from
from locator.frames.trunk_view import Posture, TrunkView
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.proportions import POPULATION, Proportions

MIN_UNIT_PX = 24.0
# Breadth between the hip bones' tops over the height of C7 above them, below which a back is turned rather than slim:
# 2.5 sd below measured men's .605 (ANSUR II bicristal breadth; women .68), so from about 35 degrees on.  What C7 and
# hip bones alone would say of a turned back is off by 1.5 cun, and no ring knows it; the dimples put it right.
LEAST_BREADTH = 0.51
# The same of breadth between the acromia over their height above the trochanters: 2.5 sd below measured women's .748
# (ANSUR II; men .771), from about 35 degrees on.  Of a trunk turned by 60 the four bones put C7 3 cun too low.
LEAST_SHOULDERS = 0.62
# Of those whom only fingers have seen, so many stand (or lie straight) and so many sit: the shares of the rendered
# training backs.  What taps say of the one and of the other goes together by how well each explains them.  Beside one
# average for all it takes all five taps on sitting backs from .82 cun to .48, and the share of the truth that their
# rings hold from .20 to .54.
SHARES: Mapping[Posture, float] = {"whole": 0.8, "seated": 0.2}

# Both chosen on rendered training backs, so that the rings hold 68 % after taps.  Dimples on a body that was seen
# settle more than one Gaussian tells: its hips were seen too (share of the variance that is left).
DIMPLES_LEFT = 0.8
# What a tap tells about the places between taps is told for a back square to the camera; of one turned aside this much
# of it, times the square of the turn's sine, is not believed.
TURN_UNTOLD = 0.8
ADVICE = "Tap the bone that sticks out at the base of the neck, and the two dimples above the buttocks."
ASKED = ("c7", "left_psis", "right_psis")  # what ADVICE asks for


@dataclass(frozen=True, eq=False)
class Guess:
    """The average trunk of one posture, carried onto the taps."""

    view: TrunkView
    state: Array  # (n,) units
    before: BodyFrame  # the taps not told yet


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
    known = own.trunk or BuildModel.load().anybody()
    by_bones = _through_bones(taps, known)
    if by_bones is not None:
        return by_bones
    guesses = [_through(taps, posture, known) for posture in SHARES]
    carried = [guess for guess in guesses if guess is not None]
    if len(carried) < len(guesses):
        return FrameFailure("joints_missing", ADVICE, "back", ASKED)
    if carried[0].view.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", "The body is too small in the picture: come closer, or zoom in.", "back")
    if min(guess.before.surprise(taps) for guess in carried) > MAX_SURPRISE:
        return FrameFailure(
            "contradiction",
            "The taps do not fit one back: check that left and right are the body's own, and tap again.",
            "back",
        )
    frame = _either(taps, carried)
    for end in ("c7", "l4"):
        if frame.sigma_px(frame.anchors[end], (end,)) > MAX_END_SIGMA_CUN * frame.cun_px:
            return FrameFailure("too_few_taps", ADVICE, "back", marks.require(*ASKED))
    return frame


def _through_bones(taps: dict[str, tuple[Array, float]], own: Own) -> BodyFrame | None:
    """The back's frame by the four bones of `trunk_bones`, the other taps told; None where these do not fit it."""
    bones = _bones(taps)
    if not bones or shoulder_share(bones) < LEAST_SHOULDERS:
        return None
    view, sight = average("whole")
    frame = bones_frame(bones, view, *BuildModel.load().of_person(own, sight))
    others = {name: tap for name, tap in taps.items() if name not in BONES}
    return frame.told(others) if frame.surprise(others) <= MAX_SURPRISE else None


def _through(taps: dict[str, tuple[Array, float]], posture: Posture, own: Own) -> Guess | None:
    """The trunk of a posture carried onto the taps; None where they do not say where it lies and how large it is."""
    model = TrunkModel.load()
    view, sight = average(posture)
    state, spread = BuildModel.load().of_person(own, sight)
    template = model.frame(view, state, spread, "taps")
    places = {
        n: np.array([(a.value - view.origin_px) @ view.left, (a.value - view.origin_px) @ view.up])
        for n, a in template.anchors.items()
    }
    sure = {n: template.sigma_px(a, (n,)) for n, a in template.anchors.items()}
    pose = pose_through(places, {n: xy for n, (xy, _) in taps.items()}, sure, -1.0)
    if pose is None:
        return None
    left = np.array([pose.way[1], -pose.way[0]])
    seen = replace(view, origin_px=pose.origin_px, up=pose.way, left=left, unit_px=pose.unit_px)
    loose = loosened(spread, state, PLACES, VECTORS, AT_AXIS["cun"])
    return Guess(seen, state, model.frame(seen, state, loose, "taps"))


def _either(taps: dict[str, tuple[Array, float]], guesses: list[Guess]) -> BodyFrame:
    """The frame after the taps, of a body whose posture only they tell: both postures', by how likely each is then.

    What the two make of the taps is one normal: the mean of their means, and their spread about it.
    """
    ours = guesses[0].view
    logs, states, spreads = [], [], []
    for usual_share, guess in zip(SHARES.values(), guesses, strict=True):
        h, miss, noise = guess.before.heard(taps)
        before = guess.before.covariance
        around = h @ before @ h.T + noise
        gain = np.linalg.solve(around, h @ before).T
        square = float(miss @ np.linalg.solve(around, miss))
        logs.append(math.log(usual_share) - 0.5 * (square + float(np.linalg.slogdet(around)[1])))
        states.append(seen_from(guess.state + gain @ miss, guess.view, ours))
        spreads.append((guess.view.unit_px / ours.unit_px) ** 2 * (before - gain @ h @ before))
    likely = np.exp(np.array(logs) - max(logs))
    shares = likely / likely.sum()
    state = shares @ np.array(states)
    away = np.array(states) - state
    spread = sum(s * (c + np.outer(a, a)) for s, c, a in zip(shares, spreads, away, strict=True))
    posture = guesses[int(shares.argmax())].view.posture
    return TrunkModel.load().frame(replace(ours, posture=posture), state, spread, "taps")


def told_on_body(frame: BodyFrame, taps: dict[str, tuple[Array, float]]) -> BodyFrame:
    """The frame of a body that was seen, after taps (anchor -> (2,) px, sigma px) that it can be reconciled with.

    No ring is wider than the frame's, and none grows with a tap more: what is left is what one Gaussian leaves, and
    on a turned back a fixed share of what it had before.
    """
    frame = frame.hearing(taps)
    told = frame.told(taps)
    untold = min(TURN_UNTOLD * math.sin(frame.turn_rad) ** 2, 1.0)
    left = DIMPLES_LEFT if {"left_psis", "right_psis"} <= set(taps) else 1.0
    return replace(told, covariance=left * (told.covariance + untold * (frame.covariance - told.covariance)))


def _looks_turned(taps: dict[str, tuple[Array, float]]) -> bool:
    """Whether the hip bones, or the shoulders' tips, lie nearer together than a slim person's."""
    if any("psis" in name for name in taps):
        return False
    bones = _bones(taps)
    if bones and 0.0 < shoulder_share(bones) < LEAST_SHOULDERS:
        return True
    if not {"c7_tip", "left_iliac_crest", "right_iliac_crest"} <= set(taps):
        return False
    c7, left, right = (taps[n][0] for n in ("c7_tip", "left_iliac_crest", "right_iliac_crest"))
    return float(np.linalg.norm(left - right)) < LEAST_BREADTH * float(np.linalg.norm(c7 - 0.5 * (left + right)))


def _bones(taps: dict[str, tuple[Array, float]]) -> dict[str, Array]:
    """The four bones of `trunk_bones`, (2,) px each; none where one of them was not tapped."""
    return {name: taps[name][0] for name in BONES} if set(BONES) <= set(taps) else {}
