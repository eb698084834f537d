"""Fingers measured in a photograph: the same however the hand is held, and refused where they cannot be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from drawn_hand import GROUND, SKIN, Drawn, drawn_hand

from calibration.finger import AVERAGE
from calibration.finger_photo import BACK_SHARE, SMALL_SHARE, THUMB_SEEN, Breadth, HandMeasure, measured, measured_hand
from locator.detect.hands import Hand
from locator.landmarks import LandmarkSet
from locator.parts import hand_finder
from locator.photo import load_photo
from locator.placement import FrameInfo, Located

FIXTURES = Path(__file__).parents[1] / "fixtures"


def of(drawn: Drawn, body: Located | None = None) -> HandMeasure:
    return measured_hand(drawn.rgb, drawn.hand, body)


def px(breadth: Breadth | None) -> float:
    assert breadth is not None
    return float(np.linalg.norm(breadth.ends_px[0] - breadth.ends_px[1]))


def cun(breadth: Breadth | None) -> float:
    assert breadth is not None
    return breadth.cun


def reasons(measure: HandMeasure) -> set[str]:
    return {each.reason for each in measure.refusals}


@pytest.mark.parametrize("breadth_px", [33.0, 38.0, 42.0])
@pytest.mark.parametrize("thumb_px", [40.0, 52.0])
def test_the_lines_end_where_the_skin_does(breadth_px: float, thumb_px: float) -> None:
    drawn = drawn_hand(breadth_px, thumb_px)
    found = of(drawn)
    assert not found.refusals
    assert px(found.thumb) == pytest.approx(drawn.thumb_px, abs=1.0)
    # index and little finger end at heights of their own: the line between them is a little longer than the breadth
    assert found.four is not None
    assert abs(found.four.ends_px[0, 0] - found.four.ends_px[1, 0]) == pytest.approx(drawn.four_px, abs=1.5)


@pytest.mark.parametrize(
    "held",
    [
        {"turn_rad": 0.6},
        {"turn_rad": -2.4},
        {"zoom": 0.7},
        {"zoom": 1.6},
        {"mirrored": True},
        {"turn_rad": 1.0, "mirrored": True},
    ],
)
def test_a_hand_turned_mirrored_or_nearer_has_the_same_breadths_in_cun(held: dict[str, Any]) -> None:
    plain, other = of(drawn_hand()), of(drawn_hand(**held))
    assert cun(other.thumb) == pytest.approx(cun(plain.thumb), rel=0.03)
    assert cun(other.four) == pytest.approx(cun(plain.four), rel=0.02)


def test_broader_fingers_on_the_same_hand_are_more_cun() -> None:
    slim, broad = of(drawn_hand(35.0, 42.0)), of(drawn_hand(42.0, 50.4))
    assert cun(broad.four) / cun(slim.four) == pytest.approx(1.2, rel=0.02)
    assert cun(broad.thumb) / cun(slim.thumb) == pytest.approx(1.2, rel=0.03)


def test_the_doubt_holds_what_is_not_known_of_the_hand_and_of_the_thumbs_turn() -> None:
    found = of(drawn_hand())
    assert found.four is not None and found.thumb is not None
    assert 0.05 < found.four.sigma_cun / found.four.cun < 0.09
    assert found.thumb.sigma_cun / found.thumb.cun > found.four.sigma_cun / found.four.cun


@pytest.mark.parametrize("apart", [{"gap_px": 14.0}, {"fan_rad": 0.12}])
def test_fingers_apart_are_refused_and_the_thumb_is_measured_all_the_same(apart: dict[str, float]) -> None:
    found = of(drawn_hand(**apart))  # type: ignore[arg-type]
    assert found.four is None and reasons(found) == {"apart"} and "close together" in found.refusals[0].advice
    assert px(found.thumb) == pytest.approx(46.0, abs=1.5)
    widths = found.widths(AVERAGE)
    assert widths.four_cun == AVERAGE.four_cun and widths.thumb_cun == cun(found.thumb)


def test_a_hand_on_edge_is_refused() -> None:
    assert not of(drawn_hand(tilt=0.9)).refusals
    found = of(drawn_hand(tilt=0.7))
    assert found.thumb is None and found.four is None and reasons(found) == {"on_edge"}


def test_a_hand_cut_off_is_refused() -> None:
    drawn = drawn_hand()
    top = int(drawn.hand.places[:, 1].min()) + 10
    lower = replace(drawn.hand, places=drawn.hand.places - np.array([0.0, top, 0.0]))
    assert reasons(measured_hand(drawn.rgb[top:], lower)) == {"cut_off"}


def test_a_small_hand_is_refused() -> None:
    assert reasons(of(drawn_hand(zoom=0.2))) == {"too_small"}


def test_a_hand_of_a_whole_body_is_asked_nearer_before_it_is_asked_to_be_held_otherwise() -> None:
    near, far = (drawn_hand(tilt=0.7, zoom=zoom) for zoom in (1.0, 0.6))
    rim = (len(far.rgb), len(far.rgb))
    whole = np.pad(far.rgb, (rim, rim, (0, 0)), constant_values=GROUND[0])
    there = far.hand.places + np.array([rim[0], rim[0], 0.0])
    assert far.hand.side_px < SMALL_SHARE * len(whole)
    assert reasons(of(near)) == {"on_edge"}
    assert reasons(measured_hand(whole, replace(far.hand, places=there))) == {"too_small"}


def test_a_body_seen_whole_is_asked_to_come_close_to_the_hand() -> None:
    photo = load_photo(FIXTURES / "rendered_back.jpg")
    (refusal,) = measured(hand_finder(), photo.rgb).refusals
    assert refusal.reason == "too_small" and "come close" in refusal.advice


def test_bent_fingers_are_refused() -> None:
    drawn = drawn_hand()
    places = np.array(drawn.hand.places)
    places[[8, 12, 16, 20]] = places[[5, 9, 13, 17]]  # the tips back at the knuckles
    assert reasons(measured_hand(drawn.rgb, replace(drawn.hand, places=places))) == {"bent"}


def test_a_fist_held_to_the_camera_is_refused_though_its_fingers_look_straight() -> None:
    drawn = drawn_hand()
    places = np.array(drawn.hand.places)
    for knuckle in (5, 9, 13, 17):
        places[knuckle : knuckle + 4] = places[knuckle] + 0.6 * (places[knuckle : knuckle + 4] - places[knuckle])
    assert reasons(measured_hand(drawn.rgb, replace(drawn.hand, places=places))) == {"bent"}


def test_a_ground_of_the_skins_own_colour_is_refused_and_another_one_asked_for() -> None:
    alike = tuple(c + 3 for c in SKIN)
    found = of(drawn_hand(ground=alike))  # type: ignore[arg-type]
    assert reasons(found) == {"thumb_unclear", "four_unclear"}
    assert all("another colour" in each.advice for each in found.refusals)
    assert not of(drawn_hand(ground=GROUND)).refusals


@pytest.mark.parametrize(("out_px", "refused"), [(0.0, False), (12.0, True), (15.0, True)])
def test_a_thumb_with_skin_beside_it_on_half_its_way_is_refused_and_not_measured_across_both(
    out_px: float, refused: bool
) -> None:
    drawn = drawn_hand()
    base, knuckle, tip = drawn.hand.places[2:5, :2]
    way = (tip - base) / np.linalg.norm(tip - base)
    aside = (0.5 * drawn.thumb_px + out_px) * np.array([way[1], -way[0]])
    near, far = knuckle + 1.0 * way, knuckle + 50.0 * way
    corners = np.array([near, far, far + aside, near + aside])
    cv2.fillConvexPoly(drawn.rgb, np.rint(corners).astype(np.int32), SKIN)
    assert ("thumb_unclear" in reasons(of(drawn))) is refused


def test_a_thumb_beside_the_hand_is_asked_to_stretch_out() -> None:
    drawn = drawn_hand()
    places = np.array(drawn.hand.places)
    places[1:5, :2] = places[5, :2] + np.array([-25.0, 0.0]) + np.outer([60.0, 20.0, -10.0, -40.0], [0.0, 1.0])
    assert "thumb_near" in reasons(measured_hand(drawn.rgb, replace(drawn.hand, places=places)))


def lying_on(drawn: Drawn, cun_px: float, up_px: float = -150.0) -> Located:
    """A back whose spine runs under the hand."""
    knuckles = drawn.hand.places[9, :2]
    x, y = float(knuckles[0]), float(knuckles[1]) + up_px
    size = (drawn.rgb.shape[1], drawn.rgb.shape[0])
    marks = LandmarkSet.from_points({"c7": (x, y), "s4": (x, y + 25.0 * cun_px)}, size, view="back", source="derived")
    frame = FrameInfo("back", None, cun_px, "pose")
    return Located(None, size, "back", (frame,), landmarks=marks)


def test_fingers_laid_on_a_back_are_told_in_that_backs_cun() -> None:
    drawn = drawn_hand()
    alone = of(drawn)
    own_px = drawn.four_px / cun(alone.four)
    on_back, larger = (of(drawn, lying_on(drawn, share * own_px)) for share in (1.0, 1.1))
    assert (alone.against, on_back.against, larger.against) == ("hand", "back", "back")
    assert cun(on_back.four) == pytest.approx(cun(alone.four), rel=0.02)
    assert cun(larger.four) == pytest.approx(cun(on_back.four) / 1.1, rel=1e-9)
    assert on_back.four is not None and alone.four is not None
    assert BACK_SHARE * on_back.four.cun < on_back.four.sigma_cun < alone.four.sigma_cun


def test_a_hand_held_before_a_back_or_beside_it_is_told_in_its_own_cun() -> None:
    drawn = drawn_hand()
    alone = of(drawn)
    own_px = drawn.four_px / cun(alone.four)
    for body in (lying_on(drawn, 0.6 * own_px), lying_on(drawn, own_px, up_px=60.0)):
        assert of(drawn, body).against == "hand"
        assert cun(of(drawn, body).four) == cun(alone.four)


def test_a_rendered_hand_is_measured_as_its_mesh_is() -> None:
    told = json.loads((FIXTURES / "rendered_fingers.json").read_text(encoding="utf-8"))
    hand = Hand(np.array(told["places"]), told["right"], told["sure"], told["sigma_px"], told["side_px"])
    found = measured_hand(load_photo(FIXTURES / "rendered_fingers.jpg").rgb, hand)
    assert px(found.four) == pytest.approx(told["four_px"], rel=0.06)
    assert px(found.thumb) / THUMB_SEEN == pytest.approx(told["thumb_px"], rel=0.08)


def test_the_largest_hand_of_a_picture_is_found_and_measured_alike() -> None:
    rgb = load_photo(FIXTURES / "rendered_fingers.jpg").rgb
    told = json.loads((FIXTURES / "rendered_fingers.json").read_text(encoding="utf-8"))
    found = measured(hand_finder(), rgb)
    assert not found.refusals
    assert px(found.four) == pytest.approx(told["four_px"], rel=0.06)


@pytest.mark.parametrize(("room_px", "cut_px", "asked"), [(0, 0, 0), (480, 0, 1), (480, 120, 0)])
def test_a_back_is_looked_for_only_where_the_hand_can_be_measured_and_leaves_room_for_one(
    room_px: int, cut_px: int, asked: int
) -> None:
    """It was looked for first, which took half of the time and more."""
    hand = load_photo(FIXTURES / "rendered_fingers.jpg").rgb[cut_px:]
    rgb = np.pad(hand, ((0, room_px), (0, 0), (0, 0)), mode="edge")
    looks: list[int] = []

    def back() -> Located:
        looks.append(1)
        return Located(None, (rgb.shape[1], rgb.shape[0]), "unknown")

    measured(hand_finder(), rgb, back)
    assert len(looks) == asked


def test_a_picture_without_a_hand_is_answered() -> None:
    empty = np.full((200, 200, 3), 120, np.uint8)
    found = measured(hand_finder(), empty)
    assert reasons(found) == {"no_hand"} and "one hand" in found.refusals[0].advice
