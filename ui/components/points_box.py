"""Boxes in which points are chosen from a list, or typed as they stand in an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from locator.atlas.load import load_atlas
from ui.components.literal import literal
from ui.sought import missed, sought
from ui.state import lasting
from ui.wording import Wording

MOST_TAKEN = 12  # points taken for one text; what means more says too little
# A letter that is neither seen nor read out, put between letters and number of every code of two digits.  The box takes
# every line that holds what was typed: without it GV2 would take GV20 too, and GV1, which is no point here, GV14 and
# GV16.  With it GV2 and GV1 are in no line, and what is in no line we read ourselves (`read_texts`).
WORD_JOINER = "\u2060"
_TWO_DIGITS = re.compile(r"\b([A-Z]{2})(?=\d\d)")
# Each text that gave no point, with the codes that it may mean when several.
Unread = tuple[tuple[str, tuple[str, ...]], ...]


def points_box(say: Wording, labels: Mapping[str, str], key: str) -> list[str]:
    """The codes chosen, each once; what was typed and means none, or too many, is told below the box.

    `labels` are the lines of the list by code.
    """
    typed = f"{key}_typed"

    def read() -> None:
        before = st.session_state.get(typed, ([], (), False))[0]
        taken, unread = read_texts(say, st.session_state[key], labels)
        # the first line of the list is all of them, which an Enter takes where nothing is typed, as after a point
        whole = set(taken) >= set(labels) and len(taken) - len(before) > MOST_TAKEN
        taken = before if whole else taken
        st.session_state.update({key: taken, typed: (taken, unread, whole)})

    st.multiselect(
        say("request.points"),
        list(labels),
        format_func=lambda code: _TWO_DIGITS.sub(rf"\1{WORD_JOINER}", labels.get(code, code)),
        placeholder=say("request.points_hint"),
        accept_new_options=True,
        filter_mode="contains",  # the toolkit's usual one, letters in this order anywhere, finds GV14 for "GV4"
        on_change=read,
        key=lasting(key),
    )
    chosen = [code for code in st.session_state.get(key, []) if code in labels]
    taken, unread, whole = st.session_state.get(typed, ([], (), False))
    if taken == chosen:  # a box that was emptied meanwhile has nothing to tell
        for text, many in unread:
            tell_unread(say, text, many)
        if whole:
            st.info(say("points.all_at_once", count=len(labels)))
    return chosen


def point_box(say: Wording, title: str, labels: Mapping[str, str], key: str, first: str) -> str:
    """One code, chosen or typed; a text that means no point, or several, is told and leaves the last choice.

    Never one that is not among the `labels`: other answers about health may have ruled out what was chosen before.
    """
    last, codes = f"{key}_last", list(labels)
    usual = first if first in labels else codes[0]
    typed = st.session_state.get(lasting(key))
    unread: Unread = ()
    if typed is not None and typed not in labels:  # it was typed: read before the box is drawn
        meant, unread = read_texts(say, [typed], labels)
        if typed in load_atlas():  # ruled out, which the page says with its reason
            unread = ()
        elif len(meant) != 1:
            unread = unread or ((typed, tuple(meant)),)
        before = st.session_state.get(last)
        st.session_state[key] = meant[0] if len(meant) == 1 else before if before in labels else usual
    chosen = st.selectbox(
        title,
        codes,
        index=codes.index(usual),
        format_func=lambda code: labels.get(code, code),
        placeholder=say("request.points_hint"),  # while the last choice is taken out to type another
        accept_new_options=True,
        key=key,
    )
    st.session_state[last] = chosen
    for text, many in unread:
        tell_unread(say, text, many)
    return chosen


def read_texts(say: Wording, texts: list[str], known: Mapping[str, str]) -> tuple[list[str], Unread]:
    """Codes for what was chosen and typed, in its order; and each text that gave none."""
    taken: list[str] = []
    unread: list[tuple[str, tuple[str, ...]]] = []
    for text in texts:
        codes = [text] if text in known else [code for code in sought(say, text) if code in known]
        if 0 < len(codes) <= MOST_TAKEN:
            taken += codes
        if not 0 < len(codes) <= MOST_TAKEN or missed(say, text):
            unread.append((text, tuple(codes) if len(codes) > MOST_TAKEN else ()))
    return list(dict.fromkeys(taken)), tuple(unread)


def tell_unread(say: Wording, text: str, many: Sequence[str] = ()) -> None:
    """Why this text gave no point: too many that it may mean, a code that is not kept here, or nothing of that name."""
    for each in missed(say, text):
        key = "points.not_here" if each.exists else "points.no_such"
        st.info(say(key, code=each.code, last=f"{each.code[:2]}{each.last}", count=len(load_atlas().standard)))
    if many:
        named = ", ".join([*many[:MOST_TAKEN], *(["…"] if len(many) > MOST_TAKEN else [])])
        st.info(say("points.too_many", text=literal(text), codes=named))
    elif not missed(say, text):
        st.info(f"{literal(text)}: {say('points.none')}")
