"""A head seen close: squares that would hold the whole body below it, and which of the answers to believe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import sane
from locator.detect.closeup import followed
from locator.detect.closeup_choice import choice_features, predicted_error_cun
from locator.landmarks import SIDES

# (side, height of the hips) as shares of the picture's height: the line on which the right squares of rendered heads
# from behind and above lie (10th to 90th percentile: 1.3 at .9 to 3.7 at 1.75).
SEEDS = ((1.3, 0.90), (1.75, 1.05), (2.3, 1.28), (3.0, 1.55), (3.7, 1.75))
PASSES = 3
BELIEVED = 1.5  # looks expected to err up to this much more than the best are averaged with it, by inverse variance
MOST = 5  # looks averaged
LEAST_DOUBT_CUN = 0.1  # nothing is known better than to a tenth of a cun: joins what is expected of looks at a part
AGREE = 0.05  # ears and shoulders of a mirrored look this near, as a share of the square, are the same body's
_COMPARED = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("ear", "shoulder")]


def explore(detector: Detector, rgb: Rgb) -> list[Look]:
    """Looks at the finder's squares and at squares on the line, each followed by those its answers ask for."""
    height, width = rgb.shape[:2]
    squares = [*detector.find(rgb)[:2], *(Square(width / 2, height * y, height * side) for side, y in SEEDS)]
    return [look for square in squares for look in followed(detector, rgb, square, PASSES)]


def believed(looks: Sequence[Look], errors_cun: Sequence[float]) -> tuple[list[Look], list[float]]:
    """The looks expected to be best, and what each weighs; the weights add up to one."""
    errors = np.asarray(errors_cun) + LEAST_DOUBT_CUN
    order = np.argsort(errors)[:MOST]
    order = order[errors[order] <= BELIEVED * errors[order[0]]]
    weights = errors[order] ** -2.0
    return [looks[i] for i in order], list(weights / weights.sum())


def see_head(detector: Detector, rgb: Rgb) -> tuple[list[Look], list[float], float] | None:
    """The looks at a head that are believed, their weights, and how far off they are expected to be, in cun."""
    looks = explore(detector, rgb)
    if not looks:
        return None
    errors = predicted_error_cun(choice_features(looks, (rgb.shape[1], rgb.shape[0]), "head"), "head")
    chosen, weights = believed(looks, list(errors))
    mirrored = [_in_the_mirror(detector, rgb, look) for look in chosen]
    pairs = [(m, w) for m, w in zip(mirrored, weights, strict=True) if m is not None]
    total = 1.0 + sum(w for _, w in pairs)
    everything = [*zip(chosen, weights, strict=True), *pairs]
    return [k for k, _ in everything], [w / total for _, w in everything], float(errors.min())


def _in_the_mirror(detector: Detector, rgb: Rgb, first: Look) -> Look | None:
    """The look at the mirror image, where it sees the same head and shoulders."""
    if not sane(first.implied, rgb):
        return None
    second = detector.look(rgb, first.implied, mirrored=True)
    away = np.linalg.norm(second.xy_px[_COMPARED] - first.xy_px[_COMPARED], axis=1)
    return second if float(away.mean()) < AGREE * first.implied.side_px else None
