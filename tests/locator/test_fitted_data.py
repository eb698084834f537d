"""What was fitted and ships as data, against the code that reads it and the tables it was to follow."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib import resources
from typing import Any

import numpy as np
import pytest
from printed import printed
from recorded import body

from locator.anatomy import SPINE_FRACTION
from locator.frames.leg_model import ANCHORS, FACES, Face, LegModel
from locator.frames.leg_view import CLOSE_FEATURES, FEATURES, view_leg
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_places import spine_weights
from locator.frames.trunk_posture import EVEN, ODD
from locator.frames.trunk_state import AXES, LEVELS, PAIRED

DATA = resources.files("locator") / "data"
STATE = 2 * len(LEVELS) + len(AXES) + 4 * len(PAIRED)
POSTURES = ("whole", "seated", "cut")


def read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return told


def test_the_spines_fractions_are_the_printed_ones() -> None:
    rows = {row["level"].lower().removesuffix("_hiatus"): row for row in printed("spine_fractions")}
    assert tuple(rows) == tuple(SPINE_FRACTION)
    for level, (fraction, sd) in SPINE_FRACTION.items():
        assert fraction == pytest.approx(float(rows[level]["fraction"]), abs=5e-5), level
        assert sd == pytest.approx(float(rows[level]["sd"]), abs=5e-5), level


def test_no_source_lies_further_from_the_fraction_than_twice_the_doubt_about_it() -> None:
    for row in printed("spine_fractions"):
        for source in ("bodyparts3d", "opensim", "ernst_2013", "morphable_lumbar"):
            if row[source]:
                away = abs(float(row[source]) - float(row["fraction"]))
                assert away <= 2.0 * float(row["sd"]) + 1e-9, (row["level"], source)


def test_levels_follow_one_another() -> None:
    fractions = [fraction for fraction, _ in SPINE_FRACTION.values()]
    assert fractions == sorted(fractions) and len(set(fractions)) == len(fractions)


@pytest.mark.parametrize("posture", POSTURES)
def test_the_trunks_coefficients_are_for_the_features_that_the_code_measures(posture: str) -> None:
    told = read("trunk.json")[posture]
    assert list(told["even"]) == list(EVEN) and list(told["odd"]) == list(ODD)
    is_odd = [True] * 4 + [False] * 4 + [parity == "odd" for _, parity in AXES]
    assert {len(row) for row in told["even"].values()} == {is_odd.count(False)}
    assert {len(row) for row in told["odd"].values()} == {is_odd.count(True)}
    assert list(told["paired"]) == list(PAIRED)
    for bone in told["paired"].values():
        assert len(bone["left"]) == len(bone["up"]) == len(EVEN) + len(ODD)
    assert len(told["even_low"]) == len(told["even_high"]) == len(EVEN)
    assert np.all(np.array(told["even_low"]) <= np.array(told["even_high"]))
    assert np.all(np.array(told["growth"]) >= 0), "a harder view may not be surer"


@pytest.mark.parametrize("posture", POSTURES)
def test_the_trunks_spread_is_one_that_bodies_and_their_mirror_images_can_have(posture: str) -> None:
    spread = np.array(read("trunk.json")[posture]["spread"])
    assert spread.shape == (STATE, STATE)
    np.testing.assert_allclose(spread, spread.T, atol=1e-8)
    values = np.linalg.eigvalsh(spread)
    assert values[0] > -1e-6 * values[-1]
    # left of the midline levels and height of them do not go together: a mirror would turn the sign
    assert np.all(spread[:4, 4:8] == 0.0)
    assert 0.0 < np.sqrt(np.diag(spread)[:8]).max() < 0.2  # a fifth of a trunk: two vertebrae


def test_the_trunk_is_fitted_on_enough_bodies_and_says_by_what() -> None:
    told = read("trunk.json")
    assert "fit_trunk" in told["source"]
    for posture in POSTURES:
        assert told[posture]["samples"] > 5 * (len(EVEN) + len(ODD)), posture
    assert set(TrunkModel.load().postures) == set(POSTURES)


def test_the_legs_coefficients_are_for_the_features_that_the_code_measures() -> None:
    told = read("leg.json")
    assert tuple(told["features"]) == FEATURES
    for face in FACES:
        assert set(told[face]["anchors"]) == set(ANCHORS)
        for coefficients in told[face]["anchors"].values():
            assert np.array(coefficients).shape == (len(FEATURES), 2)
        spread = np.array(told[face]["spread"])
        assert spread.shape == (2 * len(ANCHORS), 2 * len(ANCHORS))
        np.testing.assert_allclose(spread, spread.T, atol=1e-8)
        assert np.linalg.eigvalsh(spread)[0] > -1e-6 * np.abs(spread).max()
        assert np.all(LegModel.load().whole[face].low <= LegModel.load().whole[face].high)
        assert told[face]["samples"] > 5 * len(FEATURES)


@pytest.mark.parametrize("region", ["back", "leg", "foot", "head"])
def test_a_close_ups_forest_is_small_and_its_branches_lead_to_leaves(region: str) -> None:
    with resources.as_file(DATA / f"closeup_{region}.npz") as path:
        told = dict(np.load(path))
        assert path.stat().st_size < 100_000
    assert {"feature", "threshold", "left", "right", "value", "base"} <= set(told)
    feature, left, right = (told[k].astype(int) for k in ("feature", "left", "right"))
    assert feature.shape == left.shape == right.shape == told["threshold"].shape == told["value"].shape
    inner = feature >= 0
    own = np.broadcast_to(np.arange(feature.shape[1]), feature.shape)
    assert np.all(left[inner] > own[inner]) and np.all(right[inner] > own[inner]), "a branch may not lead back"
    assert np.all(np.isfinite(told["value"])) and np.isfinite(told["base"])


def test_the_curve_through_the_spine_meets_its_four_knots_and_keeps_a_straight_one_straight() -> None:
    knots = np.array([SPINE_FRACTION[level][0] for level in LEVELS])
    for i, knot in enumerate(knots):
        np.testing.assert_allclose(spine_weights(float(knot)), np.eye(4)[i], atol=1e-12)
    for fraction, _ in SPINE_FRACTION.values():
        assert float(spine_weights(fraction) @ knots) == pytest.approx(fraction)
        assert float(spine_weights(fraction).sum()) == pytest.approx(1.0)


@pytest.mark.parametrize(("face", "most_cun"), [("front", 1.0), ("back", 2.0)])
def test_close_ups_of_legs_are_shifted_by_little_where_they_look_as_most_do(face: Face, most_cun: float) -> None:
    told = read("leg_close.json")
    assert tuple(told["features"]) == CLOSE_FEATURES and set(told[face]["anchors"]) == set(ANCHORS)
    shift = LegModel.load().close[face]
    assert np.all(shift.low <= shift.high)
    assert np.abs(shift(0.5 * (shift.low + shift.high))).max() < most_cun / 16.0


def test_a_leg_turned_through_its_side_view_has_no_jump() -> None:
    """From one face's coefficients to the other's its places move as little as they do elsewhere."""
    marks = body("back")
    view = view_leg(marks, "left")
    assert view is not None
    turns = np.radians(np.arange(60.0, 121.0))
    places = []
    for turn in turns:
        features = np.array([1.0, math.cos(turn), math.sin(turn), math.sin(turn) ** 2, *view.features[4:]])
        places.append(LegModel.load().seen_whole(replace(view, turn_rad=float(turn), features=features)))
    assert np.abs(np.diff(places, axis=0)).max() < 0.2 / 16.0  # a fifth of a cun a degree
