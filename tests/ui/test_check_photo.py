"""A press judged on a photograph: its points, the cross to move, whose body it is, and in whose fingers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checking import page, shown
from running import SAY, press, showing, two_people
from streamlit.testing.v1 import AppTest

from calibration import store
from calibration.finger import FingerWidths
from calibration.profile import Profile
from locator import load_photo, locate
from locator.placement import Located, Placement
from locator.press import Press
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish, Tap
from ui.components.spot import told
from ui.meanwhile import STOPPED
from ui.pages.check import waiting


def upload(app: AppTest, file: Path) -> AppTest:
    app.button_group(key="check_mode").set_value("photo").run()
    return app.file_uploader[0].set_value((file.name, file.read_bytes(), "image/jpeg")).run()


def test_on_a_photo_without_a_finger_the_person_is_asked_and_then_told(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[tuple[float, float] | None] = [None]
    seen: list[dict[str, Any]] = []

    def place(data: dict[str, Any]) -> tuple[float, float] | None:
        seen.append(data)
        return places[0]

    monkeypatch.setattr("ui.pages.check.spot", showing(place))
    app = upload(page(), fixtures / "rendered_back.jpg")
    assert not app.exception
    assert SAY("check.photo_none") in shown(app)
    mark = seen[-1]["marks"][0]
    assert seen[-1]["said"] == ""
    places[0] = (mark["x"], mark["y"])
    app.run()
    assert "Probably on the point" in shown(app)
    assert seen[-1]["said"] in [each.value for each in app.header], "who does not see it hears it"
    places[0] = (mark["x"], mark["y"] + 250.0)
    app.run()
    assert "higher" in shown(app) and len(seen[-1]["path"]) == 2


def test_a_place_that_was_shown_stays_when_another_point_or_side_is_asked_for(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is where the finger is in the picture; who asked about another point was told that no finger is found."""
    shows, seen = [(700.0, 640.0)], list[dict[str, Any]]()

    def place(data: dict[str, Any]) -> tuple[float, float] | None:
        seen.append(data)
        return shows.pop() if shows else None

    monkeypatch.setattr("ui.pages.check.spot", showing(place))
    app = upload(page(), fixtures / "rendered_back.jpg")

    def pressed() -> tuple[float, float]:
        """The mark of the press, px of the whole picture."""
        whole, near = app.session_state["checked"][1][0], app.session_state["checked_near"][1]
        if seen[-1]["width"] == whole.size_px[0]:
            near = whole
        (mark,) = (each for each in seen[-1]["marks"] if each["dashed"])
        one = near.placements[0]
        other = next(p for p in whole.placements if (p.code, p.side) == (one.code, one.side))
        x, y = other.xy_px + (np.array([mark["x"], mark["y"]]) - one.xy_px) * other.cun_px / one.cun_px
        return float(x), float(y)

    shown_first = pressed()
    for key, choice in (("check_point", "GV14"), ("check_point", "BL40"), ("check_point", "BL25")):
        app.selectbox(key=key).set_value(choice).run()
        assert not app.exception and SAY("check.photo_none") not in shown(app), choice
        assert pressed() == pytest.approx(shown_first, abs=0.5), choice
    app.button_group(key="check_side").set_value("left").run()
    assert pressed() == pytest.approx(shown_first, abs=0.5)
    press(app, SAY("press.untap"))
    assert SAY("check.photo_none") in shown(app)


@pytest.fixture
def spotted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the place on the photo is told, each time the page is drawn."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key, keep: given.append(data))
    return given


def test_on_a_photo_the_points_carry_their_sides_and_the_cross_waits_beside_them(
    fixtures: Path, spotted: list[dict[str, Any]]
) -> None:
    app = upload(page(), fixtures / "rendered_back.jpg")
    data = spotted[-1]
    sides = {mark["label"]: mark["x"] for mark in data["marks"]}
    assert sides["BL23 L"] < sides["BL23 R"], "the picture shows a back"
    (cun_px, *_) = (p.cun_px for p in app.session_state["checked_near"][1].placements)
    for mark in data["marks"]:
        assert math.dist(data["at"], (mark["x"], mark["y"])) > mark["r"] + 1.5 * cun_px
        assert data["at"][1] > mark["y"], "the name stands above the ring"
    assert 0 <= data["at"][0] < data["width"] and 0 <= data["at"][1] < data["height"]


def test_a_search_for_the_finger_that_was_stopped_leaves_the_picture_to_show_the_place_on(
    fixtures: Path, spotted: list[dict[str, Any]]
) -> None:
    """It took seconds on a large picture, with nothing said and nothing to end it by."""
    app = upload(page(), fixtures / "rendered_back.jpg")
    searched = app.session_state["press"][0]
    del app.session_state["press"]
    app.session_state[STOPPED] = {"press": searched}
    spotted.clear()
    app.run()
    assert not app.exception
    assert SAY("check.finding_stopped") in shown(app) and SAY("check.photo_none") not in shown(app)
    assert spotted[-1]["marks"] and spotted[-1]["at"], "the place can be shown"
    press(app, SAY("check.finding_again"))
    assert SAY("check.photo_none") in shown(app) and app.session_state["press"] == (searched, None)


def test_of_two_people_it_is_said_and_framed_on_whom_the_press_is_judged_and_the_other_can_be_chosen(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was chosen on the photo page or the practise page was not heard here, and the other one's back was judged."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key, keep: given.append(data))
    app = upload(page(), two_people(fixtures, tmp_path / "two.jpg"))
    [choice] = [each for each in app.button_group if (each.key or "").startswith("whom_")]
    assert choice.label == SAY("check.whom", count=2)
    middles = []
    for index in (0, 1):
        app.button_group(key=choice.key).set_value(index).run()
        assert not app.exception
        x0, y0, x1, y1 = given[-1]["frame"]
        assert all(x0 < mark["x"] < x1 and y0 < mark["y"] < y1 for mark in given[-1]["marks"])
        spots = [p.xy_px[0] for p in app.session_state["checked"][1][0].placements]
        middles.append(sum(spots) / len(spots))
    assert abs(middles[0] - middles[1]) > 300


def test_at_the_lower_rim_the_cross_waits_above_the_names() -> None:
    target = Placement("BL23", "left", np.array([50.0, 190.0]), 4.0, 10.0, True, "back", "")
    x, y = waiting((target,), (100, 200))
    assert x == 50.0 and 0.0 <= y < 190.0 - 2 * 4.0


def test_a_verdict_counts_in_the_fingers_of_whose_body_it_is(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(Profile("bert", fingers=FingerWidths(1.2, 4.0)))
    picture = fixtures / "rendered_back.jpg"
    places: list[tuple[float, float] | None] = [None]
    monkeypatch.setattr("ui.pages.check.spot", showing(lambda data: places[0]))

    def below(located: Located) -> tuple[float, float]:
        (target,) = (p for p in located.placements if (p.code, p.side) == ("BL23", "left"))
        return float(target.xy_px[0]), float(target.xy_px[1]) + 4.0 * target.cun_px

    app = page()
    app.button_group(key="check_side").set_value("left").run()
    app = upload(app, picture)
    places[0] = below(app.session_state["checked_near"][1])
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


def test_a_finger_found_by_itself_is_named(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(photo: Any, located: Located, code: str, side: Any, *how: Any) -> Press:
        (target,) = (p for p in located.placements if (p.code, p.side) == (code, "left"))
        return Press(target.xy_px, "thumb", told=True)

    monkeypatch.setattr("ui.pages.check.press_near", found)
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key, keep: None)
    app = upload(page(), fixtures / "rendered_back.jpg")
    assert "Probably on the point" in shown(app) and "Found by itself: Thumb." in shown(app)


def test_what_the_browser_shows_is_believed_only_inside_this_picture() -> None:
    data = {"key": "a", "width": 100, "height": 50}
    sound = {"key": "a", "x": 10, "y": 20}
    assert told(sound, data) == (10.0, 20.0)
    for wrong in ({"key": "b"}, {"x": 101}, {"x": "1"}, {"y": None}):
        assert told({**sound, **wrong}, data) is None
    assert told(None, data) is None
