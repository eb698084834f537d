"""Where a face is looked for, and that one is found on fronts and on no back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, recorded
from scripted import Scripted, shifted

from locator.face import HEAD_TRUNKS, head_in_sight, head_square, shows_face
from locator.people import find_people
from locator.photo import load_photo


@pytest.mark.parametrize(
    ("name", "face"),
    [("rendered_front", True), ("rendered_back", False), ("rendered_back34", False), ("back_480", False)],
)
def test_a_face_is_seen_on_fronts_and_on_no_back(name: str, face: bool) -> None:
    rgb = load_photo(FIXTURES / f"{name}.jpg").rgb
    (person, *_) = find_people(eyes(), rgb)
    assert shows_face(eyes(), rgb, person.look) is face


def test_a_face_is_found_whichever_way_the_picture_is_turned() -> None:
    rgb = load_photo(FIXTURES / "rendered_front.jpg").rgb
    for quarters in range(4):
        turned = np.ascontiguousarray(np.rot90(rgb, quarters))
        (person, *_) = find_people(eyes(), turned)
        assert shows_face(eyes(), turned, person.look)


def test_the_square_goes_with_the_body() -> None:
    look = recorded("front")
    here, there = head_square(look), head_square(shifted(look, 90.0, -30.0, zoom=1.5))
    trunk_px = math.dist(
        look.xy("left_shoulder") + look.xy("right_shoulder"), look.xy("left_hip") + look.xy("right_hip")
    )
    assert here.side_px == pytest.approx(HEAD_TRUNKS * trunk_px / 2) and abs(here.turn_rad) < 0.1
    assert (there.x_px, there.y_px) == pytest.approx((1.5 * here.x_px + 90.0, 1.5 * here.y_px - 30.0))
    assert there.side_px == pytest.approx(1.5 * here.side_px) and there.turn_rad == pytest.approx(here.turn_rad)


def test_nothing_is_said_of_a_head_that_is_out_of_the_picture() -> None:
    look = recorded("front")
    detector = Scripted((), lambda n, square, mirrored: look)
    assert shows_face(detector, np.zeros((800, 600, 3), np.uint8), look) is True
    assert shows_face(detector, np.zeros((800, 600, 3), np.uint8), shifted(look, 0.0, -900.0)) is None


@pytest.mark.parametrize("aside", [False, True])
def test_a_head_that_the_rim_cuts_through_is_not_in_sight(aside: bool) -> None:
    """Of a headless close-up the model has the chin, or what it takes for one, just within the picture."""
    rgb, look = np.zeros((800, 600, 3), np.uint8), recorded("front")
    head = head_square(look)
    assert head_in_sight(look, rgb)
    inside_px = 0.1 * head.side_px  # a quarter of a head's height
    cut = (inside_px - head.x_px, 0.0) if aside else (0.0, inside_px - head.y_px)
    assert not head_in_sight(shifted(look, *cut), rgb)
