"""Finding the body in a photograph, in one thread that keeps its detector.

Pages run in threads that come and go, and a detector belongs to the thread that made it: half a second and forty
megabytes at every touch.  People's photographs take turns here instead; each takes a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from calibration.worn import with_worn
from locator import Located, Photo, locate
from locator.detect.base import Square
from locator.landmarks import View
from locator.pipeline import default_detector
from locator.placement import Region, Side
from locator.press import Finger, Press
from locator.pressing import press_near
from locator.proportions import POPULATION, Proportions

_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="finder")


def warm() -> None:
    """Bring the detector along before anybody asks: it takes seconds the first time."""
    _THREAD.submit(default_detector)


def find(
    photo: Photo,
    region: Region | None,
    view: View | None,
    person: int | None,
    codes: Sequence[str],
    own: Proportions = POPULATION,
    square: Square | None = None,
) -> Located:
    """The answer for one photograph, by the proportions of the body it shows; waits for its turn.

    `square` is what a person fitted the body into, in the picture's own pixels.  Printed marks count when worn.
    """
    return find_and_tell(photo, region, view, person, codes, own, square)[0]


def find_and_tell(
    photo: Photo,
    region: Region | None,
    view: View | None,
    person: int | None,
    codes: Sequence[str],
    own: Proportions = POPULATION,
    square: Square | None = None,
) -> tuple[Located, tuple[str, ...]]:
    """The same, with what is to be said of printed marks that were read and not used."""

    def look() -> tuple[Located, tuple[str, ...]]:
        seen = locate(
            photo, region=region, view=view, person=person, codes=list(codes), proportions=own, square=square
        )
        return with_worn(photo, seen, own, list(codes), region, view)

    return _THREAD.submit(look).result()


def find_press(photo: Photo, located: Located, code: str, side: Side | None, finger: Finger | None) -> Press | None:
    """The finger that presses nearest to a point of an answered photograph; None where none is near."""
    return _THREAD.submit(press_near, photo, located, code, side, finger).result()
