"""What a hand's joints say about how it is held: its size, its face, and which way its back looks.

The palm is nearly stiff, so a place on it is told by the wrist and two knuckles, whatever the hand's turn or
foreshortening, and by a height above their plane.  A left hand and the mirror image of a right one give the same
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet, Pair

PALM = ("wrist", "index_mcp", "middle_mcp", "ring_mcp", "little_mcp")
# Palms seen more edge-on than this say nothing of their size, and the model takes one face for the other.
MIN_PALM = 0.12
# A palm is at least so broad, from knuckle to knuckle, as a share of its length: nineteen in twenty of 155 rendered
# hands seen close are.  Of hands that hang beside whole bodies the model tells too little depth, on 176 rendered ones
# half of its length in the middle; a cun of theirs came out as .78 of the true one, with this as .89.
NARROWEST = 0.65
# What is told as narrower than this was seen too much on edge for any of its joints to be believed: LI4 and SI3 of 16
# such hands lay .31 cun off in the middle and one in ten .8, at rings of .3.
TOO_NARROW = 0.3


@dataclass(frozen=True, eq=False)
class HandView:
    """One palm in one picture."""

    side: Pair
    wrist_px: Array  # (2,)
    index_px: Array  # (2,) from the wrist to the index finger's knuckle
    little_px: Array  # (2,) from the wrist to the little finger's knuckle
    size_px: float  # geometric mean of the palm's length and breadth, in space; no palm is narrower than NARROWEST
    back: Array  # (3,) unit vector out of the back of the hand: right, down, away from the camera
    ulnar: Array  # (3,) unit vector from the index toward the little finger
    distal: Array  # (3,) unit vector from the wrist toward the knuckles

    @property
    def dorsal(self) -> float:
        """Cosine between the back of the hand and the camera: 1 the back is seen, -1 the palm is, 0 neither."""
        return -float(self.back[2])

    @property
    def aslant(self) -> float:
        """How much of the palm is turned away, as the square of a sine: 0 square to the camera, 1 on edge."""
        return 1.0 - self.dorsal**2


def hand_marks(marks: LandmarkSet, side: Pair) -> tuple[Landmark, ...]:
    """The palm's landmarks that are here, in the order of PALM."""
    return tuple(m for m in (marks.get(f"{side}_hand_{name}") for name in PALM) if m is not None)


def view_hand(marks: LandmarkSet, side: Pair) -> HandView | None:
    """The palm's measure; None where a joint is missing or the palm is seen on edge."""
    seen = hand_marks(marks, side)
    if len(seen) < len(PALM):
        return None
    places = np.array([[*m.xy_px, m.depth_px] for m in seen])
    across, along = places[4] - places[1], places[1:].mean(axis=0) - places[0]
    breadth, length = float(np.linalg.norm(across)), float(np.linalg.norm(along))
    normal = np.cross(across, along)
    area = float(np.linalg.norm(normal))
    flat = abs(float(np.cross(across[:2], along[:2])))
    if area == 0.0 or flat < MIN_PALM * area or breadth < TOO_NARROW * length:
        return None
    back = normal / area * (1.0 if side == "right" else -1.0)
    return HandView(
        side,
        wrist_px=places[0, :2],
        index_px=places[1, :2] - places[0, :2],
        little_px=places[4, :2] - places[0, :2],
        size_px=float(np.sqrt(length * max(breadth, NARROWEST * length))),
        back=back,
        ulnar=across / np.linalg.norm(across),
        distal=along / np.linalg.norm(along),
    )
