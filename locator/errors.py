"""What may go wrong that is not an answer.

A body that cannot be found is an answer (`Refusal`, `FrameFailure`); these are for files that are not pictures, data
that is not an atlas, and our own mistakes.  Every message says what was expected, what came, and what to try.

A page in another language has a sentence of its own for each `reason`, filled with what is `told`.
"""

from __future__ import annotations


class AcupointError(Exception):
    """Base of every error this project raises on purpose; its text is fit to be shown to a person."""

    def __init__(self, text: str, *, reason: str = "", **told: object) -> None:
        super().__init__(text)
        self.reason = reason  # one word; "": nobody has another sentence for it than the text
        self.told = told  # what such a sentence names


class PhotoError(AcupointError):
    """The file is not a picture that can be read."""


class DataError(AcupointError):
    """A data file (atlas, routines, cautions, profile, landmarks) is at fault; one line a fault, each with its path."""

    def __init__(self, faults: list[str], *, reason: str = "", **told: object) -> None:
        super().__init__("\n".join(faults), reason=reason, **told)
        self.faults = tuple(faults)


class RequestError(AcupointError):
    """What was asked for does not exist: an unknown point, routine, region or view."""


def still_open(closed: bool, what: str) -> None:
    """RequestError for a follower that was closed and is asked once more: that nobody is seen would be believed."""
    if closed:
        raise RequestError(f"expected a {what} that is open, got one that was closed; make another")


class ProcessError(AcupointError):
    """In this process no body can be looked for, whatever the picture."""
