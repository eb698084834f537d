"""What a view tells reaches the server, wherever the person goes meanwhile.

The toolkit sends along with the request for another page only what stands on every page.  Of a view that is being left
it sends nothing, and drops the request before that one if it has not begun: a tap made in the last tenth of a second,
or while the page was still being worked on, was lost.  So one element that stands on every page tells it for the views.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from ui.live import bundle

T = TypeVar("T")
KEY = "courier"


def stand_by(page: str, names: Sequence[str]) -> None:
    """To be called once, before the page of this name: what is told under these names is handed on."""
    component = st.components.v2.component(KEY, js=bundle.script("components/js/courier.js"))
    heard: dict[str, Any] = {f"on_{name}_change": _handed_on(name) for name in names}
    component(key=KEY, data={"page": page}, **heard)


def expect(name: str, hear: Callable[[Any], None]) -> None:
    """Have `hear` called with what is told under this name, before the page runs again; nobody else hears it then."""
    st.session_state[_slot(name)] = hear


def expect_sound(name: str, told: Callable[[Any], T | None], keep: Callable[[T], None]) -> None:
    """Have `keep` called with what `told` makes of it; None is what is not to be believed, and is dropped."""

    def hear(value: Any) -> None:
        sound = told(value)
        if sound is not None:
            keep(sound)

    expect(name, hear)


def last(name: str) -> Any:
    """What was told last under this name on this visit, None before; to be called before the view that tells it."""
    kept = f"last_{name}"
    expect(name, lambda value: st.session_state.update({kept: value}))
    return st.session_state.get(kept)


def _handed_on(name: str) -> Callable[[], None]:
    def told() -> None:
        hear = st.session_state.get(_slot(name))
        letter = st.session_state[KEY].get(name)
        if hear is not None and isinstance(letter, dict):
            hear(letter.get("value"))

    return told


def _slot(name: str) -> str:
    return f"told_{name}"
