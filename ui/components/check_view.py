"""The check view, mounted: what it is told, and what it tells."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.check.wish import CheckWish
from ui.live import bundle, clips
from ui.wording import Wording


def check_view(data: dict[str, Any]) -> Any:
    """Mount it; `.done` of the result is what was pressed in a session that has just ended.

    One call, so that a test of the page may put something else in its place.
    """
    component = st.components.v2.component(
        "acupoint_check",
        html=bundle.text("check.html", "check"),
        css=bundle.text("check.css", "check"),
        js=bundle.script("check/js/mount.js"),
    )
    return component(key="check_stage", data=data, on_done_change=lambda: None)


def told(say: Wording, wish: CheckWish, plan: list[dict[str, Any]]) -> dict[str, Any]:
    """All that the view needs to work by itself, and to send the wish along with the frames."""
    return {
        "live": say.under("live"),
        "session": say.under("session"),
        "press": say.under("press"),
        "language": say.language,
        "clips": clips.addresses(say.language),
        "region": wish.region,
        "view": wish.view,
        "codes": list(wish.codes),
        "plan": plan,
        "naming": wish.naming,
        "profile": wish.profile,
    }
