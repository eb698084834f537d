"""What a key opens is met by the next key: the toolkit hangs its menus and boxes at the end of the page."""

from __future__ import annotations

import streamlit as st

from ui.live import bundle

KEY = "opened_by_key"


def lead_into_what_opens() -> None:
    """To be called once on a page, for all that opens on it."""
    st.components.v2.component(KEY, js=bundle.script("components/js/opened_by_key.js"))(key=KEY)
