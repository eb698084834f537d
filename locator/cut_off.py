"""A body that the picture cuts off: what the finder, which goes by heads, and the choice among looks say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from locator.closeups import LEANING, OTHER_BODY, Unsure, find_closeup
from locator.contest import CloseUp, apart
from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import named
from locator.doubt import cun_px, less_sure_close
from locator.face import head_in_sight
from locator.frames.head_view import EARS, FACE
from locator.frames.trunk_view import HEAD
from locator.headed import headed_back, headed_error_cun
from locator.landmarks import LandmarkSet, View
from locator.looks import SIDEWAYS, backness, settled_looks
from locator.palms import holds_giant_hands
from locator.people import Person
from locator.placement import Refusal, Region
from locator.seen import HANDS, NO_BODY_UNTOLD, NOT_IN_OUTLINE, NOT_SURE, Seen, side_unclear

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
# In a back without its head the finder, which looks for heads, now and then makes up somebody small (in nine of 180
# rendered ones).  Where its body is smaller than this, by the squares that the two ask for, and lies elsewhere
# (OTHER_BODY), the back is believed if it is as much like one as this, its doubt no larger, and seen upright: turned
# pictures are looked at longer, and chance with them.  Ten of 480 are placed so (bodies of .36 to .80); of 376 rendered
# fronts said to be of the back the choice sees the body in the same place wherever it chooses one at all.
SMALL, PLAINLY_BACKLIKE, LITTLE_DOUBT_CUN = 0.8, 0.4, 1.3


def cut_off(
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
    if body is None:
        missed = isinstance(close, CloseUp) and view not in ("back", "front") and _overlooked(close, rgb)
        return side_unclear(view) if missed else chosen
    if isinstance(close, CloseUp):
        if not isinstance(chosen, Seen) or (region == "back" and _made_up(body.look, close)):
            return chosen
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


def back_around(detector: Detector, rgb: Rgb, view: View | None, body: Person) -> Seen | None:
    """The back without a head in which the finder made up a body; None where there is none.

    For pictures that are said to show a back and whose body is refused, or shows its front; a true front is refused
    two seconds later for it.
    """
    close = find_closeup(detector, rgb, ("back",), view)
    if not (isinstance(close, CloseUp) and _made_up(body.look, close)):
        return None
    chosen = _as_chosen(close, rgb, view, NOT_SURE)
    return chosen if isinstance(chosen, Seen) else None


def seen_in_square(
    detector: Detector, rgb: Rgb, region: Region | None, view: View | None, square: Square, there: Sequence[Look]
) -> Seen | Refusal:
    """What is seen by looking around the square that a person told; `there`: the finder's looks at bodies in it."""
    asked = region in CLOSE_UP_REGIONS
    regions = (str(region),) if asked else CLOSE_UP_REGIONS
    close = find_closeup(detector, rgb, regions, view, there, asked, square)
    return _as_chosen(close, rgb, view, NOT_IN_OUTLINE)


def _overlooked(close: CloseUp, rgb: Rgb) -> bool:
    """Whether what is hardly like a back has its head in the picture, where the finder, which goes by heads, saw none.

    Hair before a face, or a blur over it, keeps the finder from a front.
    """
    hardly = close.region == "back" and close.backlike < HEADED_BACKLIKE
    return hardly and all(head_in_sight(look, rgb) for look in close.looks)


def _made_up(finders: Look, close: CloseUp) -> bool:
    """Whether the finder's body is a small one, elsewhere, in a back that plainly is one."""
    chosen = close.looks[0]
    small = finders.implied.side_px < SMALL * chosen.implied.side_px and apart(finders, chosen) > OTHER_BODY
    sure = close.backlike >= PLAINLY_BACKLIKE and close.doubt_cun <= LITTLE_DOUBT_CUN
    return small and sure and close.region == "back" and abs(chosen.square.turn_rad) < LEANING


def _elsewhere(finders: Look, close: CloseUp) -> bool:
    """Whether the finder is sure of a body where the choice sees none of the back it has chosen."""
    return close.region == "back" and finders.presence > SURE_FINDER and apart(finders, close.looks[0]) > OTHER_BODY


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


def _seen_close(marks: LandmarkSet, error_cun: float, look: Look, only: Region | None = None) -> Seen:
    return Seen(less_sure_close(marks, error_cun), look, only=only, error_cun=error_cun)


def faces_us(look: Look, rgb: Rgb) -> bool:
    """Whether the finder, which goes by faces, found a head in the picture and the front of the body below it."""
    x, y = look.xy("nose")
    head_seen = 0.0 <= x < rgb.shape[1] and 0.0 <= y < rgb.shape[0] and look.inside[INDEX["nose"]] > 0.5
    return bool(head_seen and backness(look) < -SIDEWAYS)


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
