"""What a session says, and when: told to somebody who does not see the screen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted

from locator.atlas.load import load_atlas
from locator.routines import routine, routines, technique
from locator.safety import Answers
from ui.components.point_card import find_line
from ui.live.plan import plan, turns_of
from ui.wording import languages, wording

SESSION = "live/js/session.js"
# A speaker that takes its time for every word, and a clock that ticks every tenth of a second.
STAGE = """
let now = 0, ends = 0;
const said = [], written = [], tones = [];
const session = new Session({
  say(text, keys) {
    if (now < ends && said.length) said.at(-1).cut = true;
    said.push({ text, keys, at: now, phase: session.phase });
    ends = now + 1000 * text.split(" ").length / (wordsPerS ?? Infinity);
  },
  write: (text) => written.push(text),
  talking: () => now < ends, tone: (kind) => tones.push(kind), show() {}, target() {}, done() {},
});
const until = (met, sees) => {
  for (const give = now + 3600000; !met() && now < give; now += 100) {
    session.tick(now);
    if (sees) session.sees(sees(now), now);
  }
};
const start = (more) => session.start({ plan, words, confirm: false, eyes: true, lead: "leadin", nowMs: now, ...more });
"""


def led(
    script: str,
    name: str = "low_back",
    language: str = "en",
    words_per_s: float = 2.3,
    answers: Answers | None = None,
) -> Any:
    """A session over a routine, led as the script says."""
    say = wording(language)
    told = plan(say, turns_of(routine(name), ()), answers or Answers())
    return acted(SESSION, STAGE + script, plan=told, words=say.under("session"), wordsPerS=words_per_s)


@pytest.mark.parametrize("language", list(languages()))
@pytest.mark.parametrize("name", [each.name for each in routines()])
def test_nothing_is_cut_off_by_what_comes_next_by_itself(name: str, language: str) -> None:
    said = led("start({ eyes: false }); until(() => !session.running); return said;", name, language)
    assert len(said) > 8 and [each["text"] for each in said if each.get("cut")] == []


def test_a_voice_that_never_ends_holds_nobody_up() -> None:
    said = led("start({ eyes: false }); until(() => !session.running); return said;", words_per_s=0.001)
    assert wording()("session.done") in said[-1]["text"]


def test_who_is_seen_hears_it_in_one_breath_with_the_first_place() -> None:
    script = """start(); until(() => session.phase === "place", () => ({ seen: true, body: true, hint: null }));
      return said.at(-1);"""
    last = led(script)
    assert last["text"].startswith(wording()("session.seen") + " BL23") and last["keys"][0] == "seen"


@pytest.mark.parametrize("heard", [False, True])
def test_what_is_said_is_begun_anew_in_the_language_that_is_chosen_and_what_was_said_is_written_in_it(
    heard: bool,
) -> None:
    """A place went on in English for half a minute on a Spanish page, and its words stood there until the hold."""
    spanish = wording("es")
    other = json.dumps([plan(spanish, turns_of(routine("low_back"), ()), Answers()), spanish.under("session")])
    script = f"""start(); until(() => session.phase === "place", () => ({{ seen: true, body: true, hint: null }}));
      if ({json.dumps(heard)}) until(() => now >= ends);
      session.retold(plan, words); const before = said.length + written.length;
      session.retold(...{other}); session.retold(...{other});
      const {{ text, keys }} = said.at(-1); return [said.length + written.length - before, text, keys, written];"""
    changes, text, keys, written = led(script)
    assert changes == 1 and keys[0] == "seen"
    (told,) = written if heard else (text,)
    assert told.startswith(spanish("session.seen") + " BL23 Shenshu. " + spanish("session.side_both"))


def test_the_last_word_of_a_session_stands_there_in_the_language_that_is_chosen_then() -> None:
    spanish = wording("es")
    script = f"""let line; session.told.show = (screen) => {{ line = screen.line; }};
      start({{ eyes: false }}); until(() => session.phase === "hold" && session.passedS > 5); session.command("stop");
      const before = line; session.reworded({json.dumps(spanish.under("session"))}); return [before, line];"""
    assert led(script) == [wording()("session.over"), spanish("session.over")]


def test_what_is_written_under_the_picture_is_written_in_the_language_that_is_chosen_then() -> None:
    """The camera was off in English on a Spanish page, until something else was to be said."""
    script = """const status = new Status({ textContent: "" }), [before, now] = [[live, session], [vivo, sesion]];
      return [live.off, `${session.done} ${live.off}`, "BL23 Shenshu.", ""].map((text) => {
        status.now(text); status.retold(before, now); return status.element.textContent; });"""
    en, es = ({part: wording(tongue).under(part) for part in ("live", "session")} for tongue in ("en", "es"))
    told = acted("live/js/status.js", script, **en, vivo=es["live"], sesion=es["session"])
    off, done = es["live"]["off"], es["session"]["done"]
    assert told == [off, f"{done} {off}", "BL23 Shenshu.", ""]


def test_a_second_session_begins_as_if_nothing_had_been_seen_before() -> None:
    """It began with what the one before had said last, and with the tone for a place that goes out of sight."""
    script = """const lines = [], there = () => ({ seen: true, body: true, hint: null });
      session.told.show = ({ phase, line }) => { if (phase === "leadin") lines.push(line); };
      const aside = () => ({ seen: false, body: true, hint: "turn_round" });
      start(); until(() => session.phase === "leadin"); const give = now + 3000; until(() => now > give, aside);
      const hinted = lines.at(-1); session.command("go"); until(() => now > give + 9000, there);
      session.command("stop");
      lines.length = tones.length = 0; start(); until(() => session.phase === "leadin"); session.sees(aside(), now);
      return [hinted, lines, tones, said.at(-1).keys];"""
    hinted, lines, tones, heard = led(script)
    assert hinted == wording()("session.turn_round")
    assert set(lines) == {wording()("session.leadin")} and tones == ["go"] and heard == ["leadin"]


def test_who_is_not_seen_hears_that_words_lead_and_then_the_place() -> None:
    script = """const sees = () => ({ seen: false, body: false, hint: "show_yourself" });
      start(); until(() => session.phase === "place", sees); return said;"""
    said = led(script)
    assert said[-1]["text"].startswith(wording()("session.unseen") + " BL23")
    assert [each["text"] for each in said if each.get("cut") and each["text"] == wording()("session.leadin")] == []


def test_who_walks_out_is_told_once_that_words_lead_on_and_once_that_they_are_seen_again() -> None:
    script = """const there = () => ({ seen: true, body: true }), gone = () => ({ seen: false, body: false });
      start({ confirm: true }); session.command("go"); until(() => now > 50000, there);
      until(() => now > 53000, gone); until(() => now > 59000, there); // a step aside is not worth a word
      until(() => now > 79000, gone); until(() => now > 99000, there); return said;"""
    heard = [each["text"] for each in led(script)][1:]
    assert heard[0].startswith("BL23") and heard[1:] == [wording()("session.unseen"), wording()("session.seen")]


# A hold of one who is there for ten seconds and then away; `read` is what the screen told at each tick.
HELD = """
const read = [];
session.told.show = (screen) => read.push({ ...screen, at: now });
const there = () => ({ seen: true, body: true, somebody: true });
const gone = () => ({ seen: false, body: false, somebody: false, hint: "show_yourself" });
const held = (s, sees) => { const from = now; until(() => now >= from + 1000 * s, sees); };
start(); session.command("go"); session.command("go"); held(10, there);
const before = session.passedS;
"""


def test_the_clock_of_a_hold_waits_for_who_walked_away_and_says_so() -> None:
    script = """held(5, gone); const early = session.waits; held(2, gone); const { waits } = session; held(53, gone);
      const { line, digit } = read.at(-1);
      const away = [session.passedS - before, said.at(-1).keys, line, digit];
      held(3, there); return [early, waits, ...away, said.at(-1).keys, session.passedS - before];"""
    early, waits, lost_s, told, line, digit, back, after_s = led(HELD + script)
    assert waits and not early, "a hand that hides the body for some seconds is nobody's going away"
    assert lost_s == pytest.approx(0.0, abs=0.2), "it stands where they left, not where that was sure"
    assert after_s == pytest.approx(2.0, abs=0.2)
    assert (told, back) == (["show_yourself"], ["resumed"]) and line == wording()("session.waits")
    assert digit == pytest.approx(technique("BL23").hold_s - 10 - lost_s, abs=1.0)


@pytest.mark.parametrize(
    "seen",
    ["() => (now % 4000 < 3500 ? gone() : there())", "() => ({ seen: false, body: false, somebody: true })"],
    ids=["hidden for some seconds by a hand", "turned aside"],
)
def test_the_clock_of_a_hold_goes_on_for_who_is_there(seen: str) -> None:
    passed_s, heard = led(f"{HELD} const heard = said.length; held(20, {seen});"
                          "return [session.passedS - before, said.length - heard];")  # fmt: skip
    assert passed_s == pytest.approx(20.0, abs=0.2) and heard == 0


def test_who_goes_on_unseen_is_waited_for_no_more() -> None:
    script = """held(20, gone); const line = read.at(-1).line; session.command("go"); const went = read.at(-1).line;
      const from = session.passedS; held(15, gone); return [line, went, session.paused, session.passedS - from];"""
    line, went, paused, passed_s = led(HELD + script)
    assert line == wording()("session.waits") != went and not paused and passed_s == pytest.approx(15.0, abs=0.2)


@pytest.mark.parametrize("blind", ["eyes: false", "eyes: true"], ids=["without a camera", "told that words lead"])
def test_who_is_led_by_words_is_not_waited_for(blind: str) -> None:
    script = f"""const gone = () => ({{ seen: false, body: false, somebody: false, hint: "show_yourself" }});
      start({{ {blind} }}); until(() => session.phase === "release", gone);
      return said.map(({{ keys }}) => keys[0]);"""
    keys = led(script)
    assert "show_yourself" not in keys[keys.index("press") :] and keys[-1] == "release"


def test_of_an_absence_in_which_it_was_paused_no_more_is_taken_back_than_was_counted() -> None:
    script = """held(3, gone); session.command("go"); held(60, gone); session.command("go"); held(20, gone);
      const stood = session.passedS - before; session.command("stop"); return [stood, session.record[0].held_s];"""
    stood_s, held_s = led(HELD + script)
    assert stood_s == pytest.approx(0.0, abs=0.2) and held_s == 10


def test_a_camera_that_goes_ends_the_waiting() -> None:
    script = """held(20, gone); session.looks(false); const from = session.passedS; held(5);
      return [session.passedS - from, read.at(-1).waits];"""
    passed_s, waits = led(HELD + script)
    assert passed_s == pytest.approx(5.0, abs=0.2) and not waits


def test_the_loss_of_the_camera_is_heard_before_the_place_it_leads_to() -> None:
    script = """start(); until(() => session.phase === "leadin"); session.looks(false); return said.at(-1);"""
    assert led(script)["keys"][0] == "camera_gone"


@pytest.mark.parametrize(("had", "news"), [(True, "camera_gone"), (False, "camera_back")])
def test_a_place_is_told_to_its_end_whatever_the_camera_does_meanwhile(had: bool, news: str) -> None:
    script = """start({ eyes: had }); session.command("go"); const from = now; until(() => now > from + 3000);
      session.looks(!had); until(() => session.phase === "hold"); return said;"""
    said = led(f"const had = {str(had).lower()};{script}")
    told = next(each for each in said if each["keys"][0] == news)
    assert not told.get("cut") and told["text"].endswith(technique("BL23").stop)


def test_what_is_read_breathes_as_the_voice_says() -> None:
    script = """const read = []; session.told.show = ({ phase, line, breath }) => {
        if (phase === "hold") read.push([line, breath.way]); };
      start(); session.command("go"); session.command("go"); until(() => session.passedS > 9.95);
      return [said.at(-1).text, read];"""
    said, read = led(script)
    out_s, in_s = technique("BL23").out_s, technique("BL23").in_s
    press = wording()("session.press")
    assert said.startswith(press) and press.endswith(wording()("session.breathe_out").lower() + ".")
    assert {tuple(each) for each in read[:10]} == {(wording()("session.breathe_out"), "out")}
    assert [way for _, way in read].count("out") / len(read) == pytest.approx(out_s / (out_s + in_s), abs=0.03)


def test_a_place_that_a_sleeping_machine_cut_off_is_told_again_when_it_goes_on() -> None:
    script = """start(); session.command("go"); session.tick(now += 60000); const slept = said.at(-1).keys[0];
      session.command("go"); return [slept, said.at(-1)];"""
    slept, last = led(script)
    assert slept == "slept" and last["keys"][0] == "resumed" and last["text"].endswith(technique("BL23").stop)


def test_who_is_to_give_a_sign_is_told_which_one_is_left_when_the_camera_goes() -> None:
    script = """start({ confirm: true }); session.command("go"); until(() => now > 60000); session.looks(false);
      return said.at(-1).text;"""
    assert led(script).endswith(wording()("session.confirm_blind"))


@pytest.mark.parametrize("eyes", [True, False])
def test_a_hand_is_asked_for_only_where_a_camera_looks(eyes: bool) -> None:
    script = """start({ eyes, confirm: true }); session.command("go"); until(() => now > 60000);
      session.command("go"); session.command("go"); return said;"""
    words = " ".join(each["text"] for each in led(f"const eyes = {str(eyes).lower()};{script}"))
    assert wording()("session.paused_long" if eyes else "session.paused_long_blind") in words
    assert ("hand" in words) == eyes


@pytest.mark.parametrize("comes", [False, True])
def test_who_pauses_while_the_camera_goes_or_comes_hears_that_the_session_still_waits_and_for_what(comes: bool) -> None:
    """Of a session that stood still it was said: "I go on by words"."""
    script = f"""start({{ eyes: {json.dumps(not comes)} }});
      until(() => session.phase === "hold", () => ({{ seen: true, body: true }}));
      session.command("go"); session.looks({json.dumps(comes)});
      return [session.paused, said.at(-1)];"""
    paused, told = led(script)
    waits = "paused_long" if comes else "paused_long_blind"
    assert paused and told["text"].endswith(wording()(f"session.{waits}"))
    assert told["keys"] == ["camera_back" if comes else "camera_gone", waits]


@pytest.mark.parametrize("keys", [["go"], ["next"], ["go", "go", "go"], ["next", "again", "go"]])
def test_when_to_stop_is_heard_to_its_end_though_its_place_was_cut_off(keys: list[str]) -> None:
    """By a key that was pressed early: it is said at one hold alone, and was not said again."""
    script = f"""start({{ eyes: false }}); until(() => session.phase === "place");
      for (const key of {json.dumps(keys)}) {{ const at = now + 3000; until(() => now > at); session.command(key); }}
      until(() => !session.running); return said;"""
    stop = technique("BL23").stop
    assert stop == technique("BL52").stop == technique("GV3").stop
    heard = [each for each in led(script) if stop in each["text"] and not each.get("cut")]
    assert len(heard) == 1 and heard[0]["phase"] in ("place", "hold") and heard[0]["at"] < 60000


@pytest.mark.parametrize("name", [each.name for each in routines()])
def test_the_place_of_the_hold_before_is_not_told_in_full_again(name: str) -> None:
    """Before sleep BL52 was told twice in full, some twenty seconds each time."""
    turns = routine(name).turns
    script = """const entered = [], { say } = session.told;
      session.told.say = (text, keys) => {
        if (session.phase === "place") entered.push([text, keys]);
        say(text, keys); };
      start({ eyes: false }); until(() => !session.running); return entered;"""
    told, again = led(script, name), wording()("session.same_place")
    assert len(told) == len(turns)
    places = [(turn.code, turn.side) for turn in turns]
    for before, place, (text, keys) in zip([None, *places], places, told, strict=False):
        assert (again in text) == ("same_place" in keys) == (before == place), place
        assert (find_line(wording(), load_atlas()[place[0]]) in text) != (before == place), place
        assert text.startswith(place[0])


@pytest.mark.parametrize("key", ["go", "next"])
def test_a_place_that_was_cut_off_is_told_in_full_at_the_next_hold(key: str) -> None:
    script = f"""start({{ eyes: false }}); until(() => session.phase === "place");
      const at = now + 3000; until(() => now > at); session.command({json.dumps(key)});
      until(() => session.phase === "place" && session.index === 1); return said.at(-1).text;"""
    assert find_line(wording(), load_atlas()["BL52"]) in led(script, "sleep")


def test_who_asks_for_the_place_again_is_told_all_of_it() -> None:
    script = """start({ eyes: false }); until(() => session.phase === "hold" && session.index === 1);
      session.command("again"); return said.at(-1).text;"""
    assert find_line(wording(), load_atlas()["BL52"]) in led(script, "sleep")


def test_a_light_hand_is_asked_for_at_each_hold_of_the_same_place() -> None:
    script = """start({ eyes: false }); until(() => session.phase === "place" && session.index === 1);
      return said.at(-1);"""
    told = led(script, "sleep", answers=Answers(cautions=frozenset({"blood_thinners"})))
    assert wording()("session.same_place") in told["text"] and wording()("session.lightly") in told["text"]
    assert "lightly" in told["keys"]


def test_when_to_stop_is_said_at_the_first_hold_and_where_it_is_another() -> None:
    told = plan(wording(), turns_of(routine("upper_back_neck"), ()), Answers())
    stops = [turn["stop"] for turn in told if turn["stop"]]
    assert told[0]["stop"] == technique("GB21").stop and len(stops) == len(set(stops)) == 3
    said = led("start({ eyes: false }); until(() => !session.running); return said;", "upper_back_neck")
    for stop in stops:
        assert sum(stop in each["text"] for each in said) == 1


def test_how_to_hold_is_told_in_spanish_beyond_the_routines_too() -> None:
    spanish = wording("es")
    for turn in plan(spanish, turns_of(None, ["BL11", "GB34", "BL31"]), Answers()):
        how = technique(str(turn["code"]))
        assert turn["how"] not in ("", how.technique) and turn["stop"] not in (how.stop,)
        assert f"point_{turn['code']}" in turn["clips"]
