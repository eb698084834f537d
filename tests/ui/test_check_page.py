"""The check page and its line to the browser: questions, verdicts, summary."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checking import page, shown
from PIL import Image, ImageChops
from running import PATIENCE_S, SAY, healthy, press, telling
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.finger import FingerWidths
from calibration.profile import Profile
from locator import load_photo, locate
from locator.bearings import WAYS
from locator.check import FAR_CUN, Move, Verdict
from locator.placement import Located, Placement
from locator.routines import routine, technique
from locator.whereabouts import PARTS
from ui.check.answer import Pressed, answer
from ui.check.summary import as_csv
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish, Tap
from ui.check.words import SAID, named, spoken, written
from ui.components import check_view
from ui.components.check_view import RECORD
from ui.live import bundle
from ui.wording import languages, wording


def verdict(word: Any, moves: tuple[Move, ...] = (), cun: float = 2.0, part: Any = None) -> Verdict:
    return Verdict(word, "BL23", "left", cun, 0.5, moves, (), part)


@pytest.mark.parametrize("mode", ["camera", "photo"])
@pytest.mark.parametrize("code", ["BL23", "GB20", "BL40"])
def test_who_presses_somebody_else_reads_when_to_stop(code: str, mode: str) -> None:
    """Cards, printed pages and the live session said it; where a helper presses it stood nowhere."""
    app = page()
    app.selectbox(key="check_point").set_value(code).run()
    app.button_group(key="check_mode").set_value(mode).run()
    assert not app.exception and f"**{SAY('card.stop')}** {technique(code).stop}" in shown(app)


def test_of_a_routine_each_sentence_about_stopping_is_read_once_with_its_points() -> None:
    app = page()
    app.selectbox(key="check_what").set_value("routine").run()
    app.selectbox(key="check_routine").set_value("upper_back_neck").run()
    assert not app.exception
    for stop in {technique(code).stop for code in routine("upper_back_neck").codes}:
        told = ", ".join(code for code in routine("upper_back_neck").codes if technique(code).stop == stop)
        assert shown(app).count(stop) == 1 and f"- **{told}**: {stop}" in shown(app)


def test_a_verdict_is_one_or_two_short_sentences() -> None:
    near = verdict("near", (Move(1.5, "lower"), Move(0.75, "to_spine")))
    assert spoken(SAY, near)[0] == "Near. Move two fingers lower, one finger toward the spine."
    assert written(SAY, near).startswith("BL23 left: Near.")
    doubtful = verdict("near", (Move(1.5, "lower"), Move(0.75, "to_spine", sure=False)))
    assert spoken(SAY, doubtful)[0] == "Near. Move two fingers lower. Probably one finger toward the spine."
    assert spoken(SAY, verdict("probably"))[0] == "Probably on the point. Hold."


def test_far_away_the_part_is_named_and_fingers_are_not_counted() -> None:
    far = verdict("off", (Move(FAR_CUN + 2, "lower"),), cun=FAR_CUN + 3, part=("shoulder", "right"))
    text = spoken(SAY, far)[0]
    assert text == "Far from the point. This is the shoulder on the right. Move lower."


@pytest.mark.parametrize("language", list(languages()))
def test_everything_that_can_be_said_has_its_words(language: str) -> None:
    say = wording(language)
    for key in SAID:
        assert say(f"press.{key}")
    for way in WAYS:
        for cun in (0.3, 0.75, 3.0, FAR_CUN, 2 * FAR_CUN):
            for sure in (True, False):
                text, keys = spoken(say, verdict("near", (Move(cun, way, sure),), cun))
                assert say(f"press.way_{way}") in text and (say("press.likely") in text) != sure
                assert {key.removeprefix("press_") for key in keys} <= set(SAID)
                assert all(say(key.replace("press_", "press.", 1)) for key in keys)
    for part in PARTS:
        assert spoken(say, verdict("off", (), 20.0, (part, "left")))[0].count(".") >= 2


def test_no_point_under_the_finger_is_said_so() -> None:
    assert named(SAY, ()) == SAY("press.none_near")


def test_a_wish_that_is_not_understood_is_left_open() -> None:
    wish = CheckWish.from_message({"codes": ["BL23"], "side": "up", "finger": "toe", "tap": {"x": 2, "y": "a"}})
    assert (wish.side, wish.finger, wish.tap) == (None, None, None)
    assert CheckWish.from_message({"codes": True}).codes == ()
    for x, y in ((1.01, 0.5), (-0.01, 0.5), (0.5, 1.01), (0.5, -0.01)):
        assert CheckWish.from_message({"tap": {"number": 1, "x": x, "y": y}}).tap is None, "beside the picture"
    full = {"codes": ["BL23"], "side": "left", "finger": "thumb", "tap": {"number": 3, "x": 0.5, "y": 0.25}}
    wish = CheckWish.from_message(full)
    assert (wish.side, wish.finger, wish.tap) == ("left", "thumb", Tap(3, 0.5, 0.25))


def test_the_answer_to_a_frame_holds_both_rings() -> None:
    point = Placement("BL23", "left", np.array([100.0, 200.0]), 6.0, 10.0, True, "back", "")
    other = Placement("BL52", "left", np.array([90.0, 200.0]), 6.0, 10.0, True, "back", "")
    located = Located(None, (400, 800), "back", placements=(point, other))
    wish = CheckWish(("BL23",), "left")
    told_ = answer(located, wish, Pressed(np.array([120.0, 200.0]), 0.3, "thumb", True), verdict("near"))
    assert [(t["code"], t["x"], t["ring"]) for t in told_["targets"]] == [("BL23", 0.25, 0.015)]
    assert told_["press"]["x"] == pytest.approx(0.3) and told_["press"]["ring"] > 0.0
    assert told_["word"] == "near" and told_["text"] == "Near."
    unsure = answer(located, wish, Pressed(np.array([120.0, 200.0]), 0.9, "thumb", False), verdict("near"))
    assert SAY("press.which_finger") in unsure["text"]
    assert answer(located, wish, None, None)["text"] == SAY("press.no_finger")


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def test_a_place_shown_by_hand_stays_on_a_body_that_moves(fixtures: Path) -> None:
    back = Image.open(fixtures / "rendered_back.jpg").convert("RGB").resize((450, 600))
    (target,) = (
        p for p in locate(load_photo(fixtures / "rendered_back.jpg")).placements if (p.code, p.side) == ("BL23", "left")
    )
    x, y = 0.75 * target.xy_px

    def frame(left: int) -> bytes:
        wide = Image.new("RGB", (700, 600), "#777777")
        wide.paste(back, (left, 0))
        return jpeg(wide)

    viewer = CheckViewer()
    try:
        viewer.wants(CheckWish(("BL23",), "left", tap=Tap(1, (100 + x) / 700, y / 600)))
        first = viewer.answer(frame(100))
        assert first["word"] in ("on", "probably")
        for left in range(104, 160, 4):
            last = viewer.answer(frame(left))
        assert last["press"]["x"] - first["press"]["x"] == pytest.approx(56 / 700, abs=0.02)
        assert last["word"] in ("on", "probably")
        viewer.wants(CheckWish(("BL23",), "left", tap=Tap(2, (156 + x) / 700, (y + 100) / 600)))
        below = viewer.answer(frame(156))
        assert below["word"] == "off" and "higher" in below["text"]
        viewer.wants(CheckWish(("BL23",), "left"))
        assert viewer.answer(frame(156))["text"] == SAY("press.no_finger")
    finally:
        viewer.close()


def test_a_point_of_the_hand_is_followed_with_the_hand_and_its_own_fingers_do_not_press_it(fixtures: Path) -> None:
    picture = fixtures / "rendered_hand.jpg"
    whole = locate(load_photo(picture), region="hand")
    target = next(p for p in whole.placements if p.code == "SI3" and p.visible)
    bare = Image.open(picture).convert("RGB")
    viewer = CheckViewer()
    try:
        viewer.wants(CheckWish(("SI3",)))
        for moved in range(0, 40, 4):
            last = viewer.answer(jpeg(ImageChops.offset(bare, moved, 0)))
        (shown,) = last["targets"]
        assert shown["side"] == target.side and last["press"] is None and last["text"] == SAY("press.no_finger")
        place = (target.xy_px + np.array([36.0, 0.0])) / np.array(bare.size)
        assert math.hypot(shown["x"] - place[0], shown["y"] - place[1]) * bare.width < 0.5 * target.cun_px
        viewer.wants(CheckWish(("SI3",), tap=Tap(1, shown["x"], shown["y"])))
        assert viewer.answer(jpeg(ImageChops.offset(bare, 36, 0)))["word"] in ("on", "probably")
    finally:
        viewer.close()


def test_the_page_hands_the_plan_to_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.check_view.check_view", lambda data: given.append(data))
    app = page()
    assert [(step["code"], step["side"]) for step in given[-1]["plan"]] == [("BL23", "left"), ("BL23", "right")]
    app.button_group(key="check_side").set_value("left").run()
    assert [step["side"] for step in given[-1]["plan"]] == ["left"]
    app.selectbox(key="check_point").set_value("LI4").run()
    assert {step["code"] for step in given[-1]["plan"]} == {"LI4"} and SAY("check.hands_how") in shown(app)
    app.selectbox(key="check_what").set_value("routine").run()
    assert not app.exception and len(given[-1]["plan"]) > 3
    app.selectbox(key="check_what").set_value("naming").run()
    assert not app.exception and given[-1]["naming"] and len(given[-1]["codes"]) > 50


@pytest.mark.parametrize("typed", [None, "LI4", "zzz"])
def test_a_point_that_new_answers_rule_out_is_checked_no_more(
    typed: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.check_view.check_view", lambda data: given.append(data))
    script = (
        "import streamlit as st\nfrom ui.pages.check import page\n"
        "if typed := st.session_state.pop('typed', None):\n"
        "    st.session_state['check_point'] = typed  # as the browser hands it over\n"
        "page()"
    )
    app = healthy(AppTest.from_string(script, default_timeout=PATIENCE_S).run())
    app.selectbox(key="check_point").set_value("LI4").run()
    assert set(given[-1]["codes"]) == {"LI4"}
    press(press(app, SAY("cautions.again")), SAY("cautions.red_none")).checkbox(key="caution_pregnancy").check()
    press(app, SAY("cautions.go"))
    if typed is not None:
        app.session_state["typed"] = typed
        app.run()
    assert not app.exception and set(given[-1]["codes"]) == {"BL23"}
    assert ("zzz" in shown(app)) is (typed == "zzz") and f"LI4: {SAY('points.none')}" not in shown(app)


def test_both_sides_are_offered_where_they_are_taken_in_turn_and_the_nearer_one_on_a_photo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.check_view.check_view", lambda data: given.append(data))
    app = page()
    assert len(given[-1]["plan"]) == 2
    for mode, first, other in (("photo", "nearer", "both"), ("camera", "both", "nearer")):
        app.button_group(key="check_mode").set_value(mode).run()
        sides = app.button_group(key="check_side")
        assert not app.exception and sides.value == first
        assert SAY(f"check.side_{first}") in sides.options and SAY(f"check.side_{other}") not in sides.options
    app.button_group(key="check_side").set_value("left").run()
    app.button_group(key="check_mode").set_value("photo").run()
    assert app.button_group(key="check_side").value == "left", "a side that was chosen stays"


def test_after_a_session_every_point_is_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = {"code": "BL23", "side": "left", "on_s": 31.0, "aimed_s": 40.0, "planned_s": 60, "mean_cun": 1.5}
    monkeypatch.setattr("ui.components.check_view.check_view", telling(RECORD, [{"turns": [turn]}]))
    words = shown(page())
    assert "31 of 60 seconds on the spot, 2.0 fingers away" in words
    assert as_csv([turn]).splitlines() == ["code,side,on_s,aimed_s,planned_s,mean_cun", "BL23,left,31.0,40.0,60,1.5"]


def test_a_session_is_summed_up_in_the_fingers_of_whose_body_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    turn = {"code": "BL23", "side": "left", "on_s": 31.0, "aimed_s": 40.0, "planned_s": 60, "mean_cun": 1.5}
    monkeypatch.setattr("ui.components.check_view.check_view", telling(RECORD, [{"turns": [turn]}]))
    app = page()
    assert "2.0 fingers away" in shown(app)
    app.selectbox(key="check_person").set_value("bert").run()
    assert "1.5 fingers away" in shown(app)


def test_the_scripts_become_one_module_in_which_nothing_is_declared_twice() -> None:
    import re

    script = bundle.script("check/js/mount.js")
    assert script.count("export default") == 1 and "\nimport " not in script
    names = [
        name.split("=")[0].strip()
        for line in re.findall(r"^(?:const|let|class|function) ([^;({\n]+)", script, re.MULTILINE)
        for name in line.split(",")
    ]
    names = [re.split(r"[ <]", name)[0] for name in names]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_every_sentence_of_the_view_is_in_the_table() -> None:
    import re

    data = check_view.told(SAY, CheckWish(("BL23",)), [])
    text = bundle.script("check/js/mount.js").split("class Marks")[1] + bundle.text("check.html", "check")
    for table, key in re.findall(r'data-(press|session|say)="(\w+)"', text):
        assert key in data["live" if table == "say" else table], key
    for key in re.findall(r"\bwords\.(\w+)", text):
        assert key in data["press"] or key in data["session"], key
