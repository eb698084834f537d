"""Which point is meant: codes in any spelling, names in three scripts, and the numbers of an older numbering.

Two numberings of the Bladder channel are in use.  A bare "B" is ambiguous from 36 to 54 ("B54" is behind the knee in
the old one and in the buttock in today's), so both readings are offered and neither is picked silently; "BL" and "UB"
are read in today's numbering.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from locator.atlas.worded import holds, telling
from locator.errors import RequestError

if TYPE_CHECKING:
    from locator.atlas.schema import Acupoint, Atlas

PREFIXES = {  # letters found in books and articles -> WHO letters
    "BL": "B BL UB V BI BLADDER URINARYBLADDER",  # BI: a small L read as a capital i
    "GB": "G GB VB GALLBLADDER",
    "GV": "GV DU TV VG DM GOVERNINGVESSEL GOVERNORVESSEL",
    "KI": "K KI KD KID KIDNEY R",
    "LI": "LI CO GI IC LARGEINTESTINE COLON",
    "LR": "LR LV LIV LIVER F H",
    "PC": "P PC PE HC CX MH PERICARDIUM",
    "SI": "SI SMALLINTESTINE",
    "SP": "SP MP RP SPLEEN",
    "ST": "S ST E STOMACH",
    "TE": "TE TW SJ TH TB TR 3E TRIPLEENERGIZER TRIPLEBURNER TRIPLEWARMER TRIPLEHEATER SANJIAO",
}
_WHO_LETTERS = {letters: who for who, spelled in PREFIXES.items() for letters in spelled.split()}
_CODE = re.compile(r"(3E|[A-Z]+)0*([1-9][0-9]?)")
_CODES_WITHIN = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,3}[ .-]*[0-9]{1,2}(?![\w.,]*[0-9])")  # "BL-23 (Shenshu), BL 52"
_BARE_B = re.compile(r"B0*([1-9][0-9]?)")
_IG = re.compile(r"IG0*([1-9][0-9]?)")  # LI in Spanish books, SI in French ones: neither is picked
_SHU = str.maketrans({"腧": "俞", "兪": "俞", "輸": "俞", "输": "俞"})  # one word, written in five ways

# Ranks: smaller is better.
EXACT_CODE, OLD_CODE, EXACT_NAME, WRONG_NAME, NAME_BEGINS, NAME_HOLDS, WORDS_HOLD = range(7)


@dataclass(frozen=True)
class Match:
    """A point the text may mean."""

    point: Acupoint
    rank: int  # 0 best
    why: str  # a sentence for the person


@lru_cache(maxsize=8192)  # the atlas's own words are folded once; a page searches at every keystroke
def fold(text: str) -> str:
    """Letters and digits only, small, without accents or tone marks; one way of writing shu."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c)).translate(_SHU)


def who_code(text: str) -> str | None:
    """The WHO code this text spells ("bl 23", "UB-23", "Bi-23" -> "BL23"), or None when it spells none."""
    letters = fold(text).upper()
    if letters.startswith("EX"):
        return letters  # extra points have letters of their own: compared folded
    match = _CODE.fullmatch(letters)
    if match is None or match[1] not in _WHO_LETTERS:
        return None
    return _WHO_LETTERS[match[1]] + match[2]


def _same_code(point: Acupoint, code: str | None) -> bool:
    return code is not None and code in (fold(point.code).upper(), fold(point.family).upper() if point.family else "")


def _reads_old(point: Acupoint, text: str) -> bool:
    """Whether a bare B number means this point in the old numbering."""
    match = _BARE_B.fullmatch(fold(text).upper())
    return match is not None and f"B{match[1]}" in point.old_codes


def _readings_of_ig(text: str) -> tuple[str, ...]:
    """The WHO codes that a text such as "IG4" may stand for."""
    match = _IG.fullmatch(fold(text).upper())
    return () if match is None else (f"LI{match[1]}", f"SI{match[1]}")


def _names(point: Acupoint) -> tuple[tuple[str, str], ...]:
    """Its names, folded, with what kind of name each is."""
    named = [
        (point.pinyin, "pinyin"),
        (point.chinese, "Chinese"),
        (point.chinese_traditional, "Chinese"),
        (point.english, "English name"),
        *((alias, "another name") for alias in point.aliases),
    ]
    return tuple((fold(name), kind) for name, kind in named)


def _matches(point: Acupoint, text: str) -> Iterator[Match]:
    """Every way in which the text may mean this point."""
    wanted, code, asked = fold(text), who_code(text), text.strip()
    if _same_code(point, code):
        meant = point.code if code == fold(point.code).upper() else point.family
        why = "the code itself" if asked.upper() == meant else f"{asked} is {meant} in today's numbering"
        yield Match(point, EXACT_CODE, why)
    if _reads_old(point, text):
        yield Match(point, OLD_CODE, f"{asked} was the number of {point.code} in the older Bladder numbering")
    yield from _by_name(point, wanted)
    if point.code in _readings_of_ig(text):
        yield Match(point, WRONG_NAME, "IG is LI in Spanish books and SI in French ones")
    if wanted in map(fold, point.misnomers):
        yield Match(point, WRONG_NAME, f"some articles call {point.code} so, though it is not its name")
    words = (point.traditional_use, point.part, point.meridian)
    if len(wanted) >= 3 and any(wanted in fold(held) for held in words):
        yield Match(point, WORDS_HOLD, f"{point.part}; traditionally used for {point.traditional_use}")
    if wanted in map(fold, point.rule.replace(",", " ").split()):  # "L2": every point level with it
        yield Match(point, WORDS_HOLD, point.rule)


def _by_name(point: Acupoint, wanted: str) -> Iterator[Match]:
    """Every one of the point's names that is the folded text, begins with it or holds it."""
    for name, kind in _names(point):
        if wanted == name:
            yield Match(point, EXACT_NAME, f"{kind} of {point.code}")
        elif len(wanted) >= 2 and name.startswith(wanted):
            yield Match(point, NAME_BEGINS, f"a name of {point.code} begins so")
        elif len(wanted) >= 2 and wanted in name:
            yield Match(point, NAME_HOLDS, f"part of a name of {point.code}")


def search(atlas: Atlas, text: str, limit: int) -> tuple[Match, ...]:
    """The best match of each point that matches at all, by rank, then in the atlas's order.

    A text that is no code and no name is read for the codes within it, then word by word.  RequestError for what is
    no text, or no number of matches.
    """
    if not isinstance(text, str):
        raise RequestError(f'expected a text such as "BL23" or "low back pain", got {text!r}')
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise RequestError(f"limit: expected how many matches at most, such as 20, got {limit!r}")
    return (_whole(atlas, text) or _coded(atlas, text) or _worded(atlas, text))[:limit]


def _whole(atlas: Atlas, text: str) -> tuple[Match, ...]:
    """What the text means as it stands."""
    if not fold(text):
        return ()
    best = [min(found, key=lambda m: m.rank) for p in atlas.values() if (found := list(_matches(p, text)))]
    if any(m.rank <= OLD_CODE for m in best):  # a code was meant; names that happen to hold its letters were not
        best = [m for m in best if m.rank <= OLD_CODE]
    return tuple(sorted(best, key=lambda m: m.rank))


def _coded(atlas: Atlas, text: str) -> tuple[Match, ...]:
    """The points whose codes stand in the text, in its order of rank."""
    found = (match for code in _CODES_WITHIN.findall(text) for match in _whole(atlas, code) if match.rank <= OLD_CODE)
    best: dict[str, Match] = {}
    for match in found:
        best.setdefault(match.point.code, match)
    return tuple(sorted(best.values(), key=lambda m: m.rank))


def _worded(atlas: Atlas, text: str) -> tuple[Match, ...]:
    """The points that hold every telling word of the text."""
    words = telling(text)
    if not words:
        return ()
    return tuple(
        Match(p, WORDS_HOLD, f"{p.part}; traditionally used for {p.traditional_use}")
        for p in atlas.values()
        if holds(words, (p.pinyin, p.english, *p.aliases, p.part, p.meridian, p.traditional_use), p.rule)
    )


def select(atlas: Atlas, codes: Iterable[str]) -> tuple[Acupoint, ...]:
    """The points these codes or full names mean; RequestError tells every one that is unknown or ambiguous."""
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        came = f"the text {codes!r}" if isinstance(codes, str) else repr(codes)
        raise RequestError(f'expected a list of codes such as ["BL23", "BL40"], got {came}')
    chosen: dict[str, Acupoint] = {}
    faults: list[str] = []
    for text in codes:
        found = [m for m in _whole(atlas, text) if m.rank <= EXACT_NAME] if isinstance(text, str) else []
        meant = {m.point.family or m.point.code for m in found}
        if len(meant) > 1:
            told = "; ".join(dict.fromkeys(f"{m.point.code} {m.point.pinyin} ({m.why})" for m in found))
            faults.append(f"{text}: this has {len(meant)} readings: {told}. Write the WHO code of the one you mean.")
        elif not meant:
            faults.append(unknown(atlas, text))
        else:
            chosen.update({m.point.code: m.point for m in found})
    if faults:
        raise RequestError("\n".join(faults))
    return tuple(chosen.values())


def unknown(atlas: Atlas, text: object) -> str:
    """What is said of a code that is no single point's."""
    if not isinstance(text, str):
        return f'expected codes such as "BL23", got {text!r}'
    from locator.atlas.absent import absent  # which reads codes as this module does

    members = atlas.family(text) if text else ()
    if members:
        return f"{text}: expected one point, got a group; its points are {', '.join(p.code for p in members)}"
    if readings := _readings_of_ig(text):
        return f"{text}: IG is LI in Spanish books and SI in French ones; write {' or '.join(readings)}"
    spelled = who_code(text) or text
    codes = {name.upper(): name for name in atlas.names} | {fold(p.pinyin).upper(): p.code for p in atlas.values()}
    close = get_close_matches(spelled.upper(), list(codes), n=3, cutoff=0.6)
    meant = ", ".join(dict.fromkeys(codes[c] for c in close))
    hint = f"did you mean {meant}?" if close else "search by name to find it."
    missing = absent(atlas, text)
    told = f" {missing.said}" if missing else ""
    return f"{text.strip() or 'an empty code'}: expected a point of the atlas such as BL23; {hint}{told}"
