"""Taps in an answer: joined with what was seen, measured as the world is, and told as the picture shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from calibration.against_sight import against_sight, doubted, without_parts
from calibration.fit import contradicted, unteachable
from calibration.strayed import strayed
from locator import locate_landmarks
from locator.anew import told_anew
from locator.landmarks import Landmark, LandmarkSet, View
from locator.landmarks_file import TAP_SIGMA_PX
from locator.outward import mirrored_back
from locator.photo import Photo
from locator.placement import Located, Refusal
from ui.components.tap_editor import Edit
from ui.finder import Query


@dataclass(frozen=True, eq=False)
class Tapped:
    """A body with its taps, and what they make of its points."""

    marks: LandmarkSet  # where the picture shows them
    body: LandmarkSet  # as the world is: not mirrored, and joints told against plain sight as they are seen
    located: Located  # on the picture
    strayed: tuple[str, ...] = ()  # joints moved far from where they are seen
    against: tuple[Refusal, ...] = ()  # of the parts with such joints

    @property
    def unfit(self) -> tuple[Refusal, ...]:
        """Why this teaches nothing of a person and is not to be kept."""
        return (*self.against, *unteachable(self.body))


def tapped(seen: Located, photo: Photo, query: Query, edit: Edit) -> Tapped:
    """What was `seen` of this photograph, and what the person did to it."""
    marks = with_taps(seen, photo, query.view, edit)
    against = against_sight(seen, marks)
    heeded = marks.having(mark for mark in seen.landmarks or () if mark.name in doubted(against))
    body = heeded.mirrored() if photo.mirrored else heeded
    located = locate_landmarks(body, query.own, list(query.codes), query.region or seen.only)
    located = told_anew(mirrored_back(located) if photo.mirrored else located, seen)
    why = tuple(each.why for each in against)
    return Tapped(marks, body, without_parts(located, against), strayed(seen, marks), why)


def counted_in(seen: Located, photo: Photo, query: Query, edit: Edit) -> Located:
    """The answer with these taps in it; the one without where they contradict what is seen, or place nothing."""
    now = tapped(seen, photo, query, edit)
    if now.against or contradicted(now.body) or not now.located.placements:
        return seen
    return now.located


def with_taps(seen: Located, photo: Photo, view: View | None, edit: Edit) -> LandmarkSet:
    """What was detected, with every tap in place of it or beside it; marks worn count until the person has tapped."""
    dropped = ("derived", "tapped") if edit.serial else ("derived",)
    detected = [m for m in seen.landmarks or () if m.source not in dropped]
    sigma = TAP_SIGMA_PX * max(1.0, max(photo.size_px) / 1000.0)  # a finger is as broad on a large photograph
    worn = {m.name: m for m in seen.landmarks or () if m.source == "tapped"}
    taps = [Landmark(n, np.array(xy), sigma_px=sigma, source="tapped") for n, xy in edit.taps.items()]
    unmoved = [replace(worn[t.name], xy_px=t.xy_px) if _stayed(t, worn) else t for t in taps]
    return LandmarkSet(photo.size_px, view or seen.view).having(detected).put_right(unmoved)


def _stayed(tap: Landmark, worn: dict[str, Landmark]) -> bool:
    """Whether this is a mark that was read, where it was read (to the tenth of a px that the browser keeps)."""
    mark = worn.get(tap.name)
    return mark is not None and bool(abs(mark.xy_px - tap.xy_px).max() <= 0.1)
