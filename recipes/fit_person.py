"""Fit what two pictures of one body share: `python -m recipes.fit_person SET > calibration/data/person.json`.

SET is a folder of rendered people in which pictures 2i and 2i+1 show the same body, straight on and turned (see
`recipes/rendered.py`).  Fitted is the share of the trunk model's spread that is the person's: the product of the two
pictures' misses, in the metric of that spread, so that it lies between nothing (0) and everything (1) in any direction.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from calibration.fit import mirror_even
from locator.frames.trunk_model import PAIRED, TrunkModel
from locator.frames.trunk_view import view_trunk
from locator.landmarks import LandmarkSet
from recipes.fit_trunk import PAIRED_MARK, Sample, central_targets, in_units, rounded
from recipes.rendered import Truth, detected

Array = npt.NDArray[np.float64]
MOST = 0.95  # no direction is wholly the person's: a hundred bodies cannot tell
PLAIN_SHARE = 0.6  # what the share tends to where a hundred bodies say little: their mean correlation
PLAIN_WEIGHT = 0.2


def miss(truth: Truth, marks: LandmarkSet) -> Array:
    """(n,) units: the true state less the expected one, its even part."""
    view = view_trunk(marks)
    places = [
        in_units(view, truth.landmark(f"{side}_{PAIRED_MARK[name]}") - view.origin_px)
        for name in PAIRED
        for side in ("left", "right")
    ]
    state = np.concatenate([central_targets(Sample(view, marks, truth)), *places])
    return np.asarray(mirror_even() @ (state - TrunkModel.load().mean(view, marks)))


def share(pairs: Iterable[tuple[Array, Array]]) -> Array:
    """(n, n) the person's share of the spread, symmetric, eigenvalues 0 .. 1."""
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    common = (first.T @ second + second.T @ first) / (2 * len(first))
    values, vectors = np.linalg.eigh(TrunkModel.load().postures["whole"].spread)
    whitened = (vectors / np.sqrt(np.clip(values, 1e-5 * values[-1], None))) @ vectors.T
    even = mirror_even()
    whole = (1 - PLAIN_WEIGHT) * whitened @ common @ whitened + PLAIN_WEIGHT * PLAIN_SHARE * even
    values, vectors = np.linalg.eigh(0.5 * (whole + whole.T))
    return np.asarray((vectors * np.clip(values, 0.0, MOST)) @ vectors.T)


def write(pairs: list[tuple[Array, Array]]) -> None:
    source = "recipes/fit_person.py on pairs of pictures of rendered people (MakeHuman bodies, CC0)"
    json.dump(rounded({"source": source, "pairs": len(pairs), "share": share(pairs).tolist()}), sys.stdout)
    print()


def main(folder: str) -> None:
    bodies: dict[int, list[Array]] = defaultdict(list)
    for truth, marks in detected(Path(folder)):
        bodies[truth.record["id"] // 2].append(miss(truth, marks))
    write([(b[0], b[1]) for b in bodies.values() if len(b) == 2])


if __name__ == "__main__":
    main(sys.argv[1])
