"""A front whose face is hidden is not taken for a back: its toes and the skin of its legs say otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, recorded
from scripted import Scripted

import locator.front_legs
from locator.bodies import see_body
from locator.detect.base import INDEX, Rgb, other_face
from locator.front_legs import on_front_legs, toes_shown
from locator.landmarks import View
from locator.photo import load_photo
from locator.pipeline import locate
from locator.seen import Seen

BACK, FRONT = recorded("back"), recorded("front")
FRONT_AS_BACK = other_face(FRONT)
TIPS = [INDEX["left_foot_index"], INDEX["right_foot_index"]]


def picture(name: str) -> Rgb:
    return load_photo(FIXTURES / f"{name}.jpg").rgb


def test_a_front_that_is_taken_for_a_back_stands_on_the_legs_of_a_front() -> None:
    assert on_front_legs(picture("rendered_front"), [FRONT_AS_BACK])


def test_a_back_does_not() -> None:
    assert not on_front_legs(picture("rendered_back"), [BACK])


def test_a_front_that_is_seen_as_one_is_not_asked_about() -> None:
    assert not on_front_legs(picture("rendered_front"), [FRONT])
    assert not on_front_legs(picture("rendered_front"), [FRONT, FRONT_AS_BACK])


def test_legs_are_not_looked_at_where_no_toes_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locator.front_legs, "legs_signs", lambda *_: pytest.fail("a costly look at the legs"))
    visibility = FRONT_AS_BACK.visibility.copy()
    visibility[TIPS] = 0.3
    assert not on_front_legs(picture("rendered_front"), [replace(FRONT_AS_BACK, visibility=visibility)])
    above = FRONT_AS_BACK.xy_px.copy()
    above[TIPS] = above[[INDEX["left_ankle"], INDEX["right_ankle"]]]
    assert not on_front_legs(picture("rendered_front"), [replace(FRONT_AS_BACK, xy_px=above)])


def test_toes_are_shown_however_large_the_body_is_and_however_it_is_turned() -> None:
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = replace(FRONT_AS_BACK, xy_px=3.0 * FRONT_AS_BACK.xy_px @ turn.T)
    assert toes_shown([FRONT_AS_BACK]) and toes_shown([turned]) and not toes_shown([BACK])


@pytest.mark.parametrize(("view", "asked"), [(None, True), ("left", True), ("back", False)])
def test_who_has_not_said_that_it_is_a_back_is_asked(view: View | None, asked: bool) -> None:
    detector = Scripted((FRONT_AS_BACK.square,), lambda n, square, mirrored: FRONT_AS_BACK)
    answer = see_body(detector, picture("rendered_front"), view=view)
    assert isinstance(answer, Seen) != asked
    if isinstance(answer, tuple):
        assert answer[0].reason == "front_or_back"


def test_no_point_is_placed_on_a_front_whose_face_is_blurred() -> None:
    """As photographs of patients are; all points of the back were drawn on its front, left for right."""
    photo = load_photo(FIXTURES / "rendered_front_blurred.jpg")
    found = locate(photo, detector=eyes())
    assert not found.placements and [refusal.reason for refusal in found.refusals] == ["front_or_back"]
    told = locate(photo, view="front", detector=eyes())
    assert told.view != "back" and not {spot.code for spot in told.placements if spot.visible} & {"BL23", "BL40"}
