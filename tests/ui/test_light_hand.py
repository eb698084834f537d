"""Whoever has to be pressed lightly is not told on the same card to use knuckles or a ball."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S, SAY, page_app, photo_app, press, shown, upload
from streamlit.testing.v1 import AppTest

from locator.atlas.load import load_atlas
from locator.routines import technique
from locator.safety import Answers, load_safety, warnings_for
from ui.components.point_card import asked_lines, find_line
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_asks_what_its_point_names_while_nobody_has_been_asked(language: str) -> None:
    words, li4 = wording(language), load_atlas()["LI4"]
    app = page_app("points")
    app.session_state["language"] = language
    app.run()
    app.text_input[0].set_value("LI4").run()
    (asked,) = asked_lines(words, li4)
    question = words.get("caution.pregnancy", "Are you pregnant, or might you be?")
    assert asked.startswith(question) and asked in shown(app)
    app.session_state["answers"] = Answers()
    assert asked not in shown(app.run()), "who has answered is told what the answers mean"


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


@pytest.mark.parametrize("page", ["live", "check"])
def test_pages_without_cards_say_what_the_answers_ask_to_mind(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []
    for view in ("live_view", "check_view"):
        monkeypatch.setattr(f"ui.components.{view}.{view}", given.append)
    app = answering(page_app(page), "pregnancy", "varicose_veins", "broken_skin")
    plan, answers = given[-1]["plan"], Answers(cautions=frozenset({"pregnancy", "varicose_veins", "broken_skin"}))
    minded = {line for turn in plan for line in warnings_for(turn["code"], answers)}
    assert len(minded) > 1 and not [line for line in minded if line not in shown(app)]
    assert {turn["light"] for turn in plan if turn["code"] == "BL23"} == {True}
    app.session_state["answers"] = Answers()
    assert SAY("request.mind") not in shown(app.run())


def test_what_the_answers_ask_to_mind_is_told_wholly_in_spanish() -> None:
    def script() -> None:
        from locator.atlas.load import load_atlas
        from locator.safety import Answers, load_safety
        from ui.components.request import tell_warnings
        from ui.wording import wording

        every = Answers(cautions=frozenset(caution.id for caution in load_safety().cautions))
        tell_warnings(wording("es"), tuple(load_atlas()), every)

    told = shown(AppTest.from_function(script, default_timeout=PATIENCE_S).run())
    every = Answers(cautions=frozenset(caution.id for caution in load_safety().cautions))
    english = {warning for code in load_atlas() for warning in warnings_for(code, every)}
    assert len(english) > 5 and told.startswith(wording("es")("request.mind"))
    assert len(told.splitlines()) == 1 + len(english)
    assert not [each for each in english if each in told]


def test_a_sentence_names_the_points_it_is_about_where_it_is_not_about_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.components.live_view.live_view", lambda data: None)
    app = page_app("live")
    app.session_state["answers"] = Answers(cautions=frozenset({"numb_feet_or_hands", "broken_skin"}))
    told = shown(app.run()).split(SAY("request.mind"))[1]
    assert "- **BL40, SI3**: Press lightly and look at the skin" in told
    assert "- Skip this point if the skin here is broken" in told


@pytest.mark.parametrize("page", ["live", "check"])
def test_answers_are_changed_where_a_press_is_led_or_checked(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []
    for view in ("live_view", "check_view"):
        monkeypatch.setattr(f"ui.components.{view}.{view}", given.append)
    app = answering(page_app(page), "varicose_veins")
    told = len(given)
    press(app, SAY("cautions.again"))
    assert SAY("cautions.red_ask") in shown(app) and len(given) == told, "the view waits for the answers"
    answering(app, "pregnancy")
    both = Answers(cautions=frozenset({"varicose_veins", "pregnancy"}))  # the first stands until it is unticked
    assert app.session_state["answers"] == both and len(given) > told
    assert not app.exception


@pytest.mark.parametrize("page", ["photo", "live"])
def test_who_is_left_without_a_point_can_still_change_the_answers(page: str) -> None:
    app = answering(page_app(page))
    app.button_group(key=f"{page}_by").set_value("points").run()
    app.multiselect(key=f"{page}_codes").set_value([]).run()
    assert SAY("photo.choose_points") in shown(app)
    assert SAY("cautions.red_ask") in shown(press(app, SAY("cautions.again")))


def test_who_has_answered_can_change_the_answers_before_there_is_a_picture() -> None:
    assert SAY("cautions.red_ask") in shown(press(answering(page_app("photo")), SAY("cautions.again")))
