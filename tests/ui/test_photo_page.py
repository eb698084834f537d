"""What the photo page does beyond the plain answer: other people, refusals, small bodies, examples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from running import SAY, given_to, healthy, photo_app, press, refusing, shown, two_people, upload
from streamlit.testing.v1 import AppTest

import ui.components.result_picture as result_picture
import ui.pages.photo as photo_page
from calibration import store
from calibration.finger import FingerWidths
from calibration.fit import Sitting
from calibration.profile import Profile
from locator.overlay.closer import box_around
from locator.placement import Located, Placement, Refusal
from tests.calibration.bodies import joints, tapped
from ui import examples
from ui.components import drawings
from ui.components.answer_in_sight import WANTED
from ui.components.person_picker import asked_of, slot_of
from ui.components.person_picker import told as told_person
from ui.components.refused import DRAWN, explained
from ui.state import CHOSEN, language
from ui.wording import wording


def test_a_click_on_another_person_shows_that_persons_points(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    clicks: list[int] = []

    def picker(data: dict[str, Any], key: str, choose: Callable[[int], None]) -> None:
        given.append(data)
        for person in clicks:
            choose(person)

    monkeypatch.setattr(result_picture, "person_picker", picker)
    app = upload(healthy(photo_app()), two_people(fixtures, tmp_path / "two.jpg"))
    assert not app.exception
    first = app.session_state["located"][1][0]
    assert len(first.people) == 2 and SAY("people.ask", count=2) in shown(app)
    assert given[-1]["current"] == 0
    clicks.append(1)
    app.run()
    app.run()
    assert not app.exception
    second = app.session_state["located"][1][0]
    middle = [sum(float(p.xy_px[0]) for p in each.placements) / len(each.placements) for each in (first, second)]
    x0, _, x1, _ = second.people[1]
    assert x0 < middle[1] < x1
    assert not x0 < middle[0] < x1


@pytest.mark.parametrize("page", ["photo", "check", "learn"])
def test_whoever_was_chosen_is_meant_still_where_another_side_is_asked_for(
    page: str, fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bodies are counted by the side that they show: another person's points were drawn, without a word."""
    back, front = (Image.open(fixtures / f"rendered_{each}.jpg") for each in ("back", "front"))
    both = Image.new("RGB", (back.width + front.width, back.height))
    both.paste(back, (0, 0))
    both.paste(front, (back.width, 0))
    both.save(tmp_path / "both.png")
    app = given_to(page, tmp_path / "both.png", monkeypatch)
    name = hashlib.sha1((tmp_path / "both.png").read_bytes()).hexdigest()
    if page == "photo":  # where it is said on the picture itself
        app.session_state[slot_of(name)] = 1
    else:
        app.button_group(key=asked_of(name)).set_value(1).run()
    kept = {"photo": "located", "check": "checked", "learn": "learn_found"}[page]
    meant = []
    for view in ("unsure", "front", "back"):
        app.selectbox(key=f"{page}_view").set_value(view).run()
        assert not app.exception
        marks = app.session_state[kept][1][0].people[app.session_state[slot_of(name)]]
        meant.append(marks[0] > back.width)
    assert meant == [True, True, True]


def test_of_two_clicks_the_second_counts_though_the_page_has_not_shown_the_first(
    fixtures: Path, tmp_path: Path, answers: Any
) -> None:
    """Whom the first had meant was looked for to the end, and shown from close by, where nobody else can be chosen."""

    def script() -> None:
        import streamlit as st

        from ui.pages.photo import page

        for value in st.session_state.pop("clicked", ()):  # as the toolkit does, before the page
            st.session_state["told_person"](value)
        page()

    boxes = ((0.0, 0.0, 60.0, 90.0), (70.0, 0.0, 120.0, 90.0), (130.0, 0.0, 190.0, 90.0))
    found = Placement("BL23", "left", np.array([30.0, 20.0]), 3.0, 4.0, True, "back", "there")
    asked = answers(lambda photo: Located(photo, photo.size_px, "back", placements=(found,), people=boxes))
    picture = fixtures / "rendered_back.jpg"
    app = upload(healthy(AppTest.from_function(script, default_timeout=60).run()), picture)
    slot = slot_of(hashlib.sha1(picture.read_bytes()).hexdigest())
    app.session_state["clicked"] = [{"key": slot, "person": 1}, {"key": slot, "person": 2}]
    app.run()
    assert not app.exception
    assert [each.person for each in asked] == [None, 2]


def test_the_answer_to_a_picture_is_said_aloud_once(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who listens to the page heard neither that there was one nor what it was."""
    said: list[str] = []
    mount = st.components.v2.component

    def mounted(name: str, **how: Any) -> Any:
        if name == "answer_in_sight":
            return lambda key, data: said.append(data["answer"])
        return mount(name, **how)

    monkeypatch.setattr(st.components.v2, "component", mounted)
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    assert not app.exception
    app.button_group(key="photo_by").set_value("all").run()
    (answer,) = said
    assert SAY("photo.result") in answer and "BL23" in answer
    upload(app, fixtures / "rendered_empty_a.jpg")
    assert SAY("photo.refused_title") in said[-1] and len(said) == 2


@pytest.mark.parametrize("page", ["check", "learn"])
def test_a_picture_given_on_another_page_comes_into_sight_there_once(
    page: str, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most of it lay below the screen, and on the practise page all of it."""
    brought: list[str] = []
    mount = st.components.v2.component

    def mounted(name: str, **how: Any) -> Any:
        if name == "answer_in_sight":
            return lambda key, data: brought.append(key)
        return mount(name, **how)

    monkeypatch.setattr(st.components.v2, "component", mounted)
    app = given_to(page, fixtures / "rendered_back.jpg", monkeypatch)
    assert len(brought) == 1
    app.run()
    assert len(brought) == 1
    upload(app, fixtures / "rendered_two_people.jpg")
    assert not app.exception and len(set(brought)) == len(brought) == 2


@pytest.mark.parametrize("also", [(), (Refusal("joints_missing", "Show the ankle.", "leg"),)])
def test_where_the_back_faces_away_no_bone_is_offered_to_tap_unless_another_part_can_do_with_it(
    fixtures: Path, answers: Any, also: tuple[Refusal, ...]
) -> None:
    """A front's own bones were offered as what helps to find the points of the back."""
    answers(refusing(Refusal("faces_away", "Turn.", "back"), *also))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    assert not app.exception and SAY("photo.refused") in shown(app)
    assert (SAY("help.title") in shown(app)) == bool(also)


@pytest.mark.parametrize("reason", ["front_or_back", "no_body"])
def test_what_is_said_of_a_refused_picture_under_it_has_its_answer_headed_anew(
    fixtures: Path, answers: Any, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """The button goes with the refusal: the keys on it, and who listens, were left with nothing."""
    headed: list[bool] = []
    answers(refusing(Refusal(reason, "What is it?")))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    monkeypatch.setattr("ui.pages.photo.head_answer", lambda *told: headed.append(st.session_state[WANTED]))
    app.button(key="it_is_back").click().run()
    assert not app.exception and headed == [True]


def test_only_a_body_of_this_picture_can_be_chosen() -> None:
    data = {"key": "a", "people": [{"index": 0}, {"index": 1}]}
    assert told_person({"key": "a", "person": 1}, data) == 1
    assert told_person({"key": "a", "person": 2}, data) is None
    assert told_person({"key": "another", "person": 1}, data) is None
    assert told_person({"key": "a", "person": "1"}, data) is None
    assert told_person(None, data) is None


@pytest.mark.parametrize("reason", ["front_or_back", "other_side"])
def test_front_or_back_is_asked_where_it_cannot_be_told(fixtures: Path, answers: Any, reason: str) -> None:
    asked = answers(refusing(Refusal(reason, "Which is it?")))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    app.button(key="it_is_back").click().run()
    assert [each.view for each in asked] == [None, "back"]


def test_a_refused_picture_says_so_once_with_a_drawing_and_what_helps(fixtures: Path, answers: Any) -> None:
    asked = answers(refusing(Refusal("no_body", "Nobody.", None), Refusal("no_body", "Nobody.", None)))
    app = upload(healthy(photo_app()), fixtures / "rendered_empty_a.jpg")
    words = shown(app)
    assert SAY("photo.refused_title") in words and SAY("photo.result") not in words
    assert words.count(SAY("refusal.no_body")) == 1
    assert SAY("drawing.stand") in words and SAY("help.title") in words
    app.button(key="it_is_leg").click().run()
    assert asked[-1].region == "leg" and SAY("drawing.leg") in shown(app)


def test_a_part_that_was_found_the_wrong_way_round_is_not_looked_for_under_an_outline(
    fixtures: Path, answers: Any
) -> None:
    answers(refusing(Refusal("faces_away", "Turn.", "back")))
    app = upload(healthy(photo_app()), fixtures / "rendered_front.jpg")
    assert SAY("drawing.turn") in shown(app)
    assert SAY("help.outline") not in [button.label for button in app.button]


def test_nor_is_one_of_which_other_things_are_said_too(fixtures: Path, answers: Any) -> None:
    answers(refusing(Refusal("joints_missing", "Show the leg.", "leg"), Refusal("faces_away", "Turn.", "back")))
    app = upload(healthy(photo_app()), fixtures / "rendered_front.jpg")
    assert SAY("help.title") in shown(app)
    assert SAY("help.outline") not in [button.label for button in app.button]


def test_for_a_drawing_nothing_is_offered_but_another_picture(fixtures: Path, answers: Any) -> None:
    answers(refusing(Refusal("drawing", "A drawing.")))
    app = upload(healthy(photo_app()), fixtures / "rendered_front.jpg")
    assert "A drawing." in shown(app) and SAY("help.title") not in shown(app)


def test_refusals_are_told_in_the_language_of_the_visit() -> None:
    spanish = wording("es")
    for refusal in (Refusal("too_small", "Too small.", "leg"), Refusal("too_small", "Too small.")):
        assert explained(SAY, refusal) == "Too small."
        assert "demasiado" in explained(spanish, refusal)
    assert "pierna" in explained(spanish, Refusal("too_small", "Too small.", "leg"))
    assert explained(spanish, Refusal("a_new_reason", "Something new.")) == "Something new."
    assert language() == "en"


def test_every_reason_that_has_a_drawing_has_one_that_is_drawn_and_described() -> None:
    for kind in DRAWN.values():
        assert drawings.svg(kind).count("<path") >= 1
        assert wording("es")(f"drawing.{kind}") != SAY(f"drawing.{kind}")


def small_body(fixtures: Path, file: Path) -> Path:
    one = Image.open(fixtures / "rendered_back.jpg")
    large = Image.new("RGB", (2400, 1800), "#8d8880")
    large.paste(one, (1200, 500))
    large.save(file, quality=92)
    return file


def test_a_small_body_in_a_large_picture_is_shown_from_close_by(fixtures: Path, tmp_path: Path) -> None:
    app = upload(healthy(photo_app()), small_body(fixtures, tmp_path / "far.jpg"))
    assert not app.exception
    located = app.session_state["located"][1][0]
    height, width = app.session_state["annotated"][1].shape[:2]
    x0, y0, x1, y1 = box_around([p for p in located.placements if p.visible], located.size_px)
    assert width / height == pytest.approx((x1 - x0) / (y1 - y0), rel=0.02)
    assert max(x1 - x0, y1 - y0) < 0.5 * max(located.size_px)
    app.button_group(key="size_close").set_value("whole").run()
    assert app.session_state["annotated"][1].shape[:2] == (1800, 2400)


def test_a_body_that_fills_its_picture_is_shown_whole(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    assert app.session_state["annotated"][1].shape[:2] == Image.open(fixtures / "rendered_back.jpg").size[::-1]


def test_each_card_shows_its_point_on_this_body(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    words = shown(app)
    assert words.count('class="card-picture" src="data:image/jpeg') == 5
    assert SAY("card.here", code="BL40") in words
    # who goes from heading to heading heard each picture under the point before
    assert re.findall(r'<h3|class="card-picture"', words) == 5 * ["<h3", 'class="card-picture"']


def test_who_cannot_see_the_ring_hears_how_far_it_reaches(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    alt = re.search(rf'alt="{SAY("card.here", code="BL40")}\. ([^"]+)"', shown(app))
    before, after = SAY("card.ring_means", thumbs="#").split("#")
    assert alt and re.search(rf"{re.escape(before)}\d\.\d{re.escape(after)}", unescape(alt[1]))


def test_distances_are_told_in_the_fingers_of_whose_body_it_is(fixtures: Path) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    store.save(Profile("carla"))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    aside = SAY("fingers.own_aside", cun="1.5", count="1.5")
    told = {}
    for name in ("", "carla", "bert"):
        told[name] = shown(app.selectbox(key="photo_whose").set_value(name).run())
    assert aside in told["bert"] and aside not in told["carla"] and aside not in told[""]
    whose = SAY("fingers.on_cards", name="bert")
    assert whose in told["bert"] and "one and a half finger-widths out" in told["bert"]
    for other in ("", "carla"):
        assert "two finger-widths out" in told[other] and "finger-widths here are those" not in told[other].lower()


def test_a_profile_deleted_in_another_window_is_told_as_gone(fixtures: Path) -> None:
    for name in ("anna", "bert"):
        store.save(Profile(name))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    app.selectbox(key="photo_whose").set_value("anna").run()
    store.delete("anna")
    assert [toast.value for toast in app.run().toast] == [SAY("taps.gone", name="anna")]
    assert not app.selectbox(key="photo_whose").value and not app.run().toast
    app.selectbox(key="photo_whose").set_value("bert").run()
    store.delete("bert")  # the last: there is nothing to choose any more
    assert [toast.value for toast in app.run().toast] == [SAY("taps.gone", name="bert")]


def test_in_whose_proportions_a_picture_is_answered_stands_beside_it(fixtures: Path) -> None:
    store.save(Profile("anna").having(Sitting(tapped(joints(), 0.7))))
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    told = SAY("photo.whose_told", name="anna")
    assert told not in shown(app)
    assert told in shown(app.selectbox(key="photo_whose").set_value("anna").run())
    assert told in shown(upload(app, fixtures / "rendered_two_people.jpg")), "the next picture may be somebody else's"
    press(app, SAY("photo.not_theirs"))
    assert not app.exception and told not in shown(app) and not app.selectbox(key="photo_whose").value


def test_on_a_phone_the_choices_step_back_once_there_is_a_picture(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_page, "on_phone", lambda: True)
    app = healthy(photo_app())
    assert SAY("photo.choices") not in [each.label for each in app.expander]
    upload(app, fixtures / "rendered_back.jpg")
    assert SAY("photo.choices") in [each.label for each in app.expander]
    app.button_group(key="photo_by").set_value("all").run()
    assert not app.exception and len({p.code for p in app.session_state["located"][1][0].placements}) > 30


def test_the_example_is_answered_and_can_be_put_away() -> None:
    app = press(healthy(photo_app()), SAY("example.button"))
    assert not app.exception
    assert SAY("photo.result") in shown(app) and "BL23</span>" in shown(app)
    press(app, SAY("photo.put_away"))
    assert SAY("photo.result") not in shown(app) and SAY("example.title") in shown(app)
    assert examples.answered().shape[2] == 3
    assert not np.array_equal(examples.answered(), examples.answered("es")), "L and R say nothing to who reads I and D"


def test_the_picture_in_hand_goes_along_to_another_page(fixtures: Path) -> None:
    app = upload(healthy(photo_app()), fixtures / "rendered_back.jpg")
    app.toggle(key="mirrored").set_value(True).run()

    def elsewhere() -> None:
        from ui.components.picture import chosen_photo
        from ui.state import say

        chosen_photo(say())

    other = AppTest.from_function(elsewhere, default_timeout=60)
    for slot in ("picture_in_hand", CHOSEN):
        other.session_state[slot] = app.session_state[slot]
    other.run()
    assert not other.exception
    assert other.session_state["photo"][1].mirrored and other.session_state["photo"][1].name == "rendered_back.jpg"
    assert other.toggle(key="mirrored").value


def test_the_answer_is_drawn_in_the_language_of_the_visit(monkeypatch: pytest.MonkeyPatch, fixtures: Path) -> None:
    used: list[str] = []
    drawn = result_picture.annotate_picture

    def watched(located: Located, style: str, *, words: Any) -> np.ndarray:
        used.append(words.left)
        return drawn(located, style, words=words)

    monkeypatch.setattr(result_picture, "annotate_picture", watched)
    app = photo_app()
    app.session_state["language"] = "es"
    spanish = wording("es")
    for label in (spanish("cautions.red_none"), spanish("cautions.go")):
        press(app.run(), label)
    upload(app, fixtures / "rendered_back.jpg")
    assert not app.exception
    assert used == ["izquierda"]


def test_the_picture_sent_to_the_screen_is_the_whole_one_no_larger_than_a_screen() -> None:
    down, across = np.mgrid[:4000, :3001]
    stripes = 127 + 90 * np.sin(down / 40 + across / 170)
    large = np.repeat(stripes[:, :, None], 3, axis=2).astype(np.uint8)
    small = result_picture.for_screen(large)
    assert small.shape == (1800, 1350, 3)
    by_pillow = np.asarray(Image.fromarray(large).resize((1350, 1800), Image.Resampling.BOX))
    assert np.abs(small.astype(int) - by_pillow).max() <= 2
    assert result_picture.for_screen(small) is small
