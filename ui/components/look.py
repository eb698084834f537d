"""The few rules of appearance that the theme cannot say."""

from __future__ import annotations

import streamlit as st

from ui.state import language
from ui.wording import Wording, languages

CSS = """
/* a tint that lets the ground through is the same rule by day and by night */
.stMainBlockContainer { position: relative; max-width: 76rem; padding-top: 3.7rem; padding-bottom: 3rem; }
.stMainBlockContainer p, .stMainBlockContainer li { line-height: 1.55; }
.stMainBlockContainer h1 { font-size: 2.1rem; padding-bottom: .3rem; }
.stMainBlockContainer h2 { font-size: 1.5rem; }
.stMainBlockContainer h3 { font-size: 1.2rem; padding-bottom: 0; }
/* the bare input behind the upload button has no name of its own, and nobody should meet it; the button opens it */
[data-testid="stFileUploaderDropzoneInput"] { display: none !important; }
/* a finger is 44 px wide */
.stButton button, .stDownloadButton button, .stFormSubmitButton button { min-height: 2.75rem; }
.stSegmentedControl button, .stButtonGroup button { min-height: 2.6rem; }
/* what a key has come to: the toolkit marks a link and a small button by a tint that hardly differs from the ground,
   and a box to tick and a switch not at all */
a:focus-visible, label:has(> span > input:focus-visible), [data-testid="stBaseButton-borderlessIcon"]:focus-visible,
[data-testid="stBaseButton-elementToolbar"]:focus-visible { outline: 3px solid currentColor !important;
  outline-offset: 1px; }
[data-testid^="stTopNav"]:focus-visible { outline-offset: -3px; } /* the bar cuts off what lies outside */
/* by night the toolkit writes white on the light accent too */
[data-testid^="stBaseButton-primary"] { color: light-dark(#ffffff, #16130f) !important; }
/* large letters or a narrow window: columns go below one another, and a choice too long for its row breaks */
[data-testid="stColumn"] { min-width: min(100%, 13rem); }
.stButtonGroup [role="radio"] p { white-space: normal; }
.stButtonGroup [role="radio"] { height: auto; }
/* in a narrow column a bar of choices breaks into rows, whose halves would lack edges and corners: each has its own */
@media (max-width: 76rem) {
  .stButtonGroup [role="radio"] { border-radius: .6rem !important; margin-inline-end: .12rem; }
  .stButtonGroup [role="radio"][aria-checked="false"] { border-color: #8a7f6e8c !important; }
}
/* the picture stays in sight while the cards are read */
@media (min-width: 60rem) {
  .st-key-picture { position: sticky; top: 4.5rem; }
}
@media (max-width: 40rem) {
  .stMainBlockContainer { padding: 5rem 1rem 3rem; }
  .stMainBlockContainer h1 { font-size: 1.7rem; }
}
.card-code { font-weight: 700; font-size: 1.25rem; }
.card-names { font-size: 1.05rem; }
.card-top { display: grid; gap: .6rem 1rem; align-items: start; }
.card-top:has(img) { grid-template-columns: clamp(6.5rem, 30%, 10rem) 1fr; grid-template-rows: auto 1fr; }
.card-top:has(img) > div { grid-area: 1 / 2; }
.card-top img { grid-area: 1 / 1 / span 2; }
@media (max-width: 40rem) { .card-top img { grid-row: 1; } .card-facts { grid-column: 1 / -1; } }
.card-top :is(h2, h3) { margin: 0; padding: 0; font-size: 1.2rem; line-height: 1.3; }
.card-picture { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: .5rem; }
.card-picture[src^="data:image/svg"], .steps img { object-fit: contain; background: #f4eee4; padding: .2rem; }
.stMainBlockContainer .steps { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0; padding: 0; list-style: none; }
.stMainBlockContainer .steps li { width: 8.8rem; margin: 0; padding: 0; line-height: 1.35; font-size: .95rem; }
.steps img { display: block; width: 100%; aspect-ratio: 1; border-radius: .5rem; margin-bottom: .4rem; }
.steps .none { display: grid; place-items: center; width: 100%; aspect-ratio: 1; border-radius: .5rem; }
.steps .none { margin-bottom: .4rem; background: #8a7f6e2e; font-size: 1.4rem; font-weight: 700; }
@media (max-width: 40rem) { .stMainBlockContainer .steps li { width: calc(50% - .5rem); } }
.hold-line { font-size: 1.15rem; font-weight: 600; margin: .35rem 0 .35rem; }
.card-facts { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem; }
.stMainBlockContainer .card-facts { margin: 0 !important; padding: 0 !important; }
.card-facts li { margin: 0 !important; padding: .15rem .7rem; border-radius: 1rem; background: #8a7f6e2e; }
.card-facts li { font-size: .92rem; }
.example-picture { width: 100%; max-height: 20rem; object-fit: cover; object-position: top; border-radius: .5rem; }
/* who holds a phone in the hand starts first, and finds what can be chosen below */
[class*="st-key-chosen_"] { display: none; }
@media (max-width: 40rem) {
  :has(> [class*="st-key-below_"]) { order: 1; }
  [class*="st-key-chosen_"] { display: flex; }
}
/* a switch that is off would hardly be seen on the light ground */
label:has(> span > input[role="switch"]) > div:first-of-type { box-shadow: 0 0 0 1.5px #8a7f6e; }
/* where a machine forces its own few colours, tints and shadows go: what is chosen or switched on is seen by those */
@media (forced-colors: active) {
  .stButtonGroup [role="radio"][aria-checked="true"] { forced-color-adjust: none; background: Highlight !important; }
  .stButtonGroup [role="radio"][aria-checked="true"] * { color: HighlightText !important; }
  label:has(> span > input[role="switch"]) > div:first-of-type { outline: 2px solid ButtonText; }
  label:has(> span > input[role="switch"]) > div:first-of-type > div { forced-color-adjust: none;
    background: ButtonText; }
  label:has(> span > input[role="switch"]:checked) > div:first-of-type { forced-color-adjust: none;
    background: Highlight !important; }
  [data-testid="stSlider"] [role="group"] > div > div:first-child { outline: 1px solid ButtonText; }
  [data-testid="stSlider"] div:has(> div > input[type="range"]) { forced-color-adjust: none;
    background: ButtonText !important; }
  [data-testid="stSliderThumbValue"] p { color: CanvasText !important; }
  :is(button, summary):focus-visible, [data-testid="stSlider"] div:has(> div > input:focus-visible) {
    outline: 3px solid Highlight !important; }
  summary:focus-visible { outline-offset: -3px; } /* its box cuts off what lies outside */
}
.stand { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; }
.stand img { width: 11rem; }
.stand p { flex: 1 1 16rem; max-width: 34rem; font-size: 1.1rem; }
.st-key-red_flags li { break-inside: avoid; line-height: 1.35 !important; }
@media (min-width: 60rem) {
  .st-key-red_flags ul, .st-key-caution_boxes { columns: 2; column-gap: 2.5rem; }
  .st-key-caution_boxes { display: block; }
  .st-key-caution_boxes > * { break-inside: avoid; padding-bottom: .5rem; }
}
.st-key-language_corner { position: absolute; top: 4.1rem; right: 5rem; width: auto; z-index: 2; }
.st-key-language_corner button { min-height: 2.2rem !important; }
@media (max-width: 56rem) { .st-key-language_corner { right: 1rem; } }
/* the box to drop a picture into: its help says what may be dropped, so the small print can go */
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
/* of one picture a second stands in the first one's place, which a plus would not say: the button's name does */
[data-testid="stFileChips"] > button { width: auto; height: auto; padding: .2rem .6rem; color: inherit;
  border: 1px solid #8a7f6e; }
[data-testid="stFileChips"] > button > * { display: none; }
[data-testid="stFileChips"] > button::after { content: attr(aria-label); }
/* why a file was left aside is read, not only heard or hovered for */
[data-testid="stFileChip"][aria-invalid="true"] { flex-wrap: wrap; height: auto; }
[data-testid="stFileChip"] [role="alert"] { position: static; flex: 1 0 100%; width: auto; height: auto; margin: 0;
  clip: auto; clip-path: none; white-space: normal; font-size: .92rem; }
.st-key-cautions .stCheckbox { min-height: 1.9rem; }
/* a link from every heading to itself: of no use here, and a stop for whoever goes through the page by key */
[data-testid="stHeaderActionElements"] { display: none !important; }
/* a closed menu lies beside the screen: out of sight, and out of the way of keys and screen readers too */
[data-testid="stSidebar"][aria-expanded="false"], [aria-expanded="false"] > [data-testid="stSidebarContent"] * {
  visibility: hidden; }
/* nothing to be seen in it, and it takes no room */
.st-key-toolkit_words, .st-key-leaving, .st-key-opened_by_key, .st-key-menu_on_narrow, .st-key-begun_anew,
.st-key-keys_stay, .st-key-courier, [class*="st-key-answer_in_sight_"] { display: none; }
/* the choice of a language stands beside the title where there is room for both, else above it */
@media (min-width: 40.01rem) { :has(> .st-key-language_corner) { margin-bottom: 1.6rem; } }
@media (min-width: 76rem) { :has(> .st-key-language_corner) { margin-bottom: -1rem; } }
.st-key-anew { margin-top: 2.6rem; } /* below the choice of a language */
.st-key-answer { scroll-margin-top: 4.5rem; } /* below the bar */
"""


def dress() -> None:
    """Put the rules on the page."""
    st.html(f"<style>{CSS}</style>")


def choose_language(say: Wording) -> None:
    """In the upper corner of every page, where who cannot read the page looks first; lasts for the visit."""
    names = languages()
    if len(names) > 1:
        with st.container(key="language_corner"):
            st.segmented_control(
                say("language.choose"),
                list(names),
                default=language(),
                required=True,
                format_func=names.__getitem__,
                key="language",
                label_visibility="collapsed",
                on_change=_say_choices_again,
            )


def _say_choices_again() -> None:
    """Chosen values, set once more: a box that is open on the page goes on showing the other language otherwise."""
    for key, value in list(st.session_state.items()):
        if isinstance(value, str) and key != "language":
            st.session_state[key] = value
