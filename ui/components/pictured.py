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

    @property
    def slot(self) -> str:
        """What taps on it are kept by: they belong to this part of it, seen from this side."""
        return f"{self.name}-{self.region}-{self.view}"

    def query(self, codes: Sequence[str], person: int | None = None) -> Query:
        """Where these points are on it."""
        return Query(self.region, self.view, codes, person, self.own)
