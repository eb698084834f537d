"""One person at the live view: what they want to see, and the tracker that follows them."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from calibration import store
from calibration.lens import Lens, bent_back, straight_picture
from calibration.mirror_watch import MirrorWatch
from calibration.notice import Notice
from locator import photo_formats
from locator.atlas.load import load_atlas
from locator.detect.base import Rgb, Square
from locator.errors import AcupointError, PhotoError, RequestError
from locator.json_values import is_number
from locator.landmarks import View
from locator.photo import MIN_SIDE_PX
from locator.placement import REGIONS, Located, Region
from locator.proportions import POPULATION, Proportions
from ui.live.answer import answer
from ui.live.better import Better, KnownBetter, located_with, told_of
from ui.live.checks import Light
from ui.wording import ENGLISH, wording

if TYPE_CHECKING:
    from locator.track import Tracker

VIEWS: tuple[View, ...] = ("back", "front", "left", "right")
MAX_CODES = 120
MAX_FRAME_SIDE_PX = 2000  # the pages send 480, 800 or 960 (FRAME_PX and WORN_PX of the views)
MAX_SIDE = 10.0  # heights of the frame: a square ten times as large shows one joint

SEARCH_EVERY = 3  # frames that an outline, and then the whole picture, is looked through

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fitted:
    """The square of an outline in shares of the frame: x of its width, y and side of its height."""

    x: float
    y: float
    side: float

    @classmethod
    def from_message(cls, message: object) -> Fitted | None:
        if not isinstance(message, Mapping):
            return None
        known = [float(value) for key in ("x", "y", "side") if is_number(value := message.get(key))]
        if len(known) < 3:
            return None
        x, y, side = known
        return cls(x, y, side) if 0.0 < side < MAX_SIDE else None

    def square(self, size_px: tuple[int, int]) -> Square:
        """The same in the pixels of a frame of this width and height."""
        width, height = size_px
        return Square(self.x * width, self.y * height, self.side * height)


@dataclass(frozen=True)
class Wish:
    """What one viewer looks for; anything that is not understood is left open rather than refused."""

    region: Region | None = None
    view: View | None = None
    codes: tuple[str, ...] = ()
    profile: str = ""  # whose proportions; "": anybody's
    square: Fitted | None = None  # where the body is fitted into an outline
    better: Better = field(default_factory=Better)  # what is known better than the detector
    language: str = ENGLISH

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Wish:
        region = next((known for known in REGIONS if known == message.get("region")), None)
        view = next((known for known in VIEWS if known == message.get("view")), None)
        return cls(
            region,
            view,
            codes_in(message),
            str(message.get("profile") or ""),
            Fitted.from_message(message.get("square")),
            Better.from_message(message),
            str(message.get("language") or ENGLISH),
        )

    @property
    def tracked(self) -> Wish:
        """What the tracker depends on: the rest may change while it goes on."""
        return replace(self, square=None, better=Better(), language=ENGLISH)

    @property
    def facing(self) -> View | None:
        """The side of the body that these points are seen from: what was said, else behind when they all lie there."""
        if self.view is not None:
            return self.view
        atlas = load_atlas()
        seen_from = [atlas[code].seen_from for code in self.codes if code in atlas and atlas[code].region == "back"]
        return "back" if seen_from and all("front" not in sides for sides in seen_from) else None


def codes_in(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes that a viewer's message names; none where it is no list."""
    codes = message.get("codes")
    return tuple(str(code) for code in codes[:MAX_CODES]) if isinstance(codes, list) else ()


class Viewer:
    """Holds the tracker between frames; made anew only when the wish changes.  For one thread alone."""

    def __init__(self) -> None:
        self.wish = Wish()
        self.known: KnownBetter | None = None  # stays from wish to wish: the same person stands there
        self._tracker: Tracker | None = None
        self._lens: Lens | None = None
        self._lens_faults: tuple[AcupointError, ...] = ()  # why it could not be used on the last frame
        self._light = Light()
        self._mirror = MirrorWatch()
        self._unfound = 0  # frames since anything was placed

    def wants(self, wish: Wish) -> None:
        """From the next frame on, look for this."""
        if wish.better != self.wish.better:
            self.known, self._lens = wish.better.known(), wish.better.kept_lens()
        if wish.tracked != self.wish.tracked:
            self.close()
        elif wish.square is None and self.wish.square is not None and self._tracker is not None:
            self._tracker.tell(None)
        self.wish = wish
        if self._tracker is None:
            self._tracker = self._make()

    def answer(self, frame: bytes) -> dict[str, Any]:
        """What the browser is told of one JPEG frame."""
        rgb = decoded(frame)
        now_s = time.monotonic()
        found = self._through_lens(rgb, now_s)
        told = answer(found, self._light.enough(rgb, now_s), self.wish.facing)
        faults: tuple[Notice | AcupointError, ...] = (*self._lens_faults, *self._mirror.on(rgb))
        return {**told, **told_of(self.known, wording(self.wish.language), faults)}

    def locate(self, rgb: Rgb, t_s: float) -> Located:
        """What is found on one frame, taken `t_s` seconds into the video."""
        if self._tracker is None:
            self._tracker = self._make()
        if self.wish.square is not None and self._unfound:
            self._offer(self.wish.square, self._tracker, (rgb.shape[1], rgb.shape[0]))
        found = located_with(self._tracker, self.known, rgb, t_s)
        self._unfound = 0 if found.placements else self._unfound + 1
        return found

    def _through_lens(self, rgb: Rgb, t_s: float) -> Located:
        """What is found, on the frame as it came; looked for on the straight one where the lens is known."""
        lens, self._lens_faults = self._lens, ()
        if lens is None:
            return self.locate(rgb, t_s)
        try:
            lens = lens.at((rgb.shape[1], rgb.shape[0]))
        except RequestError as fault:  # another camera, or turned: said with the answer, which goes on without it
            self._lens_faults = (fault,)
            return self.locate(rgb, t_s)
        return bent_back(lens, self.locate(straight_picture(lens, rgb), t_s))

    def _offer(self, fitted: Fitted, tracker: Tracker, size_px: tuple[int, int]) -> None:
        """Have the outline looked into by turns: in between everywhere, for who steps back instead of fitting in."""
        turn = self._unfound % (2 * SEARCH_EVERY)
        if turn == 1:
            tracker.tell(fitted.square(size_px))
        elif turn == 1 + SEARCH_EVERY:
            tracker.tell(None)

    def close(self) -> None:
        """Free the detector."""
        if self._tracker is not None:
            self._tracker.close()
            self._tracker = None

    def _make(self) -> Tracker:
        from locator.track import Tracker  # brings the detector along: a second that only viewers pay

        wish = self.wish
        own = proportions_of(wish.profile)
        return Tracker(wish.region, wish.view, list(wish.codes) or None, own, derive=False)  # the page draws points


def proportions_of(name: str) -> Proportions:
    """The kept profile's, or everybody's where there is none of that name; the page has told a broken one."""
    if not name:
        return POPULATION
    try:
        return store.load(name).fitted().proportions
    except AcupointError:
        log.warning("no usable profile of that name; everybody's proportions are used instead")
        return POPULATION


def decoded(frame: bytes) -> Rgb:
    """(H, W, 3) RGB of one frame; PhotoError where it has sizes that no page of ours sends, before it is unpacked.

    A frame of some kilobytes can be a picture of gigabytes, and the detector ends the whole program, not only this
    viewer's line, on a side of more than 32,767 px.
    """
    with photo_formats.open_picture(frame, "JPEG") as picture:
        if not MIN_SIDE_PX <= min(picture.size) <= max(picture.size) <= MAX_FRAME_SIDE_PX:
            most, (width, height) = MAX_FRAME_SIDE_PX, picture.size
            raise PhotoError(f"expected a frame with sides of {MIN_SIDE_PX} to {most} px, got {width} x {height}")
        return np.asarray(picture.convert("RGB"))
