"""The live component, mounted: what it is told, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from calibration.carry import Mark
from calibration.known import mark_to_dict
from locator.outline import FIRST, Outline, outline_for, outlines
from ui.components.drawings import svg
from ui.components.figure import letters_of
from ui.components.inline import svg_url
from ui.components.live_taps import handing
from ui.landmark_titles import known_better
from ui.live import bundle, clips
from ui.live.viewer import Wish
from ui.wording import Wording

STAGE = "live_stage"  # the view's key
RECORD = "session_record"  # the name by which the courier tells of a session that is over


def live_view(data: dict[str, Any]) -> Any:
    """Mount it; of the result, `.frozen` is a frame to tap on.  The record of a session is told by the courier.

    One call, so that a test of the page may put something else in its place.
    """
    component = st.components.v2.component(
        "acupoint_live", html=bundle.text("live.html"), css=bundle.text("live.css"), js=bundle.script()
    )
    return component(key=STAGE, data={**data, "teller": RECORD}, on_frozen_change=handing(STAGE))


def told(
    say: Wording, wish: Wish, plan: list[dict[str, Any]], marks: Sequence[Mark] = (), routine: str = ""
) -> dict[str, Any]:
    """All that the component needs to work by itself, and to send the wish along with the frames.

    `marks` are landmarks tapped on a frozen frame, for the browser to add to the wish.  `routine` is the name of that
    which is planned, for the record of the session; "" for single points.
    """
    return {
        "say": say.under("live"),
        "session": say.under("session"),
        "refusals": {**say.under("refusal"), **say.under("live_refusal")},
        "language": say.language,
        "clips": clips.addresses(say.language),
        "letters": letters_of(say),
        "stand": svg_url(svg(wish.region or "stand")),
        "outlines": {name_of(each): _shape(each) for each in outlines()},
        "outline": name_of(outline_for(wish.region, wish.view)) if wish.region in (None, "back", "leg") else None,
        "facing": wish.facing,
        "region": wish.region,
        "view": wish.view,
        "codes": list(wish.codes),
        "plan": plan,
        "routine": routine,
        "profile": wish.profile,
        "marks": [mark_to_dict(mark) for mark in marks],
        "landmarks": known_better(say),
        "lens": wish.better.lens,
    }


def name_of(outline: Outline) -> str:
    """The word by which the browser chooses an outline."""
    return "back" if outline.region == "back" else f"leg_{outline.view}"


def _shape(outline: Outline) -> dict[str, Any]:
    """An outline in shares of its square's side, and where the square begins, in shares of the picture's height."""
    side, hips = FIRST[outline.region]
    return {
        "lines": [np.round(line, 4).tolist() for line in outline.lines],
        "guides": [np.round(line, 4).tolist() for line in outline.guides],
        "side": side,
        "hips": hips,
    }
