"""What a session says, and when: told to somebody who does not see the screen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted

from locator.routines import routine, routines, technique
from locator.safety import Answers
from ui.live.plan import plan, turns_of
from ui.wording import languages, wording

SESSION = "live/js/session.js"
# A speaker that takes its time for every word, and a clock that ticks every tenth of a second.
STAGE = """
let now = 0, ends = 0;
const said = [], tones = [];
const session = new Session({
  say(text, keys) {
    if (now < ends && said.length) said.at(-1).cut = true;
    said.push({ text, keys, at: now, phase: session.phase });
    ends = now + 1000 * text.split(" ").length / (wordsPerS ?? Infinity);
  },
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


def led(script: str, name: str = "low_back", language: str = "en", words_per_s: float = 2.3) -> Any:
    """A session over a routine, led as the script says."""
    say = wording(language)
    told = plan(say, turns_of(routine(name), ()), Answers())
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


def test_who_is_not_seen_hears_that_words_lead_and_then_the_place() -> None:
    script = """const sees = () => ({ seen: false, body: false, hint: "show_yourself" });
      start(); until(() => session.phase === "place", sees); return said;"""
    said = led(script)
    assert said[-1]["text"].startswith(wording()("session.unseen") + " BL23")
    assert [each["text"] for each in said if each.get("cut") and each["text"] == wording()("session.leadin")] == []


def test_who_walks_out_is_told_once_that_words_lead_on_and_once_that_they_are_seen_again() -> None:
    script = """const there = () => ({ seen: true, body: true }), gone = () => ({ seen: false, body: false });
      start({ confirm: true }); session.command("go"); until(() => now > 40000, there);
      until(() => now > 60000, gone); until(() => now > 80000, there); return said;"""
    heard = [each["text"] for each in led(script)][1:]
    assert heard[0].startswith("BL23") and heard[1:] == [wording()("session.unseen"), wording()("session.seen")]


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
    assert said.endswith(wording()("session.breathe_out").lower() + ".")
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


# A view with no page about it: what its buttons, camera and status would be told.
VIEW = """
const part = () => ({ focus() {}, parentElement: { scrollIntoView() {} } });
const root = { querySelector: part, addEventListener() {} };
const calls = [];
const view = {
  say: live, status: { now: (text) => calls.push(["status", text]) }, overlay: { draw() {}, targetSeen: () => false },
  outline: { shown: false }, chart() {}, stop: () => calls.push(["stop"]), start: async () => { view.fault = "busy"; },
};
const conductor = new Conductor(view, root);
const say = (text, keys) => calls.push(["say", text, keys]);
conductor.voice = { say, unlock: async () => {}, tone() {}, audio: {} };
conductor.keys.start = conductor.leaving.start = conductor.guide.show = () => {};
conductor.wake.hold = async () => {};
conductor.update({ session: words, plan, facing, clips: {}, language: "en" }, () => {});
"""


def conducted(script: str, facing: str = "back") -> Any:
    say = wording()
    return acted(
        "live/js/conductor.js",
        VIEW + script,
        words=say.under("session"),
        live=say.under("live"),
        plan=plan(say, turns_of(routine("low_back"), ()), Answers()),
        facing=facing,
    )


def test_why_there_is_no_camera_is_said_aloud_too() -> None:
    busy = wording()("live.camera_busy")
    assert ["say", busy, ["camera_busy"]] in conducted("await conductor.start(true); return calls;")


def test_a_camera_that_comes_after_all_is_told_to_whoever_waits_for_it() -> None:
    calls = conducted("await conductor.start(true); conductor.eyes(true); return calls;")
    assert calls[-1] == ["say", wording()("session.camera_back"), ["camera_back"]]


def test_who_chose_no_camera_gets_none_when_one_comes_free() -> None:
    """The view was waiting for a camera in use elsewhere: it is told to stop, which ends the waiting."""
    script = """await conductor.start(true); calls.length = 0; await conductor.start(false);
      clearInterval(conductor.clock); return calls;"""
    assert conducted(script)[0] == ["stop"]


PRESSED = """
let begun = 0;
const own = conductor.session.start.bind(conductor.session);
conductor.session.start = (given) => { begun += 1; own(given); };
const over = () => { clearInterval(conductor.clock); return [begun, conductor.session.eyes]; };
"""


def test_the_button_that_pauses_a_hold_says_go_on_where_it_does_that() -> None:
    script = """await conductor.start(false); const read = [];
      for (const _ of "1234") { read.push(conductor.parts.pause.textContent); conductor.command("go"); }
      clearInterval(conductor.clock); return read;"""
    go, pause = wording()("session.button_go"), wording()("session.button_pause")
    assert conducted(PRESSED + script) == [go, go, pause, go]


def test_a_button_pressed_twice_begins_one_session() -> None:
    script = "await Promise.all([conductor.start(false), conductor.start(false)]); return over();"
    assert conducted(PRESSED + script) == [1, False]


@pytest.mark.parametrize(("name", "tongue"), [("low_back", "es"), ("stress", "en")])
def test_a_session_goes_on_in_the_language_chosen_meanwhile_and_with_the_holds_it_began(name: str, tongue: str) -> None:
    spanish = wording("es")
    script = f"""await conductor.start(false);
      const more = {json.dumps(plan(spanish, turns_of(routine(name), ()), Answers()))};
      conductor.update({{ session: {json.dumps(spanish.under("session"))}, plan: more, facing, clips: {{}},
        language: "es" }}, () => {{}});
      conductor.command("go"); clearInterval(conductor.clock); return [calls.at(-1)[1], conductor.voice.language];"""
    said, language = conducted(PRESSED + script)
    assert said.startswith(f"BL23 Shenshu. {wording(tongue)('session.side_both')}.") and language == tongue


def test_who_does_without_a_camera_while_the_browser_asks_for_it_is_led_by_words_alone() -> None:
    script = """let allow; view.start = () => new Promise((done) => { allow = () => { view.stream = {}; done(); }; });
      const asked = conductor.start(true); await new Promise((turn) => setTimeout(turn));
      await conductor.start(false); allow(); await asked; return over();"""
    assert conducted(PRESSED + script) == [1, False]


@pytest.mark.parametrize(("facing", "asked"), [("back", "turn_round"), ("front", "turn_front"), ("left", "turn_left")])
def test_who_stands_the_wrong_way_round_is_told_the_side_that_is_wanted(facing: str, asked: str) -> None:
    script = """let heard; conductor.session.sees = ({ hint }) => { heard = hint; };
      conductor.sees({ status: "located", hint: "turn_round" }, 0); return heard;"""
    assert conducted(script, facing) == asked
    assert wording()(f"session.{asked}") != wording("es")(f"session.{asked}")


VOICE = """
const spoken = [];
const speak = (speech) => spoken.push(speech);
globalThis.window = { speechSynthesis: { getVoices: () => voices, cancel() {}, speak } };
globalThis.speechSynthesis = window.speechSynthesis;
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const voice = new Voice();
"""


def test_a_voice_talks_until_its_own_last_sentence_has_ended() -> None:
    script = """voice.say("one"); voice.say("two"); const talking = [voice.talking];
      for (const each of spoken) { each.onend(); talking.push(voice.talking); }
      voice.quiet(); return talking;"""
    local = {"localService": True, "lang": "en-GB"}
    assert acted("live/js/voice.js", VOICE + script, voices=[local]) == [True, True, False]


def test_without_voice_and_recordings_nothing_is_waited_for() -> None:
    script = """voice.say("one"); const first = voice.talking; voice.on = false; voice.say("two");
      return [first, voice.talking];"""
    assert acted("live/js/voice.js", VOICE + script, voices=[]) == [False, False]


# Elements, and a browser about them, that take whatever is done to them; a camera that opens unless it has a fault.
BROWSER = """
const plain = { then: undefined, [Symbol.toPrimitive]: () => 0 };
const any = () => new Proxy(() => {}, { get: (own, key) => own[key] ?? (key in plain ? plain[key] : any()),
  set: (own, key, value) => { own[key] = value; return true; }, apply: () => any() });
globalThis.ResizeObserver = class { observe() {} disconnect() {} };
globalThis.requestAnimationFrame = globalThis.cancelAnimationFrame = () => {};
globalThis.Option = class {};
globalThis.WebSocket = class { static OPEN = 1; readyState = 0; close() {} };
globalThis.location = { protocol: "http:", host: "here" };
globalThis.document = globalThis.window = any();
const track = { stop() {}, getSettings: () => ({}) };
const opened = { getTracks: () => [track], getVideoTracks: () => [track] };
const faults = [...fault];
Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia: async () => {
  const name = faults.shift();
  if (name) throw Object.assign(new Error("no"), { name });
  return opened;
} } } });
const root = { querySelector: any, querySelectorAll: () => [], addEventListener() {} };
const said = [];
const voice = { say: (text, keys) => said.push([text, keys]), unlock: async () => {}, tone() {} };
"""
CHECKED = """
const view = new CheckView(root);
let told = null;
view.voice = voice;
view.update({ live, session, press, plan, codes: [], naming: false, language: "en" }, (record) => { told = record; });
await view.start();
"""


def checked(script: str, fault: list[str | None], holds: int = 0) -> Any:
    say = wording()
    return acted(
        "check/js/check.js",
        BROWSER + CHECKED + script,
        fault=fault,
        live=say.under("live"),
        session=say.under("session"),
        press=say.under("press"),
        plan=plan(say, turns_of(routine("low_back"), ()), Answers())[:holds],
    )


@pytest.mark.parametrize(("fault", "key"), [("NotAllowedError", "camera_refused"), ("NotFoundError", "camera_absent")])
def test_a_helper_hears_too_why_there_is_no_camera(fault: str, key: str) -> None:
    assert checked("return said;", [fault]) == [[wording()(f"live.{key}"), [key]]]


def test_what_was_pressed_is_told_when_the_camera_is_unplugged() -> None:
    script = """const { lastMs } = view.clock;
      for (let ms = 100; ms <= 3000; ms += 100) view.clock.sees({ word: "on", cun: 0.2, side: "left" }, lastMs + ms);
      track.onended(); return told.turns.map(({ code, aimed_s }) => [code, aimed_s]);"""
    assert checked(script, [None], holds=2) == [["BL23", 3.0]]


def test_a_session_goes_on_by_words_where_another_camera_does_not_open() -> None:
    say = wording()
    script = """const view = new LiveView(root);
      view.checks = { update() {}, show() {} };
      view.conductor.voice = { ...voice, close() {} }; view.conductor.guide.show = () => {};
      view.update({ say: live, session, plan, landmarks: {}, outlines: {} }, () => {}, () => {});
      view.conductor.keys.start = () => {};
      await view.conductor.start(true); const before = view.conductor.session.eyes;
      view.parts.camera.onchange(); await new Promise((turn) => setTimeout(turn));
      const after = view.conductor.session.eyes; view.destroy(); return [before, after];"""
    given = {"live": say.under("live"), "session": say.under("session")}
    told = plan(say, turns_of(routine("low_back"), ()), Answers())
    fault = [None, "NotFoundError"]
    assert acted("live/js/live.js", BROWSER + script, fault=fault, plan=told, **given) == [True, False]


def test_the_screen_is_kept_on_again_when_the_page_is_looked_at_again() -> None:
    script = """const asked = [], heard = {};
      globalThis.document = { hidden: false, addEventListener: (name, on) => { heard[name] = on; },
        removeEventListener: (name) => { delete heard[name]; } };
      const request = async (what) => { asked.push(what); return { release: async () => {} }; };
      Object.defineProperty(globalThis, "navigator", { value: { wakeLock: { request } } });
      const wake = new WakeLock(); await wake.hold();
      document.hidden = true; heard.visibilitychange(); document.hidden = false; heard.visibilitychange();
      wake.release(); return [asked.length, Object.keys(heard)];"""
    assert acted("live/js/wake.js", script) == [2, []]


# A session runs by words; its camera went as if unplugged, and the view tries again in its own time.
WAITING = """
const written = [];
const view = new LiveView(root);
Object.assign(view, { say: live, fault: "unplugged", status: { now: (text) => written.push(text) } });
Object.assign(view.conductor.session, { phase: "hold", eyes: false });
for (let i = 0; i < 3; i++) { view.back.tryAgain(); await new Promise((turn) => setTimeout(turn)); }
"""


@pytest.mark.parametrize(("fault", "keys"), [("NotFoundError", []), ("NotReadableError", ["camera_busy"])])
def test_a_session_is_told_once_what_keeps_the_camera_and_goes_on_with_what_is_said(
    fault: str, keys: list[str]
) -> None:
    live = wording().under("live")
    script = BROWSER + WAITING + "view.back.stop(); return written;"
    assert acted("live/js/live.js", script, fault=[fault] * 9, live=live) == [live[key] for key in keys]


def test_a_camera_in_use_elsewhere_comes_by_itself_until_that_is_told_otherwise() -> None:
    live = wording().under("live")
    later = """view.back.untilMs = performance.now(); view.back.tryAgain();
      await new Promise((turn) => setTimeout(turn)); view.back.stop(); return written.at(-1);"""
    told = acted("live/js/live.js", BROWSER + WAITING + later, fault=["NotReadableError"] * 9, live=live)
    assert told == live["camera_waited"] and wording()("live.start") in told


# Keys that are pressed on something: a box with a list tells whether that is open.
KEYS = """
let listen;
globalThis.window = { addEventListener: (kind, it) => { listen = it; } };
const heard = [];
new Keys((command) => heard.push(command)).start();
const on = { tagName, getAttribute: (name) => (name === "aria-expanded" ? open : null) };
listen({ key: "Escape", composedPath: () => [on], preventDefault() {}, stopPropagation() {} });
return heard;
"""


@pytest.mark.parametrize(
    ("tag", "open_list", "heard"),
    [("INPUT", "true", []), ("INPUT", "false", ["stop"]), ("BUTTON", None, ["stop"]), ("DIV", None, ["stop"])],
)
def test_escape_closes_an_open_list_before_it_ends_a_session(tag: str, open_list: str | None, heard: list[str]) -> None:
    assert acted("live/js/keys.js", KEYS, tagName=tag, open=open_list) == heard


# A helper whose finger lies on the point from the beginning, and a voice that takes its time.
HELPED = """
let now = 0, ends = 0;
const said = [];
const say = (text) => {
  if (now < ends) said.at(-1).cut = true;
  said.push({ text });
  ends = now + 1000 * text.split(" ").length / wordsPerS;
};
const clock = new PressClock({ say, talking: () => now < ends, tone() {}, show() {}, turn() {}, done() {} });
clock.start({ plan, words, nowMs: now });
for (; now < 58000; now += 100) clock.sees({ word: "on", cun: 0, text: words.on, keys: ["on"] }, now);
return said;
"""


def helped(words_per_s: float) -> list[dict[str, Any]]:
    say = wording()
    told = plan(say, turns_of(routine("low_back"), ()), Answers(cautions=frozenset({"blood_thinners"})))
    words = {**say.under("session"), **say.under("press")}
    said = acted("check/js/clock.js", HELPED, plan=told, words=words, wordsPerS=words_per_s)
    assert said[0]["text"].endswith(say("session.lightly"))
    return list(said)


def test_a_helper_hears_that_it_is_to_be_pressed_lightly_before_that_the_finger_is_on_it() -> None:
    first, then = helped(2.0)[:2]
    assert "cut" not in first and then["text"] == wording()("press.on")


def test_a_voice_that_never_ends_keeps_no_helper_without_a_word() -> None:
    assert len(helped(0.001)) > 1
