"""`acupoint annotate --table`: every point of every picture on a line, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest
from commanded import EMPTY_COLOUR, annotate, picture
from hypothesis import given
from hypothesis import strategies as st

from ui.annotating import Done
from ui.cli_files import Job
from ui.cli_table import COLUMNS, begun, rows

ASKED = list[dict[str, Any]]
POINT = {"code": "BL23", "side": "left", "x_px": 30.0, "y_px": 20.0, "ring_px": 3.0, "cun_px": 4.0, "visible": True}
PLACED = {"status": "located", "view": "back", "reason": None, "advice": None}
REPORT = {**PLACED, "points": [{**POINT, "frame": "back", "rule": "1.5 cun lateral"}]}
FORMULAS = "=+-@\t\r\n＝＋－＠"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_point_has_a_line_and_a_picture_without_one_too(tmp_path: Path, asked: ASKED) -> None:
    photos = [picture(tmp_path / "ä b.jpg"), picture(tmp_path / "empty.jpg", EMPTY_COLOUR), tmp_path / "none.jpg"]
    assert annotate(*photos, "--out", tmp_path / "out", "--table", tmp_path / "t.csv") == 2
    located, refused, unusable = table(tmp_path / "t.csv")
    assert [row["picture"] for row in (located, refused, unusable)] == [str(photo) for photo in photos]
    assert {"status": "located", "view": "back", "code": "BL23", "side": "left", "visible": "true"}.items() <= set(
        located.items()
    )
    numbers = {name: float(located[name]) for name in ("x_px", "y_px", "ring_px", "cun_px", "ring_cun")}
    assert numbers == {"x_px": 30.0, "y_px": 20.0, "ring_px": 3.0, "cun_px": 4.0, "ring_cun": 0.75}
    assert (refused["status"], refused["reason"], refused["advice"]) == ("refused", "no_body", "Step into the picture.")
    assert refused["code"] == refused["x_px"] == ""
    assert unusable["status"] == "unusable" and unusable["advice"].startswith("expected a picture file, found none")


def test_it_is_told_as_utf8_to_a_spreadsheet(tmp_path: Path, asked: ASKED) -> None:
    annotate(picture(tmp_path / "背.jpg"), "--out", tmp_path / "out", "--table", tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and "背.jpg" in data.decode("utf-8")


NAMES = st.text(st.sampled_from([*FORMULAS, *'a;,"\'|!']), min_size=1, max_size=6)


@given(NAMES, NAMES, st.booleans())
def test_no_name_and_no_sentence_becomes_a_formula(name: str, sentence: str, located: bool) -> None:
    """Whether cells are parted by commas or, as elsewhere in Europe, by semicolons."""
    done = Done(0, report=REPORT) if located else Done(2, reason="x", why=sentence)
    written = io.StringIO(newline="")
    begun(written).writerows(rows(Job(Path(name), Path("o.png"), Path("o.json")), done))
    read = list(csv.DictReader(io.StringIO(written.getvalue(), newline="")))
    assert len(read) == 1 and tuple(read[0]) == COLUMNS
    assert Path(read[0]["picture"]) == Path(name), "the same file still"
    texts = [text for row in read for key, text in row.items() if not key.endswith(("_px", "_cun"))]
    assert not any(text.startswith(tuple(FORMULAS)) for text in texts)
    assert located or read[0]["advice"].removeprefix("'") == sentence.removeprefix("'"), "and it is told all the same"
    elsewhere = csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=";")
    first = [row[0] for row in elsewhere if row][1]
    assert not first.startswith(tuple(FORMULAS)) and name in first


def test_what_cannot_be_a_table_is_told_before_any_work(
    tmp_path: Path, asked: ASKED, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = picture(tmp_path / "a.jpg")
    (tmp_path / "d.csv").mkdir()
    beside = ((photo, "ending in .csv"), ("d.csv", "got a folder"), ("no/t.csv", "cannot be written"))
    for name, why in (*beside, ("t" * 300 + ".csv", "cannot be written")):
        assert annotate(photo, "--out", tmp_path / "out", "--table", tmp_path / name) == 2
        assert why in capsys.readouterr().err
    assert not asked and not list((tmp_path / "out").iterdir())


def test_a_table_replaces_that_of_an_earlier_run_and_nobody_elses(
    tmp_path: Path, asked: ASKED, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, patients, points = picture(tmp_path / "a.jpg"), tmp_path / "patients.csv", tmp_path / "points.csv"
    patients.write_text("name,born\nanna,1970\n", encoding="utf-8")
    assert annotate(photo, "--out", tmp_path / "out", "--table", patients) == 2
    assert "no table of an earlier run" in capsys.readouterr().err and not asked
    assert patients.read_text(encoding="utf-8") == "name,born\nanna,1970\n"
    points.touch()
    for _ in range(2):
        assert annotate(photo, "--out", tmp_path / "out", "--table", points) == 0
    assert len(table(points)) == 1


@pytest.mark.parametrize("when", ["gathering it", "writing it"])
def test_a_table_that_finds_no_room_leaves_the_older_one(
    when: str, tmp_path: Path, asked: ASKED, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def without_room(mode: str, **how: Any) -> IO[str]:
        return Path("/dev/full").open("w", 1, **how)

    if when == "writing it":
        monkeypatch.setattr("ui.cli_table.write_whole", full)
    elif Path("/dev/full").exists():
        monkeypatch.setattr("ui.cli_table.TemporaryFile", without_room)
    else:
        pytest.skip("a device of Linux")
    older = '\ufeff"picture","status"\r\n'
    (tmp_path / "t.csv").write_text(older, encoding="utf-8", newline="")
    assert annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "o", "--table", tmp_path / "t.csv") == 2
    assert "t.csv: cannot be written (No space left on device)" in capsys.readouterr().err
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8") == older
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_that_is_no_text_is_in_the_table_as_in_its_report(tmp_path: Path, asked: ASKED) -> None:
    photo = tmp_path / b"R\xfccken\n.jpg".decode("utf-8", "surrogateescape")
    picture(tmp_path / "a.jpg").rename(photo)
    assert annotate(photo, "--out", tmp_path / "out", "--table", tmp_path / "t.csv") == 0
    assert table(tmp_path / "t.csv")[0]["picture"].endswith("R\\udcfccken\n.jpg")


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise there")
def test_a_run_whose_streams_are_closed_answers_all_and_keeps_its_table_clean(fixtures: Path, tmp_path: Path) -> None:
    """MediaPipe writes its notes to the second stream, whatever file has that number by then."""
    file = tmp_path / "t.csv"
    photos = [str(fixtures / "rendered_back.jpg"), str(tmp_path / "none.jpg")]
    call = ["-m", "ui.cli", "annotate", *photos, "--out", str(tmp_path / "out"), "--no-image", "--table", str(file)]
    here = Path(__file__).parents[2]
    ran = subprocess.run(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, *call], cwd=here)
    assert ran.returncode == 2
    assert {row["status"] for row in table(file)} == {"located", "unusable"}
    assert file.read_bytes().startswith(b'\xef\xbb\xbf"picture"')
