"""The few rules of appearance that the theme cannot say."""

from __future__ import annotations

import streamlit as st

from ui.wording import ENGLISH, Wording, languages

CSS = """
.stMainBlockContainer { max-width: 76rem; padding-top: 4.5rem; padding-bottom: 3rem; }
.stMainBlockContainer p, .stMainBlockContainer li { line-height: 1.55; }
.stMainBlockContainer h1 { font-size: 2.1rem; padding-bottom: .3rem; }
.stMainBlockContainer h2 { font-size: 1.5rem; }
.stMainBlockContainer h3 { font-size: 1.2rem; padding-bottom: 0; }
/* the bare input behind the upload button has no name of its own, and nobody should meet it; the button opens it */
[data-testid="stFileUploaderDropzoneInput"] { display: none !important; }
/* a finger is 44 px wide */
.stButton button, .stDownloadButton button, .stFormSubmitButton button { min-height: 2.75rem; }
.stSegmentedControl button, .stButtonGroup button { min-height: 2.6rem; }
/* the picture stays in sight while the cards are read */
@media (min-width: 60rem) {
  .st-key-picture { position: sticky; top: 4.5rem; }
}
@media (max-width: 40rem) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  .stMainBlockContainer h1 { font-size: 1.7rem; }
}
.card-code { font-weight: 700; font-size: 1.25rem; }
.card-names { font-size: 1.05rem; }
.hold-line { font-size: 1.15rem; font-weight: 600; margin: .2rem 0 .1rem; }
.stand { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; }
.stand img { width: 11rem; }
.stand p { flex: 1 1 16rem; max-width: 34rem; font-size: 1.1rem; }
.st-key-red_flags li { break-inside: avoid; line-height: 1.35 !important; }
@media (min-width: 60rem) { .st-key-red_flags ul { columns: 2; column-gap: 2.5rem; } }
.st-key-cautions .stCheckbox { min-height: 1.9rem; }
"""


def dress() -> None:
    """Put the rules on the page."""
    st.html(f"<style>{CSS}</style>")


def choose_language(say: Wording) -> None:
    """At the foot of every page; the choice lasts for the visit."""
    names = languages()
    if len(names) > 1:
        st.divider()
        st.segmented_control(
            say("language.choose"),
            list(names),
            default=ENGLISH,
            required=True,
            format_func=names.__getitem__,
            key="language",
        )
