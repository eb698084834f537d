"""A wait that a person can end: what goes on, a button beside it that stops it, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ui.components.place import keep_place
from ui.meanwhile import Begin, StoppedError, aside, go_on, is_stopped, stop
from ui.state import holds, kept
from ui.wording import Wording

T = TypeVar("T")


def waited(words: Wording, doing: str, slot: str, key: object, make: Callable[[], T], begin: Begin[T] = aside) -> T:
    """What `kept` gives, and until then `doing`, with a button to stop it.

    StoppedError, once it was stopped: by then the page says so and how to go on, and what needs the answer is left out.
    """
    if not holds(slot, key) and is_stopped(slot, key):
        # Blocks and a button where Stop's were: the browser goes on with them, and the keys stay on the button.  Where
        # an empty place comes first, or the wheel's going makes it the first of its block, a slow page loses them.
        with st.container():
            with st.container():
                st.info(words(f"{doing}_stopped"))
            st.button(words(f"{doing}_again"), key=f"wait_{slot}", on_click=go_on, args=(slot,))
        raise StoppedError
    place = keep_place()
    if holds(slot, key):
        return kept(slot, key, make, begin)
    with place.container():
        says = st.container()
        ends = keep_place()

    def offer() -> None:
        ends.button(words("wait.stop"), key=f"wait_{slot}", on_click=stop, args=(slot, key))

    with says, st.spinner(words(doing)):
        answer = kept(slot, key, make, begin, offer)
    place.empty()
    return answer
