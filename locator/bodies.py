"""The body that a picture is about: found whole, or in a close-up, or a reason why it cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from locator.bodylike import is_person
from locator.closeups import OTHER_BODY, Unsure, find_closeup
from locator.company import alone
from locator.contest import CloseUp, apart
from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import named, sane
from locator.detect.closeup import near_told
from locator.detect.merge import inside_silhouette
from locator.doubt import cun_px, less_sure_close, less_sure_hidden, less_sure_lying, less_sure_near, together_cun
from locator.face import head_in_sight
from locator.facing import other_side_shown
from locator.frames.head_view import EARS, FACE
from locator.frames.trunk_view import HEAD, JOINTS, KNEES_SEEN
from locator.front_legs import on_front_legs
from locator.headed import headed_back, headed_error_cun
from locator.hidden import MOST_HIDDEN_CUN, hidden_cun
from locator.landmarks import LandmarkSet, View
from locator.legs_near import near_error_cun
from locator.looks import SIDEWAYS, backness, settled_looks
from locator.palms import holds_giant_hands
from locator.people import Person, boxes, find_people, is_whole, no_such_person
from locator.placement import Boxes, Refusal, Region

CLOSE_UP_REGIONS = ("back", "leg")
# The finder's body is taken when the choice among the squares sees its joints within this share of the body's square:
# its square is the better one where a head or shoulder steered it (upper backs .63 cun so, .77 by the choice).  Both
# together, heard alike, are better still: of 221 rendered upper backs the median .60 -> .55 cun, nine tenths within
# 1.34 -> 1.20, and none of their points is 3 cun off any more (.1 % were).
CONFIRMED, FINDERS_SHARE = 0.08, 0.5
# Backs without head and legs are seen too small: placed points span .90 of the true ones' lengths (sd .11, 226 rendered
# close-ups); where the choice is sure, not.  Of 1.04 to 1.10 this factor brings the median nearest: 1.14 -> 1.07 cun.
LARGER, DOUBTFUL_CUN = 1.06, 0.9
# A finder this sure is not contradicted: of a head and shoulders seen aside the choice, looking for backs in pictures
# on their side, made one 15 cun off.  Of 48 rendered upper and headless backs the two disagree on none.
SURE_FINDER = 0.9
# A back that the finder missed though its head is in the picture is asked about where it is less like one than this.
# Of 500 rendered upper backs three were missed (.92 and more), of 160 headless ones none is asked about for it; of 554
# upper fronts, 354 of them with hidden faces, 14 were missed and drawn on, and 8 are.
HEADED_BACKLIKE = 0.75
# Where a body with legs is more unsure than this from look to look, it may be none.  Of 1,586 rendered ones 9 are, with
# points 1 to 10 cun off for most; of 27 photographed people none; of two dogs in a photograph the one drawn on.
MOST_QUARREL = 0.05
# Legs seen close that are expected to be further off than this, by what is seen of them, were seen from too near.  Of
# 59 rendered knees and lower bodies none is; with 1.3 two are that are placed within .9 cun.
MOST_NEAR_CUN = 2.0

NO_BODY = Refusal(
    "no_body",
    "No body was found. Step back until the part you want is in the picture with some of the body around it, "
    "in good light.",
)
NO_BODY_UNTOLD = Refusal(
    NO_BODY.reason,
    "No body was found. Of a close-up say what it shows (region); else step back until the part you want is in the "
    "picture with some of the body around it, in good light.",
)
NOT_SURE = Refusal(
    "not_sure",
    "This close-up cannot be placed with confidence. Step back until more of the body is in the picture, "
    "or tap two landmarks.",
)
NOT_IN_OUTLINE = Refusal(
    "not_in_outline",
    "No body is seen where the outline lies. Move, turn or enlarge the outline until its lines follow the body's, "
    "or show more of the body.",
)
BESIDE_BODY = Refusal(
    "beside_body",
    "The joints found do not lie on the body that is seen: take the picture in even light, before a plain background, "
    "with nobody close behind.",
)
NO_PERSON = Refusal(
    "no_person",
    "What is seen here may be no person. If it is one, show the whole body from nearer, in even light, before a plain "
    "background, or tap two landmarks.",
)
HIDDEN = Refusal(
    "hidden",
    "A part of the body seems to be hidden, or outside the picture. Show both sides of the back, from the shoulders to "
    "the hips, with nothing before it, or tap two landmarks.",
)
HANDS = Refusal(
    "hands",
    "Hands are seen where a back should be: point the camera at the body and keep the hands out of the way, "
    "or choose the hand if its points are wanted.",
)
FRONT_OR_BACK = Refusal(
    "front_or_back",
    "It cannot be told whether this is the back or the front: say which (view), or take the picture in better light.",
)
OTHER_SIDE = Refusal(
    "other_side",
    "What is seen does not look like the side that was said: check it (view), leave it out, or turn that side squarely "
    "to the camera.",
)


@dataclass(frozen=True, eq=False)
class Seen:
    """One body's landmarks, the look to follow it by, and everybody's boxes."""

    marks: LandmarkSet
    look: Look
    people: Boxes = ()
    only: Region | None = None  # the one region that a close-up supports: its legs say nothing of the back above them
    error_cun: float = 0.0  # how far off a close-up's joints are expected to be; the marks say so already


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
        body = people[person or 0] if people else None
        if body is not None:
            rgb, body = alone(detector, rgb, body, people)
        if body is not None and (is_whole(body.look, rgb) or person is not None):
            seen = _whole(detector, rgb, body, view, told=person is not None)
        else:
            seen = _cut_off(detector, rgb, region, view, body, turns)
    return replace(seen, people=boxes(people)) if isinstance(seen, Seen) else (seen, boxes(people))


def _cut_off(
    detector: Detector, rgb: Rgb, region: Region | None, view: View | None, body: Person | None, turns: bool
) -> Seen | Refusal:
    """A body that the picture cuts off, by the first of these that is sure enough.

    What finder and choice agree on; a back known by its head and shoulders; what the choice alone sees.
    """
    asked = region in CLOSE_UP_REGIONS
    regions = (str(region),) if asked else _guessed(body)
    close = find_closeup(detector, rgb, regions, view, [body.look] if body is not None else [], asked, turns=turns)
    confirmed = body is not None and isinstance(close, CloseUp) and apart(body.look, close.looks[0]) < CONFIRMED
    otherwise = NOT_SURE if asked or body is not None else NO_BODY_UNTOLD
    chosen = _as_chosen(close, rgb, view, otherwise, confirmed)
    if body is None and isinstance(close, CloseUp) and view not in ("back", "front") and _overlooked(close, rgb):
        return side_unclear(view)
    if body is None or (isinstance(close, CloseUp) and not isinstance(chosen, Seen)):
        return chosen
    if isinstance(close, CloseUp):
        if close.region == "back" and faces_us(body.look, rgb):
            return side_unclear(view)
        if confirmed:
            looks = settled_looks(detector, rgb, body.look, view, afresh=False)
            if looks:
                return Seen(_confirmed(looks, close, rgb), looks[0], only=_only(close))
    if region in (None, "back"):
        looks = headed_back(detector, rgb, body.look, view)
        if looks:
            return _seen_close(named(looks, rgb), headed_error_cun(looks), looks[0])
    return NOT_SURE if isinstance(close, CloseUp) and _elsewhere(body.look, close) else chosen


def _overlooked(close: CloseUp, rgb: Rgb) -> bool:
    """Whether what is hardly like a back has its head in the picture, where the finder, which goes by heads, saw none.

    Hair before a face, or a blur over it, keeps the finder from a front.
    """
    hardly = close.region == "back" and close.backlike < HEADED_BACKLIKE
    return hardly and all(head_in_sight(look, rgb) for look in close.looks)


def _elsewhere(finders: Look, close: CloseUp) -> bool:
    """Whether the finder is sure of a body where the choice sees none of the back it has chosen."""
    return close.region == "back" and finders.presence > SURE_FINDER and apart(finders, close.looks[0]) > OTHER_BODY


def _told(
    detector: Detector, rgb: Rgb, region: Region | None, view: View | None, square: Square, people: Sequence[Person]
) -> Seen | Refusal:
    """The body in the square that a person told, found whole there or by looking around that square."""
    if not sane(square, rgb):
        return NOT_IN_OUTLINE
    here = [body for body in people if near_told(body.look, square)]
    if here and is_whole(here[0].look, rgb):
        return _whole(detector, rgb, here[0], view, told=True)
    asked = region in CLOSE_UP_REGIONS
    regions = (str(region),) if asked else CLOSE_UP_REGIONS
    close = find_closeup(detector, rgb, regions, view, [body.look for body in here], asked, square)
    return _as_chosen(close, rgb, view, NOT_IN_OUTLINE)


def _as_chosen(
    close: CloseUp | Unsure, rgb: Rgb, view: View | None, otherwise: Refusal, confirmed: bool = False
) -> Seen | Refusal:
    """What the choice among a close-up's looks sees; `otherwise` is the refusal where it cannot name a better one.

    Hands are no back that the finder sees there too (`confirmed`): of 500 rendered upper backs the palm finder took 9
    for a hand, all of which the finder saw where the choice did.
    """
    if isinstance(close, Unsure):
        return side_unclear(view) if close.reason == "front_or_back" else otherwise
    marks = _close_marks(close, rgb)
    if close.region == "back" and not confirmed and holds_giant_hands(rgb, cun_px(marks)):
        return HANDS
    return _seen_close(marks, close.doubt_cun, close.looks[0], _only(close))


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


def _seen_close(marks: LandmarkSet, error_cun: float, look: Look, only: Region | None = None) -> Seen:
    return Seen(less_sure_close(marks, error_cun), look, only=only, error_cun=error_cun)


def side_unclear(view: View | None) -> Refusal:
    """That front and back cannot be told, or that what was said of them is not what is seen."""
    return OTHER_SIDE if view in ("back", "front") else FRONT_OR_BACK


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


def faces_us(look: Look, rgb: Rgb) -> bool:
    """Whether the finder, which goes by faces, found a head in the picture and the front of the body below it."""
    x, y = look.xy("nose")
    head_seen = 0.0 <= x < rgb.shape[1] and 0.0 <= y < rgb.shape[0] and look.inside[INDEX["nose"]] > 0.5
    return bool(head_seen and backness(look) < -SIDEWAYS)


def beside_body(look: Look) -> bool:
    """Whether half the corners of the trunk or more lie where the silhouette shows no body: joints that were made up.

    Of 180 rendered and 27 photographed whole bodies every shoulder and hip lay on the silhouette.
    """
    corners = [INDEX[name] for name in JOINTS]
    return bool((inside_silhouette(look)[corners] < 0.5).sum() >= 2)


def _guessed(body: Person | None) -> Sequence[str]:
    """What a picture without a whole body may show, the finder's own guess first."""
    if body is None:
        return CLOSE_UP_REGIONS
    shoulders = min(body.marks[f"{side}_shoulder"].visibility for side in ("left", "right"))
    return ("back",) if shoulders > 0.5 else ("leg", "back")


def _only(close: CloseUp) -> Region | None:
    """The one part that this close-up supports.

    Of 60 rendered legs whose back points were drawn too, a tenth of those lay 3 cun and more off.
    """
    return "leg" if close.region == "leg" else None


def _close_marks(close: CloseUp, rgb: Rgb) -> LandmarkSet:
    """The chosen looks' landmarks, a doubtful back's made as large as such backs truly are."""
    marks = named(close.looks, rgb, "close-up", close.weights)
    made_up = [name for names in HEAD.values() for name in names if name in marks]  # no finder saw this head
    marks = marks.having(replace(marks[name], visibility=0.0) for name in made_up)
    if close.region != "back" or close.error_cun < DOUBTFUL_CUN:
        return marks
    corners = [marks.xy(f"{side}_{joint}") for side in ("left", "right") for joint in ("shoulder", "hip")]
    middle = np.mean(corners, axis=0)
    return marks.having(
        replace(m, xy_px=middle + LARGER * (m.xy_px - middle), depth_px=LARGER * m.depth_px) for m in marks
    )


def _confirmed(looks: Sequence[Look], close: CloseUp, rgb: Rgb) -> LandmarkSet:
    """The landmarks of a body that the finder and the choice both see.

    How far they are apart is all their doubt: with the error that the choice expects of itself besides, the rings of
    116 such backs held .78, without .71.

    The head is the finder's, as of a body seen whole: reckoned as in a close-up of head and shoulders, GB20 of 20
    rendered backs from head to waist lay 2.8 cun off in the middle and its rings held none; so .7, and .8 held.
    """
    chosen = (1.0 - FINDERS_SHARE) * np.asarray(close.weights) / np.sum(close.weights)
    weights = [*[FINDERS_SHARE / len(looks)] * len(looks), *chosen]
    marks = named((*looks, *close.looks), rgb, "close-up", weights)
    return marks.having(replace(marks[name], source="detected") for name in (*EARS, *FACE))
