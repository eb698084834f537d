"""The hands in one picture: find palms, look twice, tell left from right, name the landmarks.

The palm finder is asked first, then the wrists of a body that was found, then squares all over the picture: a hand
that fills it has no palm-sized palm.  An answer counts when both looks see a hand and agree on where its joints are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from locator.detect.base import Rgb, Square
from locator.detect.mediapipe_hand import HAND_NAMES, HandLook, asked_square
from locator.geometry import Array
from locator.landmarks import SIDES, Landmark, LandmarkSet
from locator.placement import Refusal

PRESENT = 0.5  # MediaPipe's own threshold (HandLandmarkCpu)
SEARCHED_PRESENT = 0.9  # a square nobody asked for has to be surer: rendered feet and faces reach .8
AGREE = 0.12  # mean distance between the two looks' joints, as a share of the palm's length
SURE_SIDE = 0.8  # mean of two looks' belief in one side, beyond which it is taken; rendered hands: never wrong there
SEARCH_SIZES = (0.5, 0.8, 1.2)  # squares' sides as shares of the picture's shorter side
SEARCH_TURNS = (0.0, math.pi / 2, math.pi, -math.pi / 2)
MOST_OBLONG = 10.0  # no hand fills a strip longer than so many times its breadth, and its squares would be thousands
JOINT_SIGMA = 0.01  # one standard deviation of a joint in plain view, as a share of the square's side
BODY_SIGHT = 0.6  # sight from which on a body's wrist, elbow or shoulder tells where its hand is and whose
# Two looks of one search see one hand where their middles lie within this share of the larger square; the first stays
# unless the other is surer by more than a little.
ONE_HAND, LITTLE_SURER = 0.25, 0.02
# Two followers whose joints lie, each by each, within this share of the larger square are on one hand.  Middles alone
# would not do: those of a hand and of the one that presses it come as near as a quarter.
SAME = 0.15

ROW = {name: row for row, name in enumerate(HAND_NAMES)}  # where each joint stands in `Hand.places`

UNSURE_SIDE = Refusal(
    "hand_side_unclear",
    "Left and right hand cannot be told apart: spread the fingers, show the thumb, and keep the wrist in the picture.",
    "hand",
)


class HandFinder(Protocol):
    """Anything that can find hands and look at one."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]: ...

    def look(self, rgb: Rgb, square: Square, *, mirrored: bool = False) -> HandLook: ...


@dataclass(frozen=True, eq=False)
class Hand:
    """One hand as two looks together see it."""

    places: Array  # (21, 3) px: right, down, away from the camera
    right: float  # 0..1: that it is the body's right hand
    sure: float  # 0..1, the lesser presence
    sigma_px: float
    side_px: float  # of its square

    @property
    def palm_px(self) -> float:
        """From the wrist to the middle finger's knuckle."""
        return _palm_px(self.places[:, :2])

    @property
    def asks(self) -> Square:
        """The square in which to look for this hand again."""
        return asked_square(self.places[:, :2])


def sided(
    hands: Iterable[Hand], body: LandmarkSet | None = None
) -> tuple[tuple[tuple[Landmark, ...], ...], tuple[Refusal, ...]]:
    """The landmarks of hands that were seen, named by their sides, and what could not be told.

    A left and a right one come first and together, further ones each by itself.
    """
    pair: dict[str, tuple[Landmark, ...]] = {}
    others: list[tuple[Landmark, ...]] = []
    unsure = False
    for hand in hands:
        side = _side(hand, body)
        if side is None:
            unsure = True
        elif side in pair:  # somebody else's: two people may lay their left hands side by side
            others.append(named_hand(hand, side))
        else:
            pair[side] = named_hand(hand, side)
    refusals = (UNSURE_SIDE,) if unsure and not pair else ()
    return (tuple(m for side in pair.values() for m in side), *others), refusals


def find_hands(finder: HandFinder, rgb: Rgb, body: LandmarkSet | None = None, search: bool = True) -> list[Hand]:
    """Every hand seen, whosever it is, sure and large ones first; without `search` those whose palm is recognised."""
    hands: list[Hand] = []
    for square in (*finder.find(rgb), *_at_wrists(body)):
        _join(hands, _hand(finder, rgb, square, PRESENT))
    if not hands and search:
        for square in _search(rgb):
            _join(hands, _hand(finder, rgb, square, SEARCHED_PRESENT))
    return sorted(hands, key=lambda h: -h.sure * h.side_px)


def hands_near(finder: HandFinder, rgb: Rgb, centre_px: Array, reach_px: float) -> list[Hand]:
    """The hands in a cut about one place, in the whole picture's pixels: too small in the whole, large there."""
    height, width = rgb.shape[:2]
    x0, y0 = (max(0, int(c - reach_px)) for c in centre_px)
    x1, y1 = min(width, int(centre_px[0] + reach_px) + 1), min(height, int(centre_px[1] + reach_px) + 1)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return []
    cut: Rgb = np.ascontiguousarray(rgb[y0:y1, x0:x1])
    return [replace(h, places=h.places + np.array([x0, y0, 0.0])) for h in find_hands(finder, cut, search=False)]


def follow_hand(finder: HandFinder, rgb: Rgb, hand: Hand, mirrored: bool) -> Hand | None:
    """The same hand in the next frame of a video, by one look where it was; None when it is gone."""
    look = finder.look(rgb, hand.asks, mirrored=mirrored)
    if look.presence < PRESENT or not _sane(look.implied, rgb):
        return None
    side_px = look.implied.side_px
    return Hand(np.c_[look.xy_px, look.depth_px], look.right, look.presence, 2.0 * JOINT_SIGMA * side_px, side_px)


def same_hand(hand: Hand, other: Hand) -> bool:
    """Whether two followers have run onto the same hand."""
    away = float(np.linalg.norm(hand.places[:, :2] - other.places[:, :2], axis=1).mean())
    return away < SAME * max(hand.side_px, other.side_px)


def look_again(finder: HandFinder, rgb: Rgb, hand: Hand) -> Hand | None:
    """The same hand in the next frame by two looks where it was, as exact as on a single picture; None when gone."""
    return _hand(finder, rgb, hand.asks, PRESENT)


def _hand(finder: HandFinder, rgb: Rgb, square: Square, present: float) -> Hand | None:
    first = finder.look(rgb, square)
    if first.presence < PRESENT or not _sane(first.implied, rgb):
        return None
    second = finder.look(rgb, first.implied, mirrored=True)
    if min(first.presence, second.presence) < present and second.presence >= PRESENT:
        first = finder.look(rgb, second.implied)  # the square was a guess: once more, with the one the hand asks for
    if min(first.presence, second.presence) < present:
        return None
    palm = _palm_px(second.xy_px)
    apart = float(np.mean(np.linalg.norm(first.xy_px - second.xy_px, axis=1)))
    if apart > AGREE * max(palm, 0.3 * second.square.side_px):
        return None
    places = 0.5 * (np.c_[first.xy_px, first.depth_px] + np.c_[second.xy_px, second.depth_px])
    side_px = second.square.side_px
    return Hand(
        places,
        right=0.5 * (first.right + second.right),
        sure=min(first.presence, second.presence),
        sigma_px=max(JOINT_SIGMA * side_px, 0.5 * apart),
        side_px=side_px,
    )


def _palm_px(joints_px: Array) -> float:
    """The palm's length, of a hand's joints (21, 2) px."""
    return float(np.linalg.norm(joints_px[ROW["middle_mcp"]] - joints_px[ROW["wrist"]]))


def _join(hands: list[Hand], hand: Hand | None) -> None:
    """Add a hand unless it is one of those already there; a clearly surer look at that one takes its place."""
    if hand is None:
        return
    for i, other in enumerate(hands):
        away = float(np.linalg.norm(np.mean(hand.places[:, :2] - other.places[:, :2], axis=0)))
        if away < ONE_HAND * max(hand.side_px, other.side_px):
            if hand.sure > other.sure + LITTLE_SURER:
                hands[i] = hand
            return
    hands.append(hand)


def _at_wrists(body: LandmarkSet | None) -> Iterator[Square]:
    """Squares about the hands of a body: from wrist, index and little finger, as MediaPipe's holistic model does."""
    if body is None:
        return
    for side in SIDES:
        marks = [body.get(f"{side}_{n}") for n in ("wrist", "index", "pinky")]
        if any(m is None or m.visibility < BODY_SIGHT for m in marks):
            continue
        wrist, index, little = (m.xy_px for m in marks if m is not None)
        middle = (2.0 * index + little) / 3.0
        toward = middle - wrist
        side_px = 2.7 * 2.0 * float(np.linalg.norm(toward))
        if side_px < 1.0:
            continue
        centre = middle - 0.1 * toward
        yield Square(float(centre[0]), float(centre[1]), side_px, math.atan2(toward[0], -toward[1]))


def _search(rgb: Rgb) -> Iterator[Square]:
    """Squares over the whole picture, small ones more often than large ones, at four turns each."""
    height, width = rgb.shape[:2]
    short = min(height, width)
    if max(height, width) > MOST_OBLONG * short:
        return
    for size in SEARCH_SIZES:
        side = size * short
        across = max(1, round(1.5 * width / side) - 1) if size < 1.0 else 1
        down = max(1, round(1.5 * height / side) - 1) if size < 1.0 else 1
        for i in range(across):
            for j in range(down):
                x, y = width * (i + 1) / (across + 1), height * (j + 1) / (down + 1)
                for turn in SEARCH_TURNS:
                    yield Square(x, y, side, turn)


def _sane(square: Square, rgb: Rgb) -> bool:
    return 0.02 < square.side_px / max(rgb.shape[:2]) < 4.0


def _side(hand: Hand, body: LandmarkSet | None) -> str | None:
    """The body's own left or right: by the hand's looks and by a body's arm; None where both are silent or quarrel.

    From behind, an open palm turned back shows the same outline as the back of the other hand, and the model has been
    seen to take one for the other; the arm it hangs on knows.
    """
    by_arm = nearest_arm(hand, body)
    by_look = "right" if hand.right >= SURE_SIDE else "left" if hand.right <= 1.0 - SURE_SIDE else None
    if by_arm is not None and by_look is not None and by_arm != by_look:
        return None
    return by_look or by_arm


def nearest_arm(hand: Hand, body: LandmarkSet | None) -> str | None:
    """The side of the arm whose wrist this hand hangs on, where both arms are seen and only one is near."""
    if body is None:
        return None
    near: list[tuple[float, str]] = []
    for side in SIDES:
        joints = [body.get(f"{side}_{n}") for n in ("wrist", "elbow", "shoulder")]
        if any(m is None or m.visibility < BODY_SIGHT for m in joints):
            return None
        near.append((float(np.linalg.norm(body.xy(f"{side}_wrist") - hand.places[ROW["wrist"], :2])), side))
    near.sort()
    # a body's own wrist may lie a hand's length off; what counts is that the other one is far away
    return near[0][1] if near[0][0] < min(3.0 * hand.palm_px, 0.4 * near[1][0]) else None


def named_hand(hand: Hand, side: str) -> tuple[Landmark, ...]:
    """A hand's landmarks as those of the body's left or right hand."""
    return tuple(
        Landmark(
            f"{side}_hand_{name}",
            place[:2],
            depth_px=float(place[2]),
            sigma_px=hand.sigma_px,
            visibility=hand.sure,
        )
        for name, place in zip(HAND_NAMES, hand.places, strict=True)
    )

