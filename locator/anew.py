"""An answer told anew, once landmarks are known better: what only the picture told of it holds on."""

from __future__ import annotations

from dataclasses import replace

from locator.beside import still_beside
from locator.placement import Located


def told_anew(found: Located, seen: Located) -> Located:
    """What was `found` from landmarks alone, as an answer for the picture in which their body was `seen`.

    Both are told as the picture shows them.  Landmarks know nothing of the other people in it, of the one part that a
    close-up supports, nor of where the body ends.
    """
    return replace(still_beside(found, seen), photo=seen.photo, people=seen.people, only=seen.only)
