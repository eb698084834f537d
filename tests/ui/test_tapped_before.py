"""What was felt and tapped on a picture is in its answer on every page, and in no other picture's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from running import SAY, given_to, healthy, heights_by_person, photo_app, press, shown, upload
from streamlit.testing.v1 import AppTest

import ui.components.tapped_before as tapped_before
from calibration import store
from calibration.fit import Sitting
from calibration.profile import Profile
from locator.atlas.load import load_atlas
from locator.detect.base import Square
from locator.photo import load_photo
from locator.placement import Located, Region
from ui.components.tap_editor import Edit
from ui.components.tapped_before import taps_for
from ui.finder import Query, find
from ui.tapped import counted_in, with_taps

Places = dict[str, tuple[float, float]]
SAID = SAY("photo.tapped", names="").split(":")[0]
LEFT_OUT = SAY("photo.taps_left_out")
# Pages that answer a picture, and where each keeps an answer with taps in it.
PAGES = {"photo": "located_tapped", "check": "checked_tapped", "learn": "learn_tapped"}


@pytest.fixture
def picture(fixtures: Path) -> Path:
    return fixtures / "rendered_back.jpg"


def seen_places(picture: Path) -> Places:
    """Where the neck and the hip bones are taken to be without a tap."""
    found = find(load_photo(picture), Query(None, None, ["BL23"]))
    assert found.landmarks is not None
    return {
        name: (float(x), float(y))
        for name in ("c7", "left_iliac_crest", "right_iliac_crest")
        for x, y in [found.landmarks.xy(name)]
    }


def named(picture: Path) -> str:
    """The name by which the visit knows the picture."""
    return hashlib.sha1(picture.read_bytes(), usedforsecurity=False).hexdigest()


def answered(picture: Path, given: Path, taps: Places) -> tuple[Located, str]:
    """The photo page's answer and words for `picture` after taps on `given`."""
    app: AppTest = healthy(photo_app())
    app.session_state["taps_edit"] = {f"{named(given)}-back-None": Edit(1, taps)}
    upload(app, picture)
    assert not app.exception
    state = app.session_state
    found: Located = state["located_tapped"][1] if "located_tapped" in state else state["located"][1][0]
    return found, shown(app)


def rings(found: Located) -> dict[tuple[str, str], float]:
    return {(p.code, p.side): p.ring_px for p in found.placements if p.frame == "back"}


def test_taps_on_this_picture_narrow_its_rings_and_are_named(picture: Path) -> None:
    places = seen_places(picture)
    plain, silent = answered(picture, picture.parent / "rendered_front.jpg", places)
    tapped, words = answered(picture, picture, places)
    before, after = rings(plain), rings(tapped)
    assert before.keys() == after.keys() and before
    assert all(after[key] < before[key] for key in before)
    assert tapped.landmarks is not None and tapped.landmarks["c7"].source == "tapped"
    assert SAID in words and "Base of the neck" in words and SAID not in silent


@pytest.mark.parametrize("page", list(PAGES))
def test_taps_count_on_every_page_until_they_are_forgotten(
    page: str, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, places = given_to(page, picture, monkeypatch), seen_places(picture)
    assert SAID not in shown(app)
    slot = PAGES[page]
    for names in (list(places), ["c7"]):  # tapped anew on a second visit of the editor, which counts from one again
        taps = {name: places[name] for name in names}
        app.session_state["taps_edit"] = {f"{named(picture)}-back-None": Edit(1, taps)}
        app.run()
        assert not app.exception and SAID in shown(app)
        marks = app.session_state[slot][1].landmarks
        assert {mark.name for mark in marks if mark.source == "tapped"} == set(names)
    press(app, SAY("live.taps_forget"))
    assert not app.exception and SAID not in shown(app)
    assert "taps_edit" not in app.session_state


def test_who_forgets_the_taps_on_one_picture_keeps_those_on_another(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, taps = given_to("photo", picture, monkeypatch), Edit(1, seen_places(picture))
    here, other = (f"{named(picture)}-{part}-None" for part in ("back", "None")), "another-back-None"
    app.session_state["taps_edit"] = {**dict.fromkeys(here, taps), other: taps}
    press(app.run(), SAY("live.taps_forget"))
    assert not app.exception and SAID not in shown(app)
    assert app.session_state["taps_edit"] == {other: taps}


@pytest.mark.parametrize("page", ["check", "learn"])
def test_what_is_asked_about_is_the_point_as_the_taps_have_it(
    page: str, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, places = given_to(page, picture, monkeypatch), seen_places(picture)
    slot = {"check": "checked_near", "learn": "learn_near"}[page]
    before = rings(app.session_state[slot][1])
    app.session_state["taps_edit"] = {f"{named(picture)}-back-None": Edit(1, places)}
    app.run()
    after = rings(app.session_state[slot][1])
    both = before.keys() & after.keys()
    assert both and all(after[key] < before[key] for key in both)


@pytest.mark.parametrize("page", list(PAGES))
def test_taps_that_contradict_what_is_seen_are_left_out_on_every_page_which_says_so(
    page: str, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {**seen_places(picture), "c7": (10.0, 790.0)}
    app = given_to(page, picture, monkeypatch)
    app.session_state["taps_edit"] = {f"{named(picture)}-back-None": Edit(1, places)}
    assert LEFT_OUT not in shown(app)
    app.run()
    assert not app.exception and SAID not in shown(app) and LEFT_OUT in shown(app)
    assert app.session_state[PAGES[page]][1].placements
    press(app, SAY("live.taps_forget"))
    assert LEFT_OUT not in shown(app)


def test_taps_may_lie_on_another_body_than_the_one_chosen_or_outlined(monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit(1, {"c7": (10.0, 20.0)})
    monkeypatch.setattr(tapped_before, "edits", lambda: {"a-lens-back-None": edit, "b-None-None": Edit(2, {})})
    plain = Query(None, None, ["BL23"])
    assert taps_for("a-lens", plain) is edit and taps_for("a-lens", Query(None, "back", [], person=0)) is edit
    assert taps_for("a", plain) is None and taps_for("b", plain) is None
    assert taps_for("a-lens", Query(None, None, ["BL23"], person=1)) is None
    assert taps_for("a-lens", plain, several=True) is edit
    assert taps_for("a-lens", Query(None, "front", ["BL23"]), several=True) is None, "who shows the front comes first"
    assert taps_for("a-lens", Query(None, None, ["BL23"], square=Square(5.0, 5.0, 9.0))) is None


def test_who_learns_on_a_kept_persons_picture_learns_that_persons_points(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query, photo = Query(None, None, ["BL23"]), load_photo(picture)
    seen = find(photo, query)
    assert seen.landmarks is not None
    at = {name: seen.landmarks.xy(name) for name in ("c7", "left_psis", "right_psis")}
    lower = {name: (float(x), float(y) + (0.0 if name == "c7" else 10.0)) for name, (x, y) in at.items()}
    marks = with_taps(seen, photo, None, Edit(1, lower))
    store.save(Profile("anna").having(Sitting(marks, "2026-01-01")))
    app = given_to("learn", picture, monkeypatch)
    unknown, known = heights_by_person(app, "learn_person", "learn_found")
    assert known > unknown + 0.5


def test_taps_that_contradict_what_is_seen_are_left_out(picture: Path) -> None:
    places = {**seen_places(picture), "c7": (10.0, 790.0)}
    found, words = answered(picture, picture, places)
    assert found.placements and SAID not in words


@pytest.mark.parametrize(
    ("name", "region", "joint"),
    [
        *(("rendered_back34", None, joint) for joint in ("left_shoulder", "right_hip", "left_knee")),
        ("rendered_knee_back", "leg", "left_knee"),
        ("rendered_foot", "foot", "right_ankle"),
        ("rendered_head_top", "head", "left_ear"),
    ],
)
def test_a_joint_tapped_where_it_was_seen_leaves_the_points_where_they_were(
    name: str, region: Region | None, joint: str, fixtures: Path
) -> None:
    picture, query = load_photo(fixtures / f"{name}.jpg"), Query(region, None, [p.code for p in load_atlas().standard])
    found = find(picture, query)
    assert found.landmarks is not None
    x, y = (float(v) for v in found.landmarks.xy(joint))
    again = counted_in(found, picture, query, Edit(1, {joint: (x, y)}))
    assert again is not found
    for before, after in zip(found.placements, again.placements, strict=True):
        assert (before.code, before.side) == (after.code, after.side)
        assert np.linalg.norm(after.xy_px - before.xy_px) < 0.01 * before.cun_px


def test_a_tilted_hand_tapped_where_it_was_seen_has_its_points_where_they_were(fixtures: Path) -> None:
    tilted, query = load_photo(fixtures / "rendered_hand.jpg"), Query("hand", None, ["SI3", "LI4", "TE5", "PC6"])
    found = find(tilted, query)
    assert found.landmarks is not None
    names = (f"left_hand_{joint}" for joint in ("wrist", "index_mcp", "little_mcp"))
    taps = {name: (float(x), float(y)) for name in names for x, y in [found.landmarks.xy(name)]}
    again = counted_in(found, tilted, query, Edit(1, taps))
    assert again is not found
    for before, after in zip(found.placements, again.placements, strict=True):
        assert (before.code, before.side) == (after.code, after.side)
        assert np.linalg.norm(after.xy_px - before.xy_px) < 0.15 * before.cun_px, before.code


def test_fingers_that_place_a_back_by_themselves_outweigh_the_joints_that_they_do_not_fit(picture: Path) -> None:
    photo, query = load_photo(picture), Query(None, None, ["BL23"])
    found = find(photo, query)
    assert found.landmarks is not None
    aside = np.array([-120.0, 40.0])
    felt = {n: tuple(map(float, found.landmarks.xy(n) + aside)) for n in ("c7", "left_psis", "right_psis")}
    counted = counted_in(found, photo, query, Edit(1, felt))  # type: ignore[arg-type]
    for before, after in zip(found.placements, counted.placements, strict=True):
        assert np.linalg.norm(after.xy_px - before.xy_px - aside) < 2.0 * before.cun_px, "twelve were the joints heard"


def test_taps_on_a_mirror_image_lie_where_they_were_made(picture: Path, tmp_path: Path) -> None:
    places = seen_places(picture)
    flipped = Image.open(picture).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    flipped.save(tmp_path / "flipped.png")
    width = flipped.width
    turned = {name: (width - 1 - x, y) for name, (x, y) in places.items()}
    query = Query(None, None, ["BL23"])
    straight, mirror = load_photo(picture), load_photo(tmp_path / "flipped.png", mirrored=True)
    one = counted_in(find(straight, query), straight, query, Edit(1, places))
    other = counted_in(find(mirror, query), mirror, query, Edit(1, turned))
    for a, b in zip(one.placements, other.placements, strict=True):
        assert (a.code, a.side) == (b.code, b.side)
        assert np.allclose(a.xy_px, (width - 1 - b.xy_px[0], b.xy_px[1]), atol=1.0)


def test_what_was_tapped_last_on_a_picture_counts_of_what_was_tapped_on_it_as_several_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older, newer, none = Edit(1, {"c7": (9.0, 8.0)}), Edit(2, {"left_iliac_crest": (5.0, 7.0)}), Edit(3, {})
    for last in (newer, none):
        done = {"a-back-None": older, "a-leg-None": last, "b-back-None": Edit(4, {"c7": (1.0, 1.0)})}
        monkeypatch.setattr(tapped_before, "edits", lambda done=done: done)
        assert taps_for("a", Query(None, None, ["BL23"])) == (last if last.taps else None)
