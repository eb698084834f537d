"""Looks at one body until they agree: one more in the mirror, and on a quarrel about front and back, a vote.

The model now and then takes a back for a front, in the dark or with the legs out of the picture, and is sure of it each
time.  Seldom does it err alike on a picture and on its mirror image, on a square and on a larger one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, other_face
from locator.detect.body import PRESENT, sane
from locator.face import shows_face
from locator.frames.trunk_view import JOINTS, mean_turn, turns_of
from locator.landmarks import View

SIDEWAYS = math.cos(math.radians(70.0))  # less of a cosine than this is a body seen from the side
WIDER = 1.2  # a larger square shows the model more of the room: of .8, 1 and 1.2 alone right on both quarrels tried

# A body that in its last look asks for a square further off than this (`Square.off`), or is not seen in it, is looked
# at again.  Of 820 rendered ones 3 are: sitting ones 2.9 and 1.0 cun off come to .6 and .4, one stays where it was.
# With .02 it is 117, which gains nothing more, and lying bodies lose (.69 -> .71).
AT_REST, MORE_ROUNDS = 0.035, 3

# A look that alone shows the face said, its shoulders and hips further than this share of the trunk from where half of
# the other looks see them, is not believed.  Of 1,644 rendered backs said to be one five hang on one look: .04 to .06
# from the others in three (.8 to 1.9 cun off), .20 in one 2.9 cun off, .15 in one refused anyway, .13 in a dog.
ALONE = 0.09


def settled_looks(
    detector: Detector, rgb: Rgb, first: Look, view: View | None = None, afresh: bool = True
) -> tuple[Look, ...] | None:
    """Looks at the body of `first` that agree about front and back, a mirrored one among them where there is one.

    `view` is what the person says; a look that contradicts it is not used.  `afresh`: look again at the square that the
    first look implies; without, that look is kept, as one that others have confirmed.  None when the looks cannot be
    brought to agree or none of them sees a body: then the person has to say which side is seen, or it is no body.
    """
    if not sane(first.implied, rgb):
        return (first,)
    mirror, again = _both_ways(detector, rgb, first, afresh)
    for _ in range(MORE_ROUNDS if afresh else 0):
        last = again if again.presence >= PRESENT else mirror
        if _at_rest(mirror, again) or last.presence < PRESENT or not sane(last.implied, rgb):
            break
        first = last
        mirror, again = _both_ways(detector, rgb, first, afresh)
    if _agree([first, mirror]) and not _agree([first, mirror, again]):
        again = first  # the odd one out of three
    looks = [again, mirror]
    looks = [look for look in looks if look.presence >= PRESENT]
    unsaid = view in (None, "unknown", "left", "right")
    if unsaid and looks and _agree(looks) and backness(looks[0]) > -SIDEWAYS:
        return tuple(looks)
    if looks and view in ("back", "front") and all(shows_back(look) == (view == "back") for look in looks):
        return None if _stands_alone(looks, [first]) else tuple(looks)
    wider = replace(first.implied, side_px=WIDER * first.implied.side_px)
    looks += [detector.look(rgb, wider, mask=True), detector.look(rgb, wider, mirrored=True)]
    looks = [look for look in looks if look.presence >= PRESENT]
    if view in ("back", "front"):
        said = [look for look in looks if shows_back(look) == (view == "back")]
        return None if not said or _stands_alone(said, [first, *looks]) else tuple(said)
    return _voted(looks, lambda: shows_face(detector, rgb, looks[0]))


def _voted(looks: Sequence[Look], face: Callable[[], bool | None]) -> tuple[Look, ...] | None:
    """Which of up to four looks (the two wider ones last) are believed about front and back; None where none are.

    `face` tells whether a face is seen.  Without a face a front is not believed, and half of the votes are enough for a
    back: of 68 rendered bodies lying face down none is taken for a front so and 5 are left undecided (4 and 3 before).
    """
    if not looks:
        return None
    backs = tuple(look for look in looks if shows_back(look))
    fronts = tuple(look for look in looks if not shows_back(look))
    if len(looks) == 4 and not any(shows_back(look) for look in looks[:2]):
        # a dark back taken for a front twice, and for a back on both larger squares: of 216 fronts none did that
        most = backs if len(backs) == 2 else tuple(looks[:2])
    else:
        most, least = (backs, fronts) if len(backs) >= len(fronts) else (fronts, backs)
        most = most if len(most) >= 3 and len(least) <= 1 else ()
    if most and (most[0] in backs or face() is not False):
        return most
    return backs if not most and len(backs) >= len(fronts) and face() is False else None


def _both_ways(detector: Detector, rgb: Rgb, first: Look, afresh: bool) -> tuple[Look, Look]:
    """A look in the mirror at the square that the first look implies, and a plain one at the square that this implies.

    The finder's own square differs between a picture and its mirror image; those that a look, and then one in the
    mirror, imply hardly do: the points of 28 renders and of their mirror images lie .19 cun apart so, else .32.
    """
    mirror = detector.look(rgb, first.implied, mirrored=True, mask=True, shared=True)
    square = mirror.implied if mirror.presence >= PRESENT and sane(mirror.implied, rgb) else first.implied
    return mirror, detector.look(rgb, square, mask=True, shared=True) if afresh else first


def _at_rest(mirror: Look, again: Look) -> bool:
    """Whether both looks see a body, in the square that it asks for itself."""
    return min(mirror.presence, again.presence) >= PRESENT and again.implied.off(again.square) < AT_REST


def shows_back(look: Look) -> bool:
    """Whether the body in a look has its back to the camera rather than its front."""
    return backness(look) > 0.0


def _stands_alone(said: Sequence[Look], others: Sequence[Look]) -> bool:
    """Whether only one look shows the face that the person said, and half of the others see the trunk elsewhere.

    Shoulders and hips are compared, ALONE being the limit; the others are read as that face too.
    """
    if len(said) != 1:
        return False
    lone, at = said[0], [INDEX[name] for name in JOINTS]
    corners = lone.xy_px[at]
    trunk_px = float(np.linalg.norm(corners[:2].mean(axis=0) - corners[2:].mean(axis=0)))
    alike = [look if shows_back(look) == shows_back(lone) else other_face(look) for look in others if look is not lone]
    away_px = [float(np.linalg.norm(look.xy_px[at] - corners, axis=1).mean()) for look in alike]
    return bool(away_px) and float(np.median(away_px)) > ALONE * trunk_px


def _agree(looks: Sequence[Look]) -> bool:
    """Whether no two looks tell front and back apart; a body seen from the side is neither and may be both."""
    turns = [backness(look) for look in looks]
    return not (max(turns) > SIDEWAYS and min(turns) < -SIDEWAYS)


def backness(look: Look) -> float:
    """Cosine of the trunk's turn: 1 square from behind, -1 from in front; 0 where there is no trunk to tell."""
    at = [INDEX[name] for name in JOINTS]
    try:
        return math.cos(mean_turn(*turns_of(look.xy_px[at], look.depth_px[at])))
    except ValueError:
        return 0.0
