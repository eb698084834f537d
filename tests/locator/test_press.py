"""Which finger presses, and where: drawn hands, and a finder that knows where its hand is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from locator.detect.base import Rgb, Square
from locator.detect.hands import Hand, find_hands
from locator.detect.mediapipe_hand import HAND_NAMES, HandLook
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.photo import Photo
from locator.placement import Located, Placement, Side
from locator.press import (
    REACH_CUN,
    REMEMBERED,
    SECOND_EVERY,
    Press,
    PressFollower,
    nearest_press,
    on_foot,
    others_hands,
    pointing,
    presses,
)
from locator.pressing import press_near

CUN_PX = 20.0
ROW = {"index": -20.0, "middle": -7.0, "ring": 7.0, "little": 20.0}


def hand(stretched: set[str], at: tuple[float, float] = (0.0, 0.0)) -> Hand:
    """A hand with its fingers up the picture; those not stretched are folded back onto the palm."""
    places = {"wrist": (0.0, 100.0)}
    for finger, x in ROW.items():
        bend = 1.0 if finger in stretched else -1.0
        for i, joint in enumerate(("mcp", "pip", "dip", "tip")):
            places[f"{finger}_{joint}"] = (x, 20.0 - 20.0 * (min(i, 1) + bend * max(0, i - 1)))
    thumb = [(-25.0, 80.0), (-35.0, 60.0), (-45.0, 40.0)]
    thumb.append((-55.0, 20.0) if "thumb" in stretched else (-22.0, 50.0))
    for joint, place in zip(("cmc", "mcp", "ip", "tip"), thumb, strict=True):
        places[f"thumb_{joint}"] = place
    table = np.array([[*places[name], 0.0] for name in HAND_NAMES]) + np.array([*at, 0.0])
    return Hand(table, right=1.0, sure=1.0, sigma_px=1.0, side_px=150.0)


def joint(of: Hand, name: str) -> Array:
    return of.places[HAND_NAMES.index(name), :2]


@pytest.mark.parametrize(
    ("stretched", "told"),
    [({"thumb"}, "thumb"), ({"index"}, "index"), ({"index", "thumb"}, "index"), (set(ROW), None), (set(), None)],
)
def test_a_finger_stretched_out_alone_is_the_one_that_presses(stretched: set[str], told: str | None) -> None:
    assert pointing(hand(stretched)) == told


def test_of_an_open_hand_no_finger_is_sure() -> None:
    found = presses(hand({*ROW, "thumb"}))
    assert len(found) == 5 and not any(p.told for p in found)
    assert min(p.sigma_cun for p in found) > presses(hand({"index"}))[0].sigma_cun


def test_the_finger_that_is_said_is_taken_whatever_the_hands_shape() -> None:
    (press,) = presses(hand(set(ROW)), "thumb")
    assert press.finger == "thumb" and press.told
    (knuckle,) = presses(hand(set()), "knuckle")
    assert knuckle.xy_px == pytest.approx(joint(hand(set()), "index_pip"))


def test_the_pad_lies_a_little_behind_the_tip() -> None:
    pointer = hand({"index"})
    (press,) = presses(pointer)
    tip, behind = joint(pointer, "index_tip"), joint(pointer, "index_dip")
    assert 0.0 < float(np.linalg.norm(press.xy_px - tip)) < 0.5 * float(np.linalg.norm(behind - tip))


def test_the_press_nearest_to_the_point_is_taken_and_a_distant_one_is_not() -> None:
    near = Press(np.array([CUN_PX, 0.0]), "thumb", told=True)
    far = Press(np.array([(REACH_CUN + 1) * CUN_PX, 0.0]), "index", told=True)
    assert nearest_press([far, near], np.zeros(2), CUN_PX) is near
    assert nearest_press([far], np.zeros(2), CUN_PX) is None
    assert nearest_press([], np.zeros(2), CUN_PX) is None


def test_a_finger_three_hands_breadths_away_presses_something_else() -> None:
    assert nearest_press([Press(np.array([9.0 * CUN_PX, 0.0]), "index", told=True)], np.zeros(2), CUN_PX) is None


class Scripted:
    """A finder that sees one hand in every picture cut so that it holds the hand, and counts what it is asked."""

    def __init__(self, seen: Hand) -> None:
        self.seen: Hand | None = seen
        self.found = self.looked = 0

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        self.found += 1
        return () if self.seen is None else (Square(0.0, 0.0, 1.0),)

    def look(self, rgb: Rgb, square: Square, *, mirrored: bool = False) -> HandLook:
        self.looked += 1
        if self.seen is None:
            return HandLook(square, 0.0, 0.5, np.zeros((21, 2)), np.zeros(21))
        return HandLook(square, 1.0, 1.0, self.seen.places[:, :2], self.seen.places[:, 2])


@pytest.mark.parametrize("shape", [(600, 800), (5000, 500), (16, 20_000), (20_000, 16)])
def test_a_picture_is_not_searched_for_a_hand_longer_than_a_person_will_wait(shape: tuple[int, int]) -> None:
    nobody = Scripted(hand(set()))
    nobody.seen = None
    assert find_hands(nobody, np.zeros((*shape, 3), np.uint8)) == []
    assert nobody.looked < 320


def test_a_hand_once_found_costs_one_look_a_frame_and_is_searched_for_when_it_is_gone() -> None:
    pointer = hand({"index"}, at=(150.0, 150.0))
    finder = Scripted(pointer)
    follower = PressFollower(finder)
    frame: Rgb = np.zeros((300, 300, 3), np.uint8)
    place = joint(pointer, "index_tip")
    assert len(follower.hands(frame, place, CUN_PX)) == 1
    before = (finder.found, finder.looked)
    for _ in range(4):
        assert len(follower.hands(frame, place, CUN_PX)) == 1
    assert (finder.found - before[0], finder.looked - before[1]) == (0, 4)
    finder.seen = None
    assert follower.hands(frame, place, CUN_PX) == []
    before_search = finder.found
    for _ in range(6):
        assert follower.hands(frame, place, CUN_PX) == []
    assert finder.found - before_search == 2


def test_a_hand_far_from_the_point_is_not_followed() -> None:
    pointer = hand({"index"}, at=(150.0, 150.0))
    place = joint(pointer, "index_tip") + np.array([0.0, -1.5 * REACH_CUN * CUN_PX])
    frame: Rgb = np.zeros((300, 300, 3), np.uint8)
    assert PressFollower(Scripted(pointer)).hands(frame, place, CUN_PX) == []
    assert math.dist(place, joint(pointer, "wrist")) > REACH_CUN * CUN_PX


def test_a_shape_that_flickers_is_settled_by_the_looks_before() -> None:
    finder = Scripted(hand({"index"}, at=(150.0, 150.0)))
    follower = PressFollower(finder)
    frame: Rgb = np.zeros((300, 300, 3), np.uint8)
    place = joint(hand({"index"}, at=(150.0, 150.0)), "index_tip")

    def told(frames: int) -> str | None:
        for _ in range(frames):
            (seen,) = follower.hands(frame, place, CUN_PX)
        return follower.finger(seen)

    assert told(4) == "index"
    finder.seen = hand(set(ROW), at=(150.0, 150.0))
    assert told(1) == "index"
    assert told(9) is None


def test_a_hand_that_comes_to_one_that_only_rests_there_is_found_and_each_has_its_own_finger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first hand seen was followed alone: a thumb on the point was not looked for, and the other sent to it."""
    rests, thumb = hand(set(ROW), at=(80.0, 150.0)), hand({"thumb"}, at=(220.0, 150.0))
    there = [rests]
    monkeypatch.setattr("locator.press.hands_near", lambda *asked: list(there))
    monkeypatch.setattr("locator.press.follow_hand", lambda finder, rgb, hand, mirrored: hand)
    follower = PressFollower(Scripted(rests))
    frame, place = np.zeros((300, 300, 3), np.uint8), presses(thumb)[0].xy_px
    assert follower.hands(frame, place, CUN_PX) == [rests]
    there.append(thumb)
    for _ in range(SECOND_EVERY + REMEMBERED):
        seen = follower.hands(frame, place, CUN_PX)
    assert seen == [rests, thumb]
    assert [follower.finger(each) for each in seen] == [None, "thumb"]


def test_the_hand_that_carries_the_point_does_not_press_it() -> None:
    carrying, helping = hand(set(ROW), at=(150.0, 150.0)), hand({"thumb"}, at=(150.0, 30.0))
    marks = LandmarkSet.from_points({"left_hand_middle_mcp": tuple(joint(carrying, "middle_mcp"))}, (400, 400))
    point = Placement("LI4", "left", np.array([130.0, 170.0]), 5.0, CUN_PX, True, "hand", "")
    located = Located(None, (400, 400), "unknown", placements=(point,), landmarks=marks)
    assert others_hands([carrying, helping], located, point) == [helping]
    on_back = replace(point, frame="back")
    assert others_hands([carrying, helping], located, on_back) == [carrying, helping]


def test_the_bodys_own_toes_are_not_taken_for_fingers() -> None:
    foot = {"left_ankle": (200.0, 140.0), "left_heel": (200.0, 180.0), "left_foot_index": (300.0, 170.0)}
    located = Located(None, (400, 400), "front", landmarks=LandmarkSet.from_points(foot, (400, 400)))
    toes, helping = hand(set(ROW), at=(240.0, 120.0)), hand({"thumb"}, at=(60.0, 120.0))
    assert on_foot(toes, located) and not on_foot(helping, located)
    assert not on_foot(toes, Located(None, (400, 400), "front"))


def test_toes_seen_from_before_are_not_taken_for_fingers() -> None:
    # ankle and heel far above the toes, as a foot looks that points at the camera
    foot = {"left_ankle": (250.0, 20.0), "left_heel": (250.0, 30.0), "left_foot_index": (240.0, 130.0)}
    located = Located(None, (400, 400), "front", landmarks=LandmarkSet.from_points(foot, (400, 400)))
    toes, helping = hand(set(), at=(240.0, 130.0)), hand({"thumb"}, at=(60.0, 130.0))
    assert on_foot(toes, located) and not on_foot(helping, located)


def test_in_a_mirror_image_the_finger_lies_where_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rgb: Rgb = np.zeros((300, 400, 3), np.uint8)
    point = Placement("BL23", "left", np.array([100.0, 120.0]), 5.0, CUN_PX, True, "back", "")
    asked: list[Array] = []

    def finds(finder: object, picture: Rgb, place: Array, cun_px: float) -> list[Hand]:
        asked.append(place)
        pointer = hand({"index"})
        return [hand({"index"}, at=tuple(place - joint(pointer, "index_tip")))]

    monkeypatch.setattr("locator.pressing.all_hands_at", finds)
    monkeypatch.setattr("locator.pressing.hand_finder", lambda: None)
    for mirrored in (False, True):
        located = Located(Photo(rgb, mirrored=mirrored), (400, 300), "back", placements=(point,))
        press = press_near(Photo(rgb, mirrored=mirrored), located, "BL23", "left")
        assert press is not None and np.linalg.norm(press.xy_px - point.xy_px) < CUN_PX
    assert asked[0][0] == 100.0 and asked[1][0] == 299.0


def test_a_press_is_judged_by_the_side_it_lies_on_also_where_its_hand_was_seen_in_the_cut_about_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thumb on the right BL23, overlooked in the cut about it, was sent to the left one."""
    presser = hand({"index"}, at=(200.0, 150.0))
    tip = presses(presser)[0].xy_px
    sides: dict[Side, Array] = {"left": tip - [3.0 * CUN_PX, 0.0], "right": tip}
    points = tuple(Placement("BL23", side, place, 5.0, CUN_PX, True, "back", "") for side, place in sides.items())
    photo = Photo(np.zeros((300, 400, 3), np.uint8))
    located = Located(photo, photo.size_px, "back", placements=points)

    def seen_from_the_left(finder: object, rgb: Rgb, place: Array, cun_px: float) -> list[Hand]:
        return [presser] if np.array_equal(place, sides["left"]) else []

    monkeypatch.setattr("locator.pressing.all_hands_at", seen_from_the_left)
    monkeypatch.setattr("locator.pressing.hand_finder", lambda: None)
    press = press_near(photo, located, "BL23")
    assert press is not None and press.side == "right"


def test_of_two_hands_that_no_single_look_shows_both_are_reckoned_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two thumbs on both sides of the spine the first look showed one, which was taken for the other side's."""
    here, there = hand({"index"}, at=(150.0, 150.0)), hand({"index"}, at=(230.0, 150.0))
    tip = presses(here)[0].xy_px
    looks = iter([[there], [here, there]])
    monkeypatch.setattr("locator.press.hands_near", lambda *asked: next(looks, []))
    monkeypatch.setattr("locator.press.find_hands", lambda *asked, **how: [])
    monkeypatch.setattr("locator.pressing.hand_finder", lambda: None)
    photo = Photo(np.zeros((300, 400, 3), np.uint8))
    point = Placement("BL23", "left", tip, 5.0, CUN_PX, True, "back", "")
    press = press_near(photo, Located(photo, photo.size_px, "back", placements=(point,)), "BL23", "left")
    assert press is not None and press.xy_px == pytest.approx(tip)
