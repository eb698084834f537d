"""The live component, mounted: what it is told, and what it tells."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.live import bundle


def _component() -> Any:
    return st.components.v2.component(
        "acupoint_live", html=bundle.text("live.html"), css=bundle.text("live.css"), js=bundle.script()
    )


def live_view(data: dict[str, Any]) -> Any:
    """Mount it.  One call, so that a test of the page may put something else in its place."""
    return _component()(key="live_stage", data=data)
