"""From taps to a person: how this body's proportions differ from the average one, and how sure that is.

A sitting is one picture's joints and taps.  What its taps miss of the frame's expectation has two causes: the person
(the same in every picture) and the picture (new in each).  The person is what is fitted: a Gaussian that starts at the
population and takes each sitting in turn, so that few taps move little, repeated ones add up, and the order does not
matter.  Only what a mirror leaves alone is taken for the person's: a turn or a lean belongs to the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.notice import Notice
from locator.frames.base import BodyFrame
from locator.frames.taps_slip import CONTRADICTED
from locator.frames.trunk import AGAINST_JOINTS, build_trunk, felt, fits_joints
from locator.frames.trunk_build import BuildModel, Own
from locator.frames.trunk_view import JOINTS, view_trunk
from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Refusal
from locator.proportions import POPULATION, Proportions

# Standard deviations (scale of BodyFrame.surprise) by which taps may miss what the person's other sittings expect:
# beyond, it is said aloud; one honest sitting in five hundred goes so far.
STRANGE = 3.0
# Difference of builds (standard deviations) at which the same is said.  Of 36 rendered bodies whose next picture was
# held against their own profile one in twenty went further; 9 in 10 of the other build did when neck, dimples and hip
# bones were tapped on both, half without the hip bones.  Bodies of one build cannot be told apart.
OTHER_BUILD = 1.8
# Reasons for which a frame refuses its taps: they contradict what is seen, left and right are exchanged, or each other.
TAPS_REFUSED = frozenset({CONTRADICTED, "taps_exchanged", "contradiction"})
LEAST_TOLD = 0.05  # precision of a build that was told at all
SAME_PX = 0.05  # joints seen twice in one picture are the same to the digit; a profile keeps hundredths of a pixel


@dataclass(frozen=True, eq=False)
class Sitting:
    """What one picture told: joints as detected and landmarks as tapped, in its own px.  No picture is kept."""

    marks: LandmarkSet
    when: str = ""  # date, "2026-11-21"

    @property
    def tapped(self) -> tuple[str, ...]:
        return tuple(m.name for m in self.marks if m.source == "tapped")

    def shares_picture(self, other: Sitting) -> bool:
        """Whether both come from one picture: every joint that neither has tapped was seen at the same place."""
        mine, theirs = ({m.name: m.xy_px for m in each.marks if m.source != "tapped"} for each in (self, other))
        shared = mine.keys() & theirs.keys()
        return (
            bool(shared)
            and self.marks.size_px == other.marks.size_px
            and all(float(np.abs(mine[name] - theirs[name]).max()) < SAME_PX for name in shared)
        )


@dataclass(frozen=True)
class Strange(Notice):
    """A sitting that does not fit the others."""

    sitting: int = 0  # index
    surprise: float = 0.0  # standard deviations


@dataclass(frozen=True, eq=False)
class Fitted:
    """A person's proportions, and which sittings do not fit the others."""

    proportions: Proportions
    used: tuple[int, ...]  # sittings that told something
    notices: tuple[Strange, ...] = ()


def fit(sittings: Sequence[Sitting], name: str = "person") -> Fitted:
    """The person behind these sittings; the population where they tell nothing."""
    own, used = _folded(sittings, range(len(sittings)), name)
    notices = []
    for i in used:
        others = [j for j in used if j != i]
        if not others:
            continue
        expected, _ = _folded(sittings, others, name)
        surprise = how_strange(sittings[i].marks, expected)
        if surprise > STRANGE:
            say = (
                f"The taps of sitting {i + 1}{_dated(sittings[i])} do not fit the other sittings of {name}: "
                "another person's, or a slip? Take that sitting out, or tap its picture again."
            )
            told = {"number": i + 1, "name": name, "day": sittings[i].when or "–"}
            notices.append(Strange(say, reason="sitting_strange", told=told, sitting=i, surprise=surprise))
    return Fitted(own, tuple(used), tuple(notices))


def contradicted(marks: LandmarkSet) -> tuple[Refusal, ...]:
    """The refusals of parts on which taps cannot be reconciled with the joints in sight, or with each other."""
    if not any(mark.source == "tapped" for mark in marks):
        return ()
    return tuple(refusal for refusal in locate_landmarks(marks).refusals if refusal.reason in TAPS_REFUSED)


def unteachable(marks: LandmarkSet) -> tuple[Refusal, ...]:
    """Why these taps teach nothing of a person and are not to be kept, be it that they place a back by themselves."""
    return (*contradicted(marks), AGAINST_JOINTS) if despite_joints(marks) else contradicted(marks)


def despite_joints(marks: LandmarkSet) -> bool:
    """Whether fingers outweigh the joints of a back that they cannot be reconciled with: those may be another body's.

    Of 75 rendered backs with their own bones tapped, standing, turned, sitting and lying, none is.
    """
    return not marks.require(*JOINTS) and isinstance(build_trunk(marks), BodyFrame) and not fits_joints(marks)


def how_strange(marks: LandmarkSet, own: Proportions) -> float:
    """By how many standard deviations these taps miss what is known of a person; 0 when they tell nothing.

    Two ways to miss, the stranger one counts: taps where this person's cannot lie, and taps that tell another build.
    """
    bare = replace(marks, marks={m.name: m for m in marks if m.source != "tapped"})
    frame = build_trunk(bare, own)
    surprise = frame.surprise(felt(marks)) if isinstance(frame, BodyFrame) else 0.0
    return max(surprise, STRANGE / OTHER_BUILD * _build_gap(marks, own))


def _build_gap(marks: LandmarkSet, own: Proportions) -> float:
    """By how many standard deviations the build these taps tell differs from a person's; 0 when either is unsaid."""
    here = _after(BuildModel.load().anybody(), marks)
    if here is None or own.trunk is None:
        return 0.0
    ours, theirs = _build_alone(here), _build_alone(own.trunk)
    if ours is None or theirs is None:
        return 0.0
    return abs(ours[0] - theirs[0]) / math.sqrt(ours[1] + theirs[1])


def _build_alone(own: Own) -> tuple[float, float] | None:
    """The build as taps and joints tell it, without what was thought before, and its variance; None: hardly told."""
    precision = 1.0 / float(own.spread[0, 0]) - 1.0
    if precision < LEAST_TOLD:
        return None
    return float(own.mean[0] / own.spread[0, 0]) / precision, 1.0 / precision


def fits(marks: LandmarkSet, own: Proportions) -> bool:
    """Whether taps can be this person's."""
    return how_strange(marks, own) <= STRANGE


def _folded(sittings: Sequence[Sitting], which: Sequence[int], name: str) -> tuple[Proportions, list[int]]:
    own, used = BuildModel.load().anybody(), []
    for i in which:
        after = _after(own, sittings[i].marks)
        if after is not None:
            own = after
            used.append(i)
    return (Proportions(name, own, source="taps"), used) if used else (POPULATION, [])


def _after(own: Own, marks: LandmarkSet) -> Own | None:
    """What is known of a person after one more sitting; None when its taps tell nothing."""
    taps = felt(marks)
    if not taps or marks.require(*JOINTS) or not isinstance(build_trunk(marks), BodyFrame):
        return None
    view, builds = view_trunk(marks), BuildModel.load()
    # what this picture adds of its own is its spread; what it says of the person goes through the gradient
    return builds.told(own, builds.sight(view, marks), view, taps)


def _dated(sitting: Sitting) -> str:
    return f" ({sitting.when})" if sitting.when else ""
