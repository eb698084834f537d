"""The outline that a person fits a body into where the photo page has found none, and what it makes the finder do."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from running import SAY, given_to, healthy, photo_app, press, refusing, showing, shown, upload
from streamlit.testing.v1 import AppTest

import ui.pages.photo as photo_page
from locator.detect.base import Square
from locator.landmarks import LandmarkSet
from locator.outline import joint_places, to_px
from locator.photo import Photo
from locator.placement import Refusal
from ui.components.outline_editor import Fit, data_for, square_around, told
from ui.components.outlined import FITS, FITTING
from ui.components.pictured import Pictured
from ui.components.tap_editor import Edit
from ui.finder import Query, find


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the outline editor was shown, and the fit that a person makes there."""
    does: dict[str, Any] = {"shown": None, "fit": None}

    def fits(data: dict[str, Any]) -> Fit | None:
        does["shown"] = data
        fit: Fit | None = does["fit"]
        return fit

    monkeypatch.setattr(photo_page, "outline_editor", showing(fits))
    return does


def test_an_outline_is_offered_and_its_square_is_where_the_finder_looks(
    fixtures: Path, answers: Any, hand: dict[str, Any]
) -> None:
    asked = answers(refusing(Refusal("not_sure", "Not sure.")))
    app = upload(healthy(photo_app()), fixtures / "rendered_back_close.jpg")
    press(app, SAY("help.outline"))
    assert not app.exception
    assert hand["shown"]["begin"]["shape"] == "back_back" and len(hand["shown"]["shapes"]) == 3
    hand["fit"] = Fit("leg", "front", Square(300.0, 20.0, 900.0, 0.2))
    app.run()
    assert asked[-1].square == hand["fit"].square
    assert (asked[-1].region, asked[-1].view) == ("leg", "front")
    press(app, SAY("photo.fit_again"))
    assert hand["shown"]["begin"] == pytest.approx(
        {"shape": "leg_front", "x": 300.0, "y": 20.0, "side": 900.0, "turn": math.degrees(0.2)}
    )
    press(app, SAY("photo.fit_stop"))
    press(app, SAY("photo.fit_forget"))
    assert asked[-1].square is None


def test_another_picture_takes_the_outline_away(fixtures: Path, answers: Any, hand: dict[str, Any]) -> None:
    answers(refusing(Refusal("not_sure", "Not sure.")))
    app = upload(healthy(photo_app()), fixtures / "rendered_back_close.jpg")
    press(app, SAY("help.outline"))
    assert SAY("photo.fit") in shown(app)
    upload(app, fixtures / "rendered_knee_back.jpg")
    assert SAY("photo.fit") not in shown(app) and SAY("photo.refused_title") in shown(app)


def test_a_body_fitted_into_the_outline_is_answered(fixtures: Path, hand: dict[str, Any]) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back_close.jpg")
    assert not app.exception
    before = app.session_state["located"][1][0]
    press(app, SAY("help.outline"))
    begin = hand["shown"]["begin"]
    hand["fit"] = Fit("back", "back", Square(begin["x"], begin["y"], begin["side"]))
    app.run()
    assert not app.exception
    after = app.session_state["located"][1][0]
    assert {p.code for p in after.placements} >= {"BL23", "BL25"}
    cun = after.placements[0].cun_px
    for spot in after.placements:
        twin = next(p for p in before.placements if (p.code, p.side) == (spot.code, spot.side))
        assert float(np.linalg.norm(spot.xy_px - twin.xy_px)) < 2.0 * cun


def test_taps_that_an_outline_leaves_out_are_told_until_one_of_them_is_forgotten(
    fixtures: Path, hand: dict[str, Any]
) -> None:
    """The rings were as wide as before, without a word."""
    picture = fixtures / "rendered_back_close.jpg"
    app, told = upload(healthy(photo_app()), picture), SAY("photo.taps_not_outlined")
    name = hashlib.sha1(picture.read_bytes()).hexdigest()
    press(app, SAY("help.outline"))
    begin = hand["shown"]["begin"]
    hand["fit"] = Fit("back", "back", Square(begin["x"], begin["y"], begin["side"]))
    assert told not in shown(app.run()), "nothing was tapped"
    app.session_state["taps_edit"] = {f"{name}-None-None": Edit(1, {"c7": (begin["x"], 40.0)})}
    assert told in shown(app.run())
    assert told not in shown(press(app, SAY("live.taps_forget")))
    app.session_state["taps_edit"] = {f"{name}-None-None": Edit(1, {"c7": (begin["x"], 40.0)})}
    assert told not in shown(press(app, SAY("photo.fit_forget"))) and not app.exception


@pytest.mark.parametrize("turn", [0.0, 0.7, math.pi])
def test_the_outline_begins_on_the_body_that_was_found(turn: float) -> None:
    told_by = Square(310.0, 420.0, 700.0, turn)
    places = {name: tuple(to_px(place[None], told_by)[0]) for name, place in joint_places("back").items()}
    around = square_around(LandmarkSet.from_points(places, (600, 800)))
    assert around is not None
    assert (around.x_px, around.y_px, around.side_px) == pytest.approx((310.0, 420.0, 700.0), abs=0.01)
    assert math.cos(around.turn_rad - turn) == pytest.approx(1.0)
    assert square_around(LandmarkSet.from_points({"c7": (1.0, 2.0)}, (600, 800))) is None


def test_what_the_outline_tells_is_believed_only_where_it_is_sound() -> None:
    photo = Photo(np.zeros((200, 300, 3), np.uint8))
    data = data_for(SAY, Pictured("a", photo), "data:")
    sound = {"key": "a", "shape": "leg_back", "x": -20, "y": 10.5, "side": 500, "turn": 90}
    fit = told(sound, data)
    assert fit is not None and fit.square == Square(-20.0, 10.5, 500.0, math.pi / 2)
    assert (fit.region, fit.view) == ("leg", "back")
    for wrong in (
        {"key": "b"}, {"shape": "arm"}, {"x": "here"}, {"side": 0}, {"side": 1e9}, {"turn": math.nan}, {"y": None},
    ):  # fmt: skip
        assert told({**sound, **wrong}, data) is None, wrong


def test_an_outline_is_forgotten_once_however_often_it_is_pressed() -> None:
    def script() -> None:
        import streamlit as st

        from ui.components.outlined import FITS, forget_fit

        st.session_state[FITS] = {"a": "fit", "b": "another"}
        for _ in range(2):
            forget_fit("a")
        st.write(*st.session_state[FITS])

    app = AppTest.from_function(script).run()
    assert not app.exception and app.markdown[0].value == "b"


def test_the_finder_turns_the_told_square_with_a_mirrored_picture(fixtures: Path) -> None:
    plain = np.asarray(Image.open(fixtures / "rendered_back_close.jpg"))
    square = Square(0.47 * plain.shape[1], 0.88 * plain.shape[0], 2.8 * plain.shape[0])
    straight = find(Photo(plain), Query("back", "back", ["BL23"], square=square))
    across = Square(plain.shape[1] - 1 - square.x_px, square.y_px, square.side_px)
    mirrored = Photo(np.ascontiguousarray(plain[:, ::-1]), mirrored=True)
    mirror = find(mirrored, Query("back", "back", ["BL23"], square=across))
    assert straight.placements and len(straight.placements) == len(mirror.placements)
    for one, other in zip(straight.placements, mirror.placements, strict=True):
        assert one.side == other.side
        assert float(one.xy_px[0]) == pytest.approx(plain.shape[1] - 1 - float(other.xy_px[0]), abs=0.4 * one.cun_px)


@pytest.mark.parametrize("page", ["check", "learn"])
def test_what_was_fitted_tells_where_to_look_on_the_other_pages_too(
    page: str, fixtures: Path, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that the photo page answered was refused there, or its points lay elsewhere."""
    picture = fixtures / "rendered_back_close.jpg"
    asked = answers(refusing(Refusal("not_sure", "Not sure.")))
    app = given_to(page, picture, monkeypatch)
    assert asked[-1].square is None and SAY("photo.fitted") not in shown(app)
    fit = Fit("leg", "front", Square(300.0, 20.0, 900.0, 0.2))
    app.session_state[FITS] = {hashlib.sha1(picture.read_bytes()).hexdigest(): fit}
    assert SAY("photo.fitted") in shown(app.run())
    assert (asked[-1].square, asked[-1].region, asked[-1].view) == (fit.square, "leg", "front")
    press(app, SAY("photo.fit_forget"))
    assert asked[-1].square is None and not app.exception


@pytest.mark.parametrize("page", ["check", "learn"])
def test_a_refusal_that_speaks_of_showing_the_body_leads_to_the_outline(
    page: str, fixtures: Path, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "Or show below where the body is", and there was nothing below."""
    answers(refusing(Refusal("not_sure", "Not sure.")))
    picture, gone = fixtures / "rendered_back_close.jpg", list[str]()
    app = given_to(page, picture, monkeypatch)
    monkeypatch.setattr("ui.components.outlined.go_to", gone.append)
    press(app, SAY("help.outline"))
    assert gone == ["photo"] and app.session_state[FITTING] == hashlib.sha1(picture.read_bytes()).hexdigest()
