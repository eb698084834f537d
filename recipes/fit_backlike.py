"""Fit what tells a headless back from a front: `python -m recipes.fit_backlike SET:VIEWS[/MOST][~]... > OUT.json`.

Views that begin with "front" are fronts, all others backs; of a set with ~ behind it every picture is cut out around
the trunk at random, most without their heads.  Every proposed square is looked at, as the product does, and a logistic
regression learns from what the looks say together (locator.backlike).  Needs scikit-learn, which the product does not.

The shipped one: 330 fronts (210 rendered from the neck down, 120 cut out of whole bodies) and 240 backs
(120 headless close-ups, 120 cut out).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from locator.backlike import face_signs
from locator.contest import contest
from locator.detect.base import Rgb
from locator.detect.closeup import explored, proposed
from locator.detect.mediapipe_pose import MediaPipePose
from locator.photo import load_photo
from recipes.asked import asked
from recipes.odds import write_odds
from recipes.said import said

HEADED = 0.12  # share of the cut-outs that keep their heads
STRENGTH = 0.3  # of the regression, the inverse of its ridge


def cut_out(rgb: Rgb, joints: dict[str, Any], rng: np.random.Generator) -> Rgb:
    """The trunk of a whole body with more or less around it."""
    middle = {
        joint: np.mean([joints[f"{side}_{joint}"]["px"] for side in ("left", "right")], axis=0)
        for joint in ("shoulder", "hip")
    }
    trunk = float(np.linalg.norm(middle["shoulder"] - middle["hip"]))
    above = rng.uniform(0.35, 0.7) if rng.random() < HEADED else rng.uniform(-0.05, 0.28)
    top, bottom = middle["shoulder"][1] - above * trunk, middle["hip"][1] + rng.uniform(0.02, 0.9) * trunk
    aside, across = rng.uniform(0.36, 0.75) * (bottom - top), np.mean(list(middle.values()), axis=0)[0]
    rows, columns = slice(max(0, int(top)), int(bottom)), slice(max(0, int(across - aside)), int(across + aside))
    return np.ascontiguousarray(rgb[rows, columns])


def main(sets: list[str]) -> None:
    detector, rng = MediaPipePose(), np.random.default_rng(5)
    signs: list[npt.NDArray[np.float64]] = []
    backs: list[bool] = []
    for where in sets:
        wanted = asked(where)
        for record in wanted.records():
            rgb = load_photo(wanted.folder / record["file"]).rgb
            rgb = cut_out(rgb, record["joints"], rng) if wanted.cut else rgb
            looks = explored(detector, rgb, proposed((rgb.shape[1], rgb.shape[0]), "back"))
            best = contest(rgb, {"back": looks}, None, 0.0)
            if best:
                signs.append(face_signs(looks, best[0].as_seen))
                backs.append(not record["view"].startswith("front"))
    write_odds(signs, backs, STRENGTH)


if __name__ == "__main__":
    main(said())
