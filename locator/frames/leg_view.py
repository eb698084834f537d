"""What the joints of one lower leg say about it: its length, its turn, and where its foot points.

The leg's own measure: origin at the knee joint, `down` toward the ankle, `out` a quarter turn from it toward the
body's left as a back view shows it for a left leg, mirrored for a right one; the projected knee-to-ankle length is the
unit.  So a left leg and the mirror image of a right one give the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from locator.frames.trunk_view import DEPTH_TRUST
from locator.geometry import Array
from locator.landmarks import LandmarkSet, View

LegSide = Literal["left", "right"]
FEATURES = ("one", "cosine", "sine", "sine_squared", "foot_out", "foot_down", "ankle_depth", "thigh_out")


@dataclass(frozen=True, eq=False)
class LegView:
    """One lower leg's own measure in one picture."""

    side: LegSide
    origin_px: Array  # (2,) knee joint
    down: Array  # (2,) unit vector
    out: Array  # (2,) unit vector
    unit_px: float  # projected length from knee to ankle
    turn_rad: float  # 0: the calf faces the camera, pi: the shin does; + turned toward the leg's outer side
    features: Array  # (len(FEATURES),)

    def to_px(self, out: float, down: float) -> Array:
        """A place given in units from the knee."""
        place: Array = self.origin_px + self.unit_px * (out * self.out + down * self.down)
        return place


def view_leg(marks: LandmarkSet, side: LegSide) -> LegView | None:
    """The leg's measure; None where knee, ankle or the hips that tell its turn are not here."""
    names = [f"{side}_{n}" for n in ("knee", "ankle")]
    if marks.require(*names):
        return None
    knee, ankle = (marks[n] for n in names)
    span = ankle.xy_px - knee.xy_px
    unit = float(np.linalg.norm(span))
    if unit < 1e-6:
        return None
    down = span / unit
    sign = 1.0 if side == "left" else -1.0
    out = sign * np.array([-down[1], down[0]])
    turn = _turn(marks, side)
    heel, toe, hip = (marks.get(f"{side}_{n}") for n in ("heel", "foot_index", "hip"))
    foot = (toe.xy_px - heel.xy_px) / unit if toe is not None and heel is not None else 0.3 * down
    thigh = (knee.xy_px - hip.xy_px) / unit if hip is not None else down
    depth = DEPTH_TRUST * (ankle.depth_px - knee.depth_px) / unit
    return LegView(
        side=side,
        origin_px=knee.xy_px,
        down=down,
        out=out,
        unit_px=unit,
        turn_rad=turn,
        features=np.array(
            [
                1.0,
                math.cos(turn),
                math.sin(turn),
                math.sin(turn) ** 2,
                float(np.clip(foot @ out, -0.8, 0.8)),
                float(np.clip(foot @ down, -0.8, 0.8)),
                float(np.clip(depth, -0.6, 0.6)),
                float(np.clip(thigh @ out, -0.8, 0.8)),
            ]
        ),
    )


def _turn(marks: LandmarkSet, side: LegSide) -> float:
    """How far the calf is turned from the camera, from the line of the hips (and of the shoulders, where seen).

    The body's left lies to the picture's left when the back faces the camera; the deeper side tells the turn.
    """
    across = np.zeros(2)
    depth = 0.0
    for joint in ("hip", "shoulder"):
        left, right = marks.get(f"left_{joint}"), marks.get(f"right_{joint}")
        if left is None or right is None:
            continue
        width = max(float(np.linalg.norm(left.xy_px - right.xy_px)), 1e-6)
        span = math.hypot(width, DEPTH_TRUST * (left.depth_px - right.depth_px))
        across = across + (left.xy_px - right.xy_px) / span
        depth += DEPTH_TRUST * (left.depth_px - right.depth_px) / span
    if not across.any():
        return turn_by_view(marks.view, side)
    leftward = _leftward(marks)
    turn = math.atan2(depth, float(across @ leftward))
    return turn if side == "left" else -turn


def turn_by_view(view: View, side: LegSide) -> float:
    """The turn of a leg of which only the person has said from where it is seen; from behind when nobody has.

    Seen from the body's own left, a left leg shows its outer face and a right one its inner face.
    """
    if view in ("left", "right"):
        return -math.pi / 2 if view == side else math.pi / 2
    return math.pi if view == "front" else 0.0


def _leftward(marks: LandmarkSet) -> Array:
    """Picture direction a quarter turn from the legs' downward direction: the body's left as a back view shows it."""
    spans = [
        marks.xy(f"{side}_ankle") - marks.xy(f"{side}_knee")
        for side in ("left", "right")
        if not marks.require(f"{side}_ankle", f"{side}_knee")
    ]
    down = np.sum([s / max(float(np.linalg.norm(s)), 1e-6) for s in spans], axis=0)
    length = float(np.linalg.norm(down))
    down = down / length if length > 1e-6 else np.array([0.0, 1.0])
    return np.array([-down[1], down[0]])
