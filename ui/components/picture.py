"""Getting a picture from the person: a file, one taken here and now, or the example.

The picture in hand goes along from page to page, in the memory of this visit alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calibration.lens import Lens, bent_back
from locator.errors import AcupointError
from locator.photo import Photo, load_photo
from locator.placement import Located
from ui import examples, settings
from ui.components.answer_in_sight import await_answer
from ui.components.choice import one_of
from ui.components.faults import tell_fault
from ui.components.inline import jpeg_url
from ui.components.lens import chosen_lens, tell_lens
from ui.components.literal import literal
from ui.components.request import forget_part_and_view
from ui.components.waiting import waited
from ui.meanwhile import StoppedError
from ui.state import forget_kept, kept, lasting
from ui.through import of_photo, straight
from ui.uploads import MEBIBYTE
from ui.wording import Wording

TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "gif"]
EXAMPLE_PX = 700
IN_HAND = "picture_in_hand"  # session: the picture given last, on whichever page
MIRRORED = "mirrored"  # session: what was said of it
LENS = "photo_lens"  # session: the name of the lens that it is said to be taken with
STRAIGHTENED = "photo_straightened"  # session: the lens whose bend was taken out of it, if any


@dataclass(frozen=True)
class Given:
    """A picture as it came."""

    data: bytes
    name: str


def chosen_photo(say: Wording, aside: DeltaGenerator | None = None) -> tuple[str, Photo] | None:
    """The picture with a name for it that changes when it does; None until there is one that can be read.

    `aside` is where to ask what few people have to answer; below the picture without it.
    """
    how = one_of(say, "photo.source", ["file", "camera"], key="source")
    slot = "shot" if how == "camera" else "upload"
    if how == "camera":
        # the toolkit's own name for it says when it was taken, and all that is saved of it would say so too
        taken = (slot, say("photo.camera_name"))
        fresh = st.camera_input(say("photo.camera"), resolution="1080p", key=slot, on_change=_take, args=taken)
    else:
        fresh = st.file_uploader(
            say("photo.file"),
            type=TYPES,
            key=slot,
            on_change=_take,
            args=(slot,),
            help=say("photo.file_help"),
        )
    given: Given | None = st.session_state.get(IN_HAND)
    if given is not None and fresh is None:  # given on another page, or the example
        with st.container(horizontal=True, vertical_alignment="center", key="in_hand"):
            st.markdown(f"**{literal(given.name)}**")
            st.button(say("photo.put_away"), key="put_away", on_click=put_in_hand, args=(None,))
    mirrored = (aside or st).toggle(say("photo.mirrored"), help=say("photo.mirrored_help"), key=lasting(MIRRORED))
    lens = chosen_lens(say, key=LENS, where=aside)
    return None if given is None else _read(say, given, mirrored, lens)


def in_hand() -> bool:
    """Whether a picture was given already, on this page or another."""
    return st.session_state.get(IN_HAND) is not None


def as_taken(located: Located) -> Located:
    """The answer on the picture as it was given; the pages look at it without the bend of its lens."""
    lens: Lens | None = st.session_state.get(STRAIGHTENED)
    return located if lens is None else bent_back(lens, located)


def tell_taken(say: Wording) -> None:
    """What was said of how it was taken, where that is folded away."""
    lens: Lens | None = st.session_state.get(STRAIGHTENED)
    tell_lens(say, lens, LENS)
    if st.session_state.get(MIRRORED):
        st.caption(say("photo.mirrored_told"))


def put_in_hand(given: Given | None) -> None:
    """This picture from now on, or none; what was said to be in the one before goes with that one."""
    before: Given | None = st.session_state.get(IN_HAND)
    if before is not None and (given is None or given.data != before.data):
        forget_part_and_view()
        st.session_state[MIRRORED] = False
        forget_kept()
    st.session_state[IN_HAND] = given


def offer_example(say: Wording) -> None:
    """A rendered person to try with, and at once to see what an answer looks like."""
    with st.container(border=True, key="example"):
        st.header(say("example.title"))
        tongue, seen = say.language, escape(say("example.picture"))
        address = kept("example", tongue, lambda: jpeg_url(examples.answered(tongue), EXAMPLE_PX))
        st.html(f'<img class="example-picture" src="{address}" alt="{seen}">')
        st.markdown(say("example.text"))
        st.button(say("example.button"), key="example_button", width="stretch", on_click=_take_example)


def _take(slot: str, called: str | None = None) -> None:
    fresh: Any = st.session_state.get(slot)
    put_in_hand(None if fresh is None else Given(fresh.getvalue(), called or fresh.name))
    await_answer()


def _take_example() -> None:
    put_in_hand(Given(examples.read(examples.BACK), examples.BACK))
    await_answer()
    st.session_state[MIRRORED] = False


def _read(say: Wording, given: Given, mirrored: bool, lens: Lens | None) -> tuple[str, Photo] | None:
    if len(given.data) > settings.UPLOAD_MB * MEBIBYTE:
        st.error(say("photo.too_big", megabytes=settings.UPLOAD_MB))
        return None
    name = hashlib.sha1(given.data, usedforsecurity=False).hexdigest() + ("m" if mirrored else "")
    name += f"-{hash(lens) & 0xFFFFFFFFFFFF:x}" if lens is not None else ""  # measured anew it is another lens
    try:
        photo = waited(say, "photo.reading", "photo", name, lambda: _loaded(given, mirrored, lens))
    except StoppedError:
        return None
    except AcupointError as fault:
        tell_fault(say, fault)
        return None
    st.session_state[STRAIGHTENED] = None if lens is None else of_photo(lens, photo)
    return name, photo


def _loaded(given: Given, mirrored: bool, lens: Lens | None) -> Photo:
    """The picture without the bend of its lens: everything else is done on that one."""
    photo = load_photo(given.data, mirrored=mirrored, name=given.name)
    return photo if lens is None else straight(of_photo(lens, photo), photo)
