"""Rendered pictures with known bodies, read for fitting: what was detected beside what is true.

A set is a folder with `truth.json` and `img/`: per picture the camera (K, V), joints, surface landmarks and acupoints
in px.  Nothing in the product reads these; they are for whoever fits the product's data again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from locator.detect.body import named
from locator.detect.mediapipe_pose import MediaPipePose
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.looks import settled_looks
from locator.people import find_people
from locator.photo import load_photo


@dataclass(frozen=True, eq=False)
class Truth:
    """One rendered body."""

    record: dict[str, Any]

    def point(self, key: str) -> Array:
        """(2,) px of an acupoint, "BL23.left"."""
        return np.array(self.record["acupoints"][key]["px"])

    def landmark(self, key: str) -> Array:
        """(2,) px of a surface landmark, "left_acromion"."""
        return np.array(self.record["landmarks"][key]["px"])

    @property
    def cun_px(self) -> float:
        return float(self.record["acupoints"]["BL23.left"]["cun_px"])

    def leftward_m(self) -> Array:
        """(3,) in the room: toward the body's left, between the shoulders' way and the hips'; of no certain length."""
        joints = self.record["joints"]
        across = [np.subtract(joints[f"left_{j}"]["xyz"], joints[f"right_{j}"]["xyz"]) for j in ("shoulder", "hip")]
        left: Array = np.sum([a / np.linalg.norm(a) for a in across], axis=0)
        return left

    def turn_sine(self) -> float:
        """How far the body's left is turned away from the camera, as the sine of that angle."""
        view = np.array(self.record["V"])[:3]
        left = view[:, :3] @ self.leftward_m()
        here = view @ np.append(self.record["landmarks"]["T12_spinous"]["xyz"], 1.0)
        return float(left @ here / np.linalg.norm(left) / np.linalg.norm(here))

    def project(self, xyz_m: Array) -> Array:
        """(2,) px of a place in the room, metres."""
        view, lens = np.array(self.record["V"]), self.record["K"]
        c = view[:3, :3] @ xyz_m + view[:3, 3]
        return np.array([lens[0] * c[0] / -c[2] + lens[2], lens[3] - lens[1] * c[1] / -c[2]])

    def trunk_axes_px(self) -> tuple[Array, Array]:
        """Picture vectors of one cun toward the body's left and out of its back, at T12."""
        marks, cun, left = self.record["landmarks"], self.record["cun_m"], self.leftward_m()
        up = np.subtract(marks["C7_spinous"]["xyz"], marks["S1_spinous"]["xyz"])
        left, up = left / np.linalg.norm(left), up / np.linalg.norm(up)
        dorsal = np.cross(up, left)
        dorsal = dorsal / np.linalg.norm(dorsal)
        here = np.array(marks["T12_spinous"]["xyz"])
        at = self.project(here)
        return self.project(here + cun * left) - at, self.project(here + cun * dorsal) - at


def pictures(folder: Path, view: str) -> Iterator[dict[str, Any]]:
    """What is known of each picture of one kind, and under "path" where it lies."""
    for record in json.loads((folder / "truth.json").read_text()):
        if record["view"] == view:
            yield {**record, "path": folder / record["file"]}


def detected(folder: Path, views: set[str] | None = None) -> Iterator[tuple[Truth, LandmarkSet]]:
    """Each picture's truth beside what the product's own detector sees in it, where it sees a body."""
    detector = MediaPipePose()
    records = json.loads((folder / "truth.json").read_text())
    for i, record in enumerate(records):
        if views is not None and record["view"] not in views:
            continue
        if sys.stderr.isatty() and i % 20 == 0:
            print(f"\r{folder.name}: {i} of {len(records)}", end="", file=sys.stderr)
        rgb = load_photo(folder / record["file"]).rgb
        people = find_people(detector, rgb)
        looks = settled_looks(detector, rgb, people[0].look) if people else None
        if looks is not None:
            yield Truth(record), named(looks, rgb)
