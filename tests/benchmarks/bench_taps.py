"""How much taps help on rendered people: `acupoint bench taps SET [VIEW,VIEW]`.

SET is a folder of rendered people with known landmarks and acupoints (see `recipes/rendered.py`).  True landmarks, each
moved by a hand's 3 px (one standard deviation along each axis, drawn anew ten times), are given as taps: beside the
detected joints for the back, and alone for the back and the lower leg.  Told are median and 90th percentile in cun,
the share of rings that hold the truth, the mean ring, and the median at BL23.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from bench_accuracy import read_set

from locator.errors import RequestError
from locator.geometry import within
from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Placement
from recipes.rendered import Truth, detected

SIGMA_PX = 3.0
DRAWS = 10  # times that each bone is tapped: of the same 120 pictures single draws tell .33 to .37 cun with three taps
BACK_VIEWS = ("back", "back_lowlight", "back_upper", "seated_back")
BACK_CODES = [*(f"BL{i}" for i in range(11, 27)), "GV3", "GV4", "GV9", "GV14"]
LEG_CODES = ["BL40", "BL57", "ST36", "SP6"]
CREST, PSIS = ("left_iliac_crest", "right_iliac_crest"), ("left_psis", "right_psis")
BACK_TAPS: Mapping[str, Sequence[str]] = {
    "nothing": (),
    "C7": ("c7",),
    "C7, one hip bone": ("c7", CREST[0]),
    "C7, both hip bones": ("c7", *CREST),
    "C7, both dimples": ("c7", *PSIS),
    "all five": ("c7", *CREST, *PSIS),
}
MARK = {"c7": "C7_spinous", PSIS[0]: "left_PSIS", PSIS[1]: "right_PSIS"}
LEG_MARK = {
    "popliteal_crease": "popliteal_mid",
    "patella_apex": "patella_base",
    "lateral_malleolus": "lateral_malleolus",
}


def tapped(truth: Truth, marks: Mapping[str, str], hand: np.random.Generator, view: str) -> LandmarkSet:
    """True landmarks (name -> rendered name) as a hand taps them; none beside the picture, where nobody taps."""
    points = {name: truth.landmark(mark) + hand.normal(0.0, SIGMA_PX, 2) for name, mark in marks.items()}
    width, height = truth.record["size"]
    there = {name: (float(xy[0]), float(xy[1])) for name, xy in points.items() if within(xy, (width, height))}
    return LandmarkSet.from_points(there, (width, height), view=view, sigma_px=SIGMA_PX)  # type: ignore[arg-type]


def judged(truth: Truth, placements: Iterable[Placement], side: str = "") -> Iterator[tuple[float, bool, float, str]]:
    """For each point in sight: how far it is off (cun), whether the ring held the truth, the ring (cun), the code."""
    for spot in placements:
        true = truth.record["acupoints"].get(f"{spot.code}.{spot.side}")
        if spot.visible and true is not None and true["seen"] and side in ("", spot.side):
            away_px = float(np.linalg.norm(spot.xy_px - np.array(true["px"])))
            cun_px = true["cun_px"]
            yield away_px / cun_px, away_px <= spot.ring_px, spot.ring_px / cun_px, spot.code


class Tally:
    """What was placed against what is true."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[float, bool, float, str]]] = defaultdict(list)

    def add(self, what: str, truth: Truth, marks: LandmarkSet, codes: list[str], region: str, side: str = "") -> None:
        found = locate_landmarks(marks, codes=codes, region=region)  # type: ignore[arg-type]
        self.rows[what] += judged(truth, found.placements, side)

    def tell(self) -> int:
        """Print what was measured; the number of points that it was measured on."""
        for what, rows in self.rows.items():
            if not rows:
                print(f"{what:34s} nothing is placed, or of what is placed no truth is told")
                continue
            away = np.array([row[0] for row in rows])
            held, ring = np.mean([row[1] for row in rows]), np.mean([row[2] for row in rows])
            kidney = [row[0] for row in rows if row[3] == "BL23"]
            line = f"{what:34s} {len(rows):5d} points, median {np.median(away):.3f}, p90 {np.percentile(away, 90):.3f}"
            print(f"{line}, rings hold {held:.2f} of {ring:.2f} cun", end="")
            print(f", BL23 {np.median(kidney):.3f}" if kidney else "")
        return sum(map(len, self.rows.values()))


def main(folder: str, views: str) -> int:
    tally, hand = Tally(), np.random.default_rng(1)
    legs = {"knee_back", "lower_back_legs", "knee_front", "back"}
    for truth, joints in detected(Path(folder), set(views.split(",")) | legs):
        view = truth.record["view"]
        if view in views.split(","):
            for what, names in (each for each in BACK_TAPS.items() for _ in range(DRAWS if each[1] else 1)):
                taps = tapped(truth, {n: MARK.get(n, n) for n in names}, hand, "back")
                if len(taps) < len(names):
                    continue
                tally.add(f"back, {what}", truth, joints.having(taps, view="back"), BACK_CODES, "back")
                if len(names) > 1:
                    tally.add(f"back, {what}, nothing seen", truth, taps, BACK_CODES, "back")
        if view in legs:
            front = view == "knee_front"
            names = ("patella_apex" if front else "popliteal_crease", "lateral_malleolus")
            for side in ("left", "right") * DRAWS:
                marks = {f"{side}_{n}": f"{side}_{LEG_MARK[n]}" for n in names}
                taps = tapped(truth, marks, hand, "front" if front else "back")
                if len(taps) < len(marks):  # the other leg's bones, beside a close-up
                    continue
                tally.add(f"leg, {' and '.join(names)}", truth, taps, LEG_CODES, "leg", side)
    return tally.tell()


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("set", metavar="SET")
    usual = ",".join(BACK_VIEWS)
    ask.add_argument("views", nargs="?", default="", metavar="VIEW,VIEW", help=f"usual: {usual}")
    given = ask.parse_args()
    try:
        read_set(Path(given.set), set(filter(None, given.views.split(","))), 1)
    except RequestError as fault:
        ask.error(str(fault))
    if not main(given.set, given.views or usual):
        ask.error(f"{given.set}: expected pictures on which taps place points of back or leg, got none")
