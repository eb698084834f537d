"""`acupoint lens`: from pictures of the printed board on the command line to a lens that is kept and used."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from calibration import lens_store
from calibration.board import CORNERS, see_board
from locator.photo import save_picture
from ui.board_sheet import board_sheet
from ui.cli import main
from ui.sheet import DPI, MM_PER_INCH, as_png
from ui.wording import wording

sys.path.insert(0, str(Path(__file__).parent.parent / "calibration"))
from filmed_board import POSES, TRUE, filmed


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("boards")
    paths = []
    for i, (turned, at) in enumerate(POSES):
        paths.append(folder / f"board{i}.jpg")
        save_picture(filmed(TRUE, turned, at), paths[-1])
    return paths


def test_a_lens_is_measured_kept_listed_and_deleted(photos: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lens", *map(str, photos), "--camera", "desk webcam"]) == 0
    said = capsys.readouterr().out
    assert "8 pictures of 960 x 720 px" in said and "k1 -0.2" in said
    assert lens_store.load("desk webcam").bend[0] == pytest.approx(TRUE.bend[0], abs=0.01)
    assert main(["lens", "list"]) == 0
    assert "desk webcam" in capsys.readouterr().out
    assert main(["lens", "show", "desk webcam"]) == 0
    assert '"error_px"' in capsys.readouterr().out
    assert main(["lens", "delete", "desk webcam"]) == 0
    assert lens_store.names() == ()


def test_a_lens_measured_again_in_other_capitals_is_told_and_takes_the_place(
    photos: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lens", *map(str, photos), "--camera", "My Cam"]) == 0
    assert "kept here" not in capsys.readouterr().out
    assert main(["lens", *map(str, photos), "--camera", "my cam"]) == 0
    assert "my cam is kept here as My Cam" in capsys.readouterr().out
    assert lens_store.names() == ("My Cam",)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["{0}"], "expected --camera NAME too"),
        (["{0}", "{1}", "--camera", "cam"], "expected 5 usable pictures of the board or more, got 2"),
        (["{0}", "--camera", "../cam"], "expected a camera's name"),
        (["nowhere.jpg", "--camera", "cam"], "expected a picture file, found none"),
        (["delete", "cam"], "expected the name of a measured lens (none yet)"),
        (["sheet"], "expected 1 name(s) after it, got 0"),
        (["list", "--camera", "cam"], "lens list: expected no --camera with it"),
        (["sheet", "board.gif"], "ending in .pdf or .png"),
    ],
)
def test_what_cannot_be_done_is_told(
    asked: list[str], said: str, photos: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lens", *(word.format(*photos) for word in asked)]) == 2
    assert said in capsys.readouterr().err
    assert lens_store.names() == ()


def test_the_printed_board_is_whole_and_its_squares_are_25_mm() -> None:
    (page,) = board_sheet(wording())
    printed = np.asarray(Image.open(io.BytesIO(as_png(page))))[::3, ::3]
    view = see_board(np.ascontiguousarray(printed))
    assert view is not None and len(view.xy_px) == CORNERS
    across = np.linalg.norm(view.xy_px[1] - view.xy_px[0]) * 3.0 / DPI * MM_PER_INCH
    assert across == pytest.approx(25.0, rel=0.01)


def test_the_board_is_written_as_pdf(tmp_path: Path) -> None:
    assert main(["lens", "sheet", str(tmp_path / "board.pdf")]) == 0
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")
