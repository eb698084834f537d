"""What a recipe is asked for on its command line: which pictures of which sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recipes.asked import asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    views = ["back", "back", "front", "back", "hand"]
    told = [{"file": f"{number}.jpg", "view": view} for number, view in enumerate(views)]
    (tmp_path / "truth.json").write_text(json.dumps(told))
    return tmp_path


@pytest.mark.parametrize(
    ("behind", "files"),
    [
        ("", ["0.jpg", "1.jpg", "3.jpg", "2.jpg", "4.jpg"]),
        (":back", ["0.jpg", "1.jpg", "3.jpg"]),
        (":back,front/2", ["0.jpg", "1.jpg", "2.jpg"]),
        (":front~", ["2.jpg"]),
        (":hand/1@3", ["4.jpg"]),
    ],
)
def test_the_views_named_are_read_and_no_more_of_each_than_asked(folder: Path, behind: str, files: list[str]) -> None:
    assert [record["file"] for record in asked(f"{folder}{behind}").records()] == files


def test_what_is_to_be_done_with_the_pictures_stands_behind_them() -> None:
    assert (asked("A:back~").cut, asked("A:back").cut) == (True, False)
    assert (asked("A:back/5@2").quarters, asked("A").quarters) == (2, 0)
    assert asked(r"C:\sets~1\A:back~").folder == Path(r"C:\sets~1\A")


def test_a_folder_without_truth_shows_nobody(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.jpg", "c.png"):
        (tmp_path / name).touch()
    assert [(r["file"], r["view"]) for r in asked(str(tmp_path)).records()] == [("a.jpg", "empty"), ("b.jpg", "empty")]


@pytest.mark.parametrize("wrong", ["", ":back", "A:back/many", "A:back~~"])
def test_a_set_that_is_named_wrongly_is_told_how_it_is_written(wrong: str) -> None:
    with pytest.raises(SystemExit, match="expected SET"):
        asked(wrong)
