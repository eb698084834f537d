"""How one body differs from the average one: nothing for a stranger, something for a person who has tapped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locator.frames.trunk_build import Own


@dataclass(frozen=True, eq=False)
class Proportions:
    """What is known of a person's trunk beyond the average; None: nothing."""

    name: str = "population"
    trunk: Own | None = None
    source: str = "population"

    @property
    def profile(self) -> str | None:
        """The person's name; None for the average body, and for a person of whom nothing is known."""
        return None if self.trunk is None else self.name


POPULATION = Proportions()
