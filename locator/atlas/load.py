"""The atlas read from its files: one TOML file a region, every fault reported at once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import get_args

from locator.atlas.schema import (
    ANCHORS,
    MERIDIANS,
    MIDLINE_ANCHORS,
    SEEN_FROM,
    Acupoint,
    Atlas,
    Position,
    SourceNote,
)
from locator.placement import REGIONS, Region
from locator.tables import Table, raise_if_any, read_toml, shipped

SOURCES = "sources.toml"
_REGION_OF: dict[str, Region] = {region: region for region in REGIONS}
assert set(REGIONS) == set(get_args(Region))
_FARTHEST_CUN = 25.0  # no offset in the standard is longer than a limb (19 cun, hip to knee)


def load_atlas(folder: Path | None = None) -> Atlas:
    """The atlas of a folder of region files and a sources.toml; without a folder, the one that is shipped.

    DataError lists every fault of every file, each with its path.
    """
    return _shipped_atlas() if folder is None else _read(folder)


@lru_cache(maxsize=1)
def _shipped_atlas() -> Atlas:
    return _read(shipped("locator.atlas", "data"))


def load_sources(file: Path, faults: list[str]) -> dict[str, SourceNote]:
    """The sources by id."""
    whole = read_toml(file, faults)
    found: dict[str, SourceNote] = {}
    for id in whole.values:
        entry = whole.table(id)
        if entry is not None:
            found[id] = SourceNote(id, entry.text("text"), entry.text("url", ""))
            entry.finish()
    return found


def _read(folder: Path) -> Atlas:
    faults: list[str] = []
    sources = load_sources(folder / SOURCES, faults)
    known_cautions = caution_ids()
    points: dict[str, Acupoint] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name == SOURCES:
            continue
        whole = read_toml(file, faults)
        region = _REGION_OF.get(file.stem)
        if region is None:
            faults.append(f"{file.name}: expected a file named after a region ({', '.join(REGIONS)})")
            continue
        for code in whole.values:
            entry = whole.table(code)
            if entry is None:
                continue
            for point in _points(entry, code, region, frozenset(sources), known_cautions):
                if point.code in points:
                    entry.fault("", f"expected each code once, it is also in {points[point.code].region}.toml")
                points[point.code] = point
    if not points and not faults:
        faults.append(f"{folder}: expected region files such as back.toml, found none")
    raise_if_any(faults)
    return Atlas(points, sources)


def caution_ids() -> frozenset[str]:
    """The ids in the shipped cautions.toml; its other faults are for `locator.safety` to tell."""
    cautions = read_toml(shipped("locator", "data", "cautions.toml"), []).values.get("cautions", [])
    return frozenset(c["id"] for c in cautions if isinstance(c, dict) and isinstance(c.get("id"), str))


def _points(
    entry: Table, code: str, region: Region, sources: frozenset[str], cautions: frozenset[str]
) -> list[Acupoint]:
    """The points of one entry: one, or the members of a family."""
    letters = code.split("-")[0].rstrip("0123456789")
    if letters not in MERIDIANS:
        entry.fault("", f"expected a WHO code such as BL23 or EX-B2, got {code}")
    paired = entry.text("side", among=("paired", "midline")) != "midline"
    position = entry.table("position")
    places = _positions(position, paired) if position is not None else {}
    meridian = entry.text("meridian", among=tuple(MERIDIANS.values()))
    if letters in MERIDIANS and meridian in MERIDIANS.values() and meridian != MERIDIANS[letters]:
        entry.fault("meridian", f"expected {MERIDIANS[letters]} for {code}, got {meridian}")
    shared = Acupoint(
        code=code,
        pinyin=entry.text("pinyin"),
        chinese=entry.text("chinese"),
        chinese_traditional=entry.text("chinese_traditional"),
        english=entry.text("english"),
        meridian=meridian,
        paired=paired,
        region=region,
        part=entry.text("part"),
        seen_from=entry.texts("seen_from", required=True, among=SEEN_FROM),
        position=Position(("c7",)),
        rule=entry.text("rule"),
        find=entry.text("find"),
        traditional_use=entry.text("traditional_use"),
        sigma_cun=entry.number("sigma_cun", low=0.01, high=3.0),
        citation=entry.text("citation", among=sources),
        cautions=entry.texts("cautions", among=cautions),
        aliases=entry.texts("aliases"),
        misnomers=entry.texts("misnomers"),
        old_codes=entry.texts("old_codes"),
        note=entry.text("note", ""),
    )
    entry.finish()
    return [_member(shared, member, place) for member, place in places.items()]


def _member(shared: Acupoint, member: str, place: Position) -> Acupoint:
    """The point itself ("" for a member), or one member of the family that it describes."""
    values = {**vars(shared), "position": place}
    if member:
        level = place.at if place.at in MIDLINE_ANCHORS else None
        rule = f"lower border of {level.upper()}, {place.lateral_cun:g} cun lateral" if level else shared.rule
        values |= {"code": f"{shared.code}:{member}", "family": shared.code, "rule": rule}
    return Acupoint(**values)


def _positions(table: Table, paired: bool) -> dict[str, Position]:
    """Member -> place; the member is "" for a point that is no family."""
    if "levels" in table.values:
        levels = table.texts("levels", required=True, among=MIDLINE_ANCHORS)
        offset = _offset(table, paired)
        table.finish()
        return {level.upper(): Position((level,), 0.0, *offset) for level in levels}
    if "spots" in table.values:
        spots = table.table("spots")
        table.finish()
        members = {name: spots.table(name) for name in spots.values} if spots else {}
        return {name: _position(member, paired) for name, member in members.items() if member is not None}
    return {"": _position(table, paired)}


def _position(table: Table, paired: bool) -> Position:
    """One place: `at` an anchor, or `between` two with a `fraction`; plus an offset."""
    anchors: tuple[str, ...] = ("c7",)  # stands in where the file is at fault
    fraction = 0.0
    if "between" in table.values:
        two = table.texts("between", among=ANCHORS)
        if isinstance(table.values["between"], list) and len(table.values["between"]) != 2:
            table.fault("between", f"expected two anchors, got {len(table.values['between'])}")
        anchors = two or anchors
        fraction = table.number("fraction", low=0.0, high=1.0)
        if "at" in table.values:
            table.asked.add("at")
            table.fault("at", "expected either at or between, got both")
    else:
        anchors = (table.text("at", among=ANCHORS) or "c7",)
    if not paired:
        for anchor in anchors:
            if anchor in ANCHORS - MIDLINE_ANCHORS:
                table.fault("", f"expected midline anchors for a midline point, got {anchor}")
    offset = _offset(table, paired)
    table.finish()
    return Position(anchors, fraction, *offset)


def _offset(table: Table, paired: bool) -> tuple[float, float, float]:
    """Distal, lateral, dorsal, in cun."""
    limits = {"default": 0.0, "low": -_FARTHEST_CUN, "high": _FARTHEST_CUN}
    distal, lateral, dorsal = (table.number(f"{axis}_cun", **limits) for axis in ("distal", "lateral", "dorsal"))
    if not paired and lateral != 0.0:
        table.fault("lateral_cun", f"expected 0 for a midline point, got {lateral:g}")
    return distal, lateral, dorsal
