"""Feel and tap: a finger knows where C7 and the hip bones are; the picture's points follow, and a profile remembers."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calibration import store
from calibration.fit import Sitting, fits
from locator.atlas.load import load_atlas
from locator.errors import AcupointError
from locator.landmarks import LandmarkSet
from locator.placement import Located, Refusal
from locator.proportions import POPULATION, Proportions
from locator.safety import Answers, offered
from ui.components.cautions import asked_once
from ui.components.done_anew import done_anew, tell_done
from ui.components.faults import tell_fault
from ui.components.leaving import kept_in_profile
from ui.components.person import chosen_person, tell_same_name
from ui.components.picture import chosen_photo
from ui.components.pictured import Pictured
from ui.components.print_marks import offer_marks
from ui.components.profiles import profiles
from ui.components.refused import advice_of
from ui.components.request import part_and_view, tell_withheld
from ui.components.tapping import tapped_on
from ui.landmark_titles import title_of
from ui.meanwhile import StoppedError
from ui.state import say
from ui.wording import Wording

TAPS_KEPT = "taps_kept"  # where it is said that they are


def page() -> None:
    words = say()
    st.title(words("taps.title"))
    st.markdown(words("taps.intro"))
    given = asked_once(words)
    if given is None:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        part, view = part_and_view(words, key="taps")
        own = chosen_person(words, key="taps_person")
    with right:
        picked = chosen_photo(words)
    offer_marks(words)
    if picked is None:
        st.info(words("taps.no_photo"))
    else:
        edit_on(words, Pictured(*picked, part, view, own), given)
    profiles(words)


def edit_on(words: Wording, pictured: Pictured, answers: Answers) -> None:
    """The editor with its rings, and below it what can be kept."""
    region = pictured.region
    points, withheld = offered([p for p in load_atlas().standard if region is None or p.region == region], answers)
    tell_withheld(words, withheld)
    try:
        tapped = tapped_on(words, pictured, points)
    except StoppedError:
        return
    unfit = tapped.unfit
    tell(words, tapped.located, tapped.body, pictured.own, unfit)
    if tapped.strayed:
        names = ", ".join(title_of(words, name) for name in tapped.strayed)
        st.warning(words("taps.strayed", names=names))
    if unfit:
        st.info(words("taps.unfit"))
    else:
        keep(words, tapped.body)


def tell(
    words: Wording, located: Located, marks: LandmarkSet, own: Proportions, unfit: tuple[Refusal, ...]
) -> None:
    """How the rings stand, and what does not fit; `unfit` are the parts whose taps contradict what is seen."""
    for advice in advice_of(words, unfit if located.placements else located.refusals):
        st.warning(advice)
    if located.placements:
        rings = [p.ring_px / p.cun_px for p in located.placements if p.visible]  # those that the editor draws
        st.markdown(words("taps.rings", count=len(rings), ring=words.number(sum(rings) / len(rings), ".2f")))
    if not fits(marks, own) and not unfit:
        st.warning(words("taps.far") if own is POPULATION else words("taps.strange", name=own.name))


def keep(words: Wording, marks: LandmarkSet) -> None:
    """Add this picture's taps to a profile.  The picture itself is not kept."""
    if not any(m.source == "tapped" for m in marks):
        return
    with st.form("keep_taps"):
        name = st.text_input(words("taps.name"), max_chars=40, help=words("taps.name_help"))
        pressed = st.form_submit_button(words("taps.keep"))
    tell_done(TAPS_KEPT)
    if not pressed:
        return
    try:
        known = store.kept_as(name)
        tell_same_name(words, name, known)
        sitting = Sitting(marks, date.today().isoformat())
        old, new = store.change(name, lambda kept: kept.having(sitting))
    except AcupointError as fault:
        tell_fault(words, fault)
        return
    kept_in_profile()
    told = words("taps.kept", path=store.path_of(new.name), whose=words("taps.whose"))
    if known is None:
        done_anew(TAPS_KEPT, told)
    st.success(told)
    if len(old.without_picture_of(sitting).sittings) < len(old.sittings):
        st.info(words("taps.kept_anew"))
