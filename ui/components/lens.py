"""Which lens took the picture: none that is known, or one measured on this machine."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calibration import lens_store
from calibration.lens import Lens
from locator.errors import AcupointError
from ui.components.faults import names_kept, tell_fault
from ui.state import lasting
from ui.wording import Wording


def chosen_lens(words: Wording, key: str, where: DeltaGenerator | None = None) -> Lens | None:
    """A lens chosen among those kept; nothing is asked of people who have measured none."""
    names = names_kept(words, lens_store.names)
    if not names:
        return None
    name = (where or st).selectbox(
        words("lens.choose"),
        ["", *names],
        format_func=lambda n: n or words("lens.none"),
        key=lasting(key),
        help=words("lens.choose_help"),
    )
    if not name:
        return None
    try:
        return lens_store.load(name)
    except AcupointError as fault:
        tell_fault(words, fault)
        return None
