"""An outline over a photograph, to fit the body into: so a person tells where the program alone cannot be sure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import streamlit as st

from locator.detect.base import Square
from locator.landmarks import View
from locator.outline import Outline, outline_for, outlines
from locator.photo import Photo
from locator.placement import Region
from ui.wording import Wording


@dataclass(frozen=True)
class Fit:
    """What the person fitted: which outline, and the square it tells, px of the photograph."""

    serial: str  # another one for each press of the button
    region: Region
    view: View
    square: Square


def outline_editor(data: dict[str, Any], key: str) -> Fit | None:
    """Mount it; the last fit.  One call, so that a test of the page may put something else in its place."""
    component = st.components.v2.component(
        "acupoint_outline", html=_text("editor.html"), css=_text("editor.css"), js=_text("editor.js")
    )
    return told(getattr(component(key=key, data=data, on_fit_change=lambda: None), "fit", None), data)


def told(value: Any, data: Mapping[str, Any]) -> Fit | None:
    """What came back from the browser, believed only where it is sound: this picture, a known outline, real numbers."""
    if not isinstance(value, dict) or value.get("key") != data["key"]:
        return None
    chosen = next((each for each in outlines() if name_of(each) == value.get("shape")), None)
    numbers = [value.get(name) for name in ("x", "y", "side", "turn")]
    if chosen is None or not all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers):
        return None
    x, y, side, turn = (float(n) for n in numbers)  # type: ignore[arg-type]
    if not 1.0 <= side <= 100.0 * max(data["width"], data["height"]):
        return None
    return Fit(str(value.get("serial", "")), chosen.region, chosen.view, Square(x, y, side, math.radians(turn)))


def data_for(
    words: Wording,
    key: str,
    photo: Photo,
    picture: str,
    region: Region | None,
    view: View | None,
    last: Fit | None = None,
) -> dict[str, Any]:
    """All that the component needs; it begins with the last fit, else with the outline of what was asked for."""
    first = outline_for(region, view)
    begin = _begin(name_of(first), last.square if last else first.first(photo.size_px))
    if last is not None:
        begin["shape"] = f"{last.region}_{last.view}"
    return {
        "key": key,
        "say": words.under("outline"),
        "picture": picture,
        "width": photo.size_px[0],
        "height": photo.size_px[1],
        "begin": begin,
        "shapes": [
            {
                "name": name_of(each),
                "label": words(f"outline.shape_{name_of(each)}"),
                "lines": _rounded(each.lines),
                "guides": _rounded(each.guides),
                "begin": _begin(name_of(each), each.first(photo.size_px)),
            }
            for each in outlines()
        ],
    }


def name_of(outline: Outline) -> str:
    return f"{outline.region}_{outline.view}"


def _begin(shape: str, square: Square) -> dict[str, Any]:
    return {
        "shape": shape,
        "x": square.x_px,
        "y": square.y_px,
        "side": square.side_px,
        "turn": math.degrees(square.turn_rad),
    }


def _rounded(lines: tuple[Any, ...]) -> list[list[list[float]]]:
    """A ten-thousandth of the square is a tenth of a pixel."""
    return [[[round(float(x), 4), round(float(y), 4)] for x, y in line] for line in lines]


@lru_cache
def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
