"""What a detector says, whatever model stands behind it.

A detector answers two questions: where are there bodies (`find`), and what does the body in this square look like
(`look`).  Keeping the two apart is what lets a knee, a headless back or a lying person be measured: the square can come
from a person's words, from the last frame of a video or from an outline dragged over a photograph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from locator.geometry import Array

Rgb = npt.NDArray[np.uint8]  # (H, W, 3)

# MediaPipe's 33 body landmarks, snake case, in its order; the only place where that order is known.
NAMES = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index",
    "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_heel", "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(NAMES)}


@dataclass(frozen=True)
class Square:
    """A square cut from a picture for the landmark model, and where it came from."""

    x_px: float  # centre
    y_px: float
    side_px: float
    turn_rad: float = 0.0  # clockwise in the picture; 0: the body's head points up
    score: float = 1.0  # what the finder thinks of it, 0..1

    def turned(self, by_rad: float) -> Square:
        return replace(self, turn_rad=math.remainder(self.turn_rad + by_rad, 2 * math.pi))

    def off(self, other: Square) -> float:
        """How far it is off another, as a share of that one's side: moved, or by half of what it grew or turned."""
        moved = math.hypot(self.x_px - other.x_px, self.y_px - other.y_px) / other.side_px
        grown = abs(self.side_px / other.side_px - 1.0)
        turned = abs(math.remainder(self.turn_rad - other.turn_rad, 2.0 * math.pi))
        return max(moved, grown / 2.0, turned / 2.0)

    def in_mirror(self, width_px: int) -> Square:
        """The same square in the mirror image of a picture this wide."""
        return replace(self, x_px=width_px - self.x_px, turn_rad=-self.turn_rad)


@dataclass(frozen=True, eq=False)
class Look:
    """What the landmark model saw in one square."""

    square: Square
    presence: float  # 0..1: that there is a body in the square at all
    xy_px: Array  # (33, 2) in picture pixels
    depth_px: Array  # (33,) away from the camera is positive, origin between the hips; about 3 times too strong
    visibility: Array  # (33,) 0..1
    inside: Array  # (33,) 0..1, the model's belief that the joint lies in the square
    world_m: Array  # (33, 3) metric pose, origin between the hips: right, down (in the turned square) and away
    implied: Square  # the square this answer itself asks for
    mask: npt.NDArray[np.float32] | None = None  # (256, 256) 0..1, the body in the square's own pixels
    mirrored: bool = False  # True: seen in a mirror image and turned back
    plain_surround: bool = False  # True: what lay outside the picture was shown as plain colour

    def xy(self, name: str) -> Array:
        xy: Array = self.xy_px[INDEX[name]]
        return xy


# Left and right exchanged: how a mirror image's landmarks answer for the body itself.
SWAP = np.array(
    [INDEX[name.replace("left", "*").replace("right", "left").replace("*", "right")] for name in NAMES], dtype=np.intp
)


def other_face(look: Look) -> Look:
    """The same joints read as the body's other face: what was taken for a back is a front, so left is right.

    From the thighs down a close-up seldom tells the model which face it sees, and its joints are right all the same.
    """
    return replace(
        look,
        xy_px=look.xy_px[SWAP],
        depth_px=look.depth_px[SWAP],
        visibility=look.visibility[SWAP],
        inside=look.inside[SWAP],
        world_m=look.world_m[SWAP],
    )


class Detector(Protocol):
    """Anything that can find bodies and look at one."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        """Squares around bodies, the most certain first; empty when there are none."""
        ...

    def look(
        self,
        rgb: Rgb,
        square: Square,
        *,
        mirrored: bool = False,
        mask: bool = False,
        plain_surround: bool = False,
        shared: bool = False,
    ) -> Look:
        """The landmarks of the body in a square; see MediaPipePose.look for the options."""
        ...

    def face(self, rgb: Rgb, square: Square) -> float:
        """0..1: how sure it is that a face is seen in a square."""
        ...

    def close(self) -> None: ...
