"""Nothing that stands in a file is obeyed by the terminal: files come from other people too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commanded import annotate, picture

from calibration import store
from ui.cli import main
from ui.cli_escaped import escaped_lines

ORDER = "\x1b]0;title\x07\x1b[2J\x9b31m\b\r\u202e"  # a title, an empty screen, red, back over what was said, backwards


def harmless(told: pytest.CaptureResult[str]) -> bool:
    said = told.out + told.err
    assert said, "nothing was said"
    return all(char.isprintable() or char == "\n" for char in said)


def test_lines_stay_lines_and_letters_letters() -> None:
    assert escaped_lines(f"太溪 – ñ\n{ORDER[:3]}") == "太溪 – ñ\n\\x1b]0"


@pytest.mark.parametrize(
    "content",
    [
        {"c7": [30, 20], ORDER: [3, 4]},  # a landmark that is none
        {"c7": [30, 20], ORDER: 3},  # and one without a place
        {"c7": [30, 20], "view": ORDER},
        {f"{ORDER}.jpg": {"c7": [30, 20]}},  # a picture that is not there
        {f"{ORDER}.jpg": {"c7": 3}},
    ],
)
def test_a_landmarks_file(
    tmp_path: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str], content: dict[str, Any]
) -> None:
    file = tmp_path / "taps.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    annotate(picture(tmp_path / "a.jpg"), "--out", tmp_path / "out", "--landmarks", file)
    assert harmless(capsys.readouterr())


def test_a_profile_from_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = {"x_px": 1, "y_px": 2}
    sitting = {"when": ORDER, "size_px": [600, 800], "view": "back", "landmarks": {ORDER: place}}
    told = {"schema": "acupoint-profile/2", "name": "bob", "sittings": [sitting]}
    file = tmp_path / "bob.json"
    for content, code in (({**told, "name": ORDER}, 2), ({**told, "schema": ORDER}, 2), (told, 0)):
        file.write_text(json.dumps(content), encoding="utf-8")
        assert main(["calibrate", "import", str(file)]) == code
    assert main(["calibrate", "show", "bob"]) == 0
    assert harmless(capsys.readouterr())


@pytest.mark.parametrize(
    ("command", "place", "ending"), [("calibrate", "profiles", ".profile"), ("lens", "lenses", ".lens")]
)
def test_a_list_of_what_is_kept(
    home: Path, capsys: pytest.CaptureFixture[str], command: str, place: str, ending: str
) -> None:
    store.keep(home / place / f"\x1b[31m{ending}.json", "{}")
    assert main([command, "list"]) == 0
    assert harmless(capsys.readouterr())
