"""The atlas on a terminal, as a person and as a program reads it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from locator.atlas.load import load_atlas
from ui.cli import main
from ui.cli_points import card


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(["points", *argv]) == 0
    return capsys.readouterr().out


def test_every_point_is_listed_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys).splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted(load_atlas().names)


def test_a_part_of_the_body_can_be_listed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [line.split()[0] for line in said(capsys, "list", "--region", "foot").splitlines()]
    assert codes == [p.code for p in load_atlas().in_region("foot")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("bl 23", "BL23"), ("委中", "BL40"), ("shenshu", "BL23"), ("Bi-23", "BL23"), ("sciatica", "GB30")],
)
def test_a_point_is_found_by_what_people_type(capsys: pytest.CaptureFixture[str], text: str, code: str) -> None:
    assert any(line.startswith(f"{code} ") for line in said(capsys, "search", text).splitlines())


def test_both_readings_of_an_old_number_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "search", "B54")
    assert "BL54 in today's numbering" in text and "number of BL40 in the older" in text


def test_words_typed_apart_are_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "search", "bl", "23") == said(capsys, "search", "bl 23")
    assert said(capsys, "show", "bl", "23") == said(capsys, "show", "BL23")


def test_nothing_found_says_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Try a code" in said(capsys, "search", "qqqq")


def test_a_search_for_nothing_says_so_and_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "search", "  ")
    assert "Try a code" in told and "Nothing found" not in told and '""' not in told


def test_a_search_tells_the_codes_that_are_not_here_beside_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "search", "BL23, LU7 and BL99")
    assert told.startswith("BL23 ") and "LU7 is a point of the Lung" in told and "no BL99" in told


def test_a_search_says_how_many_points_it_does_not_show(capsys: pytest.CaptureFixture[str]) -> None:
    shown, _, more = said(capsys, "search", "back").rpartition("… and ")
    every = json.loads(said(capsys, "search", "back", "--json"))
    assert len(shown.splitlines()) // 2 + int(more.split()[0]) == len(every) > 20


def test_no_code_runs_into_the_name_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "EX-LE5:lateral Xiyan" in said(capsys, "search", "EX-LE5")


def test_a_card_holds_what_a_person_needs() -> None:
    point = load_atlas()["BL40"]
    text = " ".join(card(point, width=80).split())
    for part in (point.rule, point.find, point.note, point.traditional_use, "varicose", "World Health Organization"):
        assert part in text
    assert "used for" in text and "B54 in the older numbering" in text
    assert all(len(line) <= 80 for line in card(point, width=80).splitlines()[1:])


@pytest.mark.parametrize("code", load_atlas())
def test_every_point_has_a_card(code: str) -> None:
    assert card(load_atlas()[code]).startswith(f"{code}  ")


def test_the_json_can_be_read_by_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    every = json.loads(said(capsys, "--json"))
    assert {p["code"] for p in every} == set(load_atlas())
    one = json.loads(said(capsys, "show", "BL23", "--json"))
    assert one[0]["hold"]["hold_s"] > 0 and one[0]["chinese"] == "肾俞"
    assert json.loads(said(capsys, "search", "委中", "--json"))[0]["code"] == "BL40"


def test_an_unknown_point_is_answered_with_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["points", "show", "BL99"]) == 2
    assert "BL99: expected a point" in capsys.readouterr().err


@pytest.mark.parametrize("shape", [[], ["--json"]], ids=["cards", "json"])
def test_one_name_that_means_nothing_does_not_keep_back_the_other_cards(
    shape: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["points", "show", "bl23", "B54", "ZZ9", "BL40", *shape]) == 2
    told = capsys.readouterr()
    assert "BL23" in told.out and "Weizhong" in told.out
    assert "B54: this has 2 readings" in told.err and "ZZ9: expected a point" in told.err
    codes = [p["code"] for p in json.loads(told.out)] if shape else ["BL23", "BL40"]
    assert codes == ["BL23", "BL40"]


def test_a_name_in_two_words_that_means_nothing_shows_no_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["points", "show", "bl", "99"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and "acupoint: bl 99: expected a point" in told.err


def test_looking_at_points_wakes_nothing_heavy() -> None:
    code = (
        "import sys; from ui.cli import main; main(['points']); main(['points', 'show', 'BL23']);"
        "print(*sorted({'mediapipe', 'cv2', 'streamlit', 'matplotlib', 'pandas', 'jax', 'scipy'} & set(sys.modules)), "
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stderr.strip() == ""
