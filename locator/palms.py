"""Hands that pass for a back: told by a palm far larger than this body's own hands could be.

Two hands on a table look to the body's model like a headless back.  The palm finder knows them, and their size says
whose they are not: a helper's hands on a back, or the body's own beside it, are as large as hands are.  Legs are not
asked about: knees seen close pass for palms now and then, and no photographed hands passed for legs.
"""

from __future__ import annotations

from locator.detect.base import Rgb
from locator.detect.hands import PRESENT
from locator.parts import hand_finder

# The finder's square around a hand is 8 to 17 cun wide on rendered hands, of the hand's own body; a helper's hands may
# be larger, and nearer to the camera.  Hands taken for a back were 35 to 50 cun of that back.
LARGEST_CUN = 25.0


def holds_giant_hands(rgb: Rgb, cun_px: float) -> bool:
    """Whether the picture shows a hand too large for a body whose cun is `cun_px` long.

    The finder takes a whole back for a palm now and then (2 of 130 rendered ones, sure of it), so the hand's own model
    is asked too: five photographed hands .97 and more, fifty rendered ones .81 and more, of those two backs one.
    """
    finder = hand_finder()
    giant = [palm for palm in finder.find(rgb) if palm.side_px > LARGEST_CUN * cun_px]
    return any(finder.look(rgb, palm).presence > PRESENT for palm in giant)
