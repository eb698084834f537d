"""How often verdicts and their directions are right: `acupoint bench check SET [--only back,back34]`.

SET is a folder of rendered people with known acupoints (see `recipes/rendered.py`).  Fingers press at known offsets up
to 3 cun from the true place.  Told by kind of picture: verdicts that agree with the truth, of presses more than one
ring away from a thumb's breadth (the edge between on and near); false yeses; direction words that are right; of those
said without "probably" how many contradict the truth; and how often nothing is said along an axis where the finger is
more than a cun off.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from bench_accuracy import HINTS, read_set

from locator import load_photo, locate
from locator.bearings import bearings_at
from locator.check import ON_CUN, check
from locator.errors import RequestError
from locator.placement import Located, Placement

VIEWS = ("back", "back_lowlight", "back34", "back_upper", "back_close", "seated_back", "prone", "two_people")
FARTHEST_CUN = 3.0
WORTH_A_WORD_CUN = 1.0  # a thumb's breadth: a helper wants to be told


def judge(located: Located, spot: Placement, truth: Any, chance: np.random.Generator, count: Counter[str]) -> None:
    """One press at a random place about the truth, counted."""
    true, cun_px = np.array(truth["px"]), float(truth["cun_px"])
    away, angle = chance.uniform(0.0, FARTHEST_CUN), chance.uniform(0.0, 2.0 * math.pi)
    finger = true + cun_px * away * np.array([math.cos(angle), math.sin(angle)])
    verdict = check(located, finger, spot.code, spot.side)
    count["presses"] += 1
    if abs(away - ON_CUN) > spot.ring_px / cun_px:
        count["clear"] += 1
        count["agree"] += (verdict.word in ("on", "probably")) == (away <= ON_CUN)
        count["false yes"] += verdict.word == "on" and away > ON_CUN
    for bearing in bearings_at(located, spot, finger):
        along = float(bearing.direction @ (true - finger))
        said = [move for move in verdict.moves if move.way in (bearing.forward, bearing.backward)]
        if abs(along) > WORTH_A_WORD_CUN * cun_px:
            count["wanted"] += 1
            count["left out"] += not said
        for move in said:
            right = (move.way == bearing.forward) == (along > 0)
            count["words"] += 1
            count["right"] += right
            count["sure"] += move.sure
            count["contradict"] += move.sure and not right


def measure(folder: Path, records: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Counts by kind of picture, with "ALL" at the end."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    chance = np.random.default_rng(7)
    for record in records:
        region, view = HINTS.get(record["view"], (None, None))
        located = locate(load_photo(folder / record["file"]), region=region, view=view)
        for spot in located.placements:
            truth = record["acupoints"].get(f"{spot.code}.{spot.side}")
            if truth is not None and truth["seen"] and spot.visible and spot.frame == "back":
                judge(located, spot, truth, chance, counts[record["view"]])
    return {**counts, "ALL": sum(counts.values(), Counter())}


def printed(counts: dict[str, Counter[str]]) -> str:
    """The counts as a table."""
    titles = ("presses", "agree", "false yes", "words", "right", "sure", "contradict", "left out")
    lines = [f"{'pictures':16}" + "".join(f"{title:>11}" for title in titles)]
    for view, c in counts.items():
        agree, right = c["agree"] / max(1, c["clear"]), c["right"] / max(1, c["words"])
        lines.append(
            f"{view:16}{c['presses']:11}{agree:11.3f}{c['false yes']:11}{c['words']:11}{right:11.4f}{c['sure']:11}"
            f"{c['contradict']:11}{c['left out'] / max(1, c['wanted']):11.3f}"
        )
    return "\n".join(lines)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("set", type=Path)
    ask.add_argument("--only", default="", help=f"kinds of picture, comma-separated; usual: {','.join(VIEWS)}")
    given = ask.parse_args()
    only = set(filter(None, given.only.split(",")))
    try:
        records = read_set(given.set, only, 1)
    except RequestError as fault:
        ask.error(str(fault))
    records = [record for record in records if record["view"] in (only or VIEWS)]
    counts = measure(given.set, records)
    if not counts["ALL"]["presses"]:
        looked_at = f"none on {len(records)} pictures of the kinds {', '.join(only or VIEWS)}"
        ask.error(f"{given.set}: expected points of the back to press, got {looked_at}")
    print(printed(counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
