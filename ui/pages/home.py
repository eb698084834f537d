"""What runs at each visit: the pages and the bar that leads to them.

It stands among the pages, not above them: a script with a folder `pages` beside it is taken for the older kind of
several-page application, and then every file of that folder becomes a page of its own.
"""

from __future__ import annotations

import streamlit as st

from ui.components import check_view, live_view, menu
from ui.components.begun_anew import tell_if_begun_anew
from ui.components.courier import stand_by
from ui.components.keys_stay import keep_the_keys
from ui.components.leaving import ask_before_leaving
from ui.components.look import choose_language, dress
from ui.components.menu_on_narrow import close_the_menu_once_used
from ui.components.opened_by_key import lead_into_what_opens
from ui.components.outline_editor import FITTED
from ui.components.person_picker import PICKED
from ui.components.spot import SPOTS
from ui.components.tapping import EDITORS
from ui.components.toolkit import say_toolkit_words
from ui.meanwhile import heed_stop
from ui.pages import check, history, learn, lens, live, photo, points, routines, safety, taps
from ui.state import say as words

say = words()
st.set_page_config(page_icon=menu.tab_sign(), layout="wide")
dress()
say_toolkit_words(say)
lead_into_what_opens()
keep_the_keys()
close_the_menu_once_used()
choose_language(say)
page = menu.asked_for(
    say,
    {
        "photo": photo.page,
        "live": live.page,
        "check": check.page,
        "taps": taps.page,
        "learn": learn.page,
        "points": points.page,
        "routines": routines.page,
        "history": history.page,
        "lens": lens.page,
        "safety": safety.page,
    },
)
st.set_page_config(page_title=f"{page.title} · {say('app.title')}")
stand_by(page.url_path, (*EDITORS, *SPOTS, FITTED, PICKED, live_view.RECORD, check_view.RECORD))
tell_if_begun_anew(say)
heed_stop()
page.run()
ask_before_leaving()
