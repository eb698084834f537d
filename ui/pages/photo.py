"""The photo page: a picture goes in, the points come out on it, with what to do about each."""

from __future__ import annotations

import streamlit as st

from calibration.finger import FingerWidths
from locator.atlas.load import load_atlas
from locator.placement import Located, Placement, Region
from locator.routines import technique
from locator.safety import Answers
from ui.components import drawings
from ui.components.answer_in_sight import await_answer, head_answer
from ui.components.cautions import ask_again, asked_once
from ui.components.downloads import offer_downloads
from ui.components.fingers import tell_in_own_fingers
from ui.components.inline import jpeg_url
from ui.components.looked import looked
from ui.components.outline_editor import Fit, data_for, outline_editor
from ui.components.outlined import FITS, FITTING, fits, query_of, tell_fit
from ui.components.person import chosen_person, tell_person
from ui.components.person_picker import slot_of
from ui.components.picture import as_taken, chosen_photo, in_hand, offer_example, tell_taken
from ui.components.pictured import Pictured
from ui.components.place import keep_place
from ui.components.point_card import Above, Where, show_card, tell_when_to_stop
from ui.components.printed import printed, step_of
from ui.components.refused import draw_refused, offer_help, tell_reasons, tell_unplaced
from ui.components.request import PARTS, Wanted, label, part_and_view, tell_withheld, wanted_points
from ui.components.result_picture import described, on_paper, show_picture, thumbnails
from ui.components.tapped_before import tell_taps, with_taps_before
from ui.how_to import how_to
from ui.meanwhile import StoppedError
from ui.own_fingers import widths_of
from ui.state import kept, lasting, on_phone, say
from ui.wording import Wording

MOST_CARDS = 12
WHOSE = "photo_whose"  # session: the profile whose body it is
LOOKED = "located"  # session: what is seen of the picture
EDITOR_PX = 1400  # longest side of the picture under the outline


def page() -> None:
    words = say()
    st.title(words("photo.title"))
    intro = keep_place()
    if not in_hand():
        intro.markdown(words("photo.intro"))
    given = asked_once(words)
    if given is None:
        return
    fitting = st.session_state.get(FITTING) is not None
    # The choices step back where the picture needs the room: under the outline, and on a phone once there is one.
    folded = fitting or (in_hand() and on_phone())
    choices = st.expander(words("photo.choices")) if folded else st.container()
    source, what, which = choices.columns([5, 5, 4], gap="medium")
    more = which.container() if folded else which.expander(words("photo.about"))
    with source:
        picked = chosen_photo(words, more)
    with what:
        wanted = wanted_points(words, given, key="photo", everything=True)
    with more:
        part, view = part_and_view(words, key="photo")
        own = chosen_person(words, key=WHOSE)
    if fitting and (picked is None or picked[0] != st.session_state[FITTING]):  # another picture was given
        st.session_state[FITTING] = None
        st.rerun()
    tell_withheld(words, wanted.withheld)
    if not wanted.codes:
        st.info(words("photo.choose_points"))
    elif picked is None:
        how, example = st.columns([3, 2], gap="large")
        with how:
            st.header(words("photo.how_to_stand"))
            drawings.show(part if PARTS[part] else "stand", words)
        with example:
            offer_example(words)
    elif fitting:
        fit_outline(words, Pictured(*picked, part, view, own))
    else:
        show_result(words, given, wanted, Pictured(*picked, part, view, own))
    ask_again(words, key="again")


def show_result(words: Wording, given: Answers, wanted: Wanted, pictured: Pictured) -> None:
    """Find the points and show picture and cards side by side, or say why there are none and what helps."""
    name, part = pictured.name, pictured.part
    query = query_of(pictured, wanted.codes)
    try:
        seen = looked(words, LOOKED, pictured, query)
    except StoppedError:
        return
    counted = with_taps_before("located_tapped", pictured, query, seen)
    located, asked = counted.located, (*counted.key, words.language)  # what is drawn hangs on the language too
    style = "high-contrast" if st.session_state.get(lasting("high_contrast")) else "standard"
    answered = bool(located.placements)
    head_answer(words("photo.result" if answered else "photo.refused_title"), described(words, located))
    picture, cards = st.columns([5, 6], gap="large")
    with picture, st.container(key="picture"):
        rgb = show_picture(words, located, slot_of(name), asked, style)
        tell_fit(words, name, again=lambda: st.session_state.update({FITTING: name}))
        tell_person(words, pictured.own, WHOSE)
        tell_taps(words, counted)
        tell_taken(words)
        if answered:
            st.toggle(words("photo.high_contrast"), key="high_contrast")
            shown = [code for code in wanted.codes if code in placed_by_code(located)]
            card = printed(words, given, wanted, shown, *_fingers())
            offer_downloads(words, as_taken(located), rgb, card, lambda: on_paper(words, located, style))
            with st.popover(words("photo.wrong"), width="stretch"):
                offer_help(words, located, part, FITTING, name)
    with cards:
        if answered:
            tell_unplaced(words, located)
            show_cards(words, given, wanted, located, asked, style)
        else:
            tell_reasons(words, located)
            offer_help(words, located, part, FITTING, name)
            draw_refused(words, located, part)


def fit_outline(words: Wording, pictured: Pictured) -> None:
    """The outline over the picture, until the person says where to look, or leaves it."""
    st.header(words("photo.fit"))
    name, photo = pictured.name, pictured.photo
    last = fits().get(name)
    address = kept("fit_picture", name, lambda: jpeg_url(photo.rgb, EDITOR_PX))
    answered = st.session_state.get(LOOKED)  # what was found so far, of this picture or another
    found: Located | None = answered[1][0] if answered else None
    seen = found.landmarks if found is not None and found.photo is photo else None
    data = data_for(words, pictured, address, last, seen)
    outline_editor(data, lambda fit: close_outline({**fits(), name: fit}))
    st.button(words("photo.fit_stop"), key="fit_stop", on_click=close_outline)


def close_outline(fitted: dict[str, Fit] | None = None) -> None:
    """Back to the answer; `fitted`: with what was, by picture."""
    st.session_state[FITTING] = None
    if fitted is not None:
        st.session_state[FITS] = fitted
    await_answer()


def show_cards(
    words: Wording, given: Answers, wanted: Wanted, located: Located, asked: tuple[object, ...], style: str
) -> None:
    """The points in the routine's order; those that this picture does not show come last and say so."""
    atlas = load_atlas()
    seen = placed_by_code(located)
    shown = [code for code in wanted.codes if code in seen]
    if len(shown) > MOST_CARDS:  # a wall of cards would bury them all
        named = {code: label(words, atlas[code]) for code in shown}
        chosen = st.selectbox(words("photo.which_card"), shown, format_func=named.__getitem__, key="card")
        shown = [chosen]
    with st.spinner(words("photo.drawing")):
        pictures = kept("thumbnails", (asked, style, *shown), lambda: thumbnails(located, shown, style))
    name, widths = _fingers()
    tell_in_own_fingers(words, name, widths, [atlas[code] for code in shown])
    above = Above(tell_when_to_stop(words, map(technique, shown)), widths)
    for number, code in enumerate(shown, start=1):
        how = how_to(code, given, step_of(wanted, code))
        where = Where(pictures[code], words("card.here", code=code), seen[code])
        show_card(words, atlas[code], how, where, above, number if len(shown) > 1 else None)
    unseen = [code for code in wanted.codes if code not in seen]
    if 0 < len(unseen) <= MOST_CARDS:
        tell_unseen(words, unseen, {placement.frame for placement in located.placements})


def tell_unseen(words: Wording, codes: list[str], shown: set[Region]) -> None:
    """What this picture does not show, and what would: the same part turned, or a picture of another part."""
    atlas = load_atlas()
    parts = {atlas[code].region: [each for each in codes if atlas[each].region == atlas[code].region] for code in codes}
    lines = []
    for part, those in parts.items():
        named = ", ".join(those)
        told = words("photo.unseen_turn", codes=named) if part in shown else words(f"photo.unseen_{part}", codes=named)
        lines.append(f"- {told}")
    st.info("\n".join([words("photo.unseen", codes=", ".join(codes)), *lines]))


def _fingers() -> tuple[str, FingerWidths | None]:
    """Whose body was chosen, and how wide their fingers are, where that was measured."""
    name = st.session_state.get(WHOSE) or ""
    return name, widths_of(name)


def placed_by_code(located: Located) -> dict[str, tuple[Placement, ...]]:
    """Visible placements of each point, both sides together."""
    seen: dict[str, tuple[Placement, ...]] = {}
    for placement in located.placements:
        if placement.visible:
            seen[placement.code] = (*seen.get(placement.code, ()), placement)
    return seen
