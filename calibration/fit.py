"""From taps to a person: how this body's proportions differ from the average one, and how sure that is.

A sitting is one picture's joints and taps.  What its taps miss of the frame's expectation has two causes: the person
(the same in every picture) and the picture (new in each).  The person is what is fitted: a Gaussian that starts at the
population and takes each sitting in turn, so that few taps move little, repeated ones add up, and the order does not
matter.  Only what a mirror leaves alone is taken for the person's: a turn or a lean belongs to the picture.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk, felt
from locator.frames.trunk_model import AXES, PAIRED, TrunkModel
from locator.frames.trunk_view import JOINTS
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.proportions import POPULATION, Proportions, narrowed

# Standard deviations (scale of BodyFrame.surprise) by which taps may miss what the person's other sittings expect:
# beyond, it is said aloud; one honest sitting in five hundred goes so far.
STRANGE = 3.0


@dataclass(frozen=True, eq=False)
class Sitting:
    """What one picture told: joints as detected and landmarks as tapped, in its own px.  No picture is kept."""

    marks: LandmarkSet
    when: str = ""  # date, "2026-11-21"

    @property
    def tapped(self) -> tuple[str, ...]:
        return tuple(m.name for m in self.marks if m.source == "tapped")


@dataclass(frozen=True)
class Notice:
    """Something about a person's sittings that a person should hear."""

    sitting: int  # index
    surprise: float  # standard deviations
    say: str


@dataclass(frozen=True, eq=False)
class Fitted:
    """A person's proportions, and which sittings do not fit the others."""

    proportions: Proportions
    used: tuple[int, ...]  # sittings that told something
    notices: tuple[Notice, ...] = ()


def fit(sittings: Sequence[Sitting], name: str = "person") -> Fitted:
    """The person behind these sittings; the population where they tell nothing."""
    own, used = _folded(sittings, range(len(sittings)), name)
    notices = []
    for i in used:
        others = [j for j in used if j != i]
        if not others:
            continue
        expected, _ = _folded(sittings, others, name)
        surprise = how_strange(sittings[i].marks, expected)
        if surprise > STRANGE:
            say = (
                f"The taps of sitting {i + 1}{_dated(sittings[i])} do not fit the other sittings of {name}: "
                "another person's, or a slip? Remove it or tap again."
            )
            notices.append(Notice(i, surprise, say))
    return Fitted(own, tuple(used), tuple(notices))


def how_strange(marks: LandmarkSet, own: Proportions) -> float:
    """By how many standard deviations these taps miss what is known of a person; 0 when they tell nothing."""
    bare = replace(marks, marks={m.name: m for m in marks if m.source != "tapped"})
    frame = build_trunk(bare, own)
    return frame.surprise(felt(marks)) if isinstance(frame, BodyFrame) else 0.0


def fits(marks: LandmarkSet, own: Proportions) -> bool:
    """Whether taps can be this person's."""
    return how_strange(marks, own) <= STRANGE


def _folded(sittings: Sequence[Sitting], which: Sequence[int], name: str) -> tuple[Proportions, list[int]]:
    prior = _personal_prior()
    mean, spread = np.zeros(len(prior)), prior
    used = []
    for i in which:
        heard = _heard(sittings[i].marks)
        if heard is None:
            continue
        h, miss, noise = heard
        gain = spread @ h.T @ np.linalg.inv(h @ spread @ h.T + noise)
        mean = mean + gain @ (miss - h @ mean)
        spread = spread - gain @ h @ spread
        spread = 0.5 * (spread + spread.T)
        used.append(i)
    if not used:
        return POPULATION, []
    return Proportions(name, trunk_offset=mean, trunk_known=prior - spread, source="taps"), used


def _heard(marks: LandmarkSet) -> tuple[Array, Array, Array] | None:
    """Gradients (2k, n) px per unit, misses (2k,) px and noise (2k, 2k) px^2 of a sitting's taps; None without use."""
    bare = replace(marks, marks={m.name: m for m in marks if m.source != "tapped"})
    frame = build_trunk(bare)
    if marks.require(*JOINTS) or not isinstance(frame, BodyFrame):
        return None
    h, miss, noise = frame.heard(felt(marks))
    if not len(miss):
        return None
    # what this picture adds of its own: everything its frame is unsure of, but the person
    picture = narrowed(frame.covariance, _personal_prior())
    return h, miss, noise + h @ picture @ h.T


@cache
def _personal_prior() -> Array:
    """(n, n) spread between people of what stays the same from picture to picture, units^2.

    The share of the population's spread that two views of one rendered body, straight on and turned by 25 to 55
    degrees, have in common (`recipes/fit_person.py`); kept as a share, so that it is never more than the spread.
    """
    text = (resources.files("calibration") / "data" / "person.json").read_text(encoding="utf-8")
    share = np.array(json.loads(text)["share"])
    values, vectors = np.linalg.eigh(TrunkModel.load().postures["whole"].spread)
    root = (vectors * np.sqrt(np.clip(values, 0.0, None))) @ vectors.T
    even = mirror_even()
    return np.asarray(even @ root @ share @ root @ even)


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


def _dated(sitting: Sitting) -> str:
    return f" ({sitting.when})" if sitting.when else ""
