"""Whether a square can hold a body, and the names of what was seen in it."""

from __future__ import annotations

from collections.abc import Sequence

from locator.detect.base import Look, Rgb, Square
from locator.detect.merge import merged
from locator.landmarks import LandmarkSet, Source

PRESENT = 0.5  # MediaPipe's own threshold on the presence score (pose_landmark_by_roi_cpu.pbtxt)
SANE_SIDE = (0.05, 8.0)  # a square's side as a share of the picture's longer side, outside which it shows no body


def sane(square: Square, rgb: Rgb) -> bool:
    """Whether a square could hold a body of this picture at all."""
    share = square.side_px / max(rgb.shape[:2])
    return SANE_SIDE[0] < share < SANE_SIDE[1]


def named(
    looks: Sequence[Look], rgb: Rgb, source: Source = "detected", weights: Sequence[float] | None = None
) -> LandmarkSet:
    """The looks' landmarks by name, the view left open: it follows from the body, not from the model."""
    return merged(looks, (rgb.shape[1], rgb.shape[0]), "unknown", source, weights)
