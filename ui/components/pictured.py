"""A picture with what the person says of it: together they tell which body is looked for, and which answer is whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locator.landmarks import View
from locator.photo import Photo
from locator.placement import Region
from locator.proportions import POPULATION, Proportions
from ui.components.request import PARTS
from ui.finder import Query


def body_of(name: str, person: int | None) -> str:
    """The name of one body on the picture called `name`; of the first it is the picture's own."""
    return f"{name}~{person}" if person else name


def picture_of(body: str) -> str:
    """The name of the picture on which the body of this name is."""
    return body.partition("~")[0]


@dataclass(frozen=True, eq=False)
class Pictured:
    """Whose body, which part of it, and from which side; unsaid until the person says it."""

    name: str  # another one for each picture, for its mirror image and for each lens it was taken through
    photo: Photo
    part: str = "unsure"  # a key of PARTS
    view: View | None = None
    own: Proportions = POPULATION

    @property
    def region(self) -> Region | None:
        return PARTS[self.part]

    def slot(self, person: int | None = None) -> str:
        """What taps on it are kept by: they belong to one body on it, to this part of that, seen from this side."""
        return f"{body_of(self.name, person)}-{self.region}-{self.view}"

    def query(self, codes: Sequence[str], person: int | None = None) -> Query:
        """Where these points are on it."""
        return Query(self.region, self.view, codes, person, self.own)
