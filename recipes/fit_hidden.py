"""Fit how far off bodies that something hides in part are: `python -m recipes.fit_hidden OUT.npz SET:VIEWS...`.

Every picture of a rendered back is looked at as it is and, TIMES times, partly hidden at random (recipes/hiding.py); a
small forest learns from how the joints lie that the product sees (locator/hidden.py) how far off its points are on the
average.  Needs scikit-learn, which the product does not.

The shipped one: 1,354 bodies seen in 532 pictures, standing, sitting, lying, turned, in the dark, in company.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from locator.bodies import found_body
from locator.detect.base import Rgb
from locator.detect.mediapipe_pose import MediaPipePose
from locator.geometry import Array
from locator.hidden import hidden_signs
from locator.landmarks import LandmarkSet
from locator.photo import load_photo
from locator.pipeline import answer, chosen
from locator.proportions import POPULATION
from locator.seen import Seen
from recipes.asked import asked
from recipes.forest import fit_expected
from recipes.hiding import partly_hidden

TIMES = 3  # a picture is partly hidden
WORST_CUN = 6.0  # beyond this a point is as wrong as any other
TREES, DEPTH = 150, 4
BACK = ("BL", "GV")
ELSEWHERE = ("BL36", "BL37", "BL40", "GV16", "GV20")  # of these channels, but on legs and head


def error_cun(marks: LandmarkSet, truth: dict[str, Any], start_px: Array) -> float | None:
    """Mean error of the back's points placed on this body, of those in sight; None where there is none."""
    away = []
    for point in answer(marks, POPULATION, "back", chosen(None)).placements:
        true = truth["acupoints"].get(f"{point.code}.{point.side}")
        if true and true["seen"] and point.visible and point.code.startswith(BACK) and point.code not in ELSEWHERE:
            miss_px = np.linalg.norm(point.xy_px + start_px - true["px"])
            away.append(min(WORST_CUN, float(miss_px) / true["cun_px"]))
    return float(np.mean(away)) if away else None


def learned_from(detector: MediaPipePose, where: str, rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """The signs and the error of every body seen in the pictures of a set."""
    wanted = asked(where)
    for record in wanted.records():
        rgb = load_photo(wanted.folder / record["file"]).rgb
        pictures: list[tuple[Rgb, Array]] = [(rgb, np.zeros(2))]
        pictures += [partly_hidden(rgb, record["joints"], rng) for _ in range(TIMES)]
        for picture, start_px in pictures:
            seen = found_body(detector, picture, "back", "back")
            error = error_cun(seen.marks, record, start_px) if isinstance(seen, Seen) else None
            if isinstance(seen, Seen) and not seen.marks.seen_close and error is not None:
                yield hidden_signs(seen.marks), error


if __name__ == "__main__":
    fit_expected(learned_from, 13, TREES, DEPTH)
