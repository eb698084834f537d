"""What is seen of a picture, looked for once; and on the page what there is to say of printed marks in it.

Marks tell a mirror image from the world, whatever was said of the picture: wherever it is answered that has to be told,
or left and right are exchanged without a word.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from calibration.mirror_watch import STREAM_MIRRORED
from calibration.worn import MIRRORED
from locator.placement import Boxes, Located
from ui.components.faults import tell_notice
from ui.components.person_picker import asked_of, slot_of
from ui.components.pictured import Pictured
from ui.components.place import keep_place
from ui.components.waiting import waited
from ui.finder import Query, find_and_tell, in_turn
from ui.wording import Wording


def looked(words: Wording, slot: str, pictured: Pictured, query: Query, filmed: bool = False) -> Located:
    """What is seen of this picture; kept in the session's `slot`, with what is told of it.

    `filmed`: a frame of the camera here, of which nobody is asked whether it is a mirror image.  StoppedError where the
    person stopped the look.
    """
    key = (pictured.name, query.key)
    seen, notices = waited(words, "photo.looking", slot, key, lambda: find_and_tell(pictured.photo, query), in_turn)
    _stay_with(pictured.name, query, seen.people)
    place = keep_place()
    if notices:
        with place.container():
            for notice in notices:
                tell_notice(words, STREAM_MIRRORED if filmed and notice is MIRRORED else notice)
    return seen


def _stay_with(name: str, query: Query, people: Boxes) -> None:
    """Whoever was chosen is meant still where another side of the body is asked for: bodies are counted by that."""
    slot, wanted = slot_of(name), query.view or "back"
    index: int | None = st.session_state.get(slot)
    if index is None or index != query.person or not index < len(people):
        return
    chosen, side, box = st.session_state.get(f"{slot}_as", (None, wanted, people[index]))
    if chosen == index and side != wanted:
        index = min(range(len(people)), key=lambda each: float(np.abs(np.subtract(people[each], box)).sum()))
    st.session_state[f"{slot}_as"] = (index, wanted, people[index])
    if index != query.person:
        st.session_state.update({slot: index, asked_of(name): index})
        st.rerun()
