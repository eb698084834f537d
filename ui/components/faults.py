"""What went wrong, in the person's language: what it is and what to do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from calibration.notice import Notice
from locator.errors import AcupointError
from ui.components.literal import literal
from ui.landmark_titles import title_of
from ui.wording import Wording


def tell_fault(say: Wording, fault: AcupointError) -> None:
    """The fault on the page."""
    st.error(fault_said(say, fault, literal))


def done_or_told(say: Wording, act: Callable[[], object]) -> bool:
    """Whether it could be done; why not is on the page."""
    try:
        act()
    except AcupointError as fault:
        tell_fault(say, fault)
        return False
    return True


def names_kept(say: Wording, names: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """The names of what is kept; none, and why, where they cannot be read."""
    try:
        return names()
    except AcupointError as fault:
        tell_fault(say, fault)
        return ()


def tell_notice(say: Wording, notice: Notice) -> None:
    """What the page goes on without."""
    st.warning(fault_said(say, notice, literal))


def fault_said(say: Wording, fault: AcupointError | Notice, put: Callable[[object], object] = str) -> str:
    """The sentence for a fault's reason; as the library says it where there is none.

    `put` gives words that are not ours, such as a file's name, the form in which they are shown.
    """
    key = f"fault.{fault.reason}"
    if key not in say.sentences:
        return str(put(fault))
    told = {name: put(title_of(say, str(what)) if name == "landmark" else what) for name, what in fault.told.items()}
    return say(key, **told)
