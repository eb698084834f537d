"""What a card says of widths is what the atlas measures, and it is counted in the fingers of whose body it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from calibration import store
from calibration.finger import AVERAGE, NARROWEST_CUN, FingerWidths, in_fingers
from calibration.profile import Profile
from locator import load_photo, locate
from locator.atlas.load import load_atlas
from locator.check import FAR_CUN, FINGER_CUN, Move, check
from locator.safety import Answers
from ui.check.words import way_said
from ui.cli import main
from ui.components.point_card import find_line
from ui.live.plan import plan, turns_of
from ui.own_fingers import SPOKEN, finger_cun, in_own, widths_of
from ui.wording import languages, wording

SAY = wording()
BROAD, NARROW = FingerWidths(1.2, 4.0), FingerWidths(0.9, 2.2)
MEASURED = {"en": r"(?:finger|thumb)-width", "es": r"\b(?:un pulgar|medio pulgar|pulgares|dedos)\b"}
# Words that look like a width and are none, or one that is a finger's by definition, whoever's finger it is.
NO_WIDTH = {
    "en": r"a finger-width outside the shin bone",
    "es": r"los pulgares caen|al levantar los dedos|entre el pulgar y",
}


@pytest.fixture
def kept() -> None:
    store.save(Profile("bert", fingers=BROAD))
    store.save(Profile("carla"))


@pytest.mark.parametrize("language", list(languages()))
def test_every_width_on_a_card_is_counted_anew(language: str) -> None:
    say = wording(language)
    widths = "|".join(sorted((say(f"fingers.{key}") for key in SPOKEN), key=len, reverse=True))
    for code, point in load_atlas().items():
        line = re.sub(NO_WIDTH[language], "", find_line(say, point))
        line = re.sub(rf"\b(?:{widths})\b", "", line, flags=re.IGNORECASE)
        assert not re.search(MEASURED[language], line, re.IGNORECASE), (code, line)


@pytest.mark.parametrize("language", list(languages()))
def test_the_width_out_from_the_spine_is_the_one_the_atlas_measures(language: str) -> None:
    say = wording(language)
    beside = {
        "en": r"({0}) (?:out\b|beside the midline)",
        "es": r"a ({0})(?: de la columna|, |\.| del centro)",
    }[language]
    keys = {say(f"fingers.{key}"): key for key in SPOKEN}
    pattern = re.compile(beside.format("|".join(sorted(keys, key=len, reverse=True))), re.IGNORECASE)
    told = {c: m for c, p in load_atlas().items() if p.region == "back" and (m := pattern.search(find_line(say, p)))}
    assert len(told) > 50
    for code, found in told.items():
        assert SPOKEN[keys[found[1].lower()]] == abs(load_atlas()[code].position.lateral_cun), code


@pytest.mark.parametrize("language", list(languages()))
def test_the_same_width_is_told_in_fewer_broad_fingers_and_more_narrow_ones(language: str) -> None:
    say = wording(language)
    for key in ("fingers_2", "fingers_4"):
        cun = SPOKEN[key]
        broad, narrow = in_fingers(cun, BROAD), in_fingers(cun, NARROW)
        average = in_fingers(cun)
        assert broad is not None and narrow is not None and average is not None and broad < average < narrow
        assert in_own(say, say(f"fingers.{key}"), AVERAGE) == say(f"fingers.{key}")
        assert in_own(say, say(f"fingers.{key}"), BROAD) != say(f"fingers.{key}") != in_own(
            say, say(f"fingers.{key}"), NARROW
        )


def test_a_card_speaks_of_the_persons_own_fingers_and_thumb() -> None:
    atlas = load_atlas()
    assert "; one and a half finger-widths out from the spine" in find_line(SAY, atlas["BL23"], BROAD)
    assert find_line(SAY, atlas["BL28"], None) == atlas["BL28"].find
    assert find_line(SAY, atlas["SP6"], BROAD).startswith("Three finger-widths above")  # a capital where one was
    assert find_line(SAY, atlas["BL27"], BROAD).startswith("One finger-width above")  # no thumb's width: 1.2 cun
    assert "; 3.5 cun out" in find_line(SAY, atlas["EX-B7"], NARROW)  # too many to count
    spanish = find_line(wording("es"), atlas["BL23"], BROAD)
    assert "a un dedo y medio de la columna" in spanish


def test_without_measured_fingers_nothing_is_counted_anew(kept: None) -> None:
    assert widths_of("bert") == BROAD and finger_cun("bert") == 1.0
    for name in ("carla", "nobody", "", None):
        assert widths_of(name) is None and finger_cun(name) == pytest.approx(FINGER_CUN)


def test_a_broken_profile_counts_in_average_fingers(kept: None) -> None:
    store.path_of("bert").write_text("{", encoding="utf-8")
    assert finger_cun("bert") == pytest.approx(FINGER_CUN)


@pytest.mark.parametrize("language", list(languages()))
def test_a_way_is_counted_in_the_fingers_it_was_measured_for(language: str) -> None:
    say = wording(language)
    for finger in (NARROWEST_CUN, FINGER_CUN, 1.0, 1.25):
        for count in range(1, int(FAR_CUN / finger) + 1):
            told = way_said(say, Move(count * finger, "lower", finger_cun=finger))
            assert told == f"{say(f'press.fingers_{count}')} {say('press.way_lower')}"
    uncounted = way_said(say, Move(FAR_CUN, "lower", finger_cun=0.3))  # by a ruler a child's finger may be so narrow
    assert uncounted == say("press.way_lower")


def test_the_verdict_is_the_same_whatever_fingers_count_it(fixtures: Path) -> None:
    located = locate(load_photo(fixtures / "rendered_back.jpg"), codes=["BL23"])
    target = next(p for p in located.placements if p.side == "left")
    below = (float(target.xy_px[0]), float(target.xy_px[1]) + 4.0 * target.cun_px)
    usual, broad = (check(located, below, "BL23", "left", finger_cun=each) for each in (FINGER_CUN, 1.0))
    assert (usual.word, usual.distance_cun) == (broad.word, broad.distance_cun)
    assert [m.cun for m in usual.moves] == [m.cun for m in broad.moves]
    assert "five fingers higher" in usual.sentence and "four fingers higher" in broad.sentence


def test_the_terminal_counts_in_the_fingers_of_a_profile(
    kept: None, fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = fixtures / "rendered_back.jpg"
    (target,) = (p for p in locate(load_photo(picture)).placements if (p.code, p.side) == ("BL23", "left"))
    at = f"{target.xy_px[0]},{target.xy_px[1] + 4.0 * target.cun_px}"
    for name, told in (("bert", "four fingers higher"), ("carla", "five fingers higher")):
        assert main(["check", str(picture), "--point", "BL23", "--side", "left", "--at", at, "--profile", name]) == 0
        assert told in capsys.readouterr().out
    assert main(["points", "show", "BL23", "--profile", "bert"]) == 0
    assert "one and a half finger-widths" in " ".join(capsys.readouterr().out.split())
    assert main(["points", "show", "BL23", "--profile", "dora"]) == 2
    assert "dora" in capsys.readouterr().err


def test_a_recording_that_counts_in_average_fingers_is_not_played_to_another_hand() -> None:
    turns = turns_of(None, ["BL23", "GV3"])
    usual, own = plan(SAY, turns, Answers()), plan(SAY, turns, Answers(), widths=BROAD)
    assert [len(turn["clips"]) for turn in usual] == [3, 3, 3]
    assert [len(turn["clips"]) for turn in own] == [2, 2, 3]  # on the midline nothing is counted
    assert "one and a half" in own[0]["where"]
