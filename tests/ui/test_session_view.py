"""The view about a session: its buttons, and what it tells when a camera comes, goes or does not open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted

from locator.routines import routine
from locator.safety import Answers
from ui.live.plan import plan, turns_of
from ui.wording import wording

# A view with no page about it: what its buttons, camera and status would be told.
VIEW = """
const part = () => ({ focus() {}, matches: () => false, parentElement: { scrollIntoView() {} } });
const root = { querySelector: part, addEventListener() {} };
globalThis.window = { addEventListener() {}, removeEventListener() {} };
const calls = [];
const view = {
  say: live, status: { now: (text) => calls.push(["status", text]) }, overlay: { draw() {}, targetSeen: () => false },
  outline: { shown: false }, chart() {}, looks() {}, stop: () => calls.push(["stop"]),
  start: async () => { view.fault = "busy"; },
};
const conductor = new Conductor(view, root);
const say = (text, keys) => calls.push(["say", text, keys]);
conductor.voice = { say, unlock: async () => {}, tone() {}, audio: {} };
conductor.keys.start = conductor.leaving.start = conductor.guide.show = () => {};
conductor.keys.stop = conductor.leaving.stop = () => {};
conductor.wake.hold = conductor.wake.release = async () => {};
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


def test_a_session_is_known_by_the_routine_it_began_with() -> None:
    script = """let told; const given = { session: words, plan, facing, clips: {}, language: "en" };
      conductor.update({ ...given, routine: "low_back" }, (record) => { told = record; });
      await conductor.start(false); conductor.update({ ...given, routine: "sleep" }, (record) => { told = record; });
      conductor.command("go"); conductor.command("go"); conductor.session.passedS = 20; conductor.command("stop");
      return [told.routine, told.turns[0].code];"""
    assert conducted(PRESSED + script) == ["low_back", "BL23"]


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


# Elements, and a browser about them, that take whatever is done to them; a camera that opens unless it has a fault.
BROWSER = """
const plain = { then: undefined, isConnected: false, [Symbol.toPrimitive]: () => 0 };
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
const voice = { say: (text, keys) => said.push([text, keys]), unlock: async () => {}, tone() {}, close() {} };
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


@pytest.mark.parametrize("fault", ["NotAllowedError", "NotFoundError", "NotReadableError"])
def test_a_helper_hears_too_why_there_is_no_camera_and_to_start_again(fault: str) -> None:
    """A recording is named only where it says what is written."""
    [[heard, recordings]] = checked("return said;", [fault])
    assert wording()("press.begin") in heard and "by itself" not in heard and recordings == []


def test_a_helper_hears_by_a_recording_too_that_the_page_is_not_trusted_with_a_camera() -> None:
    assert checked("return said;", ["TypeError"]) == [[wording()("live.camera_insecure"), ["camera_insecure"]]]


def test_a_camera_unplugged_in_a_check_is_not_promised_to_come_back_by_itself() -> None:
    script = """const read = []; view.status = { now: (text) => read.push(text) };
      track.onended(); return read.at(-1);"""
    assert wording()("press.begin") in checked(script, [None], holds=2)


PRESSING = """
const { lastMs } = view.clock;
for (let ms = 100; ms <= 3000; ms += 100) view.clock.sees({ word: "on", cun: 0.2, side: "left" }, lastMs + ms);
"""


@pytest.mark.parametrize(
    "ends",
    ["track.onended()", "view.parts.camera.onchange()", "view.destroy()"],
    ids=["camera unplugged", "another camera chosen", "page left"],
)
def test_what_was_pressed_is_told_however_the_session_ends(ends: str) -> None:
    script = PRESSING + f"{ends}; return told.turns.map(({{ code, aimed_s }}) => [code, aimed_s]);"
    assert checked(script, [None], holds=2) == [["BL23", 3.0]]


@pytest.mark.parametrize("naming", [False, True])
def test_the_browser_asks_before_what_was_pressed_is_lost_and_only_then(naming: bool) -> None:
    script = """const asked = []; view.stop();
      view.leaving = { start: () => asked.push(true), stop: () => asked.push(false) };
      view.update({ live, session, press, plan, codes: [], naming, language: "en" }, () => {});
      await view.start(); asked.push(null); view.command("stop"); return asked;"""
    asked = checked(f"const naming = {str(naming).lower()};{script}", [None, None], holds=2)
    assert asked == [*([] if naming else [True]), None, False]


@pytest.mark.parametrize("naming", [False, True])
def test_what_is_checked_is_what_the_clock_asks_for_whatever_is_chosen_meanwhile(naming: bool) -> None:
    script = """const given = { live, session, press, plan: [], language: "en" };
      const other = { ...given, codes: ["LI4"], naming: !naming, region: "hand" };
      view.stop(); view.update({ ...other, plan, codes: ["BL23"], naming, region: "back" }, () => {});
      await view.start(); const asked = () => [view.wish.naming, view.wish.codes, view.wish.region];
      view.update(other, () => {}); const read = [asked()];
      view.command("stop"); view.update(other, () => {}); read.push(asked()); return read;"""
    led, after = checked(f"const naming = {str(naming).lower()};{script}", [None, None], holds=2)
    assert led == [naming, ["BL23"], "back"] and after == [not naming, [] if naming else ["LI4"], "hand"]


@pytest.mark.parametrize(("name", "tongue"), [("low_back", "es"), ("stress", "en")])
def test_a_check_goes_on_in_the_language_chosen_meanwhile_and_with_the_turns_it_began(name: str, tongue: str) -> None:
    """Its title, place and voice stayed English between Spanish verdicts and buttons."""
    spanish = wording("es")
    more = plan(spanish, turns_of(routine(name), ()), Answers())[:2]
    given = {
        **{table: spanish.under(table) for table in ("live", "session", "press")},
        "plan": more,
        "codes": [],
        "naming": False,
        "language": "es",
    }
    script = f"""const shown = [], show = view.clock.told.show;
      view.clock.told.show = (screen) => {{ shown.push(screen.title); show(screen); }};
      view.update({json.dumps(given)}, () => {{}}); view.clock.command("again", 0);
      return [said.at(-1)[0], shown.at(-1), view.voice.language, view.wish.language, view.wish.codes];"""
    told, title, *spoken, codes = checked(script, [None], holds=2)
    side = wording(tongue)("session.side_both")
    assert told.startswith(f"BL23 Shenshu. {side}.") and title.endswith(side)
    assert spoken == [tongue, tongue] and codes == ["BL23"]


def test_the_points_drawn_are_those_that_the_voice_leads_to_whatever_is_chosen_meanwhile() -> None:
    say = wording()
    script = """const view = new LiveView(root);
      view.checks = { update() {}, show() {} };
      view.conductor.voice = voice; view.conductor.guide.show = () => {};
      const given = { say: live, session, landmarks: {}, outlines: {} };
      const choose = (more) => view.update({ ...given, ...more }, () => {}, () => {});
      choose({ plan, codes: ["BL23"], region: "back", facing: "back", outline: "back" });
      view.conductor.keys.start = () => {};
      await view.conductor.start(true);
      const asked = () => [view.wish.codes, view.wish.region, view.outline.usual, view.conductor.turn];
      const read = [];
      choose({ plan: other, codes: ["LI4"], region: "hand", view: "front", facing: "front", outline: null });
      read.push(asked()); view.conductor.command("stop"); read.push(asked()); view.destroy(); return read;"""
    told = [plan(say, turns_of(routine(name), ()), Answers()) for name in ("low_back", "desk_break")]
    given = {"live": say.under("live"), "session": say.under("session"), "plan": told[0], "other": told[1]}
    led, after = acted("live/js/live.js", BROWSER + script, fault=[None], **given)
    assert led == [["BL23"], "back", "back", "turn_round"] and after == [["LI4"], "hand", None, "turn_front"]


def test_a_session_goes_on_by_words_where_another_camera_does_not_open() -> None:
    say = wording()
    script = """const view = new LiveView(root);
      view.checks = { update() {}, show() {} };
      view.conductor.voice = voice; view.conductor.guide.show = () => {};
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


@pytest.mark.parametrize("moves", ["heard.wheel()", "heard.keydown({ key: 'Tab' })"])
def test_what_goes_from_above_a_session_later_does_not_pull_it_out_of_sight_and_who_moves_on_is_let_be(
    moves: str,
) -> None:
    """By wheel, or by key to the buttons below: those were gone from the screen again after a tenth of a second."""
    script = """
      const heard = {}, element = { isConnected: true, top: 400 };
      const after = (ms) => new Promise((on) => setTimeout(on, ms));
      globalThis.window = { addEventListener: (kind, on) => { heard[kind] = on; }, removeEventListener() {} };
      element.getBoundingClientRect = () => element;
      element.scrollIntoView = () => { element.top = 0; };
      comeInSight(element); heard.keydown({ key: " " }); const at = [element.top];
      for (const moved of [false, true]) {
        if (moved) MOVES;
        element.top = -300; await after(250); at.push(element.top);
      }
      return at;"""
    assert acted("components/js/in_sight.js", script.replace("MOVES", moves)) == [0, 0, -300]


def test_a_verdict_does_not_outlast_the_line_that_told_it() -> None:
    """Cut off, or held up by a search: "On it" stood there, in green, for as long as nothing came."""
    script = """const shown = [], tones = [], page = view.clock.told, { show } = page;
      page.show = (screen) => { shown.push(screen.word); show(screen); };
      page.tone = (kind) => tones.push(kind);
      const answer = { status: "located", word: "on", cun: 0.1, side: "left", text: "on", targets: [{}], press: {} };
      const answered = async (each, times) => { for (let i = 0; i < times; i++) {
        view.socket.onAnswer(each, 0); await new Promise((on) => setTimeout(on, 100)); } };
      await answered(answer, 5); const held = shown.at(-1);
      await answered({ status: "looking" }, 12);
      const read = [held, shown.at(-1), view.marks.targets.length, view.marks.press, tones];
      view.destroy(); return read;"""
    assert checked(script, [None], holds=2) == ["on", "", 0, None, ["on", "off"]]


# Marks on a canvas that draws nothing, in a page that goes on by itself.
MARKED = """
const pen = new Proxy({}, { get: () => () => {}, set: () => true });
const canvas = { clientWidth: 400, clientHeight: 300, getContext: () => pen };
globalThis.window = {};
globalThis.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 16);
globalThis.cancelAnimationFrame = clearTimeout;
const mark = { code: "BL23", side: "left", xy_px: [10, 10], ring_px: 3, dot_px: 1, shape: "round" };
const overlay = new Overlay(canvas, {});
const after = (ms) => new Promise((on) => setTimeout(() => on(overlay.points.size), ms));
for (let i = 0; i < 5; i++) { overlay.show({ size_px: [40, 30], marks: [mark] }, performance.now()); await after(100); }
"""


def test_points_do_not_outlast_the_line_that_told_of_them() -> None:
    """The video under them is not delayed: a body that moved on wore points where it had been."""
    assert acted("live/js/overlay.js", MARKED + "return [await after(100), await after(1000)];") == [1, 0]


# A camera that another program takes, or that hangs: it is there, and its last picture stays on the screen.
HANGS = """
const hangs = async (is) => { track.muted = is; if (is) track.onmute(); else track.onunmute();
  await new Promise((on) => setTimeout(on, is ? 2200 : 0)); };
"""


def test_what_a_hanging_camera_showed_last_is_not_looked_at_again() -> None:
    """A press was "on it", and its clock ran, on one and the same picture for as long as the camera hung."""
    script = """const { grabber } = view; document.hidden = false; grabber.canvas = { toDataURL: () => "data:,AAAA" };
      grabber.video = { videoWidth: 4, videoHeight: 3, paused: false, srcObject: opened };
      const sent = () => Boolean(grabber.grab()), read = [sent()];
      await hangs(true); read.push(sent(), said.at(-1)); await hangs(false); read.push(sent(), said.at(-1));
      view.destroy(); return read;"""
    say = wording()
    held = [say("live.camera_busy"), ["camera_busy"]]
    back = [say("session.camera_back"), ["camera_back"]]
    assert checked(HANGS + script, [None], holds=2) == [True, False, held, True, back]


def test_a_session_goes_on_by_words_while_its_camera_hangs_and_a_hiccup_is_not_worth_a_word() -> None:
    say = wording()
    script = """const view = new LiveView(root), { session } = view.conductor;
      Object.assign(view, { say: live, words: {}, status: { now() {} } });
      view.checks = { show() {} }; session.looks = (eyes) => { session.eyes = eyes; };
      await view.start(); Object.assign(session, { phase: "hold", eyes: true });
      track.muted = true; track.onmute(); track.muted = false; track.onunmute();
      await new Promise((on) => setTimeout(on, 2200)); const read = [session.eyes];
      for (const is of [true, false]) { await hangs(is); read.push(session.eyes); }
      session.phase = "off"; view.destroy(); return read;"""
    told = acted("live/js/live.js", BROWSER + HANGS + script, fault=[None], live=say.under("live"))
    assert told == [True, False, True]


def test_a_lost_line_is_told_until_it_is_there_again_and_no_longer() -> None:
    script = """const read = [], status = new Status({ set textContent(text) { read.push(text); } });
      status.line("lost", live); status.line("open", live); status.now("Hold."); status.line("open", live);
      return read;"""
    live = wording().under("live")
    assert acted("live/js/status.js", script, live=live) == [live["lost"], "", "Hold."]


# The list to choose a camera from, and the cameras that the machine has.
LISTED = """
globalThis.Option = class { constructor(text, value) { Object.assign(this, { text, value }); } };
const list = { options: [], replaceChildren(...them) { this.options = them; },
  get selectedOptions() { return this.options.filter(({ value }) => value === this.value); } };
const has = (devices) => { navigator.mediaDevices.enumerateDevices = async () =>
  devices.map(([deviceId, label]) => ({ kind: "videoinput", deviceId, label })); };
Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: {} } });
list.replaceChildren(new Option("Any", "")); list.value = "";
has([["a1", "Desk"], ["b1", "Lid"]]); await fillCameras(list, "a1", "Camera");
"""


@pytest.mark.parametrize(
    ("left", "offered", "chosen"),
    [
        ([["b1", "Lid"]], ["a1", "b1"], "a1"),
        ([["b1", "Lid"], ["c1", "New"]], ["a1", "b1", "c1"], "a1"),
        ([["b1", "Lid"], ["a2", "Desk"]], ["b1", "a2"], "a2"),
        ([], ["a1", "b1"], "a1"),
    ],
    ids=["gone", "another came", "came back under another id", "none"],
)
def test_a_camera_that_went_can_be_changed_for_another_and_none_is_switched_on_unasked(
    left: list[Any], offered: list[str], chosen: str
) -> None:
    """The list held the dead one alone: what was plugged in instead could be chosen only on a page loaded anew."""
    script = "has(left); await fillCameras(list, undefined, 'Camera');"
    told = f"{LISTED}{script} return [list.options.map(({{ value }}) => value), list.value];"
    assert acted("live/js/camera.js", told, left=left) == [offered, chosen]


def test_a_camera_started_while_words_lead_is_looked_through_again() -> None:
    """After one that was refused, or unplugged for long: points were drawn, and a hold's clock waited for nobody."""
    script = """const view = new LiveView(root), { session } = view.conductor;
      Object.assign(view, { say: live, words: {}, status: { now() {} } });
      view.checks = { show() {} }; session.looks = (eyes) => { session.eyes = eyes; };
      Object.assign(session, { phase: "hold", eyes: false });
      await view.start(); const read = session.eyes; session.phase = "off"; view.destroy(); return read;"""
    live = wording().under("live")
    assert acted("live/js/live.js", BROWSER + script, fault=[None], live=live) is True


def test_a_session_begun_while_the_browser_asks_for_the_camera_waits_for_it() -> None:
    script = """const view = new LiveView(root), begun = [];
      Object.assign(view, { say: live, words: {}, status: { now() {} } });
      view.checks = { show() {} }; view.conductor.voice = voice;
      Object.assign(view.conductor.session, { start: ({ eyes }) => begun.push(eyes), tick() {} });
      view.conductor.keys.start = view.conductor.wake.hold = () => {};
      const { getUserMedia } = navigator.mediaDevices, asked = new Promise((on) => setTimeout(on, 50));
      navigator.mediaDevices.getUserMedia = async () => { await asked; return getUserMedia(); };
      await Promise.all([view.start(), view.conductor.start(true)]); view.destroy(); return begun;"""
    live = wording().under("live")
    assert acted("live/js/live.js", BROWSER + script, fault=[None], live=live) == [True]


@pytest.mark.parametrize(("naming", "place"), [(False, ["guide"]), (True, ["guide", "begin"])])
def test_who_stops_a_check_by_key_goes_on_from_where_its_end_is_read(naming: bool, place: list[str]) -> None:
    """The button that was pressed is hidden: the keys began at the top of the page again."""
    script = """const { parts } = view, place = [];
      for (const name of ["guide", "begin"]) parts[name].focus = () => place.push(name);
      for (const name of ["untap", "cross"]) parts[name].matches = () => false;
      for (const name of ["during", "guide"]) parts[name].matches = () => true;
      view.meant = { ...view.meant, naming }; view.stop(); return place;"""
    assert checked(f"const naming = {str(naming).lower()};{script}", [None], holds=2) == place


def test_that_a_check_rested_while_the_page_was_hidden_is_told_no_longer_than_that() -> None:
    script = """const read = []; view.parts.status = { set textContent(text) { read.push(text); } };
      view.status.element = view.parts.status;
      for (const hidden of [true, false]) { document.hidden = hidden; view.onVisible(); }
      view.destroy(); return read.slice(0, 2);"""
    assert checked(script, [None], holds=2) == [wording()("live.hidden"), ""]


def test_a_hold_s_clock_rests_while_the_picture_is_frozen() -> None:
    """A frozen picture shows nobody who holds on: its seconds were counted as pressed."""
    script = """const answer = { status: "located", word: "on", cun: 0.1, side: "left", text: "" };
      const ran = [], { sees } = view.clock; let now = view.clock.lastMs;
      view.clock.sees = function (each, _, ...more) { sees.call(this, each, now += 100, ...more); };
      for (const frozen of [false, true, false]) {
        view.pointer.frozen = frozen; const before = view.clock.onMs;
        for (let i = 0; i < 10; i++) view.socket.onAnswer(answer, 0);
        ran.push(view.clock.onMs - before);
      }
      view.pointer.frozen = false; view.destroy(); return ran;"""
    before, frozen, after = checked(script, [None], holds=2)
    assert before > 500 and frozen == 0 and after > 500


def test_one_answer_that_cannot_be_taken_does_not_end_the_stream() -> None:
    script = """const sent = [], faults = [];
      globalThis.document = {};
      globalThis.WebSocket = class { static OPEN = 1; readyState = 1; close() {} send(it) { sent.push(it); } };
      const onAnswer = () => { throw new Error("no such mark"); };
      const line = new FrameSocket({ url: "", grab: () => "frame", onAnswer, onState() {} });
      line.start({}); line.socket.onopen();
      for (const data of ["{}", "NaN"]) {
        try { line.socket.onmessage({ data }); } catch (fault) { faults.push(fault.name); }
        await new Promise((on) => setTimeout(on, 100));
      }
      line.stop(); return [sent.filter((each) => each === "frame").length, faults];"""
    assert acted("live/js/socket.js", script) == [3, ["Error", "SyntaxError"]]


def test_what_was_found_before_the_picture_was_turned_is_not_drawn_on_the_turned_one() -> None:
    script = """const view = new LiveView(root), shown = [];
      Object.assign(view, { say: live, words: {}, landmarks: {}, refusals: {}, status: { soon() {}, now() {} } });
      view.checks = { show() {} }; view.conductor.sees = () => {}; view.outline.seen = () => {};
      view.overlay.show = () => shown.push(view.grabber.turn);
      const answer = { status: "located", scene: { marks: [] } }, answered = (ms) => view.socket.onAnswer(answer, ms);
      answered(performance.now()); const sentMs = performance.now() - 1; view.parts.turn.onclick();
      answered(sentMs); answered(performance.now() + 1); view.destroy(); return shown;"""
    assert acted("live/js/live.js", BROWSER + script, fault=[None], live=wording().under("live")) == [0, 1]
