"""What the look for a body ends with: one body that is seen, or the reason why none is."""

from __future__ import annotations

from dataclasses import dataclass

from locator.detect.base import Look
from locator.landmarks import LandmarkSet, View
from locator.placement import Boxes, Refusal, Region

NO_BODY = Refusal(
    "no_body",
    "No body was found. Step back until the part you want is in the picture with some of the body around it, "
    "in good light.",
)
NO_BODY_UNTOLD = Refusal(
    NO_BODY.reason,
    "No body was found. Of a close-up say what it shows (region); else step back until the part you want is in the "
    "picture with some of the body around it, in good light.",
)
NOT_SURE = Refusal(
    "not_sure",
    "This close-up cannot be placed with confidence. Step back until more of the body is in the picture, "
    "or tap two landmarks.",
)
NOT_IN_OUTLINE = Refusal(
    "not_in_outline",
    "No body is seen where the outline lies. Move, turn or enlarge the outline until its lines follow the body's, "
    "or show more of the body.",
)
BESIDE_BODY = Refusal(
    "beside_body",
    "The joints found do not lie on the body that is seen: take the picture in even light, before a plain background, "
    "with nobody close behind.",
)
NO_PERSON = Refusal(
    "no_person",
    "What is seen here may be no person. If it is one, show the whole body from nearer, in even light, before a plain "
    "background, or tap two landmarks.",
)
HIDDEN = Refusal(
    "hidden",
    "A part of the body seems to be hidden, or outside the picture. Show both sides of the back, from the shoulders to "
    "the hips, with nothing before it, or tap two landmarks.",
)
HANDS = Refusal(
    "hands",
    "Hands are seen where a back should be: point the camera at the body and keep the hands out of the way, "
    "or choose the hand if its points are wanted.",
)
FRONT_OR_BACK = Refusal(
    "front_or_back",
    "It cannot be told whether this is the back or the front: say which (view), or take the picture in better light.",
)
OTHER_SIDE = Refusal(
    "other_side",
    "What is seen does not look like the side that was said: check it (view), leave it out, or turn that side squarely "
    "to the camera.",
)


@dataclass(frozen=True, eq=False)
class Seen:
    """One body's landmarks, the look to follow it by, and everybody's boxes."""

    marks: LandmarkSet
    look: Look
    people: Boxes = ()
    only: Region | None = None  # the one region that a close-up supports: its legs say nothing of the back above them
    error_cun: float = 0.0  # how far off a close-up's joints are expected to be; the marks say so already


def side_unclear(view: View | None) -> Refusal:
    """That front and back cannot be told, or that what was said of them is not what is seen."""
    return OTHER_SIDE if view in ("back", "front") else FRONT_OR_BACK
