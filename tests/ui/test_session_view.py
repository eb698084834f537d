"""The view about a session: its buttons, and what it tells when a camera comes, goes or does not open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted
from mounted import BROWSER

from locator.routines import routine
from locator.safety import Answers
from ui.live.plan import plan, turns_of
from ui.wording import wording

# A view with no page about it: what its buttons, camera and status would be told.
VIEW = """
const part = () => ({ focus() {}, matches: () => false,
  parentElement: { scrollIntoView() {}, getBoundingClientRect: () => ({ top: 0 }) } });
const root = { querySelector: part, addEventListener() {} };
globalThis.window = { addEventListener() {}, removeEventListener() {} };
globalThis.getComputedStyle = () => ({ scrollMarginTop: "0px" });
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


@pytest.mark.parametrize("moves", ["heard.wheel()", "heard.keydown({ key: 'Tab' })"])
def test_what_goes_from_above_a_session_later_does_not_pull_it_out_of_sight_and_who_moves_on_is_let_be(
    moves: str,
) -> None:
    """By wheel, or by key to the buttons below: those were gone from the screen again after a tenth of a second."""
    script = """
      const heard = {}, element = { isConnected: true, top: 400 };
      globalThis.getComputedStyle = () => ({ scrollMarginTop: "0px" });
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


@pytest.mark.parametrize(("moves", "stays"), [("undefined", 81), ("() => true", 200)], ids=["a session", "an answer"])
def test_who_scrolls_by_key_is_let_be_where_no_session_has_the_keys(moves: str, stays: int) -> None:
    """An answer on a page too short to bring it to the top would have been pulled there again and again."""
    script = """
      let top = 400; const heard = {}, element = { isConnected: true, getBoundingClientRect: () => ({ top }) };
      element.scrollIntoView = () => { top = 100; };
      globalThis.window = { addEventListener: (kind, on) => { heard[kind] = on; }, removeEventListener() {} };
      globalThis.getComputedStyle = () => ({ scrollMarginTop: "81px" });
      comeInSight(element, MOVES); heard.keydown({ key: "PageUp" });
      top = 200; element.scrollIntoView = () => { top = 81; };
      await new Promise((on) => setTimeout(on, 250)); return top;"""
    assert acted("components/js/in_sight.js", script.replace("MOVES", moves)) == stays


def test_what_leads_comes_to_the_top_once_enough_stands_below_it() -> None:
    """An answer's heading was brought up before its picture was drawn, and stayed where the short page ended."""
    script = """
      let below = 100, top = 400;
      const element = { isConnected: true, getBoundingClientRect: () => ({ top }) };
      element.scrollIntoView = () => { top = Math.max(81, 400 - below); };
      globalThis.window = { addEventListener() {}, removeEventListener() {} };
      globalThis.getComputedStyle = () => ({ scrollMarginTop: "81px" });
      comeInSight(element); const at = [top]; below = 900; await new Promise((on) => setTimeout(on, 250));
      return [...at, top];"""
    assert acted("components/js/in_sight.js", script) == [300, 81]
