"""Bodies without a face: squares proposed for what a close-up shows, each refined by the square its answer implies.

MediaPipe's landmark model is right about a knee or a headless back when it is given the square that would hold the
whole body, most of it outside the picture.  How large that square is and where its middle (the hips) lies go together:
the closer the camera, the larger the square and the further the hips from the knees.  So a short row of squares along
that line is enough; each is looked at, and the square the answer asks for is looked at again.  What lies outside the
picture matters when it is most of the square: the picture's edge drawn outward suits some, plain colour others (of 14
headless backs on which the first gave nothing within 1.9 cun, the second gave it on 7), so both are shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from locator.detect.base import Detector, Look, Rgb, Square, other_face
from locator.detect.body import sane

# (side, height of the hips, sideways place of the hips), as shares of the picture's height, height and width.  The line
# follows rendered close-ups (2nd to 98th percentile of where the true hips lie and how large the body's square is).  At
# most 8 squares a region and 4 looks each, 32 in all, two thirds of a second on one core.  Only where these do not
# leave the choice sure, legs and backs that promise to be one are looked at as often again, with plain and mirrored
# exchanged, and backs 18 times more (see refined): what a person will wait for.
SEEDS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "leg": (
        (1.5, 0.20, 0.5), (1.9, 0.14, 0.5), (2.3, 0.08, 0.5), (2.8, 0.02, 0.5), (3.4, -0.07, 0.5), (4.2, -0.16, 0.5),
        (2.7, 0.03, 0.3), (2.7, 0.03, 0.7),
    ),
    "back": (
        (1.9, 0.80, 0.5), (2.3, 0.84, 0.5), (2.8, 0.88, 0.5), (3.4, 0.91, 0.5), (4.2, 0.96, 0.5), (5.2, 1.03, 0.5),
    ),
}  # fmt: skip
TOLD_SIZES = (1.0, 0.87, 1.15)  # a person fits an outline to about 15 % of its size
# How far from the told square the body seen may lie: centre (share of its side), size, turn (30 degrees).  Wider than
# the 8 % and 15 % a person is expected to keep to: near the camera a body's shape departs from the outline's.
TOLD_AWAY, TOLD_GROWN, TOLD_TURN = 0.15, 1.4, math.radians(30.0)
PASSES = 2  # the proposed square, and the one its answer asks for
# Where nothing sure is found upright and the person has said what the picture shows, it is looked at as if the camera
# had been held sideways or upside down, then a back as leaning: 96 looks more at most, half of them where nothing is
# there, one to two seconds once where there would have been a refusal.  Leaning legs are known by their shins, see
# locator.closeups.
QUARTERS = (math.pi / 2, -math.pi / 2, math.pi)
LEANS = (math.radians(28.0), math.radians(-28.0))


def proposed(size_px: tuple[int, int], region: str, turn_rad: float = 0.0) -> tuple[Square, ...]:
    """Squares for a close-up of this region; `turn_rad` for a picture whose up is not the body's."""
    width, height = size_px
    middle = np.array([width / 2, height / 2])
    c, s = np.cos(turn_rad), np.sin(turn_rad)
    # the row of squares is laid out on the picture as the body would see it upright
    wide, tall = upright_size(size_px, turn_rad)
    squares = []
    for side, up, across in SEEDS[region]:
        away = np.array([(across - 0.5) * wide, (up - 0.5) * tall])
        x, y = middle + np.array([c * away[0] - s * away[1], s * away[0] + c * away[1]])
        squares.append(Square(float(x), float(y), side * tall, turn_rad))
    return tuple(squares)


def explored(detector: Detector, rgb: Rgb, squares: Iterable[Square], mirror_first: bool = False) -> list[Look]:
    """Every look at the proposed squares and, in the mirror, at those their answers ask for; or the other way about."""
    return [
        look
        for square in squares
        for plain in (False, True)
        for look in _there_and_mirrored(detector, rgb, square, plain, mirror_first)
    ]


def _there_and_mirrored(
    detector: Detector, rgb: Rgb, square: Square, plain: bool, mirror_first: bool
) -> Iterator[Look]:
    """A look at a square, and a mirrored one at the square its answer asks for.

    The mirror costs nothing and shows the model another picture: of as many looks, the chosen one's error falls from
    1.5 to 1.4 (three in four) and from 2.0 to 1.8 cun (nine in ten) on headless backs, from 1.8 to 1.5 on legs.
    """
    first = detector.look(rgb, square, mirrored=mirror_first, mask=True, plain_surround=plain)
    yield first
    if sane(first.implied, rgb):
        yield detector.look(rgb, first.implied, mirrored=not mirror_first, mask=True, plain_surround=plain)


def uprighted(look: Look, size_px: tuple[int, int], turn_rad: float) -> Look:
    """The look as it would be had the picture been turned until a body leaning by `turn_rad` stood upright."""
    width, height = size_px
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    back = np.array([[c, -s], [s, c]])  # what multiplies row vectors from the right to turn them by -turn
    middle = np.array([width / 2, height / 2])
    upright_middle = np.array(upright_size(size_px, turn_rad)) / 2

    def square(of: Square) -> Square:
        x, y = (np.array([of.x_px, of.y_px]) - middle) @ back + upright_middle
        return replace(of.turned(-turn_rad), x_px=float(x), y_px=float(y))

    return replace(
        look,
        xy_px=(look.xy_px - middle) @ back + upright_middle,
        square=square(look.square),
        implied=square(look.implied),
    )


def upright_size(size_px: tuple[int, int], turn_rad: float) -> tuple[int, int]:
    """(width, height) of the picture turned until a body leaning by `turn_rad` stands upright; sides swap or stay."""
    return size_px if abs(math.cos(turn_rad)) >= abs(math.sin(turn_rad)) else (size_px[1], size_px[0])


def explored_near(detector: Detector, rgb: Rgb, told: Square) -> list[Look]:
    """Looks around a square that a person told by fitting the body into an outline, plain and in the mirror.

    One look there is not enough (headless backs, square told to 8 % of its side: median 2.5 cun and worse): of 24, in
    three sizes, the choice finds one within 1.1.
    """
    looks = []
    for size in TOLD_SIZES:
        square = replace(told, side_px=size * told.side_px)
        for plain in (False, True):
            for look in followed(detector, rgb, square, PASSES, plain_surround=plain):
                looks.append(look)
                looks.append(detector.look(rgb, look.square, mirrored=True, mask=True, plain_surround=plain))
    return looks


def refined(detector: Detector, rgb: Rgb, best: Iterable[Look]) -> list[Look]:
    """Looks about the squares that these answers ask for, in three sizes, plain and in the mirror: six for each.

    A back that the model sees well in a few squares only has too little company among the others to be believed; what
    is right there is seen again near by.
    """
    return [
        detector.look(
            rgb,
            replace(look.implied, side_px=size * look.implied.side_px),
            mirrored=mirrored,
            mask=True,
            plain_surround=look.plain_surround,
        )
        for look in best
        if sane(look.implied, rgb)
        for size in TOLD_SIZES
        for mirrored in (False, True)
    ]


def near_told(look: Look, told: Square) -> bool:
    """Whether the body seen lies in the square that was told: a look that wandered off is of something else."""
    seen = look.implied
    away = math.hypot(seen.x_px - told.x_px, seen.y_px - told.y_px) / told.side_px
    grown = abs(math.log(max(seen.side_px, 1.0) / told.side_px))
    return away < TOLD_AWAY and grown < math.log(TOLD_GROWN) and abs(told.turned(-seen.turn_rad).turn_rad) < TOLD_TURN


def followed(
    detector: Detector, rgb: Rgb, square: Square, passes: int, *, plain_surround: bool = False
) -> Iterator[Look]:
    """A look at a square, at the one its answer asks for, and so on, until one could hold no body."""
    for _ in range(passes):
        look = detector.look(rgb, square, mask=True, plain_surround=plain_surround)
        yield look
        square = look.implied
        if not sane(square, rgb):
            return


def both_faces(looks: Iterable[Look], region: str) -> list[Look]:
    """The looks, and for legs each of them read as the body's other face too."""
    taken = list(looks)
    return [*taken, *(other_face(look) for look in taken)] if region == "leg" else taken
