"""Measurements are found by name and run with what follows the name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui import cli_bench
from ui.cli import main

HAND = Path(__file__).parents[1] / "fixtures" / "rendered_hand.jpg"


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


@pytest.mark.parametrize("name", ["accuracy", "carry", "check", "clip", "profile", "taps"])
def test_a_folder_that_is_no_set_is_told_before_anything_runs(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", name, str(tmp_path)]) == 2
    said = capfd.readouterr().err
    assert f"bench {name}: {tmp_path}: expected a folder with truth.json" in said and len(said.splitlines()) == 1


OF_A_SET, OF_A_CLIP = '[{"file": "a.jpg", "view": "back"}]', '[{"t_s": 0.0, "acupoints": {}}]'


@pytest.mark.parametrize("held", ["[]", '{"a": 1}', "no JSON", "[1]", "other"])
@pytest.mark.parametrize("name", ["accuracy", "carry", "check", "clip", "profile", "taps"])
def test_a_set_of_nothing_or_of_another_kind_is_told_and_not_measured(
    name: str, held: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    is_clip = name in ("carry", "clip")
    (tmp_path / "webcam.mjpeg").touch()
    (tmp_path / "truth.json").write_text((OF_A_SET if is_clip else OF_A_CLIP) if held == "other" else held)
    assert main(["bench", name, str(tmp_path)]) == 2
    said = capfd.readouterr()
    assert "expected" in said.err and len(said.err.splitlines()) == 1 and not said.out


def test_every_clip_that_is_named_is_looked_for_before_the_first_is_measured(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "webcam.mjpeg").touch()
    (tmp_path / "truth.json").write_text(OF_A_CLIP)
    assert main(["bench", "clip", str(tmp_path), str(tmp_path / "nowhere")]) == 2
    said = capfd.readouterr()
    assert "nowhere: expected a folder with truth.json" in said.err and not said.out


@pytest.mark.parametrize("name", ["accuracy", "clip", "speed", "live"])
def test_a_name_that_no_disk_takes_is_told_as_one_that_is_not_there(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", name, *(["--clip"] if name == "live" else []), "n" * 300]) == 2
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-3", "nan"])
def test_a_live_view_is_watched_for_a_second_at_least(seconds: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "live", f"--seconds={seconds}"]) == 2
    assert f"--seconds: expected 1 or more, got {seconds}" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "held"), [("README.md", b"# Words"), ("a.mjpeg", b"# Words"), ("a.jpg", b"\xff\xd8\xff")]
)
def test_a_file_that_no_browser_films_is_named_before_one_is_started(
    name: str, held: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(held)
    assert main(["bench", "live", "--clip", str(tmp_path / name)]) == 2
    said = capfd.readouterr().err
    assert f"expected a film of JPEG pictures (.mjpeg) or a raw one (.y4m), got {tmp_path / name}" in said


@pytest.mark.parametrize("asked", [["speed", "nowhere.jpg"], ["live", "--clip", "nowhere.jpg"]])
def test_what_is_measured_and_is_not_there_is_named(asked: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", *asked]) == 2
    said = capfd.readouterr().err
    assert "found none: nowhere.jpg" in said and "Traceback" not in said


def test_a_picture_that_the_bare_calls_cannot_read_is_named_before_anything_is_timed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.jpg").touch()
    assert main(["bench", "speed", str(tmp_path / "empty.jpg")]) == 2
    said = capfd.readouterr()
    assert "empty.jpg" in said.err and "Traceback" not in said.err and not said.out


@pytest.mark.parametrize("name", list(cli_bench.available()))
def test_every_measurement_explains_itself(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", name, "--help"]) == 0
    said = capfd.readouterr()
    assert "usage:" in said.out and "Traceback" not in said.err


@pytest.mark.parametrize(("name", "by"), [("accuracy", ["--only"]), ("check", ["--only"]), ("taps", [])])
def test_a_kind_of_picture_that_a_set_has_not_is_answered_with_those_it_has(
    name: str, by: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "truth.json").write_text('[{"file": "a.jpg", "view": "back34"}]')
    assert main(["bench", name, str(tmp_path), *by, "back34,bak"]) == 2
    said = capfd.readouterr().err
    assert "expected some of back34, got bak" in said and "Traceback" not in said


def test_a_set_that_does_not_tell_whose_bodies_it_shows_has_no_profiles_to_measure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "truth.json").write_text('[{"file": "a.jpg", "view": "back"}]')
    assert main(["bench", "profile", str(tmp_path)]) == 2
    said = capfd.readouterr().err
    assert "whose `body`" in said and "Traceback" not in said


@pytest.mark.parametrize("name", ["check", "profile", "taps"])
def test_a_measurement_of_nothing_says_so_and_tells_no_noughts(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hand = {"file": HAND.name, "view": "hand", "body": 1, "size": [600, 800], "joints": {}, "acupoints": {}}
    (tmp_path / HAND.name).write_bytes(HAND.read_bytes())
    (tmp_path / "truth.json").write_text(json.dumps([hand]))
    assert main(["bench", name, str(tmp_path)]) == 2
    said = capfd.readouterr()
    assert "expected " in said.err and "got none" in said.err and "Traceback" not in said.err and not said.out


def test_a_region_that_no_picture_shows_is_answered_with_those_in_sight(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    point = {"px": [300, 400], "cun_px": 10.0, "facing": 1.0}
    points = {"BL23.left": {**point, "seen": True}, "LR3.left": {**point, "seen": False}}
    (tmp_path / "truth.json").write_text(json.dumps([{"file": "a.jpg", "view": "back", "acupoints": points}]))
    assert main(["bench", "accuracy", str(tmp_path), "--regions", "foot"]) == 2
    said = capfd.readouterr()
    assert "expected some of back, which are in sight, got 'foot'" in said.err and not said.out


def test_an_unknown_measurement_is_answered_with_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "beauty"]) == 2
    assert "speed" in capsys.readouterr().err
