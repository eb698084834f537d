"""Every sentence is in the table, every language fills the same gaps, and the table holds nothing that is not said."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import ui
from ui.wording import ENGLISH, languages, wording

SOURCES = [file for folder in Path(ui.__file__).parents[:1] for file in folder.rglob("*.py")]
CALLED = re.compile(r'(?:say|words|wording\(\))\(\s*f?"([a-z_.{}\' +]+)"')


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_key_that_a_page_asks_for_has_a_sentence() -> None:
    english = wording()
    asked = {key for file in SOURCES for key in CALLED.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 60, "the pattern no longer finds the calls"
    for key in sorted(asked):
        stem = key.split("{")[0]
        if "{" in key:
            assert any(known.startswith(stem) for known in english.sentences), key
        else:
            assert key in english.sentences, key


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_a_second_language_knows_no_key_that_english_lacks_and_fills_the_same_gaps(language: str) -> None:
    english, other = wording(), wording(language)
    for key, sentence in other.sentences.items():
        if key.split(".")[0] in ("find", "technique", "tool"):  # English has these in the atlas
            continue
        assert key in english.sentences, key
        assert gaps(sentence) == gaps(english(key)), key


def test_the_live_view_is_given_every_sentence_it_asks_for() -> None:
    folder = Path(ui.__file__).parent / "live"
    text = "\n".join(file.read_text(encoding="utf-8") for file in [*folder.glob("js/*.js"), folder / "live.html"])
    live, session = wording().under("live"), wording().under("session")
    for key in re.findall(r'data-say="(\w+)"|this\.say\.(\w+)', text):
        assert "".join(key) in live, key
    for key in re.findall(r'data-session="(\w+)"|words\.(\w+)\b(?!\[)|#say\("(\w+)"', text):
        assert "".join(key) in session, key


def test_sentences_hold_no_promise_of_a_cure() -> None:
    for key, sentence in wording().sentences.items():
        assert not re.search(r"\b(cures?|heals|treats)\b", sentence.lower()) or "promises a cure" in sentence, key
