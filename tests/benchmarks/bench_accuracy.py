"""Placed points against known ones, and where the error comes from: `acupoint bench accuracy SET`.

    acupoint bench accuracy SET [--by view|region|point] [--regions back,hip] [--only back,back34] [--naive] [--out DIR]

SET is a folder with truth.json and its pictures.  Each picture is asked as a person would ask: whole bodies without a
word, close-ups with what the camera points at (--no-hints: without).  --out writes accuracy.html, which needs nothing
beside itself, accuracy.png and accuracy.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from accuracy_measures import Judged, Key, Known, Spot, judge, known_points, printed, region_of, sources, table
from accuracy_report import Rows, drawn_small, figure_png, page
from naive_script import RING_CUN, NaiveScript

from locator.errors import RequestError
from locator.landmarks import View
from locator.photo import load_photo
from locator.pipeline import default_detector, locate
from locator.placement import Region

# What a person says when the camera does not see a whole body.
HINTS: Mapping[str, tuple[Region, View | None]] = {
    "knee_back": ("leg", "back"),
    "knee_front": ("leg", "front"),
    "lower_back_legs": ("leg", "back"),
    "back_upper": ("back", None),
    "back_close": ("back", None),
    "hand": ("hand", None),
    "foot": ("foot", None),
    "head_top": ("head", None),
}
WORST = 12  # pictures shown in the report
Placed = dict[Key, Spot]
Answerer = Callable[[Path, str], Placed]


def ours(hints: bool) -> Answerer:
    """The product itself, in this process."""
    detector = default_detector()

    def answered(path: Path, view: str) -> Placed:
        region, seen_from = HINTS.get(view, (None, None)) if hints else (None, None)
        found = locate(load_photo(path), region=region, view=seen_from, detector=detector)
        return {(p.code, p.side): Spot(p.xy_px, p.ring_px) for p in found.placements if p.visible}

    return answered


def naive() -> Answerer:
    """The fixed-fractions script."""
    script = NaiveScript()

    def answered(path: Path, view: str) -> Placed:
        places, cun_px = script(load_photo(path).rgb)
        return {key: Spot(xy_px, RING_CUN * cun_px) for key, xy_px in places.items()}

    return answered


def measure(
    folder: Path, records: list[dict[str, Any]], answer: Answerer, regions: set[str], what: str
) -> tuple[list[Judged], dict[str, Placed]]:
    judged, kept = [], {}
    for i, record in enumerate(records):
        if sys.stderr.isatty():
            print(f"\r{what}: {i + 1} of {len(records)}", end="", file=sys.stderr)
        kept[record["file"]] = answer(folder / record["file"], record["view"])
        judged.append(judge(record["view"], record["file"], known_points(record), kept[record["file"]], regions))
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return judged, kept


def read_set(folder: Path, only: set[str], every: int) -> list[dict[str, Any]]:
    try:
        records = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise RequestError(f"{folder}: expected a folder with truth.json and its pictures ({fault})") from fault
    kinds = dict.fromkeys(r["view"] for r in records)
    if unknown := only - set(kinds):
        raise RequestError(f"kinds of picture: expected some of {', '.join(kinds)}, got {', '.join(sorted(unknown))}")
    return [r for r in records if not only or r["view"] in only][::every]


def worst_pictures(
    folder: Path, records: list[dict[str, Any]], judged: list[Judged], kept: Mapping[str, Placed]
) -> list[tuple[str, bytes]]:
    """Captions and small drawings of the pictures whose points lie furthest away, and of those not answered."""

    def mean_cun(picture: Judged) -> float:
        return sum(m.error_cun for m in picture.misses) / len(picture.misses)

    known: dict[str, dict[Key, Known]] = {r["file"]: known_points(r) for r in records}
    wrong = sorted((p for p in judged if p.answered), key=mean_cun, reverse=True)[:WORST]
    silent = [p for p in judged if not p.answered and p.expected][: WORST // 2]
    shown = []
    for picture in (*wrong, *silent):
        what = f"{mean_cun(picture):.2f} cun in the mean" if picture.answered else "not answered"
        caption = f"{picture.file} ({picture.view}): {what}"
        file = picture.file
        shown.append((caption, drawn_small(folder / file, known[file], kept[file], picture)))
    return shown


def main() -> int:
    ask = argparse.ArgumentParser(prog="acupoint bench accuracy", description=(__doc__ or "").split("\n")[0])
    ask.add_argument("set", type=Path, help="folder with truth.json and its pictures")
    ask.add_argument("--by", choices=("view", "region", "point"), default="view")
    ask.add_argument("--regions", default="", help="count only points of these: back, hip, leg, hand, foot, head")
    ask.add_argument("--only", default="", help="only these kinds of picture, comma-separated")
    ask.add_argument("--every", type=int, default=1, help="take every n-th picture")
    ask.add_argument("--no-hints", action="store_true", help="say nothing about close-ups either")
    ask.add_argument("--naive", action="store_true", help="measure a fixed-fractions script beside the product")
    ask.add_argument("--out", type=Path, help="write the report here")
    given = ask.parse_args()
    regions, only = (set(filter(None, text.split(","))) for text in (given.regions, given.only))
    unknown = regions - {"back", "hip", "leg", "hand", "foot", "head"}
    if unknown or given.every < 1:
        ask.error(f"expected regions out of back, hip, leg, hand, foot, head and --every from 1, got {given.regions!r}")
    try:
        records = read_set(given.set, only, given.every)
    except RequestError as fault:
        ask.error(str(fault))
    shown = {region_of(code) for r in records for (code, _), known in known_points(r).items() if known.seen}
    if regions and not regions & shown:
        ask.error(f"--regions: expected some of {', '.join(sorted(shown))}, which are in sight, got {given.regions!r}")
    # the script first: it loads all of MediaPipe, the product only the part that it needs, and then it is too late
    script = naive() if given.naive else None
    started = time.perf_counter()
    judged, kept = measure(given.set, records, ours(not given.no_hints), regions, "ours")
    took_s = time.perf_counter() - started
    tables: dict[str, Rows] = {f"By {given.by}": table(judged, given.by)}
    by_source = sources(judged)
    if by_source:
        tables["Back and hip: where the error comes from"] = by_source
    if script is not None:
        beside, _ = measure(given.set, records, script, regions, "fixed fractions")
        tables[f"A fixed-fractions script, by {given.by}"] = table(beside, given.by)
    for name, rows in tables.items():
        print(f"{name}\n{printed(rows, '')}\n")
    print(f"{len(records)} pictures, {took_s / max(len(records), 1):.2f} s each")
    if given.out:
        write(given.out, given, records, judged, kept, tables, by_source)
    return 0


def write(
    out: Path,
    given: argparse.Namespace,
    records: list[dict[str, Any]],
    judged: list[Judged],
    kept: Mapping[str, Placed],
    tables: Mapping[str, Rows],
    by_source: Rows,
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for other in ("view", "region", "point"):
        if other != given.by:
            tables = {**tables, f"By {other}": table(judged, other)}
    png = figure_png(judged, by_source)
    (out / "accuracy.png").write_bytes(png)
    (out / "accuracy.json").write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")
    shown = worst_pictures(given.set, records, judged, kept)
    title = f"Accuracy on {given.set.name}, {len(records)} pictures"
    (out / "accuracy.html").write_text(page(title, tables, png, shown), encoding="utf-8")
    print(f"report: {out / 'accuracy.html'}")


if __name__ == "__main__":
    sys.exit(main())
