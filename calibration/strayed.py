"""Joints that were moved so far from where they are plainly seen that a hand may have slipped."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from locator.landmarks import Landmark
from locator.placement import Located

JOINTS = ("shoulder", "hip", "knee", "ankle")  # joints a person can judge by eye
SEEN = 0.5  # of a joint's sight: where one is merely guessed, a hand knows better
# A judgement: more than joints in plain view are seen amiss.  Whoever moves one further may well be right, and a swipe
# that began on a mark to scroll the page looks the same.
STRAY_CUN = 4.0


def strayed(seen: Located, taps: Iterable[Landmark], joints: Collection[str] = JOINTS) -> tuple[str, ...]:
    """The `joints` (of either side) told far from where they were plainly `seen`; none where no part was measured."""
    if seen.landmarks is None or not seen.frames:
        return ()
    far_px = STRAY_CUN * max(frame.cun_px for frame in seen.frames)
    return tuple(
        tap.name
        for tap in taps
        if tap.source == "tapped"
        and tap.name.partition("_")[2] in joints
        and (there := seen.landmarks.get(tap.name)) is not None
        and there.visibility >= SEEN
        and math.dist(tap.xy_px, there.xy_px) > far_px
    )
