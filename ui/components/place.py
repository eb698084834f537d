"""A place on the page for words that come and go."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def keep_place() -> DeltaGenerator:
    """To be called whether there is something to say or not, and before what holds something stands below it.

    What comes above a camera, an editor or a picture moves it by one place, and the browser makes it anew: a session
    that runs there ends, an editor forgets what could be taken back, a cross loses the keys.
    """
    return st.empty()
