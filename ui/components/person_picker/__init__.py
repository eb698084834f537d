"""When several bodies are in the picture: whose?  Asked on the picture itself, by click, by touch or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from locator.json_values import is_number
from locator.placement import Located
from ui.components import courier
from ui.live import bundle
from ui.wording import Wording

PICKED = "person"  # the name by which the courier tells it
SENT_PX = 1400  # longest side of what is sent to the browser


def slot_of(name: str) -> str:
    """Where the session keeps which body of the picture called `name` is meant, on whichever page that was said."""
    return f"person_{name}"


def asked_of(name: str) -> str:
    """The key of the buttons by which that is said beside the picture."""
    return f"whom_{name}"


def person_picker(data: dict[str, Any], key: str, choose: Callable[[int], None]) -> None:
    """Mount it.  One call, so that a test may put something else in its place.

    Every choice is given to `choose` before the page runs again: who clicks on one body and at once on another means
    the other, whether or not the page has shown the first by then.
    """
    asked = {name: data[name] for name in ("key", "people")}  # not the picture: who puts that away is rid of it
    courier.expect_sound(PICKED, lambda value: told(value, asked), choose)
    component = st.components.v2.component(
        "acupoint_people", **bundle.assets("components/person_picker", "picker")
    )
    component(key=key, data={**data, "teller": PICKED})


def told(value: Any, data: Mapping[str, Any]) -> int | None:
    """What came back from the browser, believed only where it speaks of this picture and of a body on it."""
    if not isinstance(value, dict) or value.get("key") != data["key"]:
        return None
    person = value.get("person")
    return int(person) if is_number(person) and person in {each["index"] for each in data["people"]} else None


def data_for(
    words: Wording, key: str, located: Located, picture: str, current: int, alt: str
) -> dict[str, Any]:
    """All that the component needs; larger boxes first, so that who stands before another can still be clicked."""
    people = [
        {
            "index": index,
            "box": [round(v, 1) for v in within(box, located.size_px)],
            "show": words("people.this", number=index + 1),
            "shown": words("people.shown", number=index + 1),
        }
        for index, box in enumerate(located.people)
    ]
    return {
        "key": key,
        "picture": picture,
        "alt": alt,
        "ask": words("people.ask", count=len(people)),
        "width": located.size_px[0],
        "height": located.size_px[1],
        "current": current,
        "people": sorted(people, key=lambda each: -_area(each["box"])),
    }


def within(box: tuple[float, float, float, float], size_px: tuple[int, int]) -> tuple[float, float, float, float]:
    """As much of the box as lies in the picture."""
    width, height = size_px
    x0, y0, x1, y1 = box
    return max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1)


def _area(box: list[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
