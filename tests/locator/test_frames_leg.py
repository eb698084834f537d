"""The lower leg's frame: laws that hold for any leg, on landmarks given by name."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import body, carried, flipped, mirrored, moved, rings_px

from locator.atlas.load import load_atlas
from locator.frames.base import BodyFrame, FrameFailure, Linear
from locator.frames.leg import build_legs
from locator.frames.leg_model import leg_axes
from locator.landmarks import SIDES, LandmarkSet, Source, View
from locator.place import place as place_points

BODIES = ("back", "back34", "front")
turns = st.floats(-math.pi, math.pi)
zooms = st.floats(0.6, 2.5)
moves = st.tuples(st.floats(-900, 900), st.floats(-900, 900))
few = settings(max_examples=20)
Joints = dict[str, tuple[float, float]]  # knee and ankle, px


def legs_of(marks: LandmarkSet) -> dict[str, BodyFrame]:
    built = build_legs(marks)
    frames = {str(f.side): f for f in built if isinstance(f, BodyFrame)}
    assert set(frames) == {"left", "right"}, built
    return frames


@pytest.mark.parametrize("name", BODIES)
def test_a_trunk_told_on_one_spot_leaves_the_legs_an_answer(name: str) -> None:
    marks = body(name)
    corners = [marks[f"{side}_{joint}"] for joint in ("shoulder", "hip") for side in SIDES]
    for spot in ((1.0, 1.0), marks.xy("left_hip")):
        built = build_legs(marks.having(replace(mark, xy_px=np.array(spot), source="tapped") for mark in corners))
        assert len(built) == 2 and all(isinstance(leg, (BodyFrame, FrameFailure)) for leg in built)


@pytest.mark.parametrize("name", BODIES)
@few
@given(turns, zooms, moves)
def test_every_anchor_rides_with_the_leg(name: str, turn: float, zoom: float, by: tuple[float, float]) -> None:
    before, after = legs_of(body(name)), legs_of(moved(body(name), turn, zoom, by))
    for side, frame in before.items():
        other = after[side]
        assert other.cun_px == pytest.approx(zoom * frame.cun_px)
        for anchor, place in frame.anchors.items():
            assert other.anchors[anchor].value == pytest.approx(carried(place.value, turn, zoom, by), abs=1e-6)
        plain, grown = rings_px(frame), rings_px(other)
        assert all(grown[n] == pytest.approx(zoom * plain[n], rel=1e-6) for n in plain)


@pytest.mark.parametrize("name", BODIES)
def test_a_mirrored_leg_holds_mirrored_anchors(name: str) -> None:
    before, after = legs_of(body(name)), legs_of(mirrored(body(name)))
    for anchor, place in before["left"].anchors.items():
        other = after["right"].anchors[anchor.replace("left_", "right_")]
        assert other.value == pytest.approx(flipped(place.value), abs=1e-6), anchor


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_landmarks_changes_nothing(chance: random.Random) -> None:
    marks = list(body("front"))
    chance.shuffle(marks)
    before, after = legs_of(body("front")), legs_of(LandmarkSet(body().size_px).having(marks))
    for side in before:
        for anchor, place in before[side].anchors.items():
            np.testing.assert_array_equal(after[side].anchors[anchor].value, place.value)


@pytest.mark.parametrize("name", BODIES)
def test_crease_to_malleolus_is_sixteen_cun_of_the_legs_own(name: str) -> None:
    # the WHO's proportional measure of the lower leg; the malleolus lies beside the leg's middle line
    for side, frame in legs_of(body(name)).items():
        along = frame.axes().distal.value / np.linalg.norm(frame.axes().distal.value)
        span = frame.anchors[f"{side}_lateral_malleolus"].value - frame.anchors[f"{side}_popliteal_crease"].value
        assert float(span @ along) / frame.cun_px == pytest.approx(16.0, abs=0.5)


@pytest.mark.parametrize(("name", "dorsal_to"), [("back", 1.0), ("front", -1.0)])
def test_lateral_is_the_little_toe_side_on_both_legs(name: str, dorsal_to: float) -> None:
    marks = body(name)
    for side, other in (("left", "right"), ("right", "left")):
        outward = marks.xy(f"{side}_knee") - marks.xy(f"{other}_knee")
        frame = legs_of(marks)[side]
        assert float(frame.axes().lateral.value @ outward) > 0
        assert math.cos(frame.turn_rad) * dorsal_to > 0.5
        outer, inner = (frame.anchors[f"{side}_{face}_malleolus"].value for face in ("lateral", "medial"))
        assert float((outer - inner) @ outward) > 0


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("joint", ["knee", "ankle"])
@few
@given(st.floats(1.0, 8.0), st.floats(1.05, 3.0))
def test_a_less_sure_joint_never_gives_a_smaller_ring(name: str, joint: str, first: float, more: float) -> None:
    marks = body(name)
    mark = marks[f"left_{joint}"]
    sure = rings_px(legs_of(marks.having([replace(mark, sigma_px=mark.sigma_px * first)]))["left"])
    less = rings_px(legs_of(marks.having([replace(mark, sigma_px=mark.sigma_px * first * more)]))["left"])
    assert all(less[n] >= sure[n] * (1 - 1e-9) for n in sure)


@few
@given(st.sampled_from(["popliteal_crease", "lateral_malleolus"]), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_a_tap_pulls_its_anchor_to_itself_and_shrinks_every_ring(anchor: str, right: float, down: float) -> None:
    before = legs_of(body())["left"]
    tapped_at = before.anchors[f"left_{anchor}"].value + before.cun_px * np.array([right, down])
    after = before.told({f"left_{anchor}": (tapped_at, 0.1 * before.cun_px)})
    left_over = np.linalg.norm(after.anchors[f"left_{anchor}"].value - tapped_at)
    assert left_over <= 0.5 * math.hypot(right, down) * before.cun_px + 1e-9
    plain, told = rings_px(before), rings_px(after)
    assert all(told[n] <= plain[n] * (1 + 1e-9) for n in plain)


@pytest.mark.parametrize("gone", ["left_knee", "left_ankle"])
def test_a_missing_joint_is_named_and_answered_and_the_other_leg_stays(gone: str) -> None:
    left, right = build_legs(LandmarkSet(body().size_px).having(m for m in body() if m.name != gone))
    assert isinstance(left, FrameFailure) and left.missing == (gone,)
    assert "left leg" in left.advice and "ankle" in left.advice
    assert isinstance(right, BodyFrame)


def test_a_hidden_ankle_is_named_and_answered() -> None:
    marks = body()
    left, right = build_legs(marks.having([replace(marks["left_ankle"], visibility=0.1)]))
    assert isinstance(left, FrameFailure) and left.missing == ("left_ankle",) and left.reason == "out_of_picture"
    assert isinstance(right, BodyFrame)


def test_an_ankle_beyond_the_rim_is_guessed_with_wider_rings() -> None:
    marks = body()
    ankle = marks.xy("left_ankle")
    cut = LandmarkSet((marks.size_px[0], int(ankle[1]) - 10)).having(marks)
    whole, guessed = legs_of(marks)["left"], legs_of(cut)["left"]
    assert rings_px(guessed)["left_popliteal_crease"] > 1.2 * rings_px(whole)["left_popliteal_crease"]


def test_a_leg_of_a_few_pixels_is_refused() -> None:
    for built in build_legs(moved(body(), 0.0, 0.08, (0.0, 0.0))):
        assert isinstance(built, FrameFailure) and built.reason == "too_small"


def test_a_leg_that_points_at_the_camera_is_refused() -> None:
    marks = body()
    folded = marks.having(
        replace(marks[f"{s}_ankle"], xy_px=marks.xy(f"{s}_knee") + np.array([0.0, 8.0])) for s in ("left", "right")
    )
    for built in build_legs(folded):
        assert isinstance(built, FrameFailure) and built.reason == "too_small"


def test_a_lower_leg_too_short_for_its_trunk_is_refused() -> None:
    """Seated people seen from behind: the seat hides the leg, and the ankle reported for it lies anywhere."""
    marks = body()
    shoulders, hips = (0.5 * (marks.xy(f"left_{j}") + marks.xy(f"right_{j}")) for j in ("shoulder", "hip"))
    trunk = hips - shoulders

    def shin_of(share: float, source: Source = "detected") -> list[BodyFrame | FrameFailure]:
        ankles = [
            replace(marks[f"{s}_ankle"], xy_px=marks.xy(f"{s}_knee") + share * trunk, source=source) for s in SIDES
        ]
        knees = [replace(marks[f"{s}_knee"], source=source) for s in SIDES]
        return list(build_legs(marks.having([*ankles, *knees])))

    for built in shin_of(0.35):
        assert isinstance(built, FrameFailure) and built.reason == "on_edge"
    for built in (*shin_of(0.6), *shin_of(0.35, "close-up")):
        assert isinstance(built, BodyFrame)


def leg_from(view: View, left: Joints, right: Joints) -> LandmarkSet:
    """Both lower legs by knee and ankle, seen from a side that is told."""
    joints = {f"{s}_{j}": xy for s, leg in zip(SIDES, (left, right), strict=True) for j, xy in leg.items()}
    return LandmarkSet.from_points(joints, (800, 1000), view=view, source="detected")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn_deg", range(-180, 180, 30))
def test_distal_runs_along_the_bones_however_the_leg_is_turned(side: Literal["left", "right"], turn_deg: int) -> None:
    """A drawn leg, 16 units long: crease 2.2 behind the knee, malleoli 1.1 to either side of the ankle."""
    turn = math.radians(turn_deg)
    out = np.array([-1.0 if side == "left" else 1.0, 0.0])  # a left leg seen from behind lies to the left
    lateral, dorsal = out * math.cos(turn), out * math.sin(turn)
    knee, ankle = np.array([50.0, 20.0]), np.array([50.0, 36.0])
    places = {
        "popliteal_crease": knee + 2.2 * dorsal,
        "lateral_malleolus": ankle + 1.1 * lateral,
        "medial_malleolus": ankle - 1.1 * lateral,
    }
    axes = leg_axes({f"{side}_{n}": Linear(xy, np.zeros((2, 2))) for n, xy in places.items()}, side, turn, out)
    assert axes.distal.value == pytest.approx([0.0, 1.0], abs=0.02)


@pytest.mark.parametrize(("view", "calf"), [("left", 1.0), ("right", -1.0)])
def test_knee_eyes_lie_below_and_behind_the_kneecaps_tip(view: View, calf: float) -> None:
    """Seen from the body's left it faces the picture's left, and its calves are to the right of its shins."""
    joints = {"knee": (300.0, 200.0), "ankle": (300.0, 600.0)}
    for side, frame in legs_of(leg_from(view, joints, joints)).items():
        tip = frame.anchors[f"{side}_patella_apex"].value
        for face in ("lateral", "medial"):
            right, down = frame.anchors[f"{side}_{face}_knee_eye"].value - tip
            assert calf * right > 0.0 and down > 0.0


@pytest.mark.parametrize(("view", "far"), [("left", "right"), ("right", "left")])
def test_points_of_the_far_leg_are_hidden_where_the_near_one_stands_before_them(view: View, far: str) -> None:
    inner = [load_atlas()[code] for code in ("SP6", "KI3")]

    def seen(far_x: float) -> set[bool]:
        here, there = ({"knee": (x, 200.0), "ankle": (x, 600.0)} for x in (400.0, far_x))
        legs = legs_of(leg_from(view, *((there, here) if far == "left" else (here, there))))
        near = legs["right" if far == "left" else "left"]
        assert not any(spot.visible for spot in place_points(inner, near, (800, 1000)))  # its inner face is turned away
        return {spot.visible for spot in place_points(inner, legs[far], (800, 1000))}

    assert seen(400.0) == {False}
    assert seen(250.0) == seen(550.0) == {True}


@pytest.mark.parametrize("view", ["back", "front"])
def test_legs_seen_from_behind_or_before_hide_nothing_of_each_other(view: View) -> None:
    joints = {"knee": (400.0, 200.0), "ankle": (400.0, 600.0)}
    assert all(frame.behind is None for frame in legs_of(leg_from(view, joints, joints)).values())


@pytest.mark.parametrize(
    ("bend_deg", "thigh_px", "shown"), [(0, 400.0, True), (20, 400.0, True), (45, 400.0, False), (0, 240.0, False)]
)
def test_what_lies_above_a_bent_knee_is_not_shown_and_what_lies_below_is(
    bend_deg: float, thigh_px: float, shown: bool
) -> None:
    bend = math.radians(bend_deg)
    legs: list[Joints] = []
    for x in (480.0, 320.0):  # seen from before, the left leg lies to the right
        hip = (x + thigh_px * math.sin(bend), 500.0 - thigh_px * math.cos(bend))
        legs.append({"hip": hip, "knee": (x, 500.0), "ankle": (x, 900.0)})
    for frame in legs_of(leg_from("front", *legs)).values():
        points = [load_atlas()[code] for code in ("SP10", "EX-LE2", "ST35", "ST36")]
        seen = {spot.code: spot.visible for spot in place_points(points, frame, (800, 1000))}
        assert seen == {"SP10": shown, "EX-LE2": shown, "ST35": True, "ST36": True}


@pytest.mark.parametrize(("bend_deg", "thigh_px"), [(30, 400.0), (0, 340.0), (60, 300.0)])
def test_of_a_leg_that_may_be_bent_the_rings_are_wider(bend_deg: float, thigh_px: float) -> None:
    def rings(bend: float, thigh: float) -> dict[str, float]:
        legs: list[Joints] = []
        for x in (480.0, 320.0):
            hip = (x + thigh * math.sin(bend), 500.0 - thigh * math.cos(bend))
            legs.append({"hip": hip, "knee": (x, 500.0), "ankle": (x, 900.0)})
        return rings_px(legs_of(leg_from("front", *legs))["left"])

    straight, bent = rings(0.0, 400.0), rings(math.radians(bend_deg), thigh_px)
    assert all(bent[name] > 1.2 * straight[name] for name in ("left_popliteal_crease", "left_lateral_malleolus"))


def test_who_sits_with_the_back_to_the_camera_shows_no_lower_legs() -> None:
    marks = body("back")

    def with_thighs(share: float, depth: float) -> LandmarkSet:
        away_px = depth * math.dist(marks.xy("left_hip"), marks.xy("left_shoulder"))
        moved = []
        for side in SIDES:
            hip, knee = marks[f"{side}_hip"], marks[f"{side}_knee"]
            place = hip.xy_px + share * (knee.xy_px - hip.xy_px)
            moved.append(replace(knee, xy_px=place, depth_px=hip.depth_px + away_px))
            moved.append(replace(marks[f"{side}_ankle"], xy_px=place + knee.xy_px - hip.xy_px))
        return marks.having(moved)

    assert all(isinstance(leg, BodyFrame) for leg in build_legs(with_thighs(1.0, 0.0)))
    sits = with_thighs(0.3, 1.5)
    for told in ((), ("knee",), ("ankle",)):  # either end alone leaves the other one guessed
        felt = [replace(sits[f"{side}_{joint}"], source="tapped") for side in SIDES for joint in told]
        refused = build_legs(sits.having(felt))
        assert [leg.reason for leg in refused if isinstance(leg, FrameFailure)] == ["on_edge", "on_edge"], told
