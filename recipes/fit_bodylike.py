"""Fit what tells a person from what passes for one: `python -m recipes.fit_bodylike SET[:VIEWS]... > OUT.json`.

Sets with a truth are of people, and every picture is looked at once as it is and once altered (see fit_legs_face);
folders without one show nobody.  What the finder takes for a whole body and the looks settle on is learnt from by a
logistic regression on four signs (locator.bodylike).  Needs scikit-learn, which the product does not.

The shipped one: 320 rendered people, whole, sitting, lying, turned and in the dark; 806 animals, plants, tools and
things cut out of photographs, on landscapes or plain ground, and 256 landscapes, of which 63 pass for a whole body (58
but for three people in suits).
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from locator.bodies import beside_body
from locator.bodylike import body_signs
from locator.detect.base import Rgb
from locator.detect.mediapipe_pose import MediaPipePose
from locator.geometry import Array
from locator.legs_face import BODY_SQUARE
from locator.looks import settled_looks
from locator.people import find_people, is_whole
from locator.photo import load_photo
from recipes.asked import asked
from recipes.fit_legs_face import altered
from recipes.said import said

STRENGTH = 0.5  # of the regression, the inverse of its ridge


def signs_of(detector: MediaPipePose, rgb: Rgb) -> tuple[Array | None, float]:
    """The signs of the body that would be answered, None where there is none; and its legs' length, px."""
    people = find_people(detector, rgb)
    if not people:
        return None, 0.5 * max(rgb.shape[:2])
    look = people[0].look
    length_px = look.implied.side_px / BODY_SQUARE
    looks = settled_looks(detector, rgb, look) if is_whole(look, rgb) and not beside_body(look) else None
    return (body_signs(look, looks) if looks else None), length_px


def main(sets: list[str]) -> None:
    detector, rng = MediaPipePose(), np.random.default_rng(7)
    signs: list[Array] = []
    people: list[bool] = []

    def learn_from(found: Array | None, person: bool) -> None:
        if found is not None:
            signs.append(found)
            people.append(person)

    for where in sets:
        wanted = asked(where)
        for record in wanted.records():
            rgb, person = load_photo(wanted.folder / record["file"]).rgb, record["view"] != "empty"
            found, length_px = signs_of(detector, rgb)
            learn_from(found, person)
            if person:
                learn_from(signs_of(detector, altered(rgb, length_px, rng))[0], person)
    print(f"{sum(people)} of people, {len(people) - sum(people)} of nobody", file=sys.stderr)
    scale = StandardScaler().fit(np.array(signs))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced").fit(scale.transform(np.array(signs)), people)
    weight = model.coef_[0] / scale.scale_
    fit: dict[str, Any] = {
        "weight": [float(f"{value:.4g}") for value in weight],
        "bias": float(f"{model.intercept_[0] - scale.mean_ @ weight:.4g}"),
    }
    json.dump(fit, sys.stdout, indent=1)


if __name__ == "__main__":
    main(said())
