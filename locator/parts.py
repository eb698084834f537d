"""Looking at one part of a body that the person has named: a hand, the feet, the head."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.bodylike import is_person
from locator.company import alone
from locator.detect import closeup_foot, closeup_head
from locator.detect.base import INDEX, Detector, Look, Rgb
from locator.detect.body import named
from locator.detect.hands import HandFinder, find_hands, sided
from locator.doubt import (
    blurred_foot_cun,
    hands_less_sure_blurred,
    less_sure_blurred,
    less_sure_hidden,
    less_sure_lying,
)
from locator.frames.foot_model import FootModel
from locator.frames.head_model import HeadModel
from locator.frames.head_view import view_head
from locator.hidden import MOST_HIDDEN_CUN, hidden_cun
from locator.landmarks import Landmark, LandmarkSet, View
from locator.looks import settled_looks
from locator.people import Person, boxes, find_people, is_whole, no_such_person
from locator.placement import Boxes, Refusal, Region
from locator.toes import without_toes

PARTS: tuple[Region, ...] = ("hand", "foot", "head")
MOST_EXPECTED_CUN = {"foot": 1.35, "head": 1.3}  # expected error of a close-up's points above which nothing is drawn
SIGHT = 0.6  # the model's belief that a joint lies in the picture
NEAR_PX_SHARE = 0.02  # a joint this near the picture's rim is as good as outside

NOT_SURE = {
    "foot": Refusal(
        "not_sure",
        "The feet cannot be placed with confidence: show both from in front and above, with half of the shins.",
        "foot",
    ),
    "head": Refusal(
        "not_sure",
        "The head cannot be placed with confidence: show it from behind with both shoulders in the picture.",
        "head",
    ),
}
# A foot alone from the side says neither which foot it is nor, so, which of its faces is seen.
SIDELONG = Refusal(
    "on_edge",
    "Points of a foot seen from the side need the leg's whole body in the picture; or show the foot from in front and "
    "above, with half of the shin.",
    "foot",
)
_FINDERS = threading.local()  # one a thread: graphs are not shared


def hand_finder() -> HandFinder:
    """This thread's own hand models, made when a hand is first asked for."""
    if not hasattr(_FINDERS, "hand"):
        from locator.detect.mediapipe_hand import MediaPipeHand

        _FINDERS.hand = MediaPipeHand()
    finder: HandFinder = _FINDERS.hand
    return finder


Part = tuple[LandmarkSet | None, tuple[Refusal, ...]]  # what was seen of it, and what is unclear


@dataclass(frozen=True, eq=False)
class SeenPart:
    """What was seen of the part a person points at, what is unclear of it, and everybody's boxes."""

    sets: tuple[LandmarkSet, ...]  # none where it is not found, several of hands
    unclear: tuple[Refusal, ...]
    people: Boxes
    look: Look | None = None  # at the whole body that it is told by; None where it was seen by itself


def see_part(
    region: Region | None,
    detector: Detector,
    rgb: Rgb,
    view: View | None = None,
    person: int | None = None,
    finder: HandFinder | None = None,
) -> SeenPart:
    """The hands, the feet or the head that a picture shows.

    `person` counts from 0 in the order of the boxes: whose feet or head are meant, where bodies are seen whole.  Hands
    are told of everybody, and looked for by `finder`, this thread's own without it.
    """
    if region not in PARTS:
        raise ValueError(f"expected a region out of {', '.join(PARTS)}, got {region!r}")
    people = find_people(detector, rgb, view)
    if person is not None and not 0 <= person < len(people):
        return SeenPart((), (no_such_person(person, len(people)),), boxes(people))
    body, look = _body(detector, rgb, people, view, person, region) or (None, None)
    if region == "hand":
        return SeenPart(*see_hands(detector, rgb, body, finder), boxes(people))
    if region == "foot":
        part, unclear = see_feet(detector, rgb, body, view, told=person is not None)
    else:
        part, unclear = see_head(detector, rgb, body, told=person is not None)
    return SeenPart(() if part is None else (part,), unclear, boxes(people), look if part is body else None)


def see_hands(
    detector: Detector, rgb: Rgb, body: LandmarkSet | None, finder: HandFinder | None = None
) -> tuple[tuple[LandmarkSet, ...], tuple[Refusal, ...]]:
    """The hands of a picture, the first pair with the body they hang on where that is seen; and what is unclear."""
    hands, toes = without_toes(find_hands(finder or hand_finder(), rgb, body), detector, rgb, body)
    (pair, *others), refusals = sided(hands_less_sure_blurred(hands, rgb), body)
    refusals += toes
    nobody = LandmarkSet((rgb.shape[1], rgb.shape[0]))
    return ((body or nobody).having(pair), *(nobody.having(hand) for hand in others)), refusals


def see_feet(detector: Detector, rgb: Rgb, body: LandmarkSet | None, view: View | None, told: bool) -> Part:
    """The feet of a body seen whole, or those of a close-up; `told`: a person has said whose."""
    if body is not None and _in_sight(body, ("shoulder", "hip", "knee", "ankle")):
        return body, ()
    if told:  # a close-up does not tell whose feet it shows
        return None, (NOT_SURE["foot"],)
    if view in ("left", "right"):
        return None, (SIDELONG,)
    model = FootModel.load()
    marks: list[Landmark] = []
    for foot in closeup_foot.see_feet(detector, rgb):
        if foot.error_cun > MOST_EXPECTED_CUN["foot"]:
            continue
        _, ankle, heel, toe = foot.places[:, :2]
        doubt_cun = blurred_foot_cun(foot.error_cun + closeup_head.LEAST_DOUBT_CUN, rgb)
        sigma_px = doubt_cun * model.cun_px(ankle, heel, toe)
        for name, place, inside in zip(closeup_foot.JOINTS, foot.places, foot.inside, strict=True):
            marks.append(
                Landmark(f"{foot.side}_{name}", place[:2], float(place[2]), sigma_px, float(inside), "close-up")
            )
    if not marks:
        return None, (NOT_SURE["foot"],)
    return LandmarkSet((rgb.shape[1], rgb.shape[0])).having(marks), ()


def see_head(detector: Detector, rgb: Rgb, body: LandmarkSet | None, told: bool) -> Part:
    """The head of a body seen down to its knees, or of a close-up; `told`: a person has said whose."""
    if body is not None and _in_sight(body, ("shoulder", "hip", "knee")):
        whole = view_head(body)
        if whole is not None and HeadModel.load().knows(whole, "whole"):
            return body, ()
    if told:  # a close-up does not tell whose head it shows
        return None, (NOT_SURE["head"],)
    seen = closeup_head.see_head(detector, rgb)
    if seen is None or seen[2] > MOST_EXPECTED_CUN["head"]:
        return None, (NOT_SURE["head"],)
    looks, weights, error_cun = seen
    marks = _averaged(looks, weights, rgb)
    measure = view_head(marks)
    if measure is None:
        return None, (NOT_SURE["head"],)
    sigma_px = (error_cun + closeup_head.LEAST_DOUBT_CUN) * HeadModel.load().cun_px(measure, "close")
    return marks.having(
        Landmark(m.name, m.xy_px, m.depth_px, sigma_px, m.visibility, "close-up") for m in marks
    ), ()


def _averaged(looks: Sequence[Look], weights: Sequence[float], rgb: Rgb) -> LandmarkSet:
    """The looks' landmarks, each look with its weight."""
    places = sum(w * np.c_[k.xy_px, k.depth_px, k.inside] for k, w in zip(looks, weights, strict=True))
    table = np.asarray(places)
    return LandmarkSet((rgb.shape[1], rgb.shape[0])).having(
        Landmark(name, table[i, :2], float(table[i, 2]), visibility=float(table[i, 3]), source="close-up")
        for name, i in INDEX.items()
    )


def _in_sight(body: LandmarkSet, joints: Sequence[str]) -> bool:
    """Whether these joints of both sides lie in the picture and the model thinks so too."""
    width, height = body.size_px
    rim = NEAR_PX_SHARE * max(width, height)
    for joint in joints:
        for side in ("left", "right"):
            mark = body[f"{side}_{joint}"]
            x, y = mark.xy_px
            if mark.visibility < SIGHT or not (rim <= x < width - rim and rim <= y < height - rim):
                return False
    return True


def _body(
    detector: Detector,
    rgb: Rgb,
    people: Sequence[Person],
    view: View | None,
    person: int | None,
    region: Region | None,
) -> tuple[LandmarkSet, Look] | None:
    """Landmarks of the body asked for or most likely meant, its doubts added, and a look at it.

    None where nobody is seen, where what is seen may be no person, or where a head's body is hidden too much.
    """
    if not people:
        return None
    rgb, meant = alone(detector, rgb, people[person or 0], people)
    first, looks = meant.look, settled_looks(detector, rgb, meant.look, view)
    if not looks:
        return None
    made_up = person is None and is_whole(first, rgb) and not is_person(first, looks)
    if made_up:
        return None
    marks = less_sure_lying(named(looks, rgb))
    error_cun = hidden_cun(marks, looks[0], rgb, region)
    if region == "head" and error_cun > MOST_HIDDEN_CUN and person is None:
        return None  # a head in sight is then seen by itself, or not placed
    marks = less_sure_hidden(marks, error_cun)
    return less_sure_blurred(marks, rgb), looks[0]
