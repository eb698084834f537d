"""What comes out: points on a body with their rings, and the reasons where there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from locator.errors import RequestError
from locator.geometry import Array, ReadOnlyArrays, frozen_array
from locator.landmarks import LandmarkSet, View
from locator.photo import Photo

Side = Literal["left", "right", "midline"]
Region = Literal["back", "leg", "hand", "foot", "head"]
REGIONS: tuple[Region, ...] = ("back", "leg", "hand", "foot", "head")
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 px
Boxes = tuple[Box, ...]  # one around each body of a picture, in the order in which they are counted


def known_region(region: str | None) -> None:
    """RequestError for a region that there is not."""
    if region is not None and region not in REGIONS:
        raise RequestError(f"expected a region out of {', '.join(REGIONS)}, got {region!r}")


def known_side(side: str | None) -> None:
    """RequestError for a side that there is not."""
    if side is not None and side not in get_args(Side):
        raise RequestError(f"expected a side out of {', '.join(get_args(Side))}, got {side!r}")


@dataclass(frozen=True, eq=False)
class Placement(ReadOnlyArrays):
    """One acupoint on one body in one picture."""

    code: str  # WHO code, "BL23"
    side: Side  # the body's own side
    xy_px: Array  # (2,)
    ring_px: float  # radius that holds the true place two times in three
    cun_px: float  # one cun of this body at this place
    visible: bool  # False: turned away, hidden by the body, beside it or out of the picture; kept in JSON, not drawn
    frame: Region  # region of the frame it was placed with
    rule: str  # the place in words
    # (2, 2) covariance of the place along the picture's axes, in cun of this place; None where only the ring is known
    spread_cun2: Array | None = None
    beside_px: float = 0.0  # how far it lies beside the body that was seen; 0 on it, and where nothing is known

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy_px", frozen_array(self.xy_px, (2,)))
        if self.spread_cun2 is not None:
            object.__setattr__(self, "spread_cun2", frozen_array(self.spread_cun2, (2, 2)))


@dataclass(frozen=True)
class Refusal:
    """Why something was not placed, and what the person can do about it.  Falsy, so `if frame:` reads well."""

    reason: str  # code, "no_body", "hips_missing", "faces_away", ...
    advice: str  # one sentence to act on
    region: Region | None = None  # None: the whole picture
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class FrameInfo:
    """What is told of a frame to the outside: which part, whose side, and how long one cun is."""

    region: Region
    side: Side | None  # None for the back and the head
    cun_px: float
    source: str  # "pose", "close-up", "taps"


@dataclass(frozen=True, eq=False)
class Located:
    """The answer for one picture of one body."""

    photo: Photo | None
    size_px: tuple[int, int]
    view: View
    frames: tuple[FrameInfo, ...] = ()
    placements: tuple[Placement, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    landmarks: LandmarkSet | None = None
    people: Boxes = ()
    profile: str | None = None  # name of the person whose own proportions were used; None: the average body's
    lens: str | None = None  # name of the measured lens whose bend was reckoned with
    # the one part that a close-up supports, or that was looked at unasked, whatever is known better of its body later
    only: Region | None = None

    def __repr__(self) -> str:
        """One line, as `<Located: located, view back, 600 x 800 px, 4 points, no refusals>`."""
        width, height = self.size_px
        why = ", ".join(f"{each.reason} ({each.region})" if each.region else each.reason for each in self.refusals)
        refused = f"refusals: {why}" if why else "no refusals"
        points = f"{len(self.placements)} point{'' if len(self.placements) == 1 else 's'}"
        return f"<Located: {self.status}, view {self.view}, {width} x {height} px, {points}, {refused}>"

    @property
    def status(self) -> Literal["located", "refused"]:
        return "located" if self.placements else "refused"


def known_answer(located: object) -> None:
    """RequestError for what is no answer, such as the picture that one is about."""
    if not isinstance(located, Located):
        raise RequestError(f"expected an answer, as locate(photo) gives it, got {type(located).__name__}")
