"""Keys stay where a button was that goes from the page when it is pressed."""

from __future__ import annotations

import streamlit as st

from ui.live import bundle

KEY = "keys_stay"


def keep_the_keys() -> None:
    """To be called once on a page, for all buttons on it."""
    st.components.v2.component(KEY, js=bundle.script("components/js/keys_stay.js"))(key=KEY)
