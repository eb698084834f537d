"""The body's own directions at a place, in words a helper understands: lower, toward the spine, toward the thumb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from locator.geometry import Array, unit
from locator.landmarks import LandmarkSet
from locator.placement import Located, Placement


@dataclass(frozen=True, eq=False)
class Bearing:
    """A direction in the picture and its two names."""

    direction: Array  # (2,) unit vector
    forward: str  # along it, a key of WAYS
    backward: str  # against it


# Every direction that can be said, in English; pages have them in their own language by the same keys.
WAYS = {
    "lower": "lower",
    "higher": "higher",
    "to_foot": "toward the foot",
    "to_knee": "toward the knee",
    "to_toes": "toward the toes",
    "to_ankle": "toward the ankle",
    "to_fingers": "toward the fingers",
    "to_wrist": "toward the wrist",
    "body_left": "to the body's left",
    "body_right": "to the body's right",
    "from_spine": "away from the spine",
    "to_spine": "toward the spine",
    "from_middle": "away from the middle",
    "to_middle": "toward the middle",
    "to_outer": "toward the outer side",
    "to_inner": "toward the inner side",
    "to_little_finger": "toward the little finger",
    "to_thumb": "toward the thumb",
    "to_little_toe": "toward the little toe",
    "to_big_toe": "toward the big toe",
}

# By region: the landmarks from which the body's length runs to which, and its two names.
_ALONG = {
    "back": ("c7", "l4", "lower", "higher"),
    "head": ("vertex", "c2", "lower", "higher"),
    "leg": ("popliteal_crease", "lateral_malleolus", "to_foot", "to_knee"),
    "foot": ("ankle_front", "metatarsal_1_2_junction", "to_toes", "to_ankle"),
    "hand": ("hand_wrist", "hand_middle_mcp", "to_fingers", "to_wrist"),
}
# By region: the landmarks from its inner to its outer side, and the two names.
_ACROSS = {
    "leg": ("medial_malleolus", "lateral_malleolus", "to_outer", "to_inner"),
    "foot": ("medial_malleolus", "lateral_malleolus", "to_little_toe", "to_big_toe"),
    "hand": ("hand_index_mcp", "hand_little_mcp", "to_little_finger", "to_thumb"),
}


def bearings_at(located: Located, point: Placement, finger_px: Array) -> tuple[Bearing, ...]:
    """The directions that can be named at a point: along its part, and across it; fewer where landmarks are missing.

    For a finger beyond the middle of the back, "toward the spine" would be said of the wrong way round; left and right
    are said instead.
    """
    marks = located.landmarks
    if marks is None:
        return ()
    start, end, forward, backward = _ALONG[point.frame]
    along = _between(marks, start, end, point.side)
    if along is None:
        return ()
    across = _across(marks, point, along, finger_px)
    first = Bearing(along, forward, backward)
    return (first,) if across is None else (first, across)


def _across(marks: LandmarkSet, point: Placement, along: Array, finger_px: Array) -> Bearing | None:
    """The direction square to the part's length, from its inside to its outside or from the spine outward."""
    square = np.array([along[1], -along[0]])
    if point.frame in ("back", "head"):
        left = _between(marks, "right_acromion", "left_acromion", point.side)
        if left is None:
            left = _between(marks, "right_shoulder", "left_shoulder", point.side)
        if left is None:
            return None
        toward_left = square if square @ left > 0 else -square
        outward = toward_left if point.side == "left" else -toward_left
        start = marks.get(_ALONG[point.frame][0])
        beyond = start is not None and float((finger_px - start.xy_px) @ outward) < 0.0
        if point.side == "midline" or beyond:
            return Bearing(toward_left, "body_left", "body_right")
        middle = "spine" if point.frame == "back" else "middle"
        return Bearing(outward, f"from_{middle}", f"to_{middle}")
    inner, outer, outward_word, inward_word = _ACROSS[point.frame]
    out = _between(marks, inner, outer, point.side)
    if out is None or abs(float(square @ out)) < 0.5:
        return None
    return Bearing(square if square @ out > 0 else -square, outward_word, inward_word)


def _between(marks: LandmarkSet, start: str, end: str, side: str) -> Array | None:
    """(2,) unit vector from one landmark to another, by their own names or this side's; None where one is missing."""
    ends = [marks.get(name) or marks.get(f"{side}_{name}") for name in (start, end)]
    if ends[0] is None or ends[1] is None:
        return None
    way = unit(ends[1].xy_px - ends[0].xy_px)
    return way if float(np.linalg.norm(way)) > 0 else None
