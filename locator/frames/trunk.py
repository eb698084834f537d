"""The back: origin between the hips, distal down the spine, lateral toward the body's left, dorsal out of the skin.

Built from both shoulders and both hips; whatever a finger has tapped corrects it.  Trusted while the back faces the
camera within 70 degrees: beyond that the far half of it is hidden and the near half lies on the rim.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.frames.base import TRUNK_SURE_UNITS, BodyFrame, FrameFailure, unsure
from locator.frames.taps_slip import CONTRADICTED, MAX_SURPRISE, Taps, exchanged, sides_exchanged, slipped
from locator.frames.taps_trunk import build_trunk_from_taps, told_on_body
from locator.frames.trunk_build import BuildModel
from locator.frames.trunk_depth import depth_untold, looks_turned, otherwise_deep
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_places import anchor_names
from locator.frames.trunk_state import seen_from
from locator.frames.trunk_view import JOINTS, TrunkView, view_trunk
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.proportions import POPULATION, Proportions

MAX_TURN_RAD = math.radians(70.0)
STEP_UNITS = 0.01  # by which a joint is moved to see what hangs on it
AGAINST_JOINTS = FrameFailure(
    CONTRADICTED,
    "What was tapped does not fit the shoulders and hips in the picture: move it, take it back, or tap the two "
    "dimples above the buttocks and the base of the neck.",
    "back",
)
NO_TRUNK = FrameFailure(
    "contradiction", "The trunk cannot be made out; stand upright with the back to the camera.", "back"
)
# Beyond these, in hip-to-shoulder lengths, four joints are no trunk's: twice the breadth that any of 270 rendered and
# 24 photographed bodies shows, and thrice the tilt of the shoulders that bodies bent aside show.  Joints strewn over a
# picture were answered with rings of 5 to 260 cun.
MOST_BREADTHS, MOST_BENT = {"shoulder_width": 2.0, "hip_width": 1.3}, 0.5
MIN_UNIT_PX = 45.0  # a trunk shorter than this: one cun is about 2 px, and hips and knees are guessed


def build_trunk(marks: LandmarkSet, proportions: Proportions = POPULATION) -> BodyFrame | FrameFailure:
    """The back's frame, or what is missing and what to do about it."""
    missing, taps = marks.require(*JOINTS), felt(marks)

    def by_taps(otherwise: FrameFailure) -> BodyFrame | FrameFailure:
        """The frame that the taps alone build; without any, why the joints build none."""
        return build_trunk_from_taps(marks, taps, proportions) if taps else otherwise

    if missing:
        return by_taps(
            FrameFailure("joints_missing", "Show both shoulders and both hips from behind.", "back", missing)
        )
    try:
        view = view_trunk(marks)
    except ValueError:
        return NO_TRUNK
    if not _is_trunk(view):
        return by_taps(NO_TRUNK)
    if view.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", "The body is too small in the picture: come closer, or zoom in.", "back")
    if abs(view.turn_rad) > MAX_TURN_RAD:
        return FrameFailure("faces_away", "The back is not turned to the camera: turn until it faces the lens.", "back")
    if looks_turned(marks):
        return by_taps(
            FrameFailure("faces_away", "The back looks turned aside: show it square to the camera.", "back")
        )
    frame = _on_joints(marks, view, taps, proportions)
    if frame.surprise(taps) > MAX_SURPRISE:
        return _despite_the_pose(marks, view, taps, proportions)
    return told_on_body(frame, taps)


def _is_trunk(view: TrunkView) -> bool:
    """Whether a body can have its shoulders and hips like this."""
    broad = any(view.even[name] > most for name, most in MOST_BREADTHS.items())
    return not broad and abs(TrunkModel.load().posed.bend(view)) < MOST_BENT


def fits_joints(marks: LandmarkSet) -> bool:
    """Whether the back's taps, if any, can lie on the body whose shoulders and hips (all four must be here) are seen.

    Where not, the back may still be built from taps alone; what the joints say of it is then another body's, or wrong.
    """
    taps = felt(marks)
    return not taps or _on_joints(marks, view_trunk(marks), taps, POPULATION).surprise(taps) <= MAX_SURPRISE


def _on_joints(
    marks: LandmarkSet, view: TrunkView, taps: Taps, proportions: Proportions
) -> BodyFrame:
    """The frame that the joints tell, on a person such as the taps speak of; the taps themselves not told yet."""
    model = TrunkModel.load()
    state, doubt = model.mean(view, marks), _from_joints(marks, view, model)
    spread = model.spread(view) + doubt
    if taps or proportions.trunk is not None:
        builds = BuildModel.load()
        sight = builds.sight(view, marks, doubt)
        own, plain = proportions.trunk or builds.anybody(), spread
        own = own.settled(builds.told(own, sight, view, taps))
        state, spread = builds.of_person(own, sight)
        spread = builds.share(spread, sight, plain) * spread
    return model.frame(view, state, spread, "close-up" if marks.seen_close else "pose")


def _despite_the_pose(
    marks: LandmarkSet, view: TrunkView, taps: dict[str, tuple[Array, float]], proportions: Proportions
) -> BodyFrame | FrameFailure:
    """Fingers outweigh a pose that they cannot be reconciled with and build a back by themselves; a slip does not."""

    def fit(those: Taps) -> bool:
        return _on_joints(marks, view, those, proportions).surprise(those) <= MAX_SURPRISE

    if fit(exchanged(taps)):
        return sides_exchanged("back")
    if slipped(taps, fit):
        return AGAINST_JOINTS
    alone = build_trunk_from_taps(marks, taps, proportions)
    if isinstance(alone, BodyFrame) or alone.reason == "contradiction":
        return alone
    return AGAINST_JOINTS


def felt_as(name: str) -> str:
    """The anchor on which a finger lies that has felt this landmark: of C7 it feels the tip of its process."""
    return "c7_tip" if name == "c7" else name


def felt(marks: LandmarkSet) -> dict[str, tuple[Array, float]]:
    """What fingers have said of the back, by the anchor that they lay on: (2,) px and sigma px.

    A tap elsewhere says nothing of it: who puts a knee right finds the back where it was.
    """
    taps = {felt_as(m.name): (m.xy_px, m.sigma_px) for m in marks if m.source == "tapped"}
    return {name: tap for name, tap in taps.items() if name in anchor_names()}


def _from_depths(marks: LandmarkSet, view: TrunkView, model: TrunkModel) -> Array:
    """(n, n) covariance, units^2, that the turn and tilt add to the state where no joint's depth was told."""
    added = np.zeros_like(model.postures[view.posture].spread)
    if not depth_untold(marks):
        return added
    expected, harder = model.mean(view, marks), 1.0
    for weight, other in otherwise_deep(marks):
        seen = view_trunk(other)
        change = model.mean(seen, other) - expected
        added += weight * np.outer(change, change)
        harder *= max(1.0, model.grown(seen) / model.grown(view))  # turned and tilted, it is the harder to see
    return added + (harder - 1.0) * model.grown(view) * model.plain_spread(view)


def _from_joints(marks: LandmarkSet, view: TrunkView, model: TrunkModel) -> Array:
    """(n, n) covariance, units^2, that joints less sure than usual, or of unknown depth, add to the state."""
    added = _from_depths(marks, view, model)
    extras = {name: unsure(TRUNK_SURE_UNITS * view.unit_px, marks[name].sigma_px) for name in JOINTS}
    if not any(extras.values()):
        return added
    expected = model.mean(view, marks)
    for name, extra in extras.items():
        if extra == 0.0:
            continue
        for step in STEP_UNITS * view.unit_px * np.eye(2):  # small and always the same: more doubt is more spread
            moved = marks.having([replace(marks[name], xy_px=marks[name].xy_px + step)])
            other = view_trunk(moved)
            change = (seen_from(model.mean(other, moved), other, view) - expected) / (STEP_UNITS * view.unit_px)
            added += extra * np.outer(change, change)
    return added
