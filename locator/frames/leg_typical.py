"""What a leg's foot, depth and thigh usually are where nobody has seen them.

Landmarks given by name, or found by a detector with fewer joints, often hold a knee and an ankle alone.  With nought
for all the rest, points of knees and ankles of rendered bodies from behind lay 2.0 cun off in the middle, and one in
five 3 cun and more; their rings held .08.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

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
TURN_SD_RAD = 0.25  # of a leg of which only its view was said


def usual(turn_rad: float) -> dict[str, float]:
    """Each of them for a leg turned so."""
    cosine, sine = math.cos(turn_rad), math.sin(turn_rad)
    return {name: rest + by_cosine * cosine + by_sine * sine for name, (rest, by_cosine, by_sine, _) in USUAL.items()}


def usual_sd(name: str) -> float:
    """One standard deviation of one of them."""
    return USUAL[name][3]
