"""The tap editor: landmarks on a picture, put right by finger, mouse or arrow keys, and the rings they shrink."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from locator.json_values import is_number
from locator.overlay.style import Role, style_named
from locator.photo import Photo
from locator.placement import Placement
from ui.components import courier
from ui.components.inline import jpeg_url
from ui.live import bundle
from ui.state import kept
from ui.wording import Wording

SENT_PX = 1400  # longest side of what is sent to the browser: the loupe shows it three times as large


@dataclass(frozen=True)
class Handle:
    """A landmark that can be moved: tapped already, or found by the detector and waiting to be put right."""

    name: str
    label: str
    xy_px: tuple[float, float]
    tapped: bool


@dataclass(frozen=True)
class Asked:
    """A landmark to ask for, and where the program expects it (None: anywhere)."""

    name: str
    title: str
    say: str
    expected_px: tuple[float, float] | None
    share: float  # by which share the rings would shrink


@dataclass(frozen=True)
class Edit:
    """What the person has done: where each landmark was put, px of the photograph."""

    serial: int
    taps: Mapping[str, tuple[float, float]]


def tap_editor(data: dict[str, Any], key: str, keep: Callable[[Edit], None]) -> None:
    """Mount it.  One call, so that a test of the page may put something else in its place.

    `key` is one of those that the courier stands by for (EDITORS of ui.components.tapping).  Every edit is given to
    `keep` before the page that it is made on runs again: a person who taps and goes to another page at once loses
    nothing.
    """
    asked = {name: each for name, each in data.items() if name != "picture"}  # who puts it away is rid of it
    courier.expect_sound(key, lambda value: told(value, asked), keep)
    component = st.components.v2.component("acupoint_taps", **bundle.assets("components/tap_editor", "editor"))
    component(key=f"{key}_editor", data={**data, "teller": key})


def told(value: Any, data: Mapping[str, Any]) -> Edit | None:
    """What came back from the browser, believed only where it is sound: known names, places inside the picture."""
    if not isinstance(value, dict) or value.get("key") != data["key"]:
        return None
    serial, moved = value.get("serial"), value.get("taps")
    if not is_number(serial) or not int(serial) or not isinstance(moved, dict):
        return None
    known = {each["name"] for each in (*data["handles"], *data["asked"])} | set(data["known"])
    taps: dict[str, tuple[float, float]] = {}
    for name, place in moved.items():
        if name not in known or not isinstance(place, (list, tuple)) or len(place) != 2:
            continue
        x, y = (float(v) if is_number(v) else -1.0 for v in place)
        if 0.0 <= x <= data["width"] and 0.0 <= y <= data["height"]:
            taps[name] = (x, y)
    return Edit(int(serial), taps)


def data_for(
    words: Wording,
    key: str,
    photo: Photo,
    handles: Sequence[Handle],
    asked: Sequence[Asked],
    placements: Sequence[Placement],
    known: Sequence[str],
) -> dict[str, Any]:
    """All that the component needs, in px of the photograph."""
    look = style_named("high-contrast")
    roles: tuple[Role, ...] = ("left", "right", "midline")
    return {
        "key": key,
        "say": words.under("taps"),
        "picture": picture_url(photo, key),
        "width": photo.size_px[0],
        "height": photo.size_px[1],
        "handles": [
            {"name": h.name, "label": h.label, "x": h.xy_px[0], "y": h.xy_px[1], "tapped": h.tapped} for h in handles
        ],
        "asked": [
            {"name": a.name, "title": a.title, "say": a.say, "at": a.expected_px, "share": a.share} for a in asked
        ],
        "known": list(known),
        "rings": [
            {"code": p.code, "side": p.side, "x": float(p.xy_px[0]), "y": float(p.xy_px[1]), "r": p.ring_px}
            for p in placements
            if p.visible
        ],
        "colours": {role: look.colour(role) for role in roles},
    }


def picture_url(photo: Photo, key: str) -> str:
    """The picture as the browser is given it; encoded once a visit, not at every touch."""
    return kept("tap_picture", key, lambda: jpeg_url(photo.rgb, SENT_PX))
