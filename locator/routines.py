"""How a point is held, and in which order several are: techniques and routines, both data.

A technique is gathered from the point's own entry, its part of the body, its region and a default; the nearest wins, so
that every point of the atlas has one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from locator.atlas.load import load_atlas
from locator.atlas.schema import Atlas
from locator.errors import RequestError
from locator.placement import REGIONS, Side
from locator.tables import Table, near, raise_if_any, read_toml, shipped

Sides = Literal["together", "left_then_right", "midline"]
Who = Literal["self", "partner", "either"]
SIDES: tuple[Sides, ...] = ("together", "left_then_right", "midline")
WHO: tuple[Who, ...] = ("self", "partner", "either")
_EVIDENCE = re.compile(r"00[0-4](-[0-9]{2}|:(hold|repeat|technique|tool|safety|extra|routine))|project")


@dataclass(frozen=True)
class Technique:
    """How one point is held."""

    code: str
    technique: str  # what the fingers do, a sentence
    hold_s: int  # seconds a hold
    repeats: int  # holds a side
    in_s: int  # seconds of one breath in
    out_s: int  # seconds of one breath out
    tool: str  # "Both thumbs"
    who: Who
    feel: str  # what it should feel like
    stop: str  # when to stop
    evidence: tuple[str, ...]  # "004-01" claim 1 of article 004, "004:hold" its general advice, "project" our choice


@dataclass(frozen=True)
class Turn:
    """One hold of a session."""

    code: str
    side: Side | Literal["both"]
    hold_s: int
    change_s: int  # seconds to find the place before the hold


@dataclass(frozen=True)
class Step:
    """One point of a routine."""

    code: str
    sides: Sides
    hold_s: int
    repeats: int  # holds a side

    def turns(self, change_s: int) -> tuple[Turn, ...]:
        """The holds in order: all of the left side before the right, or both sides at once."""
        sides: dict[Sides, tuple[Side | Literal["both"], ...]] = {
            "together": ("both",),
            "left_then_right": ("left", "right"),
            "midline": ("midline",),
        }
        return tuple(Turn(self.code, s, self.hold_s, change_s) for s in sides[self.sides] for _ in range(self.repeats))


@dataclass(frozen=True)
class Routine:
    """Points in an order, with a purpose."""

    name: str
    title: str
    for_whom: str
    change_s: int  # seconds to find each next place
    steps: tuple[Step, ...]
    evidence: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Its points, each once, in order."""
        return tuple(dict.fromkeys(step.code for step in self.steps))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every hold from beginning to end."""
        return tuple(turn for step in self.steps for turn in step.turns(self.change_s))

    @property
    def duration_s(self) -> int:
        """Seconds from beginning to end, finding the places included."""
        return sum(turn.change_s + turn.hold_s for turn in self.turns)

    def without(self, codes: frozenset[str]) -> Routine:
        """The same routine with these points left out; RequestError for a code that is not in the atlas."""
        for code in codes:
            load_atlas().point(code)
        kept = tuple(step for step in self.steps if step.code not in codes)
        return Routine(self.name, self.title, self.for_whom, self.change_s, kept, self.evidence)


def technique(code: str) -> Technique:
    """How this point is held; RequestError for a code that is not in the atlas."""
    known = _techniques()
    if code not in known:
        raise RequestError(
            f"{code}: expected a point of the atlas such as BL23{near(code, known) or '; search for it'}"
        )
    return known[code]


def routines() -> tuple[Routine, ...]:
    """The routines in the order they are offered."""
    return tuple(_routines().values())


def routine(name: str) -> Routine:
    """One routine by name ("low_back", also "low back" or "Low-back"); RequestError names the known ones."""
    known = _routines()
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    if plain not in known:
        hint = near(plain, known) or f"; known are {', '.join(known)}"
        raise RequestError(f"{name or 'an empty name'}: expected the name of a routine{hint}")
    return known[plain]


def load_techniques(file: Path, atlas: Atlas) -> dict[str, Technique]:
    """A technique for every point of the atlas; DataError lists every fault of the file."""
    faults: list[str] = []
    whole = read_toml(file, faults)
    default = whole.table("default")
    layers: dict[str, dict[str, Table]] = {}
    allowed = {"regions": REGIONS, "parts": {p.part for p in atlas.values()}, "points": atlas.names}
    for layer, names in allowed.items():
        table = whole.table(layer, required=False)
        entries = {name: table.table(name) for name in table.values} if table else {}
        layers[layer] = {name: entry for name, entry in entries.items() if entry is not None}
        for name, entry in layers[layer].items():
            if name not in names:
                entry.fault("", f"expected one of the atlas's {layer}, got {name}{near(name, names)}")
    whole.finish()
    for entry in (each for layer in layers.values() for each in layer.values()):
        _technique("", {**(default.values if default else {}), **entry.values}, entry.path, faults)
    if default is not None:
        _technique("", default.values, default.path, faults)
    raise_if_any(list(dict.fromkeys(faults)))
    assert default is not None
    found: dict[str, Technique] = {}
    for point in atlas.values():
        keys = (("regions", point.region), ("parts", point.part), ("points", point.family or point.code))
        values = dict(default.values)
        for layer, name in keys:
            values |= layers[layer][name].values if name in layers[layer] else {}
        found[point.code] = _technique(point.code, values, file.name, faults)
    return found


def _technique(code: str, values: Mapping[str, Any], path: str, faults: list[str]) -> Technique:
    table = Table(path, dict(values), faults)
    made = Technique(
        code=code,
        technique=table.text("technique"),
        hold_s=table.whole("hold_s", low=5, high=120),
        repeats=table.whole("repeats", low=1, high=5),
        in_s=table.whole("in_s", low=2, high=10),
        out_s=table.whole("out_s", low=2, high=15),
        tool=table.text("tool"),
        who=cast(Who, table.text("who", among=WHO)),
        feel=table.text("feel"),
        stop=table.text("stop"),
        evidence=_evidence(table),
    )
    table.finish()
    return made


def load_routines(file: Path, atlas: Atlas, techniques: Mapping[str, Technique]) -> dict[str, Routine]:
    """The routines of a file by name; DataError lists every fault, points that the atlas does not hold among them."""
    faults: list[str] = []
    whole = read_toml(file, faults)
    found: dict[str, Routine] = {}
    for entry in whole.tables("routines"):
        each = Routine(
            name=entry.text("name"),
            title=entry.text("title"),
            for_whom=entry.text("for_whom"),
            change_s=entry.whole("change_s", low=0, high=60),
            steps=tuple(_step(step, atlas, techniques) for step in entry.tables("steps")),
            evidence=_evidence(entry),
        )
        if each.name in found:
            entry.fault("name", f"expected each name once, got {each.name} again")
        if not each.steps:
            entry.fault("steps", "expected at least one step, got none")
        found[each.name] = each
        entry.finish()
    whole.finish()
    raise_if_any(faults)
    return found


def _step(entry: Table, atlas: Atlas, techniques: Mapping[str, Technique]) -> Step:
    code = entry.text("code", among=tuple(atlas))
    sides = cast(Sides, entry.text("sides", among=SIDES))
    if code in atlas and (sides == "midline") == atlas[code].paired:
        entry.fault("sides", f"expected {'a pair of' if atlas[code].paired else 'the'} side for {code}, got {sides}")
    own = techniques.get(code)
    hold_s = entry.whole("hold_s", default=own.hold_s if own else None, low=5, high=120)
    repeats = entry.whole("repeats", default=own.repeats if own else None, low=1, high=5)
    entry.finish()
    return Step(code, sides, hold_s, repeats)


def _evidence(entry: Table) -> tuple[str, ...]:
    """What it rests on, in the form that SOURCES.md explains; at least one."""
    given = entry.texts("evidence", required=True)
    for i, text in enumerate(given):
        if not _EVIDENCE.fullmatch(text):
            entry.fault(f"evidence[{i}]", f'expected "004-01", "004:hold" or "project", got "{text}"')
    return given


@lru_cache(maxsize=1)
def _techniques() -> Mapping[str, Technique]:
    return MappingProxyType(load_techniques(shipped("locator", "data", "techniques.toml"), load_atlas()))


@lru_cache(maxsize=1)
def _routines() -> Mapping[str, Routine]:
    file = shipped("locator", "data", "routines.toml")
    return MappingProxyType(load_routines(file, load_atlas(), _techniques()))
