"""What is asked before the first result, and what the answers leave out.

A caution takes points away, asks for a light hand, or adds a sentence; a red flag means that a doctor comes first.  All
of it is data in `data/cautions.toml`, each entry with its sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from locator.atlas.load import SOURCES, load_atlas, load_sources
from locator.atlas.schema import Acupoint, SourceNote
from locator.errors import RequestError
from locator.placement import REGIONS
from locator.tables import Table, near, raise_if_any, read_toml, shipped

Kind = Literal["rules_out", "gentle", "warn"]  # strongest first
Urgency = Literal["emergency", "today", "soon"]
KINDS: tuple[Kind, ...] = ("rules_out", "gentle", "warn")
URGENCIES: tuple[Urgency, ...] = ("emergency", "today", "soon")
NAMED, ALL = "named", "all"


@dataclass(frozen=True)
class Effect:
    """What one caution does to some points."""

    kind: Kind
    on: tuple[str, ...]  # "named": points that name the caution; "all"; or regions
    advice: str  # one sentence to the person


@dataclass(frozen=True)
class Caution:
    """A question asked once, and what a yes changes."""

    id: str
    question: str
    explanation: str
    effects: tuple[Effect, ...]
    sources: tuple[SourceNote, ...]

    @property
    def source(self) -> str:
        """Its sources in one line."""
        return " ".join(note.text for note in self.sources)

    def effect_on(self, point: Acupoint) -> Effect | None:
        """The strongest effect of a yes on this point, or None."""
        touching = [e for e in self.effects if _touches(e.on, point) or (NAMED in e.on and self.id in point.cautions)]
        return min(touching, key=lambda e: KINDS.index(e.kind), default=None)


@dataclass(frozen=True)
class RedFlag:
    """A sign that a doctor comes first."""

    id: str
    question: str
    advice: str  # what to do, and how soon
    urgency: Urgency
    withholds: tuple[str, ...]  # "all", or regions
    sources: tuple[SourceNote, ...]

    @property
    def explanation(self) -> str:
        """The advice, under the name that cautions use."""
        return self.advice

    @property
    def source(self) -> str:
        """Its sources in one line."""
        return " ".join(note.text for note in self.sources)


@dataclass(frozen=True)
class Safety:
    """Everything that is asked, in the order of asking."""

    cautions: tuple[Caution, ...]
    red_flags: tuple[RedFlag, ...]

    def naming(self, point: Acupoint) -> tuple[Caution, ...]:
        """The cautions that this point names: what its card should mention whatever was answered."""
        return tuple(c for c in self.cautions if c.id in point.cautions)


@dataclass(frozen=True)
class Answers:
    """The ids that were answered with yes."""

    cautions: frozenset[str] = frozenset()
    red_flags: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for each in ("cautions", "red_flags"):
            ids = getattr(self, each)
            object.__setattr__(self, each, frozenset([ids] if isinstance(ids, str) else ids))


@dataclass(frozen=True)
class Withheld:
    """A point that is not offered, and why."""

    code: str
    reason: str  # a sentence to the person


def load_safety(file: Path | None = None) -> Safety:
    """The cautions and red flags of a file, or those that are shipped; DataError lists every fault."""
    return _shipped_safety() if file is None else _read(file)


@lru_cache(maxsize=1)
def _shipped_safety() -> Safety:
    return _read(shipped("locator", "data", "cautions.toml"))


def offered(
    points: Iterable[Acupoint], answers: Answers, safety: Safety | None = None
) -> tuple[tuple[Acupoint, ...], tuple[Withheld, ...]]:
    """The points that may be offered, in their order, and the others with the reason."""
    cautions, flags = _held(answers, safety or load_safety())
    kept: list[Acupoint] = []
    withheld: list[Withheld] = []
    for point in points:
        reason = _reason_against(point, cautions, flags)
        if reason is None:
            kept.append(point)
        else:
            withheld.append(Withheld(point.code, reason))
    return tuple(kept), tuple(withheld)


def warnings_for(code: str, answers: Answers, safety: Safety | None = None) -> tuple[str, ...]:
    """The sentences that belong beside this point, given the answers; the light-hand ones first, each once."""
    point = load_atlas().point(code)
    cautions, _ = _held(answers, safety or load_safety())
    effects = [e for c in cautions if (e := c.effect_on(point)) is not None and e.kind != "rules_out"]
    return tuple(dict.fromkeys(e.advice for e in sorted(effects, key=lambda e: KINDS.index(e.kind))))


def gently(code: str, answers: Answers, safety: Safety | None = None) -> bool:
    """Whether the answers ask for light pressure on this point: no ball, no knuckles."""
    point = load_atlas().point(code)
    cautions, _ = _held(answers, safety or load_safety())
    return any((e := c.effect_on(point)) is not None and e.kind == "gentle" for c in cautions)


def _touches(on: tuple[str, ...], point: Acupoint) -> bool:
    return ALL in on or point.region in on


def _reason_against(point: Acupoint, cautions: list[Caution], flags: list[RedFlag]) -> str | None:
    """The most pressing reason not to offer the point, or None."""
    urgent = [flag for flag in flags if _touches(flag.withholds, point)]
    if urgent:
        return min(urgent, key=lambda flag: URGENCIES.index(flag.urgency)).advice
    effects = (caution.effect_on(point) for caution in cautions)
    return next((e.advice for e in effects if e is not None and e.kind == "rules_out"), None)


def _held(answers: Answers, safety: Safety) -> tuple[list[Caution], list[RedFlag]]:
    """What was answered with yes; RequestError for an id that is not asked, so that no caution is lost to a typo."""
    asked = {c.id for c in safety.cautions}, {f.id for f in safety.red_flags}
    unknown = [
        f"{id}: expected the id of a {what}{near(id, ids) or '; known are ' + ', '.join(sorted(ids))}"
        for what, given, ids in (("caution", answers.cautions, asked[0]), ("red flag", answers.red_flags, asked[1]))
        for id in sorted(given - ids)
    ]
    if unknown:
        raise RequestError("\n".join(unknown))
    return (
        [c for c in safety.cautions if c.id in answers.cautions],
        [f for f in safety.red_flags if f.id in answers.red_flags],
    )


def _read(file: Path) -> Safety:
    faults: list[str] = []
    notes = load_sources(shipped("locator.atlas", "data", SOURCES), faults)
    whole = read_toml(file, faults)
    cautions = tuple(_caution(entry, notes) for entry in whole.tables("cautions"))
    flags = tuple(_red_flag(entry, notes) for entry in whole.tables("red_flags"))
    whole.finish()
    for kind, ids in (("cautions", [c.id for c in cautions]), ("red_flags", [f.id for f in flags])):
        faults += [f"{file.name}: {kind}: expected each id once, got {id} again" for id in _twice(ids)]
    raise_if_any(faults)
    return Safety(cautions, flags)


def _twice(ids: list[str]) -> list[str]:
    return sorted({id for id in ids if id and ids.count(id) > 1})


def _caution(entry: Table, notes: dict[str, SourceNote]) -> Caution:
    effects = []
    for table in entry.tables("effects"):
        kind = cast(Kind, table.text("effect", among=KINDS))
        on = table.texts("on", required=True, among=(NAMED, ALL, *REGIONS))
        effects.append(Effect(kind, on, table.text("advice")))
        table.finish()
    caution = Caution(
        id=entry.text("id"),
        question=entry.text("question"),
        explanation=entry.text("explanation"),
        effects=tuple(effects),
        sources=_sources(entry, notes),
    )
    entry.finish()
    return caution


def _red_flag(entry: Table, notes: dict[str, SourceNote]) -> RedFlag:
    flag = RedFlag(
        id=entry.text("id"),
        question=entry.text("question"),
        advice=entry.text("advice"),
        urgency=cast(Urgency, entry.text("urgency", among=URGENCIES)),
        withholds=entry.texts("withholds", required=True, among=(ALL, *REGIONS)),
        sources=_sources(entry, notes),
    )
    entry.finish()
    return flag


def _sources(entry: Table, notes: dict[str, SourceNote]) -> tuple[SourceNote, ...]:
    """The sources named, of which there must be one at least."""
    return tuple(notes[id] for id in entry.texts("sources", required=True, among=tuple(notes)) if id in notes)
