"""Where every anchor and axis of a back lies for its state: linear forms, the same for all bodies of a posture.

The other levels of the spine lie between the state's four by the anatomists' fractions; what no model sees hangs on
what it does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from locator.anatomy import C7_TO_L4_CUN, SPINE_FRACTION
from locator.frames.base import Linear
from locator.frames.trunk_state import AXES, LEVELS, PAIRED
from locator.frames.trunk_view import Posture
from locator.geometry import Array

_HIGH, _LOW = SPINE_FRACTION["t4"][0], SPINE_FRACTION["l2"][0]
_KNOTS = tuple(SPINE_FRACTION[level][0] for level in LEVELS)
# What the cubic through the four levels leaves of a back's bow, cun: the next power of the fraction along the spine,
# nought at the four.  Fitted on rendered backs; it takes the level's own bias from .16 cun to .03.
BOW_CUN: Mapping[Posture, float] = {"whole": -1.6, "seated": -5.5, "cut": -4.6}
# What a finger calls C7 is the tip of its spinous process, 8 mm above the lower border that is level with GV14
# (rendered bodies; the process is about 15 mm high); 22.5 mm to the cun.
C7_TIP_CUN = 0.36
COCCYX_FRACTION = (1.37, 0.05)  # tip of the coccyx on the scale of SPINE_FRACTION: rendered bodies
SPINE = {**SPINE_FRACTION, "coccyx_tip": COCCYX_FRACTION}
# Toward the head is up: less of the distal axis.
_BOWS = {level: -math.prod(min(f, _KNOTS[-1]) - knot for knot in _KNOTS) for level, (f, _) in SPINE.items()}

# Places that no model sees, as offsets (distal, lateral, cun) from one that is known, with their spread.
# Axillary fold: 0.213 of acromion-to-trochanter height below the acromion (ANSUR axilla height, sd 12 mm), about 1 cun
# medial of it.  Gluteal fold: 0.236 of that height below the trochanter's top (ANSUR I gluteal furrow, sd 16-18 mm), so
# 4.5 cun below its lateral prominence; its middle lies over the back of the thigh.
_HUNG: Mapping[str, tuple[str, float, float, float]] = {
    "posterior_axillary_fold": ("acromion", 4.9, -1.0, 0.8),
    "gluteal_fold": ("greater_trochanter", 4.5, -3.0, 0.9),
}


# Levels of the waist above the hip bones' tops, as shares of C7 tip to hip bones and of the hip bones' breadth: navel
# and tenth rib of 3,034 adults (ANSUR II, waist height at omphalion and tenth rib height), rms 17.8 and 15.1 mm.
_WAIST: Mapping[str, tuple[float, float, float]] = {
    "waist": (0.2707, -0.4619, 0.79),
    "tenth_rib": (0.1052, 0.0495, 0.67),
}


@lru_cache(maxsize=64)  # the same two dozen levels in every frame of a video
def spine_weights(fraction: float) -> Array:
    """(4,) weights of C7, T7, L4 and S4 in the place at this fraction of C7..L4: the cubic through the four."""
    weights = np.array(
        [math.prod((fraction - q) / (p - q) for q in _KNOTS if q != p) for p in _KNOTS],
        dtype=np.float64,
    )
    weights.flags.writeable = False
    return weights


@dataclass(frozen=True, eq=False)
class Forms:
    """Every anchor and axis as linear forms of the state (n,): what they do not owe to the picture."""

    names: tuple[str, ...]  # k of them: anchors, then "<level> lateral", "distal", "dorsal"
    left: Array  # (k, n) the component toward the left
    up: Array  # (k, n)
    placed: Array  # (k, 1) 1 for anchors, which start from the trunk's origin; 0 for axes

    @staticmethod
    @cache
    def of(size: int, posture: Posture) -> Forms:
        forms = _forms(size, BOW_CUN[posture])
        gradients = np.array([form.gradient for form in forms.values()])
        return Forms(tuple(forms), gradients[:, 0, :-1], gradients[:, 1, :-1], gradients[:, 0, -1:])


def _forms(size: int, bow_cun: float) -> dict[str, Linear]:
    """Anchors and axes as functions of the state (n,) in the trunk's own measure, (left, up) in units.

    One number is added to the state: the trunk's origin, of which an anchor holds 1 and an axis 0.
    """
    one = np.eye(size + 1)

    def form(left: Array, up: Array) -> Linear:
        return Linear(np.zeros(2), np.array([left, up]))

    axis = {name: one[8 + i] for i, (name, _) in enumerate(AXES)}
    high, low = (form(axis[f"{at}_left"], axis[f"{at}_up"]) for at in ("high", "low"))
    spine, axes = {}, {"dorsal": form(axis["dorsal_left"], axis["dorsal_up"])}
    for level, (fraction, _) in SPINE.items():
        weights = spine_weights(fraction)
        spine[level] = form(weights @ one[:4] + one[-1], weights @ one[4:8])
        share = float(np.clip((fraction - _HIGH) / (_LOW - _HIGH), -0.4, 1.6))
        axes[f"{level} lateral"] = high.toward(low, share)
    distal = axes["distal"] = (spine["l4"] + spine["c7"] * -1.0) * (1.0 / C7_TO_L4_CUN)
    anchors = {level: place + distal * (bow_cun * _BOWS[level]) for level, place in spine.items()}
    anchors["sacral_hiatus"] = anchors["s4"]
    anchors["c7_tip"] = anchors["c7"] + distal * -C7_TIP_CUN
    for k, name in enumerate(PAIRED):
        for side, at in (("left", 8 + len(AXES) + 4 * k), ("right", 10 + len(AXES) + 4 * k)):
            anchors[f"{side}_{name}"] = form(one[at] + one[-1], one[at + 1])
    anchors.update(_waist_levels(anchors))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        spine_root, tip = anchors[f"{side}_scapula_spine_medial"], anchors[f"{side}_acromion"]
        anchors[f"{side}_scapula_spine_middle"] = spine_root.toward(tip, 0.5)
        for name, (base, distal_cun, lateral_cun, _) in _HUNG.items():
            lateral = axes[f"{'t4' if base == 'acromion' else 's2'} lateral"]
            anchors[f"{side}_{name}"] = (
                anchors[f"{side}_{base}"] + distal * distal_cun + lateral * (sign * lateral_cun)
            )
    return {**anchors, **axes}


def _waist_levels(anchors: Mapping[str, Linear]) -> dict[str, Linear]:
    """Places on the midline, level with navel and tenth rib."""
    crests = anchors["left_iliac_crest"].toward(anchors["right_iliac_crest"], 0.5)
    rise = anchors["c7_tip"] + crests * -1.0
    across = anchors["left_iliac_crest"] + anchors["right_iliac_crest"] * -1.0
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])  # the body's left turned to point up its spine
    risen = Linear(across.value, quarter @ across.gradient)
    return {name: crests + rise * by_length + risen * by_breadth for name, (by_length, by_breadth, _) in _WAIST.items()}


# An anchor's own spread, cun: of the levels, and of what hangs on another.
OWN_SPREAD_CUN: Mapping[str, float] = {
    **{level: spread * C7_TO_L4_CUN for level, (_, spread) in SPINE.items()},
    "sacral_hiatus": SPINE_FRACTION["s4"][1] * C7_TO_L4_CUN,
    **{name: sigma for name, (_, _, sigma) in _WAIST.items()},
    **{f"{side}_{name}": sigma for name, (_, _, _, sigma) in _HUNG.items() for side in ("left", "right")},
}
LEVELS_ALONG = frozenset([*SPINE, "sacral_hiatus", *_WAIST])
