"""The home page: a picture goes in, the points come out on it, with what to do about each."""

from __future__ import annotations

from datetime import date

import numpy as np
import streamlit as st
from PIL import Image

from locator.atlas.load import load_atlas
from locator.landmarks import View
from locator.overlay.draw import annotate_picture
from locator.photo import Photo
from locator.placement import Located, Placement
from locator.proportions import Proportions
from locator.routines import Step, technique
from locator.safety import Answers, warnings_for
from ui.card import Card, Entry
from ui.components import drawings
from ui.components.cautions import ask_again, asked_once
from ui.components.downloads import offer_downloads
from ui.components.people import choose_person
from ui.components.person import chosen_person
from ui.components.picture import chosen_photo
from ui.components.point_card import hold_line, show_card
from ui.components.request import PARTS, Wanted, label, part_and_view, routine_title, tell_withheld, wanted_points
from ui.finder import find
from ui.state import kept, say
from ui.wording import Wording

MOST_CARDS = 12
SCREEN_PX = 1800  # longest side of what is sent to the browser: sharp on a large screen, quick from a large photograph


def page() -> None:
    words = say()
    st.title(words("photo.title"))
    st.markdown(words("photo.intro"))
    given = asked_once(words)
    if given is None:
        return
    what, which, source = st.columns(3, gap="medium")
    with what:
        wanted = wanted_points(words, given, key="photo", everything=True)
    with which:
        part, view = part_and_view(words, key="photo")
        own = chosen_person(words, key="photo_whose")
    with source:
        picked = chosen_photo(words)
    tell_withheld(words, wanted.withheld)
    if not wanted.codes:
        st.info(words("photo.choose_points"))
        return
    if picked is None:
        drawings.show(part if PARTS[part] else "stand", words)
        return
    name, photo = picked
    show_result(words, given, wanted, name, photo, part, view, own)


def show_result(
    words: Wording,
    given: Answers,
    wanted: Wanted,
    name: str,
    photo: Photo,
    part: str,
    view: View | None,
    own: Proportions,
) -> None:
    """Find the points and show picture and cards side by side, or say why there are none."""
    person = st.session_state.get(f"person_{name}")
    style = "high-contrast" if st.session_state.get("high_contrast") else "standard"
    asked = (name, part, view, person, wanted.codes, whose(own))
    with st.spinner(words("photo.looking")):
        located = kept("located", asked, lambda: find(photo, PARTS[part], view, person, wanted.codes, own))
        rgb = kept("annotated", (*asked, style), lambda: annotate_picture(located, style))
    st.header(words("photo.result"))
    picture, cards = st.columns([5, 6], gap="large")
    with picture, st.container(key="picture"):
        choose_person(located, words, key=f"person_{name}")
        shown = kept("shown", (*asked, style), lambda: for_screen(rgb))
        st.image(shown, caption=described(words, located), width="stretch")
        st.toggle(words("photo.high_contrast"), key="high_contrast")
    with cards:
        tell_refusals(words, located, part)
        if located.placements:
            show_cards(words, given, wanted, located)
    if located.placements:
        with picture:
            offer_downloads(words, located, rgb, printed(words, given, wanted, located))
    ask_again(words, key="again")


def whose(own: Proportions) -> bytes:
    """What tells one body's proportions from another's, and from its own before more was known of it."""
    return b"" if own.trunk_offset is None else own.trunk_offset.tobytes()


def for_screen(rgb: np.ndarray) -> np.ndarray:
    """The picture no larger than a screen shows; what is downloaded keeps its size."""
    if max(rgb.shape[:2]) <= SCREEN_PX:
        return rgb
    picture = Image.fromarray(rgb)
    picture.thumbnail((SCREEN_PX, SCREEN_PX), reducing_gap=2.0)
    return np.asarray(picture)


def tell_refusals(words: Wording, located: Located, part: str) -> None:
    """Each reason with what to do; with the drawing of how to stand when nothing at all was placed."""
    advice = list(dict.fromkeys(refusal.advice for refusal in located.refusals))
    if located.placements:
        if advice:
            st.info("\n".join(f"- {each}" for each in advice))
        return
    st.warning(f"**{words('photo.refused')}**\n\n" + "\n\n".join(advice or [words("photo.refused_unsaid")]))
    if any(refusal.reason == "front_or_back" for refusal in located.refusals):
        ask_view(words)
    drawings.show(part if PARTS[part] else "stand", words)


def ask_view(words: Wording) -> None:
    """Front or back: asked, not guessed.  The answer goes into the choice above."""
    st.markdown(f"**{words('request.view')}**")
    for column, view in zip(st.columns(2), ("back", "front"), strict=True):
        column.button(
            words(f"request.view_{view}"),
            key=f"it_is_{view}",
            width="stretch",
            on_click=lambda chosen=view: st.session_state.update({"photo_view": chosen}),
        )


def show_cards(words: Wording, given: Answers, wanted: Wanted, located: Located) -> None:
    """The points in the routine's order; those that this picture does not show come last and say so."""
    atlas = load_atlas()
    seen = placed_by_code(located)
    shown = [code for code in wanted.codes if code in seen]
    if len(shown) > MOST_CARDS:  # a wall of cards would bury them all
        chosen = st.selectbox(words("photo.which_card"), shown, format_func=lambda code: label(atlas[code]), key="card")
        shown = [chosen]
    for number, code in enumerate(shown, start=1):
        show_card(
            words,
            atlas[code],
            technique(code),
            step=step_of(wanted, code),
            placed=seen[code],
            warnings=warnings_for(code, given),
            number=number if len(shown) > 1 else None,
        )
    unseen = [code for code in wanted.codes if code not in seen]
    if 0 < len(unseen) <= MOST_CARDS:
        st.info(words("photo.unseen", codes=", ".join(unseen)))


def placed_by_code(located: Located) -> dict[str, tuple[Placement, ...]]:
    """Visible placements of each point, both sides together."""
    seen: dict[str, tuple[Placement, ...]] = {}
    for placement in located.placements:
        if placement.visible:
            seen[placement.code] = (*seen.get(placement.code, ()), placement)
    return seen


def step_of(wanted: Wanted, code: str) -> Step | None:
    steps = wanted.routine.steps if wanted.routine else ()
    return next((step for step in steps if step.code == code), None)


def described(words: Wording, located: Located) -> str:
    """The picture in words, for those who do not see it."""
    codes = list(placed_by_code(located))
    if not codes:
        return words("photo.picture_refused")
    return words("photo.picture", codes=", ".join(codes))


def printed(words: Wording, given: Answers, wanted: Wanted, located: Located) -> Card:
    """What goes on the page for the wall."""
    atlas = load_atlas()
    seen = placed_by_code(located)
    shown = [code for code in wanted.codes if code in seen]
    entries = tuple(
        Entry(
            code=code,
            name=f"{atlas[code].pinyin} · {atlas[code].english}",
            chinese=atlas[code].chinese,
            hold=hold_line(words, technique(code), step_of(wanted, code)),
            find=words.get(f"find.{code}", atlas[code].find),
        )
        for code in shown
    )
    warnings = dict.fromkeys(warning for code in shown for warning in warnings_for(code, given))
    return Card(
        title=routine_title(words, wanted.routine) if wanted.routine else words("download.card_title"),
        entries=entries,
        notes=(words("card.ring_short"), *warnings, words("download.card_stop")),
        made_on=date.today(),
        footer=words("download.card_footer"),
    )
