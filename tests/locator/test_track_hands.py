"""Hands through a video: drawn hands that move, and a finder that sees them where it is asked to look."""

from __future__ import annotations

import math

import numpy as np
import pytest
from recorded import grained
from test_press import ROW, hand
from test_toes import FOOT, HERE

from locator.detect.base import Rgb, Square
from locator.detect.closeup_foot import Foot
from locator.detect.hands import Hand, same_hand
from locator.detect.mediapipe_hand import HandLook, asked_square
from locator.geometry import Array
from locator.placement import Located
from locator.press import others_hands
from locator.toes import TOES
from locator.track_hands import MOST, SEARCH_EVERY, HandTracker
from locator.track_toes import AGAIN_S, KEPT_S

FRAME: Rgb = np.zeros((600, 900, 3), np.uint8)


class Scene:
    """A finder that sees the drawn hand nearest to the square it is asked about."""

    def __init__(self, *hands: Hand) -> None:
        self.hands, self.right = list(hands), [h.right for h in hands]
        self.searched = self.palms_hidden = 0

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        self.searched += 1
        return () if self.palms_hidden else tuple(asked_square(h.places[:, :2]) for h in self.hands)

    def look(self, rgb: Rgb, square: Square, *, mirrored: bool = False) -> HandLook:
        def away(i: int) -> float:
            asked = asked_square(self.hands[i].places[:, :2])
            return math.hypot(asked.x_px - square.x_px, asked.y_px - square.y_px)

        if not self.hands or away(i := min(range(len(self.hands)), key=away)) > 0.5 * square.side_px:
            return HandLook(square, 0.0, 0.5, np.zeros((21, 2)), np.zeros(21))
        places = self.hands[i].places
        return HandLook(square, 1.0, self.right[i], places[:, :2], places[:, 2])


def seen(tracker: HandTracker, frames: int, start_s: float = 0.0) -> Located:
    for i in range(frames):
        located = tracker.locate(FRAME, start_s + i / 20.0)
    return located


def place_of(located: Located, side: str = "right") -> Array:
    (found,) = (p.xy_px for p in located.placements if p.code == "LI4" and p.side == side)
    return found


def test_a_hand_is_followed_and_its_point_rides_with_it() -> None:
    scene = Scene(hand(set(ROW), at=(200.0, 200.0)))
    tracker = HandTracker(scene, ["LI4"])
    before = place_of(seen(tracker, 3))
    scene.hands[0] = hand(set(ROW), at=(230.0, 180.0))
    after = place_of(seen(tracker, 40, 1.0))
    assert after - before == pytest.approx(np.array([30.0, -20.0]), abs=0.5)


def test_a_hand_filmed_out_of_focus_is_as_unsure_as_on_a_photograph() -> None:
    rings = []
    for frame in (grained((900, 600)), FRAME):  # a frame of one colour is as blurred as can be
        located = HandTracker(Scene(hand(set(ROW), at=(200.0, 200.0))), ["LI4"]).locate(frame, 0.0)
        rings += [p.ring_px for p in located.placements if p.side == "right"]
    assert rings[1] > 1.5 * rings[0]


def test_a_hand_whose_palm_is_covered_is_not_lost_once_it_is_followed() -> None:
    scene = Scene(hand(set(ROW), at=(200.0, 200.0)))
    tracker = HandTracker(scene, ["LI4"])
    seen(tracker, 2)
    scene.palms_hidden = 1
    assert seen(tracker, 10, 1.0).status == "located"
    scene.hands = []
    assert seen(tracker, 1, 2.0).refusals[0].reason == "hand_missing"


def test_further_hands_are_searched_for_now_and_then_and_no_hand_is_followed_twice() -> None:
    scene = Scene(hand(set(ROW), at=(150.0, 200.0)))
    tracker = HandTracker(scene, ["LI4"])
    seen(tracker, 4 * SEARCH_EVERY)
    assert scene.searched == 4 and len(tracker.hands) == 1
    scene.hands += [hand({"thumb"}, at=(x, 200.0)) for x in (400.0, 600.0, 750.0)]
    scene.right += [1.0, 1.0, 1.0]
    seen(tracker, SEARCH_EVERY, 2.0)
    assert len(tracker.hands) == MOST
    scene.hands[1:] = [scene.hands[0]]  # the second follower runs onto the first one's hand
    scene.right[1:] = [1.0]
    seen(tracker, 2, 3.0)
    assert len(tracker.hands) == 1


def test_two_peoples_right_hands_both_show_the_point_and_each_may_press_on_the_other() -> None:
    scene = Scene(hand(set(ROW), at=(150.0, 200.0)), hand({"thumb"}, at=(500.0, 200.0)))
    tracker = HandTracker(scene, ["LI4"])
    located = seen(tracker, 3)
    points = [p for p in located.placements if p.side == "right"]
    assert len(points) == 2
    for point in points:
        (other,) = others_hands(tracker.hands, located, point)
        assert abs(float(other.places[:, 0].mean()) - point.xy_px[0]) > 200.0


def test_a_hand_that_lies_on_the_one_it_presses_is_another() -> None:
    """The middles of the two come nearer than any measure of one hand's own shivering."""
    bears, presses_it = hand(set(ROW), at=(200.0, 200.0)), hand({"index"}, at=(205.0, 210.0))
    upside_down = presses_it.places * np.array([1.0, -1.0, 1.0])
    upside_down += np.array([0.0, 2.0 * presses_it.places[:, 1].mean(), 0.0])
    over = Hand(upside_down, right=1.0, sure=1.0, sigma_px=1.0, side_px=150.0)
    assert abs(over.places[:, :2].mean(axis=0) - bears.places[:, :2].mean(axis=0)).max() < 0.2 * 150.0
    assert not same_hand(bears, over)
    shivering = Hand(bears.places + 3.0, right=1.0, sure=1.0, sigma_px=1.0, side_px=150.0)
    assert same_hand(bears, shivering)


def test_one_glance_at_the_other_side_does_not_turn_a_hand_over() -> None:
    scene = Scene(hand(set(ROW), at=(200.0, 200.0)))
    tracker = HandTracker(scene, ["LI4"])
    seen(tracker, 5)
    scene.right[0] = 0.4
    assert {p.side for p in seen(tracker, 1, 1.0).placements} == {"right"}


def test_a_hand_of_unclear_side_bears_no_point() -> None:
    scene = Scene(hand(set(ROW), at=(200.0, 200.0)))
    scene.right[0] = 0.5
    located = seen(HandTracker(scene, ["LI4"]), 3)
    assert not located.placements and located.refusals[0].reason == "hand_side_unclear"


class Feet:
    """Looks for feet, and how often it was asked."""

    def __init__(self, *feet: Foot) -> None:
        self.feet, self.looks = feet, 0

    def __call__(self, rgb: Rgb) -> tuple[Foot, ...]:
        self.looks += 1
        return self.feet


def test_a_foot_that_passes_for_a_hand_bears_no_point_and_presses_on_none() -> None:
    """Toes are bent fingers; 12 of 20 rendered feet had points of the hand on them in every frame of the live view."""
    scene, feet = Scene(hand(set(), at=HERE), hand(set(ROW), at=(600.0, 200.0))), Feet(FOOT)
    tracker = HandTracker(scene, ["LI4"], feet_in=feet)
    located = seen(tracker, 3)
    assert len(tracker.hands) == 1 and [p.xy_px[0] > 400.0 for p in located.placements] == [True]
    assert not tracker.presses_on(located.placements[0], located)
    del scene.hands[1], scene.right[1]
    assert seen(tracker, 1, 1.0).refusals == (TOES,)


def test_feet_are_looked_for_once_in_a_while_and_only_where_fingers_are_bent() -> None:
    feet = Feet(FOOT)
    seen(HandTracker(Scene(hand(set(ROW), at=HERE)), ["LI4"], feet_in=feet), 9)
    assert feet.looks == 0
    toes = HandTracker(Scene(hand(set(), at=HERE), hand(set(), at=(600.0, 200.0))), ["LI4"], feet_in=feet)
    seen(toes, 9)
    assert feet.looks == 1, "one look tells of both"
    seen(toes, 1, KEPT_S)
    assert feet.looks == 2 and len(toes.hands) == 1
    fist = HandTracker(Scene(hand({"thumb"}, at=HERE)), ["LI4"], feet_in=(none := Feet()))
    seen(fist, 9)
    seen(fist, 9, 2 * KEPT_S)
    assert none.looks == 1 and len(fist.hands) == 1, "what is no foot once is none"


def test_a_hand_that_comes_where_a_foot_was_is_a_hand_again_once_it_has_moved_or_opened() -> None:
    for now, moved in ((hand(set(ROW), at=HERE), Feet(FOOT)), (hand(set(), at=(600.0, 200.0)), Feet(FOOT))):
        scene = Scene(hand(set(), at=HERE))
        tracker = HandTracker(scene, ["LI4"], feet_in=moved)
        assert seen(tracker, 3).refusals == (TOES,)
        scene.hands[0] = now
        assert seen(tracker, 60, AGAIN_S + 0.1).status == "located"
