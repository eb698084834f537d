"""The verdict on a press: simulated fingers at known places on a drawn body."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.bearings import WAYS, bearings_at
from locator.check import FINGER_SIGMA_CUN, ON_CUN, check, fingers, touched, within
from locator.errors import RequestError
from locator.geometry import RING_PER_SIGMA
from locator.landmarks import LandmarkSet
from locator.outward import mirrored_back
from locator.pipeline import locate_landmarks
from locator.placement import Located, Placement, Side
from locator.press import UNSURE_SIGMA_CUN

SIZE_PX = (600, 800)


def body(turn_rad: float = 0.0) -> Located:
    """A back square to the camera, turned in the picture by so much."""
    joints = {
        "left_shoulder": (-75.0, -170.0), "right_shoulder": (75.0, -170.0), "left_hip": (-45.0, 0.0),
        "right_hip": (45.0, 0.0), "left_knee": (-42.0, 190.0), "right_knee": (42.0, 190.0),
    }  # fmt: skip
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    places = {n: (300.0 + c * x - s * y, 400.0 + s * x + c * y) for n, (x, y) in joints.items()}
    return locate_landmarks(LandmarkSet.from_points(places, SIZE_PX, sigma_px=1.0), region="back")


def point(located: Located, code: str, side: Side) -> Placement:
    (found,) = (p for p in located.placements if p.code == code and p.side == side)
    return found


def test_a_finger_on_the_point_is_never_called_off() -> None:
    located = body()
    target = point(located, "BL23", "left")
    verdict = check(located, target.xy_px, "BL23", "left")
    assert verdict.word in ("on", "probably")
    assert verdict.distance_cun == pytest.approx(0.0)
    assert verdict.direction == ""


def test_a_finger_well_away_is_told_which_way_to_go() -> None:
    located = body()
    target = point(located, "BL23", "left")
    below_and_out = target.xy_px + target.cun_px * np.array([-3.5, 3.5])  # from behind, the left side lies to the left
    verdict = check(located, below_and_out, "BL23", "left")
    assert verdict.word == "off"
    assert "higher" in verdict.direction and "toward the spine" in verdict.direction
    above_and_in = target.xy_px + target.cun_px * np.array([1.0, -3.5])
    assert "lower" in check(located, above_and_in, "BL23", "left").direction


def test_a_way_smaller_than_the_doubt_is_not_told() -> None:
    located = body()
    target = point(located, "BL23", "left")
    ring_cun = target.ring_px / target.cun_px
    little = check(located, target.xy_px + target.ring_px * np.array([0.0, 1.5]), "BL23", "left")
    assert ring_cun > 0.4 and "higher" not in little.direction


def spread(located: Located, code: str, along_cun: float, across_cun: float) -> Located:
    """The same answer with this point's doubt as it is given, for a body that stands upright in the picture."""
    doubt = np.diag([across_cun**2, along_cun**2])
    placed = (replace(p, spread_cun2=doubt) if p.code == code else p for p in located.placements)
    return replace(located, placements=tuple(placed))


def test_each_direction_is_held_to_the_doubt_along_it() -> None:
    located = body()
    target = point(located, "BL23", "left")
    finger = target.xy_px + target.cun_px * np.array([-2.0, 2.0])
    ways = {
        (along, across): {m.way for m in check(spread(located, "BL23", along, across), finger, "BL23", "left").moves}
        for along in (0.3, 1.2)
        for across in (0.3, 1.2)
    }
    assert ways[0.3, 0.3] == {"higher", "to_spine"}
    assert ways[1.2, 0.3] == {"to_spine"} and ways[0.3, 1.2] == {"higher"} and ways[1.2, 1.2] == set()


def test_a_direction_that_is_only_likely_is_told_so_and_after_what_is_sure() -> None:
    located = spread(body(), "BL23", 0.7, 0.2)
    target = point(located, "BL23", "left")
    verdict = check(located, target.xy_px + target.cun_px * np.array([-1.5, 2.0]), "BL23", "left")
    assert [(m.way, m.sure) for m in verdict.moves] == [("to_spine", True), ("higher", False)]
    assert verdict.direction == "two fingers toward the spine, probably three fingers higher"
    assert verdict.sentence.endswith("Move two fingers toward the spine. Probably three fingers higher.")


def test_in_a_close_up_no_direction_is_sure() -> None:
    located = body()
    close = replace(located, frames=tuple(replace(f, source="close-up") for f in located.frames))
    target = point(located, "BL23", "left")
    finger = target.xy_px + target.cun_px * np.array([-3.5, 3.5])
    sure, likely = (check(each, finger, "BL23", "left").moves for each in (located, close))
    assert [m.way for m in sure] == [m.way for m in likely] and len(sure) == 2
    assert all(m.sure for m in sure) and not any(m.sure for m in likely)


def test_of_one_of_several_fingers_no_direction_is_sure() -> None:
    located = body()
    target = point(located, "BL23", "left")
    finger = target.xy_px + target.cun_px * np.array([-5.0, 5.0])
    moves = check(located, finger, "BL23", "left", UNSURE_SIGMA_CUN).moves
    assert len(moves) == 2 and not any(m.sure for m in moves)
    assert all(m.sure for m in check(located, finger, "BL23", "left").moves)


def test_a_mirrored_answer_holds_mirrored_doubts() -> None:
    located = body(0.6)
    there = mirrored_back(located)
    for before, after in zip(located.placements, there.placements, strict=True):
        flip = np.diag([-1.0, 1.0])
        assert before.spread_cun2 is not None and after.spread_cun2 is not None
        assert np.allclose(after.spread_cun2, flip @ before.spread_cun2 @ flip)


def test_a_finger_far_away_is_told_what_it_touches_and_no_count_of_fingers() -> None:
    located = body()
    shoulder = located.landmarks.xy("right_acromion") if located.landmarks is not None else np.zeros(2)
    verdict = check(located, shoulder, "BL23", "left")
    assert verdict.word == "off" and verdict.part == ("shoulder", "right")
    assert verdict.sentence == "Far from BL23, on the right shoulder. Move lower, to the body's left."


def test_a_finger_beside_the_body_touches_no_part() -> None:
    located = body()
    verdict = check(located, (5.0, 5.0), "BL23", "left")
    assert verdict.part is None and verdict.sentence.startswith("Far from BL23. Move ")


def test_every_direction_has_its_words() -> None:
    located = body()
    for point_ in located.placements:
        for bearing in bearings_at(located, point_, point_.xy_px):
            assert {bearing.forward, bearing.backward} <= set(WAYS)


@pytest.mark.parametrize(
    ("gone", "ways"),
    [
        ((), {"lower", "from_spine"}),
        (("acromion",), {"lower", "from_spine"}),  # the shoulders tell left from right as well
        (("acromion", "shoulder"), {"lower"}),
        (("l4",), set()),
    ],
)
def test_where_landmarks_are_missing_fewer_directions_are_named(gone: tuple[str, ...], ways: set[str]) -> None:
    located = body()
    assert located.landmarks is not None
    marks = {m.name: m for m in located.landmarks if not m.name.endswith(gone)} if gone else located.landmarks.marks
    target = point(located, "BL23", "left")
    bare = replace(located, landmarks=replace(located.landmarks, marks=marks))
    assert {bearing.forward for bearing in bearings_at(bare, target, target.xy_px)} == ways


@pytest.mark.parametrize("turn_rad", [0.0, 0.6, -1.2, 3.0])
def test_direction_words_are_the_bodys_not_the_pictures(turn_rad: float) -> None:
    located = body(turn_rad)
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    for side, out in (("left", -1.0), ("right", 1.0)):
        target = point(located, "BL23", "left" if side == "left" else "right")
        x, y = 3.5 * out, 0.0
        finger = target.xy_px + target.cun_px * np.array([c * x - s * y, s * x + c * y])
        verdict = check(located, finger, "BL23", target.side)
        assert verdict.direction.endswith("toward the spine")
        assert "away" not in verdict.direction


def test_beyond_the_spine_left_and_right_are_said() -> None:
    located = body()
    target = point(located, "BL23", "left")
    finger = target.xy_px + target.cun_px * np.array([4.0, 0.0])
    assert "body's left" in check(located, finger, "BL23", "left").direction


def test_a_wide_ring_makes_a_yes_into_a_probably() -> None:
    assert within(ON_CUN, 0.0, 0.2) > 0.99
    assert 0.5 < within(ON_CUN, 0.0, 0.7) < 0.9


@given(
    distance_cun=st.floats(0.0, 3.0),
    sigma_cun=st.floats(0.05, 1.0),
)
def test_the_probability_is_that_of_the_normal(distance_cun: float, sigma_cun: float) -> None:
    draws = np.random.default_rng(3).normal(0.0, sigma_cun, (20_000, 2)) + np.array([distance_cun, 0.0])
    counted = float(np.mean(np.hypot(*draws.T) <= ON_CUN))
    assert within(ON_CUN, distance_cun, sigma_cun) == pytest.approx(counted, abs=0.025)


def test_verdicts_agree_with_the_truth_away_from_the_edge() -> None:
    """Bodies differ from the answer by its own doubt, and fingers press at known places on them."""
    located = body()
    chance = np.random.default_rng(11)
    agreed, false_yes, wrong_way = [], 0, 0
    for code, side in (("BL23", "left"), ("BL52", "right"), ("BL15", "left"), ("GV4", "midline")):
        p = point(located, code, "left" if side == "left" else "right" if side == "right" else "midline")
        for _ in range(150):
            truth = p.xy_px + chance.normal(0.0, p.ring_px / RING_PER_SIGMA, 2)
            distance_cun, angle = chance.uniform(0.0, 3.0), chance.uniform(0.0, 2 * math.pi)
            away = p.cun_px * distance_cun * np.array([math.cos(angle), math.sin(angle)])
            verdict = check(located, truth + away, code, p.side)
            if abs(distance_cun - ON_CUN) > p.ring_px / p.cun_px:
                agreed.append((verdict.word in ("on", "probably")) == (distance_cun <= ON_CUN))
            false_yes += verdict.word == "on" and distance_cun > ON_CUN + p.ring_px / p.cun_px
            wrong_word = "lower" if away[1] > 0 else "higher"  # the finger has to come back the way it went
            wrong_way += wrong_word in verdict.direction
    assert np.mean(agreed) >= 0.95
    assert false_yes == 0
    assert wrong_way <= 0.01 * 600


def test_the_points_under_a_finger_are_named_nearest_first() -> None:
    located = body()
    names = [t.code for t in touched(located, point(located, "BL23", "left").xy_px)]
    assert names[0] == "BL23" and len(names) == 3


def test_a_point_that_is_not_seen_is_named_with_those_that_are() -> None:
    with pytest.raises(RequestError, match=r"LI4.*BL23"):
        check(body(), (300.0, 300.0), "LI4")


PLACES = [(math.nan, 1), (math.inf, 1), (300,), (300, 300, 1), 300, None, "12", ("a", "b"), (True, False), (1e9, 1)]


@pytest.mark.parametrize("place", PLACES, ids=repr)
def test_a_press_at_no_place_has_no_verdict(place: Any) -> None:
    for ask in (lambda: check(body(), place, "BL23"), lambda: touched(body(), place)):
        with pytest.raises(RequestError, match="finger_xy_px: expected a place in pixels"):
            ask()


@pytest.mark.parametrize("number", [math.nan, math.inf, -1.0, "1", None, True], ids=repr)
def test_a_length_that_none_can_be_is_told(number: Any) -> None:
    at = (300.0, 300.0)
    asks: dict[str, list[Callable[[], object]]] = {
        "finger_sigma_cun": [
            lambda: check(body(), at, "BL23", finger_sigma_cun=number),
            lambda: touched(body(), at, number),
        ],
        "finger_cun": [lambda: check(body(), at, "BL23", finger_cun=number), lambda: fingers(1.0, number)],
        "distance_cun": [lambda: fingers(number), lambda: within(1.0, number, 0.2)],
        "radius_cun": [lambda: within(number, 1.0, 0.2)],
        "sigma_cun": [lambda: within(1.0, 1.0, number)],
    }
    for name, each in asks.items():
        for ask in each:
            with pytest.raises(RequestError, match=f"{name}: expected a number of cun"):
                ask()


@pytest.mark.parametrize("most", [-1, 1.5, "2", None, True], ids=repr)
def test_a_count_of_points_that_is_none_is_told(most: Any) -> None:
    with pytest.raises(RequestError, match="most: expected a whole number"):
        touched(body(), (300.0, 300.0), most=most)


def test_numbers_of_numpy_are_numbers() -> None:
    located = body()
    at = point(located, "BL23", "left").xy_px.astype(np.float32)
    assert check(located, at, "BL23", None, np.float32(0.2), np.int64(1)).word in ("on", "probably")  # type: ignore[arg-type]


def test_distances_are_told_in_fingers() -> None:
    assert [fingers(c) for c in (0.4, 0.75, 1.5, 3.0, 9.0)] == [
        "half a finger", "one finger", "two fingers", "four fingers", "12 fingers",
    ]  # fmt: skip


@given(away_cun=st.floats(0.0, 2.0), ring_cun=st.floats(0.05, 1.5), turn_rad=st.floats(-math.pi, math.pi))
def test_of_points_a_finger_is_told_to_be_on_nineteen_in_twenty_lie_under_it(
    away_cun: float, ring_cun: float, turn_rad: float
) -> None:
    """A false yes is the worst answer: the true places are drawn from the ring, the fingertip's from its own doubt."""
    located = body()
    target = point(located, "BL23", "left")
    unsure = replace(target, ring_px=ring_cun * target.cun_px)
    finger = target.xy_px + away_cun * target.cun_px * np.array([math.cos(turn_rad), math.sin(turn_rad)])
    verdict = check(replace(located, placements=(unsure,)), finger, "BL23", "left")
    chance = np.random.default_rng(1)
    sigma_cun = math.hypot(ring_cun / RING_PER_SIGMA, FINGER_SIGMA_CUN)
    true_cun = (target.xy_px - finger) / target.cun_px + chance.normal(0.0, sigma_cun, (4000, 2))
    under = float(np.mean(np.linalg.norm(true_cun, axis=1) <= ON_CUN))
    assert verdict.word != "on" or under > 0.93
