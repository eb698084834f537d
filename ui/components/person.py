"""Whose body is in the picture: anybody's, or one whose proportions are kept on this machine."""

from __future__ import annotations

from functools import partial

import streamlit as st

from calibration import store
from calibration.profile import Profile
from locator.errors import AcupointError
from locator.proportions import POPULATION, Proportions
from ui.components.bring_back import offer_back, taken_out
from ui.components.faults import done_or_told, names_kept, tell_fault, tell_notice
from ui.components.literal import literal
from ui.state import choose_next, lasting
from ui.wording import Wording


def tell_same_name(words: Wording, name: str, kept: str | None) -> None:
    """That a profile or a lens is kept under a name that looks different from the one given."""
    if kept not in (None, name.strip()):
        st.info(words("taps.same_name", name=literal(name), kept=kept))


def chosen_person(words: Wording, key: str) -> Proportions:
    """Whose body: nobody known, or a profile kept on this machine."""
    offer_back(words, key)
    names = names_kept(words, store.names)
    _tell_gone(words, lasting(key))
    if not names:
        return POPULATION
    name = st.selectbox(
        words("taps.whose"), ["", *names], format_func=lambda n: n or words("taps.anybody"), key=key
    )
    if not name:
        return POPULATION
    try:
        profile = store.load(name)
        fitted = profile.fitted()
    except AcupointError as fault:
        tell_fault(words, fault)
        return POPULATION
    for notice in fitted.notices:
        tell_notice(words, notice)
    with st.popover(words("taps.manage")):
        st.download_button(words("taps.export"), store.path_of(name).read_bytes(), f"{name}.profile.json")
        _take_out(words, profile, key)
        if st.button(words("taps.delete", name=name)) and done_or_told(words, lambda: store.delete(name)):
            taken_out(key, words("taps.deleted", name=name), profile)
            choose_next(key, "")
            st.rerun()
    return fitted.proportions


def _tell_gone(words: Wording, key: str) -> None:
    """That a profile chosen here was deleted elsewhere; over the page, for the choice itself may be folded away."""
    chosen: str = st.session_state.get(key) or ""
    try:
        gone = chosen and store.kept_as(chosen) is None
    except AcupointError:  # told already: no name can be read
        return
    if gone:
        st.session_state[key] = ""
        st.toast(words("taps.gone", name=chosen), duration="long")


def _take_out(words: Wording, profile: Profile, key: str) -> None:
    """A way to be rid of one picture's taps; of the only ones the profile itself is deleted."""
    if len(profile.sittings) < 2:
        return
    for number, sitting in enumerate(profile.sittings, start=1):
        told = words("taps.take_out", number=number, day=literal(sitting.when) or "–")
        # Counted among how many: where another tab has taken one out, an old list's button is nobody's.
        if st.button(told, key=f"take_out_{number}_of_{len(profile.sittings)}"):
            without = partial(Profile.without, number=number)
            if done_or_told(words, partial(store.change, profile.name, without)):
                taken_out(key, words("taps.taken_out", number=number, name=profile.name), profile)
                st.rerun()


def tell_person(words: Wording, own: Proportions, key: str) -> None:
    """In whose proportions a picture is answered, where the choice is folded away, and the way back to anybody's."""
    if own is POPULATION:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("photo.whose_told", name=own.name))
        st.button(words("photo.not_theirs"), key="not_theirs", on_click=lambda: st.session_state.update({key: ""}))
