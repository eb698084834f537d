"""A person is what stays the same from picture to picture."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.fit import Sitting, fit, fits, how_strange
from locator.atlas.load import load_atlas
from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk, felt_as
from locator.frames.trunk_build import BuildModel
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_view import view_trunk
from locator.landmarks import Landmark, LandmarkSet
from locator.place import place
from locator.proportions import POPULATION, Proportions
from tests.calibration.bodies import FELT, joints, tapped


def l4_lower(marks: LandmarkSet, own: Proportions) -> float:
    """By how many cun L4 lies lower than a stranger's would."""
    mine, anyone = build_trunk(marks, own), build_trunk(marks)
    assert isinstance(mine, BodyFrame) and isinstance(anyone, BodyFrame)
    down = anyone.axes().distal.value
    return float((mine.anchors["l4"].value - anyone.anchors["l4"].value) @ down / (down @ down))


def test_nobody_is_anybody_until_tapped() -> None:
    assert fit([]).proportions.trunk is None
    assert fit([Sitting(joints())]).used == ()


def test_a_low_pelvis_felt_again_and_again_lowers_the_next_pictures_points() -> None:
    low, even = (fit([Sitting(tapped(joints(), lower=down))] * 6).proportions for down in (1.0, 0.0))
    assert 0.05 < l4_lower(joints(), low) - l4_lower(joints(), even) < 1.0


def of_build(build: float) -> LandmarkSet:
    """A body of this build with its five taps, drawn by the model itself."""
    builds, view = BuildModel.load(), view_trunk(joints())
    sight = builds.sight(view, joints())
    state = sight.base + build * builds.gradient(sight)[:, 0]
    bones = TrunkModel.load().frame(view, state, np.eye(len(state)), "pose").anchors
    return joints().having(Landmark(n, bones[felt_as(n)].value, sigma_px=2.0, source="tapped") for n in FELT)


@pytest.mark.parametrize("build", [-1.0, 1.0])
def test_a_build_told_by_five_taps_goes_along_to_a_turned_picture(build: float) -> None:
    whole = of_build(build)
    own = fit([Sitting(whole)]).proportions
    assert own.trunk is not None and 0.4 < own.trunk.mean[0] * build < 1.2
    assert own.trunk.spread[0, 0] < 0.6
    other = fit([Sitting(joints().having([whole["c7"]]))]).proportions
    turned = joints(0.8, (250.0, 260.0), 30.0)
    assert build * (l4_lower(turned, other) - l4_lower(turned, own)) > 0.2  # +1 has its fourth lumbar higher


def test_few_taps_move_little_and_repeated_ones_add_up() -> None:
    moved = [l4_lower(joints(), fit([Sitting(tapped(joints(), 1.0))] * n).proportions) for n in (1, 2, 4, 8)]
    assert moved == sorted(moved)
    assert moved[3] > 1.25 * moved[0]


def test_the_order_of_sittings_does_not_matter() -> None:
    sittings = [Sitting(tapped(joints(), d)) for d in (0.3, 0.9, -0.2)]
    there, back = fit(sittings).proportions, fit(sittings[::-1]).proportions
    assert there.trunk is not None and back.trunk is not None
    np.testing.assert_allclose(there.trunk.mean, back.trunk.mean, atol=1e-9)


@pytest.mark.parametrize(("scale", "degrees"), [(2.0, 0.0), (1.0, 40.0), (0.6, -90.0)])
def test_a_picture_moved_turned_or_enlarged_tells_the_same(scale: float, degrees: float) -> None:
    plain = fit([Sitting(tapped(joints(), 0.8))]).proportions.trunk
    other = fit([Sitting(tapped(joints(scale, (210.0, 330.0), degrees), 0.8, sigma_px=2.0 * scale))]).proportions.trunk
    assert plain is not None and other is not None
    np.testing.assert_allclose(plain.mean, other.mean, atol=2e-3)


def test_a_mirrored_body_is_the_same_person() -> None:
    own = fit([Sitting(tapped(joints(), 0.8, names=("c7", "left_psis")))]).proportions.trunk
    other = fit([Sitting(tapped(joints(), 0.8, names=("c7", "right_psis")))]).proportions.trunk
    assert own is not None and other is not None
    np.testing.assert_allclose(own.mean, other.mean, atol=2e-3)


def test_rings_are_smaller_for_a_person_known_than_for_a_stranger() -> None:
    own = fit([Sitting(tapped(joints(), 0.5))] * 3).proportions
    points = load_atlas().select(["BL23", "BL25"])
    mine, anyone = build_trunk(joints(), own), build_trunk(joints())
    assert isinstance(mine, BodyFrame) and isinstance(anyone, BodyFrame)
    for a, b in zip(place(points, mine, (600, 800)), place(points, anyone, (600, 800)), strict=True):
        assert a.ring_px < b.ring_px


def test_a_sitting_that_contradicts_the_others_is_shown() -> None:
    alike = [Sitting(tapped(joints(), 0.5), f"2026-01-0{i}") for i in (1, 2, 3)]
    assert fit(alike).notices == ()
    told = fit([*alike, Sitting(tapped(joints(), -4.0), "2026-02-01")], "anna").notices
    assert [n.sitting for n in told if "2026-02-01" in n.say] == [3]


def test_another_persons_taps_do_not_fit() -> None:
    own = fit([Sitting(tapped(joints(), 1.5))] * 3).proportions
    assert fits(tapped(joints(), 1.4), own)
    assert how_strange(tapped(joints(), -4.0), own) > how_strange(tapped(joints(), 1.5), own) + 1.0


@pytest.mark.parametrize("marks", [joints(), LandmarkSet((600, 800), "back")], ids=["no tap", "nobody"])
def test_what_tells_nothing_of_a_person_fits_everybody(marks: LandmarkSet) -> None:
    for own in (fit([Sitting(tapped(joints(), 1.5))]).proportions, POPULATION):
        assert how_strange(marks, own) == 0.0


@pytest.mark.parametrize("build", [-1.0, 1.0])
def test_a_profile_of_the_other_build_is_noticed(build: float) -> None:
    own = fit([Sitting(of_build(build))]).proportions
    assert fits(of_build(build), own)
    assert not fits(of_build(-build), own)
