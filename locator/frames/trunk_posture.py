"""What the coefficients of one posture say of a trunk's state: its mean, its spread, and what makes it hard to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from locator.frames.trunk_state import IS_ODD, PAIRED
from locator.frames.trunk_view import HEAD, TrunkView
from locator.geometry import Array, kept

EVEN = ("one", "shoulder_width", "hip_width", "tilt", "tilt_squared", "turn_squared", "turn_fourth", "arms_raised")
ODD = ("turn_shoulders", "turn_hips", "lean_shoulders", "lean_hips", "turn_tilted", "lean_tilted", "turn_cubed")
# A height of the head outside the range that the fit has seen has a standard deviation of half of what it lies outside.
# A step would be worse: with heads either counted or not, a copy of a picture that moved a neck over that limit by a
# hundredth of a unit moved the spine by .6 cun.
BEYOND_DOUBT = 0.5
# Standard deviation, units, that the fourth power of the turn's sine adds to every height of the head: a head looks
# where it likes, and one corner of a neck that is seen from the side is the throat.  It takes the error of BL23 on
# backs turned by 25 to 55 degrees from .53 to .48 cun, and what a steeply turned one moves when its picture is turned
# by 30 degrees from .28 to .12.
ASIDE_DOUBT = 0.1
SEEN_AS = ("shoulder_width", "hip_width", "tilt")  # and the ears: what tells how a trunk without legs is seen
NO_DOUBT = 0.001  # leaving out doubts below this moved no place of 300 rendered backs by .001 cun; reckoning costs time


def hardness_features(view: TrunkView) -> Array:
    """What makes a trunk harder to place than one that stands straight with its back to the camera."""
    lean = abs(view.odd["lean_shoulders"]) + abs(view.odd["lean_hips"])
    even = view.even
    return np.array([even["turn_squared"], even["tilt_squared"], lean, even["arms_raised"]])


def doubt_beyond(values: Array, low: Array, high: Array) -> Array:
    """Variance of what lies beyond what a fit has seen: 0 within it and where there is nothing (NaN)."""
    return np.asarray((BEYOND_DOUBT * np.fmax(np.fmax(values - high, low - values), 0.0)) ** 2)


def doubt_aside(view: TrunkView) -> float:
    """Variance, units^2, of every height of the head on a body that is turned aside."""
    sd = ASIDE_DOUBT * view.even["turn_fourth"]
    return sd * sd if sd > NO_DOUBT else 0.0


def paired_features(view: TrunkView, sign: float) -> Array:
    """Features of the left side's bones (sign +1); the right side's (-1) are those of its mirror image."""
    even = [view.even[n] for n in EVEN]
    return np.array([*even, *(sign * view.odd[n] for n in ODD)])


@dataclass(frozen=True, eq=False)
class PostureModel:
    """The coefficients for one posture."""

    central: Array  # (15, features) even, odd and head side by side, zeros where parity forbids
    even_low: Array  # what the fit has seen, all but half a per cent at either end; features are clipped to it
    even_high: Array
    odd_high: Array  # the same of those that a mirror turns round, 99th percentile of their size
    head_low: Array  # the same of the head's; one far beyond it says next to nothing: a hat, long hair, a bent neck
    head_high: Array
    usual: Array  # (even + head,) what the fit has seen on the average, and how it goes together:
    together: Array  # (even + head, even + head) covariance, by which what is not seen is guessed from what is
    paired: Mapping[str, Array]  # name -> (2, features) left and up of the left bone from its joint
    spread: Array  # (n, n) of the state, units^2
    growth: Array  # (hardness features,) by which the log of the spread grows
    hardness_high: Array  # what the fit has seen, 99th percentile; beyond it the growth goes on at half pace

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> PostureModel:
        central = np.zeros((len(IS_ODD), len(EVEN) + len(ODD) + len(HEAD)))
        for names, group, start, rows in (
            (EVEN, "even", 0, ~IS_ODD), (ODD, "odd", len(EVEN), IS_ODD), (HEAD, "head", len(EVEN) + len(ODD), ~IS_ODD)
        ):  # fmt: skip
            central[rows, start : start + len(names)] = np.array([data[group][n] for n in names]).T
        return cls(
            central,
            np.array(data["even_low"]),
            np.array(data["even_high"]),
            np.array(data["odd_high"]),
            np.array(data["head_low"]),
            np.array(data["head_high"]),
            np.array(data["usual"]),
            np.array(data["together"]),
            {n: np.array([p["left"], p["up"]]) for n, p in data["paired"].items()},
            np.array(data["spread"]),
            np.array(data["growth"]),
            np.array(data["hardness_high"]),
        )

    @cached_property
    def bones(self) -> Array:
        """(bones, 2, features): `paired` in the order of PAIRED."""
        return kept(np.array([self.paired[name] for name in PAIRED]))

    def unusual(self, view: TrunkView) -> float:
        """How unusual the trunk's breadths, its tilt and the height of its ears are together, in squared sd.

        The mean over the four of them: 1 on the average of the bodies fitted; 0 where the ears are not seen.  Ears
        higher or lower than goes with the tilt tell of a camera that looks down, or of a body that leans.
        """
        if "ears" not in view.head:
            return 0.0
        at = [*map(EVEN.index, SEEN_AS), len(EVEN) + tuple(HEAD).index("ears")]
        away = np.array([*(view.even[name] for name in SEEN_AS), view.head["ears"]]) - self.usual[at]
        return float(away @ np.linalg.solve(self.together[np.ix_(at, at)], away)) / len(at)

    @lru_cache(maxsize=16)  # noqa: B019 - the models live as long as the program; mean and spread ask for one view
    def features(self, view: TrunkView) -> tuple[Array, Array]:
        """(even + odd + head,) features and the covariance of those that had to be guessed.

        A head out of the picture, under a hat or bent far down says nothing: its features are then what they usually
        are beside the others' (the conditional mean of a normal), with the doubt that this leaves.
        """
        even = np.clip([view.even[n] for n in EVEN], self.even_low, self.even_high)
        head = np.array([view.head.get(n, np.nan) for n in HEAD])
        doubt = doubt_beyond(head, self.head_low, self.head_high)
        doubt += doubt_aside(view) + np.array([view.head_doubt.get(n, 0.0) for n in HEAD])
        both = np.concatenate([even, np.clip(head, self.head_low, self.head_high)])
        told, guessed = completed(both, self.usual, self.together, np.concatenate([np.zeros(len(even)), doubt]))
        size = len(both) + len(ODD)
        at = [*range(len(EVEN)), *range(len(EVEN) + len(ODD), size)]
        spread = np.zeros((size, size))
        spread[np.ix_(at, at)] = guessed
        odd = np.clip([view.odd[n] for n in ODD], -self.odd_high, self.odd_high)
        unusual = told[len(EVEN) :] - self.usual[len(EVEN) :]
        return kept((np.concatenate([told[: len(EVEN)], odd, unusual]), spread))


def completed(
    values: Array, usual: Array, together: Array, doubt: Array | float = 0.0
) -> tuple[Array, Array]:
    """(n,) values with what is missing (NaN) at its conditional mean, and the (n, n) covariance that this leaves.

    `doubt` (n,) is the variance of values that are here but not sure: they come to lie between what they say and what
    the others lead one to expect.
    """
    missing = np.isnan(values)
    doubt = np.broadcast_to(doubt, values.shape)
    unsure = missing | (doubt > 0.0)
    if not unsure.any():
        return values, np.zeros_like(together)
    gain, left = _guessing(together.tobytes(), missing.tobytes(), doubt.tobytes())
    known = ~missing
    full = values.copy()
    full[unsure] = usual[unsure] + gain @ (values[known] - usual[known])
    return full, left


@lru_cache(maxsize=16)  # of a head that leaves the picture the same parts are missing from frame to frame
def _guessing(together_bytes: bytes, missing_bytes: bytes, doubt_bytes: bytes) -> tuple[Array, Array]:
    """What each known value tells of each unsure one, and the (n, n) covariance that is left then."""
    missing, doubt = np.frombuffer(missing_bytes, dtype=np.bool_), np.frombuffer(doubt_bytes)
    together = np.frombuffer(together_bytes).reshape(len(missing), len(missing))
    unsure, known = missing | (doubt > 0.0), ~missing
    # the constant has no variance of its own
    steady = together[np.ix_(known, known)] + np.diag(1e-9 + doubt[known])
    gain = np.linalg.solve(steady, together[np.ix_(known, unsure)]).T
    spread = together[np.ix_(unsure, unsure)] - gain @ together[np.ix_(known, unsure)]
    size, axes = np.linalg.eigh(0.5 * (spread + spread.T))  # no axis below nought for having been rounded
    left = np.zeros_like(together)
    left[np.ix_(unsure, unsure)] = (axes * np.clip(size, 0.0, None)) @ axes.T
    return kept((gain, left))
