"""What face, ears and shoulders say about how a head is held: its own measure in one picture.

Origin between the ears, `up` from the shoulders toward it, `left` a quarter turn from it, toward the body's left when
its back faces the camera.  Told as features of two kinds, those a mirror leaves alone and those it turns round, so that
a head and its mirror image give mirrored answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from locator.frames.trunk_view import DEPTH_TRUST
from locator.geometry import Array
from locator.landmarks import LandmarkSet

EARS = ("left_ear", "right_ear")
JOINTS = (*EARS, "left_shoulder", "right_shoulder")
FACE = ("nose", "left_eye", "right_eye", "mouth_left", "mouth_right")
EVEN = (
    "one", "eyes_up", "nose_up", "mouth_up", "shoulders_down", "ears_apart", "shoulders_apart", "eyes_apart",
    "nose_depth", "eyes_depth", "shoulders_depth", "ears_apart_squared", "shoulders_down_squared", "nose_depth_tilted",
)  # fmt: skip
ODD = (
    "eyes_left", "nose_left", "mouth_left", "shoulders_left", "ears_rise", "shoulders_rise", "ears_depth",
    "shoulders_turn", "nose_left_tilted",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class HeadView:
    """A head's own measure in one picture."""

    origin_px: Array  # (2,) between the ears
    up: Array  # (2,) unit vector
    left: Array  # (2,) unit vector
    unit_px: float
    even: Array  # (len(EVEN),)
    odd: Array  # (len(ODD),)

    def in_units(self, vector_px: Array) -> Array:
        """(left, up) of a picture vector."""
        return np.array([vector_px @ self.left, vector_px @ self.up]) / self.unit_px


def view_head(marks: LandmarkSet) -> HeadView | None:
    """The head's measure from ears, face and shoulders (all must be here); None where they fall on one spot."""
    place = {n: np.array([*marks[n].xy_px, DEPTH_TRUST * marks[n].depth_px]) for n in (*JOINTS, *FACE)}
    ears = 0.5 * (place["left_ear"] + place["right_ear"])
    eyes = 0.5 * (place["left_eye"] + place["right_eye"]) - ears
    mouth = 0.5 * (place["mouth_left"] + place["mouth_right"]) - ears
    shoulders = 0.5 * (place["left_shoulder"] + place["right_shoulder"]) - ears
    nose = place["nose"] - ears
    across_ears = place["left_ear"] - place["right_ear"]
    across_eyes = place["left_eye"] - place["right_eye"]
    across = place["left_shoulder"] - place["right_shoulder"]
    unit = float(np.sqrt(shoulders[:2] @ shoulders[:2] + across @ across + across_ears[:2] @ across_ears[:2]))
    neck = float(np.linalg.norm(shoulders[:2]))
    if unit < 1e-6 or neck < 1e-3 * unit:
        return None
    up = -shoulders[:2] / neck
    left = np.array([up[1], -up[0]])

    def told(vector: Array) -> tuple[float, float, float]:
        return float(vector[:2] @ left) / unit, float(vector[:2] @ up) / unit, float(vector[2]) / unit

    eyes_left, eyes_up, eyes_depth = told(eyes)
    nose_left, nose_up, nose_depth = told(nose)
    mouth_left, mouth_up, _ = told(mouth)
    shoulders_left, shoulders_up, shoulders_depth = told(shoulders)
    ears_apart, ears_rise, ears_depth = told(across_ears)
    shoulders_apart, shoulders_rise, shoulders_turn = told(across)
    eyes_apart, _, _ = told(across_eyes)
    even = [
        1.0, eyes_up, nose_up, mouth_up, -shoulders_up, ears_apart, shoulders_apart, eyes_apart,
        nose_depth, eyes_depth, shoulders_depth, ears_apart**2, shoulders_up**2, nose_depth * shoulders_depth,
    ]  # fmt: skip
    odd = [
        eyes_left, nose_left, mouth_left, shoulders_left, ears_rise, shoulders_rise, ears_depth,
        shoulders_turn, nose_left * shoulders_depth,
    ]  # fmt: skip
    return HeadView(ears[:2], up, left, unit, np.array(even), np.array(odd))
