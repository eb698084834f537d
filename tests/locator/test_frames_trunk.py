"""The back's frame: laws that hold for any body, on landmarks given by name."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import body, carried, flipped, mirrored, moved, rings_px

from locator.anatomy import SPINE_FRACTION
from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.trunk import build_trunk
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posture import completed
from locator.frames.trunk_view import DEPTH_TRUST, HEAD, JOINTS, view_trunk
from locator.landmarks import Landmark, LandmarkSet

BODIES = ("back", "back34")
turns = st.floats(-math.pi, math.pi)
zooms = st.floats(0.6, 2.5)
moves = st.tuples(st.floats(-900, 900), st.floats(-900, 900))
few = settings(max_examples=20)


def frame_of(marks: LandmarkSet) -> BodyFrame:
    built = build_trunk(marks)
    assert isinstance(built, BodyFrame), built
    return built


@pytest.mark.parametrize("name", BODIES)
@few
@given(turns, zooms, moves)
def test_every_anchor_and_axis_rides_with_the_body(
    name: str, turn: float, zoom: float, by: tuple[float, float]
) -> None:
    before, after = frame_of(body(name)), frame_of(moved(body(name), turn, zoom, by))
    assert after.cun_px == pytest.approx(zoom * before.cun_px)
    assert after.turn_rad == pytest.approx(before.turn_rad)
    for anchor, place in before.anchors.items():
        assert after.anchors[anchor].value == pytest.approx(carried(place.value, turn, zoom, by), abs=1e-6)
    for anchor in ("c7", "t7", "l4"):
        for axis in ("distal", "lateral", "dorsal"):
            here, there = getattr(before.axes(anchor), axis).value, getattr(after.axes(anchor), axis).value
            origin = carried(np.zeros(2), turn, zoom, by)
            assert there == pytest.approx(carried(here, turn, zoom, by) - origin, abs=1e-6)
    plain, grown = rings_px(before), rings_px(after)
    assert all(grown[n] == pytest.approx(zoom * plain[n], rel=1e-6) for n in plain)


@pytest.mark.parametrize("name", BODIES)
def test_a_mirrored_body_holds_mirrored_anchors_with_sides_exchanged(name: str) -> None:
    before, after = frame_of(body(name)), frame_of(mirrored(body(name)))
    for anchor, place in before.anchors.items():
        other = anchor.replace("left", "*").replace("right", "left").replace("*", "right")
        assert after.anchors[other].value == pytest.approx(flipped(place.value), abs=1e-6), anchor
    rings, other_rings = rings_px(before), rings_px(after)
    assert other_rings["l2"] == pytest.approx(rings["l2"]) and other_rings["c7"] == pytest.approx(rings["c7"])
    assert after.turn_rad == pytest.approx(-before.turn_rad)


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_landmarks_changes_nothing(chance: random.Random) -> None:
    marks = list(body("back34"))
    chance.shuffle(marks)
    before, after = frame_of(body("back34")), frame_of(LandmarkSet(body().size_px).having(marks))
    for anchor, place in before.anchors.items():
        np.testing.assert_array_equal(after.anchors[anchor].value, place.value)


@pytest.mark.parametrize("name", BODIES)
def test_levels_follow_one_another_down_the_spine(name: str) -> None:
    frame = frame_of(body(name))
    down = frame.axes().distal.value
    heights = [float(frame.anchors[level].value @ down) for level in SPINE_FRACTION]
    assert heights == sorted(heights)


def test_the_spine_is_as_long_as_measured_peoples() -> None:
    # ANSUR II: cervicale less iliac crest is 19.0 cun in the mean of 3,034 adults, sd .9; L4 lies .44 below the crest
    frame = frame_of(body("back"))
    length = np.linalg.norm(frame.anchors["l4"].value - frame.anchors["c7"].value) / frame.cun_px
    assert 16.5 < length < 22.5


@pytest.mark.parametrize("name", BODIES)
def test_the_bodys_left_is_at_its_left_shoulder(name: str) -> None:
    marks, frame = body(name), frame_of(body(name))
    across = marks.xy("left_shoulder") - marks.xy("right_shoulder")
    for pair in ("acromion", "iliac_crest", "psis", "scapula_inferior_angle"):
        apart = frame.anchors[f"left_{pair}"].value - frame.anchors[f"right_{pair}"].value
        assert float(apart @ across) > 0, pair
    assert float(frame.axes("t7").lateral.value @ across) > 0


@pytest.mark.parametrize("name", BODIES)
@few
@given(st.floats(-6, 6), st.floats(-6, 6))
def test_there_and_back(name: str, lateral: float, distal: float) -> None:
    frame = frame_of(body(name))
    axes = frame.axes("t7")
    place = frame.anchors["t7"] + axes.lateral * lateral + axes.distal * distal
    plane = np.column_stack([axes.lateral.value, axes.distal.value])
    back = np.linalg.solve(plane, place.value - frame.anchors["t7"].value)
    assert back == pytest.approx([lateral, distal], abs=1e-6)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("joint", JOINTS)
@few
@given(st.floats(1.0, 8.0), st.floats(1.05, 3.0))
def test_a_less_sure_joint_never_gives_a_smaller_ring(name: str, joint: str, first: float, more: float) -> None:
    marks = body(name)
    base = marks[joint].sigma_px
    sure = rings_px(frame_of(marks.having([replace(marks[joint], sigma_px=base * first)])))
    less = rings_px(frame_of(marks.having([replace(marks[joint], sigma_px=base * first * more)])))
    shrunk = {n: (sure[n], less[n]) for n in sure if less[n] < sure[n] * (1 - 1e-6)}
    assert not shrunk


def test_a_turned_back_has_wider_rings_in_its_own_measure() -> None:
    square_on, turned = frame_of(body("back")), frame_of(body("back34"))
    assert rings_px(turned)["l2"] / turned.cun_px > rings_px(square_on)["l2"] / square_on.cun_px


@few
@given(st.sampled_from(["c7", "l4", "left_iliac_crest", "right_psis"]), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_a_tap_pulls_its_anchor_to_itself_and_shrinks_every_ring(anchor: str, right: float, down: float) -> None:
    before = frame_of(body())
    tapped_at = before.anchors[anchor].value + before.cun_px * np.array([right, down])
    after = before.told({anchor: (tapped_at, 0.1 * before.cun_px)})
    left_over = np.linalg.norm(after.anchors[anchor].value - tapped_at)
    assert left_over <= 0.5 * math.hypot(right, down) * before.cun_px + 1e-9
    plain, told = rings_px(before), rings_px(after)
    assert all(told[n] <= plain[n] * (1 + 1e-9) for n in plain)
    assert told[anchor] < 0.8 * plain[anchor]


def test_the_order_of_taps_does_not_matter() -> None:
    frame = frame_of(body())
    one = {"c7": (frame.anchors["c7"].value + 5.0, 2.0)}
    two = {"l4": (frame.anchors["l4"].value - 7.0, 3.0)}
    this, that, both = frame.told(one).told(two), frame.told(two).told(one), frame.told({**two, **one})
    for anchor in ("t4", "l2", "left_acromion"):
        # the second of two taps hears the anchors where the first has moved them
        assert this.anchors[anchor].value == pytest.approx(both.anchors[anchor].value, abs=1e-6)
        assert that.anchors[anchor].value == pytest.approx(both.anchors[anchor].value, abs=1e-6)


def test_a_tap_in_the_landmarks_moves_c7() -> None:
    plain = frame_of(body())
    aside = plain.anchors["c7_tip"].value + np.array([0.8 * plain.cun_px, 0.0])
    told = frame_of(body().having([Landmark("c7", aside, sigma_px=1.0, source="tapped")]))
    assert np.linalg.norm(told.anchors["c7_tip"].value - aside) < 0.1 * plain.cun_px
    assert told.source == "taps"


@pytest.mark.parametrize("gone", JOINTS)
def test_a_missing_joint_is_named_and_answered(gone: str) -> None:
    fewer = LandmarkSet(body().size_px).having(m for m in body() if m.name != gone)
    built = build_trunk(fewer)
    assert isinstance(built, FrameFailure) and not built
    assert built.missing == (gone,) and built.region == "back"
    assert "shoulders" in built.advice and "hips" in built.advice


def test_a_trunk_of_a_few_pixels_is_refused() -> None:
    small = moved(body(), 0.0, 40.0 / view_trunk(body()).unit_px, (0.0, 0.0))
    built = build_trunk(small)
    assert isinstance(built, FrameFailure) and built.reason == "too_small" and "closer" in built.advice


def test_a_front_is_refused_and_told_to_turn() -> None:
    built = build_trunk(body("front"))
    assert isinstance(built, FrameFailure) and built.reason == "faces_away" and "turn" in built.advice


@pytest.mark.parametrize("way", [-1.0, 1.0])
@pytest.mark.parametrize(("degrees", "shown"), [(50.0, True), (80.0, False)])
def test_a_back_that_is_seen_nearly_from_the_side_is_not_drawn_on(degrees: float, shown: bool, way: float) -> None:
    """Its far half is hidden, and its near half lies on the rim."""
    marks, turn = body(), way * math.radians(degrees)
    middle = np.mean([marks.xy(name) for name in JOINTS], axis=0)

    def turned(mark: Landmark) -> Landmark:
        aside, deep = mark.xy_px[0] - middle[0], DEPTH_TRUST * mark.depth_px
        x = middle[0] + math.cos(turn) * aside + math.sin(turn) * deep
        depth = math.cos(turn) * deep - math.sin(turn) * aside
        return replace(mark, xy_px=np.array([x, mark.xy_px[1]]), depth_px=depth / DEPTH_TRUST)

    built = build_trunk(marks.having(map(turned, marks)))
    assert isinstance(built, BodyFrame) is shown
    assert shown or (isinstance(built, FrameFailure) and built.reason == "faces_away")


def test_a_shoulder_beside_the_hip_is_no_trunk_s() -> None:
    marks = body()
    low = replace(marks["left_hip"], name="left_shoulder", xy_px=marks.xy("left_hip") - np.array([60.0, 20.0]))
    built = build_trunk(marks.having([low]))
    assert isinstance(built, FrameFailure) and built.reason == "contradiction"


def test_shoulders_on_the_hips_are_no_trunk() -> None:
    marks = body()
    hips = {f"{side}_shoulder": marks[f"{side}_hip"] for side in ("left", "right")}
    folded = marks.having(replace(hip, name=name) for name, hip in hips.items())
    built = build_trunk(folded)
    assert isinstance(built, FrameFailure) and built.reason == "contradiction"


@few
@given(st.floats(-0.5, 0.5), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_no_plausible_body_gives_numbers_that_are_none(lean: float, shoulders: float, hips: float) -> None:
    marks = body()
    unit = view_trunk(marks).unit_px
    depths = {"left_shoulder": shoulders, "right_shoulder": -shoulders, "left_hip": hips, "right_hip": -hips}
    tilted = marks.having(
        replace(marks[n], depth_px=d * unit, xy_px=marks.xy(n) + np.array([0.0, 0.3 * lean * unit * ("left" in n)]))
        for n, d in depths.items()
    )
    built = build_trunk(tilted)
    if isinstance(built, BodyFrame):
        assert all(np.isfinite(a.value).all() for a in built.anchors.values())
        assert all(0 < ring < 6 * built.cun_px for ring in rings_px(built).values())


def test_a_head_that_is_not_seen_is_guessed_and_widens_the_doubt() -> None:
    model = TrunkModel.load()
    marks = body("back")
    headless = marks.having(replace(marks[n], visibility=0.0) for names in HEAD.values() for n in names if n in marks)
    seen, unseen = (model.spread(view_trunk(m)) for m in (marks, headless))
    assert np.all(np.diag(unseen) >= np.diag(seen) - 1e-12) and np.trace(unseen) > np.trace(seen)


def test_what_is_missing_is_what_it_usually_is_beside_what_is_seen() -> None:
    together = np.array([[1.0, 0.8], [0.8, 1.0]])
    full, left = completed(np.array([2.0, np.nan]), np.array([1.0, 5.0]), together)
    assert full == pytest.approx([2.0, 5.8])  # the regression line: 5 + .8 (2 - 1)
    assert left == pytest.approx(np.diag([0.0, 0.36]))  # 1 - .8^2
    full, left = completed(np.array([2.0, 3.0]), np.array([1.0, 5.0]), together)
    assert full == pytest.approx([2.0, 3.0]) and not left.any()


def test_a_value_in_doubt_lies_between_what_it_says_and_what_is_expected() -> None:
    together = np.array([[1.0, 0.8], [0.8, 1.0]])
    values, usual = np.array([2.0, 9.0]), np.array([1.0, 5.0])
    expected, _ = completed(np.array([2.0, np.nan]), usual, together)
    told = [completed(values, usual, together, np.array([0.0, doubt])) for doubt in (0.0, 1e-6, 0.1, 1.0, 1e6)]
    middles = [full[1] for full, _ in told]
    assert middles[0] == 9.0 and middles[1] == pytest.approx(9.0, abs=1e-3)
    assert middles == sorted(middles, reverse=True)
    assert middles[-1] == pytest.approx(expected[1], abs=1e-3)
    assert [left[1, 1] for _, left in told] == sorted(left[1, 1] for _, left in told)


@pytest.mark.parametrize("feature", sorted(HEAD))
def test_a_head_at_the_rim_of_what_was_seen_moves_the_spine_by_no_step(feature: str) -> None:
    marks = body("back")
    model = TrunkModel.load()
    view = view_trunk(marks)
    posture = model.postures[view.posture]
    at = list(HEAD).index(feature)
    for rim in (posture.head_low[at], posture.head_high[at]):
        near = [replace(view, head={**view.head, feature: float(rim + away)}) for away in (-1e-4, 1e-4)]
        before, after = (model.mean(each, marks) for each in near)
        assert np.abs(after - before).max() < 2e-4  # units: less than .005 cun for a ten-thousandth either way
        before_spread, after_spread = (model.guessed(each) for each in near)
        assert np.abs(after_spread - before_spread).max() < 1e-6
