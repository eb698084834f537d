"""Whether what the finder and the looks see is a person: a goose, a pig or a wrench has passed for one.

Of such a body the finder is less sure and the looks are less present; the picture and its mirror image put it in
different places, and its left limbs are not as long as its right ones.  Fitted by recipes/fit_bodylike.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Look, other_face
from locator.geometry import Array
from locator.looks import shows_back
from locator.odds import chance, log_odds, regression

# A whole body less likely a person's than this is none.  Of 576 rendered people (half of the pictures spoilt) none is
# refused, of 25 photographed ones none (the least .29); of 58 animals, tools and flowers that passed for one nine in
# ten are, by fits that had not met them.
LEAST = 0.1
LIMBS = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
SURE_FINDER, SURE_LOOK = 0.995, 0.998  # no more is made of a score or a presence than this much sureness
LEAST_UNLIKE = 0.01  # limbs this much alike (logarithm of their ratio) are as good as the same


def is_person(first: Look, looks: Sequence[Look]) -> bool:
    """Whether a whole body, seen so, is to be believed."""
    return bodylike(first, looks) >= LEAST


def bodylike(first: Look, looks: Sequence[Look]) -> float:
    """0..1: how likely it is that a person is seen by the finder's look and those that settled on it."""
    fit = regression("bodylike")
    return chance(float(fit["bias"] + body_signs(first, looks) @ fit["weight"]))


def body_signs(first: Look, looks: Sequence[Look]) -> Array:
    """(4,) the finder's score and the least presence (log odds), how far two looks are apart, how unlike the limbs are.

    Apart: the joints' mean distance as a percentage of the body's square; unlike: the logarithm of the mean
    disagreement of left and right limbs, itself a logarithm of their ratio.
    """
    every = [first, *looks]
    one, other = every[-2:]
    if shows_back(one) != shows_back(other):
        other = other_face(other)
    apart_px = float(np.linalg.norm(one.xy_px - other.xy_px, axis=1).mean())
    return np.array(
        [
            log_odds(first.square.score, SURE_FINDER),
            log_odds(min(look.presence for look in every), SURE_LOOK),
            100.0 * apart_px / looks[0].implied.side_px,
            math.log(_unlike(np.mean([look.world_m for look in looks], axis=0)) + LEAST_UNLIKE),
        ]
    )


def _unlike(world_m: Array) -> float:
    """How much the left limbs (33, 3) differ in length from the right ones: mean logarithm of the ratio, unsigned."""

    def length_m(side: str, upper: str, lower: str) -> float:
        return float(np.linalg.norm(world_m[INDEX[f"{side}_{upper}"]] - world_m[INDEX[f"{side}_{lower}"]])) + 1e-6

    return float(np.mean([abs(math.log(length_m("left", *limb) / length_m("right", *limb))) for limb in LIMBS]))
