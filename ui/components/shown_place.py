"""Where a person showed that it is pressed: a place of the photograph, whichever point it is held against.

Who asked whether the same finger is on another point, or on the other side, had to show it again.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from locator.geometry import Array
from locator.placement import Located

SHOWN = "check_shown"  # session: picture -> the place, px of all of it


def shown_on(name: str) -> tuple[float, float] | None:
    """Where the person showed that it is pressed on the picture called `name`, px of all of it: on whichever point."""
    place: tuple[float, float] | None = st.session_state.get(SHOWN, {}).get(name)
    return place


def keep_shown(name: str, place: Array) -> None:
    """Of one picture alone: who shows a place on another has done with this one."""
    st.session_state[SHOWN] = {name: (float(place[0]), float(place[1]))}


def forget_shown() -> None:
    """Fingers are looked for again."""
    st.session_state.pop(SHOWN, None)


def holds_shown(name: str, whole: Located, cut: Located) -> bool:
    """Whether the place that was shown on the `whole` picture is on the `cut`, if one was."""
    place = shown_on(name)
    if place is None or not cut.placements:
        return True
    x, y = laid(whole, cut)(place)
    return bool(0.0 <= x <= cut.size_px[0] and 0.0 <= y <= cut.size_px[1])


def laid(here: Located, there: Located) -> Callable[[tuple[float, float]], Array]:
    """Takes a place of one cut of a picture to another in which a point of the first lies too; px of each.

    It knows numbers alone, and keeps no picture in memory.
    """
    spots = {(p.code, p.side): p for p in here.placements}
    other = next(p for p in there.placements if (p.code, p.side) in spots)
    one = spots[other.code, other.side]
    factor = other.cun_px / one.cun_px
    shift: Array = other.xy_px - factor * one.xy_px
    return lambda place: factor * np.array(place) + shift
