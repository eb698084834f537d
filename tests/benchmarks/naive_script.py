"""What an afternoon with the stock pose solution gives: flat pictures, fixed fractions between shoulders and hips.

It is here to be measured beside the product, not used by it.  It makes the usual assumptions: the spine is the straight
line between the middles of shoulders and hips, every body has the average's proportions, depth does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from locator.anatomy import SPINE_FRACTION
from locator.atlas.load import load_atlas

Array = npt.NDArray[np.float64]

C7_ABOVE_HIPS, L4_ABOVE_HIPS = 1.128, 0.269  # shares of acromion-to-trochanter height, ANSUR means of 10,050 adults
TRUNK_CUN = 22.5  # that height in cun (stature / 75)
RING_CUN = 0.6  # one ring for everything: the usual half inch


class NaiveScript:
    """Points by code and side, as (2,) px, on one picture after another."""

    def __init__(self) -> None:
        import mediapipe as mp

        self._pose = mp.solutions.pose.Pose(static_image_mode=True, model_complexity=1)
        self._names = [mark.name.lower() for mark in mp.solutions.pose.PoseLandmark]

    def close(self) -> None:
        self._pose.close()

    def __call__(self, rgb: npt.NDArray[np.uint8]) -> tuple[dict[tuple[str, str], Array], float]:
        """The points of a picture and the length of a cun, px; no points where no body was found."""
        height, width = rgb.shape[:2]
        found = self._pose.process(rgb).pose_landmarks
        if found is None:
            return {}, 1.0
        marks = {
            name: np.array([mark.x * width, mark.y * height])
            for name, mark in zip(self._names, found.landmark, strict=True)
        }
        trunk = self._between(marks, "shoulder") - self._between(marks, "hip")
        cun_px = max(float(np.linalg.norm(trunk)), 1.0) / TRUNK_CUN
        from_behind = marks["left_shoulder"][0] < marks["right_shoulder"][0]
        placed = dict(self._back(marks, cun_px)) if from_behind else {}
        placed.update(self._legs(marks, from_behind))
        return placed, cun_px

    @staticmethod
    def _between(marks: dict[str, Array], joint: str) -> Array:
        return np.asarray(0.5 * (marks[f"left_{joint}"] + marks[f"right_{joint}"]))

    def _back(self, marks: dict[str, Array], cun_px: float) -> Iterator[tuple[tuple[str, str], Array]]:
        """Every point of the atlas that lies level with a vertebra."""
        hips = self._between(marks, "hip")
        trunk = self._between(marks, "shoulder") - hips
        left = marks["left_shoulder"] - marks["right_shoulder"] + marks["left_hip"] - marks["right_hip"]
        left = left / max(float(np.linalg.norm(left)), 1e-9)
        for point in load_atlas().in_region("back"):
            level = point.position.at
            if level not in SPINE_FRACTION:
                continue
            share = C7_ABOVE_HIPS - SPINE_FRACTION[level][0] * (C7_ABOVE_HIPS - L4_ABOVE_HIPS)
            for side in point.sides:
                outward = {"left": 1.0, "right": -1.0, "midline": 0.0}[side]
                yield (point.code, side), hips + share * trunk + outward * point.position.lateral_cun * cun_px * left

    @staticmethod
    def _legs(marks: dict[str, Array], from_behind: bool) -> Iterator[tuple[tuple[str, str], Array]]:
        for side in ("left", "right"):
            knee, ankle = marks[f"{side}_knee"], marks[f"{side}_ankle"]
            if from_behind:
                yield ("BL40", side), knee
                yield ("BL57", side), 0.5 * (knee + ankle)
            else:
                yield ("ST36", side), knee + (ankle - knee) * 3.5 / 16.0  # 3 cun below the knee's dip, of 16
