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
_BARS = tuple(_PAIR_INDEX[p] for p in ("shoulder", "hip"))
NEAR = (0.1, 0.25)  # candidates whose joints differ by less than this share of half the square are of one opinion


def look_features(looks: Sequence[Look], size_px: tuple[int, int]) -> Array:
    """(n, k) signs of each look: its own, and how many of the others are of its opinion."""
    own = np.array([_own(look, size_px) for look in looks])
    return np.hstack([own, _company(looks)])


def choice_features(looks: Sequence[Look], size_px: tuple[int, int], region: str) -> Array:
    """(n, k) what the forest of a region is asked by: the looks' signs, and of a back how it stands to the camera.

    A back without its head that is turned aside or seen from above is placed worse than its looks let on.  Of 120 such
    (turned up to 50 degrees, from 20 below to 38 above) the chosen look's error and what was expected of it went
    together by .44; learned from others of their kind, and with these signs, by .62.
    """
    signs = look_features(looks, size_px)
    return np.hstack([signs, _bearing(looks)]) if region == "back" else signs


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


def _bearing(looks: Sequence[Look]) -> Array:
    """(n, 18) how far each look sees the trunk turned, tipped and leaning; and the mean, weighed by presence."""
    own = np.array([_trunk_bearing(look) for look in looks])
    presence = np.array([look.presence for look in looks])
    mean = presence @ own / max(float(presence.sum()), 1e-6)
    return np.hstack([own, np.broadcast_to(mean, own.shape)])


def _trunk_bearing(look: Look) -> list[float]:
    """Nine signs that stay as they are in the mirror and when picture and square are turned, but for the last."""
    shoulder, hip = (look.xy_px[list(bar)].mean(axis=0) for bar in _BARS)
    span = shoulder - hip
    trunk = max(float(np.linalg.norm(span)), 1e-3)
    signs = []
    for left, right in _BARS:
        bar_m = look.world_m[left] - look.world_m[right]
        signs += [
            abs(float(look.depth_px[left] - look.depth_px[right])) / trunk,
            float(np.linalg.norm(look.xy_px[left] - look.xy_px[right])) / trunk,
            math.atan2(abs(bar_m[2]), math.hypot(bar_m[0], bar_m[1])),
        ]
    depth_px, middles_m = ([of[list(bar)].mean(axis=0) for bar in _BARS] for of in (look.depth_px, look.world_m))
    upward_m = middles_m[0] - middles_m[1]
    return [
        *signs,
        float(depth_px[0] - depth_px[1]) / trunk,
        math.atan2(upward_m[2], math.hypot(upward_m[0], upward_m[1])),
        abs(math.atan2(span[0], -span[1])),
    ]


def predicted_error_cun(signs: Array, region: str) -> Array:
    """(n,) how far off, in cun, the points of each look are expected to be; `signs` are its `choice_features`."""
    return expected_error_cun(f"closeup_{region}", signs)
