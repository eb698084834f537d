"""The check view, mounted: what it is told, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from calibration.carry import Mark
from calibration.known import mark_to_dict
from ui.check.wish import CheckWish
from ui.components.live_taps import handing
from ui.landmark_titles import known_better
from ui.live import bundle, clips
from ui.wording import Wording

STAGE = "check_stage"  # the view's key
RECORD = "check_record"  # the name by which the courier tells what was pressed


def check_view(data: dict[str, Any]) -> Any:
    """Mount it; of the result, `.frozen` is a frame to tap on.  What was pressed is told by the courier.

    One call, so that a test of the page may put something else in its place.
    """
    component = st.components.v2.component(
        "acupoint_check",
        html=bundle.text("check.html", "check"),
        css=bundle.text("check.css", "check"),
        js=bundle.script("check/js/mount.js"),
    )
    return component(key=STAGE, data={**data, "teller": RECORD}, on_frozen_change=handing(STAGE))


def told(say: Wording, wish: CheckWish, plan: list[dict[str, Any]], marks: Sequence[Mark] = ()) -> dict[str, Any]:
    """All that the view needs to work by itself, and to send the wish along with the frames.

    `marks` are landmarks tapped on a frozen frame, for the browser to add to the wish.
    """
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
        "taps": not wish.on_hand,  # whether taps can ride on what is followed
        "marks": [mark_to_dict(mark) for mark in marks],
        "landmarks": known_better(say),
    }
