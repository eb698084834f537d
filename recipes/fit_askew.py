"""Fit what tells backs that stand askew: `python -m recipes.fit_askew SET[:VIEW,VIEW]... > OUT.json`.

Headless backs as the product looks at them, each with its yaw and pitch in truth.json; those turned or tipped by more
than FROM_DEG are askew, those by less than UP_TO_DEG are square, the others are left out.  A logistic regression learns
the one from the other by the mean signs of the looks chosen (locator.askew).  The choice must not have learned from
the same pictures: it is surer of those.  Needs scikit-learn, which the product does not.

The shipped one: 665 backs as the generator shows them and 67 others that stand square, arms bent or leaning; 191 turned
by up to 50 degrees or seen from 20 below to 38 above.  66 in between were left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from locator.contest import believed, mean_signs, ranked_looks
from locator.detect.mediapipe_pose import MediaPipePose
from locator.photo import load_photo
from recipes.asked import asked
from recipes.fit_closeup import stages
from recipes.odds import write_odds
from recipes.said import said

UP_TO_DEG, FROM_DEG = 12.5, 20.0
STRENGTH = 0.03  # of the regression, the inverse of its ridge


def aside_deg(record: dict[str, Any]) -> float:
    """How far a body stands from square: the larger of its turn and the camera's tilt, degrees."""
    turn_deg = (float(record["yaw"]) % 360.0) - 180.0  # 180 is square from behind
    return max(abs(turn_deg), abs(float(record["pitch"])))


def main(sets: list[str]) -> None:
    detector = MediaPipePose()
    signs: list[npt.NDArray[np.float64]] = []
    far: list[bool] = []
    for where in sets:
        wanted = asked(where)
        for record in wanted.records():
            by_deg = aside_deg(record)
            if UP_TO_DEG < by_deg <= FROM_DEG:
                continue
            rgb = load_photo(wanted.folder / record["file"]).rgb
            ranked = ranked_looks(rgb, "back", stages("back", rgb, detector)[-1], None, 0.0)
            if ranked:
                signs.append(mean_signs(believed(ranked[0], "back")))
                far.append(by_deg > FROM_DEG)
    write_odds(signs, far, STRENGTH)


if __name__ == "__main__":
    main(said())
