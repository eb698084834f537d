"""Whether what is taken for a back stands on the legs of a front: a front whose face is hidden.

The model tells front from back by the head before all else: a face that was blurred, or that a telephone covers, is
the back of a head to it.  Of 200 such rendered fronts 43 were drawn on as backs, 16 are with this; of 562 rendered
backs one more is asked about, of 44 photographs none.  Toes that are plainly seen speak against a back and cost nothing
to ask for; the skin of the legs then decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Look, Rgb
from locator.landmarks import SIDES
from locator.legs_face import SIZES, leg_joints_px, legs_readings, legs_signs
from locator.looks import shows_back

# Toes are plainly seen where the looks' mean visibility of their tips is above this, and they lie below the ankles by
# more than this share of the trunk.  Of 138 rendered fronts with blurred or covered faces that the looks take for backs
# .96 show them so, of 652 backs .08.
TOES_SEEN, TOES_BELOW_TRUNKS = 0.82, 0.06
# Legs are a front's where both readings together (logarithms of the odds) are below this.  Of 22 such fronts 15 are, of
# 137 rendered backs none (-3.4 the least); of ten photographed backs the least is -3.3, a woman in motion seen steeply
# from above, who would be asked about if the readings counted as in `legs_show_back`.
SURE_FRONT_LEGS = -3.5
# One size of the square alone, a third of the time, tells most backs: beyond this the other sizes are looked at, too.
PERHAPS_FRONT_LEGS = -1.5


def on_front_legs(rgb: Rgb, looks: Sequence[Look]) -> bool:
    """Whether `looks` take a body for a back of which the toes and the skin of the legs say that it is a front."""
    if not (all(shows_back(look) for look in looks) and toes_shown(looks)):
        return False
    joints_px = leg_joints_px(looks, [1.0] * len(looks))
    looked = (((1.0,), PERHAPS_FRONT_LEGS), (SIZES, SURE_FRONT_LEGS))
    return all(sum(legs_readings(legs_signs(rgb, joints_px, sizes))) < most for sizes, most in looked)


def toes_shown(looks: Sequence[Look]) -> bool:
    """Whether toes are plainly seen below the ankles, on the average of both feet and all looks."""
    tips = [INDEX[f"{side}_foot_index"] for side in SIDES]
    seen = float(np.mean([look.visibility[tips] for look in looks]))
    return seen > TOES_SEEN and float(np.mean([_below_trunks(look) for look in looks])) > TOES_BELOW_TRUNKS


def _below_trunks(look: Look) -> float:
    """How far the toes lie below the ankles along the trunk, mean of both feet, as a share of its length."""
    shoulders, hips, ankles, tips = (
        look.xy_px[[INDEX[f"{side}_{part}"] for side in SIDES]].mean(axis=0)
        for part in ("shoulder", "hip", "ankle", "foot_index")
    )
    down = hips - shoulders
    return float((tips - ankles) @ down) / max(float(down @ down), 1e-6)
