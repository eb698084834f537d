"""The answer to a picture that was just given comes into sight where it would lie below the screen."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.live import bundle

WANTED = "answer_wanted"  # session: a picture was given, and its answer not shown yet
TIMES = "times_answered"  # session: how often so far; a script that stands on the page already would not run again


def await_answer() -> None:
    """The next answer is one to a new picture, or to what was said of it where the answer stands."""
    st.session_state[WANTED] = True


def head_answer(title: str, pictured: str) -> None:
    """The heading of an answer, brought into sight once for each picture: who changes a choice stays there.

    It is said aloud then with what is `pictured`, for those who do not see that the answer has come.
    """
    with answer_here():
        st.header(title)
        bring_answer(f"{title}. {pictured}.")


def answer_here() -> DeltaGenerator:
    """What an answer, or its heading, is to be put into; the last in it is `bring_answer`."""
    return st.container(key="answer")


def bring_answer(said: str = "") -> None:
    """Bring what stands in `answer_here` into sight, if a picture was given; `said` is said aloud then.

    The script stands with the answer: beside it, it would move everything below by one place when it goes, and the
    page would hold its pictures twice until it is drawn anew.
    """
    if st.session_state.pop(WANTED, False):
        st.session_state[TIMES] = times = st.session_state.get(TIMES, 0) + 1
        script = bundle.script("components/js/answer_in_sight.js")
        component = st.components.v2.component("answer_in_sight", js=script)
        component(key=f"answer_in_sight_{times}", data={"answer": said})
