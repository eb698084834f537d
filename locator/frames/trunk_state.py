"""What a trunk's state (n,) holds, in units of the trunk's own measure (`trunk_view`).

Toward the left of C7, T7, L4 and S4, then how far up they lie; the body's axes; left and up of each paired bone.  Where
each of them stands is told by name (AT_LEVEL, AT_AXIS, AT_BONE): a number of the state is spoken of so and not counted.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from locator.frames.trunk_view import TrunkView
from locator.geometry import Array, kept
from locator.landmarks import SIDES, LandmarkSet

LEVELS = ("c7", "t7", "l4", "s4")
AXES = (  # the state's axes, px per cun over the unit: toward the left at L2 and at T4, out of the back; and the cun
    ("low_left", "even"), ("low_up", "odd"), ("high_left", "even"), ("high_up", "odd"),
    ("dorsal_left", "odd"), ("dorsal_up", "even"), ("cun", "even"),
)  # fmt: skip
PAIRED = (
    "acromion", "scapula_inferior_angle", "scapula_spine_medial", "iliac_crest", "psis", "greater_trochanter",
)  # fmt: skip
# Of the levels and axes: what a mirror turns round (True) and what it leaves alone.
IS_ODD = kept(np.array([True] * 4 + [False] * 4 + [parity == "odd" for _, parity in AXES]))
# Indices in the state: toward the left, and up.
AT_LEVEL = {name: (k, len(LEVELS) + k) for k, name in enumerate(LEVELS)}
AT_AXIS = {name: 2 * len(LEVELS) + k for k, (name, _) in enumerate(AXES)}
AT_BONE = {
    f"{side}_{name}": (len(IS_ODD) + 2 * k, len(IS_ODD) + 2 * k + 1)
    for k, (name, side) in enumerate(product(PAIRED, SIDES))
}
PLACES = (*AT_LEVEL.values(), *AT_BONE.values())
VECTORS = tuple((AT_AXIS[f"{axis}_left"], AT_AXIS[f"{axis}_up"]) for axis in ("low", "high", "dorsal"))
SHOULDER_BORNE = frozenset({"acromion", "scapula_inferior_angle", "scapula_spine_medial"})


@cache
def mirror() -> Array:
    """(n, n) read-only: what a mirror does to a state; of paired bones it also exchanges left and right."""
    turned = np.diag(np.concatenate([np.where(IS_ODD, -1.0, 1.0), np.zeros(4 * len(PAIRED))]))
    for name in PAIRED:
        (left, left_up), (right, right_up) = (AT_BONE[f"{side}_{name}"] for side in SIDES)
        turned[left, right] = turned[right, left] = -1.0
        turned[left_up, right_up] = turned[right_up, left_up] = 1.0
    return kept(turned)


def paired_base(name: str, side: str, marks: LandmarkSet) -> Array:
    """(2,) px: the joint from which a paired bone is reckoned."""
    return marks.xy(f"{side}_shoulder" if name in SHOULDER_BORNE else f"{side}_hip")


def seen_from(state: Array, theirs: TrunkView, ours: TrunkView) -> Array:
    """A state (n,) told in one measure of a trunk, told in another measure of the same picture."""
    told = np.array(state)
    for i, j in PLACES:
        away = (theirs.to_px(state[i], state[j]) - ours.origin_px) / ours.unit_px
        told[i], told[j] = away @ ours.left, away @ ours.up
    for i, j in VECTORS:
        vector = theirs.unit_px / ours.unit_px * (state[i] * theirs.left + state[j] * theirs.up)
        told[i], told[j] = vector @ ours.left, vector @ ours.up
    told[AT_AXIS["cun"]] = state[AT_AXIS["cun"]] * theirs.unit_px / ours.unit_px
    return told
