"""Points by what people type, wherever they type it: the atlas's own search, the page's language, and routines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from locator.atlas.absent import Absent, absent
from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.atlas.search import WORDS_HOLD, fold
from locator.atlas.worded import holds, telling
from ui.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from locator.routines import Routine

# Letters of a channel in books of the page's language, where the atlas reads them otherwise or not at all: IG is the
# large intestine in Spanish and the small one in French.
_LETTERS = {"es": {"IG": "LI", "ID": "SI"}}
_SHORTEST = 4  # letters by which a routine is named
_APART = re.compile(r",|;|/|\band\b|\by\b")


def sought(say: Wording, text: str) -> dict[str, str]:
    """Code -> why, in English, of every point that the text may mean; the best first."""
    from locator.routines import routines

    text = _coded(say, text)
    own = dict(_named(say, text))
    matches = load_atlas().search(text, limit=len(load_atlas()))
    # English words only where the page's own say nothing
    meant = (m for m in matches if m.rank < WORDS_HOLD or not own)
    found = {match.point.code: match.why for match in meant}
    for code, why in (*own.items(), *(each for routine in routines() for each in _of(say, routine, text))):
        found.setdefault(code, why)
    return found


def missed(say: Wording, text: str) -> tuple[Absent, ...]:
    """The codes in a text for which there is no point here."""
    told = (absent(load_atlas(), part) for part in _APART.split(_coded(say, text)))
    return tuple(dict.fromkeys(each for each in told if each is not None))


def _coded(say: Wording, text: str) -> str:
    """The text with WHO's letters in the codes that the page's language writes in its own way."""
    for letters, who in _LETTERS.get(say.language, {}).items():
        text = re.sub(rf"(?<![^\W\d_]){letters}(?=[ .-]*\d)", who, text, flags=re.IGNORECASE)
    return text


def _named(say: Wording, text: str) -> Iterator[tuple[str, str]]:
    """Points whose name, part of the body or use holds the text in the page's own language, else each of its words."""
    whole, words = fold(text), tuple(map(fold, telling(text)))
    if say.language == ENGLISH or len(whole) < _SHORTEST - 1:  # the atlas itself searches English
        return
    told = {point: _told(say, point) for point in load_atlas().standard}
    hits = [point for point, said in told.items() if any(whole in fold(each) for each in said)]
    if not hits and words:
        hits = [point for point, said in told.items() if holds(words, map(fold, " ".join(said).split()), "")]
    for point in hits:
        yield point.code, point.rule


def _told(say: Wording, point: Acupoint) -> tuple[str, ...]:
    return tuple(map(say.of, (point.english, point.part, point.traditional_use)))


def _of(say: Wording, routine: Routine, text: str) -> Iterator[tuple[str, str]]:
    """The points of a routine that this text names: "sciatica", "low back"."""
    wanted = fold(text)
    titles = (routine.name, routine.title, say.get(f"routine.{routine.name}", ""))
    if len(wanted) >= _SHORTEST and any(wanted in fold(title) for title in titles):
        for code in routine.codes:
            yield code, f"in the routine {routine.name}: {routine.title}"
