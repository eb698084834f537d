"""The routines: what each is for, how long it takes, step by step."""

from __future__ import annotations

from html import escape

import streamlit as st

from locator.atlas.load import load_atlas
from locator.routines import Routine, Step, routines
from locator.safety import offered
from ui.components.cautions import answered_so_far, doctor_first
from ui.components.figure import both_sides
from ui.components.menu import go_to
from ui.components.request import routine_title, tell_withheld
from ui.state import choose_next, say
from ui.wording import Wording


def page() -> None:
    words = say()
    st.title(words("routines.title"))
    if doctor_first(words):
        return
    st.markdown(words("routines.intro"))
    for each in routines():
        show_routine(words, each)


def show_routine(words: Wording, each: Routine) -> None:
    atlas = load_atlas()
    _, withheld = offered(atlas.select(each.codes), answered_so_far())
    each = each.without(frozenset(point.code for point in withheld))
    with st.container(border=True):
        st.header(f"{routine_title(words, each)} · {duration(words, each.duration_s)}")
        st.markdown(words.get("routine_for." + each.name, each.for_whom))
        st.html(f'<ol class="steps">{"".join(step_tile(words, n, step) for n, step in enumerate(each.steps, 1))}</ol>')
        if withheld:
            tell_withheld(words, withheld)
        with st.container(horizontal=True):
            for where in ("photo", "live"):
                if st.button(words(f"routines.{where}"), key=f"{where}_{each.name}"):
                    choose(where, each.name)


def choose(where: str, name: str) -> None:
    """This routine on that page, as if it had been chosen there, be it that the cautions are asked before."""
    choose_next(f"{where}_by", "routine")
    choose_next(f"{where}_routine", name)
    go_to(where)


def duration(words: Wording, seconds: float) -> str:
    """Minutes to the nearest half; seconds below two of them."""
    if seconds <= 120:
        return words("routines.takes_seconds", seconds=round(seconds))
    return words("routines.takes", minutes=words.number(round(seconds / 30) / 2))


def step_tile(words: Wording, number: int, step: Step) -> str:
    """One step: where it is, how long, on which side."""
    address = both_sides(words, step.code)
    seen = escape(words("card.drawn", code=step.code))
    picture = f'<img src="{address}" alt="{seen}">' if address else f'<span class="none">{step.code}</span>'
    key = "routines.step" if step.repeats == 1 else "routines.step_repeated"
    line = words(key, seconds=words.number(step.hold_s), repeats=step.repeats)
    side = "" if step.sides == "midline" else f", {words('routines.' + step.sides)}"
    name = load_atlas()[step.code].pinyin
    return f"<li>{picture}<strong>{number}. {step.code}</strong> {escape(name)}<br>{escape(line + side)}</li>"
