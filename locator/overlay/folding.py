"""Points that share a label: which go together where there is no room for all, and what the label says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from locator.overlay.style import Role


@dataclass(frozen=True)
class Dot:
    """A point that is drawn, and which wants a label."""

    code: str
    side: Role
    x: float
    y: float
    radius: float
    ring: float = 0.0  # columns keep off rings too, where the picture is wide enough


Entry = tuple[Dot, ...]  # the points that one label speaks for


def fold(entries: Sequence[Entry], count: int) -> list[Entry]:
    """The same points under at most `count` labels: the nearest neighbours along the body go together."""
    groups = sorted(entries, key=lambda e: (_stem(e[0].code), e[0].side, e[0].y))
    while len(groups) > count:
        costs = [_strangeness(a, b) for a, b in pairwise(groups)]
        i = int(np.argmin(costs))
        groups[i : i + 2] = [groups[i] + groups[i + 1]]
    return groups


def _stem(code: str) -> str:
    """Its letters: "BL" of BL23, "EX-B2:T" of a member at T7."""
    return re.sub(r"\d+$", "", code)


def _number(code: str) -> int:
    """What it ends with, 0 where that is no number."""
    found = re.search(r"\d+$", code)
    return int(found.group()) if found else 0


def _strangeness(a: Entry, b: Entry) -> float:
    """How little the points of two labels belong under one: far apart, many, of another channel or side."""
    kin = _stem(a[-1].code) == _stem(b[0].code) and a[-1].side == b[0].side
    return abs(a[-1].y - b[0].y) + 0.3 * abs(a[-1].x - b[0].x) + 10.0 * len(a + b) + (0.0 if kin else 1000.0)


def middle_of(entry: Entry) -> tuple[float, float]:
    """The middle (x, y) of the points that a label speaks for."""
    return sum(d.x for d in entry) / len(entry), sum(d.y for d in entry) / len(entry)


def text_of(entry: Entry) -> str:
    """BL23, or BL13-15 for a run of neighbours, or BL13 +2 where the numbers do not follow each other."""
    codes = sorted({d.code for d in entry}, key=lambda c: (_stem(c), _number(c)))
    if len(codes) == 1:
        return codes[0]
    numbers = [_number(c) for c in codes]
    if len({_stem(c) for c in codes}) == 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{codes[0]}-{numbers[-1]}"
    return f"{codes[0]} +{len(codes) - 1}"
