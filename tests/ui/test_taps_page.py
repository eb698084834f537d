"""The page for feeling and tapping, run without a browser; what the hand does is told by the test."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from feeling import PHOTO, SAY, asks_for, page
from PIL import Image
from running import heights_by_person, two_people
from streamlit.testing.v1 import AppTest

import ui.components.tap_editor as editor
import ui.components.tapped_before as tapped_before
import ui.components.tapping as tapping
from calibration import store
from calibration.fit import Sitting
from calibration.profile import Profile
from locator.photo import encode_picture
from tests.calibration.bodies import joints, tapped
from ui.components.person_picker import asked_of
from ui.components.tap_editor import Edit, told
from ui.components.tapped_before import taps_for
from ui.finder import Query
from ui.landmark_titles import title_of

sys.path.insert(0, str(Path(__file__).parent.parent / "calibration"))
from marked_skin import worn


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A hand that does what the test says, and what the editor was shown."""
    does: dict[str, Any] = {"edit": lambda data: Edit(0, {}), "shown": None, "kept": None}

    def mounted(data: dict[str, Any], key: str, keep: Callable[[Edit], None]) -> None:
        does["shown"] = data
        edit: Edit = does["edit"](data)
        if edit.serial and edit != does["kept"]:
            does["kept"] = edit
            keep(edit)
            st.rerun()

    monkeypatch.setattr(tapping, "tap_editor", mounted)
    return does


def with_photo(app: AppTest) -> AppTest:
    app.file_uploader[0].set_value((PHOTO.name, PHOTO.read_bytes(), "image/jpeg")).run()
    assert not app.exception
    return app


def test_a_picture_is_asked_for_first(hand: dict[str, Any]) -> None:
    app = page()
    assert app.info[0].value == SAY("taps.no_photo")
    assert hand["shown"] is None


def test_the_next_tap_is_asked_for_where_it_is_expected(hand: dict[str, Any]) -> None:
    with_photo(page())
    asked = hand["shown"]["asked"]
    assert [a["share"] for a in asked] == sorted((a["share"] for a in asked), reverse=True)
    assert all(a["at"] is not None for a in asked)
    assert {"left_shoulder", "right_hip"} <= {h["name"] for h in hand["shown"]["handles"]}
    assert len(hand["shown"]["rings"]) > 20


def test_one_pictures_taps_are_taken_out_of_a_profile_and_the_only_ones_are_not(hand: dict[str, Any]) -> None:
    sittings = tuple(Sitting(tapped(joints(1.0 + 0.1 * i)), f"2026-01-0{i}") for i in (1, 2))
    store.save(Profile("anna", sittings))
    app = page()
    app.selectbox(key="taps_person").set_value("anna").run()
    app.button(key="take_out_1_of_2").click().run()
    assert not app.exception
    assert [each.when for each in store.load("anna").sittings] == ["2026-01-02"]
    assert not [each for each in app.button if (each.key or "").startswith("take_out")]


def test_taps_taken_out_come_back_beside_what_another_tab_has_kept_since(hand: dict[str, Any]) -> None:
    sittings = tuple(Sitting(tapped(joints(1.0 + 0.1 * i)), f"2026-01-0{i}") for i in (1, 2, 3))
    store.save(Profile("anna", sittings[:2]))
    app = page()
    app.selectbox(key="taps_person").set_value("anna").run()
    app.button(key="take_out_1_of_2").click().run()
    store.change("anna", lambda kept: kept.having(sittings[2]))
    app.button(key="undo_taps_person").click().run()
    assert not app.exception and app.selectbox(key="taps_person").value == "anna"
    assert [each.when for each in store.load("anna").sittings] == ["2026-01-01", "2026-01-02", "2026-01-03"]
    assert not [each for each in app.button if each.key == "undo_taps_person"]


def test_a_button_of_a_list_that_another_tab_has_changed_takes_out_nothing(hand: dict[str, Any]) -> None:
    """It would have taken out the sitting that has moved up to its number."""
    store.save(Profile("anna", tuple(Sitting(tapped(joints(1.0 + 0.1 * i)), f"2026-01-0{i}") for i in (1, 2, 3))))
    app = page()
    app.selectbox(key="taps_person").set_value("anna").run()
    store.change("anna", lambda kept: kept.without(1))
    app.button(key="take_out_1_of_3").click().run()
    assert [each.when for each in store.load("anna").sittings] == ["2026-01-02", "2026-01-03"]


def test_taps_are_there_again_when_the_picture_is_once_more_what_it_was_said_to_be(hand: dict[str, Any]) -> None:
    """What was tapped on the back was gone once an ankle was tapped on the same picture, said to show legs."""
    app = with_photo(page())
    places = {"back": ("c7", (309.0, 118.0)), "leg": ("left_lateral_malleolus", (250.0, 700.0))}
    taps = {part: Edit(1, dict([place])) for part, place in places.items()}
    for part in ("back", "leg", "back"):
        edit = taps.pop(part, Edit(0, {}))  # nothing is tapped when it is the back once more
        hand["edit"] = lambda data, edit=edit: edit
        app.selectbox(key="taps_part").set_value(part).run()
        assert not app.exception
        tapped_there = {each["name"] for each in hand["shown"]["handles"] if each["tapped"]}
        assert tapped_there == {places[part][0]}


def test_as_many_points_are_counted_as_are_drawn(hand: dict[str, Any]) -> None:
    app = page()
    photo = PHOTO.with_name("rendered_back34.jpg")  # turned: some points lie on the far side
    app.file_uploader[0].set_value((photo.name, photo.read_bytes(), "image/jpeg")).run()
    placed = app.session_state["taps_seen"][1][0].placements
    shown = [p for p in placed if p.visible]
    assert len(hand["shown"]["rings"]) == len(shown) < len(placed)
    mean_cun = sum(p.ring_px / p.cun_px for p in shown) / len(shown)
    told = SAY("taps.rings", count=len(shown), ring=SAY.number(mean_cun, ".2f"))
    assert told in [each.value for each in app.markdown]


def test_of_several_people_the_one_who_is_meant_is_tapped_on_and_nobody_else_is_told_of_it(
    hand: dict[str, Any], tmp_path: Path
) -> None:
    """Points were drawn on the first body whoever had been chosen, and there was no way to the other."""
    picture = two_people(PHOTO.parent, tmp_path / "two.jpg")
    app = page()
    app.file_uploader[0].set_value((picture.name, picture.read_bytes(), "image/jpeg")).run()
    name = hashlib.sha1(picture.read_bytes()).hexdigest()
    middle = Image.open(picture).width / 2
    places, sides = {}, []
    for person in (0, 1):
        app.button_group(key=asked_of(name)).set_value(person).run()
        assert not app.exception
        sides.append({ring["x"] > middle for ring in hand["shown"]["rings"]})
        places[person] = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}["c7"]
    assert sorted(map(len, sides)) == [1, 1] and sides[0] != sides[1]
    hand["edit"] = lambda data: Edit(1, {"c7": places[1]})
    app.run()
    assert [h["name"] for h in hand["shown"]["handles"] if h["tapped"]] == ["c7"]
    query = Query(None, None, ["BL23"])
    app.button_group(key=asked_of(name)).set_value(0)
    hand["edit"] = lambda data: Edit(0, {})
    app.run()
    assert not any(h["tapped"] for h in hand["shown"]["handles"])
    taps = app.session_state["taps_edit"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tapped_before, "edits", lambda: taps)
        told = [taps_for(name, replace(query, person=person), several=True) for person in (0, 1)]
    assert [each and dict(each.taps) for each in told] == [None, {"c7": places[1]}]


def test_taps_shrink_the_rings_and_are_not_asked_for_again(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    before = hand["shown"]
    at = {a["name"]: tuple(a["at"]) for a in before["asked"]}
    hand["edit"] = lambda data: Edit(1, {n: at[n] for n in ("c7", "left_psis", "right_psis")})
    app.run()
    assert not app.exception
    after = hand["shown"]
    assert "c7" not in {a["name"] for a in after["asked"]}

    def ring(data: dict[str, Any]) -> float:
        return float(next(r["r"] for r in data["rings"] if r["code"] == "BL25"))

    assert ring(after) < ring(before)


def test_taps_are_kept_under_a_name_and_the_picture_is_not(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    hand["edit"] = lambda data: Edit(1, {"c7": at["c7"], "left_psis": at["left_psis"]})
    app.run()
    app.text_input[0].set_value("anna")
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
    assert not app.exception
    assert store.names() == ("anna",)
    assert set(store.load("anna").sittings[0].tapped) == {"c7", "left_psis"}
    assert store.path_of("anna").stat().st_size < 20_000
    asks_for(app, "anna")


def test_taps_are_to_lose_until_a_profile_holds_them(hand: dict[str, Any]) -> None:
    app = with_photo(page("import streamlit, ui.components.leaving as leaving\nstreamlit.code(leaving.losing())"))
    assert app.code[0].value == "False"
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    hand["edit"] = lambda data: Edit(1, {"c7": at["c7"]})
    app.run()
    assert app.code[0].value == "True"
    app.text_input[0].set_value("anna")
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
    assert app.code[0].value == "False"
    hand["edit"] = lambda data: Edit(2, {"c7": at["c7"], "left_psis": at["left_psis"]})
    app.run()
    assert app.code[0].value == "True", "the profile has not seen this one"


def test_a_name_typed_otherwise_is_the_one_that_is_kept_and_the_page_says_so(hand: dict[str, Any]) -> None:
    store.save(Profile("anna"))
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    hand["edit"] = lambda data: Edit(1, {"c7": at["c7"]})
    app.run()
    for name, said in (("anna ", False), ("Anna", True)):
        app.text_input[0].set_value(name)
        next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
        assert not app.exception and not app.error
        assert (SAY("taps.same_name", name="Anna", kept="anna") in [each.value for each in app.info]) == said
        assert (SAY("taps.kept_anew") in [each.value for each in app.info]) == said, "kept the first time"
        assert SAY("taps.whose") in app.success[-1].value, "a profile counts where it is chosen, and nowhere else"
    assert store.names() == ("anna",) and len(store.load("anna").sittings) == 1


@pytest.mark.parametrize(("slip_px", "kept"), [(0.0, True), (90.0, False)])
def test_a_tap_that_the_body_contradicts_is_said_and_not_kept(
    hand: dict[str, Any], slip_px: float, kept: bool
) -> None:
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    hand["edit"] = lambda data: Edit(1, {"c7": (at["c7"][0] + slip_px, at["c7"][1])})
    app.run()
    assert not app.exception
    assert (SAY("taps.name") in [field.label for field in app.text_input]) == kept
    said = " ".join(each.value for each in (*app.warning, *app.info))
    assert ("does not fit the shoulders and hips" in said) == (SAY("taps.unfit") in said) != kept


def test_taps_on_another_body_than_the_joints_seen_are_said_and_not_kept(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    felt = {n: (at[n][0] - 120.0, at[n][1] + 40.0) for n in ("c7", "left_psis", "right_psis")}
    hand["edit"] = lambda data: Edit(1, felt)
    app.run()
    assert not app.exception and SAY("taps.name") not in [field.label for field in app.text_input]
    assert "does not fit the shoulders and hips" in " ".join(each.value for each in app.warning)


def test_a_joint_swiped_far_away_is_named_and_the_way_back_told(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    at = {h["name"]: (h["x"], h["y"]) for h in hand["shown"]["handles"]}["left_knee"]
    for slip_px, asked in ((5.0, False), (120.0, True)):
        hand["edit"] = lambda data, slip_px=slip_px: Edit(1, {"left_knee": (at[0], at[1] - slip_px)})
        app.run()
        assert not app.exception
        assert (SAY("taps.strayed", names=title_of(SAY, "left_knee")) in [each.value for each in app.warning]) == asked


def test_a_name_that_cannot_be_kept_is_answered(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    hand["edit"] = lambda data: Edit(1, {"c7": at["c7"]})
    app.run()
    app.text_input[0].set_value("../up")
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
    assert "profile name" in app.error[0].value and store.names() == ()


def test_what_the_browser_says_is_believed_only_where_it_is_sound() -> None:
    data = {"key": "a", "width": 100, "height": 80, "handles": [], "asked": [{"name": "c7"}], "known": ["left_psis"]}
    said = {"key": "a", "serial": 3, "taps": {"c7": [10, 20], "left_psis": [5, 900], "evil": [1, 1], "l2": "here"}}
    assert told(said, data) == Edit(3, {"c7": (10.0, 20.0)})
    for wrong in ({"key": "another picture"}, {"serial": "three"}, {"serial": None}, {"taps": 3}, {"taps": ["c7"]}):
        assert told({**said, **wrong}, data) is None
    assert told(None, data) is None
    assert editor.SENT_PX >= 1000


def test_the_next_photograph_of_a_person_starts_from_their_profile(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    at = {a["name"]: tuple(a["at"]) for a in hand["shown"]["asked"]}
    lower = {n: (at[n][0], at[n][1] + (0.0 if n == "c7" else 10.0)) for n in ("c7", "left_psis", "right_psis")}
    hand["edit"] = lambda data: Edit(1, lower)
    app.run()
    app.text_input[0].set_value("anna")
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()

    photo = AppTest.from_string("from ui.pages.photo import page\npage()", default_timeout=60).run()
    for label in (SAY("cautions.red_none"), SAY("cautions.go")):
        next(button for button in photo.button if button.label == label).click().run()
    photo.file_uploader[0].set_value((PHOTO.name, PHOTO.read_bytes(), "image/jpeg")).run()
    unknown, known = heights_by_person(photo, "photo_whose", "located")
    assert known > unknown + 0.5


def test_on_a_mirrored_picture_left_stays_the_bodys_left(hand: dict[str, Any]) -> None:
    app = with_photo(page())
    width, plain = hand["shown"]["width"], {a["name"]: a["at"] for a in hand["shown"]["asked"]}
    app.toggle(key="mirrored").set_value(True).run()  # as if the same picture had come from a selfie preview
    assert not app.exception
    shown = {a["name"]: a["at"] for a in hand["shown"]["asked"]}
    assert shown["left_psis"][0] > shown["right_psis"][0] and plain["left_psis"][0] < plain["right_psis"][0]
    hand["edit"] = lambda data: Edit(1, {n: tuple(shown[n]) for n in ("c7", "left_psis")})
    app.run()
    app.text_input[0].set_value("anna")
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
    kept = store.load("anna").sittings[0].marks
    assert kept.xy("left_psis")[0] == pytest.approx(width - 1 - shown["left_psis"][0], abs=0.1)


def test_a_mark_worn_counts_as_a_tap_until_the_person_takes_it_away(hand: dict[str, Any]) -> None:
    back = np.asarray(Image.open(PHOTO).convert("RGB"))
    worn_c7 = encode_picture(worn(back, "c7", (309.0, 118.0), 28.0))
    app = page()
    app.file_uploader[0].set_value(("worn.png", worn_c7, "image/png")).run()
    assert not app.exception
    shown = {h["name"]: h for h in hand["shown"]["handles"]}
    assert shown["c7"]["tapped"] and (shown["c7"]["x"], shown["c7"]["y"]) == pytest.approx((309.0, 118.0), abs=0.8)
    assert "c7" not in {a["name"] for a in hand["shown"]["asked"]}
    psis = next(tuple(a["at"]) for a in hand["shown"]["asked"] if a["name"] == "left_psis")
    hand["edit"] = lambda data: Edit(1, {"left_psis": psis})  # c7 deleted, a dimple tapped
    app.run()
    assert "c7" in {a["name"] for a in hand["shown"]["asked"]}


def test_the_sheet_of_marks_is_offered(hand: dict[str, Any]) -> None:
    app = page()
    assert SAY("markers.print") in [e.label for e in app.expander]
