"""The hand: origin at the wrist, distal toward the knuckles, dorsal out of its back, either side, any turn.

Left or right is in the landmarks' names; which face is seen follows from the order of the knuckles round the wrist.
"""

from __future__ import annotations

import numpy as np

from locator.frames.base import BodyFrame, FrameFailure, unsure
from locator.frames.hand_model import HandModel
from locator.frames.hand_view import PALM, HandView, hand_marks, view_hand
from locator.frames.taps_slip import tapped, told_if_fit
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet, Pair
from locator.proportions import POPULATION, Proportions

SURE_SIGMA_SIZES = 0.045  # spread of a joint in plain view that the fitted spread already holds
# A joint is seen to so many pixels however small the hand: on hands of whole rendered bodies, a cun of 6 to 14 px,
# rings held .31 of 162 points before anything like this was reckoned with; of 142 others they hold .76.
PIXELS_SIGMA_PX = 1.4
MIN_SIZE_PX = 16.0
ELBOW_SIGHT = 0.6
# A forearm in the picture is at most 12 cun long, and pointing at the camera it tells no direction.
FOREARM_RANGE_CUN = (5.0, 14.5)


def build_hands(marks: LandmarkSet, own: Proportions = POPULATION) -> tuple[BodyFrame | FrameFailure, ...]:
    """One frame for each hand that is seen; one failure when there is none."""
    here = [side for side in SIDES if hand_marks(marks, side)]
    if not here:
        missing = marks.require(*(f"{side}_hand_{name}" for side in SIDES for name in PALM))
        advice = "Hold one hand flat, fingers apart, wrist and knuckles in the picture."
        return (FrameFailure("hand_missing", advice, "hand", missing),)
    return tuple(_build_hand(marks, side) for side in here)


def _build_hand(marks: LandmarkSet, side: Pair) -> BodyFrame | FrameFailure:
    seen = hand_marks(marks, side)
    view = view_hand(marks, side)
    if view is None:
        missing = marks.require(*(f"{side}_hand_{name}" for name in PALM))
        advice = f"Turn the back or the palm of the {side} hand toward the camera."
        return FrameFailure("joints_missing" if missing else "on_edge", advice, "hand", missing)
    if view.size_px < MIN_SIZE_PX:
        return FrameFailure("too_small", f"The {side} hand is too small in the picture: hold it nearer.", "hand")
    extra = unsure(SURE_SIGMA_SIZES * view.size_px, max(m.sigma_px for m in seen)) + PIXELS_SIGMA_PX**2
    source = "taps" if all(m.source == "tapped" for m in seen) else "close-up"
    model = HandModel.load()
    frame = model.frame(view, _elbow(marks, view, model.cun_per_size), extra, source)
    return told_if_fit(frame, tapped(marks))


def _elbow(marks: LandmarkSet, view: HandView, cun_per_size: float) -> Array | None:
    """(2,) px of this arm's elbow where seen and fitting the hand; None leaves the forearm to the hand."""
    elbow = marks.get(f"{view.side}_elbow")
    wrist = marks.get(f"{view.side}_wrist")
    if elbow is None or elbow.visibility < ELBOW_SIGHT:
        return None
    cun_px = cun_per_size * view.size_px
    if wrist is not None and float(np.linalg.norm(wrist.xy_px - view.wrist_px)) > 2.0 * cun_px:
        return None
    length_cun = float(np.linalg.norm(elbow.xy_px - view.wrist_px)) / cun_px
    return elbow.xy_px if FOREARM_RANGE_CUN[0] < length_cun < FOREARM_RANGE_CUN[1] else None
