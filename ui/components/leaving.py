"""A reload, or a tab that is closed, ends the visit: where that would lose taps the browser asks first.

The picture alone is not asked about: it lies in the person's own folder and is given again in a moment.
"""

from __future__ import annotations

import streamlit as st

from ui.components.tapping import EDITORS, edits
from ui.live import bundle

KEY = "leaving"
KEPT = "taps_in_profile"  # session: the edits as they were when a profile took them up


def ask_before_leaving() -> None:
    """Have the browser ask, in its own words; to be called last on a page, when all that was done on it is known."""
    component = st.components.v2.component(KEY, js=bundle.script("components/js/ask_before_leaving.js"))
    component(key=KEY, data={"losing": losing()})


def kept_in_profile() -> None:
    """What is tapped by now lies in a profile: it is not lost with the visit."""
    st.session_state[KEPT] = _tapped()


def losing() -> bool:
    """Whether there are taps that lie in no profile."""
    tapped = _tapped()
    return any(tapped.values()) and tapped != st.session_state.get(KEPT)


def _tapped() -> dict[str, list[object]]:
    return {key: [dict(edit.taps) for edit in edits(key).values() if edit.taps] for key in EDITORS}
