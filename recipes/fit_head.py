"""Fit where a head's landmarks lie for the joints that were seen.

`python -m recipes.fit_head WHOLE... --close CLOSE...` writes `locator/data/head.json` and `closeup_head.npz`: from sets
of whole bodies, and sets that hold close-ups of head and shoulders ("head_top") and of parts without a head.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from locator.detect.base import Look, Rgb
from locator.detect.body import named
from locator.detect.closeup_choice import look_features
from locator.detect.closeup_head import explore
from locator.detect.mediapipe_pose import MediaPipePose
from locator.forest import ERROR_FLOOR_CUN
from locator.frames.head_model import FACING, STATE, RangeModel, hardness_features
from locator.frames.head_view import HeadView, view_head
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.photo import load_photo
from recipes.fit_trunk import rounded, solve
from recipes.forest import grow, save
from recipes.rendered import Truth, detected
from recipes.said import said

WHOLE = {"back", "back34", "seated_back", "back_lowlight", "side"}
NO_HEAD = {"knee_back", "knee_front", "foot", "lower_back_legs", "back_close", "hand"}
FEW = 8  # pictures of each of these are enough to know what is not a head
NOT_A_HEAD_CUN = 8.0
DATA = Path(__file__).parents[1] / "locator" / "data"
MAX_MISS_CUN = 2.5  # shoulders further off than this: another body, or one taken for its own front


@dataclass(frozen=True, eq=False)
class Sample:
    truth: Truth
    view: HeadView


def shoulders_off_cun(truth: Truth, marks: LandmarkSet) -> float:
    """Mean distance of the shoulders seen from the true joints."""
    names = ("left_shoulder", "right_shoulder")
    miss = [np.linalg.norm(marks.xy(n) - np.array(truth.record["joints"][n]["px"])) for n in names]
    return float(np.mean(miss)) / float(truth.record["acupoints"]["GB20.left"]["cun_px"])


def whole(folder: Path) -> Iterator[Sample]:
    for truth, marks in detected(folder, WHOLE):
        view = view_head(marks)
        if view is not None and shoulders_off_cun(truth, marks) < 2 * MAX_MISS_CUN:
            yield Sample(truth, view)


def close(folder: Path) -> Iterator[Sample]:
    """Every candidate look at a close-up whose shoulders are about right: what a chooser may choose."""
    detector = MediaPipePose()
    for record in json.loads((folder / "truth.json").read_text()):
        if record["view"] != "head_top":
            continue
        rgb, truth = load_photo(folder / record["file"]).rgb, Truth(record)
        for look in explore(detector, rgb):
            marks = named([look], rgb, "close-up")
            view = view_head(marks)
            if view is not None and shoulders_off_cun(truth, marks) < MAX_MISS_CUN:
                yield Sample(truth, view)


def targets(sample: Sample) -> tuple[Array, Array]:
    """The state (9,) in units, and the three cosines to the camera."""
    points, view = sample.truth.record["acupoints"], sample.view

    def told(key: str) -> Array:
        return view.in_units(np.array(points[key]["px"]) - view.origin_px)

    vertex, left, right, c7 = told("GV20.midline"), told("GB20.left"), told("GB20.right"), told("GV14.midline")
    nape, half = 0.5 * (left + right), 0.5 * (left - right)
    state = np.array([*vertex, *nape, *c7, *half, points["GB20.left"]["cun_px"] / view.unit_px])
    facing = [points[k]["facing"] for k in ("GV20.midline", "GB20.left", "GB20.right")]
    return state, np.array([facing[0], 0.5 * (facing[1] + facing[2]), 0.5 * (facing[1] - facing[2])])


def fit_range(samples: list[Sample]) -> dict[str, Any]:
    told = [targets(s) for s in samples]
    wanted = np.array([np.concatenate(t) for t in told])
    names = (*STATE, *((f"{n}_facing", p) for n, p in FACING))
    is_odd = np.array([parity == "odd" for _, parity in names])
    even, odd = np.array([s.view.even for s in samples]), np.array([s.view.odd for s in samples])
    low, even_high = np.percentile(even, [0.5, 99.5], axis=0)
    even = np.clip(even, low, even_high)
    kept = np.ones(len(samples), dtype=bool)
    for _ in range(2):  # once more without the few that lie far off: heads taken for something else
        by_even, by_odd = solve(even[kept], wanted[kept][:, ~is_odd]), solve(odd[kept], wanted[kept][:, is_odd])
        miss = np.zeros_like(wanted)
        miss[:, ~is_odd] = wanted[:, ~is_odd] - even @ by_even
        miss[:, is_odd] = wanted[:, is_odd] - odd @ by_odd
        far = np.abs(miss[:, : len(STATE)]).max(axis=1)
        kept = far <= np.percentile(far, 97.0)
    hardness = np.array([hardness_features(s.view) for s in samples])
    high = np.percentile(hardness, 99, axis=0)
    hardness = np.minimum(hardness, high)
    size = np.mean(miss[:, :8] ** 2 / np.mean(miss[kept, :8] ** 2, axis=0), axis=1)
    growth = np.linalg.lstsq(np.c_[np.ones(len(size)), hardness], np.log(size + 0.05), rcond=None)[0][1:]
    growth = np.clip(growth, 0.0, None)
    white = miss[kept, : len(STATE)] * np.exp(-0.5 * hardness[kept] @ growth)[:, None]
    spread = white.T @ white / len(white)
    mirror = np.diag(np.where(is_odd[: len(STATE)], -1.0, 1.0))
    spread = 0.5 * (spread + mirror @ spread @ mirror)
    evens, odds = [n for n, p in names if p == "even"], [n for n, p in names if p == "odd"]
    return {
        "samples": len(samples),
        "even": {n: by_even[:, i].tolist() for i, n in enumerate(evens)},
        "odd": {n: by_odd[:, i].tolist() for i, n in enumerate(odds)},
        "low": low.tolist(),
        "high": even_high.tolist(),
        "growth": growth.tolist(),
        "hardness_high": high.tolist(),
        "spread": spread.tolist(),
    }


def choice(folders: list[Path], model: RangeModel) -> tuple[Array, Array]:
    """Signs of every look at close-ups of heads, and of other parts, beside the log of the error of its points."""
    detector = MediaPipePose()
    rows: list[Array] = []
    errors: list[float] = []
    for folder in folders:
        taken: Counter[str] = Counter()
        for record in json.loads((folder / "truth.json").read_text()):
            seen_as = str(record["view"])
            taken[seen_as] += 1
            if seen_as != "head_top" and (seen_as not in NO_HEAD or taken[seen_as] > FEW):
                continue
            rgb = load_photo(folder / record["file"]).rgb
            if seen_as == "back_close":  # the lower half: no head anywhere near
                rgb = np.ascontiguousarray(rgb[rgb.shape[0] // 2 :])
            looks = explore(detector, rgb)
            rows.append(look_features(looks, (rgb.shape[1], rgb.shape[0])))
            is_head = seen_as == "head_top"
            errors += [error_cun(Truth(record), k, rgb, model) if is_head else NOT_A_HEAD_CUN for k in looks]
    return np.vstack(rows), np.log(np.array(errors) + ERROR_FLOOR_CUN)


def error_cun(truth: Truth, look: Look, rgb: Rgb, model: RangeModel) -> float:
    """Mean miss of GV20 and both GB20."""
    view = view_head(named([look], rgb, "close-up"))
    if view is None:
        return NOT_A_HEAD_CUN
    state, _ = targets(Sample(truth, view))
    away = model.central @ model.features(view) - state
    misses = [away[0:2], away[2:4] + away[6:8], away[2:4] - away[6:8]]
    return float(np.mean([np.linalg.norm(m) for m in misses]) / state[8])


def main(arguments: list[str]) -> None:
    split = arguments.index("--close")
    whole_sets, close_sets = ([Path(a) for a in part] for part in (arguments[:split], arguments[split + 1 :]))
    data = rounded(
        {
            "source": "recipes/fit_head.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged",
            "whole": fit_range([s for folder in whole_sets for s in whole(folder)]),
            "close": fit_range([s for folder in close_sets for s in close(folder)]),
        }
    )
    (DATA / "head.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    features, log_errors = choice(close_sets, RangeModel.read(data["close"]))
    save(grow(features, log_errors, trees=150, depth=3), DATA / "closeup_head.npz")


if __name__ == "__main__":
    main(said(3))
