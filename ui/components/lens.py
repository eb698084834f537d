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
    """A lens chosen among those kept; nothing is asked of people who have measured none.

    Of one that was chosen and is kept no more, deleted in another tab perhaps, it is said until another is chosen: the
    box falls back to none, and points move by as much as the lens bends.
    """
    names = names_kept(words, lens_store.names)
    meant = f"{key}_meant"  # session: what a person chose last, whatever the box has fallen back to

    def choose() -> None:
        st.session_state[meant] = st.session_state[key]

    name = (
        (where or st).selectbox(
            words("lens.choose"),
            ["", *names],
            format_func=lambda n: n or words("lens.none"),
            key=lasting(key),
            help=words("lens.choose_help"),
            on_change=choose,
        )
        if names
        else ""
    )
    last = st.session_state.get(meant, "")
    gone = "" if last in names else last
    return _loaded(words, name or gone)


def tell_lens(words: Wording, lens: Lens | None, key: str) -> None:
    """Which lens's bend is taken out of a picture, where the choice is folded away, and the way back to none.

    It stays chosen for the next picture, which another camera may have taken: points move by as much as it bends.
    """
    if lens is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("photo.lens_told", name=lens.name))
        none = {key: "", f"{key}_meant": ""}
        st.button(words("photo.not_that_lens"), key="not_that_lens", on_click=st.session_state.update, args=(none,))


def _loaded(words: Wording, name: str) -> Lens | None:
    """The lens of this name; none, and why, where it cannot be read."""
    if not name:
        return None
    try:
        return lens_store.load(name)
    except AcupointError as fault:
        tell_fault(words, fault)
        return None
