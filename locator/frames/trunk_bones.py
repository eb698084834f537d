"""The back from four bones that an anatomist would name: both acromia and both greater trochanters.

Where C7 and the hip bones lie between them is known of measured people, so this route rests on people rather than on
rendered bodies: ANSUR II (3,034 adults, the sexes weighed alike), heights as shares of acromion-to-trochanter height T
and biacromial breadth W.  L4 hangs on the hip bones by `CREST_TO_L4_CUN`, the other levels on C7 and L4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from locator.anatomy import C7_TO_L4_CUN, CREST_TO_L4_CUN, SPINE_FRACTION
from locator.frames.base import BodyFrame
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_places import C7_TIP_CUN
from locator.frames.trunk_state import AT_AXIS, AT_BONE, AT_LEVEL, PLACES
from locator.frames.trunk_view import TrunkView
from locator.geometry import Array
from locator.landmarks import SIDES

BONES = tuple(f"{side}_{name}" for name in ("acromion", "greater_trochanter") for side in SIDES)
# Height above the trochanters = share of T + share of W, and the regression's rms, cun (22.5 mm).
C7_TIP_HEIGHT = (0.8583, 0.3627, 0.555)  # cervicale; 12.5 mm
CREST_HEIGHT = (0.3832, -0.1067, 0.73)  # iliocristale; 16.4 mm
_AT_CRESTS = [AT_BONE[f"{side}_iliac_crest"][1] for side in SIDES]  # where their heights stand in the state
T_CUN = 22.6  # acromion to trochanter in cun, sexes alike (ANSUR II)


def shoulder_share(bones: Mapping[str, Array]) -> float:
    """Breadth between the acromia over their height above the trochanters ((2,) px each), as the picture shows them.

    Below 0 where left and right are exchanged; 0 where there is no height.
    """
    left, right, left_hip, right_hip = (bones[name] for name in BONES)
    up = 0.5 * (left + right - left_hip - right_hip)
    return float((left - right) @ np.array([up[1], -up[0]])) / max(float(up @ up), 1e-9)


def bones_frame(bones: Mapping[str, Array], view: TrunkView, average: Array, spread: Array) -> BodyFrame:
    """The back's frame through the four bones ((2,) px each), before any other tap is told.

    `view`, `average` and `spread` are an average trunk's, for all that these four bones do not say.
    """
    shoulders = 0.5 * (bones["left_acromion"] + bones["right_acromion"])
    hips = 0.5 * (bones["left_greater_trochanter"] + bones["right_greater_trochanter"])
    span = shoulders - hips
    height_px = float(np.linalg.norm(span))
    up = span / height_px
    left = np.array([up[1], -up[0]])
    breadth_px = float((bones["left_acromion"] - bones["right_acromion"]) @ left)
    usual_cun_px = height_px / T_CUN  # for what lies near the bones, until this body's own is known

    def above_px(rule: tuple[float, float, float]) -> float:
        """Height above the trochanters by one of the rules."""
        return rule[0] * height_px + rule[1] * breadth_px

    c7_px = above_px(C7_TIP_HEIGHT) - C7_TIP_CUN * usual_cun_px
    crest_px = above_px(CREST_HEIGHT)
    l4_px = crest_px - CREST_TO_L4_CUN[0] * usual_cun_px
    cun_px = (c7_px - l4_px) / C7_TO_L4_CUN
    unit_px = height_px / _acromion_height(average)
    seen = replace(view, origin_px=hips, up=up, left=left, unit_px=unit_px)
    state = np.array(average)
    # all heights reckoned from the trochanters, as those of the bones are
    drop = _height("greater_trochanter", average)
    for _, up_at in PLACES:
        state[up_at] -= drop
    for name, (_, up_at) in AT_LEVEL.items():
        state[up_at] = (c7_px + SPINE_FRACTION[name][0] * (l4_px - c7_px)) / unit_px
    state[list(AT_AXIS.values())] *= cun_px / unit_px / state[AT_AXIS["cun"]]
    state[_AT_CRESTS] = crest_px / unit_px
    for name in BONES:
        left_at, up_at = AT_BONE[name]
        away = (bones[name] - hips) / unit_px
        state[left_at], state[up_at] = away @ left, away @ up
    return TrunkModel.load().frame(seen, state, _spread(spread, cun_px / unit_px), "taps")


def _spread(average: Array, cun_units: float) -> Array:
    """(n, n) units^2: the average trunk's, and what people differ in C7 and L4 beyond what its joints allow."""
    pull = np.zeros((2, len(average)))
    for name, (_, up_at) in AT_LEVEL.items():
        share = SPINE_FRACTION[name][0]
        pull[0, up_at], pull[1, up_at] = 1.0 - share, share
    pull[1, _AT_CRESTS] = 1.0
    sd = np.array([C7_TIP_HEIGHT[2], float(np.hypot(CREST_HEIGHT[2], CREST_TO_L4_CUN[1]))]) * cun_units
    return np.asarray(average + (pull.T * sd**2) @ pull)


def _height(name: str, state: Array) -> float:
    """How far up a paired bone lies, units; the mean of both sides."""
    left, right = (state[AT_BONE[f"{side}_{name}"][1]] for side in SIDES)
    return float(0.5 * (left + right))


def _acromion_height(state: Array) -> float:
    """From trochanters to acromia on the average trunk, units."""
    return _height("acromion", state) - _height("greater_trochanter", state)
