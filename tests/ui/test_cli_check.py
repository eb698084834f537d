"""`acupoint check` on a terminal: a verdict, or a sentence that says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from running import two_people

from locator import load_atlas, load_photo, locate, pressing
from locator.press import FINGERS, Press
from ui import cli_check
from ui.cli import main


def test_a_press_on_the_point_is_confirmed_and_one_beside_it_is_corrected(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = fixtures / "rendered_back.jpg"
    (target,) = (p for p in locate(load_photo(picture)).placements if (p.code, p.side) == ("BL23", "left"))
    x, y = target.xy_px
    assert main(["check", str(picture), "--point", "BL23", "--side", "left", "--at", f"{x},{y}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] in ("on", "probably") and told["nearest"][0]["code"] == "BL23"
    lower = y + 5 * target.cun_px
    assert main(["check", str(picture), "--point", "bl 23", "--side", "left", "--at", f"{x},{lower}"]) == 0
    assert "higher" in capsys.readouterr().out


def test_of_two_bodies_the_press_is_judged_on_the_one_that_is_named(
    fixtures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = two_people(fixtures, tmp_path / "two.jpg")
    second = locate(load_photo(picture), person=1)
    (target,) = (p for p in second.placements if (p.code, p.side) == ("BL23", "left"))
    ask = ["check", str(picture), "--point", "BL23", "--side", "left", "--at", "{},{}".format(*target.xy_px)]
    assert main([*ask, "--person", "2"]) == 0
    told = capsys.readouterr().out
    assert "bodies are seen" not in told and told.startswith(("On BL23", "Probably on BL23"))
    assert main(ask) == 0
    told = capsys.readouterr().out
    assert "2 bodies are seen" in told and "n BL23." not in told and "--person" in told
    assert main([*ask, "--person", "3"]) == 3 and main([*ask, "--person", "0"]) == 2
    assert "expected 1 or more" in capsys.readouterr().err


def test_every_finger_that_presses_can_be_named() -> None:
    assert cli_check.FINGERS == FINGERS


def test_without_a_finger_the_person_is_asked_where_it_is(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(fixtures / "rendered_back.jpg"), "--point", "BL15", "--side", "left"]) == 3
    assert "--at X,Y" in capsys.readouterr().out


@pytest.mark.parametrize("sure", [True, False])
def test_a_program_is_told_which_finger_was_taken_and_whether_that_is_sure(
    fixtures: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    """The sentence that said so went to people alone."""
    found = Press(np.array([290.0, 289.0]), "thumb", told=sure, side="left")
    monkeypatch.setattr(pressing, "press_near", lambda *asked: found)
    ask = ["check", str(fixtures / "rendered_back.jpg"), "--point", "BL23"]
    assert main([*ask, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["finger"]
    assert told == {"name": "thumb", "sure": sure, "x_px": 290.0, "y_px": 289.0}
    assert main(ask) == 0 and ("not clear which finger" in capsys.readouterr().out) is not sure
    assert main([*ask, "--at", "290,289", "--json"]) == 0 and json.loads(capsys.readouterr().out)["finger"] is None


def test_a_point_on_the_far_side_of_the_body_is_not_judged(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(fixtures / "rendered_front.jpg"), "--point", "BL23", "--at", "10,10"]) == 3
    assert capsys.readouterr().out.strip()


def test_of_points_of_one_name_and_of_several_names_one_is_asked_for(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = str(fixtures / "rendered_back.jpg")
    for several in ("EX-B2", "BL23, BL25"):
        assert main(["check", picture, "--point", several]) == 2
        assert f"--point {several}: expected one point, got" in capsys.readouterr().err
    (target,) = (p for p in locate(load_photo(picture), codes=["EX-B2:L2"]).placements if p.side == "left")
    at = f"{target.xy_px[0]},{target.xy_px[1]}"
    assert main(["check", picture, "--point", "EX-B2:L2", "--at", at]) == 0
    assert "on EX-B2:L2" in capsys.readouterr().out


def test_a_point_on_the_midline_has_no_side_to_be_asked_for(fixtures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["check", str(fixtures / "rendered_back.jpg"), "--point", "GV4", "--at", "306,289"]
    assert main([*ask, "--side", "left"]) == 2
    assert "leave --side out" in capsys.readouterr().err
    assert main(ask) == 0


@pytest.mark.parametrize("command", ["check", "annotate"])
def test_a_point_of_another_part_than_the_one_said_is_told_as_such(
    command: str, fixtures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--at", "306,289", "--point"] if command == "check" else ["--no-image", "--out", str(tmp_path), "--points"]
    assert main([command, str(fixtures / "rendered_back.jpg"), "--region", "back", *more, "SI3"]) == 3
    told = capsys.readouterr().out
    assert "SI3 is a point of the hand" in told and "--region hand" in told and "turn" not in told


def test_a_point_that_another_part_places_too_is_judged_by_it(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = str(fixtures / "rendered_foot.jpg")
    found = locate(load_photo(picture), region="foot")
    of_the_leg = {point.code for point in load_atlas().in_region("leg")}
    (target, *_) = (p for p in found.placements if p.visible and p.code in of_the_leg)
    at = f"{target.xy_px[0]},{target.xy_px[1]}"
    assert main(["check", picture, "--region", "foot", "--point", target.code, "--at", at]) == 0
    assert target.code in capsys.readouterr().out


def test_a_place_that_is_no_place_is_refused(fixtures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(fixtures / "rendered_back.jpg"), "--point", "BL23", "--at", "left"]) == 2
    assert "expected two numbers" in capsys.readouterr().err


def test_a_finger_to_look_for_and_a_place_are_not_asked_for_at_once(
    fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["check", str(fixtures / "rendered_back.jpg"), "--point", "BL23", "--at", "306,289", "--finger", "thumb"]
    assert main(asked) == 2
    told = capsys.readouterr()
    assert "leave one of them out" in told.err and not told.out


@pytest.mark.parametrize("at", ["9000,290", "-1,290", "200,9000"])
def test_a_finger_outside_the_picture_is_refused(fixtures: Path, capsys: pytest.CaptureFixture[str], at: str) -> None:
    assert main(["check", str(fixtures / "rendered_back.jpg"), "--point", "BL23", f"--at={at}"]) == 2
    told = capsys.readouterr()
    assert "--at: expected a place in the picture (" in told.err and at.split(",")[0] in told.err and not told.out
