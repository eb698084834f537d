"""What the joints of one lower leg say about it: its length, its turn, and where its foot points.

The leg's own measure: origin at the knee joint, `down` toward the ankle, `out` a quarter turn from it toward the
body's left as a back view shows it for a left leg, mirrored for a right one; the projected knee-to-ankle length is the
unit.  So a left leg and the mirror image of a right one give the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from locator.frames.leg_typical import TURN_SD_RAD, lies, usual
from locator.frames.trunk_depth import depths_told, turn_unseen_rad
from locator.frames.trunk_view import DEPTH_TRUST, JOINTS
from locator.geometry import Array, to_rim
from locator.landmarks import SIDES, LandmarkSet, Pair, View

FEATURES = ("one", "cosine", "sine", "sine_squared", "foot_out", "foot_down", "ankle_depth", "thigh_out")
# Asked of close-ups besides: how far down the shin the picture reaches, how unsure the ankle is, and how broad the body
# seems beside that shin; all in units.
ASKED_CLOSE = ("one", "sine", "foot_out", "foot_down", "ankle_depth", "thigh_out")
CLOSE_FEATURES = (*ASKED_CLOSE, "shin_in_picture", "doubt", "hips_apart", "knees_apart")
FAR = 2.0  # a rim further from the knee than this is far beyond the foot


@dataclass(frozen=True, eq=False)
class LegView:
    """One lower leg's own measure in one picture."""

    side: Pair
    origin_px: Array  # (2,) knee joint
    down: Array  # (2,) unit vector
    out: Array  # (2,) unit vector
    unit_px: float  # projected length from knee to ankle
    turn_rad: float  # 0: the calf faces the camera, pi: the shin does; + turned toward the leg's outer side
    features: Array  # (len(FEATURES),)
    close: Array = field(default_factory=lambda: np.zeros(len(CLOSE_FEATURES)))  # (len(CLOSE_FEATURES),)
    guessed: frozenset[str] = frozenset()  # features that nobody has seen: they are what they usually are
    turn_sd_rad: float = 0.0  # how unsure the turn is where nobody has told the joints' depth

    @property
    def lying(self) -> float:
        """How much of a lying leg it is, 0 .. 1, where nobody has seen its foot."""
        return lies(self.down, self.turn_rad)

    def to_px(self, out: float, down: float) -> Array:
        """A place given in units from the knee."""
        place: Array = self.origin_px + self.unit_px * (out * self.out + down * self.down)
        return place

    def turned_to(self, turn_rad: float) -> LegView:
        """The same leg turned so; what of it was guessed goes along."""
        likely = usual(turn_rad, self.lying)
        own = dict(zip(FEATURES, self.features.tolist(), strict=True)) | _turned(turn_rad)
        own |= {name: likely[name] for name in self.guessed}
        return replace(self, turn_rad=turn_rad, features=np.array([own[name] for name in FEATURES]))


def view_leg(marks: LandmarkSet, side: Pair) -> LegView | None:
    """The leg's measure; None where knee, ankle or the hips that tell its turn are not here."""
    names = [f"{side}_{n}" for n in ("knee", "ankle")]
    if marks.require(*names):
        return None
    knee, ankle = (marks[n] for n in names)
    span = ankle.xy_px - knee.xy_px
    unit = math.hypot(*span)
    if unit < 1e-6:
        return None
    down = span / unit
    sign = 1.0 if side == "left" else -1.0
    out = sign * np.array([-down[1], down[0]])
    turn = _turn(marks, side)
    seen: dict[str, float] = {}
    heel, toe, hip = (marks.get(f"{side}_{n}") for n in ("heel", "foot_index", "hip"))
    if toe is not None and heel is not None:
        foot = (toe.xy_px - heel.xy_px) / unit
        seen |= {"foot_out": _within(float(foot @ out), 0.8), "foot_down": _within(float(foot @ down), 0.8)}
    if depths_told((knee, ankle)):
        seen["ankle_depth"] = _within(DEPTH_TRUST * (ankle.depth_px - knee.depth_px) / unit, 0.6)
    if hip is not None:
        seen["thigh_out"] = _within(float((knee.xy_px - hip.xy_px) @ out) / unit, 0.8)
    likely = usual(turn, lies(down, turn))
    own = {
        "one": 1.0,
        **_turned(turn),
        **likely,
        **seen,
        "shin_in_picture": min(to_rim(knee.xy_px, down, marks.size_px) / unit, FAR),
        "doubt": ankle.sigma_px / unit,
        "hips_apart": _apart(marks, "hip", out) / unit,
        "knees_apart": _apart(marks, "knee", out) / unit,
    }
    return LegView(
        side=side,
        origin_px=knee.xy_px,
        down=down,
        out=out,
        unit_px=unit,
        turn_rad=turn,
        features=np.array([own[name] for name in FEATURES]),
        close=np.array([own[name] for name in CLOSE_FEATURES]),
        guessed=frozenset(likely) - frozenset(seen),
        turn_sd_rad=_turn_sd_rad(marks),
    )


def _turned(turn_rad: float) -> dict[str, float]:
    """The features that the turn alone makes."""
    sine = math.sin(turn_rad)
    return {"cosine": math.cos(turn_rad), "sine": sine, "sine_squared": sine**2}


def _turn_sd_rad(marks: LandmarkSet) -> float:
    """How unsure the turn is where no joint's depth was told; as the trunk's, where that is here."""
    known = [m for m in (marks.get(f"{side}_{joint}") for joint in ("hip", "shoulder") for side in SIDES) if m]
    if depths_told(known):
        return 0.0
    return TURN_SD_RAD if len(known) < len(JOINTS) else max(turn_unseen_rad(marks), TURN_SD_RAD)


def _within(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)


def _apart(marks: LandmarkSet, joint: str, across: Array) -> float:
    """How far apart both sides' joints lie along a unit vector, px; 0 where one is missing."""
    left, right = marks.get(f"left_{joint}"), marks.get(f"right_{joint}")
    return 0.0 if left is None or right is None else abs(float((left.xy_px - right.xy_px) @ across))


def _turn(marks: LandmarkSet, side: Pair) -> float:
    """How far the calf is turned from the camera, from the line of the hips (and of the shoulders, where seen).

    The body's left lies to the picture's left when the back faces the camera; the deeper side tells the turn.
    """
    across = np.zeros(2)
    depth = 0.0
    for joint in ("hip", "shoulder"):
        left, right = marks.get(f"left_{joint}"), marks.get(f"right_{joint}")
        if left is None or right is None:
            continue
        width = max(math.dist(left.xy_px, right.xy_px), 1e-6)
        span = math.hypot(width, DEPTH_TRUST * (left.depth_px - right.depth_px))
        across = across + (left.xy_px - right.xy_px) / span
        depth += DEPTH_TRUST * (left.depth_px - right.depth_px) / span
    if not across.any():
        return turn_by_view(marks.view, side)
    leftward = _leftward(marks)
    turn = math.atan2(depth, float(across @ leftward))
    return turn if side == "left" else -turn


def turn_by_view(view: View, side: Pair) -> float:
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
        for side in SIDES
        if not marks.require(f"{side}_ankle", f"{side}_knee")
    ]
    down = sum((s / max(math.hypot(*s), 1e-6) for s in spans), np.zeros(2))
    length = math.hypot(*down)
    down = down / length if length > 1e-6 else np.array([0.0, 1.0])
    return np.array([-down[1], down[0]])
