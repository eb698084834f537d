"""Close-ups of a body that does not stand upright in the picture: on its side, upside down, leaning."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, picture, recorded, truth
from scripted import Scripted, nobody_anywhere

from locator.closeups import find_closeup
from locator.detect.base import Look, Square
from locator.detect.closeup import SEEDS, upright_size, uprighted
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Region

BACK = recorded("back")


@settings(max_examples=30)
@given(st.floats(-math.pi, math.pi))
def test_a_look_uprighted_is_the_look_at_the_picture_turned_upright(turn: float) -> None:
    # the middle stays the middle, lengths stay lengths, and what leaned by the turn stands upright
    size = (600, 800)
    upright = uprighted(BACK, size, turn)
    width, height = upright_size(size, turn)
    gaps = [np.linalg.norm(look.xy_px - look.xy_px[0], axis=1) for look in (BACK, upright)]
    np.testing.assert_allclose(gaps[1], gaps[0])
    away = np.linalg.norm(BACK.xy_px - (300, 400), axis=1)
    np.testing.assert_allclose(np.linalg.norm(upright.xy_px - (width / 2, height / 2), axis=1), away)
    leaning = replace(BACK, implied=BACK.implied.turned(turn))
    stands = uprighted(leaning, size, turn).implied.turn_rad
    assert math.remainder(stands - BACK.implied.turn_rad, 2 * math.pi) == pytest.approx(0.0, abs=1e-9)
    assert (width, height) in ((600, 800), (800, 600))


def test_a_quarter_turn_uprighted_lies_where_the_turned_picture_has_it() -> None:
    # the body's head to the right (turned clockwise by a quarter): turning the picture back to the left brings
    # its right rim to the top
    right_rim = replace(BACK, xy_px=np.tile([600.0, 400.0], (33, 1)))
    upright = uprighted(right_rim, (600, 800), math.pi / 2)
    assert upright_size((600, 800), math.pi / 2) == (800, 600)
    np.testing.assert_allclose(upright.xy_px[0], (400.0, 0.0), atol=1e-9)


TURNS = {90: np.array([[0.0, -1.0], [1.0, 0.0]]), 180: -np.eye(2)}  # clockwise, what carries places from the middle


@pytest.mark.parametrize("degrees", TURNS)
@pytest.mark.parametrize(("name", "region"), [("rendered_back_close", "back"), ("rendered_knee_back", "leg")])
def test_a_close_up_held_sideways_or_upside_down_is_found_or_refused(name: str, region: Region, degrees: int) -> None:
    rgb = load_photo(FIXTURES / f"{name}.jpg").rgb
    turned = Photo(np.ascontiguousarray(np.rot90(rgb, -degrees // 90)))
    found = locate(turned, region, "back")
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2.0
    for spot in found.placements:
        place, cun_px = truth(name).get((spot.code, spot.side), (None, 1.0))
        if place is not None and spot.visible:
            there = TURNS[degrees] @ (place - middle) + np.array(turned.size_px) / 2.0
            assert math.dist(spot.xy_px, there) / cun_px < 3.0, (spot.code, spot.side)
    assert found.placements or found.refusals[0].advice


def test_a_camera_that_films_is_not_looked_at_sideways() -> None:
    still, filming = Scripted((), nobody_anywhere), Scripted((), nobody_anywhere)
    assert not find_closeup(still, picture(), ["back"], None)
    assert not find_closeup(filming, picture(), ["back"], None, turns=False)
    assert filming.looks <= 8 * len(SEEDS["back"]) < still.looks <= 24 * len(SEEDS["back"])


@pytest.mark.parametrize("degrees", [-35, -20, 25])
def test_legs_that_lean_are_placed_as_upright_ones_or_refused(degrees: int) -> None:
    rgb = load_photo(FIXTURES / "rendered_knee_back.jpg").rgb
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2.0
    turn = math.radians(degrees)
    clockwise = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    by = np.column_stack([clockwise, middle - clockwise @ middle])
    size_px = (rgb.shape[1], rgb.shape[0])
    leaning = cv2.warpAffine(rgb, by, size_px, borderMode=cv2.BORDER_REPLICATE)
    found = locate(Photo(leaning.astype(np.uint8)), "leg", "back")
    for spot in found.placements:
        place, cun_px = truth("rendered_knee_back").get((spot.code, spot.side), (None, 1.0))
        if place is not None and spot.visible:
            there = clockwise @ (place - middle) + middle
            assert math.dist(spot.xy_px, there) / cun_px < 2.0, (spot.code, spot.side)
    assert found.placements or found.refusals[0].advice


def leaned(look: Look, turn_rad: float) -> Look:
    """The body of a look turned clockwise in the picture, about its knees."""
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    about = 0.5 * (look.xy("left_knee") + look.xy("right_knee"))
    return replace(look, xy_px=(look.xy_px - about) @ np.array([[c, s], [-s, c]]) + about)


@pytest.mark.parametrize("degrees", [-22, -15, 20])
def test_shins_that_lean_are_looked_at_again_along_their_lean(degrees: int) -> None:
    squares: list[Square] = []

    def leans(n: int, square: Square, mirrored: bool) -> Look:
        squares.append(square)
        return leaned(BACK, math.radians(degrees))

    find_closeup(Scripted((), leans), picture(), ["leg"], "back", turns=False)
    looks = 4 * len(SEEDS["leg"])
    again = [math.degrees(square.turn_rad) for square in squares[looks : 2 * looks : 2]]
    assert again == pytest.approx([degrees] * (looks // 2), abs=4.0)  # every second look is at a proposed square


@pytest.mark.parametrize("degrees", [-45, 32])
def test_shins_that_lean_far_are_not_sure(degrees: int) -> None:
    far = leaned(BACK, math.radians(degrees))
    assert not find_closeup(Scripted((), lambda n, square, mirrored: far), picture(), ["leg"], "back", turns=False)


def test_shins_that_never_settle_on_a_lean_are_not_sure() -> None:
    proposal_rad = 0.0

    def sways(n: int, square: Square, mirrored: bool) -> Look:
        nonlocal proposal_rad
        if n % 2 == 0:  # every second look follows what the one before asked for
            proposal_rad = square.turn_rad
        return leaned(BACK, math.radians(20.0) - proposal_rad)

    assert not find_closeup(Scripted((), sways), picture(), ["leg"], "back", turns=False)


def test_a_picture_of_nobody_is_turned_by_every_other_square_only() -> None:
    for region, upright in (("back", 4 * 6 + 18), ("leg", 8 * 8)):
        detector = Scripted((), nobody_anywhere)
        assert not find_closeup(detector, picture(), [region], "back")
        leans = 24 if region == "back" else 64  # a back's two leans; legs looked at along what their shins say
        assert detector.looks <= upright + 3 * 2 * len(SEEDS[region]) + leans
