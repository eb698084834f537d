"""What went wrong, in the person's language: what it is and what to do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from calibration.notice import Notice
from locator.errors import AcupointError
from ui.landmark_titles import title_of
from ui.wording import Wording


def tell_fault(say: Wording, fault: AcupointError) -> None:
    """The fault on the page."""
    st.error(fault_said(say, fault))


def names_kept(say: Wording, names: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """The names of what is kept; none, and why, where they cannot be read."""
    try:
        return names()
    except AcupointError as fault:
        tell_fault(say, fault)
        return ()


def tell_notice(say: Wording, notice: Notice) -> None:
    """What the page goes on without."""
    st.warning(fault_said(say, notice))


def fault_said(say: Wording, fault: AcupointError | Notice) -> str:
    """The sentence for a fault's reason; as the library says it where there is none."""
    key = f"fault.{fault.reason}"
    if key not in say.sentences:
        return str(fault)
    told = {name: title_of(say, str(what)) if name == "landmark" else what for name, what in fault.told.items()}
    return say(key, **told)
