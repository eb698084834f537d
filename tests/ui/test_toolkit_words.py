"""The toolkit's own words are said in the page's language, and nothing of ours is taken for one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from ui.components.toolkit import THEIRS
from ui.wording import languages, wording

SCRIPTS = sorted((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"))


def test_each_is_a_word_of_the_toolkit_that_is_installed() -> None:
    texts = [script.read_text(encoding="utf-8", errors="ignore") for script in SCRIPTS]
    assert texts, "the toolkit's scripts are no longer where they were"
    for theirs in THEIRS:  # of a number of things it has the words in a template of their own, within the sentence
        parts = [re.escape(part).replace(r"\ ", r"(?:`.{0,60}?\}\)\})?\ ") for part in theirs.split("{what}")]
        asked = re.compile("[`\"']\\s?" + r"\$\{.{1,80}?\}".join(parts) + "(?:\\. )?[`\"']")
        assert any(asked.search(text) for text in texts), theirs


@pytest.mark.parametrize("language", languages())
def test_each_has_a_sentence_that_names_nothing_else(language: str) -> None:
    say = wording(language)
    for theirs, key in THEIRS.items():
        assert "{what}" in theirs or "{what}" not in say(key), theirs


@pytest.mark.parametrize("language", languages())
def test_no_sentence_of_ours_is_changed_by_it(language: str) -> None:
    say = wording(language)
    ours = set(say.sentences.values())
    for theirs, key in THEIRS.items():
        assert theirs not in ours or say(key) == theirs, theirs


@pytest.mark.parametrize("language", languages())
def test_who_gets_no_picture_from_the_camera_is_told_what_to_choose_by_its_name(language: str) -> None:
    say = wording(language)
    for choice in ("photo.source_file", "photo.source_camera"):
        assert say(choice) in say("toolkit.camera")
    assert say("nav.live") in say("photo.camera")  # who is alone can press no button
