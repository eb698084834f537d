"""What the joints of a trunk say about how it stands: its size in the picture, its turn, its tilt.

Everything is told in the trunk's own measure: origin between the hips, `up` toward the middle of the shoulders, `left`
toward the body's left as a back view shows it, and the projected hip-to-shoulder length as the unit, so that a picture
moved, turned or enlarged gives the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from locator.frames.trunk_legs_seen import Legs, legs_of
from locator.geometry import Array, kept, within
from locator.landmarks import SIDES, Landmark, LandmarkSet, Pair

JOINTS = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
HEAD = {  # feature: the landmarks whose mean height it is
    "ears": ("left_ear", "right_ear"),
    "eyes": ("left_eye", "right_eye"),
    "nose": ("nose",),
    "crown": ("crown",),
    "neck_corners": ("left_neck_corner", "right_neck_corner"),
    "shoulder_slopes": ("left_shoulder_slope", "right_shoulder_slope"),
}
HEAD_SEEN = 0.5  # sight from which on a landmark of the head is believed

# MediaPipe tells too much depth: this share of it, against the width of shoulders and hips, gives the turn that agrees
# best with rendered trunks' (any share from .35 to .5 does, within .006 of the turn's sine, one standard deviation).
DEPTH_TRUST = 0.4
# Visibility of the knees below which the model is guessing them: it lies between the values that rendered bodies cut
# off above the knees have and those of whole ones.
KNEES_SEEN = 0.6
# A body sits whose thighs look shorter than the first and whose knees lie further beyond the hips than the second (both
# in units): nine of ten rendered bodies that sit.
SEATED_THIGH, SEATED_DEPTH = 0.43, 0.9
# A seat hides half of the knees behind it, so where they are not in plain sight wider limits are enough.  With both
# pairs of limits 6 of 269 rendered bodies that sit pass for standing ones (16 with the first pair alone), and none of
# 909 that stand or lie for a sitting one.  Of people photographed from behind with their knees in plain sight the
# shortest thigh is .50 (upright, from high above) and .43 (bending deeply).
PLAIN_KNEES, HALF_HIDDEN_THIGH, HALF_HIDDEN_DEPTH = 0.95, 0.53, 0.68

# How far an arm is raised, from hanging down: the shoulder girdle takes no part in the first 30 degrees (scapulohumeral
# rhythm, Inman 1944); above the level of the shoulder it lifts the joint most.
AT_REST, LEVEL = math.radians(30.0), math.radians(90.0)
MOST_TILT = 1.5  # units by which the shoulders are taken to lie deeper than the hips, or nearer, at the most
LEAST_HIPS = 0.2  # units: hips seen so narrow say little of how they are tilted

# Where a body that stands or lies shows thighs shorter than this, in units (97 % of 414 rendered ones have longer), its
# legs bend or the camera looks down from high above.  Shorter by SHORTENED or more counts in full.
SHORT_THIGH, SHORTENED = 0.68, 0.1

# A hip whose knee lies less far below it than this, in units along the trunk, is bent, and the skin of GB30 has moved
# with the thigh: it is not shown.  On 59 rendered bodies that crouch this leaves 6 of 29 such points, as wrong as the
# 29 were; it takes none from 60 that stand, nor from a man photographed upright from high above, whose thigh is .4.
BENT_HIP = 0.35
# Whoever crouches shows bent hips, and ankles in plain sight below them, which who sits on a chair does not; the ankles
# lie nearer to the hips than those of somebody who stands and bends.  Of each sign: where it says nothing of crouching
# and where all, units below the hips (visibility for the last); between the two it grows evenly.
THIGHS_DOWN, ANKLES_LOW, ANKLES_HIGH, ANKLES_SEEN = (0.45, 0.35), (0.15, 0.35), (1.0, 0.8), (0.93, 0.98)

Posture = Literal["whole", "seated", "cut"]  # legs straight, thighs forward, legs out of the picture
POSTURES: tuple[Posture, ...] = ("whole", "seated", "cut")


@dataclass(frozen=True, eq=False)
class TrunkView:
    """A trunk's own measure in one picture."""

    origin_px: Array  # (2,) between the hips
    up: Array  # (2,) unit vector
    left: Array  # (2,) unit vector: up turned a quarter, the body's left when its back faces the camera
    unit_px: float  # projected length from hips to shoulders
    posture: Posture
    even: Mapping[str, float]  # features a mirror leaves alone
    odd: Mapping[str, float]  # features a mirror turns round
    head: Mapping[str, float]  # heights above the hips of what is or was seen of head and neck; a mirror keeps them
    head_doubt: Mapping[str, float]  # variance of those that are remembered, units^2
    bent_hips: frozenset[Pair]  # sides whose thigh does not go on in the trunk's way
    legs: Legs | None  # of who stands or lies, where both are there
    turn_rad: float  # 0 when the back faces the camera, + when it is turned toward the body's left, (-pi, pi]

    def to_px(self, left: float, up: float) -> Array:
        """A place given in units from the origin."""
        place: Array = self.origin_px + self.unit_px * (left * self.left + up * self.up)
        return place


def turns_of(corners_px: Array, depths_px: Array) -> tuple[float, float]:
    """The turn of the shoulders and of the hips, rad, from JOINTS' places (4, 2) and depths (4,) px.

    Raises ValueError when hips and shoulders fall on one spot.
    """
    (lsx, lsy), (rsx, rsy), (lhx, lhy), (rhx, rhy) = corners_px.tolist()
    up_x, up_y = 0.5 * (lsx + rsx - lhx - rhx), 0.5 * (lsy + rsy - lhy - rhy)
    unit = math.hypot(up_x, up_y)
    if unit < 1e-6:
        raise ValueError("expected shoulders above hips, got both on one spot")
    left_x, left_y = up_y / unit, -up_x / unit
    ls_depth, rs_depth, lh_depth, rh_depth = (DEPTH_TRUST * depths_px).tolist()
    shoulders = math.atan2(ls_depth - rs_depth, (lsx - rsx) * left_x + (lsy - rsy) * left_y)
    hips = math.atan2(lh_depth - rh_depth, (lhx - rhx) * left_x + (lhy - rhy) * left_y)
    return shoulders, hips


def mean_turn(shoulders_rad: float, hips_rad: float) -> float:
    """The trunk's turn, (-pi, pi] rad, half-way between that of its shoulders and that of its hips."""
    sine = math.sin(shoulders_rad) + math.sin(hips_rad)
    return math.atan2(sine, math.cos(shoulders_rad) + math.cos(hips_rad))


@lru_cache(maxsize=8)  # whoever asks about a picture's trunk asks for the same; landmarks never change
def view_trunk(marks: LandmarkSet) -> TrunkView:
    """The trunk's measure from shoulders and hips (all four must be here) and, where seen, knees and elbows.

    Raises ValueError when hips and shoulders fall on one spot: there is no trunk to measure then.
    """
    ls, rs, lh, rh = corners = [marks[name] for name in JOINTS]
    turn_s, turn_h = turns_of(np.array([m.xy_px for m in corners]), np.array([m.depth_px for m in corners]))
    hips, up, unit = _spine(marks)
    left = np.array([up[1], -up[0]])
    across_s, across_h = (ls.xy_px - rs.xy_px) / unit, (lh.xy_px - rh.xy_px) / unit
    depth_s = DEPTH_TRUST * (ls.depth_px - rs.depth_px) / unit
    depth_h = DEPTH_TRUST * (lh.depth_px - rh.depth_px) / unit
    tilt = min(max((ls.depth_px + rs.depth_px - lh.depth_px - rh.depth_px) / (2 * unit), -MOST_TILT), MOST_TILT)
    sine_s, sine_h = math.sin(turn_s), math.sin(turn_h)
    turn_squared = 0.5 * (sine_s * sine_s + sine_h * sine_h)
    head, knees = head_heights(marks), _knees(marks, unit)
    posture = _posture(*knees)
    lean_s, lean_h = float(across_s @ up), float(across_h @ up)
    width_s, width_h = math.hypot(float(across_s @ left), depth_s), math.hypot(float(across_h @ left), depth_h)
    at_rest, above = _arms(marks, up)
    return kept(TrunkView(
        origin_px=hips,
        up=up,
        left=left,
        unit_px=unit,
        posture=posture,
        even={
            "one": 1.0,
            "shoulder_width": width_s,
            "hip_width": width_h,
            "tilt": tilt,
            "tilt_squared": tilt * tilt,
            "turn_squared": turn_squared,
            "turn_fourth": turn_squared * turn_squared,
            "arms_raised": sum(at_rest) / 2.0,
            "arms_above": sum(above) / 2.0,
            "legs_short": _short(knees[1]) if posture == "whole" else 0.0,
            "crouched": 0.0 if posture == "cut" else _crouched(marks, hips, up * unit),
        },
        odd={
            "shoulders_tilted": lean_s - lean_h * width_s / max(width_h, LEAST_HIPS),
            "arms_apart": (at_rest[0] - at_rest[1]) / 2.0,
            "turn_shoulders": sine_s,
            "turn_hips": sine_h,
            "lean_shoulders": lean_s,
            "lean_hips": lean_h,
            "turn_tilted": 0.5 * (sine_s + sine_h) * tilt,
            "lean_tilted": 0.5 * (lean_s + lean_h) * tilt,
            "turn_cubed": (0.5 * (sine_s + sine_h)) ** 3,
        },
        head={**{name: height for name, (height, _) in marks.head_before.items()}, **head},
        head_doubt={name: sd**2 for name, (_, sd) in marks.head_before.items() if name not in head},
        bent_hips=frozenset() if posture == "cut" else _bent_hips(marks, up * unit),
        legs=legs_of(marks, unit) if posture == "whole" else None,
        turn_rad=mean_turn(turn_s, turn_h),
    ))


def head_heights(marks: LandmarkSet) -> dict[str, float]:
    """Heights above the hips, in units, of the parts of head and neck that are seen whole, inside the picture.

    Of what lies beyond it the model is guessing, however well it thinks that it sees it.
    Needs JOINTS and raises ValueError, as `view_trunk` does.
    """
    hips, up, unit = _spine(marks)
    (hips_x, hips_y), (up_x, up_y) = hips.tolist(), (up / unit).tolist()

    def risen(mark: Landmark | None) -> float | None:
        """How high it lies, None where it is not seen."""
        if mark is None or not mark.visibility > HEAD_SEEN:
            return None
        x, y = mark.xy_px.tolist()
        return (x - hips_x) * up_x + (y - hips_y) * up_y if within(mark.xy_px, marks.size_px) else None

    found = {}
    for feature, names in HEAD.items():
        seen = [rise for rise in map(risen, map(marks.get, names)) if rise is not None]
        if len(seen) == len(names):
            found[feature] = sum(seen) / len(seen)
    return found


def _spine(marks: LandmarkSet) -> tuple[Array, Array, float]:
    """Between the hips (2,) px, the unit vector (2,) from there toward the middle of the shoulders, and how far, px."""
    ls, rs, lh, rh = (marks.xy(name) for name in JOINTS)
    hips = 0.5 * (lh + rh)
    span = 0.5 * (ls + rs) - hips
    unit = math.hypot(*span)
    if unit < 1e-6:
        raise ValueError("expected shoulders above hips, got both on one spot")
    return hips, span / unit, unit


def _short(thigh: float) -> float:
    """How much shorter the thighs are than those of nearly all who stand or lie, 0 .. 1."""
    return min(max((SHORT_THIGH - thigh) / SHORTENED, 0.0), 1.0)


def _posture(sight: float, thigh: float, depth: float) -> Posture:
    """Whether the legs are in the picture and, if so, whether they hang down or point away from the camera."""
    if sight <= KNEES_SEEN:
        return "cut"
    sits = depth > SEATED_DEPTH and thigh < SEATED_THIGH
    sits = sits or (sight < PLAIN_KNEES and depth > HALF_HIDDEN_DEPTH and thigh < HALF_HIDDEN_THIGH)
    return "seated" if sits else "whole"


def _knees(marks: LandmarkSet, unit: float) -> tuple[float, float, float]:
    """How well both knees are seen (0..1), the thighs' length and how far the knees lie beyond the hips, in units.

    Where nobody has told any depth they may lie as far beyond as it takes to sit.
    """
    pairs = [(marks.get(f"{s}_knee"), marks.get(f"{s}_hip")) for s in SIDES]
    known = [(k, h) for k, h in pairs if k is not None and h is not None]
    if len(known) < 2:
        return 0.0, 0.0, 0.0
    sight = sum(k.visibility for k, _ in known if within(k.xy_px, marks.size_px)) / 2.0
    thigh = sum(math.dist(k.xy_px, h.xy_px) for k, h in known) / 2.0 / unit
    untold = not any(mark.depth_px for pair in known for mark in pair)
    depth = math.inf if untold else sum(k.depth_px - h.depth_px for k, h in known) / 2.0 / unit
    return sight, thigh, depth


def _below(place: Array, other: Array, trunk: Array) -> float:
    """How far a place lies below another along the trunk (2,) px from hips to shoulders, units."""
    return float((other - place) @ trunk / (trunk @ trunk))


def _bent_hips(marks: LandmarkSet, trunk: Array) -> frozenset[Pair]:
    """The sides whose knee is seen and does not lie well below the hip."""
    pairs = {side: (marks.get(f"{side}_knee"), marks[f"{side}_hip"]) for side in SIDES}
    return frozenset(
        side
        for side, (knee, hip) in pairs.items()
        if knee is not None and knee.visibility > KNEES_SEEN and _below(knee.xy_px, hip.xy_px, trunk) < BENT_HIP
    )


def _crouched(marks: LandmarkSet, hips: Array, trunk: Array) -> float:
    """How surely this is somebody who crouches, 0 .. 1."""
    knees, ankles = ([marks.get(f"{side}_{joint}") for side in SIDES] for joint in ("knee", "ankle"))
    seen_knees, seen_ankles = ([m for m in pair if m is not None] for pair in (knees, ankles))
    if len(seen_knees) < 2 or len(seen_ankles) < 2:
        return 0.0
    thighs, legs = (
        _below(0.5 * (left.xy_px + right.xy_px), hips, trunk) for left, right in (seen_knees, seen_ankles)
    )
    sight = sum(m.visibility for m in seen_ankles if within(m.xy_px, marks.size_px)) / 2.0
    signs = ((thighs, THIGHS_DOWN), (legs, ANKLES_LOW), (legs, ANKLES_HIGH), (sight, ANKLES_SEEN))
    return math.prod(min(max((sign - none) / (full - none), 0.0), 1.0) for sign, (none, full) in signs)


def _arms(marks: LandmarkSet, up: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """How far the left and the right upper arm are raised beyond AT_REST, and beyond LEVEL, rad; 0 where not known."""
    angles = []
    for side in SIDES:
        shoulder, elbow = marks.get(f"{side}_shoulder"), marks.get(f"{side}_elbow")
        if shoulder is None or elbow is None:
            return (0.0, 0.0), (0.0, 0.0)
        arm = elbow.xy_px - shoulder.xy_px
        length = math.hypot(*arm)
        angles.append(math.acos(min(max(-float(arm @ up) / length, -1.0), 1.0)) if length > 0 else 0.0)
    left, right = angles
    return (
        (max(0.0, left - AT_REST), max(0.0, right - AT_REST)),
        (max(0.0, left - LEVEL), max(0.0, right - LEVEL)),
    )
