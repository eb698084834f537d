"""Names of results: nothing given and nothing made is ever overwritten by accident."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import RequestError
from locator.photo import save_picture
from ui import cli_files

NAMES = st.text(st.sampled_from("aAbé.-2"), min_size=1, max_size=4).filter(lambda s: s.strip("."))


FOLDERS = st.sampled_from(["x", "y", "out"])
ENDINGS = st.sampled_from([".jpg", ".png", ".json"])


@given(st.lists(st.tuples(FOLDERS, NAMES, ENDINGS), max_size=8))
def test_no_result_has_the_name_of_another_or_of_a_picture(files: list[tuple[str, str, str]]) -> None:
    photos = cli_files.expand(f"{folder}/{name}{ending}" for folder, name, ending in files)
    jobs = cli_files.plan(photos, Path("out"))
    results = [str(path).casefold() for job in jobs for path in (job.picture, job.report)]
    assert [job.photo for job in jobs] == photos
    assert len(set(results)) == len(results)
    assert not set(results) & {str(photo).casefold() for photo in photos}


def test_the_first_keeps_the_plain_name_and_the_next_is_numbered() -> None:
    jobs = cli_files.plan([Path("a/back.jpg"), Path("b/back.png"), Path("c/Back.jpg")], Path("out"))
    assert [job.report.name for job in jobs] == ["back.json", "back-2.json", "Back-3.json"]
    assert [job.renamed for job in jobs] == [False, True, True]


def test_a_picture_beside_the_results_survives() -> None:
    photos = [Path("out/a.jpg"), Path("out/a.annotated.png")]
    assert cli_files.plan(photos, Path("out"))[0].picture == Path("out/a-2.annotated.png")


def test_a_landmarks_file_beside_the_results_survives() -> None:
    job = cli_files.plan([Path("a.jpg")], Path("."), keep=[Path("a.json")])[0]
    assert job.report == Path("a-2.json")


def test_a_picture_named_twice_is_one_picture(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"")
    (tmp_path / "b").mkdir()
    assert len(cli_files.expand([str(photo), str(tmp_path / "b" / ".." / "a.jpg")])) == 1


def test_a_pattern_the_shell_left_alone_is_filled_in(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.jpg", "c.txt", "odd[1].jpg"):
        (tmp_path / name).write_bytes(b"")
    names = [p.name for p in cli_files.expand([str(tmp_path / "?.jpg"), str(tmp_path / "odd[1].jpg")])]
    assert names == ["a.jpg", "b.jpg", "odd[1].jpg"]
    assert cli_files.expand([str(tmp_path / "none*.jpg")]) == [tmp_path / "none*.jpg"]  # to be told as missing


def test_a_folder_that_takes_no_files_is_told_before_the_work(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("here first")
    for out in (file, file / "below"):
        with pytest.raises(RequestError, match="expected a folder that can be written to"):
            cli_files.ready_folder(out)
    cli_files.ready_folder(tmp_path / "new" / "deep")
    assert list((tmp_path / "new" / "deep").iterdir()) == []


def test_a_text_is_written_whole(tmp_path: Path) -> None:
    cli_files.write_text("背\n", tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "背\n"
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(RequestError, match="cannot be written"):
        cli_files.write_text("x", tmp_path / "none" / "a.json")


def test_a_name_as_long_as_a_disk_takes_is_written_and_a_longer_one_told(tmp_path: Path) -> None:
    cli_files.write_text("x", tmp_path / ("n" * 250 + ".json"))
    save_picture(np.zeros((2, 2, 3), np.uint8), tmp_path / ("n" * 251 + ".png"))
    assert sorted(len(path.name) for path in tmp_path.iterdir()) == [255, 255]
    with pytest.raises(RequestError, match="shorter name"):
        cli_files.write_text("x", tmp_path / ("n" * 300 + ".json"))
