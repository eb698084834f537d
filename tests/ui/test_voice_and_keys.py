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
