"""`acupoint annotate --jobs`: all comes out the same, however many pictures are worked on at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commanded import annotate, contents, picture, study

ASKED = list[dict[str, Any]]


@pytest.mark.parametrize("jobs", [2, 3, 50])
def test_however_many_at_a_time_all_comes_out_the_same(
    jobs: int, tmp_path: Path, asked: ASKED, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    photos, out = study(tmp_path / "in"), tmp_path / "out"
    came = []
    for number in (1, jobs):
        code = annotate(photos, "--out", out, "--table", tmp_path / "t.csv", "--jobs", number)
        came.append((code, capsys.readouterr(), contents(out), (tmp_path / "t.csv").read_bytes()))
        for file in out.rglob("*.*"):
            file.unlink()
    assert came[0] == came[1] and came[0][0] == 2


def test_two_at_a_time_see_what_one_sees(fixtures: Path, tmp_path: Path) -> None:
    """With the real finder, whose graphs must not meet in two threads."""
    photos = [fixtures / f"{name}.jpg" for name in ("rendered_back", "rendered_back34", "back_480")]
    came = []
    for number in (1, 2):
        call = ["-m", "ui.cli", "annotate", *photos, "--out", tmp_path / str(number), "--no-image", "--jobs", number]
        subprocess.run([sys.executable, *map(str, call)], check=True, cwd=fixtures.parent.parent, capture_output=True)
        came.append(contents(tmp_path / str(number)))
    assert len(came[0]) == 3 and came[0] == came[1]


def test_no_jobs_at_all_are_told(tmp_path: Path, asked: ASKED, capsys: pytest.CaptureFixture[str]) -> None:
    assert annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--jobs", 0) == 2
    assert "--jobs: expected 1 or more, got 0" in capsys.readouterr().err and not asked
