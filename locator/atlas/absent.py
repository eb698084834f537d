"""Codes that people read elsewhere and the atlas has no point for: of other parts of the body, or of none at all."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from locator.atlas.search import fold, who_code

# WHO code letters -> the channel and how many points it has (WHO standard 2008; 361 in all).
CHANNELS = {
    "BL": ("Bladder", 67),
    "CV": ("Conception Vessel", 24),
    "GB": ("Gallbladder", 44),
    "GV": ("Governing Vessel", 28),
    "HT": ("Heart", 9),
    "KI": ("Kidney", 27),
    "LI": ("Large Intestine", 20),
    "LR": ("Liver", 14),
    "LU": ("Lung", 11),
    "PC": ("Pericardium", 9),
    "SI": ("Small Intestine", 19),
    "SP": ("Spleen", 21),
    "ST": ("Stomach", 45),
    "TE": ("Triple Energizer", 23),
}
_OTHERS = {  # spellings of the channels that have no point in the atlas
    **dict.fromkeys(("CV", "REN", "RN", "CONCEPTIONVESSEL"), "CV"),
    **dict.fromkeys(("HT", "HE", "HEART"), "HT"),
    **dict.fromkeys(("LU", "LUNG"), "LU"),
}
_SPELLED = re.compile(r"([A-Z]+?)0*([1-9][0-9]{0,5})")  # no further than a number can be read


@dataclass(frozen=True)
class Absent:
    """A code that a text spells and the atlas does not hold."""

    code: str  # "LU7"
    channel: str  # "Lung"
    last: int  # the channel's highest number

    @property
    def exists(self) -> bool:
        """Whether there is such a point at all."""
        return int(self.code[2:]) <= self.last

    @property
    def said(self) -> str:
        """A sentence to the person."""
        if self.exists:
            return f"{self.code} is a point of the {self.channel} channel that is not kept here."
        return f"There is no {self.code}: the {self.channel} channel ends at {self.code[:2]}{self.last}."


def absent(atlas: Container[str], text: str) -> Absent | None:
    """What this text spells, where it is a code that the atlas does not hold; None where it is none, or held."""
    match = _SPELLED.fullmatch(fold(text).upper())
    if match is None:
        return None
    letters = _OTHERS.get(match[1]) or (who_code(f"{match[1]}1") or "")[:2]
    code = f"{letters}{match[2]}"
    return Absent(code, *CHANNELS[letters]) if letters in CHANNELS and code not in atlas else None
