"""What the README and the pages beside it show can be typed, followed and found."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from locator import load_photo, locate
from locator.atlas.load import load_atlas
from locator.report import to_json

ROOT = Path(__file__).resolve().parent.parent


def test_what_is_shown_in_python_runs_as_it_stands(
    tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    shutil.copy(fixtures / "rendered_back.jpg", tmp_path / "a.jpg")
    monkeypatch.chdir(tmp_path)
    typed: dict[str, object] = {}
    exec(shown, typed)
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"BL23", "BL40"}
    assert typed["report"]["points"]  # type: ignore[index]
    with Image.open("a.annotated.png") as drawn, Image.open("a.jpg") as photo:
        assert drawn.size == photo.size


@pytest.mark.parametrize("page", ["README.md", "docs/accuracy.md", "docs/command_line.md", "recipes/README.md"])
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, heading = target.partition("#")
        led_to = (ROOT / page).parent / path if path else ROOT / page
        assert led_to.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", led_to.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}, target


def test_every_field_of_a_report_is_told_in_the_reference(fixtures: Path) -> None:
    report = to_json(locate(load_photo(fixtures / "rendered_back.jpg"), codes=["BL23"]))
    (table,) = re.findall(
        r"## What a report holds\n(.*?)\n## ", (ROOT / "docs/command_line.md").read_text(encoding="utf-8"), re.DOTALL
    )
    rows = [row for row in table.splitlines() if row.startswith("|")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])} == set(report)


def test_the_points_are_counted_as_the_app_counts_them() -> None:
    """It said 82, the names that can be asked for; the page of points said 80."""
    (told,) = re.findall(r"^- (\d+) points of back", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert int(told) == len(load_atlas().standard)
