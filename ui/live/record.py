"""Record the sentences of the session: `python -m ui.live.record [LANGUAGE …]`.

Needs espeak-ng and ffmpeg, which nobody else does: the recordings are shipped.  Fixed sentences are named by their key
in the table of sentences, places and techniques by their point.  What is recorded already is left as it is, unless
`--anew` is given: a changed sentence needs that.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from locator.atlas.load import load_atlas
from ui.check.words import SAID
from ui.components.point_card import find_line
from ui.live.clips import FOLDER, point_key, stops, techniques
from ui.wording import Wording, languages, wording

VOICES = {"en": "en-us", "es": "es", "zh": "cmn"}
WORDS_PER_MINUTE = 140
SILENT = ("button_", "keys", "voice", "confirm_option", "over", "breathe_", "waits")  # written, never said
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
        for key, text in spoken.items():
            file = folder / f"{key}.mp3"
            if anew or not file.exists():
                record(text, VOICES[language], file)


if __name__ == "__main__":
    main(sys.argv[1:])
