"""Names of results: nothing given and nothing made is ever overwritten by accident."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import RequestError
from locator.photo import save_picture
from locator.placement import Located
from locator.report import as_text, to_json
from ui import cli_files
from ui.cli_table import check_table

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


def job(stem: Path) -> cli_files.Job:
    return cli_files.Job(Path("a.jpg"), Path(f"{stem}.annotated.png"), Path(f"{stem}.json"))


def test_results_are_written_whole_and_into_folders_not_made_yet(tmp_path: Path) -> None:
    cli_files.write_results(job(tmp_path / "new" / "a"), "背\n", b"drawn")
    assert (tmp_path / "new" / "a.json").read_text(encoding="utf-8") == "背\n"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.annotated.png", "a.json"]
    (tmp_path / "none").write_text("a file where a folder is needed")
    with pytest.raises(RequestError, match="cannot be written"):
        cli_files.write_results(job(tmp_path / "none" / "a"), "x")


@pytest.mark.parametrize("fails", ["write_bytes", "os.replace of the report", "os.replace of the drawing"])
def test_a_drawing_never_lies_beside_a_report_of_another_run(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the plug is pulled, or the disk full: one of the old pair, the new pair, or a report alone."""
    written = job(tmp_path / "a")
    cli_files.write_results(written, "old", b"old")
    real, broken = os.replace, written.report if "report" in fails else written.picture

    def replace(part: Path, path: Path) -> None:
        if path == broken:
            raise OSError(errno.EIO, "the disk is gone")
        real(part, path)

    def write(part: Path, data: bytes) -> None:
        raise OSError(errno.EIO, "the disk is gone")

    if fails == "write_bytes":
        monkeypatch.setattr(Path, "write_bytes", write)
    else:
        monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(RequestError, match="cannot be written"):
        cli_files.write_results(written, "new", b"new")
    left = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert left in ({"a.json": "old", "a.annotated.png": "old"}, {"a.json": "old"}, {"a.json": "new"})


def test_a_file_that_no_run_wrote_is_never_written_over(tmp_path: Path) -> None:
    taps, power_cut, ours = (tmp_path / f"{name}.json" for name in ("taps", "cut", "ours"))
    taps.write_text('{"c7": [297, 203]}')
    power_cut.write_bytes(bytes(200))
    ours.write_text(as_text(to_json(Located(None, (60, 80), "back"), "ours.jpg")))
    jobs = cli_files.plan([Path("taps.jpg"), Path("cut.jpg"), Path("ours.jpg")], tmp_path)
    assert [each.report.name for each in jobs] == ["taps-2.json", "cut.json", "ours.json"]
    assert "a file of that name was there already" in jobs[0].why_renamed


def closed(path: Path) -> Path:
    """A file that may not be read; skips where this user may read everything."""
    path.write_text("a colleague's own")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    return path


def test_a_file_that_may_not_be_read_is_never_written_over(tmp_path: Path) -> None:
    theirs = closed(tmp_path / "a.json")
    (job,) = cli_files.plan([Path("b/a.jpg")], tmp_path)
    assert job.report.name == "a-2.json"
    table = closed(theirs.with_suffix(".csv"))
    with pytest.raises(RequestError, match="no table of an earlier run"):
        check_table(table)


def test_only_what_a_run_wrote_is_left_aside_among_the_pictures(tmp_path: Path) -> None:
    notes, ours, renamed = (tmp_path / name for name in ("notes.json", "ours.json", "ours.jpg"))
    notes.write_text('{"c7": [297, 203]}')
    for report in (ours, renamed):
        report.write_text(as_text(to_json(Located(None, (60, 80), "back"), "ours.jpg")))
    drawn, like_one = tmp_path / "ours.annotated.png", tmp_path / "notes.annotated.png"
    given = [notes, ours, renamed, drawn, like_one, tmp_path / "a.jpg"]
    assert cli_files.without_results(given) == ([notes, renamed, like_one, tmp_path / "a.jpg"], [ours, drawn])


def test_results_keep_the_folders_of_their_pictures(tmp_path: Path) -> None:
    photos = [Path("s/a.jpg"), Path("s/x/a.jpg"), Path("s/x/a.png"), Path("s/a.json/b.jpg")]
    places = {photo: photo.parent.relative_to("s") for photo in photos}
    jobs = cli_files.plan(photos, tmp_path, places=places)
    told = [str(each.report.relative_to(tmp_path)) for each in jobs]
    # a folder called a.json keeps its name too: the report of a.jpg cannot have it
    assert told == [os.path.normpath(name) for name in ("a-2.json", "x/a.json", "x/a-2.json", "a.json/b.json")]


def test_a_name_as_long_as_a_disk_takes_is_written_and_a_longer_one_told(tmp_path: Path) -> None:
    cli_files.write_results(job(tmp_path / ("n" * 250)), "x")
    save_picture(np.zeros((2, 2, 3), np.uint8), tmp_path / ("n" * 251 + ".png"))
    assert sorted(len(path.name) for path in tmp_path.iterdir()) == [255, 255]
    with pytest.raises(RequestError, match="shorter name"):
        cli_files.write_results(job(tmp_path / ("n" * 300)), "x")
