"""What `acupoint annotate` does with files, options and exit codes; what it finds on bodies is tried elsewhere."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from commanded import EMPTY_COLOUR, SIZE, annotate, picture, report
from PIL import Image

import locator
from locator.errors import RequestError
from locator.landmark_names import KNOWN
from locator.placement import Located
from locator.report import to_json
from locator.routines import routines
from ui import cli_annotate
from ui.annotating import Done, Order
from ui.cli import main
from ui.cli_files import Job
from ui.cli_given import chosen_codes


def test_each_picture_gets_a_report_and_a_drawing_of_its_own_size(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    photo = picture(tmp_path / "a.jpg", size=(640, 480))
    assert annotate(photo, "--out", tmp_path / "out") == 0
    assert report(tmp_path / "out" / "a.json")["image"]["file"] == "a.jpg"
    with Image.open(tmp_path / "out" / "a.annotated.png") as drawn:
        assert drawn.format == "PNG" and drawn.width == 640
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.annotated.png", "a.json"]


def test_without_images_only_reports_are_written(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    photos = [picture(tmp_path / f"{i}.jpg") for i in range(7)]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [f"{i}.json" for i in range(7)]
    assert sorted(c["name"] for c in asked) == [p.name for p in photos]


def test_a_refused_picture_says_why_and_the_code_is_three(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / "a.jpg"), picture(tmp_path / "empty.jpg", EMPTY_COLOUR)]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 3
    said = report(tmp_path / "out" / "empty.json")
    assert (said["status"], said["reason"], said["points"]) == ("refused", "no_body", [])
    assert "refused: Step into the picture." in capsys.readouterr().out
    assert report(tmp_path / "out" / "a.json")["status"] == "located"


def broken(tmp_path: Path) -> dict[str, Path]:
    """One file of every kind that cannot be used."""
    whole = picture(tmp_path / "whole.jpg", size=(640, 480)).read_bytes()
    files = {
        "text": b"not a picture",
        "empty": b"",
        "truncated": whole[: len(whole) // 2],
    }
    for name, data in files.items():
        (tmp_path / f"{name}.jpg").write_bytes(data)
    Image.new("1", (100_000, 20)).save(tmp_path / "wide.png")
    (tmp_path / "folder.jpg").mkdir()
    paths = {name: tmp_path / f"{name}.jpg" for name in (*files, "folder", "missing")}
    overlong = tmp_path / f"{'n' * 300}.jpg"  # the system raises when asked of it, as of a closed folder's
    return {**paths, "wide": tmp_path / "wide.png", "overlong": overlong}


@pytest.mark.parametrize("kind", ["text", "empty", "truncated", "folder", "missing", "wide", "overlong"])
def test_one_bad_file_gets_one_sentence_and_the_others_are_still_done(
    kind: str, tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = broken(tmp_path)[kind]
    photos = [picture(tmp_path / "a.jpg"), bad, picture(tmp_path / "b.jpg", EMPTY_COLOUR), picture(tmp_path / "c.jpg")]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 2
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1 and told.startswith("acupoint: ") and told.count(str(bad)) == 1
    assert told.count(bad.name) == 1
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"a.json", "b.json", "c.json"}


def test_a_mistake_of_ours_is_owned_and_the_others_are_still_done(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / "bug.jpg"), picture(tmp_path / "a.jpg")]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 1
    assert "our own mistake" in capsys.readouterr().err
    assert (tmp_path / "out" / "a.json").exists()


def test_two_pictures_of_one_name_have_two_reports(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / "x" / "a.jpg"), picture(tmp_path / "y" / "a.png", EMPTY_COLOUR)]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 3
    assert report(tmp_path / "out" / "a.json")["status"] == "located"
    assert report(tmp_path / "out" / "a-2.json")["image"]["file"] == "a.png"
    assert "another picture is called a too" in capsys.readouterr().out


def test_a_second_run_over_a_folder_with_its_results_comes_out_as_the_first(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """`acupoint annotate * --out .` takes the drawings for pictures otherwise, and gives the pictures new names."""
    picture(tmp_path / "a.jpg")
    assert annotate(tmp_path / "a.jpg", "--out", tmp_path) == 0
    first = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    capsys.readouterr()
    assert annotate(*sorted(tmp_path.iterdir()), "--out", tmp_path) == 0
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == first
    assert len(asked) == 2
    assert "left aside, written by an earlier run: " in capsys.readouterr().err
    assert annotate(tmp_path / "a.json", tmp_path / "a.annotated.png", "--out", tmp_path) == 2
    assert "expected pictures, got only what an earlier run wrote" in capsys.readouterr().err


def test_a_picture_that_only_bears_the_name_of_a_drawing_is_a_picture(
    tmp_path: Path, asked: list[dict[str, Any]]
) -> None:
    picture(tmp_path / "a.annotated.png")
    assert annotate(tmp_path / "a.annotated.png", "--out", tmp_path / "out") == 0
    assert len(asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_picture_with_a_line_break_in_its_name_is_told_on_one_line(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    picture(tmp_path / "a\nb.jpg")
    (tmp_path / "c\x1b[31m.jpg").write_bytes(b"")
    assert annotate(tmp_path / "a\nb.jpg", tmp_path / "c\x1b[31m.jpg", "--out", tmp_path / "out") == 2
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1 and r"a\nb.jpg: 1 point ->" in told.out
    assert len(told.err.splitlines()) == 1 and r"c\x1b[31m.jpg: expected a picture" in told.err
    assert (tmp_path / "out" / "a\nb.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_words_that_find_no_room_are_a_sentence_and_no_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([sys.executable, "-m", "ui.cli", "points"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert ran.returncode == 2
    assert "acupoint: cannot go on" in ran.stderr and "Traceback" not in ran.stderr


def test_options_reach_the_finder(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    photo = picture(tmp_path / "a.jpg")
    more = ("--region", "leg", "--view", "back", "--person", "2", "--mirrored", "--points", "bl 40, BL57", "--no-image")
    assert annotate(photo, "--out", tmp_path, *more) == 0
    call = asked[0]
    assert (call["region"], call["view"], call["person"], call["mirrored"]) == ("leg", "back", 1, True)
    assert call["codes"] == ("BL40", "BL57")
    assert annotate(photo, "--out", tmp_path, "--routine", "sciatica", "--no-image") == 0
    assert "GB30" in asked[-1]["codes"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--points", "BL999"), "BL999"),
        (("--points", " , "), "expected codes such as BL23,BL40"),
        (("--routine", "lumbago"), "lumbago"),
        (("--person", "0"), "expected 1 or more"),
        (("--landmarks", "none.json"), "found none"),
    ],
)
def test_what_there_is_not_is_told_before_any_work(
    options: tuple[str, ...], told: str, tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", *options) == 2
    assert told in capsys.readouterr().err
    assert not asked and not (tmp_path / "out").exists()


def test_results_that_cannot_be_written_are_told_before_any_work(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", photo) == 2
    assert "expected a folder that can be written to" in capsys.readouterr().err
    assert not asked


def test_quiet_says_only_what_went_wrong(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate(picture(tmp_path / "a.jpg"), tmp_path / "none.jpg", "--out", tmp_path, "--no-image", "--quiet") == 2
    told = capsys.readouterr()
    assert told.out == "" and "none.jpg" in told.err


@pytest.mark.parametrize("command", ["annotate", "calibrate"])
def test_the_help_names_every_landmark(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    told = set(capsys.readouterr().out.replace(",", " ").replace(";", " ").split())
    assert {name.removeprefix("left_").removeprefix("right_") for name in KNOWN} <= told


def test_the_help_names_every_routine(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["annotate", "--help"])
    told = set(capsys.readouterr().out.replace(",", " ").split())
    assert {each.name for each in routines()} <= told


def test_what_is_said_comes_in_the_order_of_the_pictures(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    # the first is the slowest to read by far
    photos = [picture(tmp_path / "0.png", size=(3000, 2000)), *(picture(tmp_path / f"{i}.jpg") for i in range(1, 20))]
    assert annotate(*photos, "--out", tmp_path / "out", "--no-image") == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [str(p) for p in photos]


def test_a_real_run_says_its_own_words_and_nothing_else(fixtures: Path, tmp_path: Path) -> None:
    """The whole line once, in a process of its own: reports, a drawing, an exit code, no chatter of libraries."""
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    photos = [fixtures / "rendered_back.jpg", tmp_path / "broken.jpg"]
    call = [sys.executable, "-m", "ui.cli", "annotate", *map(str, photos), "--out", str(tmp_path), "--points", "BL23"]
    done = subprocess.run(call, capture_output=True, text=True, cwd=fixtures.parent.parent)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "broken.jpg" in done.stderr
    assert len(done.stdout.splitlines()) == 1 and "2 points" in done.stdout
    said = report(tmp_path / "rendered_back.json")
    assert (said["view"], [(p["code"], p["side"]) for p in said["points"]]) == (
        "back",
        [("BL23", "left"), ("BL23", "right")],
    )
    left, right = said["points"]
    assert left["x_px"] < right["x_px"], "seen from behind, the body's left lies to the left"
    with Image.open(tmp_path / "rendered_back.annotated.png") as drawn:
        assert drawn.size[0] == 600 and not drawn.info.get("exif")


def test_what_has_not_begun_is_not_begun_after_an_interrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[str] = []
    gate = threading.Event()  # opened once the workers were told to stop: until then a picture takes for ever
    shutdown = ThreadPoolExecutor.shutdown

    def work(job: Job, order: Order) -> Done:
        begun.append(job.photo.name)
        if len(begun) > 1:
            gate.wait()
        return Done(0)

    def told_to_stop(workers: ThreadPoolExecutor, wait: bool = True, *, cancel_futures: bool = False) -> None:
        shutdown(workers, wait=False, cancel_futures=cancel_futures)
        gate.set()
        shutdown(workers, wait=wait)

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_annotate, "annotate", work)
    monkeypatch.setattr(cli_annotate._Teller, "tell", interrupted)
    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", told_to_stop)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert annotate(*(picture(tmp_path / f"{n}.jpg") for n in range(9)), "--out", tmp_path / "out") == 130
    assert len(begun) <= 3, "the one that was done, and one a worker"
    assert "what was finished is kept" in capsys.readouterr().err


def test_blanks_between_codes_part_them_and_blanks_in_names_do_not() -> None:
    assert chosen_codes("BL23 BL40,EX-B7 GV4", None) == ("BL23", "BL40", "EX-B7", "GV4")
    assert chosen_codes("bl 23, Shen Shu", None) == ("BL23",)


def test_the_version_is_told_as_in_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    told = capsys.readouterr().out.split()
    assert left.value.code == 0 and told == ["acupoint", locator.__version__]
    found = Located(None, SIZE, "back")
    assert to_json(found)["version"] == locator.__version__ != ""


def test_a_routine_named_among_points_is_told_how_to_be_asked_for() -> None:
    with pytest.raises(RequestError, match="low_back is a routine: say --routine low_back") as told:
        chosen_codes("BL23, low back, BL99", None)
    assert str(told.value).count("is a routine") == 1


def test_a_full_disk_ends_the_run(
    tmp_path: Path, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / f"{number}.jpg") for number in range(40)]

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "out").mkdir()
    monkeypatch.setattr("ui.cli_files.ready_folder", lambda out: None)
    monkeypatch.setattr(Path, "write_bytes", full)
    assert annotate(*photos, "--out", tmp_path / "out") == 2
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1 and "no room" in told.err
    assert len(asked) < 20, "what cannot be kept is not worked out"


@pytest.mark.parametrize("option", ["PHOTO", "--out", "--landmarks", "--table"])
def test_no_name_at_all_is_not_taken_for_the_folder_one_stands_in(
    option: str, tmp_path: Path, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script's variable that was empty had every picture below it looked at, or the results lie among them."""
    photo = picture(tmp_path / "a.jpg")
    monkeypatch.chdir(tmp_path)
    given = {"PHOTO": photo.name, "--out": "out"} | {option: ""}
    names = [part for name, value in given.items() for part in ((value,) if name == "PHOTO" else (name, value))]
    with pytest.raises(SystemExit) as left:
        annotate(*names)
    assert left.value.code == 2
    assert not asked and [each.name for each in tmp_path.iterdir()] == ["a.jpg"]
