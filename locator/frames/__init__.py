"""The body's regions: each has one builder from landmarks to frames.  A new region is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.foot import build_feet
from locator.frames.hand import build_hands
from locator.frames.head import build_head
from locator.frames.leg import build_legs
from locator.frames.taps_hand import with_palm
from locator.frames.trunk import build_trunk
from locator.landmarks import LandmarkSet
from locator.placement import Region
from locator.proportions import Proportions

Builder = Callable[[LandmarkSet, Proportions], "tuple[BodyFrame | FrameFailure, ...]"]

BUILDERS: Mapping[Region, Builder] = {
    "back": lambda marks, own: (build_trunk(marks, own),),
    "leg": build_legs,
    "hand": lambda marks, own: build_hands(with_palm(marks), own),
    "foot": build_feet,
    "head": lambda marks, own: (build_head(marks, own),),
}
