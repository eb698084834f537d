"""A finder with a memory: what was asked once in a process is answered from then on as it was the first time.

How a body is found is the matter of tests/locator, which look each time.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections.abc import Callable
from typing import Any

from locator import Located, Photo, load_photo, locate

FORGET = "forget"
UNREADABLE = "takes for ever.jpg"  # the name of a picture that is being read until somebody stops it


def remembering() -> Callable[..., Located]:
    """`locate` with a memory for whole questions: the picture's bytes and all that is asked of it."""
    answers: dict[str, Located] = {}

    def found(*asked: Any, **how: Any) -> Located:
        question = hashlib.sha256(pickle.dumps((asked, sorted(how.items())))).hexdigest()
        if question not in answers:
            answers[question] = locate(*asked, **how)
        return answers[question]

    return found


def serve(port: int) -> None:
    """The app on this port, its pages with such a finder; the live view, which follows a body, looks at each frame.

    A browser that asks for a page with FORGET in its address finds a visit of which nothing is kept but the cautions.
    """
    from ui import app, finder
    from ui.components import look, picture

    finder.locate = remembering()
    picture.load_photo = endless
    look.dress = forgetting(look.dress)
    app.serve(port, open_browser=False)


def endless(given: bytes, *, name: str, mirrored: bool = False) -> Photo:
    """`load_photo`, for the pictures that come to an end."""
    if name == UNREADABLE:
        threading.Event().wait()
    return load_photo(given, name=name, mirrored=mirrored)


def forgetting(dress: Callable[[], None]) -> Callable[[], None]:
    """`dress`, with which every page begins, and before it all that is kept of the visit goes where that is asked."""
    import streamlit as st

    def begin() -> None:
        if (asked := st.query_params.get(FORGET)) is not None:
            for key in {*st.session_state} - {"answers"}:
                del st.session_state[key]
            st.html(f'<i class="forgotten-{asked}"></i>')
        dress()

    return begin
