"""The live component, mounted: what it is told, and what it tells."""

from __future__ import annotations

from typing import Any

import streamlit as st

from locator.landmarks import View
from locator.overlay.style import LETTERS, SHAPES, Role, style_named
from locator.placement import Region
from ui.live import bundle, clips
from ui.wording import Wording

ROLES: tuple[Role, ...] = ("left", "right", "midline")


def live_view(data: dict[str, Any]) -> Any:
    """Mount it; `.done` of the result is the record of a session that has just ended.

    One call, so that a test of the page may put something else in its place.
    """
    component = st.components.v2.component(
        "acupoint_live", html=bundle.text("live.html"), css=bundle.text("live.css"), js=bundle.script()
    )
    return component(key="live_stage", data=data, on_done_change=lambda: None)


def told(
    say: Wording, region: Region | None, view: View | None, codes: tuple[str, ...], plan: list[dict[str, Any]]
) -> dict[str, Any]:
    """All that the component needs to work by itself."""
    return {
        "say": say.under("live"),
        "session": say.under("session"),
        "language": say.language,
        "clips": clips.addresses(say.language),
        "style": looks(),
        "region": region,
        "view": view,
        "codes": list(codes),
        "plan": plan,
    }


def looks(name: str = "high-contrast") -> dict[str, Any]:
    """Colours, shapes and letters of the sides, the same as on photographs."""
    style = style_named(name)
    sides = {
        role: {
            "colour": style.colour(role),
            "shape": SHAPES[role],
            "letter": "" if role == "midline" else LETTERS[role],
        }
        for role in ROLES
    }
    return {**sides, "edge": style.edge, "ink": style.ink}
