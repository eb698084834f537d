"""Fit how far off legs seen from near are: `python -m recipes.fit_legs_near OUT.npz SET[:VIEWS[/MOST]]...`.

Every close-up of rendered legs is looked at as it is and, TIMES times, cut out at random as a camera held nearer would
show it; a small forest learns from what the product sees (locator/legs_near.py) how far off its points are on the
average.  Needs scikit-learn, which the product does not.

The shipped one: 347 close-ups, of 156 pictures of knees from behind and from in front and of lower bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from locator.bodies import found_body
from locator.detect.base import Rgb
from locator.detect.mediapipe_pose import MediaPipePose
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.legs_near import near_signs
from locator.photo import load_photo
from locator.pipeline import answer, chosen
from locator.proportions import POPULATION
from locator.seen import Seen
from recipes.asked import asked
from recipes.forest import fit_expected

TIMES = 2
NEARER, WIDER = (0.42, 0.95), (0.8, 1.25)  # the share of the height that is cut out; of the width, beside that share
CODES = ("BL40", "BL57", "BL60", "GB34", "KI3", "SP6", "SP9", "ST36", "ST41")
TREES, DEPTH = 120, 3


def nearer(rgb: Rgb, rng: np.random.Generator) -> tuple[Rgb, Array]:
    """A part of the picture, and where its first pixel lies, (x, y) px."""
    height, width = rgb.shape[:2]
    share = rng.uniform(*NEARER)
    tall, wide = int(share * height), int(min(share * rng.uniform(*WIDER), 1.0) * width)
    left, top = int(rng.uniform(0, width - wide + 1)), int(rng.uniform(0, height - tall + 1))
    return np.ascontiguousarray(rgb[top : top + tall, left : left + wide]), np.array([left, top], dtype=float)


def error_cun(marks: LandmarkSet, truth: dict[str, Any], start_px: Array) -> float | None:
    """Mean error, leg cun, of the points placed on these legs, of those in sight in this picture; None without any."""
    away = []
    for point in answer(marks, POPULATION, "leg", chosen(CODES)).placements:
        true = truth["acupoints"].get(f"{point.code}.{point.side}")
        if point.visible and true and true["seen"]:
            place_px = np.array(true["px"]) - start_px
            if (place_px >= 0).all() and (place_px < marks.size_px).all():
                away.append(float(np.linalg.norm(point.xy_px - place_px)) / true["leg_cun_px"])
    return float(np.mean(away)) if away else None


def learned_from(detector: MediaPipePose, where: str, rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """The signs and the error of all legs that were chosen in the pictures of a set."""
    wanted = asked(where)
    for record in wanted.records():
        rgb = load_photo(wanted.folder / record["file"]).rgb
        pictures: list[tuple[Rgb, Array]] = [(rgb, np.zeros(2)), *(nearer(rgb, rng) for _ in range(TIMES))]
        for picture, start_px in pictures:
            seen = found_body(detector, picture, "leg", "front" if "front" in record["view"] else "back")
            if isinstance(seen, Seen) and seen.only == "leg":
                error = error_cun(seen.marks, record, start_px)
                if error is not None:
                    yield near_signs(seen.marks, seen.error_cun), error


if __name__ == "__main__":
    fit_expected(learned_from, 17, TREES, DEPTH)
