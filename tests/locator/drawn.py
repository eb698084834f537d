"""A trunk whose silhouette is drawn by hand, where everything about it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
from recorded import recorded

from locator.detect.base import INDEX, Look, Square

SIZE_PX = (600, 800)
HIPS_Y, UNIT_PX, MIDDLE_X = 400.0, 150.0, 300.0  # shoulders one unit above the hips
JOINTS_PX = {
    "left_shoulder": (240.0, 250.0), "right_shoulder": (360.0, 250.0), "left_hip": (270.0, 400.0),
    "right_hip": (330.0, 400.0),
}  # fmt: skip
Mask = npt.NDArray[np.float32]


def corner(x: float, y: float) -> tuple[int, int]:
    """Column and row, in the silhouette of 256, of a place in px of the picture."""
    return round((x - 44.0) / 2.0), round((y - 94.0) / 2.0)


def filled(outline: Sequence[tuple[float, float]]) -> Mask:
    """The silhouette of a body with this outline, px of the picture."""
    mask = np.zeros((256, 256), dtype=np.float32)
    cv2.fillPoly(mask, [np.array([corner(*place) for place in outline], dtype=np.int32)], 1.0)
    return mask


def look_at(mask: Mask) -> Look:
    """A look, in a square of 512 px, at the four joints with this silhouette."""
    xy = np.zeros((33, 2))
    for name, place in JOINTS_PX.items():
        xy[INDEX[name]] = place
    return replace(recorded("back"), square=Square(MIDDLE_X, 350.0, 512.0), xy_px=xy, mask=mask)
