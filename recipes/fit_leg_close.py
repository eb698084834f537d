"""Fit by how much legs seen close lie beside where whole bodies' legs put them.

`python -m recipes.fit_leg_close SET... > leg_close.json`, SETs with close-ups of legs.  Where the hips, the feet or
both are out of the picture the model makes them up, and sees knee and ankle beside where it sees them on a whole body:
by how much goes with what it made up, and with how far down the shin the picture reaches.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from locator import load_photo
from locator.bodies import see_body
from locator.detect.mediapipe_pose import MediaPipePose
from locator.frames.leg_model import ANCHORS, FACES, Face, LegModel
from locator.frames.leg_view import CLOSE_FEATURES, view_leg
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet
from locator.seen import Seen
from recipes.fit_leg import true_place
from recipes.fit_trunk import rounded, solve
from recipes.rendered import Truth, pictures
from recipes.said import said

KINDS: Mapping[Face, tuple[str, ...]] = {"back": ("knee_back", "lower_back_legs"), "front": ("knee_front",)}
MOST_UNITS = 0.12
RIDGE = 0.025  # as a share of each feature's own variance


def seen_close(folders: list[str]) -> Iterator[tuple[Truth, LandmarkSet]]:
    """Each close-up's truth beside what the product sees in it."""
    detector = MediaPipePose()
    for face, kinds in KINDS.items():
        for record in (r for folder in folders for kind in kinds for r in pictures(Path(folder), kind)):
            seen = see_body(detector, load_photo(record["path"]).rgb, "leg", face)
            if isinstance(seen, Seen):
                yield Truth(record), seen.marks


def misses(samples: list[tuple[Truth, LandmarkSet]], face: Face) -> tuple[Array, Array]:
    """(n, features), and (n, anchors, 2) units from where whole legs put each anchor to where it is."""
    model, rows, away = LegModel.load(), [], []
    for truth, marks in samples:
        for side in SIDES if truth.record["view"] in KINDS[face] and marks["left_knee"].source == "close-up" else ():
            view = view_leg(marks, side)
            if view is None:
                continue
            places = np.array([true_place(truth, side, anchor) for anchor in ANCHORS])
            true = (places - view.origin_px) @ np.column_stack([view.out, view.down]) / view.unit_px
            rows.append(view.close)
            away.append(true - model.seen_whole(view))
    return np.array(rows), np.array(away)


def fit(features: Array, away: Array) -> dict[str, Any]:
    """Coefficients of each anchor's shift, legs that were not found left out."""
    low, high = np.percentile(features, [2, 98], axis=0)
    told, shifts = np.clip(features, low, high), {}
    for i, anchor in enumerate(ANCHORS):
        shift = np.zeros((len(CLOSE_FEATURES), 2))
        shift[0] = np.median(away[:, i], axis=0)
        for _ in range(5):
            rest = away[:, i] - told @ shift
            kept = np.hypot(rest[:, 0], rest[:, 1]) < MOST_UNITS
            shift = solve(told[kept], away[kept, i], RIDGE)
        shifts[anchor] = shift.tolist()
    return {"samples": len(features), "low": low.tolist(), "high": high.tolist(), "anchors": shifts}


def main(folders: list[str]) -> None:
    samples = list(seen_close(folders))
    data: dict[str, Any] = {
        "source": "recipes/fit_leg_close.py on rendered people (MakeHuman bodies, CC0)",
        "features": list(CLOSE_FEATURES),
    }
    data |= {face: fit(*misses(samples, face)) for face in FACES}
    json.dump(rounded(data), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
