"""Taps made on the page for them, counted in wherever the same picture is answered, and the way to be rid of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from locator.placement import Located
from ui.components.pictured import Pictured, body_of
from ui.components.tap_editor import Edit
from ui.components.tapping import edits, forget_edits, name_in, side_in
from ui.finder import Query
from ui.landmark_titles import title_of
from ui.state import kept
from ui.tapped import counted_in
from ui.wording import Wording


@dataclass(frozen=True, eq=False)
class Counted:
    """An answer with the taps in it that belong to it."""

    located: Located
    key: tuple[object, ...]  # what it hangs on: picture, question and taps
    names: tuple[str, ...] = ()  # landmarks whose taps are in it
    name: str = ""  # of the picture
    left_out: str = ""  # the key of the sentence that says why there are taps that are not in it

    def word(self, *more: object) -> str:
        """One word for the key and what `more` is asked, short enough for the browser; it holds on this visit alone."""
        return f"{hash((*self.key, *more)) & 0xFFFFFFFFFFFF:x}"


def with_taps_before(slot: str, pictured: Pictured, query: Query, seen: Located) -> Counted:
    """What was `seen` of this picture, and what was tapped on it; kept in the session's `slot`."""
    key: tuple[object, ...] = (pictured.name, query.key)
    edit = taps_for(pictured.name, query, several=len(seen.people) > 1)
    if edit is None:
        outlined = query.square is not None and taps_for(pictured.name, replace(query, square=None)) is not None
        return Counted(seen, key, (), pictured.name, "photo.taps_not_outlined" if outlined and seen.placements else "")
    key = (*key, tuple(edit.taps.items()))  # the editor counts its edits anew on every visit of its page
    located = kept(slot, key, lambda: counted_in(seen, pictured.photo, query, edit))
    marks = located.landmarks or ()
    names = tuple(m.name for m in marks if m.source == "tapped" and m.name in edit.taps)
    misfit = located is seen and bool(seen.placements)
    return Counted(located, key, names, pictured.name, "photo.taps_left_out" if misfit else "")


def taps_for(name: str, query: Query, several: bool = False) -> Edit | None:
    """What was tapped on the picture called `name` on this visit; None when nothing was, or maybe on another body.

    The editor shows a body found on the whole picture, not the one that an outline was laid over.  Of `several` the
    first is another one where another side of the body is asked for.
    """
    if query.square is not None:
        return None
    body, side = body_of(name, query.person), query.view or "back"
    slots = [slot for slot in edits() if name_in(slot) == body and (not several or side_in(slot) == side)]
    here = [edits()[slot] for slot in slots]
    return here[-1] if here and here[-1].taps else None


def tell_taps(words: Wording, counted: Counted) -> None:
    """Which taps made elsewhere on this picture are in the answer, or that they are not; and the way back."""
    if counted.names or counted.left_out:
        names = ", ".join(title_of(words, name) for name in counted.names)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words(counted.left_out) if counted.left_out else words("photo.tapped", names=names))
            st.button(words("live.taps_forget"), key="taps_forget", on_click=forget_edits, args=("taps", counted.name))
