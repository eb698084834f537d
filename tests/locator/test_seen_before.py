"""A model remembers nothing of what it was shown: the product shows it many pictures, the tests keep its answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import seen_before
from recorded import recorded

from locator.detect.base import Rgb, Square
from locator.detect.mediapipe_hand import MediaPipeHand
from locator.detect.mediapipe_pose import MediaPipePose
from locator.detect.mediapipe_runtime import Graph, roi_packet
from locator.face import head_square
from locator.photo import load_photo

Asking = Callable[[Any, Rgb], Any]
QUESTIONS: dict[str, tuple[type, Asking]] = {
    "where bodies are": (MediaPipePose, lambda pose, rgb: pose.find(rgb)),
    "a body and its silhouette": (MediaPipePose, lambda pose, rgb: pose.look(rgb, middle(rgb), mask=True)),
    "a body": (MediaPipePose, lambda pose, rgb: pose.look(rgb, middle(rgb))),
    "a face": (MediaPipePose, lambda pose, rgb: pose.face(rgb, head_square(recorded("front")))),
    "where hands are": (MediaPipeHand, lambda hand, rgb: hand.find(rgb)),
    "a hand": (MediaPipeHand, lambda hand, rgb: hand.look(rgb, middle(rgb))),
}


def middle(rgb: Rgb) -> Square:
    height, width = rgb.shape[:2]
    return Square(0.5 * width, 0.5 * height, height)


def told(answer: Any) -> list[Any]:
    """An answer's values, to be compared."""
    values = vars(answer).values() if hasattr(answer, "__dict__") else [answer]
    return [value.tolist() if isinstance(value, np.ndarray) else value for value in values]


@pytest.fixture
def pictures(fixtures: Path) -> list[Rgb]:
    return [load_photo(fixtures / name).rgb for name in ("rendered_back.jpg", "rendered_front.jpg")]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_model_was_shown_before_changes_no_answer(
    pictures: list[Rgb], question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Graph, "__call__", seen_before.ask)
    kind, asking = QUESTIONS[question]
    fresh, used = kind(), kind()
    first = asking(fresh, pictures[0])
    other = asking(used, pictures[1])
    again = asking(used, pictures[0])
    fresh.close(), used.close()
    assert told(again) == told(first) and told(again) != told(other)


def test_the_tests_keep_an_answer_for_the_very_question_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(seen_before, "answers", {})
    monkeypatch.setattr(seen_before, "ask", lambda *_, **__: asked.append(0) or {"answer": len(asked)})
    pose, rgb = MediaPipePose(), np.zeros((100, 100, 3), np.uint8)
    roi = [roi_packet(Square(50.0, 50.0, side_px), (100, 100)) for side_px in (50.0, 60.0)]
    lean, whole = pose._looking(), pose._see
    questions = [(lean, rgb, roi[0]), (lean, rgb, roi[1]), (whole, rgb, roi[0]), (lean, rgb + 1, roi[0])]
    questions.append((lean, rgb.reshape(50, 200, 3), roi[0]))
    for _ in range(2):
        assert [graph(shown, roi=where)["answer"] for graph, shown, where in questions] == [1, 2, 3, 4, 5]
    pose.close()
