"""Fit what MediaPipe's joints say about the trunk: `python -m recipes.fit_trunk SET... > trunk.json`.

SETs are folders of rendered people with known acupoints (see `recipes/rendered.py`); of FOLDER:2 every second picture
is taken, so that bodies shown several times speak no louder than others.  One of them should hold turned backs cut off
below the hips: without the 313 such in the shipped fit, turned close-ups lay 1.3 cun off and their rings held a third.
Of those who sit, some should be turned (15 to 50 degrees), lean (15 to 40), sit high or low (hips bent by 50 to 115) or
be seen from above (14 to 35): fitted on sitters square on alone, turned ones lay .75 cun off and their rings held .42;
with 240 such .64 and .64.

Fitted are a few coefficients for each of a few places: four along the spine, the body's own axes, and the paired bones.
Places along the middle of the body are functions of features by parity: what a mirror leaves alone depends on `even`,
what it turns round on `odd`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from locator.anatomy import SPINE_FRACTION
from locator.frames.trunk_posture import EVEN, ODD, completed, doubt_aside, hardness_features, paired_features
from locator.frames.trunk_state import AXES, IS_ODD, LEVELS, PAIRED, mirror, paired_base
from locator.frames.trunk_view import HEAD, JOINTS, POSTURES, TrunkView, view_trunk
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from recipes.rendered import Truth, detected
from recipes.said import said

VIEWS = {"back", "back34", "back_lowlight", "seated_back", "back_upper", "prone"}
# A trunk's joint seen further from its place than this: another body, a flipped or an upside-down one, which the
# product refuses.  Of 2,256 pictures 22 have such a joint, most by 11 cun and more.
ASTRAY_CUN = 6.0
RIDGE = 1e-3  # share of each feature's own variance: steadies what few pictures tell apart
HEAD_RIDGE = 0.1  # the same for the heights of head and neck, which go together
# C7 is fitted without the head and without these two features.  On rendered people the head takes a fifth off its
# error, but on the photographs of a man with a marker on C7 it adds .2 cun, and these two add .15 and .1 there.
C7_DOES_WITHOUT = {"turn_fourth", "lean_tilted"}
SPINE_POINT = {"c7": "GV14", "t7": "GV9", "l4": "GV3", "s4": "BL30"}
BESIDE = {  # level: point on the midline, points beside it with their cun
    "c7": ("GV14", (("SI15", 2.0),)),
    "t7": ("GV9", (("BL17", 1.5), ("BL46", 3.0))),
    "l2": ("GV4", (("BL23", 1.5), ("BL52", 3.0))),
    "l4": ("GV3", (("BL25", 1.5), ("EX-B7", 3.5))),
}
PAIRED_MARK = {
    "acromion": "acromion",
    "scapula_inferior_angle": "scapula_inferior_angle",
    "scapula_spine_medial": "scapula_spine_medial",
    "iliac_crest": "iliac_crest",
    "psis": "PSIS",
    "greater_trochanter": "greater_trochanter",
}


@dataclass(frozen=True, eq=False)
class Sample:
    view: TrunkView
    marks: LandmarkSet
    truth: Truth


def in_units(view: TrunkView, vector_px: Array) -> Array:
    """(left, up) of a picture vector in the trunk's own units."""
    return np.array([vector_px @ view.left, vector_px @ view.up]) / view.unit_px


def astray(truth: Truth, marks: LandmarkSet) -> bool:
    """Whether what was seen is not this body as it stands or lies."""
    joints = truth.record["joints"]
    off_px = [np.linalg.norm(marks.xy(name) - np.array(joints[name]["px"])) for name in JOINTS]
    return float(max(off_px)) > ASTRAY_CUN * truth.cun_px


def middle(truth: Truth, code: str) -> Array:
    if f"{code}.midline" in truth.record["acupoints"]:
        return truth.point(f"{code}.midline")
    return 0.5 * (truth.point(f"{code}.left") + truth.point(f"{code}.right"))


def central_targets(sample: Sample) -> Array:
    """The state's central part: left of the four levels, up of the four, then the axes, all in units."""
    truth, view = sample.truth, sample.view
    places = np.array([in_units(view, middle(truth, SPINE_POINT[n]) - view.origin_px) for n in LEVELS])
    low = in_units(view, (truth.point("BL23.left") - truth.point("BL23.right")) / 3.0)
    high = in_units(view, (truth.point("BL14.left") - truth.point("BL14.right")) / 3.0)
    _, dorsal = truth.trunk_axes_px()
    out = in_units(view, dorsal)
    cun = truth.cun_px / view.unit_px
    named = {
        "low_left": low[0], "low_up": low[1], "high_left": high[0], "high_up": high[1],
        "dorsal_left": out[0], "dorsal_up": out[1], "cun": cun,
    }  # fmt: skip
    return np.concatenate([places[:, 0], places[:, 1], [named[a] for a, _ in AXES]])


def solve(features: Array, targets: Array, ridges: Array | float = RIDGE) -> Array:
    ridge = len(features) * np.diag(ridges * features.var(axis=0))
    return np.linalg.solve(features.T @ features + ridge + 1e-9 * np.eye(features.shape[1]), features.T @ targets)


def without(names: tuple[str, ...], features: Array, targets: Array, size: int) -> Array:
    """(size,) coefficients of C7's (n,) targets by (n, named) features, nought for those that it does without."""
    kept = [k for k, name in enumerate(names) if name not in C7_DOES_WITHOUT]
    coefficients = np.zeros(size)
    coefficients[kept] = solve(features[:, kept], targets)
    return coefficients


def skin_heights(samples: list[Sample]) -> list[float]:
    """How far the skin beside the spine falls behind the midline's: coefficients of lateral^2 x (1, f, f^2), cun."""
    rows, heights = [], []
    for s in samples:
        _, dorsal = s.truth.trunk_axes_px()
        if np.linalg.norm(dorsal) < 0.25 * s.truth.cun_px:
            continue  # seen square on, the height does not show
        for level, (mid, beside) in BESIDE.items():
            f = SPINE_FRACTION[level][0]
            for code, lateral in beside:
                pair = 0.5 * (s.truth.point(f"{code}.left") + s.truth.point(f"{code}.right"))
                rows.append(lateral**2 * np.array([1.0, f, f * f]))
                heights.append((pair - middle(s.truth, mid)) @ dorsal / (dorsal @ dorsal))
    return [float(c) for c in np.linalg.lstsq(np.array(rows), np.array(heights), rcond=None)[0]]


@dataclass(frozen=True, eq=False)
class Features:
    """What the views of many bodies of one posture say, within what is usual, and where the usual ends."""

    even: Array  # (n, even)
    odd: Array  # (n, odd)
    both: Array  # (n, even + head), what is not seen of the head guessed from the rest
    usual: Array  # (even + head,) means
    told: dict[str, list[Any]]  # limits, means and covariance, as they are kept


def features_of(samples: list[Sample]) -> Features:
    """The features of bodies of one posture, with those of the head that are unseen or out of range filled in."""
    even = np.array([[s.view.even[n] for n in EVEN] for s in samples])
    odd = np.array([[s.view.odd[n] for n in ODD] for s in samples])
    low, high = np.percentile(even, [0.5, 99.5], axis=0)
    even = np.clip(even, low, high)
    odd_high = np.percentile(np.abs(odd), 99, axis=0)
    odd = np.clip(odd, -odd_high, odd_high)
    head = np.array([[s.view.head.get(n, np.nan) for n in HEAD] for s in samples])
    head_low, head_high = np.nanpercentile(head, [0.5, 99.5], axis=0)
    head[(head < head_low) | (head > head_high)] = np.nan
    both = np.hstack([even, head])
    whole = both[~np.isnan(both).any(axis=1)]
    usual, together = whole.mean(axis=0), np.cov(whole.T)
    doubt = np.array([[0.0] * len(EVEN) + [doubt_aside(s.view)] * len(HEAD) for s in samples])
    both = np.array([completed(row, usual, together, d)[0] for row, d in zip(both, doubt, strict=True)])
    limits = {"even_low": low, "even_high": high, "odd_high": odd_high, "head_low": head_low, "head_high": head_high}
    told = {name: values.tolist() for name, values in {**limits, "usual": usual, "together": together}.items()}
    return Features(even, odd, both, usual, told)


@dataclass(frozen=True, eq=False)
class Central:
    """The fit of levels and axes: what each feature does to them, what is left, and how that grows."""

    by_even: Array  # (even + head, numbers that a mirror leaves alone)
    by_odd: Array  # (odd, numbers that it turns round)
    residual: Array  # (n, numbers) units
    growth: Array  # (hardness features,)
    weight: Array  # (n,) of each picture: the harder, the less


def fit_central(samples: list[Sample], seen: Features) -> Central:
    """The fit of levels and axes, in three rounds.

    An ordinary fit tells how the misses grow with turn, tilt and lean.  After that each picture is weighed by the
    misses that the fit before expects of it, so that hard pictures count less than plain ones.
    """
    targets = np.array([central_targets(s) for s in samples])
    ridges = np.array([RIDGE] * len(EVEN) + [HEAD_RIDGE] * len(HEAD))
    hardness = np.array([hardness_features(s.view) for s in samples])
    growth = np.zeros(hardness.shape[1])
    centred = seen.both - np.concatenate([np.zeros(len(EVEN)), seen.usual[len(EVEN) :]])  # a ridge pulls to usual heads
    for _ in range(3):
        weight = np.exp(-0.5 * hardness @ growth)
        by_even = solve(centred * weight[:, None], targets[:, ~IS_ODD] * weight[:, None], ridges)
        by_odd = solve(seen.odd * weight[:, None], targets[:, IS_ODD] * weight[:, None])
        guess = np.zeros_like(targets)
        by_even[:, 0] = without(EVEN, seen.even * weight[:, None], targets[:, 4] * weight, len(by_even))
        by_odd[:, 0] = without(ODD, seen.odd * weight[:, None], targets[:, 0] * weight, len(by_odd))
        guess[:, ~IS_ODD], guess[:, IS_ODD] = centred @ by_even, seen.odd @ by_odd
        residual = targets - guess
        white = residual[:, :8] * weight[:, None]
        spread8 = white.T @ white / len(white)
        miss = np.einsum("ij,ij->i", residual[:, :8], np.linalg.solve(spread8, residual[:, :8].T).T) / 8.0
        # the log of a mean square of few terms has outliers below, not above: robust enough for four numbers
        growth = np.linalg.lstsq(np.c_[np.ones(len(miss)), hardness], np.log(miss + 0.05), rcond=None)[0][1:]
        growth = np.clip(growth, 0.0, None)
    return Central(by_even, by_odd, residual, growth, np.exp(-0.5 * hardness @ growth))


def fit_paired(samples: list[Sample], weight: Array) -> tuple[dict[str, Any], Array]:
    """Coefficients of the paired bones by name, and (n, 4 a bone) what they miss: left and up of either side, units."""
    paired: dict[str, Any] = {}
    misses: list[Array] = []
    for name in PAIRED:
        rows, wanted = [], []
        for s in samples:
            for side, sign in (("left", 1.0), ("right", -1.0)):
                rows.append(paired_features(s.view, sign))
                bone = s.truth.landmark(f"{side}_{PAIRED_MARK[name]}")
                away = in_units(s.view, bone - paired_base(name, side, s.marks))
                wanted.append([sign * away[0], away[1]])
        x, y, w = np.array(rows), np.array(wanted), np.repeat(weight, 2)[:, None]
        coefficients = solve(x * w, y * w)
        paired[name] = {"left": coefficients[:, 0].tolist(), "up": coefficients[:, 1].tolist()}
        miss_pair = (y - x @ coefficients).reshape(len(samples), 2, 2)
        miss_pair[:, 1, 0] *= -1.0  # back from the mirrored right side to the picture's own left
        misses.append(miss_pair.reshape(len(samples), 4))
    return paired, np.hstack(misses)


def fit_posture(samples: list[Sample]) -> dict[str, Any]:
    """Coefficients, spread and how the spread grows, for bodies of one posture."""
    seen = features_of(samples)
    fit = fit_central(samples, seen)
    paired, misses = fit_paired(samples, fit.weight)
    everything = np.hstack([fit.residual, misses]) * fit.weight[:, None]
    return {
        "samples": len(samples),
        "even": {n: row.tolist() for n, row in zip(EVEN, fit.by_even[: len(EVEN)], strict=True)},
        "head": {n: row.tolist() for n, row in zip(HEAD, fit.by_even[len(EVEN) :], strict=True)},
        "odd": {n: row.tolist() for n, row in zip(ODD, fit.by_odd, strict=True)},
        **seen.told,
        "paired": paired,
        "spread": symmetric(everything.T @ everything / len(everything)).tolist(),
        "growth": fit.growth.tolist(),
        "hardness_high": np.percentile([hardness_features(s.view) for s in samples], 99, axis=0).tolist(),
    }


def symmetric(spread: Array) -> Array:
    """The spread of bodies and their mirror images together: each is as likely as the other."""
    steady = 1e-6 * float(np.mean(np.diag(spread))) * np.eye(len(spread))  # no axis below nought for being rounded
    return np.asarray(0.5 * (spread + mirror() @ spread @ mirror().T) + steady)


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def fit(samples: list[Sample]) -> dict[str, Any]:
    source = "recipes/fit_trunk.py on rendered people (MakeHuman bodies, CC0), mirrored looks averaged"
    out: dict[str, Any] = {"source": source}
    out["skin"] = skin_heights([s for s in samples if s.view.posture == "whole"])
    for posture in POSTURES:
        out[posture] = fit_posture([s for s in samples if s.view.posture == posture])
    return rounded(out)  # type: ignore[no-any-return]


def main(folders: list[str]) -> None:
    samples = []
    for folder, _, every in (name.partition(":") for name in folders):
        for truth, marks in islice(detected(Path(folder), VIEWS), None, None, int(every or 1)):
            if not astray(truth, marks):
                samples.append(Sample(view_trunk(marks), marks, truth))
    json.dump(fit(samples), sys.stdout, indent=None, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main(said())
