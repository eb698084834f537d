"""When several bodies are in the picture: whose?"""

from __future__ import annotations

import numpy as np
import streamlit as st

from locator.placement import Located
from ui.wording import Wording

MARGIN = 0.06  # of the box's longer side, so that a face or a shirt can be recognised


def choose_person(located: Located, say: Wording, key: str) -> None:
    """A row of small pictures, one a body, each with its button; the choice stays in the session."""
    if len(located.people) < 2 or located.photo is None:
        return
    st.markdown(say("people.ask", count=len(located.people)))
    for index, (column, box) in enumerate(zip(st.columns(len(located.people)), located.people, strict=True)):
        with column:
            st.image(_crop(located.photo.rgb, box), caption=say("people.person", number=index + 1), width=160)
            st.button(
                say("people.this", number=index + 1),
                key=f"{key}_{index}",
                on_click=lambda chosen=index: st.session_state.update({key: chosen}),
            )


def _crop(rgb: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    x0, y0, x1, y1 = box
    pad = MARGIN * max(x1 - x0, y1 - y0)
    top, left = max(0, int(y0 - pad)), max(0, int(x0 - pad))
    return rgb[top : max(top + 1, int(y1 + pad)), left : max(left + 1, int(x1 + pad))]
