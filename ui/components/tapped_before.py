"""Taps made on the page for them, counted in where the same picture is answered on another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from calibration.fit import contradicted
from locator import locate_landmarks
from locator.photo import Photo
from locator.pipeline import mirrored_back
from locator.placement import Located
from ui.components.tap_editor import Edit
from ui.components.tapping import with_taps
from ui.finder import Query


def taps_on(name: str) -> Edit | None:
    """What was tapped on the picture called `name` on this visit; None when nothing was."""
    edits: Mapping[str, Edit] = st.session_state.get("taps_edit", {})
    # a slot is the picture's name with the part and the view that were said of it
    return next((edit for slot, edit in edits.items() if slot.rsplit("-", 2)[0] == name and edit.taps), None)


def counted_in(seen: Located, photo: Photo, query: Query, edit: Edit) -> Located:
    """The answer with these taps in it; the one without where they contradict what is seen, or place nothing."""
    marks = with_taps(seen, photo, query.view, edit)
    body = marks.mirrored() if photo.mirrored else marks  # the body is measured as the world is
    if contradicted(body):
        return seen
    found = locate_landmarks(body, query.own, list(query.codes), query.region)
    if not found.placements:
        return seen
    return replace(mirrored_back(found) if photo.mirrored else found, photo=photo, people=seen.people)
