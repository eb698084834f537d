"""An open page whose visit the app has forgotten: it was started anew, or the line was down for minutes.

The toolkit takes what is touched there for a new visit's first word.  The cautions were asked again and the picture had
gone, and nothing said why.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.components.place import keep_place
from ui.components.top import then_to_the_top
from ui.live import bundle
from ui.wording import Wording

KEY = "begun_anew"
TOLD = "visit_begun_anew"  # session: it began on a page that an earlier one had left open


def tell_if_begun_anew(say: Wording) -> None:
    """To be called once on every page, before what it shows; it is told until the person has read it."""
    place, visit = keep_place(), get_script_run_ctx()
    begun = then_to_the_top(lambda: st.session_state.update({TOLD: True}))
    component = st.components.v2.component(KEY, js=bundle.script("components/js/begun_anew.js"))
    component(key=KEY, data={"visit": visit.session_id if visit else None}, on_anew_change=begun)
    if st.session_state.get(TOLD):
        with place.container(key="anew"):
            st.warning(say("visit.anew"))
            st.button(say("visit.read"), key="anew_read", on_click=lambda: st.session_state.pop(TOLD, None))
