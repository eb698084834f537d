"""The body that a picture is about: the one that is meant of several, seen whole or cut off, or why it is not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from locator.bodylike import is_person
from locator.company import alone
from locator.cut_off import back_around, cut_off, seen_in_square
from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import named, sane
from locator.detect.closeup import near_told
from locator.detect.merge import inside_silhouette
from locator.doubt import less_sure_hidden, less_sure_lying, less_sure_near, together_cun
from locator.facing import other_side_shown
from locator.frames.trunk_view import JOINTS, KNEES_SEEN
from locator.front_legs import on_front_legs
from locator.hidden import MOST_HIDDEN_CUN, hidden_cun
from locator.landmarks import LandmarkSet, View
from locator.legs_near import near_error_cun
from locator.looks import settled_looks, shows_back
from locator.people import Person, boxes, find_people, is_whole, no_such_person
from locator.placement import Boxes, Refusal, Region
from locator.seen import BESIDE_BODY, HIDDEN, NO_PERSON, NOT_IN_OUTLINE, NOT_SURE, OTHER_SIDE, Seen, side_unclear

# Where a body with legs is more unsure than this from look to look, it may be none.  Of 1,586 rendered ones 9 are, with
# points 1 to 10 cun off for most; of 27 photographed people none; of two dogs in a photograph the one drawn on.
MOST_QUARREL = 0.05
# Legs seen close that are expected to be further off than this, by what is seen of them, were seen from too near.  Of
# 59 rendered knees and lower bodies none is; with 1.3 two are that are placed within .9 cun.
MOST_NEAR_CUN = 2.0


def see_body(
    detector: Detector,
    rgb: Rgb,
    region: Region | None = None,
    view: View | None = None,
    person: int | None = None,
    square: Square | None = None,
    turns: bool = True,
) -> Seen | tuple[Refusal, Boxes]:
    """The landmarks of the body that is meant, or the refusal and everybody's boxes (px).

    Meant is the body asked for, else the one whose back faces the camera, else what a close-up shows; with `square`,
    which a person fitted the body into, only what is seen there.  `turns`: a close-up may be turned.  Where something
    seems to hide a part of the body its landmarks are less sure, and it is refused where they are too unsure.
    """
    seen = found_body(detector, rgb, region, view, person, square, turns)
    if not isinstance(seen, Seen):
        return seen
    if seen.only == "leg":
        return _from_near(seen)
    error_cun = hidden_cun(seen.marks, seen.look, rgb, region)
    if error_cun > MOST_HIDDEN_CUN and person is None and square is None:
        return HIDDEN, seen.people  # who says that this is the body is shown it, in wide rings
    return replace(seen, marks=less_sure_hidden(seen.marks, error_cun))


def _from_near(seen: Seen) -> Seen | tuple[Refusal, Boxes]:
    """Legs seen close, with the doubt besides that being seen from too near leaves."""
    expected_cun = near_error_cun(seen.marks, seen.error_cun)
    if expected_cun > MOST_NEAR_CUN:
        return NOT_SURE, seen.people
    error_cun = together_cun(expected_cun, seen.error_cun)
    return replace(seen, marks=less_sure_near(seen.marks, error_cun, seen.error_cun), error_cun=error_cun)


def found_body(
    detector: Detector,
    rgb: Rgb,
    region: Region | None = None,
    view: View | None = None,
    person: int | None = None,
    square: Square | None = None,
    turns: bool = True,
) -> Seen | tuple[Refusal, Boxes]:
    """As `see_body`, before it is asked what may hide a part of the body and whether legs are seen from too near."""
    people = find_people(detector, rgb, view)
    if square is not None:
        seen = _told(detector, rgb, region, view, square, people)
    elif person is not None and not 0 <= person < len(people):
        seen = no_such_person(person, len(people))
    else:
        seen = _meant(detector, rgb, region, view, people, person, turns)
    return replace(seen, people=boxes(people)) if isinstance(seen, Seen) else (seen, boxes(people))


def _meant(
    detector: Detector,
    rgb: Rgb,
    region: Region | None,
    view: View | None,
    people: Sequence[Person],
    person: int | None,
    turns: bool,
) -> Seen | Refusal:
    """The person asked for, else the first of `people`, whole or cut off, with the others painted over.

    On a still picture that is said to show a back, who shows none may be made up within a large one.
    """
    if not people:
        return cut_off(detector, rgb, region, view, None, turns)
    without_others, body = alone(detector, rgb, people[person or 0], people)
    if person is None and not is_whole(body.look, without_others):
        return cut_off(detector, without_others, region, view, body, turns)
    seen = _whole(detector, without_others, body, view, told=person is not None)
    shown = isinstance(seen, Seen) and shows_back(seen.look)
    if shown or person is not None or region != "back" or view == "front" or not turns:
        return seen
    return back_around(detector, rgb, view, body) or seen


def _told(
    detector: Detector, rgb: Rgb, region: Region | None, view: View | None, square: Square, people: Sequence[Person]
) -> Seen | Refusal:
    """The body in the square that a person told, found whole there or by looking around that square."""
    if not sane(square, rgb):
        return NOT_IN_OUTLINE
    here = [body for body in people if near_told(body.look, square)]
    if here and is_whole(here[0].look, rgb):
        return _whole(detector, rgb, here[0], view, told=True)
    return seen_in_square(detector, rgb, region, view, square, [body.look for body in here])


def _whole(detector: Detector, rgb: Rgb, body: Person, view: View | None, told: bool) -> Seen | Refusal:
    """The finder's body; `told`: a person has said that this is one."""
    if beside_body(body.look):
        return BESIDE_BODY
    looks = settled_looks(detector, rgb, body.look, view)
    if looks is None or (view not in ("back", "front") and on_front_legs(rgb, looks)):
        return side_unclear(view)
    if not (told or is_person(body.look, looks)):
        return NO_PERSON
    marks = named(looks, rgb)
    if other_side_shown(marks, view):
        return OTHER_SIDE
    return NOT_SURE if quarrel(marks) > MOST_QUARREL else Seen(less_sure_lying(marks), looks[0])


def quarrel(marks: LandmarkSet) -> float:
    """How unsure shoulders and hips are after all looks, as a share of the trunk; 0 for a body without its legs.

    A body out of the picture from the hips down is less sure for that alone, and its rings say so.
    """
    corners = [marks[name] for name in JOINTS]
    if min(marks[f"{side}_knee"].visibility for side in ("left", "right")) <= KNEES_SEEN:
        return 0.0
    (left_shoulder, right_shoulder, left_hip, right_hip) = (mark.xy_px for mark in corners)
    trunk_px = 0.5 * float(np.linalg.norm(left_shoulder + right_shoulder - left_hip - right_hip))
    return max(mark.sigma_px for mark in corners) / max(trunk_px, 1e-6)


def beside_body(look: Look) -> bool:
    """Whether half the corners of the trunk or more lie where the silhouette shows no body: joints that were made up.

    Of 180 rendered and 27 photographed whole bodies every shoulder and hip lay on the silhouette.
    """
    corners = [INDEX[name] for name in JOINTS]
    return bool((inside_silhouette(look)[corners] < 0.5).sum() >= 2)
