"""The outline to fit a body into: its shape, its way through a square and back, and the body found where it lies."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
import pytest
from eyes import eyes
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, errors_cun, picture, recorded, spots, turned_round
from scripted import Scripted, shifted

from locator.bodies import see_body
from locator.detect.base import Look, Square
from locator.outline import Outline, joint_places, outline_for, outlines, to_px
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Located, Region
from locator.track import Tracker

BACK = recorded("back")
SQUARES = st.builds(
    Square, st.floats(-500, 1500), st.floats(-500, 1500), st.floats(50, 5000), st.floats(-math.pi, math.pi)
)


@pytest.mark.parametrize("outline", outlines(), ids=lambda o: f"{o.region}-{o.view}")
def test_an_outline_is_its_own_mirror_image_and_lies_in_the_square(outline: Outline) -> None:
    corners = np.vstack(outline.lines)
    assert np.abs(corners).max() < 0.5
    mirrored = corners * (-1.0, 1.0)
    away = np.linalg.norm(corners[:, None] - mirrored[None], axis=-1).min(axis=1)
    assert away.max() < 1e-9


def test_outlines_hold_the_joints_of_their_part() -> None:
    for outline in outlines():
        joints = joint_places(outline.view)
        for joint in ("shoulder", "hip") if outline.region == "back" else ("knee",):
            for side in ("left", "right"):
                x, y = joints[f"{side}_{joint}"]
                place = (float(x), float(y))
                inside = [cv2.pointPolygonTest(line.astype(np.float32), place, False) for line in outline.lines]
                assert max(inside) > 0, (outline.region, outline.view, joint, side)


def test_from_behind_the_bodys_left_is_the_pictures_and_from_in_front_it_is_not() -> None:
    assert joint_places("back")["left_knee"][0] < 0 < joint_places("back")["right_knee"][0]
    assert joint_places("front")["right_knee"][0] < 0 < joint_places("front")["left_knee"][0]


def test_an_outline_drawn_around_a_recorded_body_follows_its_joints() -> None:
    # a whole body and the square its own answer asks for: the mean joints lie on its joints, to 4 % of the side
    mean = joint_places("back")
    for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip", "left_knee", "right_knee"):
        drawn = to_px(mean[name][None], BACK.implied)[0]
        assert math.dist(drawn, BACK.xy(name)) < 0.04 * BACK.implied.side_px, name


@settings(max_examples=30)
@given(SQUARES)
def test_a_square_moved_turned_and_enlarged_takes_the_outline_along(square: Square) -> None:
    for outline in outlines():
        for line, drawn in zip(outline.lines, outline.placed(square), strict=True):
            gaps, drawn_gaps = (np.linalg.norm(np.diff(p, axis=0), axis=1) for p in (line, drawn))
            np.testing.assert_allclose(drawn_gaps, square.side_px * gaps, rtol=1e-6, atol=1e-6)
    middle = to_px(np.zeros((1, 2)), square)[0]
    np.testing.assert_allclose(middle, (square.x_px, square.y_px))
    right = to_px(np.array([[0.5, 0.0]]), square)[0] - middle  # clockwise in the picture, whose y points down
    np.testing.assert_allclose(
        right, 0.5 * square.side_px * np.array([math.cos(square.turn_rad), math.sin(square.turn_rad)]), atol=1e-6
    )


@settings(max_examples=30)
@given(SQUARES, st.integers(100, 4000))
def test_a_square_in_the_mirror_and_back_is_the_same(square: Square, width: int) -> None:
    there = square.in_mirror(width)
    again = there.in_mirror(width)
    assert (again.x_px, again.turn_rad) == pytest.approx((square.x_px, square.turn_rad))
    # what lies right of the middle in the picture lies left of it in the mirror
    place = to_px(np.array([[0.3, 0.2]]), square)[0]
    mirrored = to_px(np.array([[-0.3, 0.2]]), there)[0]
    np.testing.assert_allclose(mirrored, [width - place[0], place[1]], atol=1e-6)


@pytest.mark.parametrize(("region", "view", "is_view"), [
    ("leg", None, "back"), ("leg", "front", "front"), ("back", None, "back"), (None, None, "back"),
])  # fmt: skip
def test_the_outline_for_what_is_wanted(region: Region | None, view: str | None, is_view: str) -> None:
    outline = outline_for(region, view)  # type: ignore[arg-type]
    assert (outline.region, outline.view) == (region or "back", is_view)


# Outlines fitted to the true joints of two rendered close-ups (similarity of shoulders and hips; of hips, knees and
# ankles), as a person would fit them by eye.
FITTED = {
    "rendered_back_close": ("back", Square(425.0, 651.0, 2517.0, -0.05)),
    "rendered_knee_back": ("leg", Square(287.0, 84.0, 2103.0, -0.03)),
}
ROUGH = ((0.0, 0.0, 1.0), (0.05, -0.05, 1.12), (-0.05, 0.05, 0.9))  # right, down (shares of the side), size


@cache
def told(name: str, fit: tuple[float, float, float] = ROUGH[0]) -> Located:
    region, s = FITTED[name]
    square = Square(s.x_px + fit[0] * s.side_px, s.y_px + fit[1] * s.side_px, fit[2] * s.side_px, s.turn_rad)
    return locate(load_photo(FIXTURES / f"{name}.jpg"), region, "back", square=square)  # type: ignore[arg-type]


@pytest.mark.parametrize("fit", ROUGH)
@pytest.mark.parametrize("name", FITTED)
def test_a_close_up_is_placed_from_an_outline_fitted_roughly(name: str, fit: tuple[float, float, float]) -> None:
    found = told(name, fit)
    errors = list(errors_cun(found, name).values())
    assert found.status == "located" and len(errors) >= 4
    assert np.median(errors) < 1.6 and max(errors) < 3.0


def test_an_outline_laid_beside_the_body_is_said_to_hold_nobody() -> None:
    _, square = FITTED["rendered_back_close"]
    beside = Square(square.x_px + 0.5 * square.side_px, square.y_px, square.side_px)
    found = locate(load_photo(FIXTURES / "rendered_back_close.jpg"), "back", "back", square=beside)
    assert found.status == "refused" and found.refusals[0].reason == "not_in_outline"


def test_an_outline_over_an_empty_room_places_nothing() -> None:
    for name in ("rendered_empty_a", "rendered_empty_b"):
        photo = load_photo(FIXTURES / f"{name}.jpg")
        for outline in outlines():
            square = outline.first(photo.size_px)
            found = locate(photo, outline.region, outline.view, square=square, detector=eyes())
            assert not found.placements and found.refusals[0].reason == "not_in_outline"


def test_an_outline_in_a_mirrored_picture_is_fitted_in_that_picture() -> None:
    photo = load_photo(FIXTURES / "rendered_back_close.jpg")
    selfie = Photo(np.ascontiguousarray(photo.rgb[:, ::-1]), mirrored=True)
    region, square = FITTED["rendered_back_close"]
    found = locate(selfie, region, "back", square=square.in_mirror(photo.size_px[0]))  # type: ignore[arg-type]
    plain = spots(told("rendered_back_close"))
    for key, spot in spots(found).items():
        x, y = spot.xy_px
        assert math.dist((photo.size_px[0] - 1 - x, y), plain[key].xy_px) < 1.0


def test_of_two_bodies_the_one_in_the_outline_is_meant() -> None:
    other = shifted(BACK, 1000.0)

    def look(n: int, square: Square, mirrored: bool) -> Look:
        return BACK if square.x_px < 800 else other

    wide = picture((1800, 800))
    detector = Scripted((BACK.square, other.square), look)
    for body in (BACK, other):
        seen = see_body(detector, wide, "back", square=body.implied)
        assert not isinstance(seen, tuple)
        assert math.dist(seen.look.xy("left_hip"), body.xy("left_hip")) < 1.0


def test_a_tracker_looks_where_it_is_told_and_then_follows() -> None:
    other = shifted(BACK, 1250.0)

    def look(n: int, square: Square, mirrored: bool) -> Look:
        return BACK if square.x_px < 800 else other

    tracker = Tracker(codes=["GV4"], detector=Scripted((BACK.square, other.square), look))
    wide = picture((1800, 800))
    first = spots(tracker.locate(wide, 0.0))["GV4", "midline"]
    tracker.tell(other.implied)
    after = [spots(tracker.locate(wide, 0.1 * i))["GV4", "midline"] for i in (1, 2, 3)]
    assert all(spot.xy_px[0] == pytest.approx(first.xy_px[0] + 1250.0, abs=2.0) for spot in after)


def test_what_was_believed_of_one_body_is_not_held_against_another_that_is_told() -> None:
    front, other = turned_round(BACK), shifted(BACK, 1000.0)
    room = Scripted((front.square,), lambda n, square, mirrored: front if square.x_px < 800 else other)
    tracker, wide = Tracker(detector=room), picture((1800, 800))
    assert [tracker.locate(wide, 0.1 * i).view for i in range(4)] == ["front"] * 4
    room.squares = (front.square, other.square)
    tracker.tell(other.implied)
    assert [tracker.locate(wide, 0.1 * i).view for i in range(4, 8)] == ["back"] * 4
