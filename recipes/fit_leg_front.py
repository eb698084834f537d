"""Fit by how much knees and shins seen close from in front lie beside where whole legs put them.

`python -m recipes.fit_leg_front SET... > leg_front_close.json`, SETs with close-ups of knees from in front
("knee_front").  Without hips and feet in the picture the model sees knee and ankle a little beside where it sees them
on a whole body, always to the same side; medians over what the product places now, added to what it corrects already.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from locator import load_photo, locate
from locator.atlas.load import load_atlas
from locator.frames.leg_model import LegModel
from recipes.fit_trunk import rounded
from recipes.forest import pictures

# A placed point for each anchor; ST36 lies on the line from the knee eye, which hangs on the patella, to the ankle.
POINT = {"ankle_front": "ST41", "medial_malleolus": "SP6", "patella_apex": "ST36"}
KNEES = ("patella_apex", "patella_base")
MOST_UNITS = 0.12  # two cun: a point further off sits on a leg that was not found


def misses(folders: list[str]) -> dict[str, list[npt.NDArray[np.float64]]]:
    """By point: (out, down) of the truth from the place, in knee-to-ankle lengths of that leg."""
    found: dict[str, list[npt.NDArray[np.float64]]] = {code: [] for code in POINT.values()}
    for record in (r for folder in folders for r in pictures(Path(folder), "knee_front")):
        located = locate(load_photo(record["path"]), region="leg", view="front", codes=list(found))
        for spot in located.placements:
            truth, marks = record["acupoints"][f"{spot.code}.{spot.side}"], located.landmarks
            if not (spot.visible and truth["seen"] and marks is not None):
                continue
            span = marks.xy(f"{spot.side}_ankle") - marks.xy(f"{spot.side}_knee")
            unit_px = float(np.linalg.norm(span))
            out = np.array([-span[1], span[0]]) / unit_px * (1.0 if spot.side == "left" else -1.0)
            away = (np.array(truth["px"]) - spot.xy_px) / unit_px
            miss = np.array([away @ out, away @ span / unit_px])
            if np.hypot(*miss) < MOST_UNITS:
                found[spot.code].append(miss)
    return found


def main(folders: list[str]) -> None:
    found = misses(folders)
    told = LegModel.load().front_close
    shift = {anchor: np.median(found[code], axis=0) + told[anchor] for anchor, code in POINT.items()}
    share = load_atlas()["ST36"].position.fraction
    eye = (np.median(found["ST36"], axis=0) - share * np.median(found["ST41"], axis=0)) / (1.0 - share)
    for anchor in KNEES:
        shift[anchor] = eye + told[anchor]
    data = {
        "source": "recipes/fit_leg_front.py on rendered people (MakeHuman bodies, CC0)",
        "samples": sum(map(len, found.values())),
        "out_down": {anchor: list(map(float, both)) for anchor, both in shift.items()},
    }
    json.dump(rounded(data), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
