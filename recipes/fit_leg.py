"""Fit where a lower leg's landmarks lie for the joints seen, from behind and from before.

`python -m recipes.fit_leg SET... > leg.json`; SET:KIND,KIND takes only pictures of these kinds.  The sets should show
legs as people mostly stand and are photographed, bodies that lie (prone), and legs from in front and from the side.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from locator.frames.leg_model import ANCHORS, FACES, Face
from locator.frames.leg_view import FEATURES, LegView, view_leg
from locator.landmarks import SIDES, LandmarkSet
from recipes.fit_trunk import rounded, solve
from recipes.rendered import Truth, detected
from recipes.said import said

# Rendered landmark or acupoint for each anchor; that mesh calls the patella's lower end its base.
MARK = {
    "popliteal_crease": "BL40",
    "lateral_malleolus": "lateral_malleolus",
    "medial_malleolus": "medial_malleolus",
    "patella_base": "patella_top",
    "patella_apex": "patella_base",
    "ankle_front": "ankle_front",
    "heel": "heel_back",
    "calf_tip": "BL57",
}
POINTS = ("BL40", "BL57")
# From behind it is not asked how far foot and thigh point aside.  On standing legs that adds nothing to the turn (the
# knee crease is .52 cun off with it, .54 without), and a walker's foot misleads (on photographs with marked landmarks
# the crease is 1.5 cun off with it and 1.2 without, the malleoli 1.2 and .9).
ASKED: Mapping[Face, tuple[str, ...]] = {
    "back": tuple(name for name in FEATURES if name not in ("foot_out", "thigh_out")),
    "front": FEATURES,
}
OVERLAP_COSINE = 0.35  # legs seen from the side teach both faces
MOST_UNITS = 0.25  # a leg with an anchor further off (4 cun) was mistaken for the other one


def true_place(truth: Truth, side: str, anchor: str) -> np.ndarray:  # type: ignore[type-arg]
    name = MARK[anchor]
    return truth.point(f"{name}.{side}") if name in POINTS else truth.landmark(f"{side}_{name}")


def fit(samples: list[tuple[Truth, LandmarkSet]]) -> dict[str, Any]:
    views: list[tuple[Truth, LegView]] = []
    for truth, marks in samples:
        joints = truth.record["joints"]
        for side in SIDES:
            view = view_leg(marks, side)
            if view is not None and joints[f"{side}_knee"]["in_image"] and joints[f"{side}_ankle"]["in_image"]:
                views.append((truth, view))
    source = "recipes/fit_leg.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged"
    out: dict[str, Any] = {"source": source, "features": list(FEATURES)}
    for face in FACES:
        sign = 1.0 if face == "back" else -1.0
        out[face] = fit_face([(t, v) for t, v in views if sign * math.cos(v.turn_rad) > -OVERLAP_COSINE], ASKED[face])
    return out


def fit_face(views: list[tuple[Truth, LegView]], asked: tuple[str, ...]) -> dict[str, Any]:
    """Coefficients for legs that show one face, and how far the anchors miss."""
    features = np.array([v.features for _, v in views])
    wanted = np.array([row(truth, v) for truth, v in views])
    low, high = np.percentile(features, [0.5, 99.5], axis=0)
    told = np.clip(features, low, high) * [name in asked for name in FEATURES]
    kept = np.ones(len(views), dtype=bool)
    for _ in range(4):
        coefficients = solve(told[kept], wanted[kept])
        residual = wanted - told @ coefficients
        kept = np.abs(residual).max(axis=1) < MOST_UNITS
    return {
        "samples": int(kept.sum()),
        "low": low.tolist(),
        "high": high.tolist(),
        "anchors": {a: coefficients[:, 2 * i : 2 * i + 2].tolist() for i, a in enumerate(ANCHORS)},
        "spread": (residual[kept].T @ residual[kept] / kept.sum()).tolist(),
    }


def row(truth: Truth, view: LegView) -> list[float]:
    """Out and down of every anchor, units."""
    places = []
    for anchor in ANCHORS:
        away = (true_place(truth, view.side, anchor) - view.origin_px) / view.unit_px
        places += [float(away @ view.out), float(away @ view.down)]
    return places


def main(sets: list[str]) -> None:
    samples = []
    for folder, _, kinds in (given.partition(":") for given in sets):
        samples += list(detected(Path(folder), set(kinds.split(",")) if kinds else None))
    json.dump(rounded(fit(samples)), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
