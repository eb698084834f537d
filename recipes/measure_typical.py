"""Measure what legs and trunks usually are, for where nobody tells it.

SET:KIND,KIND takes only pictures of these kinds.

`python -m recipes.measure_typical legs SET...` prints what leg_typical.py holds: by a standing leg's turn, where its
    foot and thigh point and how deep its ankle lies, and how far legs depart from that.  For sets of whole bodies that
    stand, seen from all around; with SET:prone the same of those that lie.
`python -m recipes.measure_typical trunks SET...` prints what trunk_depth.py holds: by how near together the shoulders
    lie, how far trunks are turned; how many of each kind of picture are narrow; and how their tilt varies.  For backs
    and fronts that stand, sit or lie, none from the side.
`python -m recipes.measure_typical crouched SET...` prints what is to be added to trunk_model.CROUCHED, by posture, so
    that the rings of backs that crouch hold 68 %.
`python -m recipes.measure_typical above SET...` prints what is to be added to trunk_model.FROM_ABOVE, so that those of
    backs seen from below and from above do.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from locator.frames.leg_typical import USUAL
from locator.frames.leg_view import FEATURES, LegView, view_leg
from locator.frames.trunk_depth import BREADTHS, LEAST_BREADTH, breadth
from locator.frames.trunk_view import JOINTS, view_trunk
from locator.geometry import HELD, Array
from locator.landmarks import SIDES, LandmarkSet
from locator.pipeline import locate_landmarks
from recipes.asked import asked
from recipes.rendered import Truth, detected

Sample = tuple[Truth, LandmarkSet]
# A normal's standard deviation for its middle absolute departure: of the tilt, which a few bodies seen quite wrongly
# would widen by half.
SD_FOR_MIDDLE = 1.4826
CLEARLY = 0.5  # of the sign that somebody crouches, from 0 to 1


def leg_views(samples: Iterable[Sample]) -> list[LegView]:
    """Every leg whose knee and ankle are in the picture."""
    views = []
    for truth, marks in samples:
        joints = truth.record["joints"]
        for side in SIDES:
            view = view_leg(marks, side)
            if view is not None and all(joints[f"{side}_{name}"]["in_image"] for name in ("knee", "ankle")):
                views.append(view)
    return views


def usual_of(views: Sequence[LegView]) -> dict[str, tuple[float, float, float, float]]:
    """By feature: at rest, with the turn's cosine, with its sine, and the standard deviation of what is left."""
    turns = np.array([view.turn_rad for view in views])
    told = np.column_stack([np.ones(len(turns)), np.cos(turns), np.sin(turns)])
    found = {}
    for name in USUAL:
        seen = np.array([view.features[FEATURES.index(name)] for view in views])
        by, *_ = np.linalg.lstsq(told, seen, rcond=None)
        rest, cosine, sine = by.tolist()
        found[name] = rest, cosine, sine, float(np.std(seen - told @ by))
    return found


def legs(samples: Sequence[Sample]) -> Iterable[str]:
    views = leg_views(samples)
    yield f"{len(views)} legs: at rest, with the turn's cosine, with its sine, one sd of what is left"
    for name, numbers in usual_of(views).items():
        yield f"{name:12}" + "".join(f"{number:8.2f}" for number in numbers)


def by_breadth(breadths: Array, squares: Array) -> list[tuple[float, int]]:
    """For each of BREADTHS, the mean square of those that lie nearest to it, and how many these are."""
    nearest = np.abs(breadths[:, None] - np.array(BREADTHS)).argmin(axis=1)
    return [
        (float(squares[nearest == i].mean()) if (nearest == i).any() else math.nan, int((nearest == i).sum()))
        for i in range(len(BREADTHS))
    ]


def trunks(samples: Sequence[Sample]) -> Iterable[str]:
    known = [(truth, marks) for truth, marks in samples if not marks.require(*JOINTS)]
    breadths = np.array([breadth(marks) for _, marks in known])
    squares = np.array([truth.turn_sine() ** 2 for truth, _ in known])
    yield f"{len(known)} trunks: breadth, mean square of the turn's sine, how many"
    for at, (mean, many) in zip(BREADTHS, by_breadth(breadths, squares), strict=True):
        yield f"{at:12.2f}{mean:8.2f}{many:8}"
    yield f"by kind of picture: how many, narrower than {LEAST_BREADTH}, middle tilt, its spread"
    kinds = np.array([truth.record["view"] for truth, _ in known])
    tilts = np.array([view_trunk(marks).even["tilt"] for _, marks in known])
    for kind in sorted(set(kinds)):
        of = kinds == kind
        middle = float(np.median(tilts[of]))
        spread = SD_FOR_MIDDLE * float(np.median(np.abs(tilts[of] - middle)))
        yield f"{kind:16}{of.sum():4}{(breadths[of] < LEAST_BREADTH).sum():6}{middle:8.2f}{spread:8.2f}"


def past_rings(truth: Truth, marks: LandmarkSet) -> list[float]:
    """How many times the radius of its ring each point of the back lies from its true place."""
    true = {key: point for key, point in truth.record["acupoints"].items() if point["seen"]}
    spots = ((f"{spot.code}.{spot.side}", spot) for spot in locate_landmarks(marks, region="back").placements)
    return [math.dist(spot.xy_px, true[key]["px"]) / spot.ring_px for key, spot in spots if key in true]


def crouched(samples: Sequence[Sample]) -> Iterable[str]:
    past: dict[str, list[float]] = {}
    for truth, marks in samples:
        view = view_trunk(marks)
        if view.even["crouched"] > CLEARLY:
            past.setdefault(view.posture, []).extend(past_rings(truth, marks))
    for posture, ratios in past.items():
        yield f"{posture:12}{2.0 * math.log(np.percentile(ratios, 100.0 * HELD)):8.2f} by {len(ratios)} points"


def above(samples: Sequence[Sample]) -> Iterable[str]:
    past: dict[str, list[tuple[float, list[float]]]] = {}
    for truth, marks in samples:
        view, ratios = view_trunk(marks), past_rings(truth, marks)
        if ratios:
            past.setdefault(view.posture, []).append((max(0.0, -view.even["tilt"]), ratios))
    for posture, bodies in past.items():
        tilts = np.array([tilt for tilt, _ in bodies])
        squares = [math.log(float(np.mean(np.square(ratios)))) for _, ratios in bodies]
        slope = float(np.polyfit(tilts, squares, 1)[0])
        even = np.concatenate([np.array(ratios) * math.exp(-0.5 * slope * tilt) for tilt, ratios in bodies])
        level = 2.0 * math.log(float(np.percentile(even, 100.0 * HELD)))
        yield f"{posture:12}{level:8.2f}{slope:8.2f} by {len(bodies)} bodies"


MEASURES: dict[str, Callable[[Sequence[Sample]], Iterable[str]]] = {
    "legs": legs,
    "trunks": trunks,
    "crouched": crouched,
    "above": above,
}


def main(what: str, sets: Sequence[str]) -> None:
    named = [asked(given) for given in sets]
    samples = [sample for each in named for sample in detected(each.folder, set(each.views) or None)]
    print("\n".join(MEASURES[what](samples)))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in MEASURES:
        raise SystemExit(f"expected {' or '.join(MEASURES)}, then SET...")
    main(sys.argv[1], sys.argv[2:])
