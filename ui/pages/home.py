"""What runs at each visit: the pages and the bar that leads to them.

It stands among the pages, not above them: a script with a folder `pages` beside it is taken for the older kind of
several-page application, and then every file of that folder becomes a page of its own.
"""

from __future__ import annotations

import streamlit as st

from ui.components.look import choose_language, dress
from ui.pages import history, live, photo, points, routines, safety, taps
from ui.state import say as words

say = words()
st.set_page_config(page_title=say("app.title"), page_icon="🫳", layout="wide")
dress()
st.navigation(
    # Emoji alone: a ":material/" icon would fetch its font from outside.
    [
        st.Page(photo.page, title=say("nav.photo"), icon="📷", url_path="photo", default=True),
        st.Page(live.page, title=say("nav.live"), icon="🎥", url_path="live"),
        st.Page(taps.page, title=say("nav.taps"), icon="👆", url_path="taps"),
        st.Page(points.page, title=say("nav.points"), icon="📍", url_path="points"),
        st.Page(routines.page, title=say("nav.routines"), icon="🕒", url_path="routines"),
        st.Page(history.page, title=say("nav.history"), icon="📈", url_path="history"),
        st.Page(safety.page, title=say("nav.safety"), icon="🛟", url_path="safety"),
    ],
    position="top",
).run()
choose_language(say)
