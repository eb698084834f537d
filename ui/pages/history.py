"""The person's own history: seen, taken away, erased."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from locator.errors import AcupointError, RequestError
from locator.routines import routine
from ui import history
from ui.components.faults import done_or_told, tell_fault
from ui.components.menu import link_to
from ui.components.request import routine_title
from ui.state import say
from ui.wording import Wording

# A square's corner is 1.41 of its half side from its middle: round one that lies on it this circle is seen still.
WIDE_CIRCLE = "M-1.75,0A1.75,1.75,0,1,1,1.75,0A1.75,1.75,0,1,1,-1.75,0Z"


def page() -> None:
    words = say()
    st.title(words("history.title"))
    if not history.at_home(st.context.ip_address):
        st.info(words("history.elsewhere"))
        return
    file = history.history_file()
    if not history.agreed(file):
        st.markdown(words("history.none"))
        link_to("live", words("history.to_live"))
        return
    st.markdown(words("history.where", file=f"`{file}`"))
    try:
        sessions, unread = history.entries(file)
    except AcupointError as fault:
        tell_fault(words, fault)
    else:
        show(words, sessions, unread)
    sure = st.toggle(words("history.erase_sure"), key="erase_sure")
    asked = sure and st.button(words("history.erase"), key="erase")
    if asked and done_or_told(words, lambda: history.erase(file)):
        st.rerun()


def show(words: Wording, sessions: Sequence[history.Entry], unread: int) -> None:
    """What is kept: as a drawing, in lines, and to take away; and how many lines of it could not be read."""
    if unread:
        st.warning(words("history.unread", count=unread))
    if sessions:
        st.header(words("history.chart"))
        draw_comfort(words, sessions)
        st.markdown("\n".join(f"- {line(each)}" for each in reversed(sessions)))
        st.download_button(
            words("history.export"), history.as_csv(sessions), "acupoint-history.csv", "text/csv", on_click="ignore"
        )
    else:
        st.markdown(words("history.empty"))


def draw_comfort(words: Wording, sessions: Sequence[history.Entry]) -> None:
    """Comfort before and after each session on the whole of its scale; one session alone is seen as two dots."""
    before, after = words("history.chart_before"), words("history.chart_after")
    # The fields' names are read as well, above the numbers that the toolkit shows instead of the chart when asked.
    session, when, comfort = (words(f"history.chart_{each}") for each in ("session", "when", "value"))
    rows = [
        {session: number, when: said, comfort: value}
        for number, each in enumerate(sessions, start=1)
        for said, value in ((before, each.before), (after, each.after))
    ]
    scale = {"domain": [history.WORST, history.BEST]}
    colours = {"domain": [before, after], "range": ["#b8741a", "#1d8f86"]}  # seen on the light ground and on the dark
    shapes = {"domain": [before, after], "range": [WIDE_CIRCLE, "square"]}
    legend = {"orient": "top", "title": None}
    ticks = {"tickCount": 5}
    st.caption(words("history.chart_comfort"))  # written along the axis it would be cut
    st.vega_lite_chart(
        {
            "data": {"values": rows},
            "mark": {"type": "line", "point": {"size": 90, "filled": True}},
            "encoding": {
                "x": {"field": session, "type": "ordinal", "axis": {"labelAngle": 0}},
                "y": {"field": comfort, "type": "quantitative", "title": None, "scale": scale, "axis": ticks},
                "color": {"field": when, "type": "nominal", "scale": colours, "legend": legend},
                "shape": {"field": when, "type": "nominal", "scale": shapes, "legend": legend},
            },
            # It describes itself in English alone: the list below it says all of it, and in the page's language.
            "description": words("history.chart"),
            "config": {"aria": False},
            "height": 300,
        },
        width="stretch",
    )


def line(entry: history.Entry) -> str:
    """One session in a line."""
    minutes, seconds = divmod(entry.held_s, 60)
    day, _, time = entry.at.partition("T")
    return say()(
        "history.line",
        day=day,
        time=time[:5],
        what=title(entry),
        minutes=f"{minutes}:{seconds:02d}",
        before=entry.before,
        after=entry.after,
    )


def title(entry: history.Entry) -> str:
    """The routine's title, or the points when there was none, or when it is no longer known."""
    try:
        return routine_title(say(), routine(entry.routine)) if entry.routine else _codes(entry)
    except RequestError:
        return _codes(entry)


def _codes(entry: history.Entry) -> str:
    return ", ".join(dict.fromkeys(hold.code for hold in entry.holds))
