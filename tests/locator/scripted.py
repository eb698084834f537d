"""A detector that says what it is told: for laws about choosing among looks, not about the looks themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from recorded import recorded

from locator.detect.base import Look, Rgb, Square


class Scripted:
    """Finds the squares it is given; a look is what the script says for the n-th call."""

    def __init__(
        self, squares: tuple[Square, ...], script: Callable[[int, Square, bool], Look], face: float = 0.9
    ) -> None:
        self.squares, self.script, self.sure_of_face = squares, script, face
        self.looks = 0
        self.closed = False

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        return self.squares

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
        self.looks += 1
        seen = self.script(self.looks - 1, square, mirrored)
        return replace(seen, mirrored=mirrored, plain_surround=plain_surround)

    def face(self, rgb: Rgb, square: Square) -> float:
        return self.sure_of_face

    def close(self) -> None:
        self.closed = True


def shifted(look: Look, right_px: float, down_px: float = 0.0, zoom: float = 1.0) -> Look:
    """The same body elsewhere in the picture, and larger about its origin."""
    by = np.array([right_px, down_px])

    def square(s: Square) -> Square:
        return replace(s, x_px=zoom * s.x_px + right_px, y_px=zoom * s.y_px + down_px, side_px=zoom * s.side_px)

    return replace(
        look,
        xy_px=zoom * look.xy_px + by,
        depth_px=zoom * look.depth_px,
        square=square(look.square),
        implied=square(look.implied),
    )


def absent(look: Look) -> Look:
    """The model's answer where it sees nobody."""
    return replace(look, presence=0.02)


def nobody_anywhere(n: int, square: Square, mirrored: bool) -> Look:
    """A script of looks that see nobody, and the joints of nobody elsewhere each time."""
    far = np.random.default_rng(n).uniform(0, 4000, (33, 2))
    return replace(absent(recorded("back")), xy_px=far, inside=np.zeros(33))
