"""What the answers leave out, and that every question has a source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.errors import DataError, RequestError
from locator.routines import technique
from locator.safety import Answers, Caution, RedFlag, gently, load_safety, offered, warnings_for

ATLAS = load_atlas()
SAFETY = load_safety()
POINTS = tuple(ATLAS.values())
CAUTION_SETS = st.frozensets(st.sampled_from([c.id for c in SAFETY.cautions]))


def kept(*cautions: str, red_flags: tuple[str, ...] = ()) -> set[str]:
    return {p.code for p in offered(POINTS, Answers(frozenset(cautions), frozenset(red_flags)))[0]}


def test_without_a_yes_everything_is_offered_and_nothing_warned_of() -> None:
    assert kept() == set(ATLAS)
    assert {warnings_for(code, Answers()) for code in ATLAS} == {()}


def test_pregnancy_withholds_the_forbidden_and_the_sacral_points() -> None:
    gone = set(ATLAS) - kept("pregnancy")
    assert {"LI4", "SP6", "BL60", "GB21", "BL27", "BL31", "BL32", "BL33", "BL34", "GV2", "BL53", "BL54"} <= gone
    assert "BL23" not in gone and gently("BL23", Answers(frozenset({"pregnancy"})))


def test_varicose_veins_are_not_pressed_over() -> None:
    gone = set(ATLAS) - kept("varicose_veins")
    assert {"BL40", "BL57"} <= gone
    assert "BL23" not in gone
    assert any("vein" in each for each in warnings_for("GB34", Answers(frozenset({"varicose_veins"}))))


def test_what_is_shallow_behind_the_knee_is_minded_at_every_point_there() -> None:
    there = {p.code for p in POINTS if p.part == "behind the knee"}
    assert there == {"BL38", "BL39", "BL40"} and not there & kept("behind_knee")


def test_no_point_is_said_to_be_used_for_what_a_doctor_must_see_at_once() -> None:
    signs = ("chest", "breath", "fever", "numb", "weak leg", "bladder", "urin", "calf swell", "lump")
    assert [p.code for p in POINTS if any(sign in p.traditional_use for sign in signs)] == []


@pytest.mark.parametrize("point", [p for p in POINTS if "neck" in p.cautions], ids=lambda point: point.code)
def test_points_of_the_neck_are_pressed_lightly_and_with_the_head_straight(point: Acupoint) -> None:
    how = technique(point.code).technique
    assert "lightly" in how and "weight" not in how
    assert point.code == "GV14" or "head stays straight" in how


def test_a_clot_keeps_off_the_legs_and_feet_alone() -> None:
    gone = set(ATLAS) - kept("leg_clot")
    assert gone == {p.code for p in POINTS if p.region in ("leg", "foot")}


def test_a_dizzy_neck_leaves_out_the_points_of_the_neck() -> None:
    assert set(ATLAS) - kept("neck") == {"GB20", "BL10", "GV16", "GV14", "SI15"}


def test_blood_thinners_ask_for_a_light_hand_everywhere() -> None:
    answers = Answers(frozenset({"blood_thinners"}))
    assert all(gently(code, answers) and warnings_for(code, answers) for code in ATLAS)
    assert kept("blood_thinners") == set(ATLAS)


@pytest.mark.parametrize("caution", SAFETY.cautions, ids=lambda caution: caution.id)
def test_a_point_is_warned_of_by_what_touches_it_and_leaves_it_in(caution: Caution) -> None:
    """Of what is ruled out nothing is said beside the point: it is not offered, with its own reason."""
    for point in POINTS:
        effect = caution.effect_on(point)
        told = () if effect is None or effect.kind == "rules_out" else (effect.advice,)
        assert warnings_for(point.code, Answers(frozenset({caution.id}))) == told, point.code


@pytest.mark.parametrize("flag", SAFETY.red_flags, ids=lambda flag: flag.id)
def test_a_red_flag_puts_the_doctor_before_the_back(flag: RedFlag) -> None:
    left, withheld = offered(POINTS, Answers(red_flags=frozenset({flag.id})))
    assert {each.reason for each in withheld} == {flag.advice}
    # what can wait for an appointment keeps off the back alone
    assert list(left) == [p for p in POINTS if flag.urgency == "soon" and p.region != "back"]


def test_the_most_urgent_reason_is_the_one_told() -> None:
    both = Answers(frozenset({"pregnancy"}), frozenset({"weight_loss", "bladder_or_bowel"}))
    _, withheld = offered([ATLAS["BL32"]], both)
    assert "emergency" in withheld[0].reason


def test_the_signs_that_guidelines_name_are_asked() -> None:
    asked = " ".join(flag.question.lower() for flag in SAFETY.red_flags)
    for sign in ("bladder", "bowel", "genitals", "weak", "chest", "fever", "cancer", "weight", "accident", "night"):
        assert sign in asked


def test_every_question_has_a_source_and_says_what_to_do() -> None:
    for each in (*SAFETY.cautions, *SAFETY.red_flags):
        assert each.sources and each.source
        assert each.question.endswith("?") and each.explanation.endswith(".")
    for flag in SAFETY.red_flags:
        assert any(note.id.startswith(("nice", "nhs", "finucane", "rushton")) for note in flag.sources), flag.id


def test_every_caution_a_point_names_does_something_to_it() -> None:
    for point in POINTS:
        assert {c.id for c in SAFETY.naming(point)} == set(point.cautions)
        for caution in SAFETY.naming(point):
            assert caution.effect_on(point) is not None


@given(CAUTION_SETS, CAUTION_SETS)
def test_more_cautions_never_offer_more(some: frozenset[str], more: frozenset[str]) -> None:
    assert kept(*some, *more) <= kept(*some)


@given(CAUTION_SETS)
def test_each_point_is_either_offered_or_withheld_with_a_reason(cautions: frozenset[str]) -> None:
    left, withheld = offered(POINTS, Answers(cautions))
    assert [p.code for p in POINTS if p in left] == [p.code for p in left]
    assert sorted([p.code for p in left] + [w.code for w in withheld]) == sorted(ATLAS)
    assert all(w.reason.endswith(".") for w in withheld)


def test_a_misspelt_answer_is_not_passed_over() -> None:
    with pytest.raises(RequestError, match="did you mean pregnancy"):
        offered(POINTS, Answers(frozenset({"pregnant"})))


def test_a_bad_file_reports_all_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "cautions.toml"
    file.write_text(
        """
[[cautions]]
id = "a"
question = "A?"
explanation = "Because."
sources = []
effects = [{ effect = "forbid", on = ["named"], advice = "No." }]
[[cautions]]
id = "a"
question = "A?"
explanation = "Because."
sources = ["nobody"]
effects = []
colour = "red"
[[red_flags]]
id = "r"
question = "R?"
advice = "Go."
urgency = "whenever"
withholds = ["elbow"]
sources = ["nice_ng59"]
"""
    )
    with pytest.raises(DataError) as error:
        load_safety(file)
    paths = [fault.removeprefix("cautions.toml: ").split(":")[0] for fault in error.value.faults]
    assert paths == [
        "cautions[0].effects[0].effect",
        "cautions[0].sources",
        "cautions[1].sources[0]",
        "cautions[1].colour",
        "red_flags[0].urgency",
        "red_flags[0].withholds[0]",
        "cautions",
    ]
