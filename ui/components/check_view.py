"""The check view, mounted: what it is told, and what it tells."""

from __future__ import annotations

from typing import Any

import streamlit as st

from locator.landmarks import View
from locator.placement import Region
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


def told(
    say: Wording,
    region: Region | None,
    view: View | None,
    codes: tuple[str, ...],
    plan: list[dict[str, Any]],
    naming: bool,
    profile: str = "",
) -> dict[str, Any]:
    """All that the view needs to work by itself; `naming` asks which point is pressed."""
    return {
        "live": say.under("live"),
        "session": say.under("session"),
        "press": say.under("press"),
        "language": say.language,
        "clips": clips.addresses(say.language),
        "region": region,
        "view": view,
        "codes": list(codes),
        "plan": plan,
        "naming": naming,
        "profile": profile,
    }
