"""What arms above the head, a trunk bent aside and bent legs do to a spine: beyond what the trunk's fit has seen.

An arm raised above its shoulder lifts that joint (of its movement a third is the shoulder girdle's, Inman 1944), and
the spine does not follow; a trunk bent aside has its spine beside the line from hips to shoulders.  Short thighs mean
bent legs or a camera high above, and more doubt.  All three are told by signs that are nought on a body that stands,
sits or lies as most do, and what they add is nought then as well.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np

from locator.frames.trunk_view import TrunkView
from locator.geometry import Array, kept

# What tilts the line of the shoulders against that of the hips though the spine is straight.
TILTING = ("arms_apart", "turn_shoulders", "turn_hips", "turn_tilted")
# Up to here, in units, what is left of that tilt is noise, of a turned trunk more (times the square of the sine): 2 in
# 100 of 589 rendered bodies that are not bent show more, turned or not.  With .03 and .03, and all of the renders' word
# believed, those bent aside were .1 cun nearer, those that lie, lift an arm or bend the elbows .02 to .04 further off.
STRAIGHT, TURNED = 0.05, 0.08


@dataclass(frozen=True, eq=False)
class Posed:
    """How the central part of a trunk's state (15,) moves for two of the signs, and the spread that all three add."""

    tilting: Array  # (4,) of the shoulders' tilt by TILTING
    above: Array  # (15,) units per rad by which the arms, on the average, are raised above the shoulders
    bent: Array  # (15,) units per unit by which the shoulders are tilted more than a straight spine explains
    above_spread: Array  # (15, 15) units^2, per square of the sign
    bent_spread: Array  # (15, 15)
    short_spread: Array  # (15, 15)
    high: Array  # (2,) most of the two that the fit has seen; beyond it the places move no further, their spread grows

    @staticmethod
    @cache
    def load() -> Posed:
        data = json.loads((resources.files("locator") / "data" / "posed.json").read_text(encoding="utf-8"))
        return kept(Posed(*(np.array(data[f.name]) for f in fields(Posed))))

    def bend(self, view: TrunkView) -> float:
        """How far the trunk is bent aside, units of its shoulders' tilt: + when the left shoulder is too high."""
        usual = float(self.tilting @ np.array([view.odd[name] for name in TILTING]))
        beside = view.odd["shoulders_tilted"] - usual
        return math.copysign(max(0.0, abs(beside) - STRAIGHT - TURNED * view.even["turn_squared"]), beside)

    def shift(self, view: TrunkView) -> Array:
        """(15,) units by which raised arms and a bent spine move the central part of the state."""
        above, bent = np.clip([view.even["arms_above"], self.bend(view)], -self.high, self.high)
        moved: Array = above * self.above + bent * self.bent
        return moved

    def spread(self, view: TrunkView) -> Array:
        """(15, 15) units^2 that they add to its covariance."""
        above, short = view.even["arms_above"], view.even["legs_short"]
        added: Array = (
            above**2 * self.above_spread + self.bend(view) ** 2 * self.bent_spread + short**2 * self.short_spread
        )
        return added
