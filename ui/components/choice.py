"""One of a few ways, all in sight: a row of buttons of which one is down."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.wording import Wording


def one_of(
    say: Wording, title: str, options: Sequence[str], key: str, begin: str | None = None, titled: bool = True
) -> str:
    """The option chosen, `begin` or the first until one is; `title` is a key of the wording, an option's is under it.

    Without `titled` the title is for those who hear the page.
    """
    chosen = st.segmented_control(
        say(title),
        list(options),
        default=begin or options[0],
        required=True,
        format_func=lambda option: say(f"{title}_{option}"),
        key=key,
        label_visibility="visible" if titled else "collapsed",
    )
    return str(chosen)
