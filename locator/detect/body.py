"""One body in one picture: find it, look twice, name its landmarks."""

from __future__ import annotations

from collections.abc import Sequence

from locator.detect.base import Detector, Look, Rgb, Square
from locator.detect.merge import merged
from locator.landmarks import LandmarkSet, Source

PRESENT = 0.5  # MediaPipe's own threshold on the presence score (pose_landmark_by_roi_cpu.pbtxt)
SANE_SIDE = (0.05, 8.0)  # a square's side as a share of the picture's longer side, outside which it shows no body


def second_look(detector: Detector, rgb: Rgb, first: Look) -> tuple[Look, ...]:
    """The first look and one in the mirror on the square it asks for; the first alone where the mirror shows no body."""
    if not sane(first.implied, rgb):
        return (first,)
    second = detector.look(rgb, first.implied, mirrored=True)
    return (first, second) if second.presence >= PRESENT else (first,)


def sane(square: Square, rgb: Rgb) -> bool:
    """Whether a square could hold a body of this picture at all."""
    share = square.side_px / max(rgb.shape[:2])
    return SANE_SIDE[0] < share < SANE_SIDE[1]


def named(looks: Sequence[Look], rgb: Rgb, source: Source = "detected") -> LandmarkSet:
    """The looks' landmarks by name, the view left open: it follows from the body, not from the model."""
    return merged(looks, (rgb.shape[1], rgb.shape[0]), "unknown", source)


def detect_body(detector: Detector, rgb: Rgb) -> LandmarkSet | None:
    """Landmarks of the most certain body the finder sees, or None."""
    for square in detector.find(rgb):
        first = detector.look(rgb, square, mask=True)
        if first.presence >= PRESENT:
            return named(second_look(detector, rgb, first), rgb)
    return None
