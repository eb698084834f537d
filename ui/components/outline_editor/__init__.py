"""An outline over a photograph, to fit the body into: so a person tells where the program alone cannot be sure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from locator.detect.base import Square
from locator.geometry import Array
from locator.json_values import is_number
from locator.landmarks import LandmarkSet, View
from locator.outline import Outline, joint_places, outline_for, outlines
from locator.placement import Region
from ui.components import courier
from ui.components.pictured import Pictured
from ui.live import bundle
from ui.wording import Wording

FITTED = "fit"  # the name by which the courier tells it


@dataclass(frozen=True)
class Fit:
    """What the person fitted: which outline, and the square it tells, px of the photograph."""

    region: Region
    view: View
    square: Square


def outline_editor(data: dict[str, Any], keep: Callable[[Fit], None]) -> None:
    """Mount it.  One call, so that a test of the page may put something else in its place.

    Every fit is given to `keep` before the page runs again, whichever page is asked for by then.
    """
    asked = {name: data[name] for name in ("key", "width", "height")}
    courier.expect_sound(FITTED, lambda value: told(value, asked), keep)
    component = st.components.v2.component("acupoint_outline", **bundle.assets("components/outline_editor", "editor"))
    component(key="outline_editor", data={**data, "teller": FITTED})


def told(value: Any, data: Mapping[str, Any]) -> Fit | None:
    """What came back from the browser, believed only where it is sound: this picture, a known outline, real numbers."""
    if not isinstance(value, dict) or value.get("key") != data["key"]:
        return None
    chosen = next((each for each in outlines() if name_of(each) == value.get("shape")), None)
    numbers = [value.get(name) for name in ("x", "y", "side", "turn")]
    known = [float(n) for n in numbers if is_number(n)]
    if chosen is None or len(known) < len(numbers):
        return None
    x, y, side, turn = known
    if not 1.0 <= side <= 100.0 * max(data["width"], data["height"]):
        return None
    return Fit(chosen.region, chosen.view, Square(x, y, side, math.radians(turn)))


def data_for(
    words: Wording, pictured: Pictured, address: str, last: Fit | None = None, seen: LandmarkSet | None = None
) -> dict[str, Any]:
    """All that the component needs; `address` is where the browser finds the picture.

    It begins with the last fit, else where a body was `seen`, else with the outline of what was asked for.
    """
    size_px = pictured.photo.size_px
    first = outline_for(pictured.region, pictured.view)
    found = square_around(seen) if seen is not None else None
    begin = _begin(name_of(first), last.square if last else found or first.first(size_px))
    if last is not None:
        begin["shape"] = f"{last.region}_{last.view}"
    return {
        "key": pictured.name,
        "say": words.under("outline"),
        "picture": address,
        "width": size_px[0],
        "height": size_px[1],
        "begin": begin,
        "shapes": [
            {
                "name": name_of(each),
                "label": words(f"outline.shape_{name_of(each)}"),
                "lines": _rounded(each.lines),
                "guides": _rounded(each.guides),
                "begin": _begin(name_of(each), each.first(size_px)),
            }
            for each in outlines()
        ],
    }


def square_around(marks: LandmarkSet) -> Square | None:
    """The square whose outline lies on this body's shoulders and hips; None where these were not found."""
    if marks.require(*(f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip"))):
        return None
    drawn = joint_places("back")
    hips, shoulders = (0.5 * (marks.xy(f"left_{j}") + marks.xy(f"right_{j}")) for j in ("hip", "shoulder"))
    spine = shoulders - hips
    usual = np.mean([drawn[f"{side}_shoulder"] - drawn[f"{side}_hip"] for side in ("left", "right")], axis=0)
    side_px = float(np.linalg.norm(spine) / np.linalg.norm(usual))
    turn = math.atan2(float(spine[1]), float(spine[0])) - math.atan2(float(usual[1]), float(usual[0]))
    middle = hips - side_px * _turned(0.5 * (drawn["left_hip"] + drawn["right_hip"]), turn)
    return Square(float(middle[0]), float(middle[1]), side_px, math.remainder(turn, 2 * math.pi))


def _turned(place: Array, turn_rad: float) -> Array:
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    turned: Array = np.array([c * place[0] - s * place[1], s * place[0] + c * place[1]])
    return turned


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
