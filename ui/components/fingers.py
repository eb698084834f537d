"""Teaching a profile how wide its person's fingers are: by a photograph of a hand, or by a ruler."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from calibration import store
from calibration.finger import (
    AVERAGE,
    FOUR_MM,
    FOUR_RANGE,
    THUMB_MM,
    THUMB_RANGE,
    FingerWidths,
    from_mm,
    in_fingers,
)
from calibration.finger_photo import HandMeasure, measured_photo
from calibration.profile import Profile
from locator.atlas.schema import Acupoint
from locator.errors import AcupointError
from locator.overlay.spans import draw_spans
from locator.photo import Photo, load_photo
from ui.components.done_anew import done_anew, tell_done
from ui.components.faults import tell_fault
from ui.components.person import tell_same_name
from ui.components.picture import TYPES
from ui.components.result_picture import for_screen
from ui.components.waiting import waited
from ui.finder import HandsWhileWanted, WhileWanted, in_turn
from ui.meanwhile import StoppedError
from ui.state import kept
from ui.wording import Wording

LEAST_TOLD_CUN = 1.0  # nearer to the spine nobody counts fingers
TOLD_CUN = (1.5, 3.0)  # the inner and the outer line of the back, the distances that are asked for most

BY_PHOTO, BY_RULER = "fingers_by_photo", "fingers_by_ruler"  # where it is said that they are kept


def by_photo(words: Wording) -> None:
    """A photograph of a hand, the measured lines on it, and their numbers to accept or to correct."""
    st.markdown(words("fingers.photo"))
    given = st.file_uploader(words("fingers.file"), type=TYPES, key="fingers_file")
    if given is None:
        return
    try:
        key, seen = given.file_id, lambda: _seen(given.getvalue(), given.name)
        photo, found = waited(words, "fingers.measuring", "fingers_measured", key, seen, in_turn)
    except StoppedError:
        return
    except AcupointError as fault:
        tell_fault(words, fault)
        return
    for refusal in found.refusals:
        st.warning(words(f"fingers.{refusal.reason}"))
    breadths = [each for each in (found.thumb, found.four) if each is not None]
    if not breadths:
        return
    drawn = kept(
        "fingers_drawn", given.file_id, lambda: for_screen(draw_spans(photo.rgb, [each.ends_px for each in breadths]))
    )
    st.image(drawn, caption=words("fingers.picture"), width="stretch")
    st.markdown(_doubted(words, found))
    _offered(words, found)


def _seen(data: bytes, name: str) -> tuple[Photo, HandMeasure]:
    photo = load_photo(data, name=name)
    return photo, measured_photo(photo, WhileWanted(), HandsWhileWanted())


def _doubted(words: Wording, found: HandMeasure) -> str:
    """What was measured, each with its doubt, and against what."""
    lines = [
        words(f"fingers.{name}", cun=words.number(breadth.cun, ".2f"), doubt=words.number(breadth.sigma_cun, ".2f"))
        for name, breadth in (("thumb", found.thumb), ("four", found.four))
        if breadth is not None
    ]
    return "  \n".join([*lines, words(f"fingers.by_{found.against}")])


def _offered(words: Wording, found: HandMeasure) -> None:
    """The numbers as measured, to keep as they are or put right."""
    with st.form("fingers_seen"):
        name = st.text_input(words("taps.fingers_name"), max_chars=40)
        left, right = st.columns(2)
        thumb, four = (
            where.number_input(
                words(f"fingers.{label}_cun"),
                *within,
                value=None if breadth is None else float(np.clip(round(breadth.cun, 2), *within)),
                step=0.05,
                format="%.2f",
                placeholder=words("fingers.as_before"),
            )
            for where, label, breadth, within in (
                (left, "thumb", found.thumb, THUMB_RANGE),
                (right, "four", found.four, FOUR_RANGE),
            )
        )
        pressed = st.form_submit_button(words("taps.keep"))
    tell_done(BY_PHOTO)
    if pressed:
        _keep(words, BY_PHOTO, name, thumb, four)


def by_ruler(words: Wording) -> None:
    """Widths in millimetres, for a profile that is kept or a new one; then what a cun is in these fingers."""
    with st.form("fingers"):
        st.markdown(words("taps.fingers"))
        name = st.text_input(words("taps.fingers_name"), max_chars=40)
        columns = st.columns(3)
        thumb = columns[0].number_input(words("taps.thumb_mm"), *THUMB_MM, value=20.0, step=1.0, format="%.0f")
        four = columns[1].number_input(words("taps.four_mm"), *FOUR_MM, value=76.0, step=1.0, format="%.0f")
        height = columns[2].number_input(words("taps.height_cm"), 100.0, 230.0, value=170.0, step=1.0, format="%.0f")
        pressed = st.form_submit_button(words("taps.keep"))
    tell_done(BY_RULER)
    if not pressed:
        return
    try:
        widths = from_mm(thumb, four, 10.0 * height)
    except AcupointError as fault:
        tell_fault(words, fault)
        return
    _keep(words, BY_RULER, name, widths.thumb_cun, widths.four_cun)


def _keep(words: Wording, slot: str, name: str, thumb_cun: float | None, four_cun: float | None) -> None:
    """Keep these widths under a name; one that was not measured stays as it was, or usual."""
    try:
        known = store.kept_as(name)
        tell_same_name(words, name, known)
        _, new = store.change(name, partial(_with_widths, thumb_cun=thumb_cun, four_cun=four_cun))
    except AcupointError as fault:
        tell_fault(words, fault)
        return
    said = told(words, new.fingers or AVERAGE)
    if known is None:
        done_anew(slot, said)
    st.success(said)


def _with_widths(old: Profile, thumb_cun: float | None, four_cun: float | None) -> Profile:
    before = old.fingers or AVERAGE
    return replace(old, fingers=FingerWidths(thumb_cun or before.thumb_cun, four_cun or before.four_cun))


def told(words: Wording, widths: FingerWidths) -> str:
    """What a person without a ruler needs to know of these fingers."""
    thumb, four = words.number(widths.thumb_cun, ".2g"), words.number(widths.four_cun, ".2g")
    lines = [words("taps.fingers_told", thumb=thumb, four=four)]
    for cun in TOLD_CUN:
        count = in_fingers(cun, widths)
        if count is not None:
            lines.append(words("taps.in_fingers", cun=words.number(cun), count=words.number(count)))
    return "  \n".join(lines)


def tell_in_own_fingers(words: Wording, name: str, widths: FingerWidths | None, points: Iterable[Acupoint]) -> None:
    """Whose fingers these points' cards count in, and how far beside the spine they lie; average ones need no word."""
    if widths is None:
        return
    aside = sorted({abs(each.position.lateral_cun) for each in points if each.region == "back"})
    counts = {cun: in_fingers(cun, widths) for cun in aside if cun >= LEAST_TOLD_CUN}
    told = [
        words("fingers.own_aside", cun=words.number(cun), count=words.number(count))
        for cun, count in counts.items()
        if count is not None
    ]
    beside = [words("fingers.own", name=name, told="; ".join(told))] if told else []
    st.markdown(" ".join([words("fingers.on_cards", name=name), *beside]))
