"""How well the back's frame knows measured people: `python -m tests.benchmarks.bench_population MEASURES.csv`.

MEASURES.csv holds one person a row, in mm, with the columns of the ANSUR II survey (stature, cervicaleheight,
acromialheight, iliocristaleheight, trochanterionheight, waistheightomphalion, tenthribheight, biacromialbreadth,
bicristalbreadth, hipbreadth).  Each person is drawn as landmarks in a picture seen square on, and the frame is asked
where the rest is.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks

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


def people(path: Path) -> Iterator[dict[str, float]]:
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {key: float(value) for key, value in row.items() if key != "sex"}


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


def main(path: str, every: str = "1") -> int:
    failed = 0
    rows = list(people(Path(path)))[:: int(every)]
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
    sys.exit(main(*sys.argv[1:]))
