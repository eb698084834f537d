"""After a session: what was held, how it feels now, and, for those who want it, a line in their history."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import history
from ui.state import lasting
from ui.wording import Wording

MIDDLE = 5
AFTER = "comfort_after"  # session: the answer, and of which session
AFTER_OF = "comfort_after_of"
KEPT = "kept_record"  # session: the record that was kept last


def comfort_before(say: Wording) -> int:
    return st.slider(say("history.before"), history.WORST, history.BEST, MIDDLE, key=lasting("comfort_before"))


def comfort_after(say: Wording, record: dict[str, Any]) -> int:
    """Asked anew after each session: what was answered after the one before is no answer."""
    if st.session_state.get(AFTER_OF) != record:
        st.session_state.update({AFTER_OF: record, AFTER: MIDDLE})
    return st.slider(say("history.after"), history.WORST, history.BEST, MIDDLE, key=lasting(AFTER))


def after_session(say: Wording, record: dict[str, Any], before: int) -> None:
    """The summary, and the question whether to keep it."""
    holds = history.held_of(record)
    total_s = sum(hold.held_s for hold in holds)
    with st.container(border=True):
        st.header(say("history.done"))
        st.markdown(say("history.held", count=len(holds), minutes=f"{total_s // 60}:{total_s % 60:02d}"))
        st.markdown(
            "\n".join(
                f"- **{hold.code}** {say('session.side_' + hold.side)}: {hold.held_s} / {hold.planned_s} s"
                for hold in holds
            )
        )
        if is_kept(record):  # the scale has gone with the question: what was moved on it now would be kept nowhere
            st.success(say("history.kept"))
            return
        after = comfort_after(say, record)
        entry = history.Entry(history.now(), str(record.get("routine", "")), before, after, holds)
        if not history.at_home(st.context.ip_address):
            return
        agreed = history.agreed(history.history_file())
        if not agreed:
            st.markdown(say("history.ask"))
        st.button(
            say("history.keep" if agreed else "history.agree"), key="keep", on_click=_keep, args=(say, entry, record)
        )


def is_kept(record: dict[str, Any]) -> bool:
    """Whether this session lies in the history; none does in one that was erased since."""
    return st.session_state.get(KEPT) == record and history.agreed(history.history_file())


def _keep(say: Wording, entry: history.Entry, record: dict[str, Any]) -> None:
    if is_kept(record):  # pressed twice
        return
    file = history.history_file()
    try:
        history.agree(file)
        history.add(file, entry)
    except OSError:
        st.error(say("history.unwritable", folder=file.parent))
        return
    st.session_state[KEPT] = record
