"""On a narrow screen the menu lies over the page: it goes once a page is chosen, and at Escape."""

from __future__ import annotations

import streamlit as st

from ui.live import bundle

KEY = "menu_on_narrow"


def close_the_menu_once_used() -> None:
    """To be called once on a page."""
    st.components.v2.component(KEY, js=bundle.script("components/js/menu_on_narrow.js"))(key=KEY)
