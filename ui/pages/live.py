"""The live page: choose what to find and for how long, then turn round and be led."""

from __future__ import annotations

from typing import Any

import streamlit as st

from locator.atlas.load import load_atlas
from locator.safety import Answers
from ui.components import live_taps, live_view
from ui.components.afterwards import after_session, comfort_before
from ui.components.cautions import ask_again, asked_once
from ui.components.courier import last
from ui.components.lens import chosen_lens
from ui.components.person import chosen_person
from ui.components.request import (
    PARTS,
    Wanted,
    part_and_view,
    routine_title,
    tell_warnings,
    tell_withheld,
    wanted_points,
)
from ui.live.better import Better
from ui.live.plan import PACES, plan, takes_s, turns_of
from ui.live.viewer import Wish
from ui.own_fingers import widths_of
from ui.state import lasting, say
from ui.wording import Wording

BEFORE = "live_before"  # session: the points wanted last, and the answers about health that they were sifted by
PERSON = "live_person"  # whose proportions: the name of a profile in the session, or nothing


def page() -> None:
    words = say()
    st.title(words("live.title"))
    st.markdown(words("live.intro"))
    given = asked_once(words)
    if given is None:
        return
    lead(words, given)
    with st.container(key="below_live_again"):
        ask_again(words, key="again_live")


def lead(words: Wording, given: Answers) -> None:
    """What to find and for how long, and the view that leads there."""
    choices = st.container(key="below_live")  # on a phone it stands below the view (look.CSS)
    what, where, how = choices.columns(3, gap="medium")
    with what:
        wanted = wanted_points(words, given, key="live")
    with where:
        part, view = part_and_view(words, key="live")
        own = chosen_person(words, key=PERSON)
        lens = chosen_lens(words, key="live_lens")
    with how:
        pace = st.selectbox(
            words("live.pace"),
            list(PACES),
            index=list(PACES).index("usual"),
            format_func=lambda it: words(f"live.pace_{it}"),
            key=lasting("live_pace"),
        )
    with choices:
        tell_withheld(words, wanted.withheld)
        if not wanted.codes:
            st.info(words("photo.choose_points"))
    steps = plan(words, turns_of(wanted.routine, wanted.codes), given, pace, widths_of(st.session_state.get(PERSON)))
    wanted = _or_as_before(wanted, given)
    if not wanted.codes:
        return
    tell_warnings(words, wanted.codes, given)
    with how:
        about = _about(words, steps)
        st.markdown(about)
        before = comfort_before(words)
    with st.container(key="chosen_live"):
        st.markdown(words("live.chosen", what=_called(words, wanted), about=about) if steps else "")
    profile = st.session_state.get(PERSON) or ""
    better = Better(lens="" if lens is None else lens.name)
    wish = Wish(PARTS[part], view, wanted.codes, profile, better=better)
    routine = wanted.routine.name if wanted.routine else ""
    record = last(live_view.RECORD)
    result = live_view.live_view(live_view.told(words, wish, steps, live_taps.riding(), routine))
    live_taps.hold(words, result, lens)
    live_taps.tap_on_frozen(words, part, view, own, load_atlas().select(list(wanted.codes)))
    if record:
        after_session(words, record, before)


def _about(words: Wording, steps: list[dict[str, Any]]) -> str:
    """How long the session takes, and how many holds it has; nothing about one without holds."""
    minutes = words.number(max(1, round(takes_s(steps) / 60)))
    return words("live.about", minutes=minutes, count=len(steps)) if steps else ""


def _or_as_before(wanted: Wanted, given: Answers) -> Wanted:
    """What is wanted; while that is nothing, what was before, for a session that runs goes on meanwhile.

    Not what was wanted before other answers about health: they may rule it out.
    """
    if wanted.codes:
        st.session_state[BEFORE] = given, wanted
    sifted_by, before = st.session_state.get(BEFORE, (given, wanted))
    return before if sifted_by == given else wanted


def _called(words: Wording, wanted: Wanted) -> str:
    """What is led through, in two or three words."""
    return routine_title(words, wanted.routine) if wanted.routine else ", ".join(wanted.codes)
