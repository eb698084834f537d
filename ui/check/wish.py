"""What one viewer of the check page asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from locator.atlas.load import load_atlas
from locator.json_values import is_number
from locator.landmarks import View
from locator.placement import REGIONS, Region, Side
from locator.press import FINGERS, Finger
from ui.live.better import Better
from ui.live.viewer import VIEWS, codes_in
from ui.wording import ENGLISH


@dataclass(frozen=True)
class Tap:
    """A place shown by hand, in shares of the frame; another number is another tap."""

    number: int
    x: float
    y: float
    still: bool = False  # on a frozen picture: it stays where it is, there is no body that moves


@dataclass(frozen=True)
class CheckWish:
    """Which point is meant and what presses; anything that is not understood is left open rather than refused."""

    codes: tuple[str, ...] = ()  # the point that is meant; several when it is asked which of them is pressed
    side: Side | None = None
    naming: bool = False  # which point is pressed, rather than how far off a point is
    finger: Finger | None = None
    tap: Tap | None = None
    region: Region | None = None
    view: View | None = None
    profile: str = ""
    better: Better = field(default_factory=Better)  # what is known better than the detector: taps that ride
    language: str = ENGLISH

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> CheckWish:
        return cls(
            codes=codes_in(message),
            side=_one_of(get_args(Side), message.get("side")),
            naming=bool(message.get("naming")),
            finger=_one_of(FINGERS, message.get("finger")),
            tap=_tap(message.get("tap")),
            region=_one_of(REGIONS, message.get("region")),
            view=_one_of(VIEWS, message.get("view")),
            profile=str(message.get("profile") or ""),
            better=Better.from_message(message),
            language=str(message.get("language") or ENGLISH),
        )

    @property
    def on_hand(self) -> bool:
        """Whether a point of the hand or the forearm is meant, or any of them: then hands are followed, not a body."""
        if self.naming or not self.codes:
            return self.region == "hand"
        point = load_atlas().get(self.codes[0])
        return point is not None and point.region == "hand"

    @property
    def looks_for(self) -> tuple[object, ...]:
        """What the body's tracker depends on; all else may change while it follows."""
        return (self.on_hand, self.codes, self.region, self.view, self.profile)


def _one_of(known: tuple[Any, ...], value: object) -> Any:
    return next((each for each in known if each == value), None)


def _tap(value: object) -> Tap | None:
    if not isinstance(value, Mapping):
        return None
    known = [each for key in ("number", "x", "y") if is_number(each := value.get(key))]
    if len(known) < 3:
        return None
    number, x, y = known
    if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
        return None
    return Tap(int(number), float(x), float(y), bool(value.get("still")))
