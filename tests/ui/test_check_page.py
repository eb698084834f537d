"""The check page and its line to the browser: questions, verdicts, summary."""

from __future__ import annotations

import io
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops
from running import PATIENCE_S, SAY, healthy, page_app, press, two_people
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.finger import FingerWidths
from calibration.profile import Profile
from locator import load_photo, locate
from locator.bearings import WAYS
from locator.check import FAR_CUN, Move, Verdict
from locator.placement import Located, Placement
from locator.press import Press
from locator.whereabouts import PARTS
from ui.check.answer import Pressed, answer
from ui.check.summary import as_csv
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish, Tap
from ui.check.words import SAID, named, spoken, written
from ui.components import check_view
from ui.components.spot import told
from ui.live import bundle
from ui.pages.check import waiting
from ui.wording import languages, wording


def verdict(word: Any, moves: tuple[Move, ...] = (), cun: float = 2.0, part: Any = None) -> Verdict:
    return Verdict(word, "BL23", "left", cun, 0.5, moves, (), part)


def page() -> AppTest:
    app = healthy(page_app("check"))
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "info", "warning", "error")
    return "\n".join(str(each.value) for kind in kinds for each in app.get(kind))


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

    class Result:
        done = {"turns": [turn]}  # noqa: RUF012

    monkeypatch.setattr("ui.components.check_view.check_view", lambda data: Result())
    words = shown(page())
    assert "31 of 60 seconds on the spot, 2.0 fingers away" in words
    assert as_csv([turn]).splitlines() == ["code,side,on_s,aimed_s,planned_s,mean_cun", "BL23,left,31.0,40.0,60,1.5"]


def upload(app: AppTest, file: Path) -> AppTest:
    app.button_group(key="check_mode").set_value("photo").run()
    return app.file_uploader[0].set_value((file.name, file.read_bytes(), "image/jpeg")).run()


def test_on_a_photo_without_a_finger_the_person_is_asked_and_then_told(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[tuple[int, tuple[float, float]] | None] = [None]
    seen: list[dict[str, Any]] = []

    def editor(data: dict[str, Any], key: str) -> Any:
        seen.append(data)
        return places[0]

    monkeypatch.setattr("ui.pages.check.spot", editor)
    app = upload(page(), fixtures / "rendered_back.jpg")
    assert not app.exception
    assert SAY("check.photo_none") in shown(app)
    mark = seen[-1]["marks"][0]
    places[0] = (1, (mark["x"], mark["y"]))
    app.run()
    assert "Probably on the point" in shown(app)
    places[0] = (2, (mark["x"], mark["y"] + 250.0))
    app.run()
    assert "higher" in shown(app) and len(seen[-1]["path"]) == 2


def test_on_a_photo_the_points_carry_their_sides_and_the_cross_waits_beside_them(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key: given.append(data))
    app = upload(page(), fixtures / "rendered_back.jpg")
    data = given[-1]
    sides = {mark["label"]: mark["x"] for mark in data["marks"]}
    assert sides["BL23 L"] < sides["BL23 R"], "the picture shows a back"
    (cun_px, *_) = (p.cun_px for p in app.session_state["checked_near"][1].placements)
    for mark in data["marks"]:
        assert math.dist(data["at"], (mark["x"], mark["y"])) > mark["r"] + 1.5 * cun_px
        assert data["at"][1] > mark["y"], "the name stands above the ring"
    assert 0 <= data["at"][0] < data["width"] and 0 <= data["at"][1] < data["height"]


def test_of_two_people_it_is_said_and_framed_on_whom_the_press_is_judged_and_the_other_can_be_chosen(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was chosen on the photo page or the practise page was not heard here, and the other one's back was judged."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key: given.append(data))
    app = upload(page(), two_people(fixtures, tmp_path / "two.jpg"))
    [choice] = [each for each in app.button_group if (each.key or "").startswith("whom_")]
    assert choice.label == SAY("check.whom", count=2)
    middles = []
    for index in (0, 1):
        app.button_group(key=choice.key).set_value(index).run()
        assert not app.exception
        x0, y0, x1, y1 = given[-1]["frame"]
        assert all(x0 < mark["x"] < x1 and y0 < mark["y"] < y1 for mark in given[-1]["marks"])
        spots = [p.xy_px[0] for p in app.session_state["checked"][1].placements]
        middles.append(sum(spots) / len(spots))
    assert abs(middles[0] - middles[1]) > 300


def test_at_the_lower_rim_the_cross_waits_above_the_names() -> None:
    target = Placement("BL23", "left", np.array([50.0, 190.0]), 4.0, 10.0, True, "back", "")
    x, y = waiting((target,), (100, 200))
    assert x == 50.0 and 0.0 <= y < 190.0 - 2 * 4.0


def test_a_verdict_counts_in_the_fingers_of_whose_body_it_is(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    picture = fixtures / "rendered_back.jpg"
    places: list[tuple[int, tuple[float, float]] | None] = [None]
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key: places[0])

    def below(located: Located) -> tuple[float, float]:
        (target,) = (p for p in located.placements if (p.code, p.side) == ("BL23", "left"))
        return float(target.xy_px[0]), float(target.xy_px[1]) + 4.0 * target.cun_px

    app = page()
    app.button_group(key="check_side").set_value("left").run()
    app = upload(app, picture)
    places[0] = (1, below(app.session_state["checked_near"][1]))
    app.run()
    assert "five fingers higher" in shown(app)
    app.selectbox(key="check_person").set_value("bert").run()
    assert "four fingers higher" in shown(app)
    assert SAY("fingers.in_check", name="bert") in [each.value for each in app.caption]
    viewer = CheckViewer()
    try:
        located = locate(load_photo(picture))
        (x, y), (width_px, height_px) = below(located), located.size_px
        for name, told_ in (("", "five fingers higher"), ("bert", "four fingers higher")):
            tap = Tap(1, x / width_px, y / height_px)
            viewer.wants(CheckWish(("BL23",), "left", tap=tap, profile=name))
            assert told_ in viewer.answer(picture.read_bytes())["text"]
    finally:
        viewer.close()


def test_a_session_is_summed_up_in_the_fingers_of_whose_body_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    turn = {"code": "BL23", "side": "left", "on_s": 31.0, "aimed_s": 40.0, "planned_s": 60, "mean_cun": 1.5}
    monkeypatch.setattr("ui.components.check_view.check_view", lambda data: SimpleNamespace(done={"turns": [turn]}))
    app = page()
    assert "2.0 fingers away" in shown(app)
    app.selectbox(key="check_person").set_value("bert").run()
    assert "1.5 fingers away" in shown(app)


def test_a_finger_found_by_itself_is_named(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(photo: Any, located: Located, code: str, side: Any, finger: Any) -> Press:
        (target,) = (p for p in located.placements if (p.code, p.side) == (code, "left"))
        return Press(target.xy_px, "thumb", told=True)

    monkeypatch.setattr("ui.pages.check.find_press", found)
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key: None)
    app = upload(page(), fixtures / "rendered_back.jpg")
    assert "Probably on the point" in shown(app) and "Found by itself: Thumb." in shown(app)


def test_what_the_browser_shows_is_believed_only_inside_this_picture() -> None:
    data = {"key": "a", "width": 100, "height": 50}
    assert told({"key": "a", "number": 2, "x": 10, "y": 20}, data) == (2, (10.0, 20.0))
    sound = {"key": "a", "number": 2, "x": 10, "y": 20}
    for wrong in ({"key": "b"}, {"x": 101}, {"x": "1"}, {"y": None}, {"number": "two"}, {"number": None}):
        assert told({**sound, **wrong}, data) is None
    assert told(None, data) is None


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
