"""Whose body is in the picture: anybody's, or one whose proportions are kept on this machine."""

from __future__ import annotations

import streamlit as st

from calibration import store
from locator.errors import AcupointError
from locator.proportions import POPULATION, Proportions
from ui.wording import Wording


def chosen_person(words: Wording, key: str) -> Proportions:
    """Whose body: nobody known, or a profile kept on this machine."""
    names = store.names()
    if not names:
        return POPULATION
    name = st.selectbox(
        words("taps.whose"), ["", *names], format_func=lambda n: n or words("taps.anybody"), key=key
    )
    if not name:
        return POPULATION
    try:
        fitted = store.load(name).fitted()
    except AcupointError as fault:
        st.error(str(fault))
        return POPULATION
    for notice in fitted.notices:
        st.warning(notice.say)
    with st.popover(words("taps.manage")):
        st.download_button(words("taps.export"), store.path_of(name).read_bytes(), f"{name}.profile.json")
        if st.button(words("taps.delete", name=name)):
            store.delete(name)
            st.session_state.pop(key, None)
            st.rerun()
    return fitted.proportions
