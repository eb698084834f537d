"""How well the live view's points lie on a filmed body: `acupoint bench clip CLIP...`.

CLIP is a folder with `webcam.mjpeg` and `truth.json`, a record a frame with `t_s` and `acupoints`.  Frames are looked
at in order, as the live view is sent them.  Told are: the share of frames with an answer and of the back's points in
sight that were placed, their distance (median, 90 %), those nearer to the other side's place, the longest time without
an answer while the back was in sight, and by how much the points as a whole, or the one that does it most, jump from
one frame to the next beside the body's own motion.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from accuracy_measures import Judged, Spot, judge, known_points

from locator.detect.base import Rgb
from locator.track import Tracker

WIDTH_PX, QUALITY = 480, 72  # of the frames that the browser sends


@dataclass(frozen=True)
class Step:
    """What the points did from one frame to the next beside the body's own motion, cun."""

    whole: float  # their median
    most: float  # the one that did it most


def frames_of(folder: Path) -> Iterator[tuple[dict[str, Any], Rgb, float]]:
    """A clip's records, each with its frame and how much smaller that is than the film."""
    film = cv2.VideoCapture(str(folder / "webcam.mjpeg"))
    for record in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        there, picture = film.read()
        if not there:
            raise SystemExit(f"{folder}: expected a frame for every record of truth.json, got fewer")
        shrunk = WIDTH_PX / picture.shape[1]
        small = cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
        sent = io.BytesIO()
        Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)).save(sent, "JPEG", quality=QUALITY)
        yield record, np.asarray(Image.open(sent).convert("RGB")), shrunk


def follow(folder: Path) -> list[tuple[float, Judged]]:
    """Each frame's time and its answer held against the truth."""
    tracker, told = Tracker(region="back"), []
    for number, (record, rgb, shrunk) in enumerate(frames_of(folder)):
        placed = {
            (spot.code, spot.side): Spot(spot.xy_px / shrunk, spot.ring_px / shrunk)
            for spot in tracker.locate(rgb, record["t_s"]).placements
            if spot.visible
        }
        told.append((record["t_s"], judge("clip", str(number), known_points(record), placed, {"back"})))
    tracker.close()
    return told


def steps(told: list[tuple[float, Judged]]) -> list[Step]:
    """From each answered frame to the next one."""
    found = []
    for (_, one), (_, after) in pairwise(told):
        before = {(m.code, m.side): m for m in one.misses}
        pairs = [(before[m.code, m.side], m) for m in after.misses if (m.code, m.side) in before]
        moved = [math.hypot(a.down_cun - b.down_cun, a.left_cun - b.left_cun) for a, b in pairs]
        if moved:
            found.append(Step(float(np.median(moved)), max(moved)))
    return found


def longest_gap_s(told: list[tuple[float, Judged]]) -> float:
    """Without an answer while points of the back were in sight."""
    longest, since = 0.0, None
    for t_s, judged in told:
        if judged.answered or not judged.expected:
            since = None
        else:
            since = t_s if since is None else since
            longest = max(longest, t_s - since)
    return longest


def tell(name: str, told: list[tuple[float, Judged]]) -> None:
    misses = [miss for _, judged in told for miss in judged.misses]
    seen = [judged for _, judged in told if judged.expected]
    if not misses:
        print(f"{name}: no frame was answered")
        return
    errors, moved = [miss.error_cun for miss in misses], steps(told)
    answered = sum(judged.answered for judged in seen) / max(1, len(seen))
    found = len(misses) / max(1, sum(len(judged.expected) for judged in seen))
    print(
        f"{name}: frames answered {answered:.3f}, points found {found:.3f}, median {np.median(errors):.2f}, "
        f"90 % within {np.percentile(errors, 90):.2f} cun, swapped {sum(miss.swapped for miss in misses)}, longest gap "
        f"{longest_gap_s(told):.2f} s, steps: median {np.median([s.whole for s in moved]):.2f}, largest "
        f"{max(s.whole for s in moved):.2f}, of one point {max(s.most for s in moved):.2f}"
    )


def main(folders: list[str]) -> None:
    for folder in folders:
        tell(Path(folder).name, follow(Path(folder)))


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("clips", nargs="+", metavar="CLIP")
    main(ask.parse_args().clips)
