"""Fit where a lower leg's landmarks lie for the joints seen.

`python -m recipes.fit_leg SET... > locator/data/leg.json`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from locator.frames.leg_model import ANCHORS
from locator.frames.leg_view import FEATURES, LegSide, LegView, view_leg
from locator.landmarks import LandmarkSet
from recipes.fit_trunk import rounded, solve
from recipes.rendered import Truth, detected

# Rendered landmark for each anchor; that mesh calls the patella's lower end its base.
MARK = {
    "popliteal_crease": "BL40",
    "lateral_malleolus": "lateral_malleolus",
    "medial_malleolus": "medial_malleolus",
    "patella_base": "patella_top",
    "patella_apex": "patella_base",
    "ankle_front": "ankle_front",
    "heel": "heel_back",
}


def true_place(truth: Truth, side: str, anchor: str) -> np.ndarray:  # type: ignore[type-arg]
    name = MARK[anchor]
    return truth.point(f"{name}.{side}") if name == "BL40" else truth.landmark(f"{side}_{name}")


def fit(samples: list[tuple[Truth, LandmarkSet]]) -> dict[str, Any]:
    views: list[tuple[Truth, LegView]] = []
    for truth, marks in samples:
        sides: tuple[LegSide, ...] = ("left", "right")
        for side in sides:
            view = view_leg(marks, side)
            joints = truth.record["joints"]
            if view is None or not (joints[f"{side}_knee"]["in_image"] and joints[f"{side}_ankle"]["in_image"]):
                continue
            views.append((truth, view))
    features = np.array([v.features for _, v in views])
    targets = []
    for truth, v in views:
        row = []
        for anchor in ANCHORS:
            away = (true_place(truth, v.side, anchor) - v.origin_px) / v.unit_px
            row += [away @ v.out, away @ v.down]
        targets.append(row)
    wanted = np.array(targets)
    coefficients = solve(features, wanted)
    residual = wanted - features @ coefficients
    kept = np.abs(residual).max(axis=1) < 0.5  # a leg mistaken for the other one is not what is fitted here
    coefficients = solve(features[kept], wanted[kept])
    residual = wanted[kept] - features[kept] @ coefficients
    low, high = np.percentile(features[kept], [0.5, 99.5], axis=0)
    return rounded(  # type: ignore[no-any-return]
        {
            "source": "recipes/fit_leg.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged",
            "samples": int(kept.sum()),
            "features": list(FEATURES),
            "low": low.tolist(),
            "high": high.tolist(),
            "anchors": {
                a: {"out": coefficients[:, 2 * i].tolist(), "down": coefficients[:, 2 * i + 1].tolist()}
                for i, a in enumerate(ANCHORS)
            },
            "spread": (residual.T @ residual / len(residual)).tolist(),
        }
    )


def main(folders: list[str]) -> None:
    samples = [pair for folder in folders for pair in detected(Path(folder))]
    json.dump(fit(samples), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
