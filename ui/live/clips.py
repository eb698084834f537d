"""Sentences recorded beforehand, for browsers that have no voice of their own.

Made from our own words by `python -m ui.live.record`; one small MP3 a sentence, in a folder for each language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from locator.atlas.load import load_atlas
from locator.routines import technique
from ui.wording import Wording, wording

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
    """How this point is held, in this language."""
    how = technique(code).technique
    return say.get(f"technique.{code}", say.of(how))


def stop_said(say: Wording, code: str) -> str:
    """When to let this point be, in this language."""
    return say.of(technique(code).stop)


def technique_key(say: Wording, code: str) -> str:
    """The recording of that sentence: many points are held alike, and the first of them gives it its name."""
    return _key("technique", say, technique_said, code)


def stop_key(say: Wording, code: str) -> str:
    """The recording of when to stop, named as that of how to hold."""
    return _key("stop", say, stop_said, code)


def techniques(say: Wording) -> dict[str, str]:
    """Key -> sentence, each sentence once."""
    return {technique_key(say, code): text for text, code in _first(say.language, technique_said).items()}


def stops(say: Wording) -> dict[str, str]:
    """Key -> sentence, each sentence once."""
    return {stop_key(say, code): text for text, code in _first(say.language, stop_said).items()}


Said = Callable[[Wording, str], str]  # what is said of a point


def _key(what: str, say: Wording, said: Said, code: str) -> str:
    return f"{what}_{_first(say.language, said)[said(say, code)].replace(':', '_')}"


@lru_cache
def _first(language: str, said: Said) -> dict[str, str]:
    """What is said -> the first point of which it is said."""
    say, first = wording(language), dict[str, str]()
    for point in load_atlas().values():
        first.setdefault(said(say, point.code), point.code)
    return first
