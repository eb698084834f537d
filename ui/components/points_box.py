"""A box in which points are chosen from a list, or typed as they stand in an article."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from locator.atlas.load import load_atlas
from ui.sought import missed, sought
from ui.wording import Wording

MOST_TAKEN = 12  # points taken for one text; what means more says too little


def points_box(say: Wording, labels: Mapping[str, str], key: str) -> list[str]:
    """The codes chosen, each once; what was typed and means none, or too many, is told below the box.

    `labels` are the lines of the list by code.
    """
    typed = f"{key}_typed"

    def read() -> None:
        taken, unread = read_texts(say, st.session_state[key], labels)
        st.session_state.update({key: taken, typed: (taken, unread)})

    st.multiselect(
        say("request.points"),
        list(labels),
        format_func=lambda code: labels.get(code, code),
        placeholder=say("request.points_hint"),
        accept_new_options=True,
        on_change=read,
        key=key,
    )
    chosen = [code for code in st.session_state.get(key, []) if code in labels]
    taken, unread = st.session_state.get(typed, ([], ()))
    for text, count in unread if taken == chosen else ():  # a box that was emptied meanwhile has nothing to tell
        tell_unread(say, text, count)
    return chosen


def read_texts(
    say: Wording, texts: list[str], known: Mapping[str, str]
) -> tuple[list[str], tuple[tuple[str, int], ...]]:
    """Codes for what was chosen and typed, in its order; and each text that gave none, with how many it may mean."""
    taken: list[str] = []
    unread: list[tuple[str, int]] = []
    for text in texts:
        codes = [text] if text in known else [code for code in sought(say, text) if code in known]
        if 0 < len(codes) <= MOST_TAKEN:
            taken += codes
        if not 0 < len(codes) <= MOST_TAKEN or missed(text):
            unread.append((text, len(codes)))
    return list(dict.fromkeys(taken)), tuple(unread)


def tell_unread(say: Wording, text: str, count: int = 0) -> None:
    """Why this text gave no point: too many that it may mean, a code that is not kept here, or nothing of that name."""
    for each in missed(text):
        key = "points.not_here" if each.exists else "points.no_such"
        st.info(say(key, code=each.code, last=f"{each.code[:2]}{each.last}", count=len(load_atlas().names)))
    if count > MOST_TAKEN:
        st.info(say("points.too_many", text=text, count=count))
    elif not missed(text):
        st.info(f"{text}: {say('points.none')}")
