"""The names by which landmarks go, and which of them a misspelt one may have meant."""

from __future__ import annotations

import re
from difflib import get_close_matches

from locator.atlas.schema import MIDLINE_ANCHORS, PAIRED_ANCHORS
from locator.detect.base import NAMES
from locator.frames.hand_view import PALM
from locator.landmarks import SIDES

_PALM = tuple(f"hand_{name}" for name in PALM)
KNOWN = frozenset(
    [*NAMES, *MIDLINE_ANCHORS, *(f"{side}_{name}" for side in SIDES for name in (*PAIRED_ANCHORS, *_PALM))]
)
_LEVEL = re.compile(r"[a-z]\d{1,2}")  # in "c8" for "c7" half of all is wrong, and the letter still tells the part


def no_use(name: str) -> str:
    """What there is to say of a name that means no landmark, with those that may have been meant."""
    meant = " or ".join(_meant(name))
    return f"no use is known for the landmark {name}; {f'did you mean {meant}?' if meant else 'check the name'}"


def _meant(name: str) -> list[str]:
    """Known names near this one; both sides' where the side was left out."""
    wanted = re.sub(r"[\s\-]+", "_", name.strip().casefold())
    side, part = _parted(wanted)
    if part in KNOWN:
        return [part]
    level = _LEVEL.fullmatch(part)
    parts: dict[str, list[str]] = {}
    for known in sorted(KNOWN):
        of, its_part = _parted(known)
        if side in ("", of) and (not level or its_part[:1] == part[:1]):
            parts.setdefault(its_part, []).append(known)
    if part in parts:
        return parts[part]
    close = get_close_matches(part, list(parts), n=2, cutoff=0.5 if level else 0.6)
    return [known for each in close for known in parts[each]]


def _parted(name: str) -> tuple[str, str]:
    """Its side, "" for none, and the rest."""
    side = next((side for side in SIDES if name.startswith(f"{side}_")), "")
    return side, name.removeprefix(f"{side}_")


def listed() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every known name in a reading order: the whole names of the midline, and what follows left_ and right_."""
    named = [_parted(name) for name in KNOWN]
    single = sorted((part for side, part in named if not side), key=_by_number)
    return tuple(single), tuple(sorted({part for side, part in named if side}))


def _by_number(name: str) -> tuple[str, int]:
    """t2 before t10."""
    digits = re.fullmatch(r"([a-z]+)(\d+)", name)
    return (digits[1], int(digits[2])) if digits else (name, 0)
