"""One person at the live view: what they want to see, and the tracker that follows them."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from locator.atlas.load import load_atlas
from locator.landmarks import View
from locator.placement import REGIONS, Located, Region

if TYPE_CHECKING:
    from locator.track import Tracker

VIEWS: tuple[View, ...] = ("back", "front", "left", "right")
MAX_CODES = 120


@dataclass(frozen=True)
class Wish:
    """What one viewer looks for; anything that is not understood is left open rather than refused."""

    region: Region | None = None
    view: View | None = None
    codes: tuple[str, ...] = ()

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Wish:
        region = next((known for known in REGIONS if known == message.get("region")), None)
        view = next((known for known in VIEWS if known == message.get("view")), None)
        codes = message.get("codes") or []
        return cls(region, view, tuple(str(code) for code in codes[:MAX_CODES]))

    @property
    def facing(self) -> View | None:
        """The side of the body that these points are seen from: what was said, else behind when they all lie there."""
        if self.view is not None:
            return self.view
        atlas = load_atlas()
        seen_from = [atlas[code].seen_from for code in self.codes if code in atlas and atlas[code].region == "back"]
        return "back" if seen_from and all("front" not in sides for sides in seen_from) else None


class Viewer:
    """Holds the tracker between frames; made anew only when the wish changes.  For one thread alone."""

    def __init__(self) -> None:
        self.wish = Wish()
        self._tracker: Tracker | None = None

    def wants(self, wish: Wish) -> None:
        """From the next frame on, look for this."""
        if wish != self.wish:
            self.close()
        self.wish = wish
        if self._tracker is None:
            self._tracker = self._make()

    def locate(self, frame: bytes) -> Located:
        """What is found on one JPEG frame."""
        if self._tracker is None:
            self._tracker = self._make()
        return self._tracker.locate(decoded(frame), time.monotonic())

    def close(self) -> None:
        """Free the detector."""
        if self._tracker is not None:
            self._tracker.close()
            self._tracker = None

    def _make(self) -> Tracker:
        from locator.track import Tracker  # brings the detector along: a second that only viewers pay

        wish = self.wish
        return Tracker(region=wish.region, view=wish.view, codes=list(wish.codes) or None)


def decoded(frame: bytes) -> np.ndarray:
    """(H, W, 3) RGB of one frame."""
    with Image.open(io.BytesIO(frame), formats=["JPEG"]) as picture:
        return np.asarray(picture.convert("RGB"))
