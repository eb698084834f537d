"""What went wrong, in the person's language: what it is and what to do."""

from __future__ import annotations

import streamlit as st

from locator.errors import AcupointError
from ui.wording import Wording


def tell_fault(say: Wording, fault: AcupointError) -> None:
    """The fault on the page."""
    st.error(fault_said(say, fault))


def fault_said(say: Wording, fault: AcupointError) -> str:
    """The sentence for a fault's reason; as the library says it where there is none."""
    key = f"fault.{fault.reason}"
    return say(key, **fault.told) if key in say.sentences else str(fault)
