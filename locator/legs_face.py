"""Whether legs show their back: told by their skin.

Of legs the looks' votes tell the face of a third at best; what the model's inner layers notice along thigh, knee and
shin (locator.detect.inner) tells eight in ten.  Fitted by recipes/fit_legs_face.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from locator.detect.base import Look, Rgb, Square
from locator.detect.inner import noticed
from locator.geometry import Array, kept
from locator.landmarks import SIDES

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
    fit = _fit()
    small, large = (float(signs[name] @ fit[f"{name}_weight"] + fit[f"{name}_bias"]) for name in ("small", "large"))
    return small, large


def leg_joints_px(looks: Sequence[Look], weights: Sequence[float]) -> Array:
    """(2, 3, 2) hip, knee and ankle of both legs, mean of looks that may take them for either face."""
    joints = np.array([[[k.xy(f"{side}_{j}") for j in ("hip", "knee", "ankle")] for side in SIDES] for k in looks])
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


@cache
def _fit() -> dict[str, Array]:
    with resources.as_file(resources.files("locator") / "data" / "legs_face.npz") as path:
        return kept(dict(np.load(path)))
