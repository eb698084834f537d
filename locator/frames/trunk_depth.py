"""What is not known of a trunk whose depth nobody has told.

A detector says how deep each joint lies, and the trunk's turn and tilt hang on it.  Places given by name, or found by
a detector that knows the picture's plane alone, leave both open; taken for a body square to the camera, points of
rendered backs turned by 25 to 55 degrees lay 2.1 cun off in the middle, and their rings held .02.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from locator.frames.trunk_view import DEPTH_TRUST, JOINTS
from locator.landmarks import Landmark, LandmarkSet

# All that is left to tell a turn by is how near together the shoulders lie.  By that breadth, in hip-to-shoulder
# lengths: the mean square of the turn's sine.  Measured on 722 rendered trunks (recipes/measure_typical.py): .45, .19,
# .06, .05, .03 and .02.  The first is half as much again, for trunks so narrow are turned far to one side or the other,
# and a normal of the measured spread has most of its weight between.  The second and third are wider still, for the few
# turned ones among them: their rings hold .38 with these numbers and .16 with the measured ones (119 points of 7
# bodies); the rings of all trunks of those breadths hold .84 and .77.
BREADTHS = (0.57, 0.61, 0.63, 0.66, 0.69, 0.75)
SINE_SQUARED = (0.66, 0.40, 0.22, 0.07, 0.03, 0.02)
# A trunk narrower than this is turned, and nobody knows to which side: 30 of 40 rendered ones turned by 25 to 55
# degrees are, and 4 of 163 that are square to the camera; photographed square ones have .69 and more.
LEAST_BREADTH = 0.62
TILT_SD = 0.2  # one sd of the tilt (trunk_view) of rendered backs that stand (recipes/measure_typical.py)


def depths_told(marks: Iterable[Landmark]) -> bool:
    """Whether anybody has said how deep any of these lies: nought for all is what no detector says."""
    return any(mark.depth_px != 0.0 for mark in marks)


def depth_untold(marks: LandmarkSet) -> bool:
    """Whether of shoulders and hips (all four must be here) no depth was told."""
    return not depths_told(marks[name] for name in JOINTS)


def looks_turned(marks: LandmarkSet) -> bool:
    """Whether a trunk of which no depth was told is narrower than any that is square to the camera."""
    return depth_untold(marks) and breadth(marks) < LEAST_BREADTH


def turn_unseen_rad(marks: LandmarkSet) -> float:
    """How far a trunk of which no depth was told may be turned either way, one standard deviation."""
    return math.asin(math.sqrt(float(np.interp(breadth(marks), BREADTHS, SINE_SQUARED))))


def otherwise_deep(marks: LandmarkSet) -> Iterator[tuple[float, LandmarkSet]]:
    """The same places on bodies turned, or tilted, by one sd to one way or the other.

    With each what the square of its change weighs in the variance: a half, for one doubt goes either way.
    """
    turn = math.tan(turn_unseen_rad(marks)) / DEPTH_TRUST
    left_s, right_s, left_h, right_h = (marks.xy(name) for name in JOINTS)
    broad_s, broad_h = math.dist(left_s, right_s), math.dist(left_h, right_h)
    tall = math.dist(0.5 * (left_s + right_s), 0.5 * (left_h + right_h))
    turned = 0.5 * turn * np.array([broad_s, -broad_s, broad_h, -broad_h])
    tilted = TILT_SD * tall * np.array([0.5, 0.5, -0.5, -0.5])
    for depths in (turned, -turned, tilted, -tilted):
        deep = zip(JOINTS, depths.tolist(), strict=True)
        yield 0.5, marks.having(replace(marks[name], depth_px=depth) for name, depth in deep)


def breadth(marks: LandmarkSet) -> float:
    """How far apart the shoulders lie across the trunk, in lengths from the hips' middle to the shoulders'."""
    left_s, right_s, left_h, right_h = (marks.xy(name) for name in JOINTS)
    up = 0.5 * (left_s + right_s - left_h - right_h)
    tall = max(math.hypot(*up), 1e-6)
    across = left_s - right_s
    return abs(float(across[0] * up[1] - across[1] * up[0])) / tall**2
