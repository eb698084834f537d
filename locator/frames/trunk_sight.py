"""What a picture shows of how a body is built, beside the trunk's own turn and tilt: breadths and heights, in units.

Shoulders' and hips' breadth by the joints, the heights of head and neck, and the outline's breadth at four heights;
each may be missing, and says nothing then.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posture import EVEN, doubt_beyond
from locator.frames.trunk_view import HEAD, TrunkView
from locator.geometry import Array
from locator.landmarks import LandmarkSet

JOINED = ("shoulder_width", "hip_width")
SIDED = ("hip_side", "waist_side", "rib_side", "chest_side")  # of the outline (detect/sides.py)
SHOWN = (*JOINED, *HEAD, *SIDED)
POSED = ("one", "tilt", "tilt_squared", "turn_squared", "arms_raised")  # how the body stands: no person's own


def shown(view: TrunkView, marks: LandmarkSet) -> tuple[Array, Array]:
    """(12,) units in the order of SHOWN, NaN where the picture does not show it; and (12,) units^2 of doubt.

    The head no further than the trunk model has seen, and doubted as there.  Of a close-up's outline nothing is said:
    the model makes up what is beyond the picture, or takes a wall for it.
    """
    model = TrunkModel.load().postures[view.posture]
    head = np.array([view.head.get(n, np.nan) for n in HEAD])
    sides = [_breadth(name, view, marks) for name in SIDED]
    values = np.array([*_clipped(JOINED, view), *np.clip(head, model.head_low, model.head_high), *sides])
    doubt = np.zeros(len(values))
    remembered = np.array([view.head_doubt.get(n, 0.0) for n in HEAD])
    doubt[len(JOINED) : len(JOINED) + len(HEAD)] = doubt_beyond(head, model.head_low, model.head_high) + remembered
    return values, doubt


def posed(view: TrunkView) -> Array:
    """(5,) in the order of POSED, no further than the trunk model has seen."""
    return _clipped(POSED, view)


def _clipped(names: Sequence[str], view: TrunkView) -> Array:
    """These of the trunk's even features, no further than the trunk model has seen."""
    model = TrunkModel.load().postures[view.posture]
    at = [EVEN.index(name) for name in names]
    return np.clip([view.even[name] for name in names], model.even_low[at], model.even_high[at])


def _breadth(name: str, view: TrunkView, marks: LandmarkSet) -> float:
    left, right = marks.get(f"left_{name}"), marks.get(f"right_{name}")
    if left is None or right is None or left.source == "close-up":
        return float("nan")
    return float(np.linalg.norm(left.xy_px - right.xy_px)) / view.unit_px
