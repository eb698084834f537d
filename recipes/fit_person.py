"""Fit how bodies are built: `python -m recipes.fit_person SET... > locator/data/build.json`, after `fit_trunk`.

SETs are folders of rendered people (see `recipes/rendered.py`), of whom `truth.json` tells which of the two builds of
the rendered bodies each has.  Fitted, for each posture, is what the trunk model misses: by the features of the picture
and by the build; what is left is one picture's own spread.  Beside it stands what the features alone say of the build.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from locator.frames.trunk_build import REST_SHARE, even_part, mirror_even
from locator.frames.trunk_model import AXES, EVEN, PAIRED, TrunkModel, hardness_features
from locator.frames.trunk_view import TrunkView, view_trunk
from locator.landmarks import LandmarkSet
from recipes.fit_trunk import PAIRED_MARK, VIEWS, Sample, central_targets, in_units, rounded, symmetric
from recipes.rendered import Truth, detected

Array = npt.NDArray[np.float64]
BUILD = {"male": 1.0, "female": -1.0}  # the two builds of the rendered bodies
RIDGE = 3e-3
WILD_UNITS = 0.4  # two fifths of a trunk: the detector saw something else


def miss(truth: Truth, view: TrunkView, marks: LandmarkSet) -> Array:
    """(n,) units: the true state less the expected one."""
    places = [
        in_units(view, truth.landmark(f"{side}_{PAIRED_MARK[name]}") - view.origin_px)
        for name in PAIRED
        for side in ("left", "right")
    ]
    state = np.concatenate([central_targets(Sample(view, marks, truth)), *places])
    return np.asarray(state - TrunkModel.load().mean(view, marks))


def fit_posture(samples: list[tuple[Truth, TrunkView, Array]]) -> dict[str, Any]:
    posture = samples[0][1].posture
    model = TrunkModel.load().postures[posture]
    misses = np.array([m for _, _, m in samples])
    build = np.array([BUILD[t.record["sex"]] for t, _, _ in samples])
    features = np.clip([[v.even[n] for n in EVEN] for _, v, _ in samples], model.even_low, model.even_high)
    hardness = np.array([hardness_features(v) for _, v, _ in samples])
    weight = np.exp(-0.5 * np.minimum(hardness, model.hardness_high) @ model.growth)[:, None]
    by = np.column_stack([features, build])
    scale = by.std(axis=0) + 1e-9
    ridge = RIDGE * len(by) * np.diag(np.where(np.arange(by.shape[1]) == EVEN.index("one"), 0.0, scale**2))
    ridge[-1, -1] = 0.0
    weighted = by * weight
    coefficients = np.linalg.solve(weighted.T @ weighted + ridge, weighted.T @ (misses @ mirror_even() * weight))
    left = (misses - by @ coefficients) * weight
    is_odd = np.array([True] * 4 + [False] * 4 + [parity == "odd" for _, parity in AXES])
    spread = symmetric(left.T @ left / len(left), is_odd)
    hint, variance = hinted(features, build, weight[:, 0] ** 2)
    return {
        "samples": len(samples),
        "correction": coefficients[:-1].T.tolist(),
        "by_build": coefficients[-1].tolist(),
        "spread": (spread - REST_SHARE * even_part(spread)).tolist(),
        "hint": hint.tolist(),
        "hint_variance": variance,
    }


def hinted(features: Array, build: Array, weight: Array) -> tuple[Array, float]:
    """(features,) weights that tell the build from the features, and the variance of what they tell."""
    told = [i for i, n in enumerate(EVEN) if n != "one"]
    heaps = [(features[side][:, told], weight[side]) for side in (build > 0, build < 0)]
    high, low = (np.average(x, axis=0, weights=w) for x, w in heaps)
    step, middle = 0.5 * (high - low), 0.5 * (high + low)
    within = 0.5 * sum(np.cov(x.T, aweights=w) for x, w in heaps)
    within += 1e-2 * np.diag(np.diag(within)) + 1e-9 * np.eye(len(told))
    way = np.linalg.solve(within, step)
    sureness = float(way @ step)
    weights = np.zeros(len(EVEN))
    weights[told] = way / sureness
    weights[EVEN.index("one")] = -(way @ middle) / sureness
    return weights, 1.0 / sureness


def fit(pictures: Iterable[tuple[Truth, LandmarkSet]]) -> dict[str, Any]:
    samples: dict[str, list[tuple[Truth, TrunkView, Array]]] = {"whole": [], "seated": [], "cut": []}
    for truth, marks in pictures:
        try:
            view = view_trunk(marks)
        except ValueError:
            continue
        missed = miss(truth, view, marks)
        if np.abs(missed).max() < WILD_UNITS:
            samples[view.posture].append((truth, view, missed))
    out: dict[str, Any] = {
        "source": "recipes/fit_person.py on rendered people (MakeHuman bodies, CC0)",
        "trunk": fingerprint(),
        **{posture: fit_posture(found) for posture, found in samples.items()},
    }
    return rounded(out)  # type: ignore[no-any-return]


def fingerprint() -> str:
    """Of the trunk model that these are corrections of: another one asks for another fit."""
    return sha256((resources.files("locator") / "data" / "trunk.json").read_bytes()).hexdigest()[:16]


def main(folders: list[str]) -> None:
    json.dump(fit(pair for folder in folders for pair in detected(Path(folder), VIEWS)), sys.stdout)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
