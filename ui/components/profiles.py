"""Bringing a profile along from elsewhere, and teaching one how wide its person's fingers are."""

from __future__ import annotations

import streamlit as st

from calibration import store
from locator.errors import AcupointError
from ui.components.done_anew import done_anew, is_to_tell, tell_done
from ui.components.faults import tell_fault
from ui.components.fingers import BY_RULER, by_photo, by_ruler
from ui.wording import Wording

GIVEN = ("profile_file", "fingers_file")  # session: what was brought along
BROUGHT = "profile_brought"  # where it is said that it is kept


def profiles(words: Wording) -> None:
    """Import and fingers, folded away: few need them, and not often."""
    # a page that grows folds its expanders up again: this one stays open while there is something to see in it
    open_ = is_to_tell(BY_RULER) or any(st.session_state.get(each) for each in GIVEN)
    with st.expander(words("taps.more"), expanded=open_):
        bring(words)
        by_photo(words)
        by_ruler(words)


def bring(words: Wording) -> None:
    """A profile from a file, kept from now on."""
    given = st.file_uploader(words("taps.import"), type=["json"], key="profile_file")
    tell_done(BROUGHT)
    if given is None or st.session_state.get("profile_taken") == given.file_id:
        return
    try:
        taken = store.import_bytes(given.getvalue(), given.name)
    except AcupointError as fault:
        tell_fault(words, fault)
        return
    st.session_state["profile_taken"] = given.file_id  # the file stays in the page: taken once, not at every touch
    done_anew(BROUGHT, words("taps.imported", name=taken.name))
