"""Finding the body in a photograph, in one thread that keeps its detector.

Pages run in threads that come and go, and a detector belongs to the thread that made it: half a second and forty
megabytes at every touch.  People's photographs take turns here instead; each takes a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from calibration.notice import Notice
from calibration.worn import with_worn
from locator import Located, Photo, locate
from locator.detect.base import Square
from locator.landmarks import View
from locator.pipeline import default_detector
from locator.placement import Region
from locator.proportions import POPULATION, Proportions

T = TypeVar("T")
_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="finder")


def warm() -> None:
    """Bring the detector along before anybody asks: it takes seconds the first time."""
    _THREAD.submit(default_detector)


@dataclass(frozen=True)
class Query:
    """What is asked of a photograph; `square` is what a person fitted the body into, in the picture's own pixels."""

    region: Region | None
    view: View | None
    codes: Sequence[str]
    person: int | None = None
    own: Proportions = POPULATION
    square: Square | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells its answer from other questions' answers, and from the same person's before more was known."""
        own = b"" if self.own.trunk is None else self.own.trunk.mean.tobytes()
        return (self.region, self.view, tuple(self.codes), self.person, own, self.square)


def in_turn(look: Callable[[], T]) -> Future[T]:
    """The `look` in the finder's thread, once its turn comes."""
    return _THREAD.submit(look)


def find(photo: Photo, query: Query) -> Located:
    """The answer for one photograph; waits for its turn.  Printed marks count when worn."""
    return in_turn(lambda: find_and_tell(photo, query)).result()[0]


def find_and_tell(photo: Photo, query: Query) -> tuple[Located, tuple[Notice, ...]]:
    """The same, with what is to be said of printed marks that were read and not used; to be called in turn."""
    seen = locate(
        photo,
        region=query.region,
        view=query.view,
        person=query.person,
        codes=list(query.codes),
        proportions=query.own,
        square=query.square,
    )
    return with_worn(photo, seen, query.own, list(query.codes), query.region, query.view)
