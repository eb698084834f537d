"""How one body differs from the average one: nothing for a stranger, something for a person who has tapped."""

from __future__ import annotations

from dataclasses import dataclass

from locator.geometry import Array


@dataclass(frozen=True, eq=False)
class Proportions:
    """A person's own departures from what the trunk model expects, in the trunk's units (hip-to-shoulder length)."""

    name: str = "population"
    trunk_offset: Array | None = None  # (n,) mean of the state; None: zero
    trunk_spread: Array | None = None  # (n, n) its covariance; None: the population's
    source: str = "population"


POPULATION = Proportions()
