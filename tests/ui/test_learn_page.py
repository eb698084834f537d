"""Teaching: the learner places a point first, and sees the truth after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from running import SAY, healthy, page_app, showing, two_people
from running import press as pressed
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.finger import FingerWidths
from calibration.profile import Profile
from ui import examples
from ui.pages.learn import SERIES, Answer, Series, begun


class Hand:
    """Stands in the browser's place: shows where it is told, once for each question."""

    def __init__(self) -> None:
        self.data: list[dict[str, Any]] = []
        self.off_px: float | None = None

    def shows(self, data: dict[str, Any]) -> tuple[float, float] | None:
        self.data.append(data)
        return None if self.off_px is None or not data["open"] else (300.0, 300.0 + self.off_px)


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    one = Hand()
    monkeypatch.setattr("ui.pages.learn.spot", showing(one.shows))
    return one


def page() -> AppTest:
    app = healthy(AppTest.from_string("from ui.pages.learn import page\npage()", default_timeout=90).run())
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "info", "warning", "success")
    return "\n".join(str(each.value) for kind in kinds for each in app.get(kind))


def test_the_cross_that_keys_come_to_says_which_point_is_asked_for(hand: Hand) -> None:
    """It had the same name for all eight: who listens pressed *Next point* and heard nothing of the next."""
    app = page()
    for _ in range(2):
        (asked,) = (each.value for each in app.header)
        assert asked in hand.data[-1]["cross"]
        press(app, "learn_show")
        press(app, "learn_next")


def test_the_truth_is_shown_only_after_an_answer(hand: Hand) -> None:
    app = page()
    assert hand.data[-1]["open"] and hand.data[-1]["marks"] == []
    code = app.session_state["learn_series"].asked[0][0]
    assert code in shown(app)
    hand.off_px = 20.0
    app.run()
    assert not app.exception
    after = hand.data[-1]
    assert not after["open"] and [m["label"].split()[0] for m in after["marks"] if m["label"]] == [code]
    assert after["path"][0] == (300.0, 320.0)
    assert len(app.session_state["learn_series"].answers) == 1


def test_what_is_asked_stands_above_the_picture_where_the_two_stand_below_one_another(hand: Hand) -> None:
    """On a phone the columns do, the picture's first: nobody saw there what to look for."""
    app = page()
    code = app.session_state["learn_series"].asked[0][0]
    assert any(code in heading.value for heading in app.header)
    assert not any(code in heading.value for column in app.columns for heading in column.header)


def test_a_hint_tells_where_to_look_and_giving_up_shows_the_place(hand: Hand) -> None:
    app = page()
    before = len(shown(app))
    press(app, "learn_hint")
    assert len(shown(app)) > before
    press(app, "learn_show")
    assert hand.data[-1]["marks"] and app.session_state["learn_series"].answers[0].distance_cun == float("inf")


def test_a_series_ends_with_its_score_and_can_be_begun_again(hand: Hand) -> None:
    app = page()
    hand.off_px = 0.0
    for _ in range(SERIES):
        app.run()
        press(app, "learn_next")
    assert "on the spot" in shown(app) and f"of {SERIES}" in shown(app)
    hand.off_px = None
    press(app, "learn_again")
    assert app.session_state["learn_series"].answers == ()


def test_who_comes_back_to_a_picture_goes_on_with_its_series(hand: Hand, fixtures: Path) -> None:
    """A look at one's own picture in between took the score away."""
    app = page()
    hand.off_px = 20.0
    press(app.run(), "learn_next")
    hand.off_px = None
    before = app.run().session_state["learn_series"]
    assert before.answers
    app.button_group(key="learn_kind").set_value("own").run()
    picture = fixtures / "rendered_back.jpg"
    app.file_uploader[0].set_value((picture.name, picture.read_bytes(), "image/jpeg")).run()
    press(app, "learn_show")
    own = app.session_state["learn_series"]
    assert own.key != before.key and own.answers
    app.button_group(key="learn_kind").set_value("example").run()
    assert app.session_state["learn_series"] == before and before.asked[before.index][0] in shown(app)
    app.button_group(key="learn_kind").set_value("own").run()
    assert not app.exception and app.session_state["learn_series"] == own


@pytest.mark.parametrize("tried", [0, 1])
def test_what_was_only_shown_has_no_distance_and_is_nobodys_best(hand: Hand, tried: int) -> None:
    """Who had all eight shown was told: 0 of 8 on the spot, 0.0 fingers away on average, your best: BL45."""
    app = page()
    for number in range(SERIES):
        hand.off_px = 0.0 if number < tried else None
        app.run()
        if number >= tried:
            press(app, "learn_show")
        hand.off_px = None  # the next one is not answered at once
        press(app, "learn_next")
    asked = [code for code, _ in app.session_state["learn_series"].asked]
    told = shown(app)
    assert SAY("learn.shown", codes=", ".join(asked[tried:])) in told
    assert ("on average" in told) is bool(tried) and ("best" in told) is bool(tried)
    assert not tried or f"of {tried} on the spot" in told


@pytest.mark.parametrize("name", list(examples.PICTURES))
def test_every_shipped_picture_has_points_to_learn(hand: Hand, name: str) -> None:
    app = page()
    app.selectbox(key="learn_example").set_value(name).run()
    assert not app.exception
    assert app.session_state["learn_series"].asked


def test_who_brings_a_picture_is_asked_for_that_and_for_no_points(hand: Hand) -> None:
    app = page()
    app.button_group(key="learn_kind").set_value("own").run()
    assert [each.value for each in app.info] == [SAY("learn.no_photo")]


def test_what_the_answers_rule_out_is_not_asked_and_is_named(hand: Hand) -> None:
    app = pressed(page_app("learn"), SAY("cautions.red_none"))
    app.checkbox(key="caution_pregnancy").check()
    pressed(app, SAY("cautions.go"))
    app.selectbox(key="learn_example").set_value("hand").run()
    asked = {code for code, _ in app.session_state["learn_series"].asked}
    assert asked and "LI4" not in asked
    assert "LI4" in shown(app).split(SAY("request.withheld"))[1]


def test_how_far_off_it_was_is_counted_in_the_fingers_of_whose_body_it_is(hand: Hand, fixtures: Path) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    picture = fixtures / "rendered_back.jpg"
    app = page()
    app.button_group(key="learn_kind").set_value("own").run()
    app.file_uploader[0].set_value((picture.name, picture.read_bytes(), "image/jpeg")).run()
    hand.off_px = -299.0  # the upper rim, far from every point
    app.run()
    off_cun = app.session_state["learn_series"].answers[0].distance_cun
    counted = []
    for name, four_cun in (("", 3.0), ("bert", 4.0)):
        app.selectbox(key="learn_person").set_value(name).run()
        assert not app.exception
        said = SAY("learn.miss", fingers=SAY.number(off_cun / (four_cun / 4.0), ".1f"))
        counted.append(said in shown(app))
    assert counted == [True, True]
    assert SAY("fingers.in_check", name="bert") in [each.value for each in app.caption]


def test_of_two_people_it_is_said_and_framed_who_is_asked_about_and_the_other_can_be_chosen(
    hand: Hand, fixtures: Path, tmp_path: Path
) -> None:
    picture = two_people(fixtures, tmp_path / "two.jpg")
    app = page()
    assert hand.data[-1]["frame"] is None
    app.button_group(key="learn_kind").set_value("own").run()
    app.file_uploader[0].set_value((picture.name, picture.read_bytes(), "image/jpeg")).run()
    [choice] = [each for each in app.button_group if (each.key or "").startswith("whom_")]
    assert choice.label == SAY("learn.whom", count=2)
    middles = []
    for index in (0, 1):
        app.button_group(key=choice.key).set_value(index).run()
        assert not app.exception
        x0, y0, x1, y1 = hand.data[-1]["frame"]
        near = app.session_state["learn_near"][1]
        spots = [p.xy_px for p in near.placements if p.visible and p.frame == "back"]
        assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in spots) and x0 >= 0 and x1 <= near.size_px[0]
        whole = app.session_state["learn_found"][1][0]
        middles.append(sum(float(p.xy_px[0]) for p in whole.placements) / len(whole.placements))
    assert abs(middles[0] - middles[1]) > 60


def test_no_point_is_asked_twice_in_a_series() -> None:
    spots = [(f"BL{i}", side) for i in range(11, 30) for side in ("left", "right")]
    series = begun("x", spots)
    assert len(series.asked) == SERIES == len({code for code, _ in series.asked})


def test_a_place_within_a_thumb_is_a_hit() -> None:
    assert Answer("BL23", "left", 0.9).hit and not Answer("BL23", "left", 1.1).hit
    series = Series("x", (("BL23", "left"),), (Answer("BL23", "left", 0.5),), given=(1.0, 1.0))
    assert series.index == 0 and not series.over


def test_shipped_pictures_are_small() -> None:
    for each in examples.PICTURES.values():
        assert len(examples.read(each.file)) < 120_000
    assert Path(examples.__file__).parent.is_dir()
