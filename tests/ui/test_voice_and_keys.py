"""The voice that says when it has ended, and the keys that a session hears."""

from __future__ import annotations

import pytest
from acted import acted

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


def test_a_sentence_that_was_cut_off_and_fails_late_is_not_heard_over_the_next() -> None:
    script = """const played = []; voice.audio = { createBufferSource: () => ({ connect() {}, start() {} }) };
      globalThis.fetch = async (address) => { played.push(address); return { arrayBuffer: async () => {} }; };
      voice.audio.decodeAudioData = async () => ({}); voice.clips = { one: "/one.mp3", two: "/two.mp3" };
      const turn = () => new Promise((on) => setTimeout(on));
      voice.say("one", ["one"]); voice.say("two", ["two"]);
      spoken[0].onerror({ error: "synthesis-failed" }); await turn(); const late = [...played];
      spoken[1].onerror({ error: "synthesis-failed" }); await turn(); voice.quiet(); return [late, played];"""
    local = {"localService": True, "lang": "en-GB"}
    assert acted("live/js/voice.js", VOICE + script, voices=[local]) == [[], ["/two.mp3"]]


def test_a_recording_is_heard_in_the_language_that_is_chosen_now() -> None:
    script = """const heard = [];
      globalThis.fetch = async (address) => ({ arrayBuffer: async () => address });
      voice.audio = { decodeAudioData: async (bytes) => bytes, createBufferSource: () => ({ connect() {},
        start() { heard.push(this.buffer); setTimeout(this.onended); } }) };
      for (const language of ["en", "es", "en"]) {
        voice.clips = { release: `/${language}/release.mp3` };
        voice.say("…", ["release"]); await new Promise((on) => setTimeout(on, 20));
      }
      return heard;"""
    recorded = [f"/{language}/release.mp3" for language in ("en", "es", "en")]
    assert acted("live/js/voice.js", VOICE + script, voices=[]) == recorded


@pytest.mark.parametrize("gives_back", [True, False])
def test_sound_that_was_taken_away_is_asked_for_again_and_not_waited_for(gives_back: bool) -> None:
    """After a call on a phone each sentence held the session up for three quarters of a minute, unheard."""
    script = """const source = () => ({ connect() {}, start() {}, stop() {} });
      const resume = async () => { if (givesBack) voice.audio.state = "running"; };
      voice.audio = { state: "interrupted", resume, createBufferSource: source, decodeAudioData: async () => ({}) };
      globalThis.fetch = async () => ({ arrayBuffer: async () => {} }); voice.clips = { one: "/one.mp3" };
      voice.say("one", ["one"]); await new Promise((on) => setTimeout(on, 1700));
      const told = [voice.audio.state, voice.talking]; voice.quiet(); return told;"""
    told = acted("live/js/voice.js", VOICE + script, voices=[], givesBack=gives_back)
    assert told == (["running", True] if gives_back else ["interrupted", False])


# Keys that are pressed on something: a box with a list tells whether that is open.
KEYS = """
let listen;
globalThis.window = { addEventListener: (kind, it) => { listen = it; } };
globalThis.document = { body: { dataset: {} } };
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


# A hand as it is seen twenty times a second: for how long it is up, then down, and so on, in ms.
HAND = """
const began = 10000, held = [];
let now = began;
const hand = new RaisedHand(() => held.push(now - began));
spans.forEach((ms, i) => { for (const end = now + ms; now < end; now += 50) hand.seen(i % 2 === 0, now); });
return held;
"""


@pytest.mark.parametrize(
    ("spans", "held"),
    [
        ([5000], [1000]),
        ([1700, 2000, 1500], [1000, 4700]),
        ([900, 2000, 900], []),
        ([700, 200, 1000], [1000]),
        ([1050, 300, 5000], [1000, 2550]),
    ],
    ids=["once, however long", "again when it goes up again", "waves", "missed in some frames", "not again too soon"],
)
def test_a_hand_held_up_for_a_second_is_one_sign(spans: list[int], held: list[int]) -> None:
    assert acted("live/js/keys.js", HAND, spans=spans) == held


def test_the_keys_are_the_page_s_own_again_when_a_session_is_over() -> None:
    """Space scrolls a page and Enter presses its links: heard for longer, they would be taken from it."""
    script = """globalThis.window = new EventTarget(); globalThis.document = { body: { dataset: {} } };
      const heard = [], keys = new Keys((command) => heard.push(command));
      const press = () => {
        const event = Object.assign(new Event("keydown", { cancelable: true }), { key: " " });
        window.dispatchEvent(event); return event.defaultPrevented; };
      const taken = [press()], led = [], note = () => led.push(LED in document.body.dataset);
      keys.start(); keys.start(); taken.push(press()); note(); keys.stop(); taken.push(press()); note();
      return [heard, taken, led];"""
    assert acted("live/js/keys.js", script) == [["go"], [False, True, False], [True, False]]


def test_the_browser_asks_before_a_page_is_left_only_while_something_would_be_lost() -> None:
    script = """globalThis.window = new EventTarget();
      const leaving = new Leaving();
      const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
      const told = [asks()]; leaving.start(); leaving.start(); told.push(asks()); leaving.stop(); told.push(asks());
      return told;"""
    assert acted("components/js/leaving.js", script) == [False, True, False]
