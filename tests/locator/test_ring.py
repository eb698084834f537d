"""The ring holds 68 % of a normal, however long and thin it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.geometry import RING_PER_SIGMA, Array, ring_radii

# short axis / long axis -> radius in long axes; by adaptive quadrature of the two-dimensional normal over a disc
BY_QUADRATURE = {
    0.0: 0.99446, 0.001: 0.99446, 0.02: 0.99466, 0.05: 0.99572, 0.1: 0.99952, 0.3: 1.04384, 0.5: 1.14805,
    0.9: 1.43439, 0.999: 1.50884, 1.0: 1.50959,
}  # fmt: skip


def radius_of(covariance: Array) -> float:
    return float(ring_radii(covariance[None])[0])


@pytest.mark.parametrize(("ratio", "radius"), BY_QUADRATURE.items())
def test_the_ring_is_as_wide_as_quadrature_says(ratio: float, radius: float) -> None:
    assert radius_of(np.diag([9.0, 9.0 * ratio**2])) == pytest.approx(3.0 * radius, rel=1e-4)


def test_the_ring_holds_68_of_100_random_truths() -> None:
    covariance = np.array([[4.0, 1.5], [1.5, 1.0]])
    places = np.random.default_rng(7).multivariate_normal([0.0, 0.0], covariance, size=200_000)
    held = np.mean(np.hypot(*places.T) <= radius_of(covariance))
    assert held == pytest.approx(0.68, abs=0.004)


@given(st.floats(0.01, 50.0), st.floats(0.0, 50.0), st.floats(0.0, math.pi), st.floats(0.1, 10.0))
def test_the_ring_turns_and_grows_with_its_normal(long: float, short: float, turn: float, factor: float) -> None:
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    plain = np.diag([long**2, short**2])
    radius = radius_of(plain)
    assert radius_of(factor**2 * rotation @ plain @ rotation.T) == pytest.approx(factor * radius, rel=1e-3)
    assert 0.99 * max(long, short) <= radius <= RING_PER_SIGMA * max(long, short) * (1.0 + 1e-6)


def test_certainty_has_no_ring() -> None:
    assert radius_of(np.zeros((2, 2))) == 0.0
