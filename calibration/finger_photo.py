"""Fingers measured in a photograph of a hand: the thumb across its knuckle, the four together across their middle ones.

The hand's model tells the axes of the fingers, the picture where the skin ends beside them (`finger_edges`), and the
length of the hand, or the back on which it lies, what a cun is.  What cannot be measured is refused with what to do
about it: fingers apart or bent, a hand on edge, cut off, or too small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from calibration.finger import FingerWidths
from calibration.finger_edges import Edge, Lab, Span, in_lab, span_between
from locator.detect.base import Detector, Rgb
from locator.detect.hands import ROW, Hand, HandFinder, find_hands, named_hand
from locator.frames.hand_view import view_hand
from locator.geometry import Array, from_segment
from locator.landmarks import LandmarkSet
from locator.parts import hand_finder
from locator.photo import Photo, known_photo
from locator.pipeline import locate
from locator.placement import Located, Refusal

FOUR = ("index", "middle", "ring", "little")
# Hand length of 3,034 adults (ANSUR II, the sexes weighed alike): 8.29 cun, sd 4.1 %.  The model's path from the wrist
# along the middle finger is .925 of it: it starts beyond the crease and ends under the nail (two photographed hands .94
# and .90, sixty rendered tips 3.5 % short).
PATH_CUN = 8.29 * 0.925
PATH_SHARE = math.hypot(0.041, 0.025)
TILTED_SHARE = 0.022  # what a tilt leaves, once halved (`_path_px`): 72 rendered hands
BACK_SHARE = 0.036  # sd of a seen back's cun against the true one: 84 rendered backs
TRUNK_HALF_CUN = 6.0  # from the spine to the side of a slim trunk
# A hand's cun over that of the back on which it lies: people's hands differ by 5 % (one sd) and people by 4; outside,
# the hand is held before the body or is no grown person's.
ON_BACK = (0.8, 1.25)
# Of some 255 cuts out of 10 pictures of backs 41 were placed, with 18.7 cun and more along the longer side.
LEAST_BACK_CUN = 18.0
FOUR_SHARE = 0.03  # sd of what is measured against the mesh, 51 rendered hands; its mean is 1 % off
# A thumb beside a flat hand is seen half from its side, which is narrower: .9 of its breadth, sd .06, on 72 rendered
# hands.  What is seen there is found with sd .05; both together make .08.
THUMB_SEEN, THUMB_SHARE = 0.9, 0.08
HALF_CUN = {"thumb": 0.48, "index": 0.42, "little": 0.36}  # half breadths to look for: between rendered and people's
LENGTH_CUN = {"thumb": 0.2, "four": 0.4}  # of the fingers, averaged for each slice

MIN_CUN_PX = 12.0  # a finger is then 8 px broad, and two borders with half a pixel of doubt each say little
# A hand's square over the picture's shorter side: .39 and more in thirty rendered and five photographed pictures of a
# hand, .34 and less in most pictures of whole bodies.  In these nearness is what lacks first, not how the hand is held.
SMALL_SHARE = 0.35
MIN_FACING = 0.85  # cosine between the palm and the picture
MIN_STRAIGHT = 0.94  # shortest way over the way along the joints; of 86 straight rendered fingers the least is .96
MIN_REACH = 0.75  # finger over palm, along the middle one; a fist held to the camera looks straight, but short
# Between the middle knuckles of index and little finger, across: sixty rendered hands with the fingers together have
# 2.27 to 2.60, two photographed ones 2.48 and 2.55, half open rendered ones 2.95 and more, photographed ones 3.3.
MOST_APART_CUN = 2.78
# Between neighbours, from knuckle to tip: sixty rendered hands with the fingers together up to 3 degrees, photographed
# ones up to 0; fingers with a gap beside them 5 and more.
MOST_APART_RAD = math.radians(5.0)
LEAST_ASIDE_CUN = 1.3  # from the thumb's knuckle to the index finger: nearer, the hand's own border is taken for it


@dataclass(frozen=True, eq=False)
class Breadth:
    """One measured breadth."""

    ends_px: Array  # (2, 2) the borders it was measured between
    cun: float
    sigma_cun: float  # one standard deviation, what is not known of the cun included


@dataclass(frozen=True, eq=False)
class HandMeasure:
    """What a photograph tells of one hand's fingers; a breadth that is missing has its refusal."""

    thumb: Breadth | None = None
    four: Breadth | None = None
    refusals: tuple[Refusal, ...] = ()
    against: str = "hand"  # what told the cun: "hand" or "back"

    def widths(self, otherwise: FingerWidths) -> FingerWidths:
        """The person's widths; what was not measured stays as it was."""
        thumb = otherwise.thumb_cun if self.thumb is None else self.thumb.cun
        return FingerWidths(thumb, otherwise.four_cun if self.four is None else self.four.cun)


@dataclass(frozen=True)
class Cun:
    """What a cun is in the picture of a hand."""

    px: float
    share: float  # one standard deviation over it
    source: str = "hand"


NO_HAND = Refusal("no_hand", "Show one hand, all of it with the wrist, on a plain ground of another colour.", "hand")
WHOLE = {
    "too_small": "The hand is too small in the picture: come close with the camera, until the hand fills it.",
    "cut_off": "The hand is cut off: get the wrist and all fingertips into the picture.",
    "on_edge": "The hand is turned: hold its back, or its palm, straight to the camera.",
    "bent": "The fingers are bent: lay the hand flat and stretch the fingers.",
}
PART = {
    "apart": "The fingers are apart: lay them close together, so that they touch.",
    "thumb_near": "The thumb lies too near to the hand: stretch it out to the side.",
    "thumb_unclear": "The thumb's border cannot be made out: lay the hand on a plain ground of another colour.",
    "four_unclear": "The fingers' border cannot be made out: lay the hand on a plain ground of another colour.",
}


def measured_photo(photo: Photo, detector: Detector | None = None, finder: HandFinder | None = None) -> HandMeasure:
    """The fingers of the largest hand in a photograph, against the back on which it lies where there is one.

    `finder` looks for the hand, `detector` for that back; this thread's own without them.
    """
    known_photo(photo)
    plain = replace(photo, mirrored=False)
    return measured(finder or hand_finder(), photo.rgb, lambda: locate(plain, region="back", detector=detector))


def measured(finder: HandFinder, rgb: Rgb, back: Callable[[], Located] | None = None) -> HandMeasure:
    """The fingers of the largest hand in a picture; `back` looks for one on which it may lie, where there is room."""
    hands = find_hands(finder, rgb)
    if not hands:
        return HandMeasure(refusals=(NO_HAND,))
    hand = max(hands, key=lambda hand: hand.side_px)
    return measured_hand(rgb, hand, back() if back is not None and has_room_for_a_back(rgb, hand) else None)


def has_room_for_a_back(rgb: Rgb, hand: Hand) -> bool:
    """Whether a hand can be measured and leaves so much of its picture that a back on which it lies could be told.

    To look for one takes as long as all else together.
    """
    facing = _facing(hand, rgb)
    if _unfit(hand.places, facing, rgb) is not None:
        return False
    return ON_BACK[1] * max(rgb.shape[:2]) >= LEAST_BACK_CUN * _path_px(hand.places, facing) / PATH_CUN


def measured_hand(rgb: Rgb, hand: Hand, body: Located | None = None) -> HandMeasure:
    """The fingers of this hand, against the back on which it lies, else against its own length."""
    places = hand.places
    facing = _facing(hand, rgb)
    fault = _unfit(places, facing, rgb)
    if fault is not None:
        small = hand.side_px < SMALL_SHARE * min(rgb.shape[:2])
        return HandMeasure(refusals=(_refusal("too_small" if small else fault),))
    own = Cun(_path_px(places, facing) / PATH_CUN, math.hypot(PATH_SHARE, TILTED_SHARE))
    if own.px < MIN_CUN_PX:
        return HandMeasure(refusals=(_refusal("too_small"),))
    cun = own if body is None else cun_under(body, places, own)
    lab = in_lab(rgb)
    thumb, four = _thumb(lab, places, own.px), _four(lab, places, own.px)
    return HandMeasure(
        thumb=None if isinstance(thumb, str) else _breadth(thumb, 1.0 / THUMB_SEEN, THUMB_SHARE, cun),
        four=None if isinstance(four, str) else _breadth(four, 1.0, FOUR_SHARE, cun),
        refusals=tuple(_refusal(each) for each in (thumb, four) if isinstance(each, str)),
        against=cun.source,
    )


def cun_under(body: Located, places: Array, own: Cun) -> Cun:
    """The cun of the back on which a hand (21, 3) lies; the hand's own where there is none, or it is held before it."""
    back = next((frame for frame in body.frames if frame.region == "back"), None)
    marks = body.landmarks
    if back is None or marks is None or marks.require("c7", "s4"):
        return own
    knuckles = places[[ROW[f"{finger}_mcp"] for finger in FOUR], :2].mean(axis=0)
    top, bottom = marks.xy("c7"), marks.xy("s4")
    down = (bottom - top) / max(float(np.linalg.norm(bottom - top)), 1e-9)
    aside_cun = from_segment(knuckles, top, bottom) / back.cun_px
    along = 0.0 <= float((knuckles - top) @ down) <= float(np.linalg.norm(bottom - top))
    low, high = ON_BACK
    if along and aside_cun < TRUNK_HALF_CUN and low < own.px / back.cun_px < high:
        return Cun(back.cun_px, BACK_SHARE, "back")
    return own


def _refusal(reason: str) -> Refusal:
    return Refusal(reason, {**WHOLE, **PART}[reason], "hand")


def _facing(hand: Hand, rgb: Rgb) -> float:
    """Cosine between the palm and the picture, 0 where it is seen on edge."""
    marks = LandmarkSet((rgb.shape[1], rgb.shape[0])).having(named_hand(hand, "right"))  # either side says the same
    view = view_hand(marks, "right")
    return 0.0 if view is None else abs(view.dorsal)


def _unfit(places: Array, facing: float, rgb: Rgb) -> str | None:
    """Why nothing of this hand can be measured."""
    joints = places[:, :2]
    if np.any(joints < 1.0) or np.any(joints > np.array([rgb.shape[1] - 2.0, rgb.shape[0] - 2.0])):
        return "cut_off"
    if facing < MIN_FACING:
        return "on_edge"
    palm, finger = _length(places, ("wrist", "middle_mcp")), _length(places, ("middle_mcp", "middle_tip"))
    straight = all(_length(places, (f"{f}_mcp", f"{f}_tip")) > MIN_STRAIGHT * _length(places, _joints(f)) for f in FOUR)
    return None if straight and finger > MIN_REACH * palm else "bent"


def _joints(finger: str) -> tuple[str, ...]:
    return tuple(f"{finger}_{joint}" for joint in ("mcp", "pip", "dip", "tip"))


def _length(places: Array, names: Iterable[str]) -> float:
    """Along these joints in the picture, px."""
    return float(np.linalg.norm(np.diff(places[[ROW[n] for n in names], :2], axis=0), axis=1).sum())


def _path_px(places: Array, facing: float) -> float:
    """Wrist to the middle finger's tip, as long as it would be square to the camera.

    The model's depth makes too much of a tilt, and leaving it out too little: half of what it says fits rendered hands.
    """
    return _length(places, ("wrist", *_joints("middle"))) / (0.5 + 0.5 * facing)


def _way(places: Array, first: str, last: str) -> Array:
    way = places[ROW[last], :2] - places[ROW[first], :2]
    unit: Array = way / max(float(np.linalg.norm(way)), 1e-9)
    return unit


def _across(along: Array, toward: Array) -> Array:
    """The unit vector across, on the side of `toward`."""
    side = np.array([along[1], -along[0]])
    return side if side @ toward >= 0.0 else -side


def _thumb(lab: Lab, places: Array, cun_px: float) -> Span | str:
    knuckle, way = places[ROW["thumb_ip"], :2], _way(places, "thumb_mcp", "thumb_tip")
    beside = places[[ROW[n] for n in ("wrist", *_joints("index"))], :2]
    if min(from_segment(knuckle, a, b) for a, b in pairwise(beside)) < LEAST_ASIDE_CUN * cun_px:
        return "thumb_near"
    out = _across(way, knuckle - places[ROW["index_mcp"], :2])
    half_px = HALF_CUN["thumb"] * cun_px
    edges = Edge(knuckle, out, way, half_px), Edge(knuckle, -out, way, half_px)
    return span_between(lab, edges, out, LENGTH_CUN["thumb"] * cun_px) or "thumb_unclear"


def _four(lab: Lab, places: Array, cun_px: float) -> Span | str:
    ways = {finger: _way(places, f"{finger}_mcp", f"{finger}_tip") for finger in FOUR}
    along = np.sum(list(ways.values()), axis=0)
    across = _across(along / max(float(np.linalg.norm(along)), 1e-9), _way(places, "little_pip", "index_pip"))
    spread = [math.asin(float(np.clip(ways[finger] @ across, -1.0, 1.0))) for finger in FOUR]
    opened = max(a - b for a, b in pairwise(spread)) > MOST_APART_RAD
    if opened or (places[ROW["index_pip"], :2] - places[ROW["little_pip"], :2]) @ across > MOST_APART_CUN * cun_px:
        return "apart"
    edges = [
        Edge(
            places[ROW[f"{finger}_pip"], :2],
            _across(ways[finger], sign * across),
            ways[finger],
            HALF_CUN[finger] * cun_px,
        )
        for finger, sign in (("index", 1.0), ("little", -1.0))
    ]
    return span_between(lab, (edges[0], edges[1]), across, LENGTH_CUN["four"] * cun_px) or "four_unclear"


def _breadth(span: Span, seen: float, share: float, cun: Cun) -> Breadth:
    """A span in cun, `seen` times as broad as it looks."""
    breadth = seen * span.length_px / cun.px
    return Breadth(span.ends_px, breadth, breadth * math.hypot(span.sigma_px / span.length_px, share, cun.share))
