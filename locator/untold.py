"""What to look at when nobody has said what the picture shows, and no body in it has the points asked for.

If all points asked for lie on the hand (the foot, the head), that part is looked at; and a picture that a hand fills
shows a hand.  A foot or a head that fills a picture is not looked for unasked: only the choice among looks at it could
tell it from an object.
"""

from __future__ import annotations

from collections.abc import Sequence

from locator.atlas.schema import Acupoint
from locator.detect.base import Rgb
from locator.detect.hands import HandFinder, find_hands
from locator.parts import PARTS, hand_finder
from locator.placement import Located, Region

# A hand found by its palm fills the picture when both looks at it are this sure and its square is this share of the
# picture's shorter side.  Of 50 rendered hands from near 35 are so, of 5 photographs of hands all; those that hang
# beside knees and loins seen close are half as large.  In 2,118 pictures of objects and animals none is found, and of
# 50 rendered feet one is taken for such a hand, which its toes give away.
SURE, FILLS = 0.9, 0.5


def untold_part(
    found: Located, rgb: Rgb, points: Sequence[Acupoint], finder: HandFinder | None = None
) -> Region | None:
    """The hand, foot or head to look at where a body's answer holds none of the points, or None."""
    asked = {point.region for point in points}
    if len(asked) == 1:
        (region,) = asked
        return region if region in PARTS else None
    unseen = any(why.reason == "no_body" for why in found.refusals)
    return "hand" if unseen and "hand" in asked and _hand_fills(finder or hand_finder(), rgb) else None


def _hand_fills(finder: HandFinder, rgb: Rgb) -> bool:
    least_px = FILLS * min(rgb.shape[:2])
    hands = find_hands(finder, rgb, search=False)
    return any(hand.sure >= SURE and hand.side_px >= least_px for hand in hands)
