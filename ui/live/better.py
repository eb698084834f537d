"""What a viewer says is known better than a camera can: taps made on a frozen frame, marks worn, a measured lens.

The live view and the check's both ask here, so that a tap rides in one as it does in the other.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from calibration import lens_store
from calibration.known import MOST_MARKS, Known, marks_from
from calibration.lens import Lens
from calibration.notice import Notice, Told
from locator.detect.base import Rgb
from locator.errors import AcupointError
from locator.landmarks import Landmark, LandmarkSet
from locator.placement import Located
from ui.components.faults import fault_said
from ui.wording import Wording

if TYPE_CHECKING:
    from locator.track import Tracker

log = logging.getLogger(__name__)


class KnownBetter(Protocol):
    """Landmarks that somebody knows better than the detector: tapped on a frozen frame, or worn as printed marks."""

    def on(self, rgb: Rgb, found: Located, t_s: float) -> tuple[Landmark, ...]:
        """Where they are on this frame, each with its sigma; none where they are lost.

        `found.landmarks` are those detected, None where there is no body.
        """
        ...

    def told(self) -> Told:
        """Landmarks in use and lost, and what is to be said about marks not believed."""
        ...


@dataclass(frozen=True)
class Better:
    """Plain values, so that two wishes can be told apart."""

    marks: str = ""  # JSON of a list of marks, as the page handed it over (see calibration.known)
    worn: bool = False  # look for printed marks
    lens: str = ""  # name of a kept lens
    # Names of those marks that were given up before.  Told while they are followed, too, which goes on as it is.
    lost: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Better:
        told, lost = message.get("marks"), message.get("lost")
        marks = json.dumps(told[:MOST_MARKS]) if isinstance(told, list) and told else ""
        given_up = tuple(str(name) for name in lost[:MOST_MARKS]) if isinstance(lost, list) else ()
        return cls(marks, message.get("worn") is True, str(message.get("lens") or ""), given_up)

    def known(self) -> Known | None:
        """What carries the marks from frame to frame; None where nothing is known better."""
        marks = marks_from(json.loads(self.marks)) if self.marks else ()
        return Known(marks, self.worn, self.lost) if marks or self.worn else None

    def kept_lens(self) -> Lens | None:
        """The lens named; None where there is none of that name, or a broken one, which the page has told."""
        if not self.lens:
            return None
        try:
            return lens_store.load(self.lens)
        except AcupointError:
            log.warning("no usable lens of that name; frames are looked at as they come")
            return None


def located_with(tracker: Tracker, known: KnownBetter | None, rgb: Rgb, t_s: float) -> Located:
    """What is found on the frame taken `t_s` seconds into the video, with the landmarks known better that are on it."""
    if known is None:
        return tracker.locate(rgb, t_s)
    size_px, asked = (rgb.shape[1], rgb.shape[0]), False

    def felt(marks: LandmarkSet) -> tuple[Landmark, ...]:
        nonlocal asked
        asked = True
        return known.on(rgb, Located(None, size_px, marks.view, landmarks=marks), t_s)

    found = tracker.locate(rgb, t_s, felt)
    if not asked:  # told of every frame: it counts for how long the body is gone
        known.on(rgb, Located(None, size_px, "unknown"), t_s)
    return found


def told_of(known: KnownBetter | None, words: Wording, faults: Sequence[Notice | AcupointError] = ()) -> dict[str, Any]:
    """What the browser is told of them on the last frame, and of what else is amiss: `known`, or nothing."""
    told: Told = {"used": [], "lost": [], "doubted": []} if known is None else known.told()
    unsaid: tuple[Notice | AcupointError, ...] = (*told["doubted"], *faults)
    better = {**told, "doubted": [fault_said(words, each) for each in unsaid]}
    return {"known": better} if any(better.values()) else {}
