"""The routines: what each is for, how long it takes, step by step."""

from __future__ import annotations

import streamlit as st

from locator.atlas.load import load_atlas
from locator.routines import Routine, Step, routines
from locator.safety import Answers, offered
from ui.components.request import routine_title, tell_withheld
from ui.state import answers, say
from ui.wording import Wording


def page() -> None:
    words = say()
    st.title(words("routines.title"))
    st.markdown(words("routines.intro"))
    for each in routines():
        show_routine(words, each)


def show_routine(words: Wording, each: Routine) -> None:
    atlas = load_atlas()
    _, withheld = offered(atlas.select(each.codes), answers() or Answers())
    each = each.without(frozenset(point.code for point in withheld))
    with st.container(border=True):
        st.subheader(routine_title(words, each))
        st.markdown(f"{words.get('routine_for.' + each.name, each.for_whom)} **{duration(words, each.duration_s)}**")
        st.markdown("\n".join(f"{n}. {step_line(words, step)}" for n, step in enumerate(each.steps, start=1)))
        if withheld:
            tell_withheld(words, withheld)


def duration(words: Wording, seconds: float) -> str:
    """Minutes to the nearest half; seconds below two of them."""
    if seconds <= 120:
        return words("routines.takes_seconds", seconds=round(seconds))
    return words("routines.takes", minutes=f"{round(seconds / 30) / 2:g}")


def step_line(words: Wording, step: Step) -> str:
    point = load_atlas()[step.code]
    key = "routines.step" if step.repeats == 1 else "routines.step_repeated"
    line = words(key, code=f"**{step.code}**", name=point.pinyin, seconds=f"{step.hold_s:g}", repeats=step.repeats)
    return line if step.sides == "midline" else f"{line}, {words('routines.' + step.sides)}"
