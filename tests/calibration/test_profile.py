"""A profile is readable, whole or set aside, and goes where the person sends it."""

from __future__ import annotations

import errno
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import alone, lens_store, store
from calibration.finger import FingerWidths
from calibration.fit import Sitting
from calibration.profile import SCHEMA, Profile, from_text, to_text
from locator.errors import DataError, RequestError
from locator.landmarks import LandmarkSet
from tests.calibration.bodies import joints, tapped


def anna() -> Profile:
    return Profile("anna", (Sitting(tapped(joints(), 0.7), "2026-01-02"),), FingerWidths(0.9, 3.3))


def test_there_and_back() -> None:
    read = from_text(to_text(anna()))
    assert read.name == "anna" and read.fingers == FingerWidths(0.9, 3.3)
    assert read.sittings[0].when == "2026-01-02" and read.sittings[0].tapped == anna().sittings[0].tapped
    mine, again = anna().fitted().proportions.trunk, read.fitted().proportions.trunk
    assert mine is not None and again is not None
    np.testing.assert_allclose(mine.mean, again.mean, atol=1e-3)  # places are kept to a hundredth of a pixel


@pytest.mark.parametrize("kept", [False, True], ids=["in memory", "read from its file"])
def test_a_picture_told_twice_teaches_what_it_taught_once(kept: bool) -> None:
    once = from_text(to_text(anna())) if kept else anna()
    twice = once.having(Sitting(tapped(joints(), 0.7)))
    mine, again = once.fitted().proportions.trunk, twice.fitted().proportions.trunk
    assert mine is not None and again is not None
    np.testing.assert_allclose(again.mean, mine.mean, atol=1e-3)
    np.testing.assert_allclose(again.spread, mine.spread, atol=1e-4)


def test_a_picture_tapped_again_is_known_by_its_latest_taps_and_another_picture_joins() -> None:
    again = anna().having(Sitting(tapped(joints(), 0.2, ("c7", "left_psis"))))
    assert [each.tapped for each in again.sittings] == [("c7", "left_psis")]
    assert len(again.having(Sitting(tapped(joints(at=(301.0, 200.0)), 0.7))).sittings) == 2


def test_a_picture_that_was_kept_twice_before_is_read_once() -> None:
    content = json.loads(to_text(anna()))
    content["sittings"] *= 3
    assert len(from_text(json.dumps(content)).sittings) == 1


def test_of_many_who_add_to_one_profile_at_once_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tabs, or a loop over pictures in several processes; the disk is made slow, so that all of them meet."""
    write = store.keep

    def slowly(path: Path, text: str) -> None:
        time.sleep(0.01)
        write(path, text)

    def add(number: int) -> None:
        new = Sitting(tapped(joints(at=(300.0 + number, 200.0)), 0.7))
        store.change("anna", lambda kept: kept.having(new))

    monkeypatch.setattr(store, "keep", slowly)
    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(add, range(24)))
    assert len(store.load("anna").sittings) == 24


def test_who_cannot_have_the_profile_to_themselves_still_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(file: object) -> None:
        raise OSError("no locks on this disk")

    monkeypatch.setattr(alone, "_lock", no_locks)
    store.change("anna", lambda kept: kept.having(Sitting(joints())))
    assert len(store.load("anna").sittings) == 1


def test_on_a_full_disk_a_profile_stays_as_it_was_and_room_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(anna())
    folder = store.folder()
    before = {file.name: file.read_bytes() for file in folder.glob("*")}

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RequestError, match=r"No space left on device\); make room"):
        store.save(replace(anna(), fingers=FingerWidths(1.0, 3.0)))
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not list(folder.glob("*.part"))


def test_a_person_can_read_it() -> None:
    text = to_text(anna())
    line = next(line for line in text.splitlines() if '"c7"' in line)
    assert '"x_px"' in line and '"tapped"' in line


def test_an_older_profile_is_understood() -> None:
    old = {
        "schema": "acupoint-profile/1",
        "name": "anna",
        "sittings": [{"size_px": [600, 800], "view": "back", "landmarks": {"c7": [300, 190, 0, 3, 1, "tapped"]}}],
    }
    assert from_text(json.dumps(old)).sittings[0].marks.xy("c7").tolist() == [300.0, 190.0]


@pytest.mark.parametrize(
    ("sittings", "told"),
    [
        (None, "expected a list, got null"),
        ([{"landmarks": [1]}], "expected landmarks by name"),
        ([7], "expected a sitting, got 7"),
    ],
)
def test_an_older_profiles_faults_are_told_like_anothers(sittings: object, told: str) -> None:
    old = {"schema": "acupoint-profile/1", "name": "anna", "sittings": sittings}
    with pytest.raises(DataError, match=told):
        from_text(json.dumps(old))


def test_however_sure_a_tap_was_its_profile_can_be_read_again() -> None:
    sure = LandmarkSet.from_points({"c7": (300.0, 190.0)}, (600, 800), sigma_px=0.0004)
    store.save(Profile("anna", (Sitting(sure),)))
    assert 0.0 < store.load("anna").sittings[0].marks["c7"].sigma_px <= 0.001


def test_a_later_profile_is_left_where_it_is() -> None:
    path = store.save(anna())
    path.write_text(path.read_text(encoding="utf-8").replace(SCHEMA, "acupoint-profile/99"), encoding="utf-8")
    with pytest.raises(DataError, match="update"):
        store.load("anna")
    assert path.exists()


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1}',
        '{"schema": "acupoint-locator/1"}',
        '{"schema": 2}',
        '{"schema": "acupoint-profile/0"}',  # there has been none: no update would know it
    ],
)
def test_what_is_no_profile_is_said_to_be_none(content: str) -> None:
    with pytest.raises(DataError, match="this is no profile") as caught:
        store.import_bytes(content.encode(), "report.json")
    assert "update" not in str(caught.value) and store.names() == ()


@pytest.mark.parametrize("name", ["anna", "Anna", "ANNA", " anna  "])
def test_names_that_would_be_one_file_elsewhere_are_one_name(name: str) -> None:
    path = store.save(anna())
    assert store.path_of(name) == path and store.kept_as(name) == "anna"
    assert store.load(name).sittings and store.kept_or_new(name).sittings
    with pytest.raises(RequestError, match="anna is kept already"):
        store.import_bytes(to_text(Profile(name.strip())).encode(), "copy.json")
    store.save(Profile(name.strip()))
    assert store.names() == ("anna",)
    store.delete(name)
    assert store.names() == () and store.kept_or_new(name).name == name.strip()


def test_an_accent_written_in_two_ways_is_one_name() -> None:
    store.save(Profile("Jos\u00e9"))
    assert store.kept_as("jose\u0301") == "Jos\u00e9" and store.kept_as("jose") is None


def test_who_is_brought_back_has_all_that_was_learned_meanwhile_and_no_picture_twice() -> None:
    before = anna()
    other = Sitting(tapped(joints(at=(310.0, 420.0)), 0.2), "2026-02-03")
    same = replace(before.sittings[0], when="2026-02-04")
    now = Profile("anna", (same, other), None)
    again = before.with_all_since(now)
    assert [sitting.when for sitting in again.sittings] == ["2026-01-02", "2026-02-03"]
    assert again.fingers == before.fingers
    assert before.with_all_since(replace(now, fingers=FingerWidths(1.1, 3.6))).fingers == FingerWidths(1.1, 3.6)


def test_every_fault_is_told_at_once_with_its_path() -> None:
    bad = {
        "schema": SCHEMA,
        "name": "anna",
        "sittings": [{"size_px": "big", "view": "sideways", "landmarks": {"c7": {"x_px": "here", "y_px": 3}}}],
        "fingers": {"thumb_cun": -1},
    }
    with pytest.raises(DataError) as caught:
        from_text(json.dumps(bad), "anna.json")
    text = str(caught.value)
    for part in ("sittings[0].size_px", "sittings[0].view", "landmarks.c7.x_px", "fingers"):
        assert part in text
    assert len(caught.value.faults) == 4 and all(each.startswith("anna.json: ") for each in caught.value.faults)


@pytest.mark.parametrize("digits", [400, 5000])  # more than a float holds, more than Python reads
def test_a_number_beyond_all_measure_is_a_fault_like_another(digits: int) -> None:
    text = to_text(anna()).replace('"thumb_cun": 0.9', f'"thumb_cun": {"9" * digits}')
    with pytest.raises(DataError, match=r"anna\.json: "):
        from_text(text, "anna.json")


@pytest.mark.parametrize(
    ("name", "number", "slip"),
    [("c7", "x_px", 1e160), ("c7", "sigma_px", 1e200), ("left_hip", "depth_px", -1e12), ("right_hip", "y_px", 1e7)],
)
def test_a_place_far_from_its_picture_is_a_fault_and_not_reckoned_with(name: str, number: str, slip: float) -> None:
    content = json.loads(to_text(anna()))
    content["sittings"][0]["landmarks"][name][number] = slip
    with pytest.raises(DataError, match=rf"landmarks\.{name}\.{number}: expected at most"):
        from_text(json.dumps(content), "anna.json")


@pytest.mark.parametrize("fingers", [{"thumb_cun": 50, "four_fingers_cun": 3}, {"thumb_cun": 1, "four_fingers_cun": 0}])
def test_fingers_that_nobody_has_are_a_fault(fingers: dict[str, float]) -> None:
    content = {**json.loads(to_text(anna())), "fingers": fingers}
    with pytest.raises(DataError, match="fingers: expected"):
        from_text(json.dumps(content))


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (('"sittings"', '"sitings"'), "sitings: expected one of .*; did you mean sittings"),
        (('"fingers"', '"Fingers"'), "Fingers: expected one of"),
        (('"four_fingers_cun"', '"four_cun"'), "four_cun: expected one of"),
        (('"landmarks"', '"landmark"'), r"sittings\[0\]: landmark: expected one of"),
        (('"depth_px"', '"depth"'), "depth: expected one of"),
        (('"fingers"', '"sittings": [], "fingers"'), "expected sittings once, got it 2 times"),
        (('"sigma_px": 2.0', '"sigma_px": 0'), "sigma_px: expected a number above 0, got 0"),
        (('"visibility": 1.0', '"visibility": 7'), "visibility: expected a number from 0 to 1, got 7"),
    ],
)
def test_a_slip_of_the_hand_that_edits_a_profile_costs_nothing_that_was_kept(slip: tuple[str, str], told: str) -> None:
    path = store.save(anna())
    edited = path.read_text(encoding="utf-8").replace(*slip)
    path.write_text(edited, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        store.change("anna", lambda kept: kept.having(Sitting(tapped(joints(at=(301.0, 200.0)), 0.7))))
    assert path.with_name(path.name + ".broken").read_text(encoding="utf-8") == edited and not path.exists()


@pytest.mark.parametrize("sigma_px", [1e-5, 1e200])
def test_whatever_a_tap_is_told_to_be_good_to_is_read_back(sigma_px: float) -> None:
    kept = Profile("anna", (Sitting(tapped(joints(), sigma_px=sigma_px)),))
    assert from_text(to_text(kept)).sittings[0].tapped == kept.sittings[0].tapped


def test_a_broken_profile_is_set_aside_and_never_overwritten() -> None:
    path = store.save(anna())
    path.write_text('{"schema": ', encoding="utf-8")
    with pytest.raises(DataError, match="set aside"):
        store.load("anna")
    aside = path.with_name(path.name + ".broken")
    assert aside.read_text(encoding="utf-8") == '{"schema": ' and not path.exists()
    store.save(anna()).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError):
        store.load("anna")
    assert aside.read_text(encoding="utf-8") == '{"schema": '
    assert aside.with_name(path.name + ".broken2").exists()


def broken(profile: Profile) -> Path:
    """Where what was kept of a profile lies once its file has become unreadable."""
    path = store.save(profile)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DataError):
        store.load(profile.name)
    return path


@pytest.mark.parametrize("kept_anew", [True, False])
def test_who_is_deleted_is_gone_with_all_that_was_set_aside_and_nobody_else_is(kept_anew: bool) -> None:
    others = {broken(Profile(name)) for name in ("ann", "anna2")}
    broken(anna())
    broken(anna())
    if kept_anew:
        store.save(anna())
    assert len(store.delete("Anna")) == 2 + kept_anew
    assert set(store.folder().iterdir()) == {path.with_name(f"{path.name}.broken") for path in others}
    with pytest.raises(RequestError, match="name of a profile"):
        store.delete("anna")


def test_profiles_are_listed_exported_read_in_again_and_deleted(home: Path) -> None:
    store.save(anna())
    assert store.names() == ("anna",)
    copy = store.export("anna", str(home / "copy.json"))
    with pytest.raises(RequestError, match="exists already"):
        store.export("anna", copy)
    with pytest.raises(RequestError, match="kept already"):
        store.import_from(copy)
    store.delete("anna")
    assert store.names() == ()
    assert store.import_from(str(copy)).name == "anna" and store.names() == ("anna",)
    with pytest.raises(RequestError, match="anna"):
        store.load("bert")


def test_a_second_person_of_one_name_is_read_in_as_the_file_is_called() -> None:
    """What is said when the name is taken can be done: a file's name is all that most people can change."""
    kept = store.save(anna()).read_bytes()
    for same in ("anna.profile.json", "Anna.profile.json", "copy.json", "no/name?.profile.json"):
        with pytest.raises(RequestError, match="called anna is kept already") as told:
            store.import_bytes(kept, same)
    assert "anna-2.profile.json" in str(told.value)
    assert store.import_bytes(kept, "anna-2.profile.json").name == "anna-2"
    assert store.names() == ("anna", "anna-2") and store.load("anna-2").name == "anna-2"


def test_a_profile_whose_file_was_copied_is_called_as_its_file_and_leaves_the_other_alone() -> None:
    path = store.save(anna())
    path.with_name("bob.profile.json").write_bytes(path.read_bytes())
    before = path.read_bytes()
    bob = store.load("bob")
    assert bob.name == "bob" and store.load("anna").name == "anna"
    store.save(replace(bob, sittings=()))
    assert path.read_bytes() == before and not store.load("bob").sittings


@pytest.mark.parametrize("name", ["con", "end.", "", None, 7])
def test_a_name_that_no_file_can_have_is_a_fault_like_another(name: object) -> None:
    with pytest.raises(DataError, match=r"a\.json: name: expected a name such as anna"):
        from_text(json.dumps({"schema": SCHEMA, "name": name, "sittings": []}), "a.json")


def test_nothing_half_written_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(anna())
    before = store.path_of("anna").read_text(encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(RequestError, match="No space"):
        store.save(anna().having(Sitting(joints())))
    assert store.path_of("anna").read_text(encoding="utf-8") == before
    assert [f.name for f in store.folder().iterdir()] == [store.path_of("anna").name]


@pytest.mark.parametrize("name", ["", "../up", "a/b", "con", ".hidden", "x" * 41, "nul.txt", "end."])
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match="profile name"):
        Profile(name)


@pytest.mark.parametrize("name", [3, None, b"anna", ["anna"]])
def test_a_name_that_is_no_text_is_answered_with_what_a_name_is(name: Any) -> None:
    store.save(Profile("anna"))
    for ask in (store.load, store.kept_or_new, store.path_of):
        with pytest.raises(RequestError, match="profile name"):
            ask(name)
    with pytest.raises(RequestError, match="camera's name"):
        lens_store.load(name)


@given(st.text(max_size=45))
def test_whatever_the_name_the_file_stays_in_the_folder(name: str) -> None:
    try:
        path = store.path_of(name)
    except RequestError:
        return
    assert path.parent == store.folder()


def test_a_folder_in_ones_home_is_not_one_called_by_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In quotes it made a folder `~` with somebody's profiles in whichever folder one stood."""
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    monkeypatch.setenv(store.HOME_VARIABLE, "~/kept")
    assert store.home() == tmp_path / "kept"


def test_a_folder_named_from_where_one_stands_is_told_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(store.HOME_VARIABLE, "kept")
    assert store.home() == tmp_path / "kept" and store.home().is_absolute()
