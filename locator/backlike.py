"""Whether a trunk without a head shows its back: by what all first looks at it say together.

A single look at a headless trunk hardly tells its faces apart, and says so with confidence; many looks at different
squares, in the mirror and with different surrounds, tell more: how they vote, what the model makes up for the nose and
the hands that it does not see, and how sure it is of shoulders and hips.  Fitted by recipes/fit_backlike.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Look
from locator.geometry import Array
from locator.looks import backness
from locator.odds import chance, regression

_PAIRS = ("ear", "shoulder", "hip", "elbow", "wrist", "index", "heel", "foot_index")


def backlike(looks: Sequence[Look], as_seen: float) -> float:
    """0..1: how likely it is that `looks`, as the model took them, are of a back.

    `as_seen` is the share of the chosen looks that saw a back themselves; the others were read as one.
    """
    fit = regression("backlike")
    signs = (face_signs(looks, as_seen) - fit["mean"]) / fit["spread"]
    return chance(float(fit["bias"] + signs @ fit["weight"]))


def face_signs(looks: Sequence[Look], as_seen: float) -> Array:
    """(13,) the signs that tell a back from a front, means over the looks, those surer of a body weighing more."""
    signs = np.array([_own(look) for look in looks])
    presence = np.array([look.presence for look in looks])
    seen = np.clip([backness(look) for look in looks], -1.0, 1.0)
    plain = presence * np.array([float(look.plain_surround) for look in looks])

    def mean(values: Array, weight: Array) -> Array:
        total: Array = weight @ values / max(float(weight.sum()), 1e-9)
        return total

    return np.array([mean(seen, presence - plain), mean(seen, plain), *mean(signs, presence), as_seen])


def _own(look: Look) -> list[float]:
    pair = {p: [INDEX[f"left_{p}"], INDEX[f"right_{p}"]] for p in _PAIRS}
    up = look.xy_px[pair["shoulder"]].mean(axis=0) - look.xy_px[pair["hip"]].mean(axis=0)
    trunk_px = max(float(np.linalg.norm(up)), 1e-3)
    left = np.array([up[1], -up[0]]) / trunk_px

    def depth(part: str) -> float:
        return float(look.depth_px[pair[part]].mean()) / trunk_px

    def seen(part: str) -> float:
        return float(look.visibility[pair[part]].mean())

    nose, (left_wrist, right_wrist) = INDEX["nose"], pair["wrist"]
    left_shoulder, right_shoulder = look.world_m[pair["shoulder"]]
    return [
        seen("shoulder"),
        float(look.visibility[nose]),
        seen("hip"),
        float(look.depth_px[nose]) / trunk_px - depth("ear"),
        depth("index") - depth("wrist"),
        depth("foot_index") - depth("heel"),
        float(look.inside[pair["elbow"]].mean()),
        float((look.xy_px[left_wrist] - look.xy_px[right_wrist]) @ left) / trunk_px,
        float(left_shoulder[2] + right_shoulder[2]) / 2,
        float(left_shoulder[0] - right_shoulder[0]),
    ]
