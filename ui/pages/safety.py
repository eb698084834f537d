"""What to mind, what a doctor must see first, and what becomes of the pictures."""

from __future__ import annotations

import streamlit as st

from locator.safety import load_safety
from ui.components.cautions import ask_again, asked_anew, caution_question, flag_advice, flag_question
from ui.state import answers, say


def page() -> None:
    words = say()
    safety = load_safety()
    st.title(words("safety.title"))
    st.markdown(words("safety.intro"))
    asked_anew(words)
    st.header(words("safety.red"))
    st.markdown(words("safety.red_intro"))
    st.markdown(
        "\n".join(f"- **{flag_question(words, flag)}** {flag_advice(words, flag)}" for flag in safety.red_flags)
    )
    with st.expander(words("safety.sources")):
        notes = dict.fromkeys(words.of(note.text) for flag in safety.red_flags for note in flag.sources)
        st.markdown("\n".join(f"- {note}" for note in notes))
    st.header(words("safety.cautions"))
    st.markdown(words("safety.cautions_intro"))
    for caution in safety.cautions:
        with st.expander(caution_question(words, caution)):
            st.markdown(words.of(caution.explanation))
            st.caption(words("safety.source", source=" ".join(words.of(note.text) for note in caution.sources)))
    for part in ("general", "privacy", "knows"):
        st.header(words(f"safety.{part}"))
        st.markdown(words(f"safety.{part}_text"))
    if answers() is not None:
        ask_again(words, key="again_safety")
