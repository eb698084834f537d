"""Which of the looks at a close-up to believe: the one whose points should lie nearest, with those of its opinion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from locator.askew import askew, doubt_cun
from locator.backlike import backlike
from locator.detect.base import INDEX, Look, Rgb, Square, other_face
from locator.detect.closeup import both_faces, near_told, upright_size, uprighted
from locator.detect.closeup_choice import choice_features, predicted_error_cun
from locator.forest import ERROR_FLOOR_CUN
from locator.geometry import Array
from locator.landmarks import View
from locator.looks import backness

# Doubt (cun) of a close-up above which nothing is drawn.  Said where the camera points, a person is shown points up to
# here with rings to match; unasked, only what is nearly as sure as a whole body.  (Of rendered hands, feet, heads and
# knees said to be backs the looks alone expect 2.1 and more.)  With 1.9 of 180 headless backs that stand square .80 are
# answered, 1.5 points in 100 more than 3 cun off; of 200 that do not .60 and 5.2; of 36 cuttings of photographs 11, and
# 2.5 in 100.  When the looks were judged alone, up to 1.6: .74 and 1.5, .72 and 6.0, 14 and 10.
MOST_EXPECTED_CUN = {"back": 1.9, "leg": 1.3}
# Looks expected to be nearly as good as the best, and within this share of the body's square of it, are averaged, the
# surer ones weighing more; at most twelve (headless backs of training sets, nine in ten: 2.47 cun so, 2.57 with five
# within .05 that weigh alike).
ALIKE, ALIKE_CUN, COMPANY, AGREE = 1.5, 0.2, 12, 0.1
COMPARED = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle"))


class Rank(NamedTuple):
    """A look with what it is judged by."""

    error_cun: float  # expected of its points
    look: Look
    signs: Array  # (k,) see choice_features


Ranked = list[Rank]  # the smallest error first


@dataclass(frozen=True, eq=False)
class CloseUp:
    """The looks chosen for a close-up and how far off their points are expected to be."""

    looks: tuple[Look, ...]
    error_cun: float  # by the signs of the look that is best: what looks and close-ups are compared by
    region: str
    weights: tuple[float, ...]  # how much each look counts
    doubt_cun: float  # by how a back stands to the camera besides: what is shown, and whether anything is
    as_seen: float = 1.0  # share of the looks that saw the face they are taken for, by weight
    backlike: float = 1.0  # how likely this is a back, if it is taken for one
    at_once: bool = True  # no second round of looks was needed, nor a turned one


def ranked_looks(
    rgb: Rgb, region: str, taken: Sequence[Look], view: View | None, turn_rad: float, told: Square | None = None
) -> list[Ranked]:
    """The looks with their expected errors, the best first: one list for each face, back or front, that `view` allows.

    `told`: looks that see the body outside this square come last, with an infinite error.
    """
    size_px = (rgb.shape[1], rgb.shape[0])
    looks = as_backs(taken) if _wants_back(region, view) else both_faces(taken, region)
    upright = [uprighted(look, size_px, turn_rad) for look in looks]
    signs = choice_features(upright, upright_size(size_px, turn_rad), region)
    errors = predicted_error_cun(signs, region)
    if told is not None:
        errors = np.where([near_told(look, told) for look in looks], errors, math.inf)
    facing = np.array([backness(look) for look in looks])
    ranked = []
    for back in (True, False):
        of_face = np.flatnonzero((facing > 0) == back)
        if len(of_face) and view != ("front" if back else "back"):
            ranked.append([Rank(float(errors[i]), looks[i], signs[i]) for i in of_face[errors[of_face].argsort()]])
    return ranked


def contest(
    rgb: Rgb,
    seen: Mapping[str, Sequence[Look]],
    view: View | None,
    turn_rad: float,
    first: Sequence[Look] = (),
    told: Square | None = None,
) -> list[CloseUp]:
    """The best of each region and each face that the person's words allow, the most certain first.

    `first` are the looks at the proposed squares, which say whether it is a back; all that were taken where none.
    """
    found = []
    for region, taken in seen.items():
        ranked = ranked_looks(rgb, region, taken, view, turn_rad, told)
        found += best_of(ranked, region, taken, view, first, stands=told is None)
    return surest_first(found)


def best_of(
    ranked: Iterable[Ranked],
    region: str,
    taken: Sequence[Look],
    view: View | None,
    first: Sequence[Look] = (),
    stands: bool = True,
) -> list[CloseUp]:
    """The best of each face that the looks `taken` at a region were ranked for, the most certain first.

    `first`: as in `contest`; `stands`: how a back stands to the camera adds to its doubt.
    """
    found = []
    for of_face in ranked:
        chosen, error_cun = believed(of_face, region), of_face[0].error_cun
        weights = weights_of(chosen)
        close = CloseUp(tuple(rank.look for rank in chosen), error_cun, region, weights, error_cun)
        if region == "back" and stands:
            close = replace(close, doubt_cun=doubt_cun(error_cun, askew(mean_signs(chosen))))
        if _wants_back(region, view):
            as_seen = sum(w for look, w in zip(close.looks, weights, strict=True) if look in taken) / sum(weights)
            close = replace(close, as_seen=as_seen, backlike=backlike(first or taken, as_seen))
        found.append(close)
    return surest_first(found)


def believed(ranked: Ranked, region: str) -> Ranked:
    """The best, and those nearly as good that see the joints where it does."""
    best = ranked[0]
    most_cun = max(best.error_cun, min(ALIKE * best.error_cun + ALIKE_CUN, MOST_EXPECTED_CUN[region]))
    good = [rank for rank in ranked if rank.error_cun <= most_cun][:COMPANY]
    return [rank for rank in good if apart(rank.look, best.look) < AGREE]


def weights_of(chosen: Ranked) -> tuple[float, ...]:
    """How much each of them counts."""
    return tuple((rank.error_cun + ERROR_FLOOR_CUN) ** -2 for rank in chosen)


def mean_signs(chosen: Ranked) -> Array:
    """(k,) their signs, each counting as much as it does."""
    mean: Array = np.average([rank.signs for rank in chosen], axis=0, weights=weights_of(chosen))
    return mean


def _wants_back(region: str, view: View | None) -> bool:
    """Whether what a close-up shows is to be read as a back whatever the model takes it for."""
    return region == "back" and view != "front"


def as_backs(looks: Sequence[Look]) -> list[Look]:
    """The looks, those that took the body for a front read as of a back.

    Without a head the model knows where the joints are better than which side it sees: of 270 rendered headless backs
    one in nine is taken for a front by seven looks in ten, and placed as well as others when they are read as a back.
    """
    return [look if backness(look) > 0 else other_face(look) for look in looks]


def surest_first(found: Iterable[CloseUp]) -> list[CloseUp]:
    return sorted(found, key=lambda close: close.error_cun)


def apart(look: Look, other: Look) -> float:
    """How far apart two looks see the joints, as a share of the body's square."""
    away = np.linalg.norm(look.xy_px - other.xy_px, axis=1)
    return float(np.mean([away[INDEX[name]] for name in COMPARED])) / other.implied.side_px
