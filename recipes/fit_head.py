"""Fit where a head's landmarks lie for the joints that were seen.

`python -m recipes.fit_head WHOLE... --close CLOSE... > locator/data/head.json`: sets of whole bodies, and sets that
hold close-ups of head and shoulders ("head_top").
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from locator.detect.body import named
from locator.detect.closeup_head import explore
from locator.detect.mediapipe_pose import MediaPipePose
from locator.frames.head_model import FACING, STATE
from locator.frames.head_view import HeadView, view_head
from locator.landmarks import LandmarkSet
from locator.photo import load_photo
from recipes.fit_trunk import rounded, solve
from recipes.rendered import Truth, detected

Array = npt.NDArray[np.float64]
WHOLE = {"back", "back34", "seated_back", "back_lowlight", "side"}
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
    low, high = np.percentile(even, [0.5, 99.5], axis=0)
    even = np.clip(even, low, high)
    kept = np.ones(len(samples), dtype=bool)
    for _ in range(2):  # once more without the few that lie far off: heads taken for something else
        by_even, by_odd = solve(even[kept], wanted[kept][:, ~is_odd]), solve(odd[kept], wanted[kept][:, is_odd])
        miss = np.zeros_like(wanted)
        miss[:, ~is_odd] = wanted[:, ~is_odd] - even @ by_even
        miss[:, is_odd] = wanted[:, is_odd] - odd @ by_odd
        far = np.abs(miss[:, : len(STATE)]).max(axis=1)
        kept = far <= np.percentile(far, 97.0)
    spread = miss[kept, : len(STATE)].T @ miss[kept, : len(STATE)] / kept.sum()
    mirror = np.diag(np.where(is_odd[: len(STATE)], -1.0, 1.0))
    spread = 0.5 * (spread + mirror @ spread @ mirror)
    evens, odds = [n for n, p in names if p == "even"], [n for n, p in names if p == "odd"]
    return {
        "samples": len(samples),
        "even": {n: by_even[:, i].tolist() for i, n in enumerate(evens)},
        "odd": {n: by_odd[:, i].tolist() for i, n in enumerate(odds)},
        "low": low.tolist(),
        "high": high.tolist(),
        "spread": spread.tolist(),
    }


def main(arguments: list[str]) -> None:
    split = arguments.index("--close")
    data = {
        "source": "recipes/fit_head.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged",
        "whole": fit_range([s for folder in arguments[:split] for s in whole(Path(folder))]),
        "close": fit_range([s for folder in arguments[split + 1 :] for s in close(Path(folder))]),
    }
    json.dump(rounded(data), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
