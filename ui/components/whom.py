"""Of several bodies in a picture on which a place is shown: which one is meant, said there and framed."""

from __future__ import annotations

import streamlit as st

from locator.placement import Box, Located
from ui.components.person_picker import asked_of, slot_of, within
from ui.wording import Wording


def ask_whom(words: Wording, told: str, located: Located, name: str) -> None:
    """Of several bodies: that the framed one is meant, and the way to mean another; `told` is the sentence's key."""
    if len(located.people) < 2:
        return
    meant = st.session_state.get(slot_of(name)) or 0
    chosen = st.segmented_control(
        words(told, count=len(located.people)),
        range(len(located.people)),
        default=meant,
        required=True,
        format_func=lambda index: words("people.person", number=index + 1),
        key=asked_of(name),
    )
    if chosen != meant:
        st.session_state[slot_of(name)] = chosen
        st.rerun()


def frame_of(located: Located, person: int | None) -> Box | None:
    """Around the body that is meant, as far as it is in the picture; None where there is but one."""
    return within(located.people[person or 0], located.size_px) if len(located.people) > 1 else None
