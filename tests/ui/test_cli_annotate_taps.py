"""What `acupoint annotate --landmarks` makes of taps told by a file: whose picture they are, and where they lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commanded import SIZE, annotate, picture, report

from locator.landmarks import LandmarkSet
from locator.report import as_text


def test_taps_replace_what_was_detected_and_what_followed_from_it(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    taps = tmp_path / "a.json"
    taps.write_text('{"left_hip": [21, 31], "c7": [30, 5], "sigma_px": 1.5}')
    before = taps.read_bytes()
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", tmp_path, "--landmarks", taps, "--no-image") == 0
    marks: LandmarkSet = asked[1]["landmarks"]
    assert {m.name: m.source for m in marks} == {"left_hip": "tapped", "c7": "tapped"}
    assert tuple(marks.xy("left_hip")) == (21.0, 31.0) and marks["c7"].sigma_px == 1.5
    assert marks.size_px == SIZE and marks.view == "back"
    assert taps.read_bytes() == before and (tmp_path / "a-2.json").exists()


def test_a_report_whose_landmarks_are_given_is_not_written_over(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", tmp_path, "--no-image") == 0
    before = (tmp_path / "a.json").read_text()
    corrected = json.loads(before)
    corrected["landmarks"] = [{"name": "c7", "x_px": 30, "y_px": 5, "sigma_px": 1.5, "source": "tapped"}]
    (tmp_path / "a.json").write_text(as_text(corrected))
    assert annotate(photo, "--out", tmp_path, "--landmarks", tmp_path / "a.json", "--no-image") == 0
    assert json.loads((tmp_path / "a.json").read_text()) == corrected and (tmp_path / "a-2.json").exists()


def test_taps_on_a_mirror_image_lie_where_they_were_made(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    taps = tmp_path / "taps.json"
    taps.write_text('{"c7": [10, 5]}')
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", tmp_path, "--landmarks", taps, "--mirrored", "--no-image") == 0
    assert tuple(asked[1]["landmarks"].xy("c7")) == (SIZE[0] - 1 - 10, 5), "measured as the world is"
    marks = {m["name"]: m["x_px"] for m in report(tmp_path / "a.json")["landmarks"]}
    assert marks["c7"] == 10


def test_taps_for_several_pictures_go_by_name(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    photos = [picture(tmp_path / "a.jpg"), picture(tmp_path / "b.jpg")]
    taps = tmp_path / "taps.json"
    taps.write_text('{"b.jpg": {"c7": [30, 5]}}')
    assert annotate(*photos, "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 0
    # pictures are answered side by side, so only within one picture is there an order
    assert sorted(call["name"] for call in asked if "name" in call) == ["a.jpg", "b.jpg"]
    tapped = [call["landmarks"] for call in asked if "landmarks" in call]
    assert [tuple(marks.xy("c7")) for marks in tapped] == [(30.0, 5.0)]
    taps.write_text('{"c7": [30, 5]}')
    assert annotate(*photos, "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 2


def test_pictures_without_taps_and_taps_without_a_picture_are_told(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / f"{name}.jpg") for name in "ab"]
    taps = tmp_path / "taps.json"
    taps.write_text(json.dumps({"a.jpg": {"c7": [5, 5]}, "c.jpg": {"c7": [7, 7]}}))
    assert annotate(*photos, "--out", tmp_path / "out", "--landmarks", taps, "--no-image", "--quiet") == 0
    told = capsys.readouterr().err
    assert "no landmarks for 1 of 2 pictures" in told and "b.jpg" in told and "without a picture: c.jpg" in told
    assert annotate(photos[0], "--out", tmp_path / "out", "--landmarks", taps, "--no-image", "--quiet") == 0
    assert capsys.readouterr().err == "", "who works on one of many pictures hears nothing of the others"


def test_one_pictures_taps_are_not_used_for_another_of_its_name(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    photos = [picture(tmp_path / folder / "a.jpg") for folder in ("one", "two")]
    taps = tmp_path / "taps.json"
    taps.write_text(json.dumps({"a.jpg": {"c7": [5, 5]}}))
    assert annotate(*photos, "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 2
    assert "expected one picture for a.jpg, got 2" in capsys.readouterr().err and not asked
    taps.write_text(json.dumps({"one/a.jpg": {"c7": [5, 5]}, "two/a.jpg": {"c7": [7, 7]}}))
    assert annotate(*photos, "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 0
    assert sorted(tuple(call["landmarks"].xy("c7")) for call in asked if "landmarks" in call) == [(5, 5), (7, 7)]


def test_taps_made_on_another_size_of_the_picture_are_not_believed(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    taps = tmp_path / "taps.json"
    taps.write_text('{"c7": [30, 5], "size_px": [640, 480]}')
    assert annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 2
    assert "640 x 480" in capsys.readouterr().err


def test_every_tap_outside_the_picture_is_told_and_the_picture_is_not_answered(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    taps = tmp_path / "taps.json"
    taps.write_text('{"c7": [9000, 20], "l4": [30, 40], "left_psis": [20, -1]}')
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"acupoint: {photo}: c7: expected a place in the picture (64 x 48 px), got (9000, 20)",
        f"acupoint: {photo}: left_psis: expected a place in the picture (64 x 48 px), got (20, -1)",
    ]
    assert not asked and not list((tmp_path / "out").iterdir())


def test_a_landmark_name_that_means_nothing_is_said(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    taps = tmp_path / "taps.json"
    taps.write_text('{"c7": [30, 5], "left_nee": [3, 5]}')
    assert annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--landmarks", taps, "--no-image") == 0
    told = capsys.readouterr().err
    assert "left_nee; did you mean left_knee" in told and "c7" not in told


def test_a_report_on_one_picture_is_not_believed_of_another(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / name) for name in ("a.jpg", "b.jpg")]
    out = tmp_path / "out"
    assert annotate(photos[0], "--out", out, "--no-image") == 0
    known, size_px = report(out / "a.json"), {"width_px": SIZE[0], "height_px": SIZE[1]}
    assert known["image"].items() >= {"file": "a.jpg", **size_px}.items()
    capsys.readouterr()
    assert annotate(photos[1], "--out", out, "--landmarks", out / "a.json", "--no-image") == 2
    said = capsys.readouterr().err
    assert "landmarks of b.jpg, got a report on a.jpg" in said and not (out / "b.json").exists()
    assert annotate(photos[0], "--out", out, "--landmarks", out / "a.json", "--no-image") == 0
    assert annotate(picture(tmp_path / "A.png"), "--out", out, "--landmarks", out / "a.json", "--no-image") == 0
    assert capsys.readouterr().err == ""
