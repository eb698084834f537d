"""How well the back's frame knows measured people: `acupoint bench population MEASURES.csv`.

MEASURES.csv holds one person a row, in mm, with the columns of the ANSUR II survey (stature, cervicaleheight,
acromialheight, iliocristaleheight, trochanterionheight, waistheightomphalion, tenthribheight, biacromialbreadth,
bicristalbreadth, hipbreadth).  Each person is drawn as landmarks in a picture seen square on, and the frame is asked
where the rest is.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import textwrap
from pathlib import Path

import numpy as np

from locator.errors import AcupointError, DataError
from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks
from locator.tables import raise_if_any

PX_PER_MM = 0.4
SIZE_PX = (800, 1000)
# The least squares floor of hip bones from T and W is 16.4 mm with the sexes weighed alike, 16.8 as they come.
GIVEN = {  # what is given -> (breadth of each pair), what is asked with its limit, mm rms
    "C7 and hip bones": (
        {"c7": ("cervicaleheight", None), "iliac_crest": ("iliocristaleheight", "bicristalbreadth")},
        {"waist": ("waistheightomphalion", 18.0), "tenth_rib": ("tenthribheight", 18.0)},
    ),
    "acromia and trochanters": (
        {
            "acromion": ("acromialheight", "biacromialbreadth"),
            "greater_trochanter": ("trochanterionheight", "hipbreadth"),
        },
        {"c7_tip": ("cervicaleheight", 13.0), "left_iliac_crest": ("iliocristaleheight", 17.0)},
    ),
}


def columns() -> tuple[str, ...]:
    """The columns that are read, each once."""
    read = [
        column
        for given, asked in GIVEN.values()
        for column in (*(c for pair in given.values() for c in pair if c), *(height for height, _ in asked.values()))
    ]
    return tuple(dict.fromkeys(read))


def people(path: Path) -> list[dict[str, float]]:
    """A row each of the columns that are read; DataError names every fault with its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            rows, came = list(table), table.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DataError([f"{path}: expected measures as CSV; it cannot be read ({fault})"]) from None
    missing = [column for column in columns() if column not in came]
    if missing:
        got = textwrap.shorten(", ".join(came) or "none", 300, placeholder=" …")
        expected = f"expected the columns {', '.join(columns())}"
        raise DataError([f"{path}: {expected}; missing {', '.join(missing)}; got {got}"])
    faults: list[str] = []
    found = [
        {column: _number(f"{path}: line {line}: {column}", row[column], faults) for column in columns()}
        for line, row in enumerate(rows, start=2)
    ]
    if not found:
        faults.append(f"{path}: expected a person a row, got none")
    raise_if_any(faults)
    return found


def _number(at: str, text: str | None, faults: list[str]) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0.0):
        faults.append(f'{at}: expected millimetres, got "{text or ""}"')
    return value


def drawn(person: dict[str, float], given: dict[str, tuple[str, str | None]]) -> LandmarkSet:
    """The person's landmarks in a picture, feet at its lower rim."""
    points = {}
    for name, (height, breadth) in given.items():
        y = SIZE_PX[1] - PX_PER_MM * person[height]
        if breadth is None:
            points[name] = (SIZE_PX[0] / 2, y)
            continue
        half = PX_PER_MM * person[breadth] / 2
        points[f"left_{name}"], points[f"right_{name}"] = (SIZE_PX[0] / 2 - half, y), (SIZE_PX[0] / 2 + half, y)
    return LandmarkSet.from_points(points, SIZE_PX, view="back", sigma_px=0.5)


def main(path: str, every: int = 1) -> int:
    failed = 0
    rows = people(Path(path))[::every]
    for what, (given, asked) in GIVEN.items():
        misses: dict[str, list[float]] = {name: [] for name in asked}
        for person in rows:
            found = locate_landmarks(drawn(person, given), codes=["BL23"]).landmarks
            assert found is not None
            for name, (height, _) in asked.items():
                mark = found.get(name)
                if mark is not None:
                    misses[name].append((SIZE_PX[1] - mark.xy_px[1]) / PX_PER_MM - person[height])
        for name, (_, limit_mm) in asked.items():
            rms = float(np.sqrt(np.mean(np.square(misses[name])))) if misses[name] else float("nan")
            held = len(misses[name]) == len(rows) and rms <= limit_mm
            failed += not held
            print(f"{what}: {name}: {len(misses[name])} of {len(rows)} people, rms {rms:.1f} mm (limit {limit_mm:g})")
    return 1 if failed else 0


if __name__ == "__main__":
    ask = argparse.ArgumentParser(prog="acupoint bench population", description=(__doc__ or "").split("\n")[0])
    ask.add_argument("measures", metavar="MEASURES.csv", help=f"columns, in mm: {', '.join(columns())}")
    ask.add_argument("every", nargs="?", type=int, default=1, help="take one person of so many")
    options = ask.parse_args()
    if options.every < 1:
        ask.error(f"every: expected 1 or more, got {options.every}")
    try:
        sys.exit(main(options.measures, options.every))
    except AcupointError as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
