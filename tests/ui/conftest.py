"""What holds for the tests of pages: what was found in a picture once is not looked for again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from locator import Located, locate
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
