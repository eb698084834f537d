"""The outline that was laid over a picture on the photo page: it tells where to look wherever that picture is answered.

Not where bones are tapped: those are shown on the whole picture, and tell the body's place by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from locator.placement import Located
from ui.components.answer_in_sight import await_answer
from ui.components.menu import go_to
from ui.components.outline_editor import Fit
from ui.components.person_picker import slot_of
from ui.components.pictured import Pictured
from ui.components.refused import outline_helps
from ui.finder import Query
from ui.wording import Wording

FITTING = "fitting"  # session: the picture over which the outline lies
FITS = "outline_fits"  # session: picture -> what was fitted on it


def fits() -> Mapping[str, Fit]:
    """What was fitted on this visit, by picture."""
    fitted: Mapping[str, Fit] = st.session_state.get(FITS, {})
    return fitted


def query_of(pictured: Pictured, codes: Sequence[str]) -> Query:
    """Where these points are on the body that is meant: whom a person chose there, and where an outline says it is."""
    query = pictured.query(codes, st.session_state.get(slot_of(pictured.name)))
    fit = fits().get(pictured.name)
    return query if fit is None else replace(query, region=fit.region, view=fit.view, square=fit.square)


def tell_fit(words: Wording, name: str, again: Callable[[], None] | None = None) -> None:
    """That an outline said where to look, if one did, and the ways back from it; `again` fits it anew."""
    if name not in fits():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words("photo.fitted"))
        if again is not None:
            st.button(words("photo.fit_again"), key="fit_again", on_click=again)
        st.button(words("photo.fit_forget"), key="fit_forget", on_click=forget_fit, args=(name,))


def forget_fit(name: str) -> None:
    """Pressed twice in a moment it is called twice."""
    st.session_state.get(FITS, {}).pop(name, None)
    await_answer()


def lead_to_outline(words: Wording, located: Located, pictured: Pictured) -> None:
    """On a page without the outline: the way to the one that has it, where it may help."""
    if not outline_helps(located, pictured.part):
        return
    if st.button(words("help.outline"), key="to_outline", help=words("help.outline_help")):
        st.session_state[FITTING] = pictured.name
        go_to("photo")
