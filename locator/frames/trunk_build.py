"""How this body is built: what stays the same from picture to picture, and moves the spine against the joints.

Of all that two pictures of one rendered body share beyond what their joints tell, one number accounts for nearly
everything along the spine: the build, which in these bodies sets men and women about 2 apart (+1 and -1).  It is never
asked for nor guessed from looks; hip bones, dimples and neck that are tapped tell it, and the joints' own widths hint
at it.  Measured people agree in its direction (cervicale, iliac crest, trochanter, biacromial and hip breadths of ANSUR
II; the palpated crest line lies higher in women, Chakraverty 2007), though less strongly: hence the wide prior, and
a small share of everything else that may be a person's own.

Coefficients come from `recipes/fit_person.py`, as corrections of what `trunk_model` expects; used where fingers or a
profile tell something, since only then does the build become known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from locator.frames.base import BodyFrame
from locator.frames.trunk_model import AXES, EVEN, PAIRED, TrunkModel
from locator.frames.trunk_view import Posture, TrunkView
from locator.geometry import Array

# Share of the spread in one picture that is the person's beyond the build: mean over the state's places of 60 rendered
# bodies seen four times each is .05 to .1.
REST_SHARE = 0.08
HEAP_SD = 0.5  # spread of each of the two heaps of builds, in half their distance; .3 to .55 do equally well on renders


@dataclass(frozen=True, eq=False)
class Own:
    """What is known of one person: the build, then what is their own of each number of the trunk's state, units."""

    mean: Array  # (1 + n,)
    spread: Array  # (1 + n, 1 + n)

    def settled(self, after: Own) -> Own:
        """This, with the build told so much more surely that `after` (this, once more was heard) leans to one side.

        Builds are two crowded heaps about +1 and -1 rather than one: what is a little more likely to be of one heap is
        of it, mostly.  Told as evidence on the build alone, so that all else that was heard can be heard once more.
        """
        mean, variance = float(after.mean[0]), float(after.spread[0, 0])
        precision, pull = 1.0 / variance - 1.0, mean / variance  # of what was heard, without the plain prior's own
        inner = 1.0 / HEAP_SD**2
        total = inner + precision
        centres = np.array([inner + pull, pull - inner]) / total
        share = 1.0 / (1.0 + math.exp(min(0.5 * total * (centres[1] ** 2 - centres[0] ** 2), 700.0)))
        settled = share * centres[0] + (1.0 - share) * centres[1]
        spread = 1.0 / total + share * (1.0 - share) * (centres[0] - centres[1]) ** 2
        more = 1.0 / spread - 1.0 / variance
        return self._pulled(more, settled / spread - mean / variance)

    def _pulled(self, precision: float, pull: float) -> Own:
        """After evidence on the build alone, in information form; a negative precision takes some back."""
        column, before = self.spread[:, 0], float(self.spread[0, 0])
        precision = max(precision, -0.9 / before)
        gain = column / (1.0 + precision * before)
        return Own(
            self.mean + gain * (pull - precision * self.mean[0]), self.spread - precision * np.outer(gain, column)
        )

    def heard(self, h: Array, miss: Array, noise: Array) -> Own:
        """After a measurement of h @ own that came out `miss`, with `noise` covariance."""
        gain = self.spread @ h.T @ np.linalg.inv(h @ self.spread @ h.T + noise)
        left = self.spread - gain @ h @ self.spread
        return Own(self.mean + gain @ (miss - h @ self.mean), 0.5 * (left + left.T))


@dataclass(frozen=True, eq=False)
class PostureBuild:
    """The coefficients for one posture."""

    correction: Array  # (n, features of EVEN) of the expected state at build 0
    by_build: Array  # (n,) by which one unit of build moves the state
    spread: Array  # (n, n) of one picture's state, build and person known, for a trunk that is easy to see
    hint: Array  # (features of EVEN,) the build that the joints suggest
    hint_variance: float

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> PostureBuild:
        return cls(
            np.array(data["correction"]),
            np.array(data["by_build"]),
            np.array(data["spread"]),
            np.array(data["hint"]),
            float(data["hint_variance"]),
        )


@dataclass(frozen=True, eq=False)
class BuildModel:
    """Coefficients by posture."""

    postures: Mapping[Posture, PostureBuild]

    @staticmethod
    @cache
    def load() -> BuildModel:
        data = json.loads((resources.files("locator") / "data" / "build.json").read_text(encoding="utf-8"))
        return BuildModel({p: PostureBuild.read(data[p]) for p in ("whole", "seated", "cut")})

    def anybody(self) -> Own:
        """What is known of a person before any tap."""
        rest = even_part(self.postures["whole"].spread) * (REST_SHARE / (1.0 - REST_SHARE))
        size = len(rest)
        spread = np.zeros((size + 1, size + 1))
        spread[0, 0], spread[1:, 1:] = 1.0, rest
        return Own(np.zeros(size + 1), spread)

    def hinted(self, own: Own, view: TrunkView) -> Own:
        """What is known of a person once this picture's joints are seen."""
        told = self.postures[view.posture]
        one = np.zeros((1, len(own.mean)))
        one[0, 0] = 1.0
        suggested = np.array([told.hint @ _features(view)])
        return own.heard(one, suggested, np.array([[told.hint_variance * TrunkModel.load().grown(view)]]))

    def gradient(self, view: TrunkView) -> Array:
        """(n, 1 + n) of the state by what is a person's own."""
        by_build = self.postures[view.posture].by_build
        return np.hstack([by_build[:, None], np.eye(len(by_build))])

    def told(self, own: Own, picture: BodyFrame, taps: Mapping[str, tuple[Array, float]], view: TrunkView) -> Own:
        """What is known of a person once taps are heard; `picture` is the frame that a body of build 0 would have."""
        h, miss, noise = picture.heard(taps)
        if not len(miss):
            return own
        return own.heard(h @ self.gradient(view), miss, noise + h @ picture.covariance @ h.T)

    def of_person(self, state: Array, spread: Array, own: Own, view: TrunkView) -> tuple[Array, Array]:
        """(n,) and (n, n): a picture's expected state and its spread, for a body of which this much is known."""
        by = self.gradient(view)
        return state + by @ own.mean, spread + by @ own.spread @ by.T

    def share(self, view: TrunkView) -> float:
        """By how much the doubt about a body nobody has touched is told larger here than by the trunk model, undone.

        Both tell the same doubt, fitted on different pictures; were the larger one taken with the first tap, a tap
        could widen a ring.
        """
        plain = TrunkModel.load().spread(view)
        _, total = self.of_person(np.zeros(len(plain)), self.spread(view), self.hinted(self.anybody(), view), view)
        return float(np.min(np.diag(plain)[4:8] / np.diag(total)[4:8], initial=1.0))

    def correction(self, view: TrunkView) -> Array:
        """(n,) units to add to what the trunk model expects, for a body of build 0."""
        return np.asarray(self.postures[view.posture].correction @ _features(view))

    def spread(self, view: TrunkView) -> Array:
        """(n, n) of one picture's state about a known person's, wider the harder the trunk is to see."""
        model = TrunkModel.load()
        return self.postures[view.posture].spread * model.grown(view) + model.guessed(view)


def even_part(spread: Array) -> Array:
    """(n, n) of what a mirror leaves alone: only that is taken for the person's."""
    even = mirror_even()
    return np.asarray(even @ spread @ even)


@cache
def mirror_even() -> Array:
    """(n, n) projection of a state onto what a mirror leaves alone."""
    odd = np.array([True] * 4 + [False] * 4 + [parity == "odd" for _, parity in AXES])
    size = len(odd) + 4 * len(PAIRED)
    mirror = np.diag(np.concatenate([np.where(odd, -1.0, 1.0), np.zeros(4 * len(PAIRED))]))
    for k in range(len(PAIRED)):
        at = len(odd) + 4 * k
        mirror[at, at + 2] = mirror[at + 2, at] = -1.0
        mirror[at + 1, at + 3] = mirror[at + 3, at + 1] = 1.0
    return np.asarray(0.5 * (np.eye(size) + mirror))


def _features(view: TrunkView) -> Array:
    model = TrunkModel.load().postures[view.posture]
    return np.clip([view.even[n] for n in EVEN], model.even_low, model.even_high)
