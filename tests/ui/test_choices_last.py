"""What is chosen on a page stands there still after another page was looked at, as the picture in hand does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S, SAY, healthy, press, turn_to, upload, whole_app
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.profile import Profile

# Page -> the choices made on it, in the order in which a person meets them: kind of box, its key, what is chosen.
CHOICES: dict[str, list[tuple[str, str, Any]]] = {
    "photo": [
        ("selectbox", "photo_routine", "sciatica"),
        ("selectbox", "photo_part", "back"),
        ("selectbox", "photo_view", "back"),
        ("selectbox", "photo_whose", "anna"),
        ("toggle", "mirrored", True),
    ],
    "live": [
        ("button_group", "live_by", "points"),
        ("multiselect", "live_codes", ["BL25", "GV3"]),
        ("selectbox", "live_part", "leg"),
        ("selectbox", "live_person", "anna"),
        ("selectbox", "live_pace", "long"),
        ("slider", "comfort_before", 2),
    ],
    "check": [
        ("button_group", "check_mode", "photo"),
        ("selectbox", "check_point", "BL25"),
        ("button_group", "check_side", "right"),
        ("selectbox", "check_view", "back"),
        ("selectbox", "check_person", "anna"),
    ],
    "learn": [
        ("button_group", "learn_kind", "own"),
        ("selectbox", "learn_part", "hand"),
        ("selectbox", "learn_person", "anna"),
    ],
    "taps": [("selectbox", "taps_part", "leg"), ("selectbox", "taps_person", "anna")],
}


def page_and_another(name: str) -> AppTest:
    """One page, and a way off it and back."""
    store.save(Profile("anna"))
    script = (
        f"import streamlit as st\nfrom ui.pages.{name} import page\n"
        "if st.session_state.get('elsewhere'):\n    st.write('elsewhere')\nelse:\n    page()"
    )
    return healthy(AppTest.from_string(script, default_timeout=PATIENCE_S).run())


def there_and_back(app: AppTest) -> AppTest:
    for elsewhere in (True, True, False):
        app.session_state["elsewhere"] = elsewhere
        app.run()
    assert not app.exception
    return app


def chosen(app: AppTest, choices: list[tuple[str, str, Any]]) -> dict[str, Any]:
    return {key: getattr(app, kind)(key=key).value for kind, key, _ in choices}


@pytest.mark.parametrize("name", CHOICES)
def test_what_was_chosen_stands_after_another_page_was_looked_at(name: str, home: Path) -> None:
    app = page_and_another(name)
    for kind, key, value in CHOICES[name]:
        getattr(app, kind)(key=key).set_value(value).run()
    made = chosen(app, CHOICES[name])
    assert made == {key: value for _, key, value in CHOICES[name]}
    assert chosen(there_and_back(app), CHOICES[name]) == made


def test_a_picture_is_answered_after_another_page_as_it_was_before(home: Path, fixtures: Path) -> None:
    app = page_and_another("photo")
    upload(app, fixtures / "rendered_back.jpg")
    app.selectbox(key="photo_routine").set_value("sciatica").run()
    app.toggle(key="high_contrast").set_value(True).run()
    before = [(p.code, tuple(p.xy_px)) for p in app.session_state["located"][1][0].placements]
    there_and_back(app)
    assert [(p.code, tuple(p.xy_px)) for p in app.session_state["located"][1][0].placements] == before
    assert app.toggle(key="high_contrast").value


def test_what_was_looked_for_among_the_points_stands_after_another_page_was_looked_at() -> None:
    app = turn_to(healthy(whole_app()), "points")
    app.text_input(key="points_search").set_value("ache")
    app.selectbox(key="points_region").set_value("leg").run()
    for page in ("safety", "safety", "points"):
        turn_to(app, page)
    assert (app.text_input(key="points_search").value, app.selectbox(key="points_region").value) == ("ache", "leg")


def test_the_routine_that_was_asked_for_is_shown_after_the_cautions_are_asked_anew() -> None:
    """It was the one that the page had shown before."""
    app = healthy(whole_app())
    press(app, SAY("cautions.again"))
    turn_to(app, "routines").button(key="photo_sleep").click().run()
    assert healthy(turn_to(app, "photo")).selectbox(key="photo_routine").value == "sleep"


def test_a_profile_that_was_deleted_is_chosen_no_more(home: Path) -> None:
    app = page_and_another("taps")
    store.save(Profile("bert"))
    app.run()
    app.selectbox(key="taps_person").set_value("anna").run()
    next(each for each in app.button if each.label == SAY("taps.delete", name="anna")).click().run()
    assert not app.exception and not app.selectbox(key="taps_person").value
    assert not app.toast, "who deletes it knows that it is gone"
    assert not there_and_back(app).selectbox(key="taps_person").value and not app.toast


def test_a_profile_that_was_deleted_can_be_brought_back_until_another_is_chosen(home: Path) -> None:
    app = page_and_another("taps")
    store.save(Profile("bert"))
    kept = store.path_of("anna").read_bytes()
    for another, offered in (("", True), ("bert", False)):
        app.run()
        app.selectbox(key="taps_person").set_value("anna").run()
        next(each for each in app.button if each.label == SAY("taps.delete", name="anna")).click().run()
        assert store.names() == ("bert",) and SAY("taps.deleted", name="anna") in [each.value for each in app.caption]
        app.selectbox(key="taps_person").set_value(another).run()
        undo = [each for each in app.button if each.key == "undo_taps_person"]
        assert bool(undo) == offered, another
        if undo:
            undo[0].click().run()
            assert not app.exception and app.selectbox(key="taps_person").value == "anna"
            assert store.path_of("anna").read_bytes() == kept


def test_the_only_profile_there_was_can_be_brought_back_too(home: Path) -> None:
    app = page_and_another("taps")
    anna = store.load("anna")
    store.delete("anna")
    app.session_state["taken_out_taps_person"] = (SAY("taps.deleted", name="anna"), anna)
    app = there_and_back(app)
    app.button(key="undo_taps_person").click().run()
    assert not app.exception and store.names() == ("anna",) and app.selectbox(key="taps_person").value == "anna"
