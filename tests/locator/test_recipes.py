"""Every fitted file has its recipe; and which pictures of which sets a recipe is asked for on its command line."""

from __future__ import annotations

import ast
import json
import runpy
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from unittest.mock import MagicMock

import pytest

import recipes
from recipes.asked import asked

RECIPE_OF = {
    "askew.json": "fit_askew",
    "backlike.json": "fit_backlike",
    "bodylike.json": "fit_bodylike",
    "build.json": "fit_person",
    "closeup_back.npz": "fit_closeup",
    "closeup_foot.npz": "fit_foot",
    "closeup_head.npz": "fit_head",
    "closeup_leg.npz": "fit_closeup",
    "foot.json": "fit_foot",
    "hand.json": "fit_hand",
    "head.json": "fit_head",
    "hidden.npz": "fit_hidden",
    "leg.json": "fit_leg",
    "leg_close.json": "fit_leg_close",
    "legs_face.npz": "fit_legs_face",
    "legs_near.npz": "fit_legs_near",
    "outline.json": "fit_outline",
    "posed.json": "fit_posed",
    "trunk.json": "fit_trunk",
    "trunk_legs.json": "fit_trunk_legs",
}


def test_every_fitted_file_that_ships_has_a_recipe_that_says_how_to_run_it() -> None:
    data = resources.files("locator") / "data"
    fitted = {entry.name for entry in data.iterdir() if entry.name.endswith((".json", ".npz"))}
    assert fitted == set(RECIPE_OF)
    folder = Path(recipes.__path__[0])
    for recipe in set(RECIPE_OF.values()):
        told = ast.get_docstring(ast.parse((folder / f"{recipe}.py").read_text(encoding="utf-8"))) or ""
        assert f"`python -m recipes.{recipe} " in told.replace("\n", " "), recipe
    assert {file.stem for file in folder.glob("fit_*.py")} == set(RECIPE_OF.values())


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


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Recipes as they are loaded by who has scikit-learn, which only who fits again needs; they are forgotten after."""
    before = set(sys.modules)
    for part in ("", ".ensemble", ".linear_model", ".pipeline", ".preprocessing"):
        monkeypatch.setitem(sys.modules, f"sklearn{part}", MagicMock())
    yield
    for name in [name for name in sys.modules if name.startswith("recipes.") and name not in before]:
        del sys.modules[name]


@pytest.mark.parametrize("recipe", sorted(set(RECIPE_OF.values())))
@pytest.mark.parametrize("words", [[], ["--help"]])
def test_a_recipe_without_a_set_says_how_it_is_run_and_prints_nothing_into_a_file(
    learner: None,
    recipe: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", [recipe, *words])
    monkeypatch.delitem(sys.modules, f"recipes.{recipe}", raising=False)  # others import it
    with pytest.raises(SystemExit) as told:
        runpy.run_module(f"recipes.{recipe}", run_name="__main__", alter_sys=True)
    assert f"`python -m recipes.{recipe} " in str(told.value).replace("\n", " ") and not capsys.readouterr().out
