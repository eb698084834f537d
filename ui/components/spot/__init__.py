"""A place on a picture, shown by click, by touch or by the arrow keys; and marks that are shown on it in answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from locator.json_values import is_number
from ui.components import courier
from ui.live import bundle

SPOTS = ("check_spot", "learn_spot")  # every `key` there is, and the names by which the courier tells them


@dataclass(frozen=True)
class Mark:
    """A ring with its name, px of the picture."""

    x: float
    y: float
    ring_px: float
    label: str
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Ground:
    """A picture on which a place is asked for, and its words for those who do not see it."""

    key: str  # another one for each question
    address: str  # where the browser finds the picture
    size_px: tuple[int, int]
    alt: str  # the picture
    cross: str  # what is moved over it
    said: str = ""  # of the place that was shown last: said aloud once for each


def spot(data: dict[str, Any], key: str, keep: Callable[[tuple[float, float]], None]) -> None:
    """Mount it.  One call, so that a test of the page may put something else in its place.

    `key` is one of SPOTS.  Every place that is shown, px of the picture, is given to `keep` before the page that it is
    shown on runs again, whichever page is asked for by then.
    """
    asked = {name: data[name] for name in ("key", "width", "height")}
    courier.expect_sound(key, lambda value: told(value, asked), keep)
    component = st.components.v2.component("acupoint_spot", **bundle.assets("components/spot", "spot"))
    component(key=key, data={**data, "teller": key})


def told(value: Any, data: Mapping[str, Any]) -> tuple[float, float] | None:
    """What came back from the browser, believed only where it is of this picture and inside it."""
    if not isinstance(value, dict) or value.get("key") != data["key"]:
        return None
    known = [float(each) for name in ("x", "y") if is_number(each := value.get(name))]
    if len(known) < 2:
        return None
    x, y = known
    if not (0.0 <= x <= data["width"] and 0.0 <= y <= data["height"]):
        return None
    return x, y


def data_for(
    ground: Ground,
    marks: Sequence[Mark] = (),
    path: tuple[tuple[float, float], tuple[float, float]] | None = None,
    at: tuple[float, float] | None = None,
    at_once: bool = False,
    open_: bool = True,
    frame: tuple[float, float, float, float] | None = None,
) -> dict[str, Any]:
    """All that the component needs; `at_once`: arrow keys tell the place as they move, else Enter does.

    `path` is drawn as an arrow, `frame` (x0, y0, x1, y1) around what the question is about; where not `open_`
    nothing more can be shown.
    """
    return {
        "key": ground.key,
        "picture": ground.address,
        "width": ground.size_px[0],
        "height": ground.size_px[1],
        "alt": ground.alt,
        "cross": ground.cross,
        "said": ground.said,
        "marks": [
            {"x": m.x, "y": m.y, "r": m.ring_px, "label": m.label, "colour": m.colour, "dashed": m.dashed}
            for m in marks
        ],
        "path": path,
        "frame": frame,
        "at": at,
        "at_once": at_once,
        "open": open_,
    }
