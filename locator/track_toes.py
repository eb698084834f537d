"""Toes that the hand models take for fingers, through a video: hands that are followed and are feet.

A look for feet costs as much as twenty frames, so only curled fingers are doubted, and what a look has shown is kept a
while.  Over 40 moved frames of each of 20 rendered feet no toes were ever as straight as an open hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from locator.detect.base import Rgb
from locator.detect.closeup_foot import Foot
from locator.detect.hands import Hand
from locator.toes import bent, on_toes

SeeFeet = Callable[[Rgb], Sequence[Foot]]
KEPT_S = 10.0  # how long feet are taken to lie where they were seen
AGAIN_S = 2.0  # between two looks, whatever comes and goes meanwhile


class ToesWatch:
    """Tells the hands from the feet, frame after frame."""

    def __init__(self, see_feet: SeeFeet) -> None:
        self._see_feet = see_feet
        self._feet: Sequence[Foot] = ()
        self._looked_s = -math.inf

    def toes(self, hand: Hand, known: bool | None, rgb: Rgb, t_s: float) -> bool | None:
        """Whether this is a foot, given what is known of it; None where that is not known yet.

        What was seen open once, or where no foot was found, is a hand for as long as it is followed.
        """
        if known is False or not bent(hand):
            return False
        since_s = t_s - self._looked_s
        if since_s < KEPT_S and on_toes(hand, self._feet):
            return True
        if 0.0 < since_s < AGAIN_S:
            return known
        if since_s:  # the other hands of the frame that was looked at just now need no look of their own
            self._feet, self._looked_s = self._see_feet(rgb), t_s
        return on_toes(hand, self._feet)
