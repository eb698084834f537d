"""How this body is built: what stays the same from picture to picture, and moves the spine against the joints.

Of all that two pictures of one rendered body share beyond what their joints tell, one number accounts for nearly
everything along the spine: the build, which in these bodies sets men and women about 2 apart (+1 and -1).  It is never
asked for.  The breadths and heights that a picture shows (trunk_sight) hint at it; hip bones, dimples and neck that are
tapped tell it.  Measured people agree in its direction (cervicale, iliac crest, trochanter, biacromial and hip breadths
of ANSUR II; the palpated crest line lies higher in women, Chakraverty 2007), though less strongly: hence some room
between the two heaps of builds, and a share of everything else that may be a person's own.

One Gaussian holds it all: the state of the trunk's frame and what the picture shows go together, build, person and
picture each add their part, and a tap or a breadth seen is evidence on any of them.  Coefficients come from
`recipes/fit_person.py`, as corrections of what `trunk_model` expects; used where fingers or a profile tell something.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posture import EVEN, ODD, doubt_beyond
from locator.frames.trunk_sight import JOINED, SHOWN, posed, shown
from locator.frames.trunk_state import AT_LEVEL, mirror
from locator.frames.trunk_view import HEAD, POSTURES, Posture, TrunkView
from locator.geometry import Array, kept
from locator.landmarks import LandmarkSet


@dataclass(frozen=True, eq=False)
class Heaps:
    """How builds lie among people: each heap's middle, its sd and its share of all."""

    at: Array
    sd: Array
    share: Array


# The rendered bodies are of two builds; of living ones some are neither, and their taps shall be able to say so.
HEAPS = Heaps(np.array([1.0, -1.0, 0.0]), np.array([0.15, 0.15, 1.0]), np.array([0.45, 0.45, 0.1]))
# Square of the sine of a trunk's turn at which what the picture shows of the build is believed half: of rendered bodies
# turned up to 48 degrees it tells the right one of the two builds in nine of ten, beyond 57 in one of two.
HINT_TURN = 0.65


@dataclass(frozen=True, eq=False)
class Own:
    """What is known of one person: the build, then what is their own of each number of the trunk's state, units."""

    mean: Array  # (1 + n,)
    spread: Array  # (1 + n, 1 + n)

    def settled(self, after: Own) -> Own:
        """This, with the build told so much more surely that `after` (this, once more was heard) leans to one side.

        Builds are two crowded heaps about +1 and -1, and a few strewn between, rather than one: what is a little more
        likely to be of one heap is of it, mostly.  Told as evidence on the build alone, so that all else that was heard
        can be heard once more.
        """
        mean, variance = float(after.mean[0]), float(after.spread[0, 0])
        precision, pull = 1.0 / variance - 1.0, mean / variance  # of what was heard, without the plain prior's own
        total = 1.0 / HEAPS.sd**2 + precision
        centres = (HEAPS.at / HEAPS.sd**2 + pull) / total
        logs = np.log(HEAPS.share / HEAPS.sd) + 0.5 * (total * centres**2 - (HEAPS.at / HEAPS.sd) ** 2 - np.log(total))
        share = np.exp(logs - logs.max())
        share = share / share.sum()
        settled = float(share @ centres)
        spread = float(share @ (1.0 / total + (centres - settled) ** 2))
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
        known = h @ self.spread
        gain = np.linalg.solve(known @ h.T + noise, known).T
        left = self.spread - gain @ known
        return Own(self.mean + gain @ (miss - h @ self.mean), 0.5 * (left + left.T))


@dataclass(frozen=True, eq=False)
class PostureBuild:
    """The coefficients for one posture.  What varies is the state's n numbers, then what the picture shows (SHOWN)."""

    correction: Array  # (n, features of EVEN) of the expected state at build 0
    expected: Array  # (shown, features of POSED): what a body of build 0 shows
    by_build: Array  # (n + shown,) by which one unit of build moves them
    spread: Array  # (n + shown, n + shown) of one picture, build and person known, for a trunk that is easy to see
    low: Array  # (shown,) what the fit has seen; beyond it is a hat, a coat or a slip, and says less and less
    high: Array

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> PostureBuild:
        return cls(*(np.array(data[f.name]) for f in fields(cls)))


@dataclass(frozen=True, eq=False)
class Sight:
    """One picture, as far as it tells of a person: what a body of build 0 would be like in it, and what is shown."""

    told: PostureBuild
    base: Array  # (n,) the state expected of a body of build 0, units
    reach: Array  # (n, n + shown) by which what varies moves the state
    seen: npt.NDArray[np.intp]  # (seen,) indices, of what varies, that the picture shows
    away: Array  # (seen,) what it shows, less what it would of build 0
    spread: Array  # (n + shown, n + shown) of this picture, build and person known
    doubt: Array  # (n, n) units^2 that joints less sure than usual, and bones that differ, add to the state
    # (seen, seen) units^2 by which what is shown is believed less: unlike any body known, or turned aside
    oddness: Array

    @property
    def unseen(self) -> Sight:
        """The same, had it shown nothing."""
        return replace(self, seen=self.seen[:0], away=self.away[:0], oddness=self.oddness[:0, :0])


@dataclass(frozen=True, eq=False)
class BuildModel:
    """Coefficients by posture, and how people differ beyond their build."""

    postures: Mapping[Posture, PostureBuild]
    person: Array  # (n + shown, n + shown) spread of what stays a person's own from picture to picture

    @staticmethod
    @cache
    def load() -> BuildModel:
        data = json.loads((resources.files("locator") / "data" / "build.json").read_text(encoding="utf-8"))
        return kept(BuildModel({p: PostureBuild.read(data[p]) for p in POSTURES}, np.array(data["person"])))

    def anybody(self) -> Own:
        """What is known of a person before any picture."""
        size = len(self.person)
        spread = np.zeros((size + 1, size + 1))
        spread[0, 0], spread[1:, 1:] = 1.0, self.person
        return Own(np.zeros(size + 1), spread)

    def sight(self, view: TrunkView, marks: LandmarkSet, doubt: Array | None = None) -> Sight:
        """What a picture's joints, head and outline tell of a person."""
        model, told = TrunkModel.load(), self.postures[view.posture]
        trunk = model.postures[view.posture]
        even = np.clip([view.even[n] for n in EVEN], trunk.even_low, trunk.even_high)
        by_joints = model.mean(view, marks)
        base = by_joints + told.correction @ even
        size = len(base)
        expected, (values, doubted) = told.expected @ posed(view), shown(view, marks)
        reach = np.hstack([np.eye(size), np.zeros((size, len(SHOWN)))])
        # of a head not seen the trunk model takes the usual one; here it is what the build and the person make it
        first, head_at = SHOWN.index(next(iter(HEAD))), len(EVEN) + len(ODD)
        guesses = trunk.features(view)[0][head_at:] + trunk.usual[len(EVEN) :]
        in_head = slice(first, first + len(HEAD))
        for k in np.flatnonzero(np.isnan(values[in_head]) | (doubted[in_head] > 0.0)):
            by_head = trunk.central[:, head_at + k]
            base[: len(by_head)] += by_head * (expected[first + k] - guesses[k])
            reach[: len(by_head), size + first + k] = by_head
        doubted = doubted + doubt_beyond(values, told.low, told.high)
        values = np.clip(values, told.low, told.high)
        seen = np.flatnonzero(~np.isnan(values))
        spread = told.spread * model.grown(view)
        doubt = model.besides(view) if doubt is None else doubt + model.besides(view)
        at, away = size + seen, (values - expected)[seen]
        around = (spread + self.person)[np.ix_(at, at)]
        misses = away - np.outer(HEAPS.at, told.by_build[at])
        square = min(float(miss @ np.linalg.solve(around, miss)) for miss in misses) if len(at) else 0.0
        aside = (view.even["turn_squared"] / HINT_TURN) ** 6
        oddness = (max(square / max(len(at), 1) - 1.0, 0.0) + aside) * around + np.diag(doubted[seen])
        sight = Sight(told, base, reach, at, away, spread, doubt, oddness)
        if not np.isnan(values[in_head]).all():
            return sight
        # no head: what the joints alone tell of anybody is what the trunk model, fitted on more bodies, takes from them
        only = len(JOINED)
        joints = replace(sight, seen=at[:only], away=away[:only], oddness=oddness[:only, :only])
        return replace(sight, base=base + by_joints - self.of_person(self.anybody(), joints)[0])

    def gradient(self, sight: Sight) -> Array:
        """(n, 1 + n + shown) of the state by what is a person's own."""
        return np.asarray(sight.reach @ _by_own(sight))

    def told(self, own: Own, sight: Sight, view: TrunkView, taps: Mapping[str, tuple[Array, float]]) -> Own:
        """What is known of a person after a picture and its taps (anchor -> (2,) px, sigma px)."""
        h, miss, noise = np.zeros((0, len(sight.base))), np.zeros(0), np.zeros((0, 0))
        if taps:
            h, miss, noise = TrunkModel.load().frame(view, sight.base, np.eye(len(sight.base)), "pose").heard(taps)
        rows = np.vstack([h @ sight.reach, np.eye(len(sight.spread))[sight.seen]])
        if not len(rows):
            return own
        around = rows @ sight.spread @ rows.T
        taken = len(miss)
        around[:taken, :taken] += noise + h @ sight.doubt @ h.T
        around[taken:, taken:] += sight.oddness
        return own.heard(rows @ _by_own(sight), np.concatenate([miss, sight.away]), around)

    def of_person(self, own: Own, sight: Sight) -> tuple[Array, Array]:
        """(n,) and (n, n): a picture's state and its spread, for a body of which this much is known, before a tap."""
        by = _by_own(sight)
        mean, spread = by @ own.mean, by @ own.spread @ by.T + sight.spread
        if len(sight.seen):
            around = spread[np.ix_(sight.seen, sight.seen)] + sight.oddness
            gain = np.linalg.solve(around, spread[sight.seen]).T
            mean = mean + gain @ (sight.away - mean[sight.seen])
            spread = spread - gain @ spread[sight.seen]
        reach = sight.reach
        return sight.base + reach @ mean, reach @ (0.5 * (spread + spread.T)) @ reach.T + sight.doubt

    def share(self, spread: Array, sight: Sight, plain: Array) -> float:
        """What this body's (n, n) `spread` is multiplied by so that no tap widens a ring, 0 .. 1.

        `plain` (n, n) is the trunk model's spread of the same picture.  Both models tell the doubt about a body that
        nobody has touched, fitted on different pictures; where this one tells more of it, the first tap, which brings
        this model in, would widen rings.  So would a tap that leaves the body between the two heaps of builds.
        """
        heights = [up for _, up in AT_LEVEL.values()]
        totals = [np.diag(each)[heights] for each in (self.of_person(self.anybody(), sight)[1], spread)]
        return float(np.min(np.diag(plain)[heights] / np.array(totals), initial=1.0))


def _by_own(sight: Sight) -> Array:
    """(n + shown, 1 + n + shown) of what varies by what is a person's own: the build, then each number's own part."""
    by_build = sight.told.by_build
    return np.hstack([by_build[:, None], np.eye(len(by_build))])


@cache
def mirror_even() -> Array:
    """(n, n) projection of a state onto what a mirror leaves alone."""
    return kept(np.asarray(0.5 * (np.eye(len(mirror())) + mirror())))
