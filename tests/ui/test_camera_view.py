"""The live view about its camera and its line: what comes, goes, hangs or is late, and what is told and drawn then."""

from __future__ import annotations

from typing import Any

import pytest
from acted import acted
from mounted import BROWSER, HANGS, WRITTEN

from locator.routines import routine
from locator.safety import Answers
from ui.live.plan import plan, turns_of
from ui.wording import wording


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


# Marks on a canvas that draws nothing, in a page that goes on by itself.
MARKED = """
const pen = new Proxy({}, { get: () => () => ({ width: 9 }), set: () => true });
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


# The ends of each label on a stage so wide: a letter is 8 px, and what stands to the right of a place begins there.
WRITTEN_ON = """
const ends = [];
const pen = new Proxy({ measureText: (text) => ({ width: 8 * text.length }), fillText: (text, at) => ends.push(
  pen.textAlign === "left" ? [at, at + 8 * text.length] : [at - 8 * text.length, at]) },
  { get: (own, name) => own[name] ?? (() => {}), set: (own, name, to) => (own[name] = to, true) });
const canvas = { clientWidth: width, clientHeight: 75, getContext: () => pen };
globalThis.window = {};
globalThis.requestAnimationFrame = () => {}; globalThis.cancelAnimationFrame = () => {};
const mark = (side, x) => ({ code: "BL23", side, xy_px: [x, 10], ring_px: 2, dot_px: 1, shape: "round" });
const overlay = new Overlay(canvas, {});
Object.assign(overlay, { letters: { left: "L", right: "R" }, mirrored });
overlay.show({ size_px: [40, 30], marks: [mark("left", 17), mark("right", 23)] }, performance.now());
clearTimeout(overlay.unanswered);
return ends;
"""


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("width", [100, 400])
def test_a_label_is_whole_however_narrow_the_stage(width: int, mirrored: bool) -> None:
    """Of a code cut off at the rim half is another point's: BL2 for BL23."""
    ends = acted("live/js/overlay.js", WRITTEN_ON, width=width, mirrored=mirrored)
    assert len(ends) == 2 and all(first >= 0 and last <= width for first, last in ends)


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
    script = """const status = new Status(place);
      status.line("lost", live); status.line("open", live); status.now("Hold."); status.line("open", live);
      return read;"""
    live = wording().under("live")
    assert acted("live/js/status.js", WRITTEN + script, live=live) == [live["lost"], "", "Hold."]


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


@pytest.mark.parametrize("ends", ["view.stop()", "track.onended()"], ids=["switched off", "unplugged"])
def test_what_rides_along_is_told_no_longer_than_the_camera_looks(ends: str) -> None:
    script = f"""const view = new LiveView(root), told = [];
      Object.assign(view, {{ say: live, status: {{ now() {{}} }}, known: {{ now: (text) => told.push(text) }} }});
      view.checks = {{ show() {{}} }}; await view.start();
      told.push("C7 rides along"); {ends}; const last = told.at(-1); view.destroy(); return last;"""
    assert acted("live/js/live.js", BROWSER + script, fault=[None], live=wording().under("live")) == ""


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


def test_an_answer_that_came_late_is_taken_for_that_to_the_frame_it_was_made_of() -> None:
    script = """const taken = [];
      globalThis.document = {};
      globalThis.WebSocket = class { static OPEN = 1; readyState = 1; close() {} send() {} };
      const onAnswer = (answer, sentAtMs) => taken.push(Math.round(line.sentAtMs - sentAtMs));
      const line = new FrameSocket({ url: "", grab: () => "frame", onAnswer, onState() {} });
      line.start({}); line.socket.onopen();
      for (const data of ['{"late_ms": 700}', '{"late_ms": 0}', "{}"]) line.socket.onmessage({ data });
      line.stop(); return taken;"""
    assert acted("live/js/socket.js", script) == [700, 0, 0]
