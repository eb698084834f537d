"""Fit what legs tell of a trunk: `python -m recipes.fit_trunk_legs SET... > trunk_legs.json`; after every fit_posed.

SETs are folders of rendered people (see `recipes/rendered.py`) who stand or lie with their feet in the picture; half of
them should be turned and seen from below and above, lean, twist and bend their arms.  Fitted is how long the legs look
beside the trunk, by its even features, and what the trunk's coefficients miss, by what legs are beyond that.

The shipped one: 1,118 bodies, 495 of them turned by up to 42 degrees and seen from 28 below to 40 above, 151 lying.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from locator.frames.trunk_build import mirror_even
from locator.frames.trunk_legs import SEEN, USUAL, LegsModel
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posture import EVEN
from locator.frames.trunk_view import view_trunk
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from recipes.fit_person import miss
from recipes.fit_trunk import VIEWS, astray, rounded, solve
from recipes.rendered import Truth, detected
from recipes.said import said


@dataclass(frozen=True, eq=False)
class Sample:
    """One body's legs beside its trunk."""

    even: Array  # (even,)
    signs: Array  # (2,)
    missed: Array  # (n,) of the state, units, as a mirror leaves it alone
    weight: float  # the harder a trunk is to see, the less it says


def legless() -> TrunkModel:
    """What is known of a trunk without a look at the legs."""
    trunk = TrunkModel.load()
    return replace(trunk, legs=LegsModel(np.zeros((2, len(EVEN))), np.eye(2), np.zeros((len(mirror_even()), 2))))


def samples(bodies: Iterable[tuple[Truth, LandmarkSet]]) -> list[Sample]:
    """Those whose legs are in plain view."""
    trunk, found = legless(), []
    for truth, marks in bodies:
        view = view_trunk(marks)
        if view.legs is None or view.legs.sight < SEEN or astray(truth, marks):
            continue
        even = trunk.postures[view.posture].features(view)[0][: len(EVEN)]
        missed = miss(truth, view, marks, trunk) @ mirror_even()
        found.append(Sample(even, view.legs.signs, missed, 1.0 / math.sqrt(trunk.grown(view))))
    return found


def fit(found: list[Sample]) -> dict[str, Any]:
    weight = np.array([s.weight for s in found])[:, None]
    even, signs, missed = (weight * np.array([getattr(s, name) for s in found]) for name in ("even", "signs", "missed"))
    usual = solve(even, signs)
    away = signs - even @ usual
    spread = away.T @ away / float((weight**2).sum())
    left = missed - even @ solve(even, missed)  # what even features alone would mend is not the legs' to tell
    near = np.einsum("ij,ij->i", away, np.linalg.solve(spread, away.T).T) < (USUAL * weight[:, 0]) ** 2
    return {"usual": usual.T.tolist(), "spread": spread.tolist(), "moves": solve(away[near], left[near]).T.tolist()}


def main(folders: list[str]) -> None:
    found = samples(body for folder in folders for body in detected(Path(folder), VIEWS))
    print(f"{len(found)} bodies", file=sys.stderr)
    json.dump(rounded(fit(found)), sys.stdout, indent=None, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
