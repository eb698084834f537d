"""The lower leg with knee and ankle: origin at the knee, distal toward the ankle, 16 cun from crease to malleolus.

``out`` is +1 toward the little-toe side for either leg, so that lateral means lateral on both legs and in a mirror.
"""

from __future__ import annotations

from locator.frames.base import BodyFrame, FrameFailure, unsure
from locator.frames.leg_model import LegModel
from locator.frames.leg_view import LegSide, view_leg
from locator.landmarks import LandmarkSet
from locator.proportions import POPULATION, Proportions

MIN_SIGHT = 0.35  # the model's belief that knee or ankle is in the picture, below which it is guessing
SURE_SIGMA_UNITS = 0.04
MIN_UNIT_PX = 20.0


def build_legs(marks: LandmarkSet, own: Proportions = POPULATION) -> tuple[BodyFrame | FrameFailure, ...]:
    """One frame or failure for each leg."""
    sides: tuple[LegSide, ...] = ("left", "right")
    return tuple(_build_leg(marks, side) for side in sides)


def _build_leg(marks: LandmarkSet, side: LegSide) -> BodyFrame | FrameFailure:
    view = view_leg(marks, side)
    advice = f"Show the {side} leg from knee to ankle."
    if view is None:
        return FrameFailure("joints_missing", advice, "leg", marks.require(f"{side}_knee", f"{side}_ankle"))
    knee, ankle = marks[f"{side}_knee"], marks[f"{side}_ankle"]
    hidden = tuple(m.name for m in (knee, ankle) if m.visibility < MIN_SIGHT)
    if hidden:
        return FrameFailure("out_of_picture", advice, "leg", hidden)
    if view.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", f"The {side} leg is too small or points at the camera; show it from the side.", "leg")
    extra = max(unsure(SURE_SIGMA_UNITS * view.unit_px, m.sigma_px) for m in (knee, ankle))
    source = "close-up" if knee.source == "close-up" else "pose"
    frame = LegModel.load().frame(view, extra, source)
    return frame.told({m.name: (m.xy_px, m.sigma_px) for m in marks if m.source == "tapped"})
