"""Where a hand presses: the finger that presses, and the place of its pad.

A hand on a body shows five tips, and the one that happens to lie nearest to the point need not be the one that presses.
So the finger is told by the person, or by a hand's shape that leaves no doubt; else the place counts as unsure.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from locator.atlas.load import load_atlas
from locator.check import NEARBY_CUN
from locator.detect.base import Rgb
from locator.detect.hands import ROW, Hand, HandFinder, find_hands, follow_hand, hands_near, named_hand, same_hand
from locator.errors import RequestError
from locator.frames.base import BodyFrame
from locator.frames.hand import build_hands
from locator.geometry import Array, ReadOnlyArrays, frozen_array
from locator.landmarks import SIDES, LandmarkSet
from locator.place import place as placed_on
from locator.placement import Located, Placement, Side

Finger = Literal["thumb", "index", "middle", "ring", "little", "knuckle"]
FINGERS: tuple[Finger, ...] = ("thumb", "index", "middle", "ring", "little", "knuckle")

# The joint that presses and the one behind it; the pad lies a quarter of the last bone behind the tip that is seen.
_ENDS: dict[Finger, tuple[str, str, float]] = {
    "thumb": ("thumb_tip", "thumb_ip", 0.25),
    "index": ("index_tip", "index_dip", 0.25),
    "middle": ("middle_tip", "middle_dip", 0.25),
    "ring": ("ring_tip", "ring_dip", 0.25),
    "little": ("little_tip", "little_dip", 0.25),
    "knuckle": ("index_pip", "index_mcp", 0.0),  # the middle joint of a bent index finger
}
CHAINS = {
    "thumb": ("thumb_mcp", "thumb_ip", "thumb_tip"),
    **{f: tuple(f"{f}_{j}" for j in ("mcp", "pip", "dip", "tip")) for f in ("index", "middle", "ring", "little")},
}
STRAIGHT, CURLED = 0.9, 0.75  # length of a finger from knuckle to tip, as a share of the sum of its bones

TOLD_SIGMA_CUN = 0.3  # the pad against the landmark, for a finger that is known to press: a judgement, 6 mm
UNSURE_SIGMA_CUN = 0.9  # for one of several that may be pressing: wide enough that it is never called "on"
REACH_CUN = 2 * NEARBY_CUN  # a tip further from the point than this is not meant for it
# Half the cuts about the point in which hands are looked for, in this order: a body's own hands hanging beside it may
# fill a wider one; on composed pictures of a thumb on a back the narrow one finds every fourth.
CUTS_CUN = (9.0, 14.0, 11.0)
OWN_CUN = 3.0  # a hand bears its own points within this of where they are seen; the one that presses, further off
# A hand whose middle lies within this share of a foot's length of the foot's own middle, where the foot is seen.
FOOT_REACH, FOOT_SIGHT = 0.6, 0.5
# Of a foot seen from before it is the toes that they lie on: all 28 taken for hands near LR3 on 20 rendered pictures of
# feet lie within this share of the way from ankle to toes, 24 of them beyond FOOT_REACH.
TOE_REACH = 0.5
REMEMBERED = 9  # looks at a hand's shape that decide together which finger presses
MOST = 2  # hands that press on one body
SEARCH_EVERY = 3  # frames between searches while no hand is followed
# While one is: it may be the one that only rests there, and a search takes as long as four looks.
SECOND_EVERY = 12


@dataclass(frozen=True, eq=False)
class Press(ReadOnlyArrays):
    """One finger's pad in the picture."""

    xy_px: Array  # (2,)
    finger: Finger
    told: bool  # the finger is known to be the one that presses
    side: Side | None = None  # of the point it was found nearest to, where one was looked for

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy_px", frozen_array(self.xy_px, (2,)))

    @property
    def sigma_cun(self) -> float:
        return TOLD_SIGMA_CUN if self.told else UNSURE_SIGMA_CUN


def known_finger(finger: str | None) -> None:
    """RequestError for a finger that there is not."""
    if finger is not None and finger not in FINGERS:
        raise RequestError(f"expected a finger out of {', '.join(FINGERS)}, got {finger!r}")


def presses(hand: Hand, finger: Finger | None = None) -> tuple[Press, ...]:
    """Where a hand may press: the finger that is said or that its shape tells, else every tip, none of them sure."""
    known_finger(finger)
    told = finger or pointing(hand)
    if told is not None:
        return (Press(_pad(hand, told), told, told=True),)
    return tuple(Press(_pad(hand, each), each, told=False) for each in FINGERS if each != "knuckle")


def pointing(hand: Hand) -> Finger | None:
    """The finger that alone is stretched out while the others are curled: a thumb or an index finger; else None."""
    straight = {finger: straightness(hand, chain) for finger, chain in CHAINS.items()}
    others = [straight[f] for f in ("middle", "ring", "little")]
    if max(others) > CURLED:
        return None
    if straight["index"] >= STRAIGHT:
        return "index"
    return "thumb" if straight["index"] <= CURLED and straight["thumb"] >= STRAIGHT else None


def nearest_press(found: Sequence[Press], place_px: Array, cun_px: float) -> Press | None:
    """The press nearest to a place, within reach of it; None where no finger is near."""
    away = [float(np.linalg.norm(p.xy_px - place_px)) / cun_px for p in found]
    if not away or min(away) > REACH_CUN:
        return None
    return found[int(np.argmin(away))]


def others_hands(hands: Iterable[Hand], located: Located, point: Placement) -> list[Hand]:
    """The hands without the one that the point itself lies on: its own fingers do not press it."""
    seen = list(hands)
    if point.frame != "hand" or not seen:
        return seen
    away = [_own_away_cun(hand, located, point) for hand in seen]
    nearest = int(np.argmin(away))
    return [hand for i, hand in enumerate(seen) if i != nearest or away[i] > OWN_CUN]


def on_foot(hand: Hand, located: Located) -> bool:
    """Whether what was taken for a hand is one of the body's own bare feet: toes look like fingers."""
    marks = located.landmarks
    middle = hand.places[:, :2].mean(axis=0)
    for side in SIDES:
        joints = [marks.get(f"{side}_{name}") for name in ("ankle", "heel", "foot_index")] if marks is not None else []
        seen = [m.xy_px for m in joints if m is not None and m.visibility >= FOOT_SIGHT]
        if len(seen) == 3:
            size = max(math.dist(seen[0], seen[2]), math.dist(seen[1], seen[2]))
            if math.dist(middle, (seen[0] + seen[1] + seen[2]) / 3.0) < FOOT_REACH * size:
                return True
            if at_toes(hand, seen[0], seen[2], TOE_REACH):
                return True
    return False


def at_toes(hand: Hand, ankle_px: Array, toes_px: Array, reach: float) -> bool:
    """Whether a hand's middle lies within a share of the way from a foot's ankle (2,) to its toes (2,) of those."""
    return math.dist(hand.places[:, :2].mean(axis=0), toes_px) <= reach * math.dist(ankle_px, toes_px)


def _own_away_cun(hand: Hand, located: Located, point: Placement) -> float:
    """How far from a point's place this hand bears the same point, in cun; infinite where it does not show it.

    A hand that presses bears the point too, a finger's length and more from the one it presses.
    """
    side = "right" if point.side == "right" else "left"
    marks = LandmarkSet(located.size_px).having(named_hand(hand, side))
    (frame,) = build_hands(marks)
    borne = placed_on((load_atlas()[point.code],), frame, located.size_px) if isinstance(frame, BodyFrame) else ()
    return min((math.dist(p.xy_px, point.xy_px) / point.cun_px for p in borne), default=math.inf)


def hands_at(finder: HandFinder, rgb: Rgb, place_px: Array, cun_px: float) -> list[Hand]:
    """The hands near a place of a photograph: in the first cut about it that shows any, else in the whole picture."""
    return next((near for near in _cut_by_cut(finder, rgb, place_px, cun_px) if near), [])


def all_hands_at(finder: HandFinder, rgb: Rgb, place_px: Array, cun_px: float) -> list[Hand]:
    """The hands of all these looks: of two, one cut may show the one and another the other."""
    seen = [hand for near in _cut_by_cut(finder, rgb, place_px, cun_px) for hand in near]
    return _reaching(seen, place_px, REACH_CUN * cun_px)


def _cut_by_cut(finder: HandFinder, rgb: Rgb, place_px: Array, cun_px: float) -> Iterator[list[Hand]]:
    reach_px = REACH_CUN * cun_px
    for cut_cun in CUTS_CUN:
        yield _reaching(hands_near(finder, rgb, place_px, cut_cun * cun_px), place_px, reach_px)
    yield _reaching(find_hands(finder, rgb, search=False), place_px, reach_px)


class Shape:
    """The finger that a hand's shape tells through a video: single frames flicker, the last few decide together."""

    def __init__(self) -> None:
        self._told: deque[Finger | None] = deque(maxlen=REMEMBERED)

    @property
    def finger(self) -> Finger | None:
        """The finger told most often lately; None where none is clear."""
        best = max(FINGERS, key=self._told.count)
        return best if self._told.count(best) > len(self._told) / 2 else None

    def sees(self, hand: Hand) -> None:
        self._told.append(pointing(hand))


class PressFollower:
    """The hands near a point through a video: once found, one look a frame each; for one thread alone."""

    def __init__(self, finder: HandFinder, wide_cun: Sequence[float] | None = None) -> None:
        """`wide_cun`: half the cuts to look in and how far a finger may be, where any place may be meant."""
        self._finder = finder
        self._cuts_cun = tuple(wide_cun or CUTS_CUN)
        self._reach_cun = max(wide_cun) if wide_cun else REACH_CUN
        self._seen: list[tuple[Hand, Shape]] = []
        self._frame = self._searches = 0

    def finger(self, hand: Hand) -> Finger | None:
        """The finger that this hand's shape told most often lately; None where none is clear."""
        return next((shape.finger for seen, shape in self._seen if seen is hand), None)

    def hands(self, rgb: Rgb, place_px: Array, cun_px: float) -> list[Hand]:
        """The hands in the newest frame near a place, at most two."""
        self._frame += 1
        mirrored = self._frame % 2 == 0
        looks = ((follow_hand(self._finder, rgb, hand, mirrored), shape) for hand, shape in self._seen)
        followed = [(hand, shape) for hand, shape in looks if hand is not None]
        hands = [hand for hand, _ in followed]
        if len(followed) < MOST and self._frame % (SECOND_EVERY if followed else SEARCH_EVERY) == 1:
            cut_cun = self._cuts_cun[self._searches % len(self._cuts_cun)]  # one cut a search: a frame must not wait
            self._searches += 1
            hands += hands_near(self._finder, rgb, place_px, cut_cun * cun_px)
        near = _reaching(hands, place_px, self._reach_cun * cun_px)[:MOST]
        self._seen = [(hand, next((shape for old, shape in followed if old is hand), Shape())) for hand in near]
        for hand, shape in self._seen:
            shape.sees(hand)
        return near


def _reaching(hands: Iterable[Hand], place_px: Array, reach_px: float) -> list[Hand]:
    """Those with a finger within reach of the place, each once: two followers may have run onto the same hand."""
    kept: list[Hand] = []
    for hand in hands:
        if float(np.linalg.norm(hand.places[:, :2] - place_px, axis=1).min()) > reach_px:
            continue
        if not any(same_hand(hand, other) for other in kept):
            kept.append(hand)
    return kept


def _pad(hand: Hand, finger: Finger) -> Array:
    end, behind, share = _ENDS[finger]
    tip, joint = hand.places[ROW[end], :2], hand.places[ROW[behind], :2]
    pad: Array = tip + share * (joint - tip)
    return pad


def straightness(hand: Hand, chain: tuple[str, ...]) -> float:
    """From knuckle to tip as a share of the bones between: 1 stretched out, less than three quarters curled."""
    places = hand.places[[ROW[name] for name in chain]]
    bones = float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())
    return float(np.linalg.norm(places[-1] - places[0])) / bones if bones > 0 else 0.0
