"""`acupoint annotate --resume`: a run comes out the same at once and in pieces, however it was ended between."""

from __future__ import annotations

import errno
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commanded import EMPTY_COLOUR, annotate, contents, picture, study
from PIL import Image

import locator
from calibration import store
from calibration.fit import Sitting
from calibration.profile import Profile
from calibration.worn import with_worn
from tests.calibration.bodies import joints, tapped
from ui import annotating, cli_annotate, cli_before, through
from ui.annotating import Done

OF_POINT = ("code", "side", "x_px", "y_px", "ring_px", "cun_px", "visible", "frame", "rule")
ASKED = list[dict[str, Any]]


def gone(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def blank(file: Path) -> None:
    """As a disk may have it after a power cut: of the right length, its second half never written."""
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[: size // 2] + bytes(size - size // 2))


def another(file: Path) -> None:
    """The answer to something else, by its fingerprint."""
    if file.suffix == ".json":
        file.write_text(json.dumps({**json.loads(file.read_text()), "fingerprint": "0" * 64}))
    else:
        file.with_name("a1.json").unlink()


@pytest.mark.parametrize("file", ["a1.json", "a1.annotated.png"])
@pytest.mark.parametrize("harm", [gone, emptied, cut, blank, another])
def test_a_resumed_run_comes_out_as_one_at_once(
    harm: Callable[[Path], None], file: str, tmp_path: Path, asked: ASKED
) -> None:
    photos, out, table = study(tmp_path / "in"), tmp_path / "out", tmp_path / "t.csv"
    assert annotate(photos, "--out", out, "--table", table) == 2
    at_once, told = contents(out), table.read_bytes()
    harm(out / "p1" / file)
    table.unlink()
    asked.clear()
    assert annotate(photos, "--out", out, "--table", table, "--resume") == 2
    assert (contents(out), table.read_bytes()) == (at_once, told)
    assert [call["name"] for call in asked] == ["a1.jpg"]


@pytest.mark.parametrize(
    "by_hand",
    [
        {"points": 3},
        {"points": None},
        {"points": [3]},
        {"points": [{"code": "BL23"}]},
        {"status": None, "points": [{"x_px": "left"}]},
        {"points": [dict.fromkeys(OF_POINT, float("nan"))]},
    ],
)
def test_a_report_that_a_hand_has_spoilt_is_made_again(
    by_hand: dict[str, Any], tmp_path: Path, asked: ASKED
) -> None:
    run = (picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--table", tmp_path / "t.csv", "--resume")
    assert annotate(*run) == 0
    whole, file = contents(tmp_path), tmp_path / "out" / "a.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **by_hand}))
    assert annotate(*run) == 0
    assert contents(tmp_path) == whole


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_an_interrupted_run_that_is_resumed_comes_out_as_one_at_once(
    after: int, tmp_path: Path, asked: ASKED, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, table = study(tmp_path / "in"), tmp_path / "t.csv"
    assert annotate(photos, "--out", tmp_path / "once", "--table", table) == 2
    at_once = table.read_text(encoding="utf-8").replace(str(tmp_path / "once"), "OUT")
    table.unlink()
    told: list[Done] = []

    def tell(_: object, done: Done) -> int:
        told.append(done)
        if len(told) > after:
            raise KeyboardInterrupt
        return done.code

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cli_annotate._Teller, "tell", tell)
        assert annotate(photos, "--out", tmp_path / "out", "--table", table, "--jobs", 1) == 130
    assert "the same command with --resume goes on" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "once", "out"], "no half of a table"
    assert annotate(photos, "--out", tmp_path / "out", "--table", table, "--resume") == 2
    assert contents(tmp_path / "out") == contents(tmp_path / "once")
    assert table.read_text(encoding="utf-8").replace(str(tmp_path / "out"), "OUT") == at_once


def test_what_is_left_as_it_is_is_counted_and_its_refusal_too(
    tmp_path: Path, asked: ASKED, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / "a.jpg"), picture(tmp_path / "b.jpg", EMPTY_COLOUR)]
    assert annotate(*photos, "--out", tmp_path / "out") == 3
    capsys.readouterr()
    assert annotate(*photos, "--out", tmp_path / "out", "--resume") == 3
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "2 answered by an earlier run and left as they are\n")
    assert annotate(*photos, "--out", tmp_path / "out", "--resume", "--quiet") == 3
    assert capsys.readouterr().err == ""
    assert len(asked) == 2


def test_what_another_program_answered_is_answered_anew(
    tmp_path: Path, asked: ASKED, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, code = picture(tmp_path / "a.jpg"), tmp_path / "code"
    (code / "data").mkdir(parents=True)
    (code / "place.py").write_text("one")
    (code / "data" / "fit.json").write_text("1")
    whole = cli_before.program.__wrapped__
    alone = tmp_path / "through.py"
    alone.write_text("one")
    monkeypatch.setattr(cli_before, "program", lambda: whole((code, alone)))
    changes = (("place.py", "two"), ("data/fit.json", "2"), ("data/more.toml", ""), ("../through.py", "two"))
    for change in (None, *changes):
        if change is not None:
            (code / change[0]).write_text(change[1])
        for _ in range(2):
            annotate(photo, "--out", tmp_path / "out", "--resume")
    assert len(asked) == 5
    (code / "place.pyc").write_bytes(b"made by the interpreter")
    annotate(photo, "--out", tmp_path / "out", "--resume")
    assert len(asked) == 5


@pytest.mark.parametrize("part", [locator.locate, with_worn, through.locate_through, annotating.annotate])
def test_all_that_an_answer_goes_through_is_the_program_that_gave_it(part: Callable[..., object]) -> None:
    """Where taps, lens and marks are joined lay outside: a checkout mended there kept what it had answered before."""
    file = Path(inspect.getfile(part))
    assert any(file.is_relative_to(place) for place in cli_before.PLACING)


@pytest.mark.parametrize(
    "more",
    [
        *(("--region", "leg"), ("--view", "back"), ("--points", "BL40"), ("--routine", "sciatica"), ("--person", "2")),
        *(("--mirrored",), ("--style", "high-contrast"), ("--no-image",), ("--landmarks",), ("--profile", "anna")),
    ],
)
def test_what_was_asked_otherwise_is_answered_anew(more: tuple[str, ...], tmp_path: Path, asked: ASKED) -> None:
    store.save(Profile("anna"))
    photo, out, taps = picture(tmp_path / "a.jpg"), tmp_path / "out", tmp_path / "taps.json"
    taps.write_text('{"left_hip": [20, 30]}')
    more = (*more, str(taps)) if more == ("--landmarks",) else more
    for options, calls in (((), True), ((), False), (more, True), (more, False), ((), True)):
        asked.clear()
        assert annotate(photo, "--out", out, "--resume", *options) == 0
        assert bool(asked) == calls


def test_another_picture_in_the_old_ones_place_is_answered_anew(tmp_path: Path, asked: ASKED) -> None:
    photo = picture(tmp_path / "a.jpg")
    assert annotate(photo, "--out", tmp_path / "out", "--resume") == 0
    picture(photo, EMPTY_COLOUR)
    assert annotate(photo, "--out", tmp_path / "out", "--resume") == 3
    photo.rename(tmp_path / "a.JPEG")  # its report would tell another name
    assert annotate(tmp_path / "a.JPEG", "--out", tmp_path / "out", "--resume") == 3
    assert len(asked) == 3


def test_landmarks_that_were_moved_and_a_profile_that_has_learned_are_reckoned_with(
    tmp_path: Path, asked: ASKED
) -> None:
    photo, taps = picture(tmp_path / "a.jpg"), tmp_path / "taps.json"

    def runs_anew() -> bool:
        asked.clear()
        more = ("--landmarks", taps, "--profile", "anna", "--no-image", "--resume")
        assert annotate(photo, "--out", tmp_path / "out", *more) == 0
        return bool(asked)

    taps.write_text('{"left_hip": [20, 30]}')
    store.save(Profile("anna"))
    assert runs_anew() and not runs_anew()
    taps.write_text('{"left_hip": [21, 30]}')
    assert runs_anew() and not runs_anew()
    store.save(Profile("anna").having(Sitting(tapped(joints(), 0.7))))
    assert runs_anew() and not runs_anew()


def test_what_a_full_disk_has_kept_is_gone_on_from(
    tmp_path: Path, asked: ASKED, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [picture(tmp_path / f"{number}.jpg") for number in range(40)]
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if sum(1 for each in path.parent.iterdir() if each.suffix == ".json") >= 3 and data:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "write_bytes", full)
        assert annotate(*photos, "--out", tmp_path / "out", "--jobs", 1) == 2
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3 and len(told.err.splitlines()) == 1
    assert "no room" in told.err and "--resume" in told.err
    assert len(asked) < 10, "what cannot be kept is not worked out"
    assert annotate(*photos, "--out", tmp_path / "out", "--resume") == 0
    assert len(contents(tmp_path / "out")) == 80


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
def test_a_run_whose_words_nobody_reads_is_stopped_and_says_so(tmp_path: Path) -> None:
    """`acupoint annotate … | head`: it ended with 0, as if all were answered."""
    photos = [picture(tmp_path / f"{number}.jpg") for number in range(3)]
    call = [sys.executable, "-m", "ui.cli", "annotate", *map(str, photos), "--out", str(tmp_path), "--jobs", "1"]
    read, write = os.pipe()
    os.close(read)
    here = Path(cli_annotate.__file__).parents[1]
    ran = subprocess.run(call, stdout=write, stderr=subprocess.PIPE, text=True, cwd=here)
    os.close(write)
    assert ran.returncode == 130
    assert len(ran.stderr.splitlines()) == 1 and "--resume goes on" in ran.stderr


def test_a_report_says_what_it_is_the_answer_to(tmp_path: Path, asked: ASKED) -> None:
    annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out")
    said = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))
    assert len(bytes.fromhex(said["fingerprint"])) == 32
    with Image.open(tmp_path / "out" / "a.annotated.png") as drawn:
        assert not drawn.info, "the drawing carries nothing but its pixels"


def test_without_the_word_everything_is_looked_at_again(tmp_path: Path, asked: ASKED) -> None:
    run = (picture(tmp_path / "a.jpg"), "--out", tmp_path / "out")
    for times in (1, 2):
        assert annotate(*run) == 0 and len(asked) == times
    assert annotate(*run, "--resume") == 0 and len(asked) == 2
