"""What is counted when placed points are held against known ones, and the tables made of it.

All distances are in cun of the body in the picture (stature / 75), wherever on the body they lie.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from locator.atlas.load import load_atlas

Array = npt.NDArray[np.float64]
Key = tuple[str, str]  # code, side
OTHER = {"left": "right", "right": "left"}
WILD_CUN = 3.0  # further away than this is not inaccurate but wrong
SPINE = (("GV14", "midline"), ("GV3", "midline"))  # whose true places tell which way the spine runs in the picture
HIP = {"GB30"}  # lies on the back's frame; told apart because it hangs on bones that no camera sees


@dataclass(frozen=True, eq=False)
class Spot:
    """A point that somebody placed."""

    xy_px: Array  # (2,)
    ring_px: float


@dataclass(frozen=True, eq=False)
class Known:
    """Where a point truly lies."""

    xy_px: Array  # (2,)
    cun_px: float
    seen: bool  # in the picture, and its skin turned to the camera


@dataclass(frozen=True)
class Miss:
    """One point that was placed and whose place is known."""

    view: str
    file: str
    code: str
    side: str
    region: str
    error_cun: float
    ring_cun: float
    down_cun: float  # along the spine, + toward the feet; NaN where no spine is known
    left_cun: float  # across it, + toward the body's left as a back shows it
    swapped: bool  # lies nearer to its twin's place

    @property
    def held(self) -> bool:
        return self.error_cun <= self.ring_cun


@dataclass(frozen=True)
class Judged:
    """One picture's answer, held against the truth."""

    view: str
    file: str
    expected: tuple[Key, ...]  # the points in sight
    misses: tuple[Miss, ...]

    @property
    def answered(self) -> bool:
        return bool(self.misses)


@dataclass
class Row:
    """A line of a table, being summed up."""

    pictures: int = 0
    answered: int = 0
    expected: int = 0
    misses: list[Miss] = field(default_factory=list)


def region_of(code: str) -> str:
    return "hip" if code in HIP else load_atlas()[code].region


def known_points(record: Mapping[str, Any]) -> dict[Key, Known]:
    """A record's true places; of a point that the set gives at two candidates, the one that faces the camera more."""
    facing: dict[Key, float] = {}
    known: dict[Key, Known] = {}
    for name, told in record["acupoints"].items():
        code, side = name.rsplit(".", 1)
        if code not in load_atlas():
            code = code.rstrip("ab")  # "LI4a" and "LI4b": the two faces of the hand
        key = (code, side)
        if key not in facing or told["facing"] > facing[key]:
            facing[key] = told["facing"]
            known[key] = Known(np.array(told["px"], dtype=float), float(told["cun_px"]), bool(told["seen"]))
    return known


def judge(view: str, file: str, known: Mapping[Key, Known], placed: Mapping[Key, Spot], regions: set[str]) -> Judged:
    """Hold what was placed on one picture against what is known of it; `regions` empty means all."""
    expected = tuple(k for k, t in known.items() if t.seen and (not regions or region_of(k[0]) in regions))
    down, left = _spine_axes(known)
    misses = []
    for key in expected:
        if key not in placed:
            continue
        code, side = key
        true, spot = known[key], placed[key]
        away = (spot.xy_px - true.xy_px) / true.cun_px
        twin = known.get((code, OTHER.get(side, "")))
        swapped = (
            twin is not None
            and math.dist(true.xy_px, twin.xy_px) > 2.0 * true.cun_px
            and math.dist(spot.xy_px, twin.xy_px) < math.dist(spot.xy_px, true.xy_px)
        )
        misses.append(
            Miss(
                view=view,
                file=file,
                code=code,
                side=side,
                region=region_of(code),
                error_cun=float(np.linalg.norm(away)),
                ring_cun=spot.ring_px / true.cun_px,
                down_cun=float(away @ down),
                left_cun=float(away @ left),
                swapped=swapped,
            )
        )
    return Judged(view, file, expected, tuple(misses))


def _spine_axes(known: Mapping[Key, Known]) -> tuple[Array, Array]:
    nape, loin = (known.get(key) for key in SPINE)
    if nape is None or loin is None:
        return np.full(2, math.nan), np.full(2, math.nan)
    span = loin.xy_px - nape.xy_px
    down = span / max(float(np.linalg.norm(span)), 1e-9)
    return down, np.array([-down[1], down[0]])  # down the spine, then a quarter turn clockwise: left on a back


def figures(row: Row) -> dict[str, float | int | None]:
    """The figures of one line; None where there is nothing to count."""
    errors = sorted(m.error_cun for m in row.misses)
    many = len(errors)

    def share(counts: Callable[[Miss], bool]) -> float | None:
        return sum(map(counts, row.misses)) / many if many else None

    return {
        "pictures": row.pictures or None,
        "answered": row.answered / row.pictures if row.pictures else None,
        "points": row.expected,
        "found": many / row.expected if row.expected else None,
        "median": float(np.median(errors)) if many else None,
        "p90": errors[min(many - 1, int(0.9 * many))] if many else None,
        "ring68": share(lambda m: m.held),
        "ring": float(np.median([m.ring_cun for m in row.misses])) if many else None,
        "wild": share(lambda m: m.error_cun > WILD_CUN),
        "swapped": sum(m.swapped for m in row.misses),
    }


def table(judged: Iterable[Judged], by: str) -> dict[str, dict[str, float | int | None]]:
    """Figures by "view", "region" or "point", and of everything together under "all"."""
    rows: dict[str, Row] = {}
    whole = Row()
    for picture in judged:
        of_view = rows.setdefault(picture.view, Row()) if by == "view" else None
        for row in (of_view, whole):
            if row is not None:
                row.pictures += 1
                row.answered += picture.answered
        placed = {(m.code, m.side): m for m in picture.misses}
        for code, side in picture.expected:
            own = of_view or rows.setdefault(region_of(code) if by == "region" else code, Row())
            for row in (own, whole):
                row.expected += 1
                if (code, side) in placed:
                    row.misses.append(placed[code, side])
    named = rows if by == "view" else dict(sorted(rows.items()))
    return {name: figures(row) for name, row in {**named, "all": whole}.items()}


def sources(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Where the error of back and hip points comes from, by view, root mean squares in cun.

    Along and across the spine; each split into what all points of a picture share (the body was seen too high, or too
    far left: landmarks) and what is left to the single point (proportions, the curve of the spine, the skin).
    `bias` is what all pictures share.
    """
    out: dict[str, dict[str, float]] = {}
    for view in dict.fromkeys(p.view for p in judged):
        shifts, rest = [], []
        for picture in judged:
            own = np.array(
                [(m.down_cun, m.left_cun) for m in picture.misses if m.region in ("back", "hip")], dtype=float
            ).reshape(-1, 2)
            own = own[np.isfinite(own).all(axis=1)]
            if picture.view == view and len(own) >= 3:
                shifts.append(own.mean(axis=0))
                rest.append(own - own.mean(axis=0))
        if shifts:
            bias = np.mean(shifts, axis=0)
            shared = np.sqrt(np.mean(np.square(shifts), axis=0))
            single = np.sqrt(np.mean(np.square(np.vstack(rest)), axis=0))
            out[view] = {
                "along: bias": float(bias[0]),
                "along: picture": float(shared[0]),
                "along: point": float(single[0]),
                "across: bias": float(bias[1]),
                "across: picture": float(shared[1]),
                "across: point": float(single[1]),
            }
    return out


def printed(rows: Mapping[str, Mapping[str, float | int | None]], heading: str) -> str:
    """A table as text in columns."""
    if not rows:
        return ""
    columns = list(next(iter(rows.values())))
    wide = max(len(heading), *(len(name) for name in rows)) + 2
    widths = [max(9, len(c) + 2) for c in columns]
    lines = [heading.ljust(wide) + "".join(c.rjust(w) for c, w in zip(columns, widths, strict=True))]
    for name, row in rows.items():
        cells = [cell(row[c]).rjust(w) for c, w in zip(columns, widths, strict=True)]
        lines.append(name.ljust(wide) + "".join(cells))
    return "\n".join(lines)


def cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
