"""Is the finger on the point?  How far off, which way in the body's own words, and which points it touches instead.

Both doubts are reckoned with: where the point lies (its ring) and where the finger presses.  What cannot be told apart
is not told: near the edge the answer is "probably", and a direction is named only when it stands clear of the doubt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from locator.atlas.load import load_atlas
from locator.bearings import WAYS, Bearing, bearings_at
from locator.errors import RequestError
from locator.geometry import RING_PER_SIGMA, Array, is_finite
from locator.landmarks import PLACE, is_place
from locator.placement import Located, Placement, Side, known_answer, known_side
from locator.whereabouts import whereabouts

Word = Literal["on", "probably", "near", "off"]

ON_CUN = 1.0  # a thumb's breadth: what a pressing thumb covers
NEAR_CUN = 2.5  # within reach of a small correction
FAR_CUN = 6.0  # two hands' breadths: beyond it nobody counts fingers, and the part that is touched is named instead
# Share of the doubt that has to lie within ON_CUN before it is called "on": a false yes is the worst answer, and at .9
# one of 16,800 presses on rendered backs was told one.
SURE = 0.95
FINGER_SIGMA_CUN = 0.2  # a place given by hand: half a fingertip either way
ONE_FINGER_CUN = 0.5  # a press less sure than this is one of several fingers': its direction is only ever probable
# A direction is named where it stands clear of the doubt along its own axis: "probably" from the first number of
# standard deviations on, without it from the second.  Of presses up to 3 cun away on 220 rendered backs not trained on
# 3 words in a thousand are wrong from 2 on, 1 of 4,170 from 3.5 on and none of 2,900 from 4 on.
# In a close-up the whole body may be misplaced by several cun, one in twenty, and no number shows it: of those a
# direction is always only probable.  (A hand has no body that could be.)
PROBABLE_SIGMAS, SURE_SIGMAS = 2.0, 4.0
SMALLEST_CUN = 0.35  # half a finger: less is no correction
FINGER_CUN = 0.75  # WHO 2008: four fingers side by side are 3 cun
NEARBY_CUN = 3.0

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Touched:
    """A point near the finger."""

    code: str
    side: Side
    distance_cun: float
    probability: float  # that the finger covers it


@dataclass(frozen=True)
class Move:
    """One step of the way from the finger to the point."""

    cun: float
    way: str  # a key of bearings.WAYS
    sure: bool = True  # False: it is told as probable
    finger_cun: float = FINGER_CUN  # the width of one of the fingers that it is counted in

    @property
    def said(self) -> str:
        """ "two fingers lower"; without a count where it would be too many to count."""
        return WAYS[self.way] if self.cun > FAR_CUN else f"{fingers(self.cun, self.finger_cun)} {WAYS[self.way]}"


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is said about one press."""

    word: Word
    code: str
    side: Side
    distance_cun: float  # between the finger and the middle of the point's ring
    probability: float  # that the finger covers the point, 0..1
    moves: tuple[Move, ...]  # where the finger has to go: what is sure, then what is probable, the longer way first
    nearest: tuple[Touched, ...]
    part: tuple[str, Side] | None = None  # what is touched instead, where that is far from the point

    @property
    def far(self) -> bool:
        return self.distance_cun > FAR_CUN

    @property
    def direction(self) -> str:
        """Where to move the finger, "one finger lower, probably two fingers toward the spine"; or empty."""
        return ", ".join(move.said if move.sure else f"probably {move.said}" for move in self.moves)

    @property
    def sentence(self) -> str:
        """The verdict as it is spoken."""
        said = {
            "on": f"On {self.code}.",
            "probably": f"Probably on {self.code}.",
            "near": f"Near {self.code}.",
            "off": f"Far from {self.code}{self._instead}." if self.far else f"Not on {self.code}.",
        }[self.word]
        sure, probable = (", ".join(m.said for m in self.moves if m.sure is each) for each in (True, False))
        moves = [f"Move {sure}."] if sure else []
        return " ".join([said, *moves, *([f"Probably {probable}."] if probable else [])])

    @property
    def _instead(self) -> str:
        if self.part is None:
            return ""
        name, side = self.part
        which = "the" if side == "midline" else f"the {side}"
        return f", on {which} {name.replace('_', ' ')}"


def check(
    located: Located,
    finger_xy_px: tuple[float, float] | Array,
    code: str,
    side: Side | None = None,
    finger_sigma_cun: float = FINGER_SIGMA_CUN,
    finger_cun: float = FINGER_CUN,
) -> Verdict:
    """The verdict on a press meant for a point; RequestError names a point that is not in the picture.

    Without a side the nearer one of a pair is meant.  `finger_cun` is the width of the fingers to count in.
    """
    finger = _pressed(finger_xy_px)
    _known("finger_sigma_cun", finger_sigma_cun)
    _known("finger_cun", finger_cun, above=True)
    here = meant(located, code, side)
    if not here:
        known = ", ".join(dict.fromkeys(p.code for p in located.placements if p.visible)) or "none"
        wanted = code if side is None else f"{code} on the {side}"
        raise RequestError(f"expected a point that is seen in this picture, got {wanted}; seen are: {known}")
    target = min(here, key=lambda p: float(np.linalg.norm(p.xy_px - finger)))
    distance = _distance_cun(target, finger)
    sigma = _sigma_cun(target, finger_sigma_cun)
    on = within(ON_CUN, distance, sigma)
    if on >= SURE:
        word: Word = "on"
    elif on >= 0.5:
        word = "probably"
    else:
        word = "near" if within(NEAR_CUN, distance, sigma) >= 0.5 else "off"
    away = () if word == "on" else _moves(located, target, finger, finger_sigma_cun)
    moves = tuple(replace(move, finger_cun=finger_cun) for move in away)
    part = whereabouts(located, finger, target.cun_px) if distance > FAR_CUN else None
    nearest = touched(located, finger, finger_sigma_cun)
    return Verdict(word, target.code, target.side, distance, on, moves, nearest, part)


def meant(located: Located, code: str, side: Side | None = None) -> tuple[Placement, ...]:
    """Where a point is seen in this picture, on the side that is asked for or on both.

    RequestError for a point or a side that there is not: it would pass for one that is out of sight.
    """
    known_answer(located)
    load_atlas().point(code)
    known_side(side)
    return tuple(p for p in located.placements if p.code == code and p.visible and side in (None, p.side))


def touched(
    located: Located,
    finger_xy_px: tuple[float, float] | Array,
    finger_sigma_cun: float = FINGER_SIGMA_CUN,
    most: int = 3,
) -> tuple[Touched, ...]:
    """The points near the finger, the nearest first: "which point am I pressing?"."""
    known_answer(located)
    finger = _pressed(finger_xy_px)
    _known("finger_sigma_cun", finger_sigma_cun)
    if isinstance(most, bool) or not isinstance(most, (int, np.integer)) or most < 0:
        raise RequestError(f"most: expected a whole number, 0 or more, got {most!r}")
    near = []
    for p in located.placements:
        distance = _distance_cun(p, finger)
        if p.visible and distance <= NEARBY_CUN:
            covered = within(ON_CUN, distance, _sigma_cun(p, finger_sigma_cun))
            near.append(Touched(p.code, p.side, distance, covered))
    return tuple(sorted(near, key=lambda t: t.distance_cun)[:most])


def within(radius_cun: float, distance_cun: float, sigma_cun: float) -> float:
    """Probability that a place `distance_cun` away, unsure by `sigma_cun` along each axis, lies within a radius.

    The round normal is cut into cells of equal probability; 48 x 48 of them are right to one per cent.
    """
    for name, number in (("radius_cun", radius_cun), ("distance_cun", distance_cun), ("sigma_cun", sigma_cun)):
        _known(name, number)
    share = (np.arange(48) + 0.5) / 48
    radius = sigma_cun * np.sqrt(-2.0 * np.log(1.0 - share))
    angle = 2.0 * math.pi * share
    x = distance_cun + np.outer(radius, np.cos(angle))
    y = np.outer(radius, np.sin(angle))
    return float(np.mean(np.hypot(x, y) <= radius_cun))


def _pressed(finger_xy_px: object) -> Array:
    """(2,) px; RequestError where it is no place: a single number would pass for both of its coordinates."""
    if not is_place(finger_xy_px):
        raise RequestError(f"finger_xy_px: {PLACE}, got {finger_xy_px!r}")
    return np.asarray(finger_xy_px, dtype=float)


def _known(name: str, cun: object, above: bool = False) -> None:
    """RequestError for a length that none can be; `above`: one of nothing can neither."""
    if not is_finite(cun) or cun < 0 or (above and cun == 0):  # type: ignore[operator]
        raise RequestError(f"{name}: expected a number of cun, {'above 0' if above else '0 or more'}, got {cun!r}")


def _distance_cun(point: Placement, finger: Array) -> float:
    return float(np.linalg.norm(point.xy_px - finger)) / point.cun_px


def _sigma_cun(point: Placement, finger_sigma_cun: float) -> float:
    return math.hypot(point.ring_px / RING_PER_SIGMA / point.cun_px, finger_sigma_cun)


def _moves(located: Located, target: Placement, finger: Array, finger_sigma_cun: float) -> tuple[Move, ...]:
    """Where the finger has to go, in the body's directions that stand clear of the doubt; the surest, longest first."""
    away_cun = (target.xy_px - finger) / target.cun_px
    close_up = target.frame != "hand" and any(
        f.region == target.frame and f.side in (None, target.side) and f.source == "close-up" for f in located.frames
    )
    guessed = close_up or finger_sigma_cun > ONE_FINGER_CUN
    moves = []
    for bearing in bearings_at(located, target, finger):
        sigma_cun = math.hypot(_sigma_along_cun(target, bearing.direction), finger_sigma_cun)
        move = _move(bearing, float(bearing.direction @ away_cun), sigma_cun)
        if move is not None:
            moves.append(replace(move, sure=move.sure and not guessed))
    return tuple(sorted(moves, key=lambda m: (not m.sure, -m.cun)))


def _move(bearing: Bearing, cun: float, sigma_cun: float) -> Move | None:
    """How far along one direction; None where the doubt is larger."""
    if abs(cun) < max(SMALLEST_CUN, PROBABLE_SIGMAS * sigma_cun):
        return None
    way = bearing.forward if cun > 0 else bearing.backward
    return Move(abs(cun), way, abs(cun) >= SURE_SIGMAS * sigma_cun)


def _sigma_along_cun(point: Placement, direction: Array) -> float:
    """Standard deviation of a point's place along one direction of the picture."""
    if point.spread_cun2 is None:
        return point.ring_px / RING_PER_SIGMA / point.cun_px
    return math.sqrt(max(0.0, float(direction @ point.spread_cun2 @ direction)))


def fingers(distance_cun: float, finger_cun: float = FINGER_CUN) -> str:
    """A distance as it is shown with the hand: "half a finger", "two fingers"; of average width or of another."""
    _known("distance_cun", distance_cun)
    _known("finger_cun", finger_cun, above=True)
    count = distance_cun / finger_cun
    if count < 0.75:
        return "half a finger"
    whole = round(count)
    if whole == 1:
        return "one finger"
    return f"{_NUMBERS[whole] if whole < len(_NUMBERS) else str(whole)} fingers"
