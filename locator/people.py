"""Which body: of several, the one whose back (or the view asked for) faces the camera and fills more of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb
from locator.detect.body import PRESENT, named, sane
from locator.facing import facing
from locator.geometry import Array
from locator.landmarks import LandmarkSet, View
from locator.looks import backness
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
    """The bodies of a picture, the one most likely meant first; empty when there is none."""
    wanted: View = view or "back"
    found: list[Person] = []
    for square in detector.find(rgb)[:MOST]:
        look = detector.look(rgb, square, mask=True, shared=True)
        if look.presence < PRESENT or not sane(look.implied, rgb):
            continue
        marks = named([look], rgb)
        hips, trunk = _trunk(marks)
        if any(np.linalg.norm(hips - _trunk(p.marks)[0]) < SAME_BODY * trunk for p in found):
            continue
        found.append(Person(look, marks, _box(marks), _shows(look, marks, wanted) * trunk))
    return tuple(sorted(found, key=lambda p: -p.weight))


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
    advice = f"Person {person + 1} was asked for, {found} found: choose from 1 to {max(found, 1)}."
    return Refusal("no_such_person", advice)


def boxes(people: Sequence[Person]) -> Boxes:
    """The boxes of these bodies, in their order."""
    return tuple(p.box_px for p in people)


def _trunk(marks: LandmarkSet) -> tuple[Array, float]:
    hips = 0.5 * (marks.xy("left_hip") + marks.xy("right_hip"))
    shoulders = 0.5 * (marks.xy("left_shoulder") + marks.xy("right_shoulder"))
    return hips, float(np.linalg.norm(shoulders - hips))


def _box(marks: LandmarkSet) -> Box:
    xy = np.array([m.xy_px for m in marks])
    width, height = marks.size_px
    low = np.clip(xy.min(axis=0), 0, (width, height))
    high = np.clip(xy.max(axis=0), 0, (width, height))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
