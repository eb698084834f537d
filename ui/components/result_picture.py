"""The picture with its points: whole or from close by, with everybody on it who may be meant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from locator.detect.base import Rgb
from locator.detect.shrink import shrunk
from locator.overlay.closer import box_around, closer
from locator.overlay.draw import annotate_picture, draw
from locator.overlay.scene import build_scene
from locator.placement import Located, Placement
from ui.components.choice import one_of
from ui.components.inline import jpeg_url
from ui.components.person_picker import SENT_PX, data_for, person_picker
from ui.components.place import keep_place
from ui.components.refused import explained
from ui.components.written import written
from ui.state import kept
from ui.wording import Wording

SCREEN_PX = 1800  # longest side of what is sent to the browser: sharp on a large screen, quick from a large photograph
CLOSE_PX = 1600  # longest side of a part seen closer
THUMBNAIL_PX, THUMBNAIL_CUN = 360, 6.0
WORTH_A_CUT = 0.7  # a cut with a longer side than this share of the picture's shows the same once more
SMALL_BODY = 1 / 140  # a cun as a share of the picture's longest side: a body that fills half of its height


def show_picture(words: Wording, located: Located, key: str, asked: tuple[object, ...], style: str) -> Rgb:
    """Show the answer's picture and give it as it may be taken away.

    `key` is the session's slot for who was chosen, `asked` tells this answer from others.
    """
    photo = located.photo
    if photo is None:
        raise ValueError("expected an answer with its photograph, got one made from landmarks alone")
    several = len(located.people) > 1
    seen = [p for p in located.placements if p.visible]
    close = _close_up_chosen(words, located, seen, several and st.session_state.get(key) is None)
    choosing = several and not close
    with st.spinner(words("photo.drawing")):
        full = kept("annotated", (*asked, style, close), lambda: _drawn(words, located, seen, style, close))
        if choosing:
            address = kept("people_picture", (*asked, style), lambda: jpeg_url(full, SENT_PX))
        else:
            shown = kept("shown", (*asked, style, close), lambda: for_screen(full))
    if choosing:
        current = st.session_state.get(key) or 0
        st.markdown(words("people.ask", count=len(located.people)))
        data = data_for(words, key, located, address, current, described(words, located))
        person_picker(data, f"picker_{key}", lambda person: st.session_state.update({key: person}))
    else:
        st.image(shown, caption=described(words, located), width="stretch")
    return full


def on_paper(words: Wording, located: Located, style: str) -> Rgb:
    """The picture for a printed page, half as wide as the paper: from close by where that makes its names larger."""
    seen = [p for p in located.placements if p.visible]
    return _drawn(words, located, seen, style, bool(seen) and _worth_a_cut(located, seen))


def thumbnails(located: Located, codes: list[str], style: str) -> dict[str, str]:
    """For each point its own surroundings on this body, as an address that a page can show."""
    return {code: jpeg_url(_thumbnail(located, code, style), THUMBNAIL_PX) for code in codes}


def described(words: Wording, located: Located) -> str:
    """The picture in words, for those who do not see it."""
    codes = dict.fromkeys(p.code for p in located.placements if p.visible)
    return words("photo.picture", codes=", ".join(codes)) if codes else words("photo.picture_refused")


def for_screen(rgb: Rgb) -> Rgb:
    """The picture no larger than a screen shows; what is downloaded keeps its size."""
    return shrunk(rgb, SCREEN_PX / max(rgb.shape[:2]))


def _close_up_chosen(words: Wording, located: Located, seen: list[Placement], undecided: bool) -> bool:
    """Whether to show the points' surroundings alone: at once on a small body, else when asked."""
    place = keep_place()
    if not seen or not _worth_a_cut(located, seen):
        return False
    small = float(np.median([p.cun_px for p in seen])) < SMALL_BODY * max(located.size_px)
    begin = "close" if small and not undecided else "whole"
    with place.container():
        chosen = one_of(words, "photo.size", ["whole", "close"], key=f"size_{begin}", begin=begin, titled=False)
    return chosen == "close"


def _worth_a_cut(located: Located, seen: list[Placement]) -> bool:
    """Whether the points' surroundings are so much smaller than the picture that a cut shows more of them."""
    x0, y0, x1, y1 = box_around(seen, located.size_px)
    return max(x1 - x0, y1 - y0) <= WORTH_A_CUT * max(located.size_px)


def _drawn(words: Wording, located: Located, seen: list[Placement], style: str, close: bool) -> Rgb:
    """The picture with points, legend and small print in this language; the bare one where there are none."""
    if located.photo is None or not seen:
        return np.empty((0, 0, 3), np.uint8) if located.photo is None else located.photo.rgb
    told = replace(located, refusals=tuple(replace(r, advice=explained(words, r)) for r in located.refusals))
    near = closer(told, box_around(seen, located.size_px), CLOSE_PX) if close else told
    return annotate_picture(near, style, words=written(words))


def _thumbnail(located: Located, code: str, style: str) -> Rgb:
    spots = [p for p in located.placements if p.code == code and p.visible]
    alone = replace(located, placements=tuple(spots), refusals=())
    near = closer(alone, box_around(spots, located.size_px, THUMBNAIL_CUN), THUMBNAIL_PX)
    if near.photo is None:
        raise AssertionError("an answer seen closer has its photograph")
    return draw(near.photo.rgb, build_scene(near, style, with_labels=False, with_legend=False))
