"""How the outline of a body that is followed says it is built: looked at a few times, remembered while it is followed.

By joints and face alone the spine is placed .5 to .7 cun too low on bodies of the one build (eight rendered clips), and
less than .3 on those of the other (seven).  The outline tells the two builds apart on all fifteen: over all of them the
median error goes from .60 to .54 cun, the worst from .83 to .70.  On a single picture a sleeve or a hanging arm can
deceive it, and a look with an outline takes longer; so a video takes a dozen in its first seconds and averages them.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.frames.trunk_build import BuildModel, Own, Sight
from locator.frames.trunk_sight import SHOWN, SIDED
from locator.frames.trunk_view import JOINTS, view_trunk
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.proportions import Proportions

# Of head and neck what only the outline shows: with the four breadths alone one of the two builds stayed undecided.
DRAWN = ("crown", "neck_corners", "shoulder_slopes")
LOOK_S = 0.3  # from one look to the next, so that an arm that swings is seen in several places
MOST, MOST_TRIED = 12, 24  # looks that count; looks altogether, for an outline that is never seen whole
MAX_TURN_RAD = math.radians(25.0)  # a breadth is one of a back that is seen from behind


class OutlineMemory:
    """Holds what the outline of one body has told of its build."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """The next frame shows another body."""
        self._away: list[Array] = []  # what each look showed, less what a body of build 0 would show
        self._own: Own | None = None
        self._tried, self._next_s = 0, -math.inf

    @property
    def mirrored(self) -> bool:
        """Whether the next look is one in the mirror: what the model believes of left and right alone averages out."""
        return self._tried % 2 == 1

    def wants(self, marks: LandmarkSet, time_s: float) -> bool:
        """Whether a look at this body's outline would tell something more."""
        enough = len(self._away) >= MOST or self._tried >= MOST_TRIED
        return not enough and time_s >= self._next_s and _shows(marks)

    def hear(self, marks: LandmarkSet, time_s: float) -> None:
        """Landmarks of one look at the outline."""
        self._tried, self._next_s = self._tried + 1, time_s + LOOK_S
        if not _shows(marks):
            return
        builds, view = BuildModel.load(), view_trunk(marks)
        outline = _of_outline(builds.sight(view, marks))
        if outline is None:
            return
        self._away.append(outline.away)
        averaged = replace(outline, away=np.mean(self._away, axis=0))
        self._own = builds.told(builds.anybody(), averaged, view, {})

    def known(self, own: Proportions) -> Proportions:
        """These proportions, of an unknown body with what its outline has told."""
        return own if self._own is None or own.trunk is not None else replace(own, trunk=self._own)


def _shows(marks: LandmarkSet) -> bool:
    """Whether the body is seen whole and from behind."""
    if marks.require(*JOINTS):
        return False
    try:
        view = view_trunk(marks)
    except ValueError:  # no trunk to measure
        return False
    return view.posture == "whole" and abs(view.turn_rad) < MAX_TURN_RAD


def _of_outline(sight: Sight) -> Sight | None:
    """The same, had nothing been seen but the outline: joints and head are heard in every frame.  None without it."""
    outline = len(sight.base) + np.array([SHOWN.index(name) for name in (*DRAWN, *SIDED)])
    at = np.flatnonzero(np.isin(sight.seen, outline))
    if len(at) < len(outline):
        return None
    return replace(sight, seen=sight.seen[at], away=sight.away[at], oddness=sight.oddness[np.ix_(at, at)])
