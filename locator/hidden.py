"""How far off a body is expected to be, by how its shoulders, hips and head lie: one that something hides is misjudged.

The model completes what it does not see and is as sure of that as of the rest.  A body it has completed is narrower
than others, or its head is not above its middle; a small forest has learned from rendered backs behind walls, tables
and things, or cut off by the picture's rim, how far off the points of a body that lies so usually are
(recipes/fit_hidden.py).  Arms and legs are not asked where they lie: in photographs they lie as they like.
"""

from __future__ import annotations

import math

import numpy as np

from locator.detect.base import Look, Rgb
from locator.forest import expected_error_cun
from locator.frames.trunk_view import DEPTH_TRUST
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet
from locator.looks import SIDEWAYS, backness
from locator.odds import log_odds
from locator.people import is_whole
from locator.placement import Region

BREADTHS, BELIEVED = ("shoulder", "hip", "ear"), ("hip", "knee")
# A body expected to be further off than this, by how it lies, has a part hidden: it is not drawn.  Of 1,354 rendered
# ones, most of them partly hidden, 89 are by fits that had not met them, 2.3 cun off on the average, three in four by
# more than 1 (the others .8); of 179 in plain view and of 11 photographed ones none.
MOST_HIDDEN_CUN = 1.4
SURE = 0.9995  # no more is made of a belief than this
MEMORY_S = 0.5  # how long what one frame of a film says is remembered: an arm that passes is no wall


def hidden_error_cun(marks: LandmarkSet) -> float:
    """How far off, in cun, the back points of this body are expected to be."""
    return float(expected_error_cun("hidden", hidden_signs(marks)[None])[0])


def hidden_cun(marks: LandmarkSet, look: Look, rgb: Rgb, region: Region | None) -> float:
    """How far off a whole back is expected to be that something may hide in part, cun; 0 for any other body.

    What shows a close-up is unsure by how it was chosen; and who asks for legs or feet may show no more than these.
    """
    told = region not in ("leg", "foot") and is_whole(look, rgb) and backness(look) > SIDEWAYS
    return hidden_error_cun(marks) if told else 0.0


class HiddenMemory:
    """How far off a body that is followed is expected to be, of late."""

    def __init__(self) -> None:
        self._error_cun: float | None = None
        self._at_s = 0.0

    def reset(self) -> None:
        """The next frame shows another body."""
        self._error_cun = None

    def __call__(self, error_cun: float, time_s: float) -> float:
        """The mean of what this frame expects, cun, and of what those before it did, which fades."""
        if self._error_cun is not None:
            kept = math.exp(-max(time_s - self._at_s, 0.0) / MEMORY_S)
            error_cun = kept * self._error_cun + (1.0 - kept) * error_cun
        self._error_cun, self._at_s = error_cun, time_s
        return error_cun


def hidden_signs(marks: LandmarkSet) -> Array:
    """(9,) how broad shoulders, hips and head are, how tilted the former two, how far ears and nose lie beside the
    spine, all in trunk lengths, and how far hips and knees are believed to be in the picture (log odds).

    The same for a body and its mirror image, and however the picture is turned or enlarged.
    """
    left, right = (
        np.array([[*marks.xy(f"{side}_{end}"), DEPTH_TRUST * marks[f"{side}_{end}"].depth_px] for end in BREADTHS])
        for side in SIDES
    )
    shoulders, hips, ears = 0.5 * (left + right)[:, :2]
    trunk = max(math.hypot(*(shoulders - hips)), 1e-3)
    up = (shoulders - hips) / trunk
    across = np.array([up[1], -up[0]])
    apart = (left - right) / trunk
    broad = np.hypot(apart[:, :2] @ across, apart[:, 2])
    tilted = np.abs(apart[:2, :2] @ up)
    aside = [abs(float((place - hips) @ across)) / trunk for place in (ears, marks.xy("nose"))]
    believed = [np.mean([log_odds(marks[f"{side}_{joint}"].visibility, SURE) for side in SIDES]) for joint in BELIEVED]
    return np.array([*broad, *tilted, *aside, *believed])
