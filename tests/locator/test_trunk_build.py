"""What stays of a body from picture to picture: the build and the little beside it."""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import pytest

from locator.frames.trunk_build import BuildModel, Own, even_part, mirror_even
from locator.frames.trunk_model import EVEN
from recipes.fit_person import fingerprint

STATE = len(mirror_even())
POSTURES = ("whole", "seated", "cut")


def told() -> Own:
    """Half sure of a build of +0.4."""
    one = np.zeros((1, STATE + 1))
    one[0, 0] = 1.0
    return BuildModel.load().anybody().heard(one, np.array([0.8]), np.array([[1.0]]))


def test_the_builds_correct_the_trunk_model_that_stands() -> None:
    data = json.loads((resources.files("locator") / "data" / "build.json").read_text(encoding="utf-8"))
    assert data["trunk"] == fingerprint(), "trunk.json was fitted anew: run recipes/fit_person.py after it"
    for posture in POSTURES:
        assert np.shape(data[posture]["correction"]) == (STATE, len(EVEN))
        assert data[posture]["samples"] > 10 * len(EVEN)


@pytest.mark.parametrize("posture", POSTURES)
def test_a_mirror_leaves_corrections_and_builds_alone(posture: str) -> None:
    model = BuildModel.load().postures[posture]  # type: ignore[index]
    np.testing.assert_allclose(mirror_even() @ model.by_build, model.by_build, atol=1e-5)
    np.testing.assert_allclose(mirror_even() @ model.correction, model.correction, atol=1e-4)
    values = np.linalg.eigvalsh(model.spread)
    assert values[0] > -1e-6 * values[-1]
    np.testing.assert_allclose(even_part(model.spread), even_part(model.spread).T, atol=1e-12)


def test_settling_leans_to_the_nearer_heap_and_not_beyond_it() -> None:
    before, after = BuildModel.load().anybody(), told()
    settled = before.settled(after)
    told_again = settled.heard(np.eye(1, STATE + 1), np.array([0.8]), np.array([[1.0]]))
    assert after.mean[0] < told_again.mean[0] < 1.0
    np.testing.assert_allclose(np.linalg.eigvalsh(told_again.spread)[0], 0.0, atol=1e-9)
    assert told_again.spread[0, 0] > 0.05


def test_who_is_not_known_at_all_leans_to_neither_side() -> None:
    before = BuildModel.load().anybody()
    settled = before.settled(before)
    assert settled.mean[0] == pytest.approx(0.0, abs=1e-12)
    assert settled.spread[0, 0] == pytest.approx(1.0, rel=0.3)


def test_evidence_adds_up_in_any_order() -> None:
    before = BuildModel.load().anybody()
    h = np.eye(3, STATE + 1)
    first, second = (h[:1], np.array([0.5]), np.eye(1)), (h, np.array([-0.2, 0.01, 0.02]), 0.1 * np.eye(3))
    there, back = before.heard(*first).heard(*second), before.heard(*second).heard(*first)
    np.testing.assert_allclose(there.mean, back.mean, atol=1e-9)
    np.testing.assert_allclose(there.spread, back.spread, atol=1e-9)
