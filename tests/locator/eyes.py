"""The real detector with a memory: for files that ask several questions about one picture.

What the model sees in a square of a picture depends on nothing else, so a second question of the same picture need
not wait for the looks that the first has taken.
"""

from __future__ import annotations

import hashlib
from functools import cache

from locator.detect.base import Detector, Look, Rgb, Square
from locator.pipeline import new_detector


class Remembering:
    """A `Detector` that takes each look into each picture once."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._found: dict[object, tuple[Square, ...]] = {}
        self._seen: dict[object, Look] = {}

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        picture = _name(rgb)
        if picture not in self._found:
            self._found[picture] = self._detector.find(rgb)
        return self._found[picture]

    def look(self, rgb: Rgb, square: Square, **how: bool) -> Look:
        question = (_name(rgb), square, *sorted(how.items()))
        if question not in self._seen:
            self._seen[question] = self._detector.look(rgb, square, **how)
        return self._seen[question]

    def face(self, rgb: Rgb, square: Square) -> float:
        return self._detector.face(rgb, square)

    def close(self) -> None:
        self._detector.close()


def _name(rgb: Rgb) -> object:
    return rgb.shape, hashlib.blake2b(rgb.tobytes()).digest()


@cache
def eyes() -> Remembering:
    """One for all tests of this process."""
    return Remembering(new_detector())
