"""The camera's lens, for those who want it measured: a board to print, its pictures in, a lens kept."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from calibration import lens_store
from calibration.measure_lens import BoardPhoto, TooFewViewsError, measure_lens
from locator.errors import AcupointError
from locator.photo import load_photo
from ui.board_sheet import board_sheet
from ui.components.faults import done_or_told, names_kept, tell_fault, tell_notice
from ui.components.literal import literal
from ui.components.person import tell_same_name
from ui.components.picture import TYPES
from ui.sheet import as_pdf
from ui.state import kept, say
from ui.wording import Wording


def page() -> None:
    words = say()
    st.title(words("lens.title"))
    st.markdown(words("lens.intro"))
    st.markdown(words("lens.steps"))
    data = kept("board_sheet", words.language, lambda: as_pdf(board_sheet(words), words("lens.sheet_title")))
    st.download_button(words("lens.get"), data, "acupoint-board.pdf", "application/pdf")
    with st.form("lens"):
        files = st.file_uploader(words("lens.photos"), type=TYPES, accept_multiple_files=True, key="lens_photos")
        name = st.text_input(words("lens.camera"), max_chars=40, key="lens_name")
        asked = st.form_submit_button(words("lens.measure"))
    if asked:
        _measure(words, name, [(f.name, f.getvalue()) for f in files or ()])
    _kept(words)


def _measure(words: Wording, name: str, files: list[tuple[str, bytes]]) -> None:
    try:
        lens_store.path_of(name)  # a name that cannot be kept is told before the work
        photos = [BoardPhoto(label, load_photo(data, name=label).rgb) for label, data in files]
        measured = measure_lens(name, photos, date.today().isoformat())
        kept_as = lens_store.kept_as(name) or name.strip()
        path = lens_store.save(measured.lens)
    except AcupointError as fault:
        tell_fault(words, fault)
        for notice in fault.left_out if isinstance(fault, TooFewViewsError) else ():
            tell_notice(words, notice)
        return
    for notice in measured.left_out:
        tell_notice(words, notice)
    lens = measured.lens
    tell_same_name(words, name, kept_as)
    error = words.number(lens.error_px, ".2f")
    st.success(words("lens.measured", name=kept_as, views=lens.views, error=error, path=path))


def _kept(words: Wording) -> None:
    names = names_kept(words, lens_store.names)
    if not names:
        return
    st.header(words("lens.kept"))
    for name in names:
        try:
            lens = lens_store.load(name)
        except AcupointError as fault:
            tell_fault(words, fault)
        else:
            width, height = lens.size_px
            error = words.number(lens.error_px, ".2f")
            st.markdown(words("lens.row", name=name, width=width, height=height, error=error, when=literal(lens.when)))
        asked = st.button(words("lens.delete", name=name), key=f"lens_delete_{name}")
        if asked and done_or_told(words, partial(lens_store.delete, name)):
            st.rerun()
