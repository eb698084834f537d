"""How one body differs from the average one: nothing for a stranger, something for a person who has tapped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from locator.geometry import Array


@dataclass(frozen=True, eq=False)
class Proportions:
    """A person's own departures from what the trunk model expects, in the trunk's units (hip-to-shoulder length)."""

    name: str = "population"
    trunk_offset: Array | None = None  # (n,) mean of the state; None: zero
    trunk_spread: Array | None = None  # (n, n) its covariance; None: the population's
    trunk_known: Array | None = None  # (n, n) by how much knowing this person narrows the population's; None: nothing
    source: str = "population"


def narrowed(spread: Array, known: Array) -> Array:
    """(n, n) `spread` less what is known of the person, never less than nothing in any direction."""
    values, vectors = np.linalg.eigh(spread - known)
    least = 1e-3 * float(values[-1])  # a spread of zero would turn later taps away
    left: Array = (vectors * np.clip(values, least * 1e-3, None)) @ vectors.T
    return left


POPULATION = Proportions()
