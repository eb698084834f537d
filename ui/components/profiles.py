"""Bringing a profile along from elsewhere, and teaching one how wide its person's fingers are."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from calibration import store
from calibration.finger import FOUR_MM, THUMB_MM, FingerWidths, from_mm, in_fingers
from calibration.profile import Profile
from locator.errors import AcupointError
from ui.wording import Wording

TOLD_CUN = (1.5, 3.0)  # the inner and the outer line of the back, the distances that are asked for most


def profiles(words: Wording) -> None:
    """Import and fingers, folded away: few need them, and not often."""
    with st.expander(words("taps.more")):
        bring(words)
        fingers(words)


def bring(words: Wording) -> None:
    """A profile from a file, kept from now on."""
    given = st.file_uploader(words("taps.import"), type=["json"], key="profile_file")
    if given is None or st.session_state.get("profile_taken") == given.file_id:
        return
    try:
        taken = store.import_bytes(given.getvalue(), given.name)
    except AcupointError as fault:
        st.error(str(fault))
        return
    st.session_state["profile_taken"] = given.file_id  # the file stays in the page: taken once, not at every touch
    st.success(words("taps.imported", name=taken.name))


def fingers(words: Wording) -> None:
    """Widths by a ruler, for a profile that is kept or a new one; then what a cun is in these fingers."""
    with st.form("fingers"):
        st.markdown(words("taps.fingers"))
        name = st.text_input(words("taps.fingers_name"), max_chars=40)
        columns = st.columns(3)
        thumb = columns[0].number_input(words("taps.thumb_mm"), *THUMB_MM, value=20.0, step=1.0, format="%.0f")
        four = columns[1].number_input(words("taps.four_mm"), *FOUR_MM, value=76.0, step=1.0, format="%.0f")
        height = columns[2].number_input(words("taps.height_cm"), 100.0, 230.0, value=170.0, step=1.0, format="%.0f")
        if not st.form_submit_button(words("taps.keep")):
            return
    try:
        widths = from_mm(thumb, four, 10.0 * height)
        old = store.load(name) if name in store.names() else Profile(name)
        store.save(replace(old, fingers=widths))
    except AcupointError as fault:
        st.error(str(fault))
        return
    st.success(told(words, widths))


def told(words: Wording, widths: FingerWidths) -> str:
    """What a person without a ruler needs to know of these fingers."""
    lines = [words("taps.fingers_told", thumb=f"{widths.thumb_cun:.2g}", four=f"{widths.four_cun:.2g}")]
    for cun in TOLD_CUN:
        count = in_fingers(cun, widths)
        if count is not None:
            lines.append(words("taps.in_fingers", cun=f"{cun:g}", count=f"{count:g}"))
    return "  \n".join(lines)
