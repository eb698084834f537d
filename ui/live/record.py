"""Record the sentences of the session: `python -m ui.live.record [LANGUAGE …]`.

Needs espeak-ng and ffmpeg, which nobody else does: the recordings are shipped.  Fixed sentences are named by their key
in the table of sentences, places and techniques by their point.  What is recorded already in the same words is left as
it is, unless `--anew` is given: another voice needs that.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from locator.atlas.load import load_atlas
from ui.check.words import SAID
from ui.components.point_card import find_line
from ui.live.clips import FOLDER, point_key, stops, techniques
from ui.wording import Wording, languages, wording

VOICES = {"en": "en-us", "es": "es", "zh": "cmn"}
WORDS_PER_MINUTE = 140
SILENT = ("button_", "keys", "voice", "confirm_option", "over", "breathe_", "waits")  # written, never said
WORDS = "words.json"  # beside the recordings: which words each of them says
FAULTS = tuple(f"camera_{kind}" for kind in ("refused", "absent", "busy", "insecure"))  # why a session has no eyes


def sentences(say: Wording) -> dict[str, str]:
    """Key -> what is said: the session's sentences, each point's place and technique, the pieces of a verdict."""
    fixed = {key: text for key, text in say.under("session").items() if not key.startswith(SILENT)}
    faults = {key: say(f"live.{key}") for key in FAULTS}
    places = {
        point_key(point.code): f"{point.code}, {point.pinyin}. {find_line(say, point)}"
        for point in load_atlas().standard
    }
    pressing = {f"press_{key}": say(f"press.{key}") for key in SAID}
    return {**fixed, **faults, **places, **techniques(say), **stops(say), **pressing}


def words_of(text: str) -> str:
    """A short sign of a sentence's words, by which a recording of other ones is known."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def recorded(folder: Path) -> dict[str, str]:
    """Key -> the sign of the words that were recorded under it."""
    file = folder / WORDS
    signs: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return signs


def stale(folder: Path, spoken: Mapping[str, str]) -> list[str]:
    """The keys of sentences that are not recorded in this folder, or in other words."""
    there = recorded(folder)
    return [k for k, text in spoken.items() if there.get(k) != words_of(text) or not (folder / f"{k}.mp3").exists()]


def record(text: str, voice: str, file: Path) -> None:
    """One sentence as a mono MP3 of 16 kbit/s, which every browser plays."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(WORDS_PER_MINUTE), "-p", "40", "--stdout", text],
        check=True,
        capture_output=True,
    ).stdout
    packed = ["-ac", "1", "-ar", "16000", "-b:a", "16k", "-map_metadata", "-1", str(file)]
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", "-", *packed], check=True, input=spoken)


def main(asked: list[str]) -> None:
    anew = "--anew" in asked
    for language in [name for name in asked if name != "--anew"] or list(languages()):
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        spoken = sentences(wording(language))
        for file in folder.glob("*.mp3"):
            if file.stem not in spoken:
                file.unlink()
        for key in spoken if anew else stale(folder, spoken):
            record(spoken[key], VOICES[language], folder / f"{key}.mp3")
        signs = {key: words_of(text) for key, text in sorted(spoken.items())}
        (folder / WORDS).write_text(json.dumps(signs, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
