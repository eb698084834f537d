"""What was done, said on a page that is drawn anew for it: a choice at its top could not know of it yet.

After the first profile was kept the page asked whose body it is only at the next touch.
"""

from __future__ import annotations

import streamlit as st

DONE = "done_anew"  # session: slot -> what is to be said there, once


def done_anew(slot: str, told: str) -> None:
    """Have the page drawn anew, and this said where `tell_done` stands for the same slot."""
    st.session_state.setdefault(DONE, {})[slot] = told
    st.rerun()


def is_to_tell(slot: str) -> bool:
    """Whether `tell_done` will say something there."""
    return slot in st.session_state.get(DONE, {})


def tell_done(slot: str) -> None:
    """What was done, where the page has been drawn anew for it."""
    if is_to_tell(slot):
        st.success(st.session_state[DONE].pop(slot))
