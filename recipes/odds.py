"""Learn how likely something is by its signs, and write what `locator.odds.regression` reads (needs scikit-learn)."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from locator.geometry import Array

MOST_STEPS = 3000  # of the fit's iterations; it is done long before


def write_odds(signs: Sequence[Array], so: Sequence[bool], strength: float) -> None:
    """A logistic regression of `so` on the signs (k,) of each picture, as JSON to the standard output.

    Signs are measured from their mean in their spread; `strength` is the inverse of the ridge.
    """
    scale = StandardScaler().fit(np.array(signs))
    fit = LogisticRegression(C=strength, max_iter=MOST_STEPS).fit(scale.transform(np.array(signs)), so)
    columns = {"mean": scale.mean_, "spread": scale.scale_, "weight": fit.coef_[0]}
    rounded = {name: [float(f"{value:.5g}") for value in values] for name, values in columns.items()}
    json.dump({**rounded, "bias": float(f"{fit.intercept_[0]:.5g}")}, sys.stdout, indent=1)
