"""Grow the small forests that expect an error by its signs, and write them as plain arrays (needs scikit-learn)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from locator.detect.mediapipe_pose import MediaPipePose
from locator.forest import ERROR_FLOOR_CUN
from locator.geometry import Array
from recipes.said import said

CLIPPED = (-1.6, 2.3)  # log(error + .2): beyond 10 cun wrong is wrong
# The signs and the error, cun, of every body seen in the pictures of a set that is named so.
Learned = Callable[[MediaPipePose, str, np.random.Generator], Iterable[tuple[Array, float]]]


def grow(features: Array, log_errors: Array, trees: int = 150, depth: int = 4) -> GradientBoostingRegressor:
    forest = GradientBoostingRegressor(
        n_estimators=trees,
        max_depth=depth,
        learning_rate=0.05,
        subsample=0.5,
        max_features=0.3,
        min_samples_leaf=8,
        random_state=0,
    )
    return forest.fit(features, np.clip(log_errors, *CLIPPED))


def save(forest: GradientBoostingRegressor, path: Path) -> None:
    trees = [t[0].tree_ for t in forest.estimators_]
    nodes = max(t.node_count for t in trees)

    def table(name: str, kind: Any, fill: float = 0.0) -> Any:
        out = np.full((len(trees), nodes), fill, dtype=kind)
        for i, tree in enumerate(trees):
            out[i, : tree.node_count] = np.ravel(getattr(tree, name))
        return out

    feature = table("feature", np.int16, -1)
    feature[feature < 0] = -1
    np.savez_compressed(
        path,
        feature=feature,
        threshold=table("threshold", np.float32),
        left=np.maximum(table("children_left", np.int16), 0),
        right=np.maximum(table("children_right", np.int16), 0),
        value=table("value", np.float32) * np.float32(forest.learning_rate),
        base=float(np.ravel(forest.init_.constant_)[0]),
    )


def fit_expected(learned_from: Learned, seed: int, trees: int, depth: int) -> None:
    """Write the forest that expects an error in cun by its signs: `OUT.npz SET...` were said on the command line."""
    out, *sets = said(2)
    detector, rng = MediaPipePose(), np.random.default_rng(seed)
    told = [sample for where in sets for sample in learned_from(detector, where, rng)]
    signs, errors = np.array([s for s, _ in told]), np.array([error for _, error in told])
    save(grow(signs, np.log(errors + ERROR_FLOOR_CUN), trees, depth), Path(out))
    print(f"{len(told)} samples")
