"""A photograph between plain bars, or turned before a plain ground, is read as if it were the whole picture."""

from __future__ import annotations

import math
from itertools import combinations

import cv2
import numpy as np
import pytest
from eyes import eyes
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, picture, spots

from locator.detect import inset
from locator.detect.base import Rgb, Square
from locator.detect.inset import PLAIN, SIDE_PX, find_inset
from locator.detect.shrink import shrunk
from locator.outward import out_of_inset
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Located, Placement

WIDTH, HEIGHT = 300, 400
BLACK = (0, 0, 0)
BAR = st.one_of(st.just(0), st.integers(20, 400))  # wider than the photograph, too


def photograph(width: int = WIDTH, height: int = HEIGHT) -> Rgb:
    """Something with texture everywhere."""
    rough = np.random.default_rng(3).integers(30, 220, (height // 20, width // 20, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def between(rgb: Rgb, left: int, top: int, right: int, bottom: int, colour: tuple[int, int, int] = BLACK) -> Rgb:
    return np.asarray(
        cv2.copyMakeBorder(rgb, top, bottom, left, right, cv2.BORDER_CONSTANT, value=colour), dtype=np.uint8
    )


def turned_before_black(rgb: Rgb, degrees: float) -> tuple[Rgb, np.ndarray]:
    """The photograph turned counterclockwise within a larger picture, and what leads its pixels there."""
    height, width = rgb.shape[:2]
    c, s = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    wide, tall = int(width * c + height * s), int(width * s + height * c)
    into = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    into[:, 2] += [(wide - width) / 2, (tall - height) / 2]
    return np.asarray(cv2.warpAffine(rgb, into, (wide, tall), flags=cv2.INTER_AREA), dtype=np.uint8), into


@settings(max_examples=25, deadline=None)
@given(
    bars=st.tuples(BAR, BAR).filter(any),
    colour=st.sampled_from([BLACK, (255, 255, 255), (18, 90, 160)]),
    quality=st.sampled_from([None, 90, 75]),
)
def test_bars_on_both_sides_are_taken_away(
    bars: tuple[int, int], colour: tuple[int, int, int], quality: int | None
) -> None:
    across, down = bars
    whole = between(photograph(), across, down, across, down, colour)
    if quality is not None:
        code = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        whole = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), dtype=np.uint8)
    inset = find_inset(whole)
    assert inset is not None
    if quality is None:
        assert inset.start_px == pytest.approx([across, down], abs=0.0)
        assert inset.rgb.shape == (HEIGHT, WIDTH, 3) and (inset.rgb == photograph()).all()
    # compression smears the colours of an edge over their block of 16 px
    assert inset.start_px == pytest.approx([across, down], abs=16.0)
    assert inset.rgb.shape[:2] == pytest.approx((HEIGHT, WIDTH), abs=32.0)


@settings(max_examples=25, deadline=None)
@given(degrees=st.floats(3.0, 42.0), sign=st.sampled_from([-1.0, 1.0]))
def test_a_turned_photograph_is_put_upright(degrees: float, sign: float) -> None:
    whole, into = turned_before_black(photograph(), sign * degrees)
    inset = find_inset(whole)
    assert inset is not None
    assert math.degrees(math.atan2(inset.turn[1, 0], inset.turn[0, 0])) == pytest.approx(-sign * degrees, abs=0.7)
    middle = into[:, :2] @ np.array([WIDTH / 2, HEIGHT / 2]) + into[:, 2]
    height, width = inset.rgb.shape[:2]
    assert inset.outward(np.array([width / 2, height / 2])) == pytest.approx(middle, abs=3.0)
    assert (height, width) == pytest.approx((HEIGHT, WIDTH), abs=10.0)


@given(degrees=st.floats(3.0, 42.0), x=st.floats(0, 300), y=st.floats(0, 400), turn=st.floats(-3.0, 3.0))
@settings(max_examples=25, deadline=None)
def test_a_place_told_in_the_picture_is_the_same_in_the_photograph(
    degrees: float, x: float, y: float, turn: float
) -> None:
    inset = find_inset(turned_before_black(photograph(), round(degrees))[0])
    assert inset is not None
    square = inset.inward(Square(x, y, 100.0, turn))
    assert inset.outward(np.array([square.x_px, square.y_px])) == pytest.approx([x, y], abs=1e-6)
    up = inset.turn @ np.array([math.sin(square.turn_rad), -math.cos(square.turn_rad)])
    assert up == pytest.approx([math.sin(turn), -math.cos(turn)], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    wide=st.integers(1, 300), tall=st.integers(1, 300), left=st.integers(0, 90), top=st.integers(0, 90),
    right=st.integers(0, 90), bottom=st.integers(0, 90), degrees=st.sampled_from([0, 7, 33]),
)  # fmt: skip
def test_whatever_lies_before_a_plain_ground_nothing_without_a_pixel_comes_of_it(
    wide: int, tall: int, left: int, top: int, right: int, bottom: int, degrees: int
) -> None:
    thing = np.asarray(cv2.resize(photograph(), (wide, tall)), dtype=np.uint8)
    whole = between(turned_before_black(thing, degrees)[0], left, top, right, bottom)
    inset = find_inset(whole)
    if inset is not None:
        assert min(inset.rgb.shape[:2]) >= 0.1 * max(whole.shape[:2])


def silhouette() -> Rgb:
    rgb = np.full((400, 300, 3), 255, np.uint8)
    cv2.ellipse(rgb, (150, 260), (70, 140), 0, 0, 360, (120, 90, 80), -1)
    cv2.circle(rgb, (150, 80), 40, (60, 40, 30), -1)
    return rgb


def wall_above_floor() -> Rgb:
    return np.vstack([np.full((150, 300, 3), 200, np.uint8), photograph()[:250]])


def corners_lost() -> Rgb:
    """Turned without a larger picture: the photograph has lost its corners, what is left is no rectangle."""
    into = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 30.0, 1.0)
    return np.asarray(cv2.warpAffine(photograph(), into, (WIDTH, HEIGHT)), dtype=np.uint8)


def dim_wall() -> Rgb:
    """An uneven wall all around: no bar is as plain as its colour."""
    shade = np.linspace(90, 110, 400)[:, None, None] * np.ones((1, 400, 3))
    shade[60:340, 60:340] = photograph(280, 280)
    return shade.astype(np.uint8)


def stick() -> Rgb:
    """A thing as straight as a photograph, and far too narrow for one."""
    rgb = np.full((400, 300, 3), 255, np.uint8)
    rgb[30:370, 135:165] = cv2.resize(photograph(), (30, 340))
    return rgb


@pytest.mark.parametrize(
    "rgb", [photograph(), picture(), silhouette(), wall_above_floor(), corners_lost(), dim_wall(), stick()]
)
def test_what_is_no_photograph_before_a_plain_ground_is_left_as_it_is(rgb: Rgb) -> None:
    assert find_inset(rgb) is None


def test_the_way_in_which_a_point_is_least_sure_turns_with_the_photograph() -> None:
    whole = turned_before_black(photograph(), 30.0)[0]
    found = find_inset(whole)
    assert found is not None
    spot = Placement("BL23", "left", np.array([90.0, 90.0]), 9.0, 20.0, True, "back", "a rule", np.diag([4.0, 1.0]))
    told = Located(None, (found.rgb.shape[1], found.rgb.shape[0]), "back", placements=(spot,))
    spread = out_of_inset(told, found, (whole.shape[1], whole.shape[0])).placements[0].spread_cun2
    assert spread is not None
    across = found.outward(np.array([100.0, 90.0])) - found.outward(np.array([90.0, 90.0]))
    across /= np.linalg.norm(across)
    assert across @ spread @ across == pytest.approx(4.0)


def test_an_answer_without_a_body_is_one_of_the_whole_picture() -> None:
    whole = between(photograph(), 100, 0, 60, 0)
    found = find_inset(whole)
    assert found is not None
    size_px = (whole.shape[1], whole.shape[0])
    nobody = out_of_inset(Located(None, (WIDTH, HEIGHT), "unknown"), found, size_px)
    assert nobody.size_px == size_px and nobody.landmarks is None and nobody.placements == ()


@pytest.mark.parametrize("name", ["rendered_back", "rendered_front", "rendered_back_close", "rendered_hand"])
def test_a_plain_picture_is_all_photograph(name: str) -> None:
    assert find_inset(load_photo(FIXTURES / f"{name}.jpg").rgb) is None


@settings(max_examples=60, deadline=None)
@given(height=st.integers(30, 900), width=st.integers(30, 900), differ=st.integers(0, 16), seed=st.integers(0, 99))
def test_no_corners_that_are_alike_in_the_small_picture_are_overlooked(
    height: int, width: int, differ: int, seed: int
) -> None:
    rough = np.random.default_rng(seed).integers(0, 256, (2, 2, 3), dtype=np.uint8)
    rough[0, 1] = np.clip(rough[0, 0].astype(int) + differ, 0, 255)
    grain = np.random.default_rng(seed).integers(-9, 10, (height, width, 3))
    rgb = np.clip(cv2.resize(rough, (width, height)).astype(int) + grain, 0, 255).astype(np.uint8)
    small = shrunk(rgb, SIDE_PX / max(rgb.shape[:2])).astype(int)
    corners = [small[y, x] for y in (0, -1) for x in (0, -1)]
    alike = any(np.abs(one - other).max() <= PLAIN for one, other in combinations(corners, 2))
    assert inset._may_have_margin(rgb) or not alike


def test_a_picture_without_two_corners_of_one_colour_is_not_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inset, "shrunk", lambda *_: pytest.fail("all of it was read"))
    assert find_inset(photograph(3000, 4000)) is None


@pytest.mark.parametrize("mirrored", [False, True])
def test_points_lie_on_the_body_as_without_the_bars(mirrored: bool) -> None:
    rgb = load_photo(FIXTURES / "back_close_480.jpg").rgb
    left, top = 40, 120
    plain = locate(Photo(rgb, mirrored=mirrored), "back", "back", detector=eyes())
    barred = locate(Photo(between(rgb, left, top, left, top), mirrored=mirrored), "back", "back", detector=eyes())
    before, after = spots(plain), spots(barred)
    assert before and before.keys() == after.keys()
    for key, spot in before.items():
        assert after[key].xy_px == pytest.approx(spot.xy_px + np.array([left, top]), abs=1e-6)
        assert after[key].ring_px == pytest.approx(spot.ring_px)
    assert barred.size_px == (rgb.shape[1] + 2 * left, rgb.shape[0] + 2 * top)
    assert barred.landmarks is not None and barred.landmarks.size_px == barred.size_px


def test_points_lie_on_the_body_of_a_turned_photograph() -> None:
    rgb = load_photo(FIXTURES / "rendered_knee_back.jpg").rgb
    whole, into = turned_before_black(rgb, 30.0)
    before = spots(locate(Photo(rgb), "leg", "back", detector=eyes()))
    after = spots(locate(Photo(whole), "leg", "back", detector=eyes()))
    assert len(before.keys() & after.keys()) >= 0.95 * len(before)
    away = [
        float(np.linalg.norm(into[:, :2] @ spot.xy_px + into[:, 2] - after[key].xy_px)) / spot.cun_px
        for key, spot in before.items()
        if key in after
    ]
    assert np.median(away) < 0.25
