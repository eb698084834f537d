"""How long the legs look beside the trunk, where they are seen from hip to ankle."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from locator.frames.base import TRUNK_SURE_UNITS, unsure
from locator.geometry import Array
from locator.landmarks import SIDES, Landmark, LandmarkSet

RIM_UNITS = 0.1  # two cun: a joint that comes to the picture's rim, or walks over it, is believed less little by little


@dataclass(frozen=True, eq=False)
class Legs:
    """Both legs together."""

    signs: Array  # (2,) log of shin over thigh, log of the mean of the two, units of the trunk
    doubt: Array  # (2, 2) covariance of the signs that knees and ankles less sure than usual leave; hips tell their own
    sight: float  # of the joint that is seen least, 0 .. 1


def legs_of(marks: LandmarkSet, unit_px: float) -> Legs | None:
    """The legs of a trunk `unit_px` long; None where a hip, knee or ankle is missing or two of them fall together."""
    chains = [[marks.get(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")] for side in SIDES]
    joints = [[m for m in chain if m is not None] for chain in chains]
    if any(len(chain) < 3 for chain in joints):
        return None
    thigh = sum(math.dist(hip.xy_px, knee.xy_px) for hip, knee, _ in joints) / 2.0 / unit_px
    shin = sum(math.dist(knee.xy_px, ankle.xy_px) for _, knee, ankle in joints) / 2.0 / unit_px
    if min(thigh, shin) <= 0.0:
        return None
    knees, ankles = (sum(_extra(chain[at], unit_px) for chain in joints) / 4.0 for at in (1, 2))
    # a knee seen too low makes the thigh longer by what it takes from the shin
    lengths = np.array([[knees, -knees], [-knees, knees + ankles]])
    by = np.array([[-1.0 / thigh, 1.0 / shin], [1.0 / (thigh + shin), 1.0 / (thigh + shin)]])
    rim_px = RIM_UNITS * unit_px
    sight = min(_seen(m, marks.size_px, rim_px) for _, knee, ankle in joints for m in (knee, ankle))
    return Legs(np.log([shin / thigh, 0.5 * (thigh + shin)]), by @ lengths @ by.T, sight)


def _extra(mark: Landmark, unit_px: float) -> float:
    """Variance of a joint beyond the usual, units^2."""
    return unsure(TRUNK_SURE_UNITS * unit_px, mark.sigma_px) / unit_px**2


def _seen(mark: Landmark, size_px: tuple[int, int], rim_px: float) -> float:
    """How well it is seen; not at all beyond the picture, where the model is guessing."""
    (x, y), (width, height) = mark.xy_px.tolist(), size_px
    inside_px: float = min(x, y, width - x, height - y)
    return mark.visibility * min(max(inside_px / rim_px, 0.0), 1.0)
