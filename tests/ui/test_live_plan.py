"""The session's plan: the routine's own holds, with words and targets, and nothing the answers rule out."""

from __future__ import annotations

import pytest

from locator.atlas.load import load_atlas
from locator.routines import Turn, routine, routines, technique
from locator.safety import Answers
from ui.live import bundle, clips
from ui.live.plan import plan, takes_s, turns_of
from ui.live.record import sentences, stale
from ui.wording import languages, wording

SAY = wording()


@pytest.mark.parametrize("name", [each.name for each in routines()])
def test_a_routine_is_told_hold_by_hold_as_it_is_written(name: str) -> None:
    each = routine(name)
    told = plan(SAY, turns_of(each, ()), Answers())
    assert [(t["code"], t["hold_s"]) for t in told] == [(turn.code, turn.hold_s) for turn in each.turns]
    assert all(t["where"] and t["how"] and t["side_said"] for t in told)


def test_both_sides_at_once_aim_at_both_places() -> None:
    first = plan(SAY, turns_of(routine("low_back"), ()), Answers())[0]
    assert first["targets"] == ["BL23.left", "BL23.right"]


def test_a_single_pair_is_held_left_then_right_and_a_middle_point_once() -> None:
    told = plan(SAY, turns_of(None, ["BL40", "GV3"]), Answers())
    assert [t["targets"] for t in told] == [["BL40.left"], ["BL40.right"], ["GV3.midline"]]
    assert told[0]["hold_s"] == technique("BL40").hold_s


def test_a_shorter_pace_shortens_every_hold_but_not_to_nothing() -> None:
    turns = turns_of(routine("desk_break"), ())
    usual, short = (plan(SAY, turns, Answers(), pace) for pace in ("usual", "short"))
    for long, brief in zip(usual, short, strict=True):
        assert brief["hold_s"] == max(10, round(long["hold_s"] / 2))


def test_no_hold_is_shorter_than_ten_seconds_at_any_pace() -> None:
    hasty = [Turn("BL23", "both", 12, 5)]
    assert [plan(SAY, hasty, Answers(), pace)[0]["hold_s"] for pace in ("short", "usual", "long")] == [10, 12, 18]


def test_a_hold_is_told_wholly_in_spanish() -> None:
    spanish = wording("es")
    for turn in plan(spanish, turns_of(None, load_atlas()), Answers(cautions=frozenset({"blood_thinners"}))):
        point, how = load_atlas()[str(turn["code"])], technique(str(turn["code"]))
        english = {point.find, how.technique, how.tool}
        assert not english & {turn["where"], turn["how"]}, point.code


def test_a_light_hand_is_asked_of_who_bruises_easily() -> None:
    told = plan(SAY, turns_of(None, ["BL23"]), Answers(cautions=frozenset({"blood_thinners"})))
    assert told[0]["how"] == SAY("session.lightly")


@pytest.mark.parametrize("name", [each.name for each in routines()])
def test_each_hold_of_a_routine_has_a_drawing_and_recordings_of_place_side_and_technique(name: str) -> None:
    there = clips.addresses("en")
    for turn in plan(SAY, turns_of(routine(name), ()), Answers()):
        assert turn["figure"].startswith("data:image/svg+xml")
        assert len(turn["clips"]) == 3 and set(turn["clips"]) <= set(there)


def test_alike_techniques_share_one_recording() -> None:
    told = clips.techniques(SAY)
    assert len(set(told.values())) == len(told) < 0.5 * len(load_atlas().standard)


@pytest.mark.parametrize("language", list(languages()))
def test_every_spoken_sentence_has_a_recording(language: str) -> None:
    there = clips.addresses(language)
    spoken = sentences(wording(language))
    assert set(spoken) == set(there)
    assert stale(clips.FOLDER / language, spoken) == []  # else: python -m ui.live.record
    for name in there:
        assert 1_000 < (clips.FOLDER / language / f"{name}.mp3").stat().st_size < 60_000


def test_the_scripts_become_one_module_without_imports() -> None:
    script = bundle.script()
    assert script.count("export default") == 1
    assert "\nimport " not in script and "\nexport function" not in script and "\nexport class" not in script
    for name in ("class FrameSocket", "class Overlay", "class Session", "class LiveView"):
        assert script.count(name) == 1
    assert script.index("class Session") < script.index("class Conductor") < script.index("class LiveView")


def test_a_session_is_told_to_take_as_long_as_one_took() -> None:
    took_s = 8 * 60 + 48  # low back, English, led by the recordings from start to end
    entries = plan(SAY, turns_of(routine("low_back"), ()), Answers())
    assert takes_s(entries) == pytest.approx(took_s, rel=0.08)
    assert takes_s(entries) > sum(entry["hold_s"] + entry["change_s"] for entry in entries)


def test_a_longer_pace_takes_longer_by_its_holds_alone() -> None:
    turns = turns_of(routine("sleep"), ())
    usual, long = (plan(SAY, turns, Answers(), pace) for pace in ("usual", "long"))
    held = [sum(entry["hold_s"] for entry in entries) for entries in (usual, long)]
    assert takes_s(long) - takes_s(usual) == pytest.approx(held[1] - held[0])
