"""A part of an answer, enlarged: the same places on the same body."""

from __future__ import annotations

import numpy as np
import pytest

from locator.landmarks import LandmarkSet
from locator.overlay.closer import LEAST_PX, box_around, closer
from locator.photo import Photo
from locator.placement import Located, Placement


def spot(code: str, x: float, y: float, cun_px: float = 4.0) -> Placement:
    return Placement(code, "left", np.array([x, y]), 0.5 * cun_px, cun_px, True, "back", "somewhere")


@pytest.fixture
def answer() -> Located:
    """A white picture of 400 x 300 px with a black pixel block at each of two points."""
    rgb = np.full((300, 400, 3), 255, np.uint8)
    rgb[96:105, 196:205] = rgb[136:145, 206:215] = 0
    marks = LandmarkSet.from_points({"c7": (200.0, 80.0)}, (400, 300))
    return Located(
        Photo(rgb), (400, 300), "back", placements=(spot("BL23", 200, 100), spot("BL25", 210, 140)), landmarks=marks,
        people=((150.0, 50.0, 250.0, 250.0),),
    )  # fmt: skip


def test_points_stay_on_the_same_skin_when_the_picture_comes_closer(answer: Located) -> None:
    near = closer(answer, (150, 60, 260, 180), 330)
    assert near.photo is not None and near.photo.size_px == near.size_px == (302, 330)
    for place in near.placements:
        x, y = place.xy_px
        assert near.photo.rgb[round(float(y)), round(float(x))].max() < 60, "the point left its black block"
    assert near.placements[0].ring_px / near.placements[0].cun_px == pytest.approx(0.5)
    assert near.landmarks is not None
    assert np.allclose(near.landmarks.xy("c7"), 330 / 120 * np.array([50.0, 20.0]))


def test_what_lies_outside_the_cut_is_left_out(answer: Located) -> None:
    assert [p.code for p in closer(answer, (150, 60, 260, 120), 300).placements] == ["BL23"]


def test_a_tiny_cut_is_not_blown_up_into_a_blur(answer: Located) -> None:
    near = closer(answer, (190, 90, 210, 110), 4000)
    assert max(near.size_px) == 80  # four times as large, as who reads it is told


def test_the_box_holds_points_rings_and_some_body_and_stays_in_the_picture(answer: Located) -> None:
    x0, y0, x1, y1 = box_around(answer.placements, (400, 300))
    assert x0 <= 200 - 22 and x1 >= 210 + 22 and y0 <= 100 - 22 and y1 >= 140 + 22
    assert box_around([spot("BL23", 3, 2)], (400, 300))[:2] == (0.0, 0.0)
    wide = box_around([spot("BL23", 500, 750), spot("BL23", 1500, 750)], (2000, 1500))
    assert wide[3] - wide[1] > 0.6 * (wide[2] - wide[0]), "not a strip"


def test_around_the_points_of_a_tiny_body_enough_of_the_picture_is_kept_to_know_it_for_a_body() -> None:
    x0, y0, x1, y1 = box_around([spot("BL40", 700, 400, cun_px=1.0)], (1600, 1200))
    assert min(x1 - x0, y1 - y0) == LEAST_PX


def test_an_answer_without_a_photograph_cannot_come_closer(answer: Located) -> None:
    with pytest.raises(ValueError, match="photograph"):
        closer(Located(None, (400, 300), "back"), (0, 0, 10, 10), 100)
