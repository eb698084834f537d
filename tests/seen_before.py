"""MediaPipe asked once: what a model answered to a picture is its answer in all tests of this process.

Half of what the tests show to its models they have shown before: the same fixture, cut the same way.  Everything of
ours around the models runs each time.  An answer may be kept because a model remembers nothing of what it was shown
before, which tests/locator/test_seen_before.py tries on models that are asked each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from locator.detect.base import Rgb
from locator.detect.mediapipe_runtime import Graph

make, ask = Graph.__init__, Graph.__call__
answers: dict[bytes, Mapping[str, Any]] = {}


def remember(patch: pytest.MonkeyPatch) -> None:
    """From now on a graph that has been asked the very same answers as it did then."""
    patch.setattr(Graph, "__init__", _make)
    patch.setattr(Graph, "__call__", _answer)


def _make(graph: Any, text: str, outputs: tuple[str, ...], model: bytes | None = None) -> None:
    make(graph, text, outputs, model)
    graph.itself = hashlib.blake2b(repr((text, outputs)).encode() + (model or b""))


def _answer(graph: Any, rgb: Rgb, **packets: Any) -> Mapping[str, Any]:
    question = graph.itself.copy()
    question.update(repr((rgb.shape, rgb.dtype)).encode())
    question.update(np.ascontiguousarray(rgb))
    for stream, packet in sorted(packets.items()):
        told = graph._runtime.getter.get_proto(packet).SerializeToString(deterministic=True)
        question.update(repr((stream, told)).encode())
    key = question.digest()
    if key not in answers:
        answers[key] = ask(graph, rgb, **packets)
    return dict(answers[key])
