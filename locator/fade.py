"""From the whole body to a close-up and back without a jump: two postures' answers, one fading into the other.

A trunk is told by other coefficients once the knees are out of the picture (frames/trunk_view.py), and the two differ
by half a cun on the average, by two at the sacrum.  Where the knees are just in the picture the model sees them on one
frame and not on the next: points would swing to and fro.  So how well the knees are seen is averaged over a second, and
in between both answers count.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from locator.frames.trunk_view import KNEES_SEEN
from locator.landmarks import LandmarkSet
from locator.placement import Located, Placement

KNEES = ("left_knee", "right_knee")
MEMORY_S = 0.7  # one frame's flicker weighs a tenth; who comes closer is told as a close-up a second later
NOTHING, ALL = 0.35, 0.85  # average sight of the knees up to which the body counts as cut off, from which as whole

Place = Callable[[LandmarkSet], Located]


class PostureFade:
    """Holds how well the knees have been seen of late.  For one body."""

    def __init__(self) -> None:
        self._sight: float | None = None
        self._time_s = 0.0

    def reset(self) -> None:
        """The next frame shows another body."""
        self._sight = None

    def __call__(self, marks: LandmarkSet, time_s: float, place: Place) -> Located:
        """The answer for these landmarks, between both postures where the knees are neither in nor out of sight."""
        whole = self._wholeness(marks, time_s)
        seen = _sight(marks) > KNEES_SEEN
        share = whole if seen else 1.0 - whole  # of the answer that this frame alone gives
        if share >= 1.0 or marks.require(*KNEES):
            return place(marks)
        other = place(marks.having(replace(marks[knee], visibility=0.0 if seen else 1.0) for knee in KNEES))
        return between(place(marks), other, share)

    def _wholeness(self, marks: LandmarkSet, time_s: float) -> float:
        """0 a body cut off above the knees .. 1 one with its legs in the picture."""
        now, step_s = _sight(marks), time_s - self._time_s
        if self._sight is None or step_s <= 0.0:
            self._sight = float(now > KNEES_SEEN)  # a first frame is believed
        else:
            self._sight += (1.0 - math.exp(-step_s / MEMORY_S)) * (now - self._sight)
        self._time_s = time_s
        return min(1.0, max(0.0, (self._sight - NOTHING) / (ALL - NOTHING)))


def between(one: Located, other: Located, share: float) -> Located:
    """`one` with the back's points moved toward where the other answer has them; `share` is what stays, 0..1."""
    there = {(spot.code, spot.side): spot for spot in other.placements if spot.frame == "back"}

    def moved(spot: Placement) -> Placement:
        far = there.get((spot.code, spot.side)) if spot.frame == "back" else None
        if far is None:
            return spot
        return replace(
            spot,
            xy_px=share * spot.xy_px + (1.0 - share) * far.xy_px,
            ring_px=share * spot.ring_px + (1.0 - share) * far.ring_px,
            spread_cun2=None
            if spot.spread_cun2 is None or far.spread_cun2 is None
            else share * spot.spread_cun2 + (1.0 - share) * far.spread_cun2,
        )

    return replace(one, placements=tuple(map(moved, one.placements)))


def _sight(marks: LandmarkSet) -> float:
    """Of both knees, 0..1; 0 where one is missing, as when the trunk is measured."""
    knees = [marks.get(name) for name in KNEES]
    return sum(knee.visibility for knee in knees if knee is not None) / 2.0 if all(knees) else 0.0
