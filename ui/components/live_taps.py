"""A frame of the live view, held still: tapped on at leisure, the taps then ride on the live body."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from calibration.carry import Mark, ground, pick_up
from calibration.known import mark_to_dict
from calibration.lens import Lens
from locator.atlas.schema import Acupoint
from locator.errors import PhotoError, RequestError
from locator.landmarks import View
from locator.photo import Photo, load_photo
from locator.proportions import Proportions
from ui.components.faults import tell_fault
from ui.components.pictured import Pictured
from ui.components.place import keep_place
from ui.components.tapping import edits, forget_edits, tapped_on
from ui.landmark_titles import title_of
from ui.meanwhile import StoppedError
from ui.through import of_photo, straight
from ui.wording import Wording

FROZEN = "live_frozen"  # session: the frame held, with a name that changes when it does
HANDED = "live_handed"  # session: a frame handed over that no page has seen yet
MARKS = "live_marks"  # session: what was tapped, as it rides; by frame, part and view, the newest last
ByFrame = dict[str, tuple[Mark, ...]]


def riding() -> tuple[Mark, ...]:
    """The taps of this visit, for the live view to carry: a bone tapped on two frames rides as on the newer one."""
    frames: ByFrame = st.session_state.get(MARKS, {})
    return tuple({mark.name: mark for marks in frames.values() for mark in marks}.values())


def handing(view: str) -> Callable[[], None]:
    """To be called when the view mounted under this key hands a frame over, before the page runs: it waits for `hold`.

    A page that is left for the next request before it has come that far never sees it.
    """

    def handed() -> None:
        st.session_state[HANDED] = st.session_state[view].get("frozen")

    return handed


def hold(words: Wording, result: Any, lens: Lens | None = None) -> None:
    """Keep the frame that the live view has handed over last, if it has not been kept."""
    place = keep_place()
    told = st.session_state.pop(HANDED, None) or getattr(result, "frozen", None)
    if not told:
        return
    try:
        data = base64.b64decode(str(told.get("jpeg", "")), validate=True)
        photo = load_photo(data, name="frame.jpg")
        if lens is not None:
            photo = straight(of_photo(lens, photo), photo)
    except binascii.Error:
        with place:
            st.error(words("live.frame_lost"))
        return
    except (PhotoError, RequestError) as fault:
        with place:
            tell_fault(words, fault)
        return
    st.session_state[FROZEN] = (hashlib.sha1(data, usedforsecurity=False).hexdigest(), photo)


def tap_on_frozen(
    words: Wording, part: str, view: View | None, own: Proportions, points: Sequence[Acupoint]
) -> None:
    """The editor on the frame held, while there is one; what is tapped rides at once."""
    held: tuple[str, Photo] | None = st.session_state.get(FROZEN)
    if held is not None:
        st.header(words("live.taps_title"))
        st.markdown(words("live.taps_how"))
        pictured = Pictured(*held, part, view, own)
        with suppress(StoppedError):
            _ride(words, pictured, points)
    with st.container(horizontal=True):
        if held is not None:
            st.button(words("live.taps_close"), key="live_taps_close", on_click=_close)
        if riding():
            st.button(words("live.taps_forget"), key="live_taps_forget", on_click=_forget)


def _ride(words: Wording, pictured: Pictured, points: Sequence[Acupoint]) -> None:
    """The editor, and what is tapped in it handed to the live view."""
    tapped = tapped_on(words, pictured, points, key="live_taps", into_view=True)
    taps = [mark for mark in tapped.body if mark.source == "tapped"]
    marks = pick_up(taps, ground(tapped.body, [tap.name for tap in taps])) if taps else ()
    if len(marks) < len(taps):
        st.warning(words("live.taps_none"))
    if _join(pictured.slot(), marks, touched=pictured.slot() in edits("live_taps")):
        st.rerun()  # the live view stands above and has been told the older ones
    _tell_older(words, pictured.slot())


def _tell_older(words: Wording, slot: str) -> None:
    """Which bones ride as they were tapped on another frame: they would not be this body's if somebody else came."""
    frames: ByFrame = st.session_state.get(MARKS, {})
    here = {mark.name for mark in frames.get(slot, ())}
    older = [title_of(words, mark.name) for mark in riding() if mark.name not in here]
    if older:
        st.caption(words("live.taps_older", names=", ".join(older)))


def _join(slot: str, marks: tuple[Mark, ...], touched: bool) -> bool:
    """Have these ride beside those of other frames; whether that changes what rides.

    A frame on which nothing has been `touched` takes nothing away from itself or another.
    """
    before, frames = list(map(mark_to_dict, riding())), dict(st.session_state.get(MARKS, {}))
    if marks or touched:
        frames.pop(slot, None)
        st.session_state[MARKS] = {**frames, slot: marks}
    return list(map(mark_to_dict, riding())) != before


def _close() -> None:
    st.session_state.pop(FROZEN, None)


def _forget() -> None:
    _close()
    st.session_state.pop(MARKS, None)
    forget_edits("live_taps")
