"""What differs from back to back beyond what the trunk's state tells: each anchor's own spread, and what is not placed.

Rendered bodies differ less than people do, so the numbers come from measured people where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from locator.anatomy import C7_TO_L4_CUN, SPINE_FRACTION
from locator.frames.trunk_places import HUNG, IN_HOLLOW, SPINE, WAIST
from locator.frames.trunk_state import IS_ODD, PAIRED
from locator.frames.trunk_view import Posture
from locator.geometry import Array, kept
from locator.landmarks import SIDES

# The shoulder blade's tip is taken to lie level with T7, as in the standard and in rendered bodies.  In people it lies
# level with T8 on the average (Cooperstein 2015, 5 studies, n = 343), one standard deviation .9 of a level (Cooperstein
# 2009, n = 34): with 1.3 cun to the level, of which the rendered tip lies .2 below T7, 1.6 cun along the spine.
SCAPULA_TIP_CUN = 1.6
# How far the deltoid stands out beyond the acromion (half of bideltoid less biacromial breadth, 3,034 adults of ANSUR
# II): one standard deviation 12 mm.  A pose model sees the deltoid.
ACROMION_CUN = 0.53
# Half of the hip breadth varies by 11 mm and the trochanter's height by 25 mm where stature, sex and biacromial breadth
# are known (ANSUR II), the joints that are seen tell some of it; so much, and GB30's rings hold .67 on rendered backs.
# Of a body whose legs are out of the picture nobody knows whether it sits: where it does, that skin lies 1.5 cun lower.
TROCHANTER_CUN, TROCHANTER_LEGLESS_CUN = 0.8, 1.6
# How much the hollow of the loins differs from back to back, one standard deviation at its deepest: T10 to T12 of
# turned rendered backs lie .65 cun off across the picture, .53 by their spread without it.
HOLLOW_SPREAD_CUN = 0.6

# One standard deviation of each anchor, cun, of what no other tells: which level it is, or what hangs on a bone.
OWN_SPREAD_CUN: Mapping[str, float] = {
    **{level: spread * C7_TO_L4_CUN for level, (_, spread) in SPINE.items()},
    "sacral_hiatus": SPINE_FRACTION["s4"][1] * C7_TO_L4_CUN,
    **{name: sigma for name, (_, _, sigma) in WAIST.items()},
    **{f"{side}_{name}": sigma for name, (_, _, _, sigma) in HUNG.items() for side in SIDES},
}
# Those of which it runs along the spine.
LEVELS_ALONG = frozenset([*SPINE, "sacral_hiatus", *WAIST])
COUNTED = frozenset(SPINE) - {"coccyx_tip"}
OWN_DEPTH_CUN: Mapping[str, float] = {level: HOLLOW_SPREAD_CUN * share for level, share in IN_HOLLOW.items() if share}


@cache
def bones_cun2(posture: Posture) -> Array:
    """(n, n) cun^2 of the trunk's state: what the paired bones differ in beyond what joints tell; a finger can."""
    trochanter_cun = TROCHANTER_LEGLESS_CUN if posture == "cut" else TROCHANTER_CUN
    across_and_along = {
        "acromion": (ACROMION_CUN, ACROMION_CUN),
        "scapula_inferior_angle": (0.0, SCAPULA_TIP_CUN),
        "greater_trochanter": (trochanter_cun, trochanter_cun),
    }
    sds = [across_and_along.get(name, (0.0, 0.0)) for name in PAIRED for _ in SIDES]
    variances = np.square(np.concatenate([np.zeros(len(IS_ODD)), np.ravel(sds)]))
    return kept(np.diag(variances))


# A sitting body's weight rests on the skin beside its trochanters, which moves with the thighs: of rendered ones the
# point there lies 2 cun off, with a ring of 1.
HIDDEN: Mapping[Posture, frozenset[str]] = {
    "whole": frozenset(),
    "seated": frozenset(f"{side}_greater_trochanter" for side in SIDES),
    "cut": frozenset(),
}
