"""Fit where a hand's points lie for the joints that were seen.

`python -m recipes.fit_hand SET... > hand.json`; SETs hold close-ups of hands ("hand"), square to the camera and from
the side, up to the thumb's and the little finger's edge: how high a point lies above the palm's joints shows there.
No place slides along the palm as the hand turns on edge: with such a slide hands seen close would miss by .12 instead
of .19 cun, but those of whole bodies, which it was not fitted to, by .29 instead of .21.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from locator.detect.hands import find_hands, sided
from locator.detect.mediapipe_hand import MediaPipeHand
from locator.frames.hand import PIXELS_SIGMA_PX
from locator.frames.hand_model import FITTED
from locator.frames.hand_view import HandView, view_hand
from locator.geometry import HELD, RING_PER_SIGMA, Array
from locator.landmarks import SIDES, LandmarkSet
from locator.photo import load_photo
from locator.place import HEAVY_TAILS
from recipes.fit_trunk import rounded
from recipes.rendered import Truth
from recipes.said import said

DISTAL_OF_SI3_CUN = 0.3  # the atlas places SI3 this far proximal to its anchor
# Rendered hands spread their fingers; with the fingers together, as on most photographs, the fitted place lies a fifth
# of a cun off the border of the hand.  Half of that is taken back, in the weights of index and little knuckle.
PULLED_IN = {"mcp5_ulnar": np.array([0.035, -0.035, 0.0])}
SQUARE = 0.15  # hands turned by less than this, as the square of a sine, are held square: 23 degrees
MAX_MISS_CUN = 3.0  # wrists further off than this belong to another hand


def hands(folder: Path) -> Iterator[tuple[Truth, HandView]]:
    """Each hand seen in a set's close-ups beside its truth."""
    finder = MediaPipeHand()
    for record in json.loads((folder / "truth.json").read_text()):
        if record["view"] != "hand":
            continue
        rgb = load_photo(folder / record["file"]).rgb
        (marks, *_), _ = sided(find_hands(finder, rgb))
        landmarks = LandmarkSet((rgb.shape[1], rgb.shape[0])).having(marks)
        for side in SIDES:
            view = view_hand(landmarks, side)
            if view is None:
                continue
            wrist = np.array(record["joints"][f"{side}_wrist"]["px"])
            cun_px = record["acupoints"][f"SI3.{side}"]["cun_px"]
            if np.linalg.norm(wrist - view.wrist_px) < MAX_MISS_CUN * cun_px:
                yield Truth(record), view


def target(truth: Truth, side: str, anchor: str) -> dict[str, Any]:
    """The rendered point behind an anchor; LI4's is whichever of its two candidates faces the camera."""
    points = truth.record["acupoints"]
    if anchor == "mcp5_ulnar":
        return dict(points[f"SI3.{side}"])
    return dict(max((points[f"LI4{c}.{side}"] for c in "ab"), key=lambda p: p["facing"]))


def weighed(parts: Array, places: Array, aslant: Array) -> Array:
    """Weights of index and little knuckle, by the hands held square, and then of the height, which shows aslant."""
    square = aslant < SQUARE
    flat = np.linalg.lstsq(parts[square][..., :2].reshape(-1, 2), places[square].reshape(-1), rcond=None)[0]
    left = (places - parts[..., :2] @ flat).reshape(-1, 1)
    return np.append(flat, np.linalg.lstsq(parts[..., 2].reshape(-1, 1), left[:, 0], rcond=None)[0])


def doubt(misses: Array, aslant: Array, size_px: Array) -> tuple[float, float]:
    """Variance on a hand held square, and what to add to it on edge: rings hold 68 % of either; misses in sizes."""
    told = (misses / (HEAVY_TAILS * RING_PER_SIGMA)) ** 2 - (PIXELS_SIGMA_PX / size_px) ** 2
    square = aslant < SQUARE
    level = float(np.percentile(told[square], 100.0 * HELD))
    return level, max(0.0, float(np.percentile((told - level)[~square] / aslant[~square], 100.0 * HELD)))


def fit(samples: list[tuple[Truth, HandView]]) -> dict[str, Any]:
    cun = float(np.median([t.record["acupoints"][f"SI3.{v.side}"]["cun_px"] / v.size_px for t, v in samples]))
    anchors: dict[str, Any] = {}
    aslant, size_px = np.array([(view.aslant, view.size_px) for _, view in samples]).T
    misses, levels = [], []
    for name in FITTED:
        rows, wanted, looks, facing, seen = [], [], [], [], []
        for truth, view in samples:
            point = target(truth, view.side, name)
            place = np.array(point["px"])
            if name == "mcp5_ulnar":
                place = place + DISTAL_OF_SI3_CUN * cun * view.size_px * view.distal[:2]
            rows.append(np.c_[view.index_px, view.little_px, view.size_px * view.back[:2]] / view.size_px)
            wanted.append((place - view.wrist_px) / view.size_px)
            looks.append([-view.ulnar[2], view.dorsal])
            facing.append(point["facing"])
            seen.append(point["seen"])
        backs = np.array(looks)[:, 1] > 0.0  # the back of the hand: on the palm's side another candidate may face us
        x, y, kept = np.array(rows), np.array(wanted), np.array(seen) & backs
        weights = weighed(x[kept], y[kept], aslant[kept])
        turned = np.linalg.lstsq(np.array(looks)[backs], np.array(facing)[backs], rcond=None)[0]
        weights = weights + PULLED_IN.get(name, 0.0)
        miss = y - x @ weights
        miss[~kept] = 0.0
        misses.append(miss)
        level, grown = doubt(np.linalg.norm(miss[kept], axis=1), aslant[kept], size_px[kept])
        levels.append(level)
        anchors[name] = {"weights": weights.tolist(), "facing": turned.tolist(), "aslant": grown}
    size = 2 * len(FITTED)
    spread = np.zeros((size, size))
    for i, a in enumerate(misses):
        for j, b in enumerate(misses):
            alike = float(np.sum(a * b) / np.sqrt(np.sum(a**2) * np.sum(b**2)))
            spread[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] = np.eye(2) * alike * np.sqrt(levels[i] * levels[j])
    return rounded(  # type: ignore[no-any-return]
        {
            "source": "recipes/fit_hand.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged",
            "samples": len(samples),
            "cun_per_size": cun,
            "anchors": anchors,
            "spread": (0.5 * (spread + spread.T)).tolist(),
        }
    )


def main(folders: list[str]) -> None:
    samples = [pair for folder in folders for pair in hands(Path(folder))]
    json.dump(fit(samples), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
