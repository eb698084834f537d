"""What one visit remembers.  All of it lives in the session's memory and goes when the tab is closed (ui.forgotten)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from locator.safety import Answers
from ui.history import at_home
from ui.meanwhile import Begin, aside, let_go, put_by, waited_for
from ui.wording import ENGLISH, Wording, languages, wording

T = TypeVar("T")
CHOSEN = "chosen"  # session: key of a choice -> what was chosen last
DRAWN = "drawn"  # session: key of a choice -> the page on which it was drawn last
KEPT = "kept_slots"  # session: the names under which `kept` holds something


def language() -> str:
    """The one chosen; until one is, the browser's own where there is a table for it."""
    return str(st.session_state.get("language") or _of_the_browser())


def _of_the_browser() -> str:
    tongue = (st.context.locale or "").partition("-")[0].lower()
    return tongue if tongue in languages() else ENGLISH


def say() -> Wording:
    """The sentences in the language of this visit, as they are true where the visitor sits."""
    return wording(language(), afar=not at_home(st.context.ip_address))


def answers() -> Answers | None:
    """What the person answered to the cautions; None while they have not been asked."""
    held = st.session_state.get("answers")
    return held if isinstance(held, Answers) else None


def remember_answers(given: Answers | None) -> None:
    st.session_state["answers"] = given


def on_phone() -> bool:
    """Whether the browser says that it runs on a telephone: there is room for one thing at a time."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def lasting(key: str) -> str:
    """The key of a choice that stands again when its page is seen again; to be called each time, before it is drawn.

    The toolkit forgets what was chosen on a page as soon as another page is looked at, while the picture stays in hand:
    it would be answered anew in another body's proportions, or for other points.  Where that page asks the same, the
    key still tells what was chosen, but what is drawn there begins anew: a picture said to be mirrored was not.
    """
    chosen: dict[str, Any] = st.session_state.setdefault(CHOSEN, {})
    drawn: dict[str, str] = st.session_state.setdefault(DRAWN, {})
    known, page = key in st.session_state, _page()
    if known:
        chosen[key] = st.session_state[key]
    if key in chosen and not (known and drawn.get(key) == page):
        st.session_state[key] = chosen[key]
    drawn[key] = page
    return key


def _page() -> str:
    """The page that is drawn now, as the toolkit tells it from others."""
    run = get_script_run_ctx()
    return "" if run is None else run.page_script_hash


def choose_next(key: str, value: Any) -> None:
    """Have this chosen when the page is drawn again; what is drawn already cannot be changed.

    A choice that is only forgotten stays on the screen: the browser goes on showing what the server knows no more.
    """
    st.session_state.pop(key, None)
    st.session_state.setdefault(CHOSEN, {})[key] = value


def holds(slot: str, key: object) -> bool:
    """Whether `kept` would give this at once."""
    held: Any = st.session_state.get(slot)
    return held is not None and bool(held[0] == key)


def kept(
    slot: str, key: object, make: Callable[[], T], begin: Begin[T] = aside, lasts: Callable[[], None] = lambda: None
) -> T:
    """`make()`, or what it gave last time if `key` is still the same; done beside the page, as `begin` sets it going.

    `lasts` is called where it takes long.

    One value a slot: a page is run again at every touch, and neither the decoding of a 50 Mpx photograph nor the
    search for a body should be.  Not `st.cache_data`, which would keep people's pictures beyond their visit.
    """
    if holds(slot, key):
        return st.session_state[slot][1]  # type: ignore[no-any-return]
    value = waited_for(slot, key, make, begin, lasts)
    st.session_state[KEPT] = {*st.session_state.get(KEPT, ()), slot}  # first: `forget_kept` finds it by that
    st.session_state[slot] = (key, value)
    put_by(slot)
    return value


def forget_kept() -> None:
    """Let go of all that `kept` holds: what was made of a picture goes with it."""
    let_go()
    for slot in st.session_state.pop(KEPT, ()):
        st.session_state.pop(slot, None)
