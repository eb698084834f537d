"""What legs tell of a trunk: where along the spine its hips were seen, and how long it is.

The model sees hips and shoulders too high or too low, by the same for all points of a picture; that is most of the
error of a back seen from behind.  Knees and ankles show it: hips seen too low shorten the thigh and not the shin, and a
trunk seen too short makes both legs look long.  So the spine is moved by how much longer or shorter the legs look than
those of other bodies that stand so.  Legs that are bent, lifted or hidden say nothing.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np

from locator.frames.trunk_legs_seen import Legs
from locator.geometry import Array, kept

# The share of what legs tell that is believed.  Measured people's legs differ more in length than rendered ones do: the
# logs of trochanter to ankle over acromion to trochanter, and of shin over thigh, have standard deviations of .080 and
# .064 in people (ANSUR II, 3,034), of .038 and .040 in renders; that difference is no error in how the hips were seen.
# If a third to a half of it comes from feeling bones through the skin (a judgement), .5 and .7 of the two signs is the
# detector's error.  With this share the points of 320 rendered backs from behind lie .455 cun off, with all of it
# believed .446, with none .479.
BELIEVED = 0.5
# How unlike other bodies' legs they may be, standard deviations of both signs together: of 1,115 rendered bodies that
# stand or lie 93 in 100 are within the first.  Photographed men who stand are 1.9 to 2.3 away, one who bends and lifts
# a leg 4.4 to 5.9.
USUAL, UNLIKE = 2.5, 4.0
# Sight of the joint seen least from which on legs are believed a little, and wholly (of 1,126 rendered bodies with
# their feet in the picture 98 in 100 reach .95).
HARDLY_SEEN, SEEN = 0.6, 0.9


@dataclass(frozen=True, eq=False)
class LegsModel:
    """How long legs usually look, and how the trunk's state goes with what they are beyond that."""

    usual: Array  # (2, even) their signs by the trunk's even features
    spread: Array  # (2, 2) of what is left
    moves: Array  # (n, 2) units by which the trunk's state goes with what is left

    @staticmethod
    @cache
    def load() -> LegsModel:
        data = json.loads((resources.files("locator") / "data" / "trunk_legs.json").read_text(encoding="utf-8"))
        return kept(LegsModel(*(np.array(data[f.name]) for f in fields(LegsModel))))

    def shift(self, legs: Legs | None, even: Array) -> Array:
        """(n,) units by which legs move the state of a trunk with these even features, clipped to what is usual."""
        if legs is None:
            return np.zeros(len(self.moves))
        away = legs.signs - self.usual @ even
        return self.said(legs, even) * (self._by(legs) @ away)

    def explained(self, legs: Legs | None, even: Array) -> Array:
        """(n, n) units^2 of a trunk's spread that they take away."""
        if legs is None:
            return np.zeros((len(self.moves), len(self.moves)))
        by = self.said(legs, even) * self._by(legs)
        told = by @ self.spread @ self.moves.T
        taken: Array = told + told.T - by @ (self.spread + legs.doubt) @ by.T
        return taken

    def said(self, legs: Legs, even: Array) -> float:
        """How much they say, 0 .. 1: less the less they are seen, and the less they are like those of who stands."""
        away = legs.signs - self.usual @ even
        unlike = math.sqrt(float(away @ np.linalg.solve(self.spread, away)))
        alike = (UNLIKE - unlike) / (UNLIKE - USUAL)
        seen = (legs.sight - HARDLY_SEEN) / (SEEN - HARDLY_SEEN)
        return min(max(alike, 0.0), 1.0) * min(max(seen, 0.0), 1.0)

    def _by(self, legs: Legs) -> Array:
        """(n, 2) units by their signs: knees and ankles of which less is known say less."""
        gain: Array = np.linalg.solve(self.spread + BELIEVED * legs.doubt, self.spread).T
        return BELIEVED * self.moves @ gain
