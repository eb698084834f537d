"""Finding the body in a photograph, in one thread that keeps its detector.

Pages run in threads that come and go, and a detector belongs to the thread that made it: half a second and forty
megabytes at every touch.  People's photographs take turns here instead; each takes a tenth of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from calibration.notice import Notice
from calibration.worn import with_worn
from locator import Located, Photo, locate
from locator.detect.base import Look, Rgb, Square
from locator.detect.mediapipe_hand import HandLook
from locator.landmarks import View
from locator.parts import hand_finder
from locator.pipeline import default_detector
from locator.placement import Region
from locator.proportions import POPULATION, Proportions
from ui.meanwhile import do

T = TypeVar("T")
_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="finder")
_UNDER_WAY = threading.local()  # .turn: whose turn it is, in the finder's thread


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


class DroppedError(Exception):
    """Nobody waits for this answer any more."""


class Turn(Future[T]):
    """A look that has its turn or waits for it; cancelled under way it ends at the next square of its picture.

    A large picture is looked at for seconds: the one given in its place waited for the end of that.
    """

    dropped = False

    def cancel(self) -> bool:
        self.dropped = True
        return super().cancel()

    def take(self, look: Callable[[], T]) -> None:
        _UNDER_WAY.turn = self
        do(self, look)
        _UNDER_WAY.turn = None


class WhileWanted:
    """This thread's detector, until the look under way is dropped."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        return _wanted(default_detector).find(rgb)

    def look(self, rgb: Rgb, square: Square, **how: bool) -> Look:
        return _wanted(default_detector).look(rgb, square, **how)

    def face(self, rgb: Rgb, square: Square) -> float:
        return _wanted(default_detector).face(rgb, square)

    def close(self) -> None:
        """It stays, for the next picture."""


class HandsWhileWanted:
    """The same for this thread's hand models."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        return _wanted(hand_finder).find(rgb)

    def look(self, rgb: Rgb, square: Square, *, mirrored: bool = False) -> HandLook:
        return _wanted(hand_finder).look(rgb, square, mirrored=mirrored)


def _wanted(models: Callable[[], T]) -> T:
    turn = getattr(_UNDER_WAY, "turn", None)
    if turn is not None and turn.dropped:
        raise DroppedError
    return models()


def in_turn(look: Callable[[], T]) -> Future[T]:
    """The `look` in the finder's thread, once its turn comes."""
    turn: Turn[T] = Turn()
    _THREAD.submit(turn.take, look)
    return turn


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
        detector=WhileWanted(),
        square=query.square,
        hand_finder=HandsWhileWanted(),
    )
    return with_worn(photo, seen, query.own, list(query.codes), query.region, query.view)
