"""Which of many looks at a close-up is right: what each one's own signs and its company say about its error.

Presence and limb ratios choose badly; a small forest that has learned from rendered close-ups how far off an answer
with such signs usually is chooses well, and what it predicts is the landmarks' doubt and the reason to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Look
from locator.detect.merge import inside_silhouette
from locator.forest import expected_error_cun
from locator.geometry import Array

PAIRS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_PAIR_INDEX = {p: (INDEX[f"left_{p}"], INDEX[f"right_{p}"]) for p in PAIRS}
_KEY = [i for p in ("shoulder", "hip", "knee", "ankle") for i in _PAIR_INDEX[p]]
NEAR = (0.1, 0.25)  # candidates whose joints differ by less than this share of half the square are of one opinion


def look_features(looks: Sequence[Look], size_px: tuple[int, int]) -> Array:
    """(n, k) signs of each look: its own, and how many of the others are of its opinion."""
    own = np.array([_own(look, size_px) for look in looks])
    return np.hstack([own, _company(looks)])


def _own(look: Look, size_px: tuple[int, int]) -> list[float]:
    width, height = size_px
    square, implied = look.square, look.implied
    xy, inside = look.xy_px, look.inside
    middle = {p: xy[list(_PAIR_INDEX[p])].mean(axis=0) for p in PAIRS}
    span = middle["shoulder"] - middle["hip"]
    trunk = max(float(np.linalg.norm(span)), 1e-3)
    up = span / trunk
    left = np.array([up[1], -up[0]])

    def across(pair: str) -> float:
        a, b = _PAIR_INDEX[pair]
        return float((xy[a] - xy[b]) @ left) / trunk

    def length(upper: str, lower: str) -> float:
        gaps = [
            np.linalg.norm(xy[a] - xy[b]) for a, b in zip(_PAIR_INDEX[upper], _PAIR_INDEX[lower], strict=True)
        ]
        return float(np.mean(gaps)) / trunk

    held = inside_silhouette(look)
    in_picture = (xy[:, 0] >= 0) & (xy[:, 0] < width) & (xy[:, 1] >= 0) & (xy[:, 1] < height)
    thigh, shin = length("hip", "knee"), length("knee", "ankle")
    mask = look.mask if look.mask is not None else np.zeros((2, 2), dtype=np.float32)
    return [
        math.log(max(look.presence, 1e-6) / max(1.0 - look.presence, 1e-6)),
        math.log(square.side_px / height),
        square.x_px / width,
        square.y_px / height,
        math.log(max(implied.side_px, 1.0) / square.side_px),
        (implied.x_px - square.x_px) / square.side_px,
        (implied.y_px - square.y_px) / square.side_px,
        math.remainder(implied.turn_rad - square.turn_rad, 2 * math.pi),
        *(float(inside[list(_PAIR_INDEX[p])].mean()) for p in PAIRS),
        *(float(inside[list(_PAIR_INDEX[p])].min()) for p in PAIRS),
        *(float(middle[p][1]) / height for p in PAIRS),
        *(float(held[list(_PAIR_INDEX[p])].min()) for p in ("shoulder", "hip", "knee", "ankle")),
        float(in_picture[_KEY].mean()),
        float(inside[_KEY][in_picture[_KEY]].mean()) if in_picture[_KEY].any() else 0.0,
        float(inside[_KEY][~in_picture[_KEY]].mean()) if (~in_picture[_KEY]).any() else 0.0,
        trunk / square.side_px,
        across("shoulder"),
        across("hip"),
        across("knee"),
        thigh,
        math.log(max(thigh, 1e-3) / max(shin, 1e-3)),
        float((middle["knee"] - middle["hip"]) @ -up) / trunk,
        float((middle["ankle"] - middle["knee"]) @ -up) / trunk,
        float((middle["ear"] - middle["shoulder"]) @ up) / trunk,
        float(np.mean(look.depth_px[list(_PAIR_INDEX["shoulder"])])) / trunk,
        float(np.mean(look.depth_px[list(_PAIR_INDEX["knee"])])) / trunk,
        float(mask.mean()),
        float((mask > 0.5).mean()),
    ]


def _company(looks: Sequence[Look]) -> Array:
    """(n, 4) how many others, weighed by presence, see the joints where this look does; and how far the nearest are."""
    joints = np.array([look.xy_px[_KEY] for look in looks])
    size = np.array([look.implied.side_px for look in looks])
    presence = np.array([look.presence for look in looks])
    apart = np.linalg.norm(joints[:, None] - joints[None], axis=-1).mean(axis=-1) / size[:, None]
    np.fill_diagonal(apart, np.inf)
    total = max(float(presence.sum()), 1e-6)
    shares = [(presence * (apart < near * 0.5)).sum(axis=1) / total for near in NEAR]
    nearest = np.sort(np.where(np.isfinite(apart), apart, 2.0), axis=1)
    third = nearest[:, min(2, nearest.shape[1] - 1)]
    return np.column_stack([*shares, np.clip(nearest[:, 0], 0, 2.0), np.clip(third, 0, 2.0)])


def predicted_error_cun(looks: Sequence[Look], size_px: tuple[int, int], region: str) -> Array:
    """(n,) how far off, in cun, the points of each look are expected to be."""
    return expected_error_cun(f"closeup_{region}", look_features(looks, size_px))
