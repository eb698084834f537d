"""An answer made again from better landmarks: what only the picture can tell is taken from the answer before."""

from __future__ import annotations

from dataclasses import replace

from locator.beside import still_beside
from locator.placement import Located


def told_anew(found: Located, seen: Located) -> Located:
    """What was `found` from landmarks alone, with what the answer on their picture, `seen`, knows besides.

    Landmarks know nothing of the photograph, of the other people in it, of the one part that a close-up supports, nor
    of where the body ends.  Both answers are in the picture's own pixels, mirrored or not.
    """
    return replace(still_beside(found, seen), photo=seen.photo, people=seen.people, only=seen.only)
