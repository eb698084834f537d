"""The live page: choose what to find, then turn round."""

from __future__ import annotations

from typing import Any

import streamlit as st

from locator.landmarks import View
from ui.components import live_view
from ui.components.cautions import asked_once
from ui.components.request import PARTS, Wanted, part_and_view, tell_withheld, wanted_points
from ui.state import say
from ui.wording import Wording


def page() -> None:
    words = say()
    st.title(words("live.title"))
    st.markdown(words("live.intro"))
    given = asked_once(words)
    if given is None:
        return
    what, where = st.columns(2, gap="large")
    with what:
        wanted = wanted_points(words, given, key="live")
    with where:
        part, view = part_and_view(words, key="live")
    tell_withheld(words, wanted.withheld)
    if not wanted.codes:
        st.info(words("photo.choose_points"))
        return
    live_view.live_view(told(words, wanted, part, view))


def told(words: Wording, wanted: Wanted, part: str, view: View | None) -> dict[str, Any]:
    """All that the component needs to work by itself."""
    return {"say": words.under("live"), "region": PARTS[part], "view": view, "codes": list(wanted.codes)}
