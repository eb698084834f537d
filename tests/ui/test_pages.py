"""The pages as a person meets them, run without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import SAY, healthy, page_app, photo_app, press, shown, turn_to, upload, whole_app

from locator.atlas.load import load_atlas
from locator.safety import Answers, load_safety
from ui.components import menu
from ui.pages.points import found
from ui.wording import wording


def test_the_cautions_come_before_anything_else() -> None:
    app = photo_app()
    assert not app.exception
    assert not app.file_uploader
    for flag in load_safety().red_flags:
        assert flag.question in shown(app)


def test_one_press_and_another_lead_to_the_question_for_a_picture() -> None:
    app = healthy(photo_app())
    assert not app.exception
    assert app.file_uploader


def test_cautions_are_asked_once() -> None:
    app = healthy(photo_app())
    assert SAY("cautions.title") not in shown(app.run())


def test_an_emergency_sends_to_the_doctor_and_offers_no_points() -> None:
    app = press(photo_app(), SAY("cautions.red_some"))
    app.checkbox(key="red_bladder_or_bowel").check()
    press(app, SAY("cautions.next"))
    assert SAY("cautions.doctor") in shown(app)
    assert not app.file_uploader
    press(app, SAY("cautions.again"))
    assert SAY("cautions.red_ask") in shown(app)


def test_a_less_urgent_sign_keeps_hands_off_the_back_and_says_so() -> None:
    app = press(photo_app(), SAY("cautions.red_some"))
    app.checkbox(key="red_night_pain").check()
    press(app, SAY("cautions.next"))
    press(app, SAY("cautions.go"))
    words = shown(app)
    assert "See a doctor within days" in words
    assert "BL23" in words.split(SAY("request.withheld"))[1]


def test_points_that_pregnancy_rules_out_are_named_with_the_reason() -> None:
    app = press(photo_app(), SAY("cautions.red_none"))
    app.checkbox(key="caution_pregnancy").check()
    press(app, SAY("cautions.go"))
    app.button_group(key="photo_by").set_value("points").run()
    app.multiselect(key="photo_codes").set_value(["LI4", "BL23"]).run()
    left_out = next(each.value for each in app.warning if SAY("request.withheld") in each.value)
    assert "LI4" in left_out and "pregnancy" in left_out
    assert "BL23" not in left_out


def test_who_comes_back_to_the_questions_for_one_more_has_not_taken_back_the_others() -> None:
    """The boxes were empty: who ticked the new one alone was shown what the old ones rule out."""
    app = press(photo_app(), SAY("cautions.red_none"))
    app.checkbox(key="caution_pregnancy").check()
    press(press(press(app, SAY("cautions.go")), SAY("cautions.again")), SAY("cautions.red_none"))
    app.checkbox(key="caution_blood_thinners").check()
    press(app, SAY("cautions.go"))
    assert app.session_state["answers"] == Answers(frozenset({"pregnancy", "blood_thinners"}))
    press(press(app, SAY("cautions.again")), SAY("cautions.red_none"))
    app.checkbox(key="caution_pregnancy").uncheck()
    assert press(app, SAY("cautions.go")).session_state["answers"] == Answers(frozenset({"blood_thinners"}))


@pytest.mark.parametrize("page", ["photo", "live"])
def test_what_was_ticked_stands_for_who_reads_another_page_before_going_on(page: str) -> None:
    app = press(whole_app(), SAY("cautions.red_some"))
    app.checkbox(key="red_night_pain").check().run()
    press(turn_to(turn_to(app, "safety"), page), SAY("cautions.next"))
    app.checkbox(key="caution_pregnancy").check().run()
    press(turn_to(turn_to(app, "safety"), page), SAY("cautions.go"))
    assert app.session_state["answers"] == Answers(frozenset({"pregnancy"}), frozenset({"night_pain"}))


def test_who_has_none_of_the_signs_after_all_finds_none_ticked() -> None:
    app = press(photo_app(), SAY("cautions.red_some"))
    app.checkbox(key="red_night_pain").check().run()
    press(press(press(app, SAY("cautions.back")), SAY("cautions.red_none")), SAY("cautions.go"))
    press(press(app, SAY("cautions.again")), SAY("cautions.red_some"))
    assert not any(box.value for box in app.checkbox)


def test_a_photograph_of_a_back_gets_cards_for_the_routine(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    assert not app.exception
    words = shown(app)
    assert SAY("photo.result") in words
    for code in ("BL23", "BL25", "GV3"):
        assert f"{code}</span>" in words, code
    assert "Hold for 60 seconds" in words


def test_all_points_are_shown_with_one_card_at_a_time(fixtures: Path) -> None:
    app = healthy(photo_app())
    app.button_group(key="photo_by").set_value("all").run()
    upload(app, fixtures / "rendered_back.jpg")
    assert not app.exception
    assert len({placement.code for placement in app.session_state["located"][1][0].placements}) > 30
    app.selectbox(key="card").set_value("BL52").run()
    assert shown(app).count("card-code") == 1 and "BL52</span>" in shown(app)


def test_what_this_picture_does_not_show_is_named(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    assert SAY("photo.unseen", codes="SI3") in shown(app)


def test_a_part_that_is_not_in_the_picture_asks_for_a_picture_of_that_part(fixtures: Path) -> None:
    app = healthy(photo_app())
    app.button_group(key="photo_by").set_value("points").run()
    app.multiselect(key="photo_codes").set_value(["BL23", "SI3", "LI4"]).run()
    upload(app, fixtures / "rendered_back.jpg")
    words = shown(app)
    assert SAY("photo.unseen_hand", codes="SI3, LI4") in words
    assert SAY("photo.unseen_turn", codes="SI3") not in words


def test_a_point_on_the_side_turned_away_asks_to_turn(fixtures: Path) -> None:
    app = healthy(photo_app())
    app.button_group(key="photo_by").set_value("points").run()
    app.multiselect(key="photo_codes").set_value(["BL57", "ST36"]).run()
    upload(app, fixtures / "rendered_back.jpg")
    assert SAY("photo.unseen_turn", codes="ST36") in shown(app)


def test_the_points_page_accounts_for_every_name_of_the_atlas() -> None:
    app = page_app("points")
    words, atlas = shown(app), load_atlas()
    assert SAY("points.count", count=len(atlas.standard)) in words
    families = [name for name in atlas.names if atlas.family(name)]
    assert len(atlas.standard) + len(families) == len(atlas.names)
    for name in families:
        assert re.search(rf"{name} \w+ \({len(atlas.family(name))}\)", words), name
    app.text_input(key="points_search").set_value(families[0]).run()
    assert SAY("points.count", count=len(atlas.family(families[0]))) in shown(app)
    assert f"({len(atlas.family(families[0]))})" not in shown(app)


def test_who_pressed_that_something_applies_can_go_back() -> None:
    app = press(photo_app(), SAY("cautions.red_some"))
    app.checkbox[0].check().run()
    press(app, SAY("cautions.back"))
    assert not app.exception and not app.checkbox
    press(app, SAY("cautions.red_none"))
    press(app, SAY("cautions.go"))
    assert not app.exception and not app.error
    assert app.session_state["answers"] == Answers()


def test_who_says_that_something_applies_and_ticks_nothing_is_asked_again() -> None:
    app = press(photo_app(), SAY("cautions.red_some"))
    press(app, SAY("cautions.next"))
    assert SAY("cautions.unticked") in shown(app) and SAY("cautions.tick") not in shown(app)
    app.checkbox(key="red_bladder_or_bowel").check()
    press(app, SAY("cautions.next"))
    assert SAY("cautions.doctor") in shown(app)


def test_who_ticks_nothing_and_goes_back_is_not_reminded_the_next_time() -> None:
    app = press(press(photo_app(), SAY("cautions.red_some")), SAY("cautions.next"))
    press(press(app, SAY("cautions.back")), SAY("cautions.red_some"))
    assert SAY("cautions.unticked") not in shown(app)


def test_back_points_are_refused_on_a_front_view_with_advice(fixtures: Path) -> None:
    app = healthy(photo_app())
    app.button_group(key="photo_by").set_value("points").run()
    app.multiselect(key="photo_codes").set_value(["BL23"]).run()
    upload(app, fixtures / "rendered_front.jpg")
    assert not app.exception
    assert SAY("photo.refused") in shown(app)
    assert "BL23</span>" not in shown(app)


@pytest.mark.parametrize("content", [b"", b"not a picture at all", b"\xff\xd8\xff\xe0 cut short"])
def test_a_broken_file_is_answered_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.jpg"
    file.write_bytes(content)
    app = upload(healthy(photo_app()), file)
    assert not app.exception
    assert len(app.error) == 1 and "broken.jpg" in app.error[0].value and len(app.error[0].value) > 20
    assert SAY("photo.result") not in shown(app)


def test_the_atlas_is_searched_in_any_spelling() -> None:
    app = page_app("points")
    for text in ("bl 23", "Shenshu", "肾俞", "UB23"):
        app.text_input[0].set_value(text).run()
        assert not app.exception
        assert "BL23</span>" in shown(app), text


def test_an_unknown_name_is_answered_with_what_to_try() -> None:
    app = page_app("points")
    app.text_input[0].set_value("qqqqqq").run()
    assert SAY("points.none") in shown(app)


def test_every_routine_is_listed_with_its_time() -> None:
    from locator.routines import routines

    words = shown(page_app("routines"))
    for routine in routines():
        assert routine.title in words
    assert "seconds" in words  # the desk break is shorter than two minutes


def test_every_step_of_a_routine_is_drawn_and_leads_to_the_photo_page() -> None:
    from locator.routines import routine

    app = page_app("routines")
    assert not app.exception
    first = shown(app).split('class="steps"')[1]
    assert first.count("data:image/svg+xml") == len(routine("low_back").steps)
    app = turn_to(healthy(whole_app()), "routines")
    app.button(key="photo_sleep").click().run()
    assert turn_to(app, "photo").selectbox(key="photo_routine").value == "sleep"


def test_every_point_of_the_search_page_that_can_be_drawn_is_drawn() -> None:
    app = page_app("points")
    assert shown(app).count('class="card-picture" src="data:image/svg') == shown(app).count("card-code")


def test_a_complaint_that_names_a_routine_finds_its_points_on_the_page_too() -> None:
    assert {point.code for point in found(SAY, "sciatica", "all")} >= {"GB30", "BL23", "BL57"}
    assert {point.code for point in found(wording("es"), "dolor de espalda", "all")} >= {"BL11"}


@pytest.mark.parametrize(("asked", "key"), [("LU 7", "points.not_here"), ("BL99", "points.no_such")])
def test_a_code_that_is_not_here_is_told_as_such(asked: str, key: str) -> None:
    app = page_app("points")
    app.text_input(key="points_search").set_value(asked).run()
    told = SAY(key, code=asked.replace(" ", ""), last="BL67", count=len(load_atlas().standard))
    assert told in shown(app) and SAY("points.none") not in shown(app)


def test_points_are_searched_in_the_pages_own_language() -> None:
    spanish = wording("es")
    assert {point.part for point in found(spanish, "rodilla", "all")} >= {"knee", "behind the knee", "above the knee"}
    assert [point.code for point in found(spanish, "gran vertebra", "all")] == ["GV14"], "typed without its accent"
    assert found(spanish, "BL32", "all")[0].code == "BL32"
    assert not found(wording(), "rodilla", "all")


def test_the_safety_page_names_every_red_flag_and_what_becomes_of_pictures() -> None:
    app = page_app("safety")
    assert not app.exception
    for flag in load_safety().red_flags:
        assert flag.advice in shown(app)
    assert "Nothing is sent anywhere" in shown(app)


def test_answers_are_changed_on_the_safety_page_itself() -> None:
    app = page_app("safety")
    assert SAY("cautions.title") not in shown(app), "nobody is asked there unbidden"
    app.session_state["answers"] = Answers(cautions=frozenset({"pregnancy"}))
    press(app.run(), SAY("cautions.again"))
    assert SAY("cautions.title") in shown(app) and SAY("safety.privacy") in shown(app)
    healthy(app)
    assert not app.exception and app.session_state["answers"] == Answers()
    assert SAY("cautions.title") not in shown(app)


def test_the_live_page_hands_the_plan_to_the_component(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, object]] = []
    monkeypatch.setattr("ui.components.live_view.live_view", lambda data: given.append(data))
    app = page_app("live")
    assert not given, "nothing is shown before the cautions are answered"
    healthy(app)
    assert not app.exception
    assert [step["code"] for step in given[-1]["plan"]][:2] == ["BL23", "BL52"]  # type: ignore[index]
    assert given[-1]["plan"][0]["targets"] == ["BL23.left", "BL23.right"]  # type: ignore[index]


def test_every_page_stands_once_in_the_bar() -> None:
    home = (Path(menu.__file__).parents[1] / "pages" / "home.py").read_text("utf-8")
    pages = re.findall(r'"(\w+)": \w+\.page', home)
    assert len(pages) > 5, "the pattern no longer finds them"
    assert sorted(name for group in menu.GROUPS.values() for name in group) == sorted(pages)
