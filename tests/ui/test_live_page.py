"""The live page without a browser: what the component is given, and what comes after a session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from running import PATIENCE_S, SAY, healthy, page_app, press, shown, telling
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.profile import Profile, Sitting
from locator.landmarks import LandmarkSet
from locator.outline import outlines
from locator.safety import Answers
from ui.components import live_view
from ui.components.live_view import RECORD
from ui.live.viewer import Wish
from ui.wording import wording


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the component was told, newest last."""
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.live_view.live_view", lambda data: told.append(data))
    return told


def test_a_profile_chosen_there_goes_to_the_live_view(given: list[dict[str, Any]]) -> None:
    store.save(Profile("anna", (Sitting(LandmarkSet((10, 10), "back"), "2024-01-01"),)))
    app = healthy(page_app("live"))
    assert given[-1]["profile"] == ""
    app.selectbox(key="live_person").set_value("anna").run()
    assert not app.exception
    assert given[-1]["profile"] == "anna"


@pytest.mark.parametrize(
    ("part", "view", "outline"),
    [
        ("unsure", "unsure", "back"),
        ("back", "unsure", "back"),
        ("leg", "back", "leg_back"),
        ("leg", "front", "leg_front"),
        ("hand", "unsure", None),
    ],
)
def test_the_outline_is_that_of_what_is_looked_at(
    given: list[dict[str, Any]], part: str, view: str, outline: str | None
) -> None:
    app = healthy(page_app("live"))
    app.selectbox(key="live_part").set_value(part)
    app.selectbox(key="live_view").set_value(view).run()
    assert given[-1]["outline"] == outline
    assert outline is None or outline in given[-1]["outlines"]


def test_a_session_keeps_its_points_while_something_else_is_chosen(given: list[dict[str, Any]]) -> None:
    app = healthy(page_app("live"))
    led = given[-1]["codes"]
    told = len(given)
    app.button_group(key="live_by").set_value("points").run()
    assert not app.exception and SAY("photo.choose_points") in shown(app)
    assert len(given) > told and given[-1]["codes"] == led and given[-1]["plan"] == []
    assert "0 " not in shown(app)


def test_points_sifted_by_other_answers_about_health_are_not_shown_again(given: list[dict[str, Any]]) -> None:
    app = healthy(page_app("live"))
    _, wanted = app.session_state["live_before"]
    app.session_state["live_before"] = Answers(cautions=frozenset({"pregnancy"})), wanted
    told = len(given)
    app.button_group(key="live_by").set_value("points").run()
    assert not app.exception and len(given) == told


def test_who_wants_points_in_front_is_not_told_to_turn_the_back(given: list[dict[str, Any]]) -> None:
    app = healthy(page_app("live"))
    assert given[-1]["facing"] == "back"
    app.button_group(key="live_by").set_value("points").run()
    app.multiselect(key="live_codes").set_value(["ST36"]).run()
    assert given[-1]["facing"] is None
    app.selectbox(key="live_view").set_value("front").run()
    assert given[-1]["facing"] == "front"


def test_outlines_reach_the_browser_whole_and_upright(given: list[dict[str, Any]]) -> None:
    healthy(page_app("live"))
    shapes = given[-1]["outlines"]
    assert len(shapes) == len(outlines())
    for shape in shapes.values():
        assert all(np.abs(np.array(line)).max() <= 0.5 for line in shape["lines"])
        assert shape["side"] > 1
    back = np.array(shapes["back"]["lines"][0])
    assert back[:, 1].min() < -0.3 < 0.0 < back[:, 1].max()  # the head above the hips


def after_a_session(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The live page once a session of one hold has ended."""
    record = {"turns": [{"code": "BL23", "side": "both", "held_s": 42, "planned_s": 60}]}
    monkeypatch.setattr("ui.components.live_view.live_view", telling(RECORD, [record]))
    return healthy(page_app("live"))


def test_after_a_session_the_holds_are_told_and_nothing_is_kept_before_it_is_agreed(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    app = after_a_session(monkeypatch)
    assert not app.exception
    assert "42 / 60 s" in shown(app)
    assert not (home / "history.jsonl").exists()
    app.slider(key="comfort_after").set_value(8).run()
    press(app, SAY("history.agree"))
    assert SAY("history.kept") in "\n".join(each.value for each in app.success)
    kept = (home / "history.jsonl").read_text(encoding="utf-8")
    assert '"after": 8' in kept and '"held_s": 42' in kept


def test_the_scale_of_a_session_that_is_kept_takes_no_answer_that_would_be_lost(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Moved after *Keep* it stood at the new number above "Kept.", and the history had the old one."""
    app = after_a_session(monkeypatch)
    app.slider(key="comfort_after").set_value(8).run()
    press(app, SAY("history.agree"))
    assert [each.label for each in app.slider] == [SAY("history.before")]
    (home / "history.jsonl").unlink()
    app.run()
    assert app.slider(key="comfort_after").value == 8  # erased, it may be kept again


def test_a_second_session_like_the_first_is_kept_too_and_each_once_under_its_own_routine(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    turns = [{"code": "BL23", "side": "both", "held_s": 60, "planned_s": 60}]
    ended: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.live_view.live_view", telling(RECORD, ended))
    app = healthy(page_app("live"))
    for at, label in ((1, "history.agree"), (2, "history.keep")):
        app.selectbox(key="live_routine").set_value("sleep").run()
        ended.append({"turns": turns, "routine": "low_back", "at": at})
        app.run()
        press(app, SAY(label))
        assert SAY("history.kept") in "\n".join(each.value for each in app.success)
    kept = [json.loads(line) for line in (home / "history.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["routine"] for entry in kept] == ["low_back", "low_back"]


def test_the_view_is_told_by_what_name_its_holds_are_known(given: list[dict[str, Any]]) -> None:
    app = healthy(page_app("live"))
    app.selectbox(key="live_routine").set_value("sleep").run()
    assert given[-1]["routine"] == "sleep"
    app.button_group(key="live_by").set_value("points").run()
    app.multiselect(key="live_codes").set_value(["ST36"]).run()
    assert given[-1]["routine"] == ""


def live_and_another_page() -> None:
    import streamlit as st

    from ui.pages import live

    if st.toggle("another page"):
        st.write("elsewhere")
    else:
        live.page()


def test_how_it_felt_before_is_known_after_another_page_was_looked_at(given: list[dict[str, Any]]) -> None:
    app = healthy(AppTest.from_function(live_and_another_page, default_timeout=PATIENCE_S).run())
    app.slider(key="comfort_before").set_value(2).run()
    app.toggle[0].set_value(True).run()
    app.toggle[0].set_value(False).run()
    assert app.slider(key="comfort_before").value == 2


def test_how_it_feels_is_asked_anew_after_each_session_and_known_after_another_page(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    record: dict[str, Any] = {"turns": [{"code": "BL23", "side": "both", "held_s": 60, "planned_s": 60}], "at": 1}
    told = [record]
    monkeypatch.setattr("ui.components.live_view.live_view", telling(RECORD, told))
    app = healthy(AppTest.from_function(live_and_another_page, default_timeout=PATIENCE_S).run())
    app.slider(key="comfort_after").set_value(8).run()
    app.toggle[0].set_value(True).run()
    app.toggle[0].set_value(False).run()
    assert app.slider(key="comfort_after").value == 8
    told.append({**record, "at": 2})
    app.run()
    assert not app.exception and app.slider(key="comfort_after").value == 5


def test_a_session_is_kept_once_however_often_it_is_pressed(home: Path) -> None:
    def script() -> None:
        from ui.components.afterwards import _keep
        from ui.history import Entry, Held
        from ui.wording import wording

        entry = Entry("2024-01-01T10:00:00", "sleep", 5, 6, (Held("BL52", "both", 60, 60),))
        for _ in range(2):
            _keep(wording(), entry, {"turns": [], "at": 1})

    assert not AppTest.from_function(script, default_timeout=PATIENCE_S).run().exception
    assert len((home / "history.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_the_live_view_says_in_spanish_why_it_shows_nothing_and_sends_nobody_below() -> None:
    told = live_view.told(wording("es"), Wish(), [])
    assert told["refusals"]["too_dark"] == wording("es")("refusal.too_dark")
    assert told["refusals"]["not_sure"] == wording("es")("live_refusal.not_sure")
    assert "abajo" not in told["refusals"]["not_sure"], "below the camera's picture there is nothing to fit"
