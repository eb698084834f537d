"""The body in a close-up: where to look, how long, and whether what stands out there is sure enough to be shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from locator.contest import MOST_EXPECTED_CUN, CloseUp, Ranked, apart, best_of, contest, ranked_looks, surest_first
from locator.detect.base import Detector, Look, Rgb, Square, other_face
from locator.detect.body import PRESENT, sane
from locator.detect.closeup import LEANS, QUARTERS, explored, explored_near, proposed, refined
from locator.landmarks import View
from locator.legs_face import legs_show_back
from locator.looks import backness, shows_back

MOST_TOLD_CUN = {"back": 2.5, "leg": 1.9}  # where the square was told too: the place cannot be wholly wrong
MOST_UNASKED_CUN = {"back": 1.5, "leg": 1.1}
QUARREL = 1.4  # a front and a back whose expected errors differ by less than this factor cannot be told apart
# Where the best look is expected to be further off than this, more looks are taken before one is chosen: for a back up
# to 18 near the best three, for legs and for a promising back (PROMISING_CUN) also as many again as at first, with
# plain and mirrored exchanged.
# - This limit, without the exchanged looks: of 180 headless backs not trained on .79 are answered, nine in ten of the
#   points within 1.74 cun.  With 1.8 as many are answered, within 1.92; with .7 it is as with 1.2 and takes longer.
# - The exchanged looks, on backs said to be seen from behind: 100 that stand square .84 -> .83 answered, nine in ten
#   within 1.92 -> 1.88 cun, points beyond 3 cun 2.5 -> 2.3 in 100; 200 that do not stand so .60 -> .62, 2.54 -> 2.49,
#   6.3 -> 5.7.  Of 120 rendered fronts without heads that are said to be backs 36 -> 41 are drawn on.
# - Where nothing was said, only a promising back gets more looks: of the same backs .56 -> .63 are answered, of 120
#   rendered fronts without heads 11 -> 12 are drawn on, of 72 empty pictures none; of more people it is asked what the
#   picture shows.
SURE_CUN = 1.2
SAME = 0.05  # a mirrored look further off than this share of the square is not of the same opinion
OTHER_BODY = 0.15  # looks further apart than this share of the square do not see the same body
# Every other square of a turned picture is looked at first, the rest only if one of those is expected to be better than
# this: of 97 close-ups that the whole row was sure of, half the row expected 1.95 at most (the choice fitted first).
PROMISING_CUN = 2.2
TURNED = 0.85  # a turned picture must be surer by this factor: it was looked at five times more, and chance with it
OUTLINE_TURNED = math.radians(20.0)  # an outline turned further than this says that the body leans
# Legs whose shins lean further than LEANING are looked at again along their lean, twice at most; those that lean
# further than MOST_LEANING are refused (turned by 15 to 25 degrees they are placed as well as upright ones, by 30 to 40
# up to 3 cun off though they look as sure), and from SIDEWAYS on the picture is on its side.  Five looks tell the lean.
LEANING, MOST_LEANING, SIDEWAYS = math.radians(12.0), math.radians(24.0), math.radians(60.0)
MOST_LEANS, LEANING_LOOKS = 2, 5
FOLLOWED = 3  # looks at an unsure back that are followed further, see refined
# A back that less than this speaks for is asked about.  Of 880 rendered headless backs that are sure enough 6 % are, of
# 250 fronts without heads six in ten are not placed (with .1 one back in a hundred more is, and five fronts).  Where
# the person says it is the back, only what is a front beyond doubt is; where nothing is said, the picture must speak
# for itself (.67 of headless backs and one front in eight are placed so).
LEAST_BACKLIKE, LEAST_SAID, LEAST_UNASKED = 0.12, 0.02, 0.3
# A back in which none of the looks chosen sees anybody is none, however well they agree: so an empty wall that was said
# to be a back was drawn on (one of 184 empty rooms; presence .00).  Bare backs without shoulders are seen at .08 to .14
# and placed like others; of 72 rooms none is drawn on with this or with .2.  Legs are seen worse, and placed as well.
LEAST_PRESENCE = 0.05


@dataclass(frozen=True)
class Unsure:
    """Why no look was chosen: nothing good enough, or front and back alike.  Falsy."""

    reason: str  # "not_sure" or "front_or_back"

    def __bool__(self) -> bool:
        return False


def find_closeup(
    detector: Detector,
    rgb: Rgb,
    regions: Sequence[str],
    view: View | None,
    more: Sequence[Look] = (),
    asked: bool = True,
    told: Square | None = None,
    turns: bool = True,
) -> CloseUp | Unsure:
    """The best look at a close-up of one of these regions.

    `more` are looks already taken, which compete with the proposed squares'; `asked` whether the person said what the
    picture shows; `told` the square that a person fitted the body into, in which it is looked for alone; `turns`
    whether the picture may be on its side, upside down or leaning, which is tried where nothing sure is found upright,
    and a back looked at longer: a camera that films shows it again in a moment.
    """
    least = LEAST_SAID if view == "back" else LEAST_BACKLIKE if asked else LEAST_UNASKED
    if told is not None:
        turn = told.turn_rad if abs(told.turn_rad) > OUTLINE_TURNED else 0.0
        seen = [*more, *explored_near(detector, rgb, told)]
        found = contest(rgb, dict.fromkeys(regions, seen), view, turn, told=told)
        return _settled(detector, rgb, found, view, MOST_TOLD_CUN if asked else MOST_UNASKED_CUN, least)

    standing = (_standing(detector, rgb, region, view, more, asked, turns) for region in regions)
    found = surest_first(close for each in standing for close in each)
    upright = _settled(detector, rgb, found, view, MOST_EXPECTED_CUN if asked else MOST_UNASKED_CUN, least)
    if isinstance(upright, CloseUp) or upright.reason == "front_or_back" or not (asked and turns):
        return upright
    turned = _turned(detector, rgb, regions, view, more, least)
    return upright if turned is None else turned


def _turned(
    detector: Detector,
    rgb: Rgb,
    regions: Sequence[str],
    view: View | None,
    more: Sequence[Look],
    least_backlike: float,
) -> CloseUp | Unsure | None:
    """What a picture on its side, upside down or leaning shows; None where no way of turning it stands out."""
    size_px = (rgb.shape[1], rgb.shape[0])
    most_cun = {region: TURNED * most for region, most in MOST_EXPECTED_CUN.items()}

    def turned_by(turn: float, thorough: bool) -> list[CloseUp]:
        squares = {region: proposed(size_px, region, turn) for region in regions}
        looks = {region: [*more, *explored(detector, rgb, squares[region][::2])] for region in regions}
        found = contest(rgb, looks, view, turn)
        if not (thorough and found and found[0].error_cun < PROMISING_CUN):
            return found
        looks = {region: [*looks[region], *explored(detector, rgb, squares[region][1::2])] for region in regions}
        return contest(rgb, looks, view, turn)

    for group, thorough in ((QUARTERS, True), (LEANS, False)) if "back" in regions else ((QUARTERS, True),):
        ways = [found for found in (turned_by(turn, thorough) for turn in group) if found]
        if not ways:
            continue
        best = min(ways, key=lambda found: found[0].error_cun)
        rivals = [found[0] for found in ways if apart(found[0].looks[0], best[0].looks[0]) > OTHER_BODY]
        if any(rival.error_cun < QUARREL * best[0].error_cun for rival in rivals):
            continue
        best = [replace(close, at_once=False) for close in best]
        turned = _settled(detector, rgb, best, view, most_cun, least_backlike)
        if isinstance(turned, CloseUp) or turned.reason == "front_or_back":
            return turned
    return None


def _standing(
    detector: Detector, rgb: Rgb, region: str, view: View | None, more: Sequence[Look], asked: bool, still: bool
) -> list[CloseUp]:
    """The best close-ups of a region in a picture held upright, the surest first; legs may lean.

    Where the best is not sure, more looks are taken: if the region was `asked` for, or if a back promises to be one.
    `still`: the picture is no frame of a film, so that a promising back is worth yet more of them.
    """
    size_px = (rgb.shape[1], rgb.shape[0])
    taken, turn = [*more, *explored(detector, rgb, proposed(size_px, region))], 0.0
    ranked = ranked_looks(rgb, region, taken, view, turn)
    if region == "leg":
        for leans in range(MOST_LEANS + 1):
            lean = _lean(ranked)
            if abs(lean - turn) < LEANING or abs(lean) > SIDEWAYS:
                break
            if leans == MOST_LEANS or abs(lean) > MOST_LEANING:
                return []
            taken, turn = explored(detector, rgb, proposed(size_px, region, lean)), lean
            ranked = ranked_looks(rgb, region, taken, view, turn)
    first = taken[len(more) :] if not turn else taken
    found = best_of(ranked, region, taken, view, first)
    promising = region == "back" and bool(found) and found[0].error_cun < PROMISING_CUN
    if (asked or promising) and not (found and found[0].error_cun < SURE_CUN):
        exchanged = region == "leg" or (still and promising)
        again = explored(detector, rgb, proposed(size_px, region, turn), mirror_first=True) if exchanged else []
        if region == "back":
            again += refined(detector, rgb, [rank.look for each in ranked for rank in each[:FOLLOWED]])
        found = contest(rgb, {region: [*taken, *again]}, view, turn, first)
        found = [replace(close, at_once=False) for close in found]
    if turn:
        found = [close for close in found if close.error_cun <= TURNED * MOST_EXPECTED_CUN[region]]
    return found


def _lean(ranked: Sequence[Ranked]) -> float:
    """How far the shins lean in the picture, clockwise seen from the ankles up; median of the looks that rank first.

    The model itself takes legs for upright ones (knees turned by 30 degrees: it says 0 to 10), its knees and ankles do
    not: they lean by 22 to 37 degrees, and on upright knees by 5 at most, 11 on pictures taken askew.
    """
    best = sorted((rank for each in ranked for rank in each), key=lambda rank: rank.error_cun)[:LEANING_LOOKS]
    down = []
    for rank in best:
        spans = [rank.look.xy(f"{side}_ankle") - rank.look.xy(f"{side}_knee") for side in ("left", "right")]
        down.append(sum((span / max(float(np.linalg.norm(span)), 1e-6) for span in spans), np.zeros(2)))
    return float(np.median([math.atan2(-x, y) for x, y in down])) if down else 0.0


def _settled(
    detector: Detector,
    rgb: Rgb,
    found: Sequence[CloseUp],
    view: View | None,
    most_cun: Mapping[str, float],
    least_backlike: float,
) -> CloseUp | Unsure:
    """The best of a contest, with one more look in the mirror; Unsure where it is not good enough or has a rival."""
    if not found or found[0].doubt_cun > most_cun[found[0].region]:
        return Unsure("not_sure")
    best = found[0]
    if best.region == "back" and max(look.presence for look in best.looks) < LEAST_PRESENCE:
        return Unsure("not_sure")
    if best.region == "back" and best.backlike < least_backlike:
        return Unsure("front_or_back")
    if best.region == "leg" and view not in ("back", "front"):
        told = _of_told_face(rgb, found, view)
        if told is None:
            return Unsure("front_or_back")
        best = told
    elif best.region == "leg" and legs_show_back(rgb, best.looks, best.weights) is (view == "front"):
        return Unsure("front_or_back")  # the other face than was said: of 60 close-ups with the wrong one said 53 tell
    mirrored = _mirrored(detector, rgb, best.looks[0])
    return replace(best, looks=(*best.looks, *mirrored), weights=(*best.weights, *(best.weights[:1] * len(mirrored))))


def _of_told_face(rgb: Rgb, found: Sequence[CloseUp], view: View | None) -> CloseUp | None:
    """Where nobody said whether legs show back or front: the close-up of the face that they show; None if unclear.

    They are told apart only where they are placed as surely as what nobody asked for, and in the first round of looks:
    black trousers in front passed for a back on two of eleven cut-outs of a photograph, both in the second round.
    """
    best = found[0]
    rivals = [close for close in found if close.error_cun < QUARREL * best.error_cun]
    if view in ("left", "right") or not best.at_once or any(close.region != "leg" for close in rivals):
        return None
    shows = legs_show_back(rgb, best.looks, best.weights)
    for close in found:
        if close.region == "leg" and shows_back(close.looks[0]) == shows:
            return close if close.doubt_cun <= MOST_UNASKED_CUN["leg"] else None
    return None


def _mirrored(detector: Detector, rgb: Rgb, first: Look) -> tuple[Look, ...]:
    """A look at the mirror image of what `first` saw, where it sees the same joints on the same face; else nothing."""
    if not sane(first.implied, rgb):
        return ()
    second = detector.look(rgb, first.implied, mirrored=not first.mirrored, plain_surround=first.plain_surround)
    if backness(first) > 0 >= backness(second):
        second = other_face(second)
    return (second,) if second.presence >= PRESENT and apart(second, first) < SAME else ()
