"""Holds and routines: every point can be held, and every routine fits its time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from printed import printed

from locator.atlas.load import load_atlas
from locator.errors import DataError, RequestError
from locator.routines import load_routines, load_techniques, routine, routines, technique
from locator.safety import Answers, load_safety, offered
from locator.tables import read_toml, shipped

ATLAS = load_atlas()
CLAIMS = {row["claim"]: row["who"] for row in printed("article_claims")}
TECHNIQUES = {code: technique(code) for code in ATLAS}


def test_every_point_has_a_technique() -> None:
    for code in ATLAS:
        held = technique(code)
        assert held.code == code
        assert 10 <= held.hold_s <= 90 and held.out_s >= held.in_s
        assert held.technique and held.tool and held.feel and "top" in held.stop


def test_holds_keep_to_what_the_articles_say() -> None:
    """30 to 90 seconds a point; our own choices for spots in a row (EX-B2) are shorter."""
    for point in ATLAS.standard:
        assert 30 <= technique(point.code).hold_s <= 90


def test_a_claim_backs_only_the_point_it_is_about() -> None:
    points = read_toml(shipped("locator", "data", "techniques.toml"), []).values["points"]
    checked = 0
    for code, entry in points.items():
        for claim in entry["evidence"]:
            if claim in CLAIMS:
                assert CLAIMS[claim] in (code, ""), (code, claim)
                checked += 1
    assert checked > 20


def test_a_routine_rests_on_claims_about_its_own_points() -> None:
    for each in routines():
        about = {CLAIMS[claim] for claim in each.evidence if claim in CLAIMS} - {""}
        assert about <= set(each.codes), each.name


def test_nobody_is_told_to_press_neck_or_knee_hollow_hard() -> None:
    for code in ("GB20", "BL10", "GV16", "GV14", "BL40"):
        words = f"{technique(code).technique} {technique(code).tool}".lower()
        assert not any(hard in words for hard in ("firm", "deep", "ball", "knuckle", "elbow"))


def test_nobody_is_told_to_press_bone() -> None:
    for point in ATLAS.values():
        if not point.paired and point.region == "back":
            assert "ball" not in technique(point.code).tool


def test_the_seven_routines_are_here() -> None:
    assert {each.name for each in routines()} == {
        *("low_back", "upper_back_neck", "sciatica", "stiffness", "stress", "sleep", "desk_break")
    }


def test_a_desk_break_takes_two_minutes_at_most_and_needs_no_tool() -> None:
    short = routine("desk_break")
    assert short.duration_s <= 120
    assert {ATLAS[code].region for code in short.codes} <= {"back", "head", "hand"}


def test_a_routine_takes_the_time_of_its_turns() -> None:
    for each in routines():
        holds = sum(s.hold_s * s.repeats * (2 if s.sides == "left_then_right" else 1) for s in each.steps)
        assert each.duration_s == holds + each.change_s * len(each.turns)
        assert 60 <= each.duration_s <= 15 * 60


def test_the_left_side_is_finished_before_the_right() -> None:
    turns = [t for t in routine("sciatica").turns if t.code == "GB30"]
    assert [t.side for t in turns] == ["left", "right"]
    assert {t.side for t in routine("stress").turns if t.code == "GV20"} == {"midline"}


def test_sciatica_goes_down_the_leg_in_the_order_of_its_source() -> None:
    codes = routine("sciatica").codes
    assert codes[0] == "BL23"
    assert {"BL40", "GB30"} <= set(codes)


def test_a_routine_without_withheld_points_keeps_its_order_and_gets_shorter() -> None:
    whole = routine("upper_back_neck")
    _, withheld = offered(ATLAS.select(whole.codes), Answers(frozenset({"pregnancy"})))
    rest = whole.without(frozenset(each.code for each in withheld))
    assert "GB21" in whole.codes and "GB21" not in rest.codes
    assert [c for c in whole.codes if c != "GB21"] == list(rest.codes)
    assert rest.duration_s < whole.duration_s


def test_a_name_is_understood_with_spaces_and_capitals() -> None:
    assert routine("Desk break") is routine("desk-break") is routine("desk_break")


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(RequestError, match="did you mean low_back"):
        routine("low bak")
    with pytest.raises(RequestError, match="known are low_back"):
        routine("xyz")
    with pytest.raises(RequestError, match=r"^an empty name: expected the name of a routine; known are"):
        routine("")
    with pytest.raises(RequestError, match="expected a point of the atlas"):
        technique("BL99")


def test_a_bad_routine_file_reports_all_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "routines.toml"
    file.write_text(
        """
[[routines]]
name = "x"
title = "X"
for_whom = "For X."
change_s = "soon"
evidence = ["hearsay"]
steps = [
    { code = "BL99", sides = "together" },
    { code = "GV20", sides = "together", hold_s = 30 },
    { code = "BL23", sides = "midline", hold = 30 },
]
[[routines]]
name = "x"
title = "X"
for_whom = "For X."
change_s = 5
evidence = ["project"]
steps = []
"""
    )
    with pytest.raises(DataError) as error:
        load_routines(file, ATLAS, TECHNIQUES)
    told = [fault.removeprefix("routines.toml: ").split(":")[0] for fault in error.value.faults]
    assert sorted(set(told)) == [
        "routines[0].change_s",
        "routines[0].evidence[0]",
        "routines[0].steps[0].code",
        "routines[0].steps[0].hold_s",
        "routines[0].steps[0].repeats",
        "routines[0].steps[1].sides",
        "routines[0].steps[2].hold",
        "routines[0].steps[2].sides",
        "routines[1].name",
        "routines[1].steps",
    ]


def test_a_bad_techniques_file_reports_all_its_faults(tmp_path: Path) -> None:
    good = shipped("locator", "data", "techniques.toml").read_text(encoding="utf-8")
    file = tmp_path / "techniques.toml"
    file.write_text(
        good.replace("[points.BL23]", '[points.BL99]\nhold_s = "long"\n[points.BL24]', 1).replace(
            '[parts."sacrum"]', '[parts."elbow"]'
        ),
        encoding="utf-8",
    )
    with pytest.raises(DataError) as error:
        load_techniques(file, ATLAS)
    told = "\n".join(error.value.faults)
    assert "points.BL99: expected one of the atlas's points" in told
    assert 'points.BL99.hold_s: expected a whole number, got "long"' in told
    assert "parts.elbow: expected one of the atlas's parts" in told


READERS: dict[str, Callable[[Path], object]] = {
    "techniques.toml": lambda file: load_techniques(file, ATLAS),
    "routines.toml": lambda file: load_routines(file, ATLAS, TECHNIQUES),
    "cautions.toml": load_safety,
}


@pytest.mark.parametrize("name", READERS)
def test_a_misspelt_key_is_told_wherever_it_stands(name: str, tmp_path: Path) -> None:
    """It would be without effect: a caution that nobody is asked about."""
    file, good = tmp_path / name, shipped("locator", "data", name).read_text(encoding="utf-8")
    headings = [heading.end() for heading in re.finditer(r"^\[.+\]$", good, re.MULTILINE)]
    for at in (0, headings[0], headings[-1]):
        file.write_text(f"{good[:at]}\nwihtholds = 1\n{good[at:]}", encoding="utf-8")
        with pytest.raises(DataError, match="wihtholds: unknown key"):
            READERS[name](file)
