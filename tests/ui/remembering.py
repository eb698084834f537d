"""A finder with a memory: what was asked once in a process is answered from then on as it was the first time.

How a body is found is the matter of tests/locator, which look each time.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any

from locator import Located, locate


def remembering() -> Callable[..., Located]:
    """`locate` with a memory for whole questions: the picture's bytes and all that is asked of it."""
    answers: dict[str, Located] = {}

    def found(*asked: Any, **how: Any) -> Located:
        question = hashlib.sha256(pickle.dumps((asked, sorted(how.items())))).hexdigest()
        if question not in answers:
            answers[question] = locate(*asked, **how)
        return answers[question]

    return found


def serve(port: int) -> None:
    """The app on this port, its pages with such a finder; the live view, which follows a body, looks at each frame."""
    from ui import app, finder

    finder.locate = remembering()
    app.serve(port, open_browser=False)
