"""Legs of which nobody says the face: told by what the pose model's inner layers notice along them, or asked about."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, errors_cun, picture, recorded
from scripted import Scripted

from locator.closeups import find_closeup
from locator.contest import CloseUp, contest
from locator.detect.base import Look, Rgb, Square, other_face
from locator.detect.closeup import explored, proposed
from locator.detect.inner import LAYERS, noticed
from locator.geometry import Array
from locator.landmarks import View
from locator.legs_face import (
    CONTRADICTS,
    SURE_BACK,
    SURE_FRONT,
    leg_joints_px,
    legs_readings,
    legs_show_back,
    legs_signs,
)
from locator.looks import shows_back
from locator.photo import Photo, load_photo
from locator.pipeline import locate

BACK, FRONT = recorded("back"), recorded("front")
NEAR = 0.4  # of the odds' logarithm: what another size or direction of the picture may change by rounding


@cache
def legs(name: str, top: float) -> tuple[Rgb, Array]:
    """A fixture's rows from `top` of its height down, and where the looks see its legs."""
    rgb = cut(name, top).rgb
    looks = explored(eyes(), rgb, proposed((rgb.shape[1], rgb.shape[0]), "leg"))
    best = contest(rgb, {"leg": looks}, None, 0.0)[0]
    return rgb, leg_joints_px(best.looks, best.weights)


def cut(name: str, top: float) -> Photo:
    rgb = load_photo(FIXTURES / f"{name}.jpg").rgb
    return Photo(np.ascontiguousarray(rgb[int(top * len(rgb)) :]))


def readings(rgb: Rgb, joints_px: Array) -> tuple[float, float]:
    return legs_readings(legs_signs(np.ascontiguousarray(rgb), joints_px))


def test_two_knees_from_behind_are_told_and_placed_though_nobody_says_what_they_are() -> None:
    knees = load_photo(FIXTURES / "rendered_knee_back.jpg")
    for region in ("leg", None):
        found = locate(knees, region=region, detector=eyes())  # type: ignore[arg-type]
        errors = errors_cun(found, "rendered_knee_back")
        assert found.status == "located" and found.view == "back"
        assert {("BL40", "left"), ("BL40", "right")} <= set(errors) and max(errors.values()) < 1.5
        assert {frame.region for frame in found.frames} == {"leg"}  # what lies above the picture is not guessed at


@pytest.mark.parametrize("top", [0.42, 0.5])
def test_legs_from_behind_and_from_in_front_are_read_as_what_they_are(top: float) -> None:
    assert readings(*legs("rendered_back", top))[0] > SURE_BACK
    assert readings(*legs("rendered_front", top))[0] < SURE_FRONT


@pytest.mark.parametrize("region", ["leg", None])
def test_no_point_of_the_back_of_a_leg_is_placed_on_legs_from_in_front(region: str | None) -> None:
    for top in (0.42, 0.5):
        found = locate(cut("rendered_front", top), region=region, detector=eyes())  # type: ignore[arg-type]
        assert not {spot.code for spot in found.placements if spot.visible} & {"BL40", "BL57"}


@pytest.mark.parametrize(("name", "top"), [("rendered_knee_back", 0.0), ("rendered_front", 0.42)])
def test_legs_in_the_mirror_are_read_as_the_same_face(name: str, top: float) -> None:
    rgb, joints = legs(name, top)
    there = np.array([rgb.shape[1], 0.0]) + joints * (-1.0, 1.0)
    assert readings(rgb[:, ::-1], there) == pytest.approx(readings(rgb, joints), abs=NEAR)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_legs_in_a_turned_picture_are_read_as_the_same_face(quarters: int) -> None:
    rgb, joints = legs("rendered_knee_back", 0.0)
    height, width = rgb.shape[:2]
    for _ in range(quarters):
        joints = np.stack([joints[..., 1], width - joints[..., 0]], axis=-1)
        height, width = width, height
    small, large = readings(np.rot90(rgb, quarters), joints)
    assert small > SURE_BACK and large > CONTRADICTS


def test_the_size_of_the_picture_does_not_enter_the_reading() -> None:
    rgb, joints = legs("rendered_knee_back", 0.0)
    larger = np.asarray(cv2.resize(rgb, None, fx=2.0, fy=2.0), dtype=np.uint8)
    assert readings(larger, 2.0 * joints) == pytest.approx(readings(rgb, joints), abs=NEAR)


def test_where_there_is_nothing_to_see_no_face_is_told() -> None:
    assert legs_show_back(picture(), [BACK], [1.0]) is None
    assert legs_show_back(picture(), [FRONT], [1.0]) is None


def test_legs_lie_where_they_lie_whichever_face_a_look_takes_them_for() -> None:
    there = leg_joints_px([BACK], [1.0])
    np.testing.assert_allclose(leg_joints_px([BACK, other_face(BACK)], [1.0, 3.0]), there)
    np.testing.assert_allclose(leg_joints_px([other_face(BACK)], [1.0]), there[::-1])


@pytest.mark.parametrize("view", [None, "left", "right", "unknown"])
def test_legs_whose_face_cannot_be_told_are_asked_about(view: str | None) -> None:
    def either(n: int, square: Square, mirrored: bool) -> Look:
        return BACK

    answer = find_closeup(Scripted((), either), picture(), ["leg"], view, turns=False)  # type: ignore[arg-type]
    assert not answer


@pytest.mark.parametrize(
    ("name", "top", "shown", "said"),
    [("rendered_knee_back", 0.0, "back", "front"), ("rendered_front", 0.42, "front", "back")],
)
def test_who_says_the_face_that_legs_plainly_do_not_show_is_contradicted(
    name: str, top: float, shown: View, said: View
) -> None:
    wrong = locate(cut(name, top), region="leg", view=said, detector=eyes())
    assert not wrong.placements and [why.reason for why in wrong.refusals] == ["other_side"]
    assert locate(cut(name, top), region="leg", view=shown, detector=eyes()).status == "located"


@pytest.mark.parametrize(("shows", "kept"), [(True, False), (None, True), (False, True)])
def test_a_face_that_was_said_is_believed_of_legs_that_do_not_tell_it(
    shows: bool | None, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), 1.0))
    monkeypatch.setattr("locator.closeups.legs_show_back", lambda *_: shows)
    answer = find_closeup(Scripted((), lambda n, square, mirrored: FRONT), picture(), ["leg"], "front", turns=False)
    assert bool(answer) == kept


@pytest.mark.parametrize(
    ("first_cun", "then_cun", "told"), [(1.0, 1.0, True), (1.15, 1.15, False), (1.25, 1.25, False), (1.25, 1.0, False)]
)
def test_the_face_is_told_only_of_legs_that_the_first_looks_place_surely(
    first_cun: float, then_cun: float, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Black trousers in front passed for a back twice, both times in the second round of looks."""
    rounds = iter([first_cun])
    monkeypatch.setattr(
        "locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), next(rounds, then_cun))
    )
    monkeypatch.setattr("locator.closeups.legs_show_back", lambda *_: True)
    answer = find_closeup(Scripted((), lambda n, square, mirrored: FRONT), picture(), ["leg"], None, turns=False)
    assert bool(answer) == told
    if isinstance(answer, CloseUp):
        assert all(shows_back(look) for look in answer.looks)
    else:
        assert answer.reason == "front_or_back"


def test_what_is_noticed_at_a_place_is_noticed_at_its_twin_in_the_mirror() -> None:
    rgb = load_photo(FIXTURES / "rendered_knee_back.jpg").rgb
    width = rgb.shape[1]
    square, places = Square(300.0, 200.0, 900.0, 0.1), np.array([[200.0, 400.0], [380.0, 420.0], [210.0, 600.0]])
    there = np.column_stack([width - places[:, 0], places[:, 1]])
    here = noticed(rgb, square, places, (1, 0, 2))
    mirrored = noticed(np.ascontiguousarray(rgb[:, ::-1]), square.in_mirror(width), there[[1, 0, 2]], (1, 0, 2))
    for name in LAYERS:
        assert here[name].shape[0] == 3 and here[name].std() > 0
        off, elsewhere = np.abs(mirrored[name] - here[name]).mean(), np.abs(here[name][[1, 2, 0]] - here[name]).mean()
        assert off < 0.3 * elsewhere  # a mirror image falls on the model's pixels half a pixel beside
