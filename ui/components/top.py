"""Back to the top of the page: after a long form gives way to something short, a telephone shows the middle of it.

Keys go on there too, at the page's heading: what had them goes with the form.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.components.place import keep_place
from ui.live import bundle

WANTED = "to_the_top"  # session: the next run begins at the top
TIMES = "times_to_the_top"  # session: how often so far; a script that stands on the page already would not run again


def then_to_the_top(note: Callable[..., None]) -> Callable[..., None]:
    """What a button calls, and then the page anew from its top."""

    def noted(*args: object) -> None:
        note(*args)
        st.session_state[WANTED] = True

    return noted


def start_at_the_top() -> None:
    """Scroll up, once, where a button asked for it; elsewhere nothing."""
    place = keep_place()
    if st.session_state.pop(WANTED, False):
        st.session_state[TIMES] = times = st.session_state.get(TIMES, 0) + 1
        with place:
            script = bundle.script("components/js/to_the_top.js")
            st.components.v2.component("acupoint_top", js=script)(key=f"to_the_top_{times}")
