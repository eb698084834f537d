"""Steadied landmarks: still ones do not shiver, moving ones do not lag, and near or far is the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.geometry import Array
from locator.steady import OneEuro, SteadyBody

FPS = 15.0
TRUNK_PX = 210.0  # 21 cun of 10 px
CUN_PX = 10.0


def run(values: list[Array], unit_px: float = TRUNK_PX, fps: float = FPS) -> Array:
    filtered = OneEuro()
    return np.array([filtered(v, i / fps, unit_px) for i, v in enumerate(values)])


def test_a_still_body_does_not_shiver() -> None:
    chance = np.random.default_rng(1)
    noisy = [100.0 + 0.06 * CUN_PX * chance.standard_normal((20, 3)) for _ in range(150)]
    steady = run(noisy)[30:]
    before = np.mean(np.linalg.norm(np.diff(noisy, axis=0)[30:, :, :2], axis=2)) / CUN_PX
    after = np.mean(np.linalg.norm(np.diff(steady, axis=0)[:, :, :2], axis=2)) / CUN_PX
    assert before > 0.08 and after <= 0.05


def test_a_walking_body_is_followed_within_a_frame() -> None:
    step_px = 0.5 * TRUNK_PX / FPS  # half a trunk a second
    walk = [np.array([[50.0 + i * step_px, 80.0, 0.0]]) for i in range(45)]
    lag_px = np.array(walk)[20:, 0, 0] - run(walk)[20:, 0, 0]
    assert np.all(lag_px >= 0) and np.max(lag_px) < 1.0 * step_px


def test_it_arrives_where_the_body_stops() -> None:
    stop = [np.array([[0.0, 0.0]])] * 5 + [np.array([[60.0, -30.0]])] * 60
    assert run(stop)[-1] == pytest.approx(np.array([[60.0, -30.0]]), abs=0.5)


@settings(max_examples=30)
@given(st.floats(0.2, 20.0), st.integers(0, 2**32 - 1))
def test_near_and_far_bodies_are_steadied_alike(zoom: float, seed: int) -> None:
    walk = list(np.cumsum(np.random.default_rng(seed).normal(0, 6.0, (12, 4, 2)), axis=0))
    np.testing.assert_allclose(run([zoom * w for w in walk], zoom * TRUNK_PX), zoom * run(walk), rtol=1e-9, atol=1e-9)


@settings(max_examples=30)
@given(st.lists(st.floats(-500, 500), min_size=2, max_size=20))
def test_it_never_leaves_the_range_of_what_was_seen(places: list[float]) -> None:
    out = run([np.array([[p, -p]]) for p in places])[:, 0, 0]
    assert min(places) - 1e-9 <= out.min() and out.max() <= max(places) + 1e-9


def test_the_first_value_after_a_reset_is_taken_as_it_is() -> None:
    filtered = OneEuro()
    filtered(np.zeros((2, 2)), 0.0, TRUNK_PX)
    filtered(np.ones((2, 2)), 0.1, TRUNK_PX)
    filtered.reset()
    assert filtered(np.full((2, 2), 90.0), 0.2, TRUNK_PX) == pytest.approx(np.full((2, 2), 90.0))


def test_a_clock_that_stands_still_or_a_body_of_other_landmarks_starts_anew() -> None:
    filtered = OneEuro()
    filtered(np.zeros((2, 2)), 1.0, TRUNK_PX)
    assert filtered(np.full((2, 2), 8.0), 1.0, TRUNK_PX) == pytest.approx(np.full((2, 2), 8.0))
    assert filtered(np.full((3, 2), 5.0), 2.0, TRUNK_PX) == pytest.approx(np.full((3, 2), 5.0))


def test_landmarks_have_their_own_speeds() -> None:
    chance = np.random.default_rng(2)
    still = 0.06 * CUN_PX * chance.standard_normal((60, 1, 2))
    fast = np.cumsum(np.full((60, 1, 2), 8.0), axis=0)
    alone, beside = run(list(still)), run(list(np.concatenate([still, fast], axis=1)))[:, :1]
    np.testing.assert_allclose(beside, alone)


def test_a_whole_body_is_followed_sooner_than_any_of_its_joints_alone() -> None:
    chance = np.random.default_rng(3)
    step_px = 2.0 * TRUNK_PX / FPS  # two trunks a second: who walks out of the picture
    shape = 40.0 * chance.standard_normal((6, 3))
    walk = [shape + np.array([i * step_px, 0.0, 0.0]) for i in range(12)]
    whole, joints = SteadyBody(range(4)), OneEuro()
    pairs = [(whole(w, i / FPS, TRUNK_PX), joints(w, i / FPS, TRUNK_PX)) for i, w in enumerate(walk)]
    lag_px = [float(np.mean(walk[-1][:, 0] - place[:, 0])) for place in pairs[-1]]
    assert 0 <= lag_px[0] < 0.7 * lag_px[1]
    np.testing.assert_allclose(pairs[-1][0] - pairs[-1][0].mean(axis=0), shape - shape.mean(axis=0), atol=1e-6)


def test_a_still_body_does_not_shiver_as_a_whole_either() -> None:
    chance = np.random.default_rng(4)
    noisy = [100.0 + 0.06 * CUN_PX * chance.standard_normal((20, 3)) for _ in range(150)]
    whole = SteadyBody(range(4))
    steady = np.array([whole(v, i / FPS, TRUNK_PX) for i, v in enumerate(noisy)])[30:]
    assert np.mean(np.linalg.norm(np.diff(steady, axis=0)[:, :, :2], axis=2)) / CUN_PX <= 0.05


def test_a_body_after_a_reset_is_taken_as_it_is() -> None:
    whole = SteadyBody([0])
    whole(np.zeros((2, 2)), 0.0, TRUNK_PX)
    whole.reset()
    assert whole(np.full((2, 2), 90.0), 0.2, TRUNK_PX) == pytest.approx(np.full((2, 2), 90.0))
