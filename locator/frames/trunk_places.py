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
from locator.frames.trunk_state import AT_AXIS, AT_BONE, AT_LEVEL, LEVELS, mirror
from locator.frames.trunk_view import Posture
from locator.geometry import Array, kept

_HIGH, _LOW = SPINE_FRACTION["t4"][0], SPINE_FRACTION["l2"][0]
_KNOTS = tuple(SPINE_FRACTION[level][0] for level in LEVELS)
# What the cubic through the four levels leaves of a back's bow, cun: the next power of the fraction along the spine,
# nought at the four.  Fitted on rendered backs; it takes the level's own bias from .16 cun to .03.
BOW_CUN: Mapping[Posture, float] = {"whole": -1.6, "seated": -5.5, "cut": -4.6}
# The same out of the back, cun, half way from T7 to L4 and from L4 to S4: the hollow of the loins and the swell of the
# sacrum, which show sideways as soon as a trunk is turned.  Fitted on three sets of rendered backs (-.30, -.14 and
# -.09, .45, .41 and .49; their means): without them the levels there lie .2 to .4 cun off along that axis.
HOLLOW_CUN, SWELL_CUN = -0.18, 0.45
# How much lower than the cubic has it a sitting body's sacrum lies half way, cun: rendered ones, whose S1 and S2 lie .4
# too high without it.
SITTING_CUN = 0.4
# What a finger calls C7 is the tip of its spinous process, 8 mm above the lower border that is level with GV14
# (rendered bodies; the process is about 15 mm high); 22.5 mm to the cun.
C7_TIP_CUN = 0.36
COCCYX_FRACTION = (1.37, 0.05)  # tip of the coccyx on the scale of SPINE_FRACTION: rendered bodies
SPINE = {**SPINE_FRACTION, "coccyx_tip": COCCYX_FRACTION}
# Toward the head is up: less of the distal axis.
_BOWS = {level: -math.prod(min(f, _KNOTS[-1]) - knot for knot in _KNOTS) for level, (f, _) in SPINE.items()}


def _arch(fraction: float, low: float, high: float) -> float:
    """A parabola over the stretch of the spine between two fractions: 0 at its ends and beyond, 1 half way."""
    along = (fraction - low) / (high - low)
    return max(0.0, 4.0 * along * (1.0 - along))


# By level, how far it lies in the hollow of the loins and on the swell of the sacrum, 0 .. 1.
IN_HOLLOW = {level: _arch(f, _KNOTS[1], _KNOTS[2]) for level, (f, _) in SPINE.items()}
ON_SWELL = {level: _arch(f, _KNOTS[2], _KNOTS[3]) for level, (f, _) in SPINE.items()}

# Places that no model sees, as offsets (distal, lateral, cun) from one that is known, with their spread.
# Axillary fold: 0.213 of acromion-to-trochanter height below the acromion (ANSUR axilla height, sd 12 mm), about 1 cun
# medial of it; arms move it, and seven marked by eye on four photographs of one man lie 1.6 cun off along either axis
# (root mean square), .5 of it the acromion's own.  Gluteal fold: 0.236 of that height below the trochanter's top (ANSUR
# I gluteal furrow, sd 16-18 mm), so 4.5 cun below its lateral prominence; its middle lies over the back of the thigh.
HUNG: Mapping[str, tuple[str, float, float, float]] = {
    "posterior_axillary_fold": ("acromion", 4.9, -1.0, 1.5),
    "gluteal_fold": ("greater_trochanter", 4.5, -3.0, 0.9),
}


# Levels of the waist above the hip bones' tops, as shares of C7 tip to hip bones and of the hip bones' breadth: navel
# and tenth rib of 3,034 adults (ANSUR II, waist height at omphalion and tenth rib height), rms 17.8 and 15.1 mm.
WAIST: Mapping[str, tuple[float, float, float]] = {
    "waist": (0.2707, -0.4619, 0.79),
    "tenth_rib": (0.1052, 0.0495, 0.67),
}


@lru_cache(maxsize=64)  # the same two dozen levels in every frame of a video
def spine_weights(fraction: float) -> Array:
    """(4,) weights of C7, T7, L4 and S4 in the place at this fraction of C7..L4: the cubic through the four."""
    return kept(np.array([math.prod((fraction - q) / (p - q) for q in _KNOTS if q != p) for p in _KNOTS]))


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
        forms = _forms(size, posture)
        gradients = np.array([form.gradient for form in forms.values()])
        return kept(Forms(tuple(forms), gradients[:, 0, :-1], gradients[:, 1, :-1], gradients[:, 0, -1:]))


@cache
def anchor_names() -> frozenset[str]:
    """Every place that a back's frame knows, by which a tap on it is told from one on a leg or a hand."""
    forms = Forms.of(len(mirror()), "whole")
    return frozenset(name for name, placed in zip(forms.names, forms.placed.ravel(), strict=True) if placed)


def _forms(size: int, posture: Posture) -> dict[str, Linear]:
    """Anchors and axes as functions of the state (n,) in the trunk's own measure, (left, up) in units.

    One number is added to the state: the trunk's origin, of which an anchor holds 1 and an axis 0.
    """
    one = np.eye(size + 1)

    def form(left: Array, up: Array) -> Linear:
        return Linear(np.zeros(2), np.array([left, up]))

    axis = {name: one[at] for name, at in AT_AXIS.items()}
    across, along = (one[list(at)] for at in zip(*AT_LEVEL.values(), strict=True))
    high, low = (form(axis[f"{at}_left"], axis[f"{at}_up"]) for at in ("high", "low"))
    spine, axes = {}, {"dorsal": form(axis["dorsal_left"], axis["dorsal_up"])}
    for level, (fraction, _) in SPINE.items():
        weights = spine_weights(fraction)
        spine[level] = form(weights @ across + one[-1], weights @ along)
        share = float(np.clip((fraction - _HIGH) / (_LOW - _HIGH), -0.4, 1.6))
        axes[f"{level} lateral"] = high.toward(low, share)
    distal = axes["distal"] = (spine["l4"] + spine["c7"] * -1.0) * (1.0 / C7_TO_L4_CUN)
    lower_cun = SITTING_CUN if posture == "seated" else 0.0
    anchors = {}
    for level, place in spine.items():
        down_cun = BOW_CUN[posture] * _BOWS[level] + lower_cun * ON_SWELL[level]
        out_cun = HOLLOW_CUN * IN_HOLLOW[level] + SWELL_CUN * ON_SWELL[level]
        anchors[level] = place + distal * down_cun + axes["dorsal"] * out_cun
    anchors["sacral_hiatus"] = anchors["s4"]
    anchors["c7_tip"] = anchors["c7"] + distal * -C7_TIP_CUN
    for name, (left, up) in AT_BONE.items():
        anchors[name] = form(one[left] + one[-1], one[up])
    anchors.update(_waist_levels(anchors))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        spine_root, tip = anchors[f"{side}_scapula_spine_medial"], anchors[f"{side}_acromion"]
        anchors[f"{side}_scapula_spine_middle"] = spine_root.toward(tip, 0.5)
        for name, (base, distal_cun, lateral_cun, _) in HUNG.items():
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
    return {name: crests + rise * by_length + risen * by_breadth for name, (by_length, by_breadth, _) in WAIST.items()}
