"""Small forests that say how far off something is expected to be: boosted regression trees as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from locator.geometry import Array, kept

ERROR_FLOOR_CUN = 0.2  # added before the logarithm, so that errors below it count alike


@dataclass(frozen=True, eq=False)
class Forest:
    """Boosted regression trees as plain arrays: all that is left of a fitted model at run time."""

    feature: Array  # (trees, nodes) index of the feature asked, -1 at a leaf
    threshold: Array  # (trees, nodes) go left where the feature is not above
    left: Array  # (trees, nodes) index of the next node
    right: Array
    value: Array  # (trees, nodes) what a leaf adds
    base: float

    def __call__(self, features: Array) -> Array:
        """(n,) predictions for (n, k) features."""
        rows, trees = np.arange(len(features))[:, None], np.arange(len(self.feature))
        node = np.zeros((len(features), len(trees)), dtype=np.intp)
        while True:
            asked = self.feature[trees, node].astype(np.intp)
            if (asked < 0).all():
                break
            go_left = features[rows, np.maximum(asked, 0)] <= self.threshold[trees, node]
            after = np.where(go_left, self.left[trees, node], self.right[trees, node])
            node = np.where(asked < 0, node, after.astype(np.intp))
        total: Array = self.base + self.value[trees, node].astype(float).sum(axis=1)
        return total


@cache
def shipped(name: str) -> Forest:
    """The forest in `data/<name>.npz`, which predicts log(error in cun + .2)."""
    with resources.as_file(resources.files("locator") / "data" / f"{name}.npz") as path:
        data = np.load(path)
        feature, threshold, left, right, value = (data[n] for n in ("feature", "threshold", "left", "right", "value"))
        return kept(Forest(feature, threshold, left, right, value, float(data["base"])))


def expected_error_cun(name: str, features: Array) -> Array:
    """(n,) errors in cun that the forest of this name expects for (n, k) features, none below 0."""
    error: Array = np.exp(shipped(name)(features)) - ERROR_FLOOR_CUN
    return np.clip(error, 0.0, None)
