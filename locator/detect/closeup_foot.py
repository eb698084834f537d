"""Feet seen close: squares that would hold the body above them, and for each foot which of the answers to believe.

The two feet are judged one by one: one look is often right about the one and wrong about the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.closeup import followed
from locator.detect.closeup_choice import look_features
from locator.detect.closeup_head import believed
from locator.detect.merge import inside_silhouette
from locator.forest import expected_error_cun
from locator.geometry import Array
from locator.landmarks import SIDES, Pair

JOINTS = ("knee", "ankle", "heel", "foot_index")
# (side, height of the hips) as shares of the picture's longer side and height: where the squares that were right about
# rendered feet lie (recipes/fit_foot.py).
SEEDS = (
    (1.2, 0.20), (1.5, 0.12), (2.0, 0.25), (2.0, 0.0), (2.4, 0.12), (2.8, 0.05), (2.8, -0.25), (3.3, -0.10),
    (3.8, -0.30),
)  # fmt: skip
PASSES = 2
SAME = (0.15, 0.35)  # looks whose ankle and toes lie within this share of the foot's length are of one opinion


@dataclass(frozen=True, eq=False)
class Foot:
    """One foot as the looks that are believed see it."""

    side: Pair
    places: Array  # (4, 3) px of JOINTS: right, down, away from the camera
    inside: Array  # (4,)
    error_cun: float  # how far off its points are expected to be


def explore(detector: Detector, rgb: Rgb) -> list[Look]:
    """Looks at the squares proposed and at those their answers ask for."""
    height, width = rgb.shape[:2]
    squares = [Square(width / 2, height * y, max(width, height) * side) for side, y in SEEDS]
    return [look for square in squares for look in followed(detector, rgb, square, PASSES)]


def see_feet(detector: Detector, rgb: Rgb) -> tuple[Foot, ...]:
    """Both feet, each by the looks expected to be right about it, with the error expected."""
    looks = explore(detector, rgb)
    general = look_features(looks, (rgb.shape[1], rgb.shape[0]))
    feet = []
    for side in SIDES:
        features = np.hstack([general, foot_features(looks, side, (rgb.shape[1], rgb.shape[0]))])
        errors = expected_error_cun("closeup_foot", features)
        kept, weights = believed(looks, list(errors))
        at = _joints(side)
        places = sum(w * np.c_[k.xy_px[at], k.depth_px[at]] for k, w in zip(kept, weights, strict=True))
        inside = sum(w * k.inside[at] for k, w in zip(kept, weights, strict=True))
        feet.append(Foot(side, np.asarray(places), np.asarray(inside), float(errors.min())))
    return tuple(feet)


def foot_features(looks: Sequence[Look], side: Pair, size_px: tuple[int, int]) -> Array:
    """(n, k) signs of one foot in each look; a right foot's are those of its mirror image."""
    at, beyond = _joints(side), _joints("right" if side == "left" else "left")
    sign = 1.0 if side == "left" else -1.0
    own = np.array([_own(look, at, beyond, sign, size_px) for look in looks])
    return np.hstack([own, _company(looks, at, beyond)])


def _joints(side: Pair) -> list[int]:
    return [INDEX[f"{side}_{name}"] for name in JOINTS]


def _own(look: Look, at: list[int], beyond: list[int], sign: float, size_px: tuple[int, int]) -> list[float]:
    knee, ankle, heel, toe = look.xy_px[at]
    length = max(float(np.linalg.norm(toe - ankle)), 1e-3)
    shank = max(float(np.linalg.norm(ankle - knee)), 1e-3)
    other = (look.xy_px[beyond[3]] - toe) / length
    held = inside_silhouette(look, at)
    width, height = size_px

    def direction(vector: Array) -> list[float]:
        size = max(float(np.linalg.norm(vector)), 1e-6)
        return [sign * float(vector[0]) / size, float(vector[1]) / size]

    return [
        *(float(v) for v in look.inside[at]),
        *(float(v) for v in look.visibility[at]),
        *(float(v) for v in held),
        math.log(length / look.square.side_px),
        math.log(shank / length),
        float(np.linalg.norm(heel - ankle)) / length,
        *direction(toe - ankle),
        *direction(ankle - knee),
        *direction(heel - ankle),
        float(np.clip(sign * other[0], -9, 9)),
        float(np.clip(other[1], -9, 9)),
        0.5 + sign * (float(toe[0]) / width - 0.5),
        float(toe[1]) / height,
        0.5 + sign * (float(ankle[0]) / width - 0.5),
        float(ankle[1]) / height,
        float(look.depth_px[at[3]] - look.depth_px[at[2]]) / length,
    ]


def _company(looks: Sequence[Look], at: list[int], beyond: list[int]) -> Array:
    """(n, 6) how many others, weighed by presence, see this foot here, or the other foot here; and how far they are."""
    here = np.array([look.xy_px[[at[1], at[3]]] for look in looks])
    there = np.array([look.xy_px[[beyond[1], beyond[3]]] for look in looks])
    length = np.maximum(np.linalg.norm(here[:, 1] - here[:, 0], axis=-1), 1e-3)
    presence = np.array([look.presence for look in looks])
    total = max(float(presence.sum()), 1e-6)
    apart = np.linalg.norm(here[:, None] - here[None], axis=-1).mean(axis=-1) / length[:, None]
    swapped = np.linalg.norm(here[:, None] - there[None], axis=-1).mean(axis=-1) / length[:, None]
    np.fill_diagonal(apart, np.inf)
    nearest = np.clip(np.sort(apart, axis=1), 0.0, 3.0)
    shares = [(presence * (apart < near)).sum(axis=1) / total for near in SAME]
    quarrel = [(presence * (swapped < near)).sum(axis=1) / total for near in SAME]
    third = nearest[:, min(2, nearest.shape[1] - 1)]
    return np.column_stack([*shares, *quarrel, nearest[:, 0], third])
