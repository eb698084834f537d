"""Head and nape: origin between the ears, distal down the nape, lateral toward the body's left.

Its points lie on the back and the crown of the head and are shown only where they face the camera: from behind, from
the side, from above.
"""

from __future__ import annotations

from locator.frames.base import BodyFrame, FrameFailure, unsure
from locator.frames.head_model import HeadModel, Range
from locator.frames.head_view import EARS, FACE, JOINTS, view_head
from locator.frames.taps_slip import tapped, told_if_fit
from locator.landmarks import LandmarkSet
from locator.proportions import POPULATION, Proportions

SURE_SIGMA_UNITS = 0.03  # spread of a joint in plain view that the fitted spread already holds
MIN_UNIT_PX = 20.0  # shoulders about 16 px apart: the head is then about 7 px wide
MIN_SIGHT = 0.3  # the model's belief that ears and shoulders are in the picture, below which it is guessing


def build_head(marks: LandmarkSet, own: Proportions = POPULATION) -> BodyFrame | FrameFailure:
    """The head's frame, or what is missing and what to do about it."""
    advice = "Show the head and both shoulders from behind or from above."
    missing = marks.require(*JOINTS, *FACE)
    if missing:
        return FrameFailure("joints_missing", advice, "head", missing)
    guessed = tuple(n for n in JOINTS if marks[n].visibility < MIN_SIGHT)
    if guessed:
        return FrameFailure("out_of_picture", advice, "head", guessed)
    view = view_head(marks)
    if view is None or view.unit_px < MIN_UNIT_PX:
        return FrameFailure("too_small", "The head is too small in the picture: come closer, or zoom in.", "head")
    seen_as: Range = "close" if any(marks[name].source == "close-up" for name in EARS) else "whole"
    if not HeadModel.load().knows(view, seen_as):
        return FrameFailure("faces_away", "The back of the head is not seen as it should be: " + advice.lower(), "head")
    extra = max(unsure(SURE_SIGMA_UNITS * view.unit_px, marks[n].sigma_px) for n in JOINTS)
    frame = HeadModel.load().frame(view, seen_as, extra, "close-up" if marks.seen_close else "pose")
    return told_if_fit(frame, tapped(marks))
