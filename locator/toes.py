"""Toes that the hand models take for fingers.

Asked for hands they find some on 15 of 20 rendered pictures of feet, as surely as on hands, and on feet below knees.
Their fingers are curled, as on a fist, and a foot is found where they lie; both together no hand has been seen to show.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.detect import closeup_foot
from locator.detect.base import Detector, Rgb
from locator.detect.hands import Hand, nearest_arm
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.placement import Refusal
from locator.press import CHAINS, at_toes, straightness

FINGERS = ("index", "middle", "ring", "little")
# Mean of the four fingers from knuckle to tip, as a share of their bones: of 156 rendered hands, all of them open, .97
# and more; of 25 feet taken for hands .47 to .97.
OPEN = 0.98
# How far the hand's middle lies from the toes, as a share of the way from ankle to toes: 24 of those feet up to .46,
# one .93; ten photographed hands that are bent, held against the nearest foot seen anywhere, 1.6 and more.
REACH = 1.0
TOES = Refusal(
    "toes",
    "What looks like a hand here may be a foot. Show a hand; if this is one, lay it flat and stretch the fingers.",
    "hand",
)


def without_toes(
    hands: Sequence[Hand], detector: Detector, rgb: Rgb, body: LandmarkSet | None
) -> tuple[list[Hand], tuple[Refusal, ...]]:
    """The hands that are no feet, and what is said when none is left; those that hang on an arm are not doubted."""
    doubted = [hand for hand in hands if bent(hand) and nearest_arm(hand, body) is None]
    if not doubted:
        return list(hands), ()
    feet = closeup_foot.see_feet(detector, rgb)
    toes = [hand for hand in doubted if on_toes(hand, feet)]
    kept = [hand for hand in hands if all(hand is not each for each in toes)]
    return kept, () if kept else (TOES,)


def on_toes(hand: Hand, feet: Sequence[closeup_foot.Foot]) -> bool:
    """Whether a hand lies where one of these feet has its toes."""
    return any(at_toes(hand, *_ends(foot), REACH) for foot in feet)


def bent(hand: Hand) -> bool:
    """Whether the fingers are curled, as toes look; an open hand is no foot."""
    return float(np.mean([straightness(hand, CHAINS[finger]) for finger in FINGERS])) < OPEN


def _ends(foot: closeup_foot.Foot) -> tuple[Array, Array]:
    """The foot's ankle and its toes, (2,) px each."""
    ankle, toes = (foot.places[closeup_foot.JOINTS.index(name), :2] for name in ("ankle", "foot_index"))
    return ankle, toes
