"""What the README shows in Python is what can be typed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

README = Path(__file__).resolve().parent.parent / "README.md"


def test_what_is_shown_in_python_runs_as_it_stands(
    tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    shutil.copy(fixtures / "rendered_back.jpg", tmp_path / "a.jpg")
    monkeypatch.chdir(tmp_path)
    typed: dict[str, object] = {}
    exec(shown, typed)
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"BL23", "BL40"}
    assert typed["report"]["points"]  # type: ignore[index]
    with Image.open("a.annotated.png") as drawn, Image.open("a.jpg") as photo:
        assert drawn.size == photo.size
