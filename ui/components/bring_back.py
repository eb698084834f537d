"""What was taken out of the kept profiles a moment ago can be brought back, until another choice is made.

It is held in the visit's memory alone: who closes the tab is rid of it (ui.forgotten).
"""

from __future__ import annotations

import streamlit as st

from calibration import store
from calibration.profile import Profile
from ui.components.faults import done_or_told
from ui.components.place import keep_place
from ui.state import choose_next, lasting
from ui.wording import Wording


def taken_out(key: str, told: str, before: Profile) -> None:
    """Remember a profile as it was `before`, for the page whose choice of a person is `key`; `told`: what was done."""
    st.session_state[_slot(key)] = (told, before)


def offer_back(words: Wording, key: str) -> None:
    """Say what was done and offer the way back, while nobody else's profile has been chosen."""
    place, held = keep_place(), st.session_state.get(_slot(key))
    if held is None:
        return
    told, before = held
    if st.session_state.get(lasting(key)) not in (None, "", before.name):
        del st.session_state[_slot(key)]
        return
    with place.container(horizontal=True, vertical_alignment="center"):
        st.caption(told)
        if st.button(words("taps.undo"), key=f"undo_{key}") and done_or_told(
            words, lambda: store.change(before.name, before.with_all_since)
        ):
            del st.session_state[_slot(key)]
            choose_next(key, before.name)
            st.rerun()


def _slot(key: str) -> str:
    return f"taken_out_{key}"
