"""Finders for the tests of pages and commands: one that remembers what it found, and one that is quick and made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from commanded import EMPTY_COLOUR
from remembering import remembering
from running import Find

import locator
from calibration.notice import Notice
from locator import Located
from locator.landmarks import LandmarkSet
from locator.photo import Photo
from locator.placement import FrameInfo, Placement, Refusal
from ui import finder
from ui.finder import Query


@pytest.fixture(scope="session")
def remembered() -> Callable[..., Located]:
    """`locate` as all tests of this process share it."""
    return remembering()


@pytest.fixture(autouse=True)
def found_once(remembered: Callable[..., Located], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "locate", remembered)


@pytest.fixture(autouse=True, scope="session")
def packages_looked_through_once() -> Iterator[None]:
    """Each page run without a browser has the toolkit read what is told of every installed package, in vain."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A body finder that is quick and knows what it was asked; the real one is slow and tried elsewhere."""
    calls: list[dict[str, Any]] = []

    def answer(size_px: tuple[int, int], codes: Any, marks: LandmarkSet, photo: Photo | None) -> Located:
        code = codes[0] if codes else "BL23"
        place = Placement(code, "left", np.array([30.0, 20.0]), 3.0, 4.0, True, "back", "there")
        return Located(photo, size_px, "back", (FrameInfo("back", None, 4.0, "pose"),), (place,), (), marks)

    def locate(photo: Photo, **options: Any) -> Located:
        calls.append({"name": photo.name, "mirrored": photo.mirrored, **options})
        if photo.name.startswith("bug"):
            raise ZeroDivisionError("one of ours")
        if abs(int(photo.rgb[0, 0, 1]) - EMPTY_COLOUR[1]) < 9:
            return Located(photo, photo.size_px, "unknown", refusals=(Refusal("no_body", "Step into the picture."),))
        marks = LandmarkSet.from_points({"left_hip": (20.0, 30.0)}, photo.size_px, source="detected")
        derived = LandmarkSet.from_points({"l2": (30.0, 25.0)}, photo.size_px, source="derived")
        return answer(photo.size_px, options["codes"], marks.having(derived), photo)

    def locate_landmarks(landmarks: LandmarkSet, proportions: Any, codes: Any, region: Any) -> Located:
        calls.append({"landmarks": landmarks, "codes": codes, "region": region})
        return answer(landmarks.size_px, codes, landmarks, None)

    monkeypatch.setattr(locator, "locate", locate, raising=False)
    monkeypatch.setattr(locator, "locate_landmarks", locate_landmarks, raising=False)
    return calls


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Find], list[Query]]:
    """Puts a finder of the test's own behind the page, and tells what it was asked."""

    def put(answer: Find) -> list[Query]:
        asked: list[Query] = []

        def finder(photo: Photo, query: Query) -> tuple[Located, tuple[Notice, ...]]:
            asked.append(query)
            return answer(photo), ()

        monkeypatch.setattr("ui.components.looked.find_and_tell", finder)
        return asked

    return put
