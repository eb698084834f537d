"""Whoever has to be pressed lightly is not told on the same card to use knuckles or a ball."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import SAY, page_app, photo_app, press, shown, upload
from streamlit.testing.v1 import AppTest

from locator.atlas.load import load_atlas
from locator.routines import technique
from locator.safety import Answers, load_safety
from ui.components.point_card import find_line
from ui.wording import wording

FORCE = re.compile(r"\b(deep(ly)?|firm(ly)?|hard|strong(ly)?|moderately|profundidad|firmeza|fuerte|fuerza)\b")


def answering(app: AppTest, *cautions: str) -> AppTest:
    press(app, SAY("cautions.red_none"))
    for each in cautions:
        app.checkbox(key=f"caution_{each}").check()
    return press(app, SAY("cautions.go"))


def of_bl23(*cautions: str) -> str:
    """The page of points, asked for one, to a person who ticked these."""
    app = page_app("points")
    app.session_state["answers"] = Answers(cautions=frozenset(cautions))
    app.run()
    app.text_input[0].set_value("BL23").run()
    return shown(app)


def firm_words() -> tuple[str, ...]:
    """What BL23 says to a person who may be pressed firmly."""
    how = technique("BL23")
    return how.tool, how.technique, how.feel


@pytest.mark.parametrize("caution", ["blood_thinners", "pregnancy"])
def test_a_card_for_a_light_hand_names_no_knuckles_on_the_points_page(caution: str) -> None:
    words = of_bl23(caution)
    assert SAY("session.lightly") in words
    assert not [each for each in firm_words() if each in words]


def test_a_card_for_a_light_hand_names_no_knuckles_beside_the_photo(fixtures: Path) -> None:
    words = shown(upload(answering(photo_app(), "blood_thinners"), fixtures / "rendered_back.jpg"))
    assert "BL23" in words and SAY("session.lightly") in words
    assert not [each for each in firm_words() if each in words]


def test_without_such_an_answer_the_card_says_all_of_it() -> None:
    words = of_bl23()
    assert not [each for each in firm_words() if each not in words]
    assert SAY("session.lightly") not in words


@pytest.mark.parametrize("page", ["points", "routines"])
def test_whom_a_doctor_must_see_first_is_told_no_point_on_any_page(page: str) -> None:
    """The answer counts from its own button on, before the second list has been seen."""
    app = page_app(page)
    assert "<li>" in shown(app)
    app.session_state["red_flags"] = frozenset({"fever"})
    words = shown(app.run())
    advice = next(flag.advice for flag in load_safety().red_flags if flag.id == "fever")
    assert not app.exception and advice in words and SAY("cautions.doctor") in words
    assert SAY("card.how") not in words and "<li>" not in words
    assert "<li>" in shown(press(app, SAY("cautions.again"))), "people tick by mistake"


def test_a_red_flag_of_the_back_leaves_the_points_of_the_back_out_of_the_list() -> None:
    app = page_app("points")
    app.session_state["red_flags"] = frozenset({"night_pain"})
    words = shown(app.run())
    assert SAY("request.withheld") in words and "BL23" in words.split(SAY("request.withheld"))[1].splitlines()[1]
    assert "LR3" in words and SAY("card.how") in words


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_a_point_is_found_never_says_how_hard_to_press(language: str) -> None:
    """That belongs to how it is held, which gives way to a light hand; the place is told to everybody alike."""
    say = wording(language)
    assert [point.code for point in load_atlas().standard if FORCE.search(find_line(say, point))] == []
