"""Which body: of several, the one whose back (or the view asked for) faces the camera and fills more of the picture.

Of two alike it is the one nearer to its middle: people aim a camera at whom they mean.  Of 62 rendered pairs of backs
nine came first that were larger and stood aside; with the middle counted none does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import PRESENT, named, sane
from locator.facing import facing
from locator.frames.trunk_view import JOINTS
from locator.geometry import Array
from locator.landmarks import LandmarkSet, View
from locator.looks import backness, settled_looks
from locator.painted import painted_over
from locator.placement import Box, Boxes, Refusal

MOST = 5  # bodies looked at in one picture: a look costs as much as finding them all
TURNED_AWAY = 0.3  # how much a body counts that shows another face than the one wanted; a helper faces the camera often
SAME_BODY = 0.35  # hips nearer than this share of the trunk are one body found twice
WHOLE_SIGHT = 0.6  # higher costs seated bodies their answer and spares no wrong one (.75: 19 of 20 for 20)
# Legs may be taken for a small folded body on its head (presence .52), or for one whose hips lie above the picture
# though the model believes them inside it.  Of 180 rendered and 34 photographed whole bodies none had less presence
# than .73, and none a joint outside the picture.
WHOLE_PRESENCE, WHOLE_OUTSIDE = 0.7, 0.02  # the latter a share of the body's square


@dataclass(frozen=True, eq=False)
class Person:
    """One body found in a picture, looked at once."""

    look: Look
    marks: LandmarkSet
    box_px: Box  # around its landmarks, within the picture
    weight: float  # by which people are put in order


def find_people(detector: Detector, rgb: Rgb, view: View | None = None) -> tuple[Person, ...]:
    """The bodies of a picture, the one most likely meant first; empty when there is none.

    The finder often names one of two who stand together: whoever it found is painted over, and it looks again.
    """
    wanted: View = view or "back"
    first = _looked_at(detector, rgb, detector.find(rgb), wanted, ())
    if not first or len(first) >= MOST:
        return _in_order(first)
    people = [*first, *found_beside(detector, rgb, first, wanted)]
    if wanted == "back" and len(people) > 1 and all(backness(p.look) < 0.0 for p in people):
        people = [_front_or_not(detector, rgb, p) for p in people]
    return _in_order(people)


def found_beside(detector: Detector, rgb: Rgb, known: Sequence[Person], wanted: View = "back") -> list[Person]:
    """Who is found besides those who are known, once these are painted over."""
    return _looked_at(detector, rgb, detector.find(painted_over(rgb, boxes(known))), wanted, known)


def as_person(look: Look, rgb: Rgb, wanted: View = "back") -> Person:
    """Who is seen in a look, as one of the picture's people."""
    marks = named([look], rgb)
    weight = _shows(look, marks, wanted) * trunk_of(marks)[1] * _in_the_middle(marks)
    return Person(look, marks, _box(marks), weight)


def _looked_at(
    detector: Detector, rgb: Rgb, squares: Sequence[Square], wanted: View, known: Sequence[Person]
) -> list[Person]:
    """The bodies in these squares that are not known yet."""
    found: list[Person] = []
    elsewhere = [square for square in squares if not any(is_around(square, p) for p in known)]
    for square in elsewhere[: MOST - len(known)]:
        look = detector.look(rgb, square, mask=True, shared=True)
        if look.presence < PRESENT or not sane(look.implied, rgb):
            continue
        person = as_person(look, rgb, wanted)
        hips, trunk = trunk_of(person.marks)
        if not any(np.linalg.norm(hips - trunk_of(p.marks)[0]) < SAME_BODY * trunk for p in (*known, *found)):
            found.append(person)
    return found


def _front_or_not(detector: Detector, rgb: Rgb, person: Person) -> Person:
    """The same, as weighty as a back unless more looks agree that it is a front.

    A first look takes the back of a bald head for a face now and then.  Where everybody seemed to face the camera, the
    points of 3 of 80 rendered pictures were drawn on a helper who does; now they are on the back beside them.
    """
    looks = settled_looks(detector, rgb, person.look)
    front = looks is not None and backness(looks[0]) < 0.0
    return person if front else replace(person, weight=person.weight / TURNED_AWAY)


def is_around(square: Square, person: Person) -> bool:
    """Whether this square is one of the finder's around a person already known: its middle lies on the hips."""
    hips, trunk = trunk_of(person.marks)
    return math.hypot(square.x_px - hips[0], square.y_px - hips[1]) < SAME_BODY * trunk


def _in_order(people: Sequence[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda p: -p.weight))


def _in_the_middle(marks: LandmarkSet) -> float:
    """From 1 in the middle of the picture to a quarter in its corners."""
    middle = np.mean([marks.xy(name) for name in JOINTS], axis=0) / marks.size_px
    return float(np.prod(1.0 - np.clip(np.abs(middle - 0.5), 0.0, 0.5)))


def _shows(look: Look, marks: LandmarkSet, wanted: View) -> float:
    """How squarely a body shows the face that is wanted, from TURNED_AWAY to 1."""
    if wanted in ("back", "front"):
        return max(TURNED_AWAY, backness(look) if wanted == "back" else -backness(look))
    return 1.0 if facing(marks) == wanted else TURNED_AWAY


def is_whole(look: Look, rgb: Rgb) -> bool:
    """Whether shoulders, hips and knees are all in the picture: then the finder's answer stands by itself."""
    joints = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip", "knee")]
    outside = np.maximum(-look.xy_px[joints], look.xy_px[joints] - (rgb.shape[1], rgb.shape[0])).max()
    return (
        look.presence > WHOLE_PRESENCE
        and bool(look.inside[joints].min() > WHOLE_SIGHT)
        and bool(outside < WHOLE_OUTSIDE * look.implied.side_px)
    )


def no_such_person(person: int, found: int) -> Refusal:
    """That a body was asked for by its number, counted from 0, and so many were found."""
    choice = f"choose from 1 to {found}" if found > 1 else "leave the number out"
    return Refusal("no_such_person", f"Person {person + 1} was asked for, {found} found: {choice}.")


def boxes(people: Sequence[Person]) -> Boxes:
    """The boxes of these bodies, in their order."""
    return tuple(p.box_px for p in people)


def trunk_of(marks: LandmarkSet) -> tuple[Array, float]:
    """The middle of the hips (2,) px, and how far it is from there to the shoulders', px."""
    hips = 0.5 * (marks.xy("left_hip") + marks.xy("right_hip"))
    shoulders = 0.5 * (marks.xy("left_shoulder") + marks.xy("right_shoulder"))
    return hips, float(np.linalg.norm(shoulders - hips))


def _box(marks: LandmarkSet) -> Box:
    xy = np.array([m.xy_px for m in marks])
    width, height = marks.size_px
    low = np.clip(xy.min(axis=0), 0, (width, height))
    high = np.clip(xy.max(axis=0), 0, (width, height))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
