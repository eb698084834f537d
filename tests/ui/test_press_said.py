"""What a check says to who presses, and when: the place once, in one breath with how lightly to press."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted

from locator.atlas.load import load_atlas
from locator.routines import routine, routines
from locator.safety import Answers
from ui.components.point_card import find_line
from ui.live.plan import plan, turns_of
from ui.wording import wording

# A helper whose finger lies on the point from the beginning, and a voice that takes its time.
HELPED = """
let now = 0, ends = 0;
const said = [], written = [];
const say = (text, keys) => {
  if (now < ends) said.at(-1).cut = true;
  said.push({ text, keys });
  ends = now + 1000 * text.split(" ").length / wordsPerS;
};
const write = (text) => written.push(text);
const clock = new PressClock({ say, write, talking: () => now < ends, tone() {}, show() {}, turn() {}, done() {} });
clock.start({ plan, words, nowMs: now });
const answer = { word: "on", cun: 0, text: words.on, keys: ["on"] };
const sees = (untilMs) => { for (; now < untilMs; now += 100) clock.sees(answer, now); };
"""


def helped(words_per_s: float, script: str = "sees(58000); return said;", name: str = "low_back") -> Any:
    say = wording()
    told = plan(say, turns_of(routine(name), ()), Answers(cautions=frozenset({"blood_thinners"})))
    words = {**say.under("session"), **say.under("press")}
    return acted("check/js/clock.js", HELPED + script, plan=told, words=words, wordsPerS=words_per_s)


def test_a_helper_hears_that_it_is_to_be_pressed_lightly_before_that_the_finger_is_on_it() -> None:
    first, then = helped(2.0)[:2]
    assert first["text"].endswith(wording()("session.lightly"))
    assert "cut" not in first and then["text"] == wording()("press.on")


@pytest.mark.parametrize("heard", [False, True])
def test_how_lightly_to_press_is_told_again_where_a_pause_cut_it_off_and_only_there(heard: bool) -> None:
    until, go = "ends" if heard else "2000", "clock.command('go', now);"
    script = f"sees({until}); {go} now += 9000; {go} return said.at(-1);"
    last = helped(2.0, script)
    assert last["text"].startswith(wording()("session.resumed"))
    assert last["text"].endswith(wording()("session.lightly")) != heard


@pytest.mark.parametrize("name", [each.name for each in routines()])
def test_a_helper_who_heard_where_a_point_is_does_not_hear_it_again_at_the_next_side(name: str) -> None:
    """The finger is led there by itself, and the verdict waited for eight to fourteen seconds of words."""
    script = """let entered = -1; const told = [];
      for (; clock.running && now < 3600000; now += 100) {
        if (clock.index > entered) { entered = clock.index; told.push(said.at(-1)); }
        clock.sees(answer, now);
      }
      return told;"""
    turns, told = routine(name).turns, helped(2.3, script, name)
    assert len(told) == len(turns)
    for before, turn, each in zip([None, *turns], turns, told, strict=False):
        known = before is not None and before.code == turn.code
        assert each["text"].startswith(f"{turn.code} ") and "cut" not in each
        assert wording()(f"session.side_{turn.side}") in each["text"]
        assert (find_line(wording(), load_atlas()[turn.code]) in each["text"]) != known
        assert (f"point_{turn.code}" in each["keys"]) != known and f"side_{turn.side}" in each["keys"]
        assert ("same_place" in each["keys"]) == (known and before.side == turn.side)


@pytest.mark.parametrize("key", ["next", "again"])
def test_a_helper_who_did_not_hear_the_place_to_its_end_or_asks_for_it_is_told_all_of_it(key: str) -> None:
    script = f"""const until = (met) => {{ for (; !met(); now += 100) clock.sees(answer, now); }};
      until(() => clock.turn.code === "BL40");
      if ({json.dumps(key)} === "again") {{ until(() => clock.turn.side === "right"); sees(now + 5000); }}
      clock.command({json.dumps(key)}, now); return [clock.turn.side, said.at(-1).text];"""
    side, text = helped(2.3, script)
    assert side == "right" and find_line(wording(), load_atlas()["BL40"]) in text


def test_a_voice_that_never_ends_keeps_no_helper_without_a_word() -> None:
    assert len(helped(0.001)) > 1


@pytest.mark.parametrize("heard", [False, True])
def test_a_helper_hears_the_place_anew_in_the_language_that_is_chosen_and_reads_it_there_once_it_was_said(
    heard: bool,
) -> None:
    """It went on in English for ten seconds on a Spanish page, and its words stood there until the verdict changed."""
    spanish = wording("es")
    told = plan(spanish, turns_of(routine("low_back"), ()), Answers())
    other = json.dumps([told, {**spanish.under("session"), **spanish.under("press")}])
    script = f"""clock.retold(plan, words, now); const before = said.length + written.length;
      if ({json.dumps(heard)}) now = ends;
      clock.retold(...{other}, now); clock.retold(...{other}, now);
      return [said.length + written.length - before, said.at(-1).text, written];"""
    changes, text, written = helped(2.0, script)
    (place,) = written if heard else (text,)
    assert changes == 1 and place.startswith("BL23 Shenshu. " + spanish("session.side_both"))
