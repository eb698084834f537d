"""Places on a body, by name: what a detector saw, what a finger tapped, what follows from them.

Names are MediaPipe's own in snake case (`left_shoulder`) and anatomical ones (`c7`, `l2`, `left_iliac_crest`); an
index into MediaPipe's list is never seen outside `locator.detect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np

from locator.errors import RequestError
from locator.geometry import Array, ReadOnlyArrays, frozen_array, in_mirror

Source = Literal["detected", "close-up", "tapped", "derived"]
View = Literal["back", "front", "left", "right", "unknown"]  # which face of the body is turned to the camera
Pair = Literal["left", "right"]  # the body's own side of what it has two of
SIDES: tuple[Pair, ...] = ("left", "right")
MOST_PX = 1e6  # fifty times the longest side that is read: what lies further off lies in no picture
MOST_SIGMA_PX = MOST_PX  # whoever is less sure than that has a place for nothing
_VIEWS = get_args(View)


def known_view(view: str | None) -> None:
    """RequestError for a view that there is not: one mistaken for another would place points on the wrong side."""
    faults = _view_faults(view)
    if faults:
        raise RequestError(faults[0])


@dataclass(frozen=True, eq=False)
class Landmark(ReadOnlyArrays):
    """One place on the body as this picture shows it."""

    name: str
    xy_px: Array  # (2,) picture pixels, x to the right, y down
    depth_px: float = 0.0  # away from the camera is positive; same unit as xy, origin at the body's own centre
    sigma_px: float = 2.0  # one standard deviation along each picture axis
    visibility: float = 1.0  # 0 hidden .. 1 in plain view
    source: Source = "detected"

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy_px", frozen_array(self.xy_px, (2,)))


@dataclass(frozen=True, eq=False)
class LandmarkSet:
    """Landmarks of one body, by name, in one picture."""

    size_px: tuple[int, int]  # width, height of the picture
    view: View = "unknown"
    marks: Mapping[str, Landmark] = field(default_factory=dict)
    # Of a body that is followed: how high the parts of its head stood above its hips when they were last seen, and one
    # standard deviation, in hip-to-shoulder lengths, by the names of frames/trunk_view.HEAD.
    head_before: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known_view(self.view)
        if self.view is None:  # as `locate` is told nothing of it
            object.__setattr__(self, "view", "unknown")
        object.__setattr__(self, "marks", MappingProxyType(dict(self.marks)))
        object.__setattr__(self, "head_before", MappingProxyType(dict(self.head_before)))

    @classmethod
    def from_points(
        cls,
        points: Mapping[str, tuple[float, float]],
        size_px: tuple[int, int],
        view: View = "back",
        sigma_px: float = 2.0,
        source: Source = "tapped",
    ) -> LandmarkSet:
        """Landmarks given by hand: name -> (x, y) in px, each good to `sigma_px`.  RequestError names every fault.

        What another program saw has the source "detected": "tapped" is believed where sight would not be, and lies in
        the picture, where a joint may be guessed beyond its rim.
        """
        if not isinstance(points, Mapping):
            raise RequestError(f'expected places by name such as {{"c7": (297, 203)}}, got {points!r}')
        faults = [f"{name}: {PLACE}, got {xy!r}" for name, xy in points.items() if not is_place(xy)]
        if source == "tapped":
            faults += _name_faults(points)
        if not is_sigma(sigma_px):
            faults.append(f"sigma_px: {SIGMA}, got {sigma_px!r}")
        faults += _view_faults(view) + _source_faults("source", source) + _size_faults(size_px)
        if faults:
            raise RequestError("\n".join(faults))
        size_px = int(size_px[0]), int(size_px[1])  # whoever takes them from an array hands over numbers JSON does not
        marks = {n: Landmark(n, np.asarray(xy, float), sigma_px=sigma_px, source=source) for n, xy in points.items()}
        if source == "tapped" and (beside := misplaced(marks.values(), size_px)):
            raise RequestError("\n".join(beside))
        return cls(size_px=size_px, view=view, marks=marks)

    def __reduce__(self) -> tuple[type[LandmarkSet], tuple[object, ...]]:
        """Answers are copied and sent between processes (a pool over a folder); a read-only mapping cannot be."""
        return type(self), (self.size_px, self.view, dict(self.marks), dict(self.head_before))

    def faults(self) -> list[str]:
        """What cannot be reckoned with, one line a fault: a set may be made of landmarks that nobody has looked at."""
        found = _size_faults(self.size_px)
        for name, mark in self.marks.items():
            if not isinstance(mark, Landmark):
                found.append(f"{name}: expected a Landmark, got {mark!r}")
                continue
            if mark.name != name:  # one would be found by its name, the other by its key
                found.append(f"{name}: expected the landmark of this name, got {mark.name}")
            if not is_place(mark.xy_px):
                found.append(f"{name}: {PLACE}, got ({mark.xy_px[0]:g}, {mark.xy_px[1]:g})")
            if not _is_within(mark.depth_px, -MOST_PX, MOST_PX):
                found.append(f"{name}.depth_px: expected a number of pixels up to {MOST_PX:g}, got {mark.depth_px!r}")
            if not is_sigma(mark.sigma_px):
                found.append(f"{name}.sigma_px: {SIGMA}, got {mark.sigma_px!r}")
            if not _is_within(mark.visibility, 0.0, 1.0):
                found.append(f"{name}.visibility: expected a number from 0 to 1, got {mark.visibility!r}")
            found += _source_faults(f"{name}.source", mark.source)
        return found or all_outside(self, self.size_px)

    def require(self, *names: str) -> tuple[str, ...]:
        """The names that are missing, in the order asked; empty when all are here."""
        return tuple(n for n in names if n not in self.marks)

    def __contains__(self, name: object) -> bool:
        return name in self.marks

    def __getitem__(self, name: str) -> Landmark:
        return self.marks[name]

    def __iter__(self) -> Iterator[Landmark]:
        return iter(self.marks.values())

    def __len__(self) -> int:
        return len(self.marks)

    def get(self, name: str) -> Landmark | None:
        return self.marks.get(name)

    def xy(self, name: str) -> Array:
        """(2,) px of a landmark that is here; KeyError names one that is not."""
        return self.marks[name].xy_px

    @property
    def seen_close(self) -> bool:
        """Whether the body was seen in a close-up, whichever of its joints a finger has put right since."""
        return any(mark.source == "close-up" for mark in self)

    def mirrored(self) -> LandmarkSet:
        """The same landmarks in the mirror image of the picture: places change, the body's sides do not."""
        return self.having(replace(m, xy_px=in_mirror(m.xy_px, self.size_px[0])) for m in self)

    def having(self, more: Iterable[Landmark], *, view: View | None = None) -> LandmarkSet:
        """A new set in which `more` replaces or joins what is here."""
        return replace(self, marks={**self.marks, **{m.name: m for m in more}}, view=view or self.view)

    def put_right(self, given: Iterable[Landmark]) -> LandmarkSet:
        """A new set in which places told in the picture's plane replace or join what is here.

        How deep a joint lies no finger on a picture tells, and the body's turn hangs on it: that stays as it was seen.
        """
        return self.having(replace(m, depth_px=self[m.name].depth_px) if m.name in self else m for m in given)


# What is said of those that are none.
SIGMA = f"expected a positive number of pixels up to {MOST_SIGMA_PX:g}"
PLACE = f"expected a place in pixels such as (297, 203), within {MOST_PX:g} px"


def is_sigma(value: object) -> bool:
    """Whether this is a doubt to reckon with, px: its square has to be a number too."""
    try:
        return not isinstance(value, (bool, str)) and 0.0 < float(value) <= MOST_SIGMA_PX  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return False


def is_place(xy: object) -> bool:
    """Whether this is two numbers that can lie in a picture or beside one."""
    try:
        place = np.asarray(xy, float)
    except (TypeError, ValueError, OverflowError):
        return False
    within = place.shape == (2,) and bool((np.abs(place) <= MOST_PX).all())
    return within and np.asarray(xy).dtype.kind in "iuf"


def in_picture(xy_px: Array, size_px: tuple[int, int]) -> bool:
    """Whether a place (2,) lies in a picture of this width and height, its rim included."""
    return bool(np.all(xy_px >= 0.0) and np.all(xy_px <= size_px))


def outside(xy_px: Array, size_px: tuple[int, int]) -> str:
    """The fault of a place that lies outside the picture."""
    return f"expected a place in the picture ({by(size_px)} px), got ({xy_px[0]:.10g}, {xy_px[1]:.10g})"


def all_outside(marks: Iterable[Landmark], size_px: tuple[int, int]) -> list[str]:
    """The fault of landmarks of which not one lies in the picture: some may, beyond its rim, but not all of a body."""
    marks = tuple(marks)
    if not marks or any(in_picture(mark.xy_px, size_px) for mark in marks):
        return []
    first, (x, y) = marks[0].name, marks[0].xy_px
    return [
        f"expected landmarks in the picture ({by(size_px)} px), got none there ({first} at ({x:.10g}, {y:.10g})); "
        "tell the size of the picture they were measured on, or measure them on this one"
    ]


def misplaced(given: Iterable[Landmark], size_px: tuple[int, int]) -> list[str]:
    """Why landmarks given by hand cannot lie on a picture of this size; empty when they can.

    A finger touches what it sees, so a tap lies in the picture; a joint may be guessed a little beyond its rim.
    """
    given = tuple(given)
    return all_outside(given, size_px) or [
        f"{mark.name}: {outside(mark.xy_px, size_px)}"
        for mark in given
        if mark.source == "tapped" and not in_picture(mark.xy_px, size_px)
    ]


def by(size_px: tuple[int, int]) -> str:
    """A picture's size as a person writes it."""
    return f"{size_px[0]} x {size_px[1]}"


def _is_within(value: object, least: float, most: float) -> bool:
    """Whether this is a number between these two; a rounded 1.0000001 is taken for the 1 that it stands for."""
    try:
        return least - 1e-6 <= float(value) <= most + 1e-6  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return False


def _view_faults(view: object) -> list[str]:
    """What is said of a view that there is not."""
    return [] if view is None or view in _VIEWS else [f"expected a view out of {', '.join(_VIEWS)}, got {view!r}"]


def _source_faults(at: str, source: object) -> list[str]:
    """What is said of a source that there is not: landmarks of one mistaken for another would not be heard."""
    known = get_args(Source)
    return [] if source in known else [f"{at}: expected one of {', '.join(known)}, got {source!r}"]


def _name_faults(tapped: Iterable[object]) -> list[str]:
    """What is said of tapped names that mean no landmark: they would not be heard.

    What another program saw may have names of its own, as a report's outline of the body has.
    """
    from locator.landmark_names import KNOWN, no_use  # which knows the landmarks of every part, and so this file

    return [no_use(str(name)) for name in tapped if name not in KNOWN]


def _size_faults(size_px: object) -> list[str]:
    """What is said of a picture's width and height that are none."""
    if is_place(size_px) and min(size_px) > 0:  # type: ignore[call-overload]
        return []
    return [f"size_px: expected the picture's width and height such as (600, 800), got {size_px!r}"]
