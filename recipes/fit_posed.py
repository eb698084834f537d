"""Fit what raised arms, a bent spine, bent legs do to a trunk: `python -m recipes.fit_posed SET... > posed.json`.

SETs are folders of rendered people (see `recipes/rendered.py`), among them some with one or both arms raised above the
shoulder, some bent aside, some squatting; after every fit_trunk.  What the trunk's coefficients miss on them is laid on
signs (`locator/frames/trunk_posed.py`), what is left then on their squares.

The shipped one: 824 bodies, 118 with raised arms, 40 bent aside by 12 to 40 degrees, 80 squatting or bent forward.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from locator.frames.trunk import MAX_TURN_RAD
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posed import TILTING, Posed
from locator.frames.trunk_state import IS_ODD
from locator.frames.trunk_view import view_trunk
from locator.geometry import Array
from recipes.fit_trunk import Sample, astray, central_targets, rounded, solve
from recipes.rendered import detected
from recipes.said import said

USUAL = 0.1  # a body whose shoulders are tilted further than this against its hips is not asked what tilts them
# Share of what rendered bodies bent aside tell that is believed.  In three pictures of a man filmed as he bends, two
# markers on his thoracic spine lie .1 to 1.1 cun beside ours without it, 0 to .4 with half of it, .1 to .7 with all.
BELIEVED = 0.5
HIGH = 0.98  # quantile of a sign that is told as what the fit has seen
_NONE, _SURE = np.zeros(len(IS_ODD)), np.zeros((len(IS_ODD), len(IS_ODD)))
NOTHING = Posed(np.zeros(len(TILTING)), _NONE, _NONE, _SURE, _SURE, _SURE, np.zeros(2))


def of_signs(signs: Array, misses: Array, model: Array, believed: float = 1.0) -> tuple[Array, Array]:
    """What one sign (n,) of n bodies does to the trunk's central state, units.

    The first (15,) is by how much it moves the state's `misses` (n, 15), of which the share `believed` is taken; the
    second (15, 15), units^2, is the spread that its square adds to the `model`'s (n, 15, 15).
    """
    moves = believed * (signs @ misses) / (signs @ signs)
    left = misses - np.outer(signs, moves)
    more = np.einsum("n,nij->ij", signs**2, left[:, :, None] * left[:, None, :] - model) / (signs**4).sum()
    size, axes = np.linalg.eigh(0.5 * (more + more.T))
    return moves, (axes * np.clip(size, 0.0, None)) @ axes.T


def fit(samples: list[Sample]) -> dict[str, Any]:
    trunk = replace(TrunkModel.load(), posed=NOTHING)
    count = len(IS_ODD)
    misses = np.array([central_targets(s) - trunk.mean(s.view, s.marks)[:count] for s in samples])
    spreads = np.array([trunk.spread(s.view)[:count, :count] for s in samples])
    tilted = np.array([s.view.odd["shoulders_tilted"] for s in samples])
    by = np.array([[s.view.odd[name] for name in TILTING] for s in samples])
    usual = np.abs(tilted - by @ solve(by, tilted)) < USUAL
    told = replace(NOTHING, tilting=solve(by[usual], tilted[usual]))
    above = np.array([s.view.even["arms_above"] for s in samples])
    bent = np.array([told.bend(s.view) for s in samples])
    by_above, above_spread = of_signs(above, np.where(IS_ODD, 0.0, misses), spreads)
    by_bent, bent_spread = of_signs(bent, np.where(IS_ODD, misses, 0.0), spreads, BELIEVED)
    # who squats or is seen from above is moved by no sign: photographs seen so are off the other way than squatters
    short = np.where((above == 0.0) & (bent == 0.0), [s.view.even["legs_short"] for s in samples], 0.0)
    _, short_spread = of_signs(short, misses, spreads, 0.0)
    return {
        "tilting": told.tilting.tolist(),
        "above": by_above.tolist(),
        "bent": by_bent.tolist(),
        "above_spread": above_spread.tolist(),
        "bent_spread": bent_spread.tolist(),
        "short_spread": short_spread.tolist(),
        "high": [float(np.quantile(np.abs(sign[sign != 0.0]), HIGH)) for sign in (above, bent)],
    }


def main(folders: list[str]) -> None:
    samples = [
        Sample(view_trunk(marks), marks, truth)
        for folder in folders
        for truth, marks in detected(Path(folder))
        if not astray(truth, marks) and abs(view_trunk(marks).turn_rad) < MAX_TURN_RAD
    ]
    json.dump(rounded(fit(samples)), sys.stdout, indent=None, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
