"""Legs tell where the hips were seen: points stay nearer to the skin, and legs that cannot tell say nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from recorded import body, mirrored, missed, moved, unmet

from locator.frames.trunk_legs import LegsModel
from locator.frames.trunk_legs_seen import Legs
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posture import EVEN
from locator.frames.trunk_state import IS_ODD, mirror
from locator.frames.trunk_view import view_trunk
from locator.geometry import Array
from locator.landmarks import SIDES, LandmarkSet
from locator.pipeline import locate_landmarks

few = settings(max_examples=30)
LOW = ("BL23", "BL25", "BL28")


def told(marks: LandmarkSet) -> tuple[Legs, Array]:
    """The legs, and the trunk's even features as the model takes them."""
    view = view_trunk(marks)
    assert view.legs is not None
    return view.legs, TrunkModel.load().postures["whole"].features(view)[0][: len(EVEN)]


def shift(marks: LandmarkSet) -> Array:
    return LegsModel.load().shift(*told(marks))


def without(marks: LandmarkSet, part: str) -> LandmarkSet:
    return replace(marks, marks={m.name: m for m in marks if part not in m.name})


def lowered(marks: LandmarkSet, joint: str, by_units: float) -> LandmarkSet:
    """The same with this joint of both sides seen further down the trunk."""
    view = view_trunk(marks)
    pair = [marks[f"{side}_{joint}"] for side in SIDES]
    return marks.having(replace(m, xy_px=m.xy_px - by_units * view.unit_px * view.up) for m in pair)


def heights(marks: LandmarkSet, codes: Iterable[str]) -> Array:
    """How far down the picture points lie, px."""
    spots = locate_landmarks(marks, region="back").placements
    return np.array([spot.xy_px[1] for spot in spots if spot.code in codes])


@pytest.mark.parametrize("name", ["back", "back34"])
def test_hips_seen_too_low_take_the_back_less_far_along_where_the_legs_are_seen(name: str) -> None:
    marks = body(name)
    away = [
        np.abs(heights(lowered(each, "hip", 0.04), LOW) - heights(each, LOW)).mean()
        for each in (marks, without(marks, "ankle"))
    ]
    assert away[0] < 0.95 * away[1], away


def test_bodies_seen_from_above_are_placed_nearer_by_their_legs_and_within_their_rings() -> None:
    bodies = unmet("bodies_from_above.json").values()
    with_legs, alone = (
        [missed(change(marks), truth) for marks, truth in bodies]
        for change in (lambda marks: marks, lambda marks: without(marks, "ankle"))
    )
    far, far_alone = (np.median(np.concatenate([away for away, _ in each])) for each in (with_legs, alone))
    held = np.concatenate([held for _, held in with_legs])
    assert len(held) > 300
    assert far < far_alone
    assert held.mean() > 0.55


@few
@given(st.floats(-math.pi, math.pi), st.floats(0.5, 2.0), st.tuples(st.floats(-300, 300), st.floats(-300, 300)))
def test_what_legs_tell_rides_with_the_body(turn: float, zoom: float, by: tuple[float, float]) -> None:
    np.testing.assert_allclose(shift(moved(body(), turn, zoom, by)), shift(body()), atol=1e-9)


@pytest.mark.parametrize("name", ["back", "back34"])
def test_a_mirror_leaves_it_alone(name: str) -> None:
    told_by = shift(body(name))
    assert told_by.any() and not told_by[: len(IS_ODD)][IS_ODD].any()
    np.testing.assert_allclose(shift(mirrored(body(name))), told_by, atol=1e-9)
    np.testing.assert_allclose(mirror() @ told_by, told_by, atol=1e-5)


def test_legs_unlike_those_of_who_stands_say_less_and_at_last_nothing() -> None:
    says = [LegsModel.load().said(*told(lowered(body(), "ankle", by))) for by in np.linspace(0.0, 0.4, 41)]
    assert says[0] == 1.0 and says[-1] == 0.0
    assert all(after <= before for before, after in pairwise(says))
    assert max(before - after for before, after in pairwise(says)) < 0.4, "it goes little by little"


@pytest.mark.parametrize("name", ["left_knee", "right_ankle"])
def test_legs_less_well_seen_say_less_and_widen_every_ring(name: str) -> None:
    def seen(sight: float) -> LandmarkSet:
        return body().having([replace(body()[name], visibility=sight)])

    sights = (1.0, 0.85, 0.7, 0.61)
    says = [LegsModel.load().said(*told(seen(sight))) for sight in sights]
    assert all(less < more for more, less in pairwise(says))
    places = [locate_landmarks(seen(sight), region="back").placements for sight in sights]
    rings_cun = [np.array([spot.ring_px / spot.cun_px for spot in spots]) for spots in places]
    assert all(np.all(wide >= narrow - 1e-9) for narrow, wide in pairwise(rings_cun))


@few
@given(st.floats(0.0, 40.0), st.floats(0.0, 40.0), st.sampled_from(["knee", "ankle"]))
def test_a_less_sure_knee_or_ankle_takes_less_of_the_doubt_away(one: float, other: float, joint: str) -> None:
    assume(abs(one - other) > 0.1)
    sure, unsure = sorted((one, other))
    left = []
    for sigma in (sure, unsure):
        marks = body().having([replace(body()[f"left_{joint}"], sigma_px=sigma)])
        left.append(LegsModel.load().explained(*told(marks)))
    assert np.linalg.eigvalsh(left[0] - left[1])[0] > -1e-12


def test_without_ankles_or_beyond_the_picture_they_say_nothing() -> None:
    assert view_trunk(without(body(), "left_ankle")).legs is None
    far = body().having([replace(body()["left_ankle"], xy_px=np.array([-5.0, 200.0]))])
    legs, even = told(far)
    assert legs.sight == 0.0 and LegsModel.load().said(legs, even) == 0.0


def test_feet_that_walk_out_of_the_picture_move_the_back_little_by_little() -> None:
    marks = body()
    foot_px = max(marks.xy(f"{side}_ankle")[1] for side in SIDES)
    near = range(-60, 61, 2)  # px from the rim
    rows = [heights(replace(marks, size_px=(marks.size_px[0], round(foot_px) + rim)), LOW) for rim in near]
    steps = [np.abs(after - before).max() for before, after in pairwise(rows)]
    assert np.abs(rows[0] - rows[-1]).max() > 1.0 and max(steps) < 0.5


@pytest.mark.parametrize("name", ["back", "back34"])
def test_however_much_legs_tell_doubt_is_left_in_every_direction(name: str) -> None:
    spread = TrunkModel.load().plain_spread(view_trunk(body(name)))
    assert np.linalg.eigvalsh(spread)[0] > 0.0
