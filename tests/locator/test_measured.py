"""What legs and trunks usually are is measured by a recipe that gives back what was put in."""

from __future__ import annotations

import ast
import math
from importlib import resources

import numpy as np
import pytest
from recorded import body

from locator.frames.leg_typical import USUAL
from locator.frames.leg_view import FEATURES, view_leg
from locator.frames.trunk_depth import BREADTHS, SINE_SQUARED
from recipes.measure_typical import MEASURES, by_breadth, usual_of
from recipes.rendered import Truth


def test_legs_made_by_the_usual_numbers_and_strewn_about_them_give_those_numbers_back() -> None:
    leg = view_leg(body("back"), "left")
    assert leg is not None
    chance = np.random.default_rng(3)
    views = []
    for turn in np.linspace(-math.pi, math.pi, 2000):
        made = leg.turned_to(turn)
        own = dict(zip(FEATURES, made.features.tolist(), strict=True))
        for name, (rest, cosine, sine, sd) in USUAL.items():
            own[name] = rest + cosine * math.cos(turn) + sine * math.sin(turn) + sd * chance.standard_normal()
        made.features[:] = [own[name] for name in FEATURES]
        views.append(made)
    found = usual_of(views)
    assert found.keys() == USUAL.keys()
    for name, numbers in found.items():
        assert numbers == pytest.approx(USUAL[name], abs=0.02), name


@pytest.mark.parametrize("turn_deg", [-60.0, 0.0, 35.0])
def test_the_true_turn_is_that_of_the_body_before_the_camera(turn_deg: float) -> None:
    way = np.array([math.cos(math.radians(turn_deg)), 0.0, math.sin(math.radians(turn_deg))])
    ends = {
        f"{side}_{j}": {"xyz": (sign * 0.2 * way).tolist()}
        for side, sign in (("left", 1), ("right", -1))
        for j in ("shoulder", "hip")
    }
    view = np.eye(4)
    view[2, 3] = -3.0  # the camera three metres before it
    truth = Truth({"joints": ends, "landmarks": {"T12_spinous": {"xyz": [0.0, 0.0, 0.0]}}, "V": view.tolist()})
    assert abs(truth.turn_sine()) == pytest.approx(abs(math.sin(math.radians(turn_deg))))


def test_every_breadth_is_given_the_trunks_that_lie_nearest_to_it() -> None:
    breadths = np.array([BREADTHS[0] - 0.2, BREADTHS[0], BREADTHS[-1] + 0.3])
    (first, many), *between, (last, few) = by_breadth(breadths, np.array([0.5, 0.7, 0.1]))
    assert (first, many, last, few) == (pytest.approx(0.6), 2, pytest.approx(0.1), 1)
    assert all(math.isnan(mean) and not count for mean, count in between)


def test_narrower_trunks_are_no_surer_and_the_files_name_the_recipe_that_measured_them() -> None:
    assert list(SINE_SQUARED) == sorted(SINE_SQUARED, reverse=True) and len(SINE_SQUARED) == len(BREADTHS)
    told = ast.get_docstring(ast.parse((resources.files("recipes") / "measure_typical.py").read_text("utf-8"))) or ""
    for what in MEASURES:
        assert f"`python -m recipes.measure_typical {what} SET...`" in told
    for file in ("leg_typical.py", "trunk_depth.py"):
        assert "recipes/measure_typical.py" in (resources.files("locator") / "frames" / file).read_text("utf-8")
