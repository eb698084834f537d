"""What a leg's foot, depth and thigh usually are where nobody has seen them.

Landmarks given by name, or found by a detector with fewer joints, often hold a knee and an ankle alone.  With nought
for all the rest, points of knees and ankles of rendered bodies from behind lay 2.0 cun off in the middle, and one in
five 3 cun and more; their rings held .08.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from locator.geometry import Array

# By the leg's turn: at rest, with its cosine, with its sine; and one sd by which legs and cameras depart from that.
# Rendered legs that stand, seen from all around (recipes/measure_typical.py: 436 of them, and 960 give the same within
# .01; features of leg_view).  What is left of these is .06, .06, .10 and .05: with the wider sds here the rings of
# 2,784 points of legs told without feet hold .70, else .67.
USUAL: Mapping[str, tuple[float, float, float, float]] = {
    "foot_out": (0.01, 0.02, -0.44, 0.08),
    "foot_down": (0.04, -0.20, 0.0, 0.10),
    "ankle_depth": (0.26, -0.16, 0.06, 0.12),
    "thigh_out": (0.0, 0.04, 0.0, 0.05),
}
# The same of legs that lie face down (126 of them): toes stretched, the ankle level with the knee.  The second sd
# reaches a standing leg's, for the picture may be one of somebody who stands, on its side.  Told without feet and taken
# for standing ones, their points lay 1.5 cun off, rings holding .23: now .9, .73.
LYING: Mapping[str, tuple[float, float, float, float]] = {
    "foot_out": (0.0, 0.0, -0.21, 0.08),
    "foot_down": (0.09, 0.0, 0.0, 0.25),
    "ankle_depth": (0.0, 0.0, 0.0, 0.21),
    "thigh_out": (0.05, 0.0, 0.0, 0.05),
}
# Between these slants of a lower leg, from straight down in the picture, it is neither sure to stand nor sure to lie:
# of rendered ones 95 in 100 that stand slant by half the first, as many that lie by more than the second.
UPRIGHT_RAD, LEVEL_RAD = math.radians(15.0), math.radians(65.0)
TURN_SD_RAD = 0.25  # of a leg of which only its view was said


def lies(down_px: Array, turn_rad: float) -> float:
    """How much of a lying leg it is, 0 .. 1, by its unit vector from knee to ankle; only calves are known to lie."""
    slant = math.acos(min(max(float(down_px[1]), -1.0), 1.0))
    share = (slant - UPRIGHT_RAD) / (LEVEL_RAD - UPRIGHT_RAD)
    return min(max(share, 0.0), 1.0) if math.cos(turn_rad) > 0.0 else 0.0


def usual(turn_rad: float, lying: float) -> dict[str, float]:
    """Each of them for a leg turned so and lying by so much."""
    by = np.array([1.0, math.cos(turn_rad), math.sin(turn_rad)])
    return {name: float(_between(name, lying)[:3] @ by) for name in USUAL}


def usual_sd(name: str, lying: float) -> float:
    """One standard deviation of one of them."""
    return float(_between(name, lying)[3])


def _between(name: str, lying: float) -> Array:
    between: Array = (1.0 - lying) * np.array(USUAL[name]) + lying * np.array(LYING[name])
    return between
