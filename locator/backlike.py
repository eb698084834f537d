"""Whether a body without a head shows its back: a trunk by what all first looks at it say together, legs by their skin.

A single look at a headless trunk hardly tells its faces apart, and says so with confidence; many looks at different
squares, in the mirror and with different surrounds, tell more: how they vote, what the model makes up for the nose and
the hands that it does not see, and how sure it is of shoulders and hips.  Fitted by recipes/fit_backlike.py.

Of legs the looks' votes tell the face of a third at best; what the model's inner layers notice along thigh, knee and
shin (locator.detect.inner) tells eight in ten.  Fitted by recipes/fit_legs_face.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from locator.detect.base import INDEX, Look, Rgb, Square
from locator.detect.inner import noticed
from locator.geometry import Array
from locator.looks import backness


def backlike(looks: Sequence[Look], as_seen: float) -> float:
    """0..1: how likely it is that `looks`, as the model took them, are of a back.

    `as_seen` is the share of the chosen looks that saw a back themselves; the others were read as one.
    """
    fit = _fit()
    signs = (face_signs(looks, as_seen) - fit["mean"]) / fit["spread"]
    return 1.0 / (1.0 + math.exp(-float(fit["bias"] + signs @ fit["weight"])))


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


_PAIRS = ("ear", "shoulder", "hip", "elbow", "wrist", "index", "heel", "foot_index")


# Legs are told where the small patterns' odds are beyond these and the large ones' not clearly against it.  Of 710 legs
# not trained on 492 are told, none wrongly: .72 of knees from behind, .82 from in front, .95 of lower bodies from
# behind.  Of 293 cut-outs of legs in photographs 85 are placed surely enough to be asked, of these 38 are told, none
# wrongly; black trousers from in front come nearest (1.5) to passing for a back.
SURE_BACK, SURE_FRONT, CONTRADICTS = 2.3, -1.8, 0.6
# Where along a leg it is looked at closely: from the hip (0) over the knee (1) to the ankle (2).
LEG_AT = (0.0, 0.5, 0.8, 1.0, 1.25, 1.5, 2.0)
# The model is shown the square of the whole body, hips in its middle, in three sizes: one alone is told by chance more.
BODY_SQUARE, SIZES = 2.5, (0.92, 1.0, 1.08)  # shares of a leg's length, and of that
LEANS = math.radians(12.0)  # legs that lean further than this are shown upright; up to there they were when learnt from


def legs_show_back(rgb: Rgb, looks: Sequence[Look], weights: Sequence[float]) -> bool | None:
    """Whether legs placed so show their back (True) or their front; None where that cannot be told."""
    small, large = legs_readings(legs_signs(rgb, leg_joints_px(looks, weights)))
    if small > SURE_BACK and large > -CONTRADICTS:
        return True
    return False if small < SURE_FRONT and large < CONTRADICTS else None


def legs_readings(signs: Mapping[str, Array]) -> tuple[float, float]:
    """Logarithms of the odds that legs show their back, by the small patterns and, less surely, by the large ones."""
    fit = _legs_fit()
    small, large = (float(signs[name] @ fit[f"{name}_weight"] + fit[f"{name}_bias"]) for name in ("small", "large"))
    return small, large


def leg_joints_px(looks: Sequence[Look], weights: Sequence[float]) -> Array:
    """(2, 3, 2) hip, knee and ankle of both legs, mean of looks that may take them for either face."""
    joints = np.array([[[k.xy(f"{side}_{j}") for j in ("hip", "knee", "ankle")] for side in _SIDES] for k in looks])
    exchanged = joints[:, ::-1]
    off, other_off = (np.abs(each - joints[0]).sum(axis=(1, 2, 3)) for each in (joints, exchanged))
    alike = np.where((off <= other_off)[:, None, None, None], joints, exchanged)
    return np.asarray(np.average(alike, axis=0, weights=weights))


def legs_signs(rgb: Rgb, joints_px: Array, sizes: Sequence[float] = SIZES) -> dict[str, Array]:
    """What is noticed along both legs: "small" and "large" patterns, the mean over the sizes of the square shown."""
    hip, _, ankle = joints_px.mean(axis=0)
    length_px = float(np.linalg.norm(np.diff(joints_px, axis=1), axis=-1).mean(axis=0).sum())
    lean = math.atan2(hip[0] - ankle[0], ankle[1] - hip[1])
    turn = lean if abs(lean) > LEANS else 0.0
    across = joints_px.mean(axis=1) @ [math.cos(turn), math.sin(turn)]
    legs = joints_px[across.argsort()]  # the left one first, as the model is shown them
    along = [leg[int(t)] + (t - int(t)) * (leg[min(int(t) + 1, 2)] - leg[int(t)]) for leg in legs for t in LEG_AT]
    twins = [*range(len(LEG_AT), 2 * len(LEG_AT)), *range(len(LEG_AT))]  # in the mirror one leg looks like the other
    seen = [
        noticed(rgb, Square(hip[0], hip[1], size * BODY_SQUARE * length_px, turn), np.array(along), twins)
        for size in sizes
    ]
    mean = {name: np.mean([each[name] for each in seen], axis=0) for name in seen[0]}
    return {"small": np.concatenate([mean["fine"].ravel(), mean["middle"].ravel()]), "large": mean["coarse"].ravel()}


_SIDES = ("left", "right")


@cache
def _legs_fit() -> dict[str, Array]:
    with resources.as_file(resources.files("locator") / "data" / "legs_face.npz") as path:
        return dict(np.load(path))


@cache
def _fit() -> dict[str, Array]:
    text = (resources.files("locator") / "data" / "backlike.json").read_text(encoding="utf-8")
    return {name: np.array(values) for name, values in json.loads(text).items()}
