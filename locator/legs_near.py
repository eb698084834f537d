"""How far off the points of legs seen from very near are expected to be.

The choice among a close-up's looks was fitted on pictures that show knee and calf.  Where only a knee is shown, the
model puts the ankles that it does not see on the picture's rim, and the choice believes them.  A small forest, fitted
on such pictures cut out at random, tells how far off the chosen looks then usually are (recipes/fit_legs_near.py).
"""

from __future__ import annotations

import numpy as np

from locator.forest import expected_error_cun
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet
from locator.odds import log_odds

BELIEVED = ("knee", "ankle", "heel")
SURE = 0.999  # no more is made of a belief than this
FAR = 1.0  # shin lengths from the rim, beyond which it cuts nothing off


def near_error_cun(marks: LandmarkSet, chosen_cun: float) -> float:
    """How far off, in cun, the points of these legs are expected to be; `chosen_cun`: what their choice expects."""
    return float(expected_error_cun("legs_near", near_signs(marks, chosen_cun)[None])[0])


def near_signs(marks: LandmarkSet, chosen_cun: float) -> Array:
    """(11,) what the choice expects (cun), beliefs in knees, ankles and heels (mean and least log odds), and in shin
    lengths how unsure the joints are, how long the feet, and how far within the picture the ankles and knees lie.
    """
    knees, ankles, heels, toes = (
        np.array([marks.xy(f"{side}_{joint}") for side in SIDES]) for joint in ("knee", "ankle", "heel", "foot_index")
    )
    shin = max(float(np.linalg.norm(ankles - knees, axis=1).mean()), 1e-3)
    odds = [[log_odds(marks[f"{side}_{joint}"].visibility, SURE) for side in SIDES] for joint in BELIEVED]
    unsure = max(marks[f"{side}_{joint}"].sigma_px for side in SIDES for joint in ("knee", "ankle"))
    return np.array(
        [
            chosen_cun,
            *np.mean(odds, axis=1),
            *np.min(odds, axis=1),
            unsure / shin,
            np.linalg.norm(toes - heels, axis=1).mean() / shin,
            *(np.clip(_within_px(joints, marks.size_px) / shin, -FAR, FAR) for joints in (ankles, knees)),
        ]
    )


def _within_px(places_px: Array, size_px: tuple[int, int]) -> float:
    """How far within the picture all of these places (n, 2) px lie; negative where one lies outside."""
    return float(np.minimum(places_px, np.array(size_px) - 1.0 - places_px).min())
