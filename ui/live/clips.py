"""Sentences recorded beforehand, for browsers that have no voice of their own.

Made from our own words by `python -m ui.live.record`; one small MP3 a sentence, in a folder for each language.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("clips")
ROUTE = "/live/clips"


@lru_cache
def addresses(language: str) -> dict[str, str]:
    """Key of the sentence -> where the browser finds it; empty for a language without recordings."""
    return {file.stem: f"{ROUTE}/{language}/{file.name}" for file in sorted((FOLDER / language).glob("*.mp3"))}
