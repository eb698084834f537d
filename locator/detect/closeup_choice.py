"""Which of many looks at a close-up is right: what each one's own signs and its company say about its error.

Presence and limb ratios choose badly; a small forest that has learned from rendered close-ups how far off an answer
with such signs usually is chooses well, and what it predicts is the landmarks' doubt and the reason to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from locator.detect.base import INDEX, Look, Square
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
    return np.hstack([_own(looks, size_px), _company(looks)])


def choice_features(looks: Sequence[Look], size_px: tuple[int, int], region: str) -> Array:
    """(n, k) what the forest of a region is asked by: the looks' signs, and of a back how it stands to the camera.

    A back without its head that is turned aside or seen from above is placed worse than its looks let on.  Of 120 such
    (turned up to 50 degrees, from 20 below to 38 above) the chosen look's error and what was expected of it went
    together by .44; learned from others of their kind, and with these signs, by .62.
    """
    signs = look_features(looks, size_px)
    return np.hstack([signs, _bearing(looks)]) if region == "back" else signs


def _own(looks: Sequence[Look], size_px: tuple[int, int]) -> Array:
    """(n, k) what each look shows by itself.

    Reckoned for all looks at once: they are judged again whenever more are taken, and one by one that took an eighth of
    a close-up's time.
    """
    width, height = size_px
    xy, depth_px, inside = (np.array([getattr(k, of) for k in looks]) for of in ("xy_px", "depth_px", "inside"))
    square, implied = (np.array([_numbers(getattr(k, of)) for k in looks]) for of in ("square", "implied"))
    of_pair = {p: (xy[:, a], xy[:, b]) for p, (a, b) in _PAIR_INDEX.items()}
    middle = {p: (a + b) / 2.0 for p, (a, b) in of_pair.items()}
    inside_pair = [inside[:, list(pair)] for pair in _PAIR_INDEX.values()]
    span = middle["shoulder"] - middle["hip"]
    trunk = np.maximum(np.linalg.norm(span, axis=1), 1e-3)
    up = span / trunk[:, None]
    left = np.column_stack([up[:, 1], -up[:, 0]])

    def along(way: Array, vector: Array) -> Array:
        share: Array = (vector * way).sum(axis=1) / trunk
        return share

    def across(pair: str) -> Array:
        a, b = of_pair[pair]
        return along(left, a - b)

    def length(upper: str, lower: str) -> Array:
        gaps = [np.linalg.norm(u - low, axis=1) for u, low in zip(of_pair[upper], of_pair[lower], strict=True)]
        mean: Array = (gaps[0] + gaps[1]) / 2.0 / trunk
        return mean

    key, inside_key = xy[:, _KEY], inside[:, _KEY]
    in_picture = ((key >= 0) & (key < (width, height))).all(axis=2)
    held = np.array([inside_silhouette(look, _KEY) for look in looks])
    presence = np.array([look.presence for look in looks])
    thigh, shin = length("hip", "knee"), length("knee", "ankle")
    return np.column_stack(
        [
            np.log(np.maximum(presence, 1e-6) / np.maximum(1.0 - presence, 1e-6)),
            np.log(square[:, 2] / height),
            square[:, 0] / width,
            square[:, 1] / height,
            np.log(np.maximum(implied[:, 2], 1.0) / square[:, 2]),
            (implied[:, :2] - square[:, :2]) / square[:, 2:3],
            [math.remainder(turn, 2 * math.pi) for turn in implied[:, 3] - square[:, 3]],
            *(pair.mean(axis=1) for pair in inside_pair),
            *(pair.min(axis=1) for pair in inside_pair),
            *(middle[p][:, 1] / height for p in PAIRS),
            held.reshape(len(looks), -1, 2).min(axis=2),
            in_picture.mean(axis=1),
            _mean_where(in_picture, inside_key),
            _mean_where(~in_picture, inside_key),
            trunk / square[:, 2],
            across("shoulder"),
            across("hip"),
            across("knee"),
            thigh,
            np.log(np.maximum(thigh, 1e-3) / np.maximum(shin, 1e-3)),
            along(-up, middle["knee"] - middle["hip"]),
            along(-up, middle["ankle"] - middle["knee"]),
            along(up, middle["ear"] - middle["shoulder"]),
            *(depth_px[:, list(_PAIR_INDEX[p])].mean(axis=1) / trunk for p in ("shoulder", "knee")),
            [_filled(look) for look in looks],
        ]
    )


def _numbers(square: Square) -> tuple[float, float, float, float]:
    """Its middle's x and y, its side (px) and its turn (rad)."""
    return square.x_px, square.y_px, square.side_px, square.turn_rad


def _mean_where(chosen: npt.NDArray[np.bool_], values: Array) -> Array:
    """(n,) mean of the values (n, k) chosen in each row, 0 where none is."""
    mean: Array = np.where(chosen, values, 0.0).sum(axis=1) / np.maximum(chosen.sum(axis=1), 1)
    return mean


def _filled(look: Look) -> tuple[float, float]:
    """How much of its square the silhouette fills: its mean, and the share that is body rather than not."""
    if look.mask is None:
        return 0.0, 0.0
    return float(look.mask.mean()), np.count_nonzero(look.mask > 0.5) / look.mask.size


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
    """Nine signs, the same in the mirror; all but the last stay when picture and square are turned together.

    For shoulders, then for hips: how much deeper one side lies than the other, how broad they are (both in lengths of
    the trunk), and their angle to the picture (rad) in the metric pose.  Then how much deeper the shoulders lie than
    the hips, how far the metric trunk tips, and how far the trunk leans in the picture (rad).
    """
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
