"""Sheets to print: what is on them is read again, at the size that was asked for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.units import mm as pt_of_mm

from calibration.markers import LANDMARK_OF, read_marks
from locator.errors import RequestError
from locator.overlay.letters import width_em
from ui.card import fit_text, fonts, plain
from ui.cli import main
from ui.landmark_titles import title_of
from ui.marks_sheet import marks_sheet
from ui.sheet import DPI, HEIGHT_MM, MARGIN_MM, MM_PER_INCH, WIDTH_MM, Picture, Words, as_pdf, as_png
from ui.wording import languages, wording

WORDS = wording()


@pytest.mark.parametrize("size_mm", [20.0, 40.0])
def test_every_mark_of_the_printed_sheet_is_read_at_its_size(size_mm: float) -> None:
    (page,) = marks_sheet(WORDS, size_mm)
    picture = Image.open(io.BytesIO(as_png(page)))
    assert picture.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)
    found = read_marks(np.asarray(picture))
    assert {mark.name for mark in found} == {"sheet", *LANDMARK_OF.values()}
    for mark in found:
        if mark.name != "sheet":
            assert mark.side_px / DPI * MM_PER_INCH == pytest.approx(size_mm, rel=0.01)


@pytest.mark.parametrize("size_mm", [15.0, 25.0, 40.0, 60.0, 80.0])
@pytest.mark.parametrize("language", sorted(languages()))
def test_nothing_leaves_the_paper_and_no_word_is_cut(size_mm: float, language: str) -> None:
    for page in marks_sheet(wording(language), size_mm):
        for item in page:
            if isinstance(item, Picture):
                assert MARGIN_MM <= item.x_mm <= WIDTH_MM - MARGIN_MM - item.width_mm
                assert MARGIN_MM <= item.y_mm <= HEIGHT_MM - MARGIN_MM - item.width_mm
            if isinstance(item, Words) and size_mm >= 40.0:
                face, width_pt = fonts()[item.bold], item.width_mm * pt_of_mm
                assert fit_text(item.text, face, item.size_mm * pt_of_mm, width_pt) == plain(item.text, face)
                assert width_em(item.text) * item.size_mm <= item.width_mm, item.text


def test_each_page_carries_the_sheets_own_mark() -> None:
    pages = marks_sheet(WORDS, 80.0)
    assert len(pages) > 1
    for page in pages:
        assert "sheet" in {mark.name for mark in read_marks(np.asarray(Image.open(io.BytesIO(as_png(page)))))}


def test_the_pdf_holds_all_pages_on_a4() -> None:
    pages = marks_sheet(WORDS, 80.0)
    told = as_pdf(pages, "marks")
    assert told.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", told)) == len(pages)
    assert re.search(rb"/MediaBox \[ ?0 0 595\.27\d* 841\.88\d*", told)


def test_left_is_said_of_the_left_mark() -> None:
    for name in LANDMARK_OF.values():
        side = name.partition("_")[0]
        if side in ("left", "right"):
            assert side in title_of(WORDS, name)


def test_the_command_writes_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["markers", str(tmp_path / "marks.png"), "--size-mm", "30"]) == 0
    assert len(read_marks(np.asarray(Image.open(tmp_path / "marks.png")))) == 11
    assert main(["markers", str(tmp_path / "marks.pdf")]) == 0
    assert "marks.pdf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["marks.jpg"], "ending in .pdf or .png"),
        (["marks.pdf", "--size-mm", "5"], "15 to 80 mm, got 5"),
        (["marks.png", "--size-mm", "80"], "a PNG holds one"),
        (["nowhere/marks.pdf"], "cannot be written"),
    ],
)
def test_what_cannot_be_printed_is_told(
    asked: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["markers", *asked]) == 2
    assert said in capsys.readouterr().err


def test_a_size_is_asked_for_before_a_page_is_made() -> None:
    with pytest.raises(RequestError):
        marks_sheet(WORDS, 500.0)


@pytest.mark.parametrize("command", [["markers"], ["lens", "sheet"]])
@pytest.mark.parametrize("name", ["back.png", "list.pdf"])
def test_a_picture_or_list_that_is_there_is_not_written_over(
    command: list[str], name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / name
    theirs.write_bytes(b"somebody's own")
    assert main([*command, str(theirs), *(["--size-mm", "30"] if command == ["markers"] else [])]) == 2
    assert "exists already" in capsys.readouterr().err and theirs.read_bytes() == b"somebody's own"
