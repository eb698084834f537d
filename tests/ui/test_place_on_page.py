"""What stands above a camera, an editor or a picture comes and goes without moving it: moved, it is made anew."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from running import SAY, given_to, page_app, press, shown
from streamlit.testing.v1 import AppTest

from tests.calibration.marked_skin import worn

STAGE = "the stage"


def here(*_given: Any, **_more: Any) -> None:
    st.text(STAGE)



@pytest.fixture(autouse=True)
def stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of what holds something: words that can be found on the page."""
    for name in ("live_view.live_view", "check_view.check_view", "tapping.tap_editor"):
        monkeypatch.setattr(f"ui.components.{name}", here)


def place(app: AppTest, what: str = "") -> tuple[Any, ...]:
    """Where it stands: the number of each block in the one around it, from the page to `what`, or the stage."""
    assert not app.exception

    def under(block: Any, way: tuple[Any, ...]) -> tuple[Any, ...] | None:
        for number, child in getattr(block, "children", {}).items():
            if getattr(child, "type", None) == what or getattr(child, "value", None) == STAGE:
                return (*way, number)
            if found := under(child, (*way, number)):
                return found
        return None

    found = under(app.main, ())
    assert found is not None
    return found


def expecting(page: str) -> AppTest:
    """The page of somebody pregnant: some points are ruled out then, others have something to mind."""
    app = press(page_app(page), SAY("cautions.red_none"))
    app.checkbox(key="caution_pregnancy").check()
    return press(app, SAY("cautions.go"))


def test_a_session_goes_on_where_a_point_is_added_that_has_something_to_mind() -> None:
    """The camera went off, and the session with it, as the warning came."""
    app, places, warned = expecting("live"), set(), set()
    app.button_group(key="live_by").set_value("points").run()
    for codes in (["SI3"], ["SI3", "BL23"], ["SI3"]):
        app.multiselect(key="live_codes").set_value(codes).run()
        places.add(place(app))
        warned.add(SAY("request.mind") in shown(app))
    assert len(places) == 1 and warned == {True, False}


def test_a_check_goes_on_where_another_point_is_meant() -> None:
    app, places, said = expecting("check"), set(), set()
    for code in ("BL40", "BL23", "SI3"):
        app.selectbox(key="check_point").set_value(code).run()
        places.add(place(app))
        said.add((SAY("request.mind") in shown(app), SAY("check.hands_how") in shown(app)))
    assert len(places) == 1 and len(said) == 3


@pytest.mark.parametrize(("page", "what"), [("live", ""), ("check", ""), ("photo", "file_uploader")])
def test_the_first_touch_after_the_cautions_moves_nothing(page: str, what: str) -> None:
    """Every choice stood there twice while the first picture was read and looked at."""
    app = expecting(page)
    before = place(app, what)
    assert place(app.run(), what) == before


def test_taps_can_be_taken_back_where_a_notice_came_meanwhile(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = np.asarray(Image.open(fixtures / "rendered_back.jpg").convert("RGB"))
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(worn(back, "c7", (309.0, 118.0), 28.0)[:, ::-1])).save(out, "PNG")
    (tmp_path / "mirror.png").write_bytes(out.getvalue())
    app, places, told = given_to("taps", tmp_path / "mirror.png", monkeypatch), set(), set()
    for mirrored in (False, True):
        next(each for each in app.toggle if each.label == SAY("photo.mirrored")).set_value(mirrored).run()
        places.add(place(app))
        told.add(SAY("fault.mark_mirrored") in shown(app))
    assert len(places) == 1 and told == {True, False}


def test_the_answer_stands_once_while_all_points_are_asked_for(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The choice between the whole picture and its points from close by is there for few points alone."""
    app, places, choices = given_to("photo", fixtures / "rendered_back.jpg", monkeypatch), set(), set()
    for by in ("routine", "all"):
        app.button_group(key="photo_by").set_value(by).run()
        places.add(place(app, "image"))
        choices.add(any((each.key or "").startswith("size_") for each in app.button_group))
    assert len(places) == 1 and choices == {True, False}
