"""The drawings that show where a point lies when no camera does."""

from __future__ import annotations

import base64
import re

import cv2
import numpy as np
import pytest

from locator.atlas.load import load_atlas
from locator.routines import routines
from ui.components.drawings import shape
from ui.components.figure import PALM_LINES, SET_BY_EYE, figure
from ui.wording import wording

MARK = {"left": "#ffff00", "right": "#00ffff", "midline": "#ffffff"}
NO_FIGURE = {"BL37"}  # on the thigh, which neither of the two frames that place the drawing's points holds


def drawn(code: str, *sides: str, language: str = "en", mirrored: bool = False) -> str:
    address = figure(wording(language), code, sides, mirrored=mirrored)  # type: ignore[arg-type]
    return base64.b64decode(address.partition(",")[2]).decode()


def places(svg: str) -> dict[str, float]:
    """x of the letters beside the marks."""
    return {letter: float(x) for x, letter in re.findall(r'<text x="([\d.]+)".*?>([LR])</text>', svg)}


def test_every_point_that_a_session_may_lead_to_has_a_drawing() -> None:
    without = {
        point.code
        for point in load_atlas().standard
        if not figure(wording(), point.code, ("left", "right") if point.paired else ("midline",))
    }
    assert without == NO_FIGURE
    assert not NO_FIGURE & {code for routine in routines() for code in routine.codes}


def test_the_back_is_drawn_as_seen_from_behind_and_the_shin_as_seen_from_in_front() -> None:
    behind, before = places(drawn("BL23", "left", "right")), places(drawn("ST36", "left", "right"))
    assert behind["L"] < behind["R"] and before["L"] > before["R"]


@pytest.mark.parametrize("code", ["BL23", "ST36", "GB20"])
def test_a_mirrored_drawing_has_the_places_changed_and_the_letters_with_their_marks(code: str) -> None:
    plain, mirrored = drawn(code, "left", "right"), drawn(code, "left", "right", mirrored=True)
    there, here = places(plain), places(mirrored)
    middle = (there["L"] + there["R"]) / 2
    assert here["L"] == pytest.approx(2 * middle - there["L"], abs=0.2)
    assert (here["L"] < here["R"]) != (there["L"] < there["R"])
    assert not re.search(r"scale\(-1 1\)[^<]*>(?:(?!</g>).)*<text", mirrored), "letters are not turned over"
    assert all(MARK[side] in mirrored for side in ("left", "right"))


def test_a_left_hand_in_a_mirror_is_drawn_as_a_right_one() -> None:
    left, right = drawn("LI4", "left", mirrored=True), drawn("LI4", "right")
    assert places(left)["L"] == pytest.approx(places(right)["R"], abs=0.2)


def outline(drawing: str) -> np.ndarray:
    """The corners of a drawing's first path, curves as their chords' middle points would have them."""
    way = re.search(r'<path d="([^"]+)"', shape(drawing))
    assert way
    here, corners = np.zeros(2), []
    for command, numbers in re.findall(r"([MqvhlVHz])([^MqvhlVHz]*)", way[1]):
        given = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        for step in _steps(command, given):
            here, via = _after(here, command, step)
            corners += [*via, here]
    return np.array(corners, dtype=np.float32)


def _steps(command: str, given: list[float]) -> list[list[float]]:
    size = {"v": 1, "h": 1, "V": 1, "H": 1, "q": 4}.get(command, 2)
    return [given[i : i + size] for i in range(0, len(given), size)]


def _after(here: np.ndarray, command: str, step: list[float]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The next corner, and the middle of the curve that leads to it."""
    if command in "vVhH":
        axis = 1 if command in "vV" else 0
        there = here.copy()
        there[axis] = step[0] if command in "VH" else here[axis] + step[0]
        return there, []
    if command == "q":
        bend, there = here + step[:2], here + step[2:]
        return there, [0.25 * here + 0.5 * bend + 0.25 * there]
    return (np.array(step) if command == "M" else here + step), []


@pytest.mark.parametrize("code", sorted(SET_BY_EYE))
def test_a_mark_set_by_eye_lies_on_the_skin(code: str) -> None:
    drawing, x, y = SET_BY_EYE[code]
    inside = cv2.pointPolygonTest(outline(drawing), (float(x), float(y)), measureDist=True)
    assert inside > 1.5, "half the outline's breadth: not on the line itself"


def test_a_point_of_the_palm_is_drawn_on_the_palm() -> None:
    """A palm is the other hand's back: the thumb lies on the other side, and the palm's lines are drawn."""
    for side, over in (("left", False), ("right", True)):
        inner, outer = drawn("PC6", side), drawn("TE5", side)
        assert ("scale(-1 1)" in inner) == over and ("scale(-1 1)" in outer) != over
        assert PALM_LINES in inner and PALM_LINES not in outer


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_alone_carries_its_own_letter(side: str) -> None:
    for code in ("BL23", "BL40", "ST36", "LI4", "LR3", "GB20"):
        svg = drawn(code, side)
        assert list(places(svg)) == [side[0].upper()] and MARK[side] in svg, code


def test_the_letters_are_those_of_the_pages_language() -> None:
    assert re.findall(r">(\w)</text>", drawn("BL23", "left", "right", language="es")) == ["I", "D"]


def test_points_lie_above_each_other_as_on_the_body() -> None:
    def height(code: str) -> float:
        side = "left" if load_atlas()[code].paired else "midline"
        svg = drawn(code, side)
        found = re.search(r'(?:cy="|<path d="M[\d.]+ )([\d.]+)[^>]*' + MARK[side], svg)
        assert found, code
        return float(found[1])

    down = [height(code) for code in ("GV14", "BL13", "BL23", "BL25", "GB30", "BL40", "BL57", "BL60")]
    assert down == sorted(down)


def test_a_points_place_set_by_eye_is_a_point_of_the_atlas() -> None:
    assert set(SET_BY_EYE) <= set(load_atlas())
