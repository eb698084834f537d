"""Folders given to `acupoint annotate`: which pictures they mean, and where the results of these go."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from commanded import annotate, picture
from hypothesis import given
from hypothesis import strategies as st

from ui.cli_folders import look_into, natural
from ui.cli_photos import photos_of

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@given(st.lists(st.integers(0, 3000), unique=True), st.text("aB_ ", max_size=3))
def test_numbers_in_names_are_sorted_as_numbers(numbers: list[int], before: str) -> None:
    names = [f"{before}{number}.jpg" for number in numbers]
    assert sorted(names, key=natural) == [f"{before}{number}.jpg" for number in sorted(numbers)]


NAMES = st.lists(st.text("0123aAß²٣.", max_size=6), unique=True)


@given(NAMES.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_any_names_have_one_order(names: tuple[list[str], list[str]]) -> None:
    first, second = (sorted(each, key=natural) for each in names)
    assert first == second


def test_a_folder_means_its_pictures_and_those_below_it(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    study, out = tmp_path / "study", tmp_path / "out"
    for name in ("a10.jpg", "a2.PNG", "p2/x.jpg", "p10/x.jpg", "p2/day 1/ä.jpg"):
        picture(study / name)
    assert annotate(study, "--out", out, "--no-image") == 0
    assert files_below(out) == ["a10.json", "a2.json", "p10/x.json", "p2/day 1/ä.json", "p2/x.json"]
    told = [path.relative_to(study).as_posix() for path in photos_of([str(study)], out).paths]
    assert told == ["a2.PNG", "a10.jpg", "p2/x.jpg", "p2/day 1/ä.jpg", "p10/x.jpg"]


def test_of_several_folders_each_has_its_own_below_out(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    for name in ("p1/a.jpg", "p2/a.jpg", "a.jpg"):
        picture(tmp_path / name)
    assert annotate(*(tmp_path / name for name in ("p1", "p2", "a.jpg")), "--out", tmp_path / "o", "--no-image") == 0
    assert files_below(tmp_path / "o") == ["a.json", "p1/a.json", "p2/a.json"]


def test_a_picture_named_with_its_folder_is_one_picture(tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    assert photos_of([str(photo), str(tmp_path)], tmp_path / "out").paths == [photo]


def test_what_is_no_picture_is_counted_in_one_line(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    picture(tmp_path / "a.jpg")
    for name in ("notes.txt", "b.CR2", "c.cr2", "README", "._a.jpg", ".hidden/b.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"no picture")
    assert annotate(tmp_path, "--out", tmp_path / "out", "--no-image") == 0
    told = capsys.readouterr().err.splitlines()
    assert told == ["passed over, without a picture's ending: 4 files (2 .cr2, 1 .txt, 1 no ending)"]


def test_a_damaged_picture_in_a_folder_is_told_and_the_others_are_done(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    picture(tmp_path / "in" / "a.jpg")
    (tmp_path / "in" / "b.jpg").write_bytes(b"")
    assert annotate(tmp_path / "in", "--out", tmp_path / "out", "--no-image") == 2
    assert "b.jpg: expected a picture, got an empty file" in capsys.readouterr().err
    assert files_below(tmp_path / "out") == ["a.json"]


def test_a_folder_without_a_picture_is_told(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "empty" / "a.cr2").write_bytes(b"raw")
    assert annotate(tmp_path / "empty", "--out", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "expected pictures in this folder or below it, found none" in told and "1 .cr2" in told
    assert not (tmp_path / "out").exists()
    assert annotate(tmp_path / "empty", picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--no-image") == 2
    assert files_below(tmp_path / "out") == ["a.json"]


def test_a_second_run_over_a_folder_that_holds_its_results_comes_out_as_the_first(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.jpg", "p1/a.jpg"):
        picture(tmp_path / name)
    for out in (tmp_path, tmp_path / "results"):
        assert annotate(tmp_path, "--out", out) == 0
    first = files_below(tmp_path)
    for out in (tmp_path, tmp_path / "results"):
        assert annotate(tmp_path, "--out", out) == 0
    assert files_below(tmp_path) == first and len(asked) == 8
    assert "left aside, written by an earlier run: " in capsys.readouterr().err
    (tmp_path / "new").mkdir()
    folders = (path for path in tmp_path.iterdir() if path.is_dir())  # as `study/*` names them
    assert annotate(*folders, "--out", tmp_path / "new", "--no-image") == 0


@LINKS
def test_links_to_folders_are_told_and_links_to_pictures_followed(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = picture(tmp_path / "elsewhere" / "b.jpg")
    study = picture(tmp_path / "study" / "a.jpg").parent
    (study / "loop").symlink_to(study)
    (study / "other").symlink_to(elsewhere.parent)
    (study / "b.jpg").symlink_to(elsewhere)
    assert annotate(study, "--out", tmp_path / "out", "--no-image") == 0
    assert files_below(tmp_path / "out") == ["a.json", "b.json"]
    told = capsys.readouterr().err
    assert str(study / "loop") in told and "name them to have their pictures" in told
    assert annotate(study / "other", "--out", tmp_path / "more", "--no-image") == 0


@LINKS
@pytest.mark.parametrize("link", ["a.jpg", "z.jpg"])
def test_a_picture_with_a_link_beside_it_bears_its_own_name(
    link: str, tmp_path: Path, asked: list[dict[str, Any]]
) -> None:
    study = picture(tmp_path / "study" / "plain.jpg").parent
    (study / link).symlink_to("plain.jpg")
    assert annotate(study, "--out", tmp_path / "out", "--no-image") == 0
    assert files_below(tmp_path / "out") == ["plain.json"]


@LINKS
def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    picture(tmp_path / "a.jpg")
    assert len(photos_of([str(tmp_path)], tmp_path / "out").paths) == 1


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    picture(tmp_path / "a.jpg")
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def locked(path: Any) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert len(look_into(tmp_path).faults) == 1
    assert annotate(tmp_path, "--out", tmp_path / "out", "--no-image") == 2
    assert "locked: cannot be looked into" in capsys.readouterr().err
    assert files_below(tmp_path / "out") == ["a.json"]


@LINKS
def test_odd_names_in_folders_are_told_on_one_line(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad\nname").mkdir()
    assert annotate(tmp_path / "bad\nname", "--out", tmp_path / "out") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
