"""Landmarks from a file: several ways to write them, and every fault told at once with its path."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from locator import landmarks_file
from locator.errors import DataError
from locator.landmarks import MOST_SIGMA_PX, Landmark, LandmarkSet
from locator.landmarks_file import GivenLandmarks, LandmarksFile, read_landmarks
from locator.placement import Located
from locator.report import as_text, to_json

PICTURE = Path("somewhere/a.jpg")


def given(tmp_path: Path, content: Any) -> GivenLandmarks | None:
    file = tmp_path / "taps.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_landmarks(file).of(PICTURE)


def places(given: GivenLandmarks | None) -> dict[str, tuple[float, ...]]:
    assert given is not None
    return {mark.name: tuple(mark.xy_px) for mark in given.marks}


@pytest.mark.parametrize(
    "content",
    [
        {"c7": [297, 203], "l4": [300, 380]},
        {"landmarks": {"c7": [297, 203], "l4": [300, 380]}, "size_px": [600, 800]},
        {"points": {"c7": {"x": 297, "y": 203}, "l4": {"x": 300, "y": 380}}},
        {"landmarks": [{"name": "c7", "x_px": 297, "y_px": 203}, {"name": "l4", "x_px": 300, "y_px": 380}]},
        [{"name": "c7", "x_px": 297, "y_px": 203}, {"name": "l4", "x_px": 300, "y_px": 380}],
        {"a.jpg": {"c7": [297, 203], "l4": [300, 380]}, "b.jpg": {"c7": [1, 2]}},
        {"a": {"c7": [297, 203], "l4": [300, 380]}, "b": {"c7": [1, 2]}},
    ],
    ids=["plain", "under landmarks", "x and y", "a list under landmarks", "a list", "by file name", "by stem"],
)
def test_one_thing_may_be_written_in_several_ways(tmp_path: Path, content: Any) -> None:
    assert places(given(tmp_path, content)) == {"c7": (297.0, 203.0), "l4": (300.0, 380.0)}


@pytest.mark.parametrize("before_profiles_were_named", [False, True])
def test_a_report_can_be_read_back_and_what_was_derived_follows_anew(
    tmp_path: Path, before_profiles_were_named: bool
) -> None:
    marks = LandmarkSet.from_points({"left_hip": (250.0, 420.0)}, (600, 800), sigma_px=7.0, source="detected")
    derived = LandmarkSet.from_points({"c7": (297.0, 203.0)}, (600, 800), source="derived")
    made = Located(None, (600, 800), "back", landmarks=marks.having(derived), profile="anna", lens="wide")
    report = json.loads(as_text(to_json(made, "a.jpg")))
    assert (report.pop("profile"), report.pop("lens")) == ("anna", "wide")
    back = given(tmp_path, report if before_profiles_were_named else as_text(to_json(made, "a.jpg")))
    assert places(back) == {"left_hip": (250.0, 420.0)}
    assert back is not None and back.size_px == (600, 800) and back.view == "back"
    assert back.marks[0].sigma_px == 7.0 and back.marks[0].source == "detected"
    assert back.is_of(Path("elsewhere/A.PNG")) and not back.is_of(Path("a/b.jpg"))


@pytest.mark.parametrize("sigma_px", [1e-9, 0.004, 3.0, MOST_SIGMA_PX])
def test_however_sure_a_tap_was_its_report_can_be_read_back(tmp_path: Path, sigma_px: float) -> None:
    taps = LandmarkSet.from_points({"c7": (297.0, 203.0)}, (600, 800), sigma_px=sigma_px)
    back = given(tmp_path, as_text(to_json(Located(None, (600, 800), "back", landmarks=taps), "a.jpg")))
    assert places(back) == {"c7": (297.0, 203.0)}


def test_what_a_report_saw_of_the_outline_is_no_slip_of_the_pen(tmp_path: Path) -> None:
    seen = LandmarkSet.from_points({"left_hip_side": (250.0, 420.0)}, (600, 800), source="detected")
    back = given(tmp_path, as_text(to_json(Located(None, (600, 800), "back", landmarks=seen), "a.jpg")))
    assert back is not None and len(back.marks) == 1 and back.unknown == ()


def test_a_joint_that_was_hardly_seen_is_read_back_as_hardly_seen(tmp_path: Path) -> None:
    knee = Landmark("left_knee", np.array([250.0, 790.0]), visibility=0.125)
    seen = LandmarkSet((600, 800)).having([knee])
    back = given(tmp_path, as_text(to_json(Located(None, (600, 800), "back", landmarks=seen))))
    assert back is not None and back.marks[0].visibility == 0.125
    with pytest.raises(DataError, match=r"c7\.visibility: expected a number from 0 to 1, got 2"):
        given(tmp_path, {"c7": {"x_px": 3, "y_px": 4, "visibility": 2}})


def test_sigma_is_for_all_unless_one_has_its_own(tmp_path: Path) -> None:
    found = given(tmp_path, {"c7": [1, 2], "l4": {"x_px": 3, "y_px": 4, "sigma_px": 9}, "sigma_px": 5})
    assert found is not None and [m.sigma_px for m in found.marks] == [5.0, 9.0]
    assert all(m.source == "tapped" and isinstance(m.xy_px, np.ndarray) for m in found.marks)


def test_a_picture_without_an_entry_has_no_landmarks(tmp_path: Path) -> None:
    assert given(tmp_path, {"b.jpg": {"c7": [1, 2]}}) is None


def test_a_name_that_means_nothing_is_found_out(tmp_path: Path) -> None:
    found = given(tmp_path, {"c7": [1, 2], "left_elbwo": [3, 4]})
    assert found is not None and found.unknown == ("left_elbwo",)


def test_a_tap_lies_in_the_picture_and_a_joint_may_be_guessed_beyond_its_rim(tmp_path: Path) -> None:
    joint = {"x_px": 300, "y_px": 830, "source": "detected"}
    found = given(tmp_path, {"c7": [600, 0], "l4": [300, 801], "left_knee": joint})
    assert found is not None
    assert found.misfits((600, 800)) == ["l4: expected a place in the picture (600 x 800 px), got (300, 801)"]
    assert found.misfits((600, 801)) == []


def test_joints_of_which_none_lies_in_the_picture_were_seen_on_another(tmp_path: Path) -> None:
    knee = {"y_px": 300, "source": "detected"}
    found = given(tmp_path, {"left_knee": {"x_px": 1300, **knee}, "right_knee": {"x_px": 1500, **knee}})
    assert found is not None and found.misfits((1600, 800)) == []
    (told,) = found.misfits((600, 800))
    assert "in the picture (600 x 800 px), got none there (left_knee at (1300, 300))" in told


def test_every_fault_is_told_at_once_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        given(tmp_path, {"c7": "here", "l4": [1], "sigma_px": -1, "view": "above", "size_px": [0, 5]})
    told = "\n".join(caught.value.faults)
    for path in ("taps.json.c7", "taps.json.l4", "taps.json.sigma_px", "taps.json.view", "taps.json.size_px"):
        assert f"{path}: expected" in told


@pytest.mark.parametrize("nameless", [{"x_px": 1, "y_px": 2}, {"name": "", "x_px": 1, "y_px": 2}, [1, 2], "c7"])
def test_a_landmark_without_a_name_is_told_with_its_place_in_the_list(tmp_path: Path, nameless: Any) -> None:
    named = {"name": "c7", "x_px": 297, "y_px": 203}
    with pytest.raises(DataError, match=r'taps\.json\[1\]: expected {"name": "c7"'):
        given(tmp_path, {"landmarks": [named, nameless]})


@pytest.mark.parametrize("content", [5, '"c7"', True, {"landmarks": 5}])
def test_what_holds_no_landmarks_is_told_with_what_came(tmp_path: Path, content: Any) -> None:
    with pytest.raises(DataError, match=r"taps\.json: expected landmarks such as .*, got "):
        given(tmp_path, content)


@pytest.mark.parametrize("sigma", ["0", "-1", "1e160", "true", '"3"', "null"])
def test_a_doubt_that_cannot_be_reckoned_with_is_a_fault(tmp_path: Path, sigma: str) -> None:
    told = r"taps\.json\.sigma_px: expected a positive number of pixels up to 1e\+06, got "
    with pytest.raises(DataError, match=told + re.escape(json.dumps(json.loads(sigma)))):
        given(tmp_path, f'{{"c7": [1, 2], "sigma_px": {sigma}}}')


def test_a_slip_in_a_name_is_told_beside_the_faults(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        given(tmp_path, {"c7": "here", "left_elbwo": [3, 4], "l44": None})
    c7, l44, elbow = caught.value.faults
    assert "taps.json.c7" in c7 and "taps.json.left_elbwo" in elbow
    assert "taps.json.l44" in l44 and "no use is known" in l44


@pytest.mark.parametrize(
    "content", ["", "not json", "{}", "[]", "3", "null", '{"c7": [1, NaN]}', '{"c7": [1, 1e999]}', "[" * 100_000]
)
def test_what_holds_no_landmarks_is_said_in_one_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(DataError, match=r"taps\.json.*expected"):
        given(tmp_path, content)


@pytest.mark.parametrize("digits", [400, 5000])  # more than a float holds, more than Python reads
def test_a_number_beyond_all_measure_is_a_fault_like_another(tmp_path: Path, digits: int) -> None:
    with pytest.raises(DataError, match=r"taps\.json.*expected"):
        given(tmp_path, f'{{"c7": [1, {"9" * digits}]}}')


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="found none"):
        read_landmarks(str(tmp_path / "none.json"))
    with pytest.raises(DataError, match="got a folder"):
        read_landmarks(tmp_path)


def test_a_folder_before_the_name_tells_two_pictures_of_one_name_apart(tmp_path: Path) -> None:
    file = tmp_path / "taps.json"
    file.write_text('{"one/back.jpg": {"c7": [1, 2]}, "two/back": {"c7": [3, 4]}}', encoding="utf-8")
    read = read_landmarks(file)
    assert places(read.of(Path("x/one/back.jpg"))) == {"c7": (1.0, 2.0)}
    assert places(read.of(Path("two/back.JPG"))) == {"c7": (3.0, 4.0)}
    assert read.of(Path("three/back.jpg")) is None and read.of(Path("x/one/tback.jpg")) is None


def test_an_accent_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    composed, in_two = "R\u00fccken.jpg", "Ru\u0308cken.jpg"
    file = tmp_path / "taps.json"
    file.write_text(json.dumps({composed: {"c7": [1, 2]}}), encoding="utf-8")
    assert places(read_landmarks(file).of(Path(in_two))) == {"c7": (1.0, 2.0)}


def test_an_entry_that_means_two_pictures_is_told(tmp_path: Path) -> None:
    file = tmp_path / "taps.json"
    file.write_text('{"back.jpg": {"c7": [1, 2]}, "a.jpg": {"c7": [1, 2]}}', encoding="utf-8")
    both = [Path("one/back.jpg"), Path("two/back.jpg")]
    assert read_landmarks(file).shared([*both, Path("a.jpg")]) == {"back.jpg": both}


@pytest.mark.parametrize(
    "text",
    [
        '{"c7": [1, 2], "c7": [3, 4]}',
        '{"a.jpg": {"c7": [1, 2], "c7": [3, 4]}}',
        '{"landmarks": [{"name": "c7", "x_px": 1, "y_px": 2}, {"name": "c7", "x_px": 3, "y_px": 4}]}',
    ],
)
def test_a_name_given_twice_is_a_fault_and_not_a_choice(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"taps\.json: expected c7 once, got it 2 times"):
        given(tmp_path, text)


@pytest.mark.parametrize("within", ["landmarks", "points"])
def test_a_landmark_beside_the_list_of_them_is_told_and_not_passed_over(tmp_path: Path, within: str) -> None:
    listed = {within: {"left_iliac_crest": [268, 371]}}
    with pytest.raises(DataError, match=rf"taps\.json\.c7: expected it in {within}"):
        given(tmp_path, {**listed, "c7": [297, 203]})
    with pytest.raises(DataError, match=r"taps\.json\.cc7: expected it in"):
        given(tmp_path, {**listed, "cc7": [297, 203], "size_px": [600, 800]})


def test_a_report_of_a_version_to_come_is_not_read_as_one_of_today(tmp_path: Path) -> None:
    c7 = {"name": "c7", "x_px": 297, "y_px": 203}
    with pytest.raises(DataError, match=r"schema: expected acupoint-locator/1, got \"acupoint-locator/2\"; update"):
        given(tmp_path, {"schema": "acupoint-locator/2", "landmarks": [c7]})
    with pytest.raises(DataError, match=r"got \"acupoint-locator/0\"; give the landmarks alone"):
        given(tmp_path, {"schema": "acupoint-locator/0", "landmarks": [c7]})
    assert places(given(tmp_path, {"schema": "acupoint-locator/1", "landmarks": [c7]})) == {"c7": (297.0, 203.0)}


@pytest.mark.parametrize("source", ["taped", ["tapped"], None])
def test_a_source_that_there_is_not_is_a_fault_and_no_tap(tmp_path: Path, source: Any) -> None:
    with pytest.raises(DataError, match=r"c7\.source: expected one of detected"):
        given(tmp_path, {"c7": {"x_px": 297, "y_px": 203, "source": source}})


def test_a_tap_beside_what_a_report_has_derived_is_no_second_one(tmp_path: Path) -> None:
    derived = '{"name": "c7", "x_px": 1, "y_px": 2, "source": "derived"}'
    found = given(tmp_path, f'{{"landmarks": [{derived}, {{"name": "c7", "x_px": 3, "y_px": 4}}]}}')
    assert places(found) == {"c7": (3.0, 4.0)}


def test_thousands_of_pictures_find_their_entries_without_reading_all_of_them_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 pictures and as many entries: a minute and a half before the first picture, now a third of a second."""
    count, parts, calls = 300, landmarks_file._parts, []
    file = tmp_path / "taps.json"
    file.write_text(json.dumps({f"p{i % 7}/{i}.jpg": {"c7": [i, 2]} for i in range(count)}), encoding="utf-8")
    monkeypatch.setattr(landmarks_file, "_parts", lambda name: calls.append(name) or parts(name))
    read = read_landmarks(file)
    found = [places(read.of(Path(f"x/p{i % 7}/{i}.jpg"))) for i in range(count)]
    assert found == [{"c7": (float(i), 2.0)} for i in range(count)]
    assert len(calls) <= 3 * count


def test_a_file_that_an_editor_of_windows_has_saved_is_read(tmp_path: Path) -> None:
    """It begins with a mark of its bytes' meaning."""
    assert places(given(tmp_path, '\ufeff{"c7": [297, 203]}')) == {"c7": (297.0, 203.0)}


def test_the_entry_with_the_folder_is_the_picture_s_own_however_short_it_is() -> None:
    entries = dict.fromkeys(["photograph.jpeg", "b/photograph"], GivenLandmarks(()))
    file = LandmarksFile(Path("t.json"), None, entries)
    assert file.entry_of(Path("study/b/photograph.jpeg")) == "b/photograph"
    assert file.entry_of(Path("study/c/photograph.jpeg")) == "photograph.jpeg"


ENDS = st.lists(st.sampled_from(["a", "b", "a.jpg", "a.b.jpg"]), min_size=1, max_size=3).map("/".join)


@given_any(st.lists(ENDS, unique=True, min_size=1, max_size=6), ENDS)
def test_the_entry_that_says_most_of_a_path_is_a_pictures_own(names: list[str], picture: str) -> None:
    anything = GivenLandmarks(())
    found = LandmarksFile(Path("t.json"), None, dict.fromkeys(names, anything)).entry_of(Path("/x") / picture)
    path = ["x", *picture.split("/")]
    bare = [*path[:-1], Path(path[-1]).stem]
    fitting = [name for name in names if name.split("/") in (each[-len(name.split("/")) :] for each in (path, bare))]
    assert found == max(fitting, key=lambda name: (name.count("/"), len(name)), default=None)
