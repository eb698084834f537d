"""Sentences recorded beforehand, for browsers that have no voice of their own.

Made from our own words by `python -m ui.live.record`; one small MP3 a sentence, in a folder for each language.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from locator.atlas.load import load_atlas
from locator.routines import technique
from ui.wording import ENGLISH, Wording, wording

FOLDER = Path(__file__).with_name("clips")
ROUTE = "/live/clips"


@lru_cache
def addresses(language: str) -> dict[str, str]:
    """Key of the sentence -> where the browser finds it; empty for a language without recordings."""
    return {file.stem: f"{ROUTE}/{language}/{file.name}" for file in sorted((FOLDER / language).glob("*.mp3"))}


def point_key(code: str) -> str:
    """The recording that says where a point is; a colon in a code becomes an underscore."""
    return f"point_{code.replace(':', '_')}"


def technique_said(say: Wording, code: str) -> str:
    """How this point is held, in this language where it is told there."""
    return say.get(f"technique.{code}", technique(code).technique)


def technique_key(say: Wording, code: str) -> str:
    """The recording of that sentence: many points are held alike, and the first of them gives it its name."""
    return f"technique_{_first_held_so(say.language)[technique_said(say, code)].replace(':', '_')}"


def techniques(say: Wording) -> dict[str, str]:
    """Key -> sentence, each sentence once; a language's own alone, so that no voice reads another's."""
    own = {code for code in load_atlas() if say.language == ENGLISH or f"technique.{code}" in say.sentences}
    return {technique_key(say, code): text for text, code in _first_held_so(say.language).items() if code in own}


@lru_cache
def _first_held_so(language: str) -> dict[str, str]:
    """How it is held -> the first point that is held so."""
    say, first = wording(language), dict[str, str]()
    for point in load_atlas().standard:
        first.setdefault(technique_said(say, point.code), point.code)
    return first
