"""Finders for the tests of pages and commands: one that remembers what it found, and one that is quick and made up."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from commanded import EMPTY_COLOUR

import locator
from locator import Located, locate
from locator.landmarks import LandmarkSet
from locator.photo import Photo
from locator.placement import FrameInfo, Placement, Refusal
from ui import finder


@pytest.fixture(scope="session")
def remembering() -> Callable[..., Located]:
    """`locate` with a memory for whole questions: the picture's bytes and all that is asked of it.

    How a body is found is the matter of tests/locator, which look each time, as do the browser tests' servers.
    """
    answers: dict[str, Located] = {}

    def found(*asked: Any, **how: Any) -> Located:
        question = hashlib.sha256(pickle.dumps((asked, sorted(how.items())))).hexdigest()
        if question not in answers:
            answers[question] = locate(*asked, **how)
        return answers[question]

    return found


@pytest.fixture(autouse=True)
def found_once(remembering: Callable[..., Located], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "locate", remembering)


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
