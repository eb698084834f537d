"""Which part of the body lies under a finger that is too far from its point to be led there by counting fingers."""

from __future__ import annotations

import numpy as np

from locator.geometry import Array, from_segment
from locator.landmarks import LandmarkSet
from locator.placement import Located, Side

REACH_CUN = 5.0  # a finger further than this from every part is beside the body
SIGHT = 0.3  # a joint guessed with less belief than this names no part

# Each part with the two landmarks between which it lies; {side} stands for either side.
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("head", "left_ear", "right_ear"),
    ("neck", "c7", "c2"),
    ("shoulder", "{side}_acromion", "{side}_acromion"),
    ("shoulder_blade", "{side}_scapula_spine_middle", "{side}_scapula_inferior_angle"),
    ("upper_back", "t3", "t12"),
    ("lower_back", "l1", "l5"),
    ("hip_bone", "{side}_iliac_crest", "{side}_iliac_crest"),
    ("sacrum", "s1", "coccyx_tip"),
    ("buttock", "{side}_psis", "{side}_gluteal_fold"),
    ("thigh", "{side}_hip", "{side}_knee"),
    ("knee", "{side}_knee", "{side}_knee"),
    ("lower_leg", "{side}_knee", "{side}_ankle"),
    ("foot", "{side}_ankle", "{side}_foot_index"),
    ("upper_arm", "{side}_shoulder", "{side}_elbow"),
    ("forearm", "{side}_elbow", "{side}_wrist"),
    ("hand", "{side}_wrist", "{side}_index"),
)
PARTS = tuple(name for name, _, _ in _PARTS)  # every word that `whereabouts` can say


def whereabouts(located: Located, finger_px: Array, cun_px: float) -> tuple[str, Side] | None:
    """The nearest part and its side; None where no known part is within reach."""
    marks = located.landmarks
    if marks is None:
        return None
    found: list[tuple[float, str, Side]] = []
    for part, start, end in _PARTS:
        sides: tuple[Side, ...] = ("left", "right") if "{side}" in start else ("midline",)
        for side in sides:
            ends = [_seen(marks, name.format(side=side)) for name in (start, end)]
            if ends[0] is not None and ends[1] is not None:
                found.append((from_segment(finger_px, ends[0], ends[1]) / cun_px, part, side))
    away_cun, part, side = min(found, default=(np.inf, "", "midline"))
    return (part, side) if away_cun <= REACH_CUN else None


def _seen(marks: LandmarkSet, name: str) -> Array | None:
    mark = marks.get(name)
    return mark.xy_px if mark is not None and mark.visibility >= SIGHT else None
