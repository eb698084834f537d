"""How much a profile helps on another picture of its person: `acupoint bench profile SET`.

SET is a folder of rendered people (see `recipes/rendered.py`) whose records carry `body`, the same for all pictures of
one body.  A profile is made from each body's first straight back, true landmarks moved by a hand's 3 px given as taps,
and used on its other pictures, where nothing is tapped.  Told are medians without and with it; then how often the taps
of such a picture are said not to fit: their own profile, and that of the body before.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from calibration.fit import Sitting, fit, fits
from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks
from locator.proportions import POPULATION, Proportions
from recipes.rendered import Truth, detected
from tests.benchmarks.bench_taps import BACK_CODES, CREST, MARK, PSIS, judged, tapped

FIRST = "back"
TAPS: Mapping[str, Sequence[str]] = {
    "C7, both dimples": ("c7", *PSIS),
    "C7, both hip bones": ("c7", *CREST),
    "all five": ("c7", *CREST, *PSIS),
}
Picture = tuple[Truth, LandmarkSet]


def misses(picture: Picture, own: Proportions) -> list[tuple[float, bool]]:
    """For each point in sight, how far its place is off, cun, and whether the ring held the truth."""
    truth, marks = picture
    found = locate_landmarks(marks, own, codes=BACK_CODES, region="back")
    return [(away, held) for away, held, _, _ in judged(truth, found.placements)]


def felt(picture: Picture, names: Sequence[str], hand: np.random.Generator) -> LandmarkSet:
    truth, marks = picture
    return marks.having(tapped(truth, {n: MARK.get(n, n) for n in names}, hand, "back"), view="back")


def main(folder: str) -> bool:
    """Print what was measured; False when there is no body to measure on."""
    bodies: dict[int, list[Picture]] = defaultdict(list)
    for truth, marks in detected(Path(folder)):
        bodies[truth.record["body"]].append((truth, marks))
    several = (pictures for pictures in bodies.values() if len(pictures) > 1)
    whole = [pictures for pictures in several if any(t.record["view"] == FIRST for t, _ in pictures)]
    if not whole:
        return False
    hand = np.random.default_rng(1)
    for what, names in TAPS.items():
        plain, helped, owners, strangers = [], [], [], []
        before = None
        for pictures in whole:
            first = next(p for p in pictures if p[0].record["view"] == FIRST)
            own = fit([Sitting(felt(first, names, hand))]).proportions
            for other in pictures:
                if other is first:
                    continue
                plain += misses(other, POPULATION)
                helped += misses(other, own)
                owners.append(not fits(felt(other, names, hand), own))
                if before is not None:
                    strangers.append(not fits(felt(other, names, hand), before))
            before = own
        bare, better = np.array(plain), np.array(helped)
        medians = np.median(bare[:, 0]), np.median(better[:, 0])
        held = bare[:, 1].mean(), better[:, 1].mean()
        print(
            f"{what}: {len(whole)} bodies, median {medians[0]:.3f} -> {medians[1]:.3f} "
            f"({1 - medians[1] / medians[0]:.0%} less), rings hold {held[0]:.2f} -> {held[1]:.2f}; "
            f"said not to fit: own {np.mean(owners):.2f}, another's {np.mean(strangers):.2f}"
        )
    return True


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("set", metavar="SET")
    given = ask.parse_args().set
    if not all("body" in record for record in json.loads((Path(given) / "truth.json").read_text(encoding="utf-8"))):
        ask.error(f"{given}: expected pictures that tell whose `body` each of them shows, got some that do not")
    if not main(given):
        ask.error(f"{given}: expected a body seen straight from behind (\"{FIRST}\") and in another picture, got none")
