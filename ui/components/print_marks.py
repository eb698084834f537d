"""The sheet of marks to wear, offered where landmarks are tapped."""

from __future__ import annotations

import streamlit as st

from ui.marks_sheet import LARGEST_MM, SMALLEST_MM, USUAL_MM, marks_sheet
from ui.sheet import as_pdf
from ui.state import kept
from ui.wording import Wording


def offer_marks(words: Wording) -> None:
    """How marks are worn, and the sheet in the size that is wanted."""
    with st.expander(words("markers.print")):
        st.markdown(words("markers.line"))
        size_mm = st.slider(words("markers.size"), SMALLEST_MM, LARGEST_MM, USUAL_MM, 5.0, "%d", key="marks_size")
        data = kept(
            "marks_sheet",
            (words.language, size_mm),
            lambda: as_pdf(marks_sheet(words, size_mm), words("markers.title")),
        )
        st.download_button(words("markers.get"), data, f"acupoint-marks-{size_mm:g}mm.pdf", "application/pdf")
