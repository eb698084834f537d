"""Distances counted in one person's own fingers: in the sentences of the cards, and in the words of a check."""

from __future__ import annotations

import re

from calibration import store
from calibration.finger import AVERAGE, FingerWidths, in_fingers, in_thumbs
from locator.errors import AcupointError
from ui.wording import Wording

# Widths that the sentences for finding a point speak of, by their key in the table of sentences: cun.
SPOKEN = {
    "thumbs_half": 0.5,
    "thumbs_1": 1.0,
    "thumbs_2": 2.0,
    "fingers_2": 1.5,
    "fingers_2_more": 2.0,
    "fingers_3": 2.0,
    "fingers_4": 3.0,
    "fingers_4_more": 3.5,
}


def widths_of(name: str | None) -> FingerWidths | None:
    """The finger widths kept in a profile; None without a profile, or where they were not measured."""
    if not name:
        return None
    try:
        return store.load(name).fingers if store.kept_as(name) is not None else None
    except AcupointError:  # said where the person was chosen
        return None


def finger_cun(name: str | None) -> float:
    """The width of one of the four fingers, of a profile's person or the average one."""
    return (widths_of(name) or AVERAGE).finger_cun


def in_own(say: Wording, sentence: str, widths: FingerWidths | None) -> str:
    """A sentence about a place, its widths of fingers and thumbs counted in these; as it is without any."""
    if widths is None:
        return sentence
    keys = {say(f"fingers.{key}"): key for key in SPOKEN}
    longest_first = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))

    def counted(found: re.Match[str]) -> str:
        key = keys[found[0].lower()]
        told = _counted(say, SPOKEN[key], widths, by_thumb=key.startswith("thumbs"))
        return told[0].upper() + told[1:] if found[0][0].isupper() else told

    return re.sub(rf"\b({longest_first})\b", counted, sentence, flags=re.IGNORECASE)


def _counted(say: Wording, cun: float, widths: FingerWidths, by_thumb: bool) -> str:
    """A distance in words: in thumbs where a thumb was spoken of and comes out even, else in fingers, else in cun."""
    thumbs = in_thumbs(cun, widths) if by_thumb else None
    if thumbs is not None:
        return say(f"fingers.thumbs_{_key(thumbs)}")
    count = in_fingers(cun, widths)
    return f"{say.number(cun)} cun" if count is None else say(f"fingers.fingers_{_key(count)}")


def _key(count: float) -> str:
    """2.5 as a part of a key: 2_half."""
    whole = "" if count < 1 else str(int(count))
    return "_".join(part for part in (whole, "half" if count % 1 else "") if part)
