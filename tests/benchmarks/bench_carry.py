"""How well taps stay on a moving body: `acupoint bench carry CLIP...`.

CLIP is a folder with `webcam.mjpeg` and `truth.json`, a record a frame with `acupoints` and, where the clip tells them,
surface `landmarks` (C7 and hip bones); without these C7 alone is tapped, one fingertip above GV14.  Frames are looked
at as the live view does, 480 px wide and in order.  Taps are given on one frame, each moved by a hand's 3 px of the
film, and told are, by seconds since the tap: how far they lie from where the same tap would lie on the body now (rms,
cun), with the skin followed and by the frame alone; how far their doubt reaches (68 % of errors should lie within it);
and the median error of the back's points with these taps and without.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import numpy as np

from calibration import carry as carrying
from calibration.carry import Glimpse, carry, ground, pick_up
from locator.frames.trunk_places import C7_TIP_CUN
from locator.geometry import RING_PER_SIGMA, Array
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks
from locator.track import Tracker

WIDTH_PX = 480
HAND_PX = 3.0  # of the film
TAPPED_AT = 10  # frame: the tracker has settled by then
HANDS = 3  # times that the taps are given
SECONDS = (1.0, 3.0, 6.0, 10.0)
POINTS = [*(f"BL{i}" for i in range(11, 27)), "GV3", "GV4", "GV9", "GV14"]
RENDERED = {"c7": "C7_spinous", "left_iliac_crest": "left_iliac_crest", "right_iliac_crest": "right_iliac_crest"}


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame of a clip as the live view would see it."""

    t_s: float
    shrunk: float  # px of this picture to one of the film
    truth: Mapping[str, Any]
    marks: LandmarkSet | None
    glimpse: Glimpse

    def landmark(self, name: str) -> tuple[Array, float, bool]:
        """True place px, one cun px, and whether it can be seen."""
        told = self.truth.get("landmarks", {}).get(RENDERED[name])
        if told is not None:
            return self.shrunk * np.array(told["px"]), self.shrunk * told["cun_px"], told["seen"]
        low, high = self.truth["acupoints"]["GV14.midline"], self.truth["acupoints"]["GV9.midline"]
        up = np.subtract(low["px"], high["px"])
        tip = np.array(low["px"]) + C7_TIP_CUN * low["cun_px"] * up / np.linalg.norm(up)
        return self.shrunk * tip, self.shrunk * low["cun_px"], low["seen"]


def frames_of(folder: Path) -> list[Frame]:
    """A clip's frames, each with what the tracker saw of the back."""
    film, tracker, frames = cv2.VideoCapture(str(folder / "webcam.mjpeg")), Tracker(region="back"), []
    for told in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        _, picture = film.read()
        shrunk = WIDTH_PX / picture.shape[1]
        picture = cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
        found = tracker.locate(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8), told["t_s"])
        seen = found.landmarks
        if seen is not None:
            seen = LandmarkSet(seen.size_px, seen.view, {m.name: m for m in seen if m.source != "derived"})
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        glimpse = Glimpse(grey, ground(seen, ["c7"]) if seen is not None else ())
        frames.append(Frame(told["t_s"], shrunk, told, seen, glimpse))
    tracker.close()
    return frames


def taps_on(frame: Frame, hand: np.random.Generator) -> list[Landmark]:
    """What a hand taps: all that the clip knows and this frame shows."""
    names = list(RENDERED) if "landmarks" in frame.truth else ["c7"]
    sigma_px = HAND_PX * frame.shrunk
    places = {name: frame.landmark(name) for name in names}
    return [
        Landmark(name, xy + hand.normal(0.0, sigma_px, 2), sigma_px=sigma_px, source="tapped")
        for name, (xy, _, seen) in places.items()
        if seen
    ]


def point_errors(frame: Frame, marks: LandmarkSet) -> list[float]:
    """Cun, of every point of the back that is placed and truly in sight."""
    errors = []
    for spot in locate_landmarks(marks, codes=POINTS, region="back").placements:
        told = frame.truth["acupoints"].get(f"{spot.code}.{spot.side}")
        if told is not None and told["seen"] and spot.visible:
            errors.append(float(np.linalg.norm(spot.xy_px / frame.shrunk - told["px"])) / told["cun_px"])
    return errors


def follow(frames: list[Frame], hand: np.random.Generator, with_points: bool) -> tuple[list[tuple[float, ...]], Any]:
    """Rows of (seconds, error cun, doubt cun) of the carried taps; point errors with and without them."""
    start = frames[TAPPED_AT]
    taps = taps_on(start, hand)
    # a tap's own miss is no fault of the carrying: it is taken along, in cun, and compared with
    missed = {t.name: (t.xy_px - start.landmark(t.name)[0]) / start.landmark(t.name)[1] for t in taps}
    marks, before = pick_up(taps, start.glimpse.frames), start
    rows: list[tuple[float, ...]] = []
    points: dict[str, list[float]] = {"with": [], "without": []}
    for number, frame in enumerate(frames[TAPPED_AT + 1 :]):
        carried = carry(before.glimpse, frame.glimpse, marks, frame.t_s - before.t_s)
        doubt = {m.name: float(np.hypot(*m.drift_cun)) / np.sqrt(2.0) for m in carried.marks}
        for mark in carried.landmarks:
            true, cun_px, seen = frame.landmark(mark.name)
            if seen:
                away = float(np.linalg.norm((mark.xy_px - true) / cun_px - missed[mark.name]))
                rows.append((frame.t_s - start.t_s, away, doubt[mark.name]))
        if with_points and frame.marks is not None and number % 3 == 0:
            points["with"] += point_errors(frame, frame.marks.having(carried.landmarks))
            points["without"] += point_errors(frame, frame.marks)
        marks, before = carried.marks, frame
    return rows, points


def tell(name: str, frames: list[Frame]) -> None:
    points: dict[str, list[float]] = {"with": [], "without": []}
    for how in ("frame and skin", "frame alone"):
        rows: list[tuple[float, ...]] = []
        hand = np.random.default_rng(1)
        with mock.patch.object(carrying, "skin_step", carrying.skin_step if how == "frame and skin" else _no_skin):
            for _ in range(HANDS):
                more, placed = follow(frames, hand, with_points=how == "frame and skin")
                rows += more
                for which, errors in placed.items():
                    points[which] += errors
        table = np.array(rows)
        by_time, since = [], 0.0
        for until in SECONDS:
            part = table[(table[:, 0] > since) & (table[:, 0] <= until), 1]
            by_time.append(f"{np.sqrt(np.mean(part**2)):.2f}" if len(part) else "-")
            since = until
        held = np.mean(table[:, 1] <= RING_PER_SIGMA * table[:, 2])
        print(
            f"{name}: {how:14s} rms until {SECONDS} s: {' '.join(by_time)}, median {np.median(table[:, 1]):.2f}, "
            f"doubt {np.median(table[:, 2]):.2f} holds {held:.2f}"
        )
    told = {which: f"{np.median(e):.3f}, p90 {np.percentile(e, 90):.3f}" for which, e in points.items() if e}
    print(f"{name}: points {told}")


def _no_skin(*_: object) -> None:
    return None


def main(folders: list[str]) -> None:
    for folder in folders:
        tell(Path(folder).name, frames_of(Path(folder)))


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("clips", nargs="+", metavar="CLIP")
    main(ask.parse_args().clips)
