"""Fit what tells legs from behind and from in front: `python -m recipes.fit_legs_face OUT.npz SET:VIEWS[/MOST][~]...`.

Views that hold "front" are fronts, all others backs; of a set with ~ behind it every picture is cut out around the legs
at random.  What the pose model's inner layers notice along the true legs, moved as far as a close-up's looks miss them,
is learnt from by two logistic regressions, of the small patterns and of the large ones (locator.legs_face): once of the
picture as it is and once of an altered one (smaller, paler, blurred, noisy, hard pressed), for renders are cleaner than
photographs.  Needs scikit-learn, which the product does not.

The shipped one: 1,734 pictures, 939 close-ups of knees and legs and 795 cut-outs of whole bodies (a quarter of them
turned by 25 to 55 degrees); 1,024 with the legs where the mesh has them, moved, and once more altered, 710 where the
looks saw them.  What it tells of those, each by bodies not trained on, stands in locator/legs_face.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from locator.detect.base import Rgb
from locator.geometry import Array
from locator.legs_face import legs_signs
from locator.photo import load_photo
from recipes.asked import asked
from recipes.said import said

STRENGTH = {"small": 0.0015, "large": 0.0005}  # of the regressions, the inverse of their ridges
# Where the looks see hip, knee and ankle against the mesh's joints, and how far from there, as shares of a leg's length
SEEN, SCATTER = (
    np.array([[0.0, -0.031], [0.0, 0.001], [0.0, -0.027]]),
    np.array([[0.017, 0.037], [0.016, 0.019], [0.017, 0.028]]),
)


def true_legs(record: dict[str, Any]) -> Array:
    """(2, 3, 2) hip, knee and ankle, the leg further left in the picture first."""
    sides = [[record["joints"][f"{side}_{j}"]["px"] for j in ("hip", "knee", "ankle")] for side in ("left", "right")]
    return np.array(sorted(sides, key=lambda leg: sum(x for x, _ in leg)), dtype=float)


def cut_out(rgb: Rgb, legs: Array, rng: np.random.Generator) -> tuple[Rgb, Array]:
    """The legs of a whole body, from above the hips or the thighs down, and where they lie in that picture."""
    hip, knee, ankle = legs.mean(axis=0)
    length = ankle[1] - hip[1]
    top = hip[1] + rng.uniform(-0.3, 0.9) * (knee[1] - hip[1])
    below = rng.uniform(0.04, 0.25) if rng.random() < 0.6 else rng.uniform(-0.3, 0.0)
    bottom, across = ankle[1] + below * length, (hip[0] + ankle[0]) / 2
    aside = max(rng.uniform(0.3, 0.6) * (bottom - top), np.ptp(legs[..., 0]) / 2 + 0.1 * length)
    corner = np.maximum([across - aside, top], 0).astype(int)
    return rgb[corner[1] : int(bottom), corner[0] : int(across + aside)], legs - corner


def altered(rgb: Rgb, length_px: float, rng: np.random.Generator) -> Rgb:
    """The same picture as a worse camera in other light might have taken it."""
    picture = rgb.astype(np.float32) / 255.0
    smaller = rng.uniform(60, 260) / length_px
    if smaller < 1:
        small = cv2.resize(picture, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (rgb.shape[1], rgb.shape[0])).astype(np.float32)
    if rng.random() < 0.35:
        share = rng.uniform(0.5, 1.0)
        picture = (1 - share) * picture + share * picture.mean(axis=2, keepdims=True)
    picture = np.clip(picture * rng.uniform(0.8, 1.2, 3), 0, 1) ** rng.uniform(0.6, 1.7)
    picture = (picture - picture.mean()) * rng.uniform(0.6, 1.6) + picture.mean() + rng.normal(0, 0.06)
    if rng.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 2.0))
    noisy = picture + rng.normal(0, rng.uniform(0, 0.05), picture.shape)
    pressed = cv2.imencode(".jpg", (noisy.clip(0, 1) * 255).astype(np.uint8), [1, int(rng.integers(35, 95))])[1]
    return np.asarray(cv2.imdecode(pressed, 1), dtype=np.uint8)


def gathered(where: str, rng: np.random.Generator) -> Iterator[tuple[dict[str, Array], bool]]:
    """What is noticed of every picture of a set, as it is and altered, and whether it shows a back."""
    wanted = asked(where)
    for record in wanted.records():
        rgb, legs = load_photo(wanted.folder / record["file"]).rgb, true_legs(record)
        rgb, legs = cut_out(rgb, legs, rng) if wanted.cut else (rgb, legs)
        length_px = float(np.linalg.norm(np.diff(legs, axis=1), axis=-1).mean(axis=0).sum())
        for picture, size in ((rgb, 1.0), (altered(rgb, length_px, rng), rng.uniform(0.88, 1.12))):
            seen = legs + length_px * (SEEN + SCATTER * rng.normal(0, 1, legs.shape))
            yield legs_signs(np.ascontiguousarray(picture), seen, (size,)), "front" not in record["view"]


def learn(signs: Array, backs: list[bool], strength: float) -> tuple[Array, float]:
    """Weights and constant of the logarithm of the odds for a back."""
    model = LogisticRegression(C=strength, max_iter=400, class_weight="balanced")
    scale = StandardScaler()
    make_pipeline(scale, model).fit(signs, backs)
    weight = model.coef_[0] / scale.scale_
    return weight.astype(np.float32), float(model.intercept_[0] - scale.mean_ @ weight)


def main(out: str, sets: list[str]) -> None:
    rng = np.random.default_rng(11)
    seen = [pair for where in sets for pair in gathered(where, rng)]
    fit: dict[str, Any] = {}
    for name, strength in STRENGTH.items():
        weight, bias = learn(np.array([signs[name] for signs, _ in seen]), [back for _, back in seen], strength)
        fit |= {f"{name}_weight": weight, f"{name}_bias": np.float64(bias)}
    np.savez_compressed(out, **fit)


if __name__ == "__main__":
    out, *sets = said(2)
    main(out, sets)
