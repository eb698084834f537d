"""People who stand in one picture, for a detector that says what it is told."""

from __future__ import annotations

from scripted import Scripted

from locator.detect.base import Look, Square


def room(*bodies: Look) -> Scripted:
    """A detector in whose picture these bodies stand, found in this order."""
    by_x = {round(b.square.x_px): b for b in bodies}

    def look(n: int, square: Square, mirrored: bool) -> Look:
        return by_x[min(by_x, key=lambda x: abs(x - square.x_px))]

    return Scripted(tuple(b.square for b in bodies), look)
