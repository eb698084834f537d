"""Measurements are found by name and run with what follows the name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui import cli_bench
from ui.cli import main


def test_every_measurement_is_listed_with_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(cli_bench.available()) and any(line.startswith("speed ") for line in lines)
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)
    assert all(f"`acupoint bench {line.split()[0]}" in line and "python -m" not in line for line in lines)


def test_a_measurement_gets_its_options_and_its_code_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bench_toy.py").write_text('"""A toy."""\nimport sys\nprint(sys.argv[1:])\nsys.exit(7)\n')
    monkeypatch.setattr(cli_bench, "available", lambda: {"toy": tmp_path / "bench_toy.py"})
    assert main(["bench", "toy", "--runs", "1", "a.jpg"]) == 7
    assert "['--runs', '1', 'a.jpg']" in capfd.readouterr().out


@pytest.mark.parametrize("name", ["population", "profile", "taps", "accuracy"])
def test_a_measurement_without_what_it_measures_says_what_that_is(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", name]) == 2
    assert f"acupoint bench {name} " in capsys.readouterr().err


def test_an_unknown_measurement_is_answered_with_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "beauty"]) == 2
    assert "speed" in capsys.readouterr().err
