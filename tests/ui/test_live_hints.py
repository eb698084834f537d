"""What the live view asks of who stands before it: a step, a turn, more light, arms aside; and a hand held up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from locator.landmarks import Landmark, LandmarkSet
from locator.placement import Located, Placement, Refusal
from ui.live.answer import answer, hand_raised
from ui.live.checks import LOOK_S, Light, checks
from ui.live.hints import hint

SIZE_PX = (480, 360)
GREY = np.full((SIZE_PX[1], SIZE_PX[0], 3), 136, np.uint8)
POINT = Placement("BL23", "left", np.array([200.0, 200.0]), 12.0, 8.0, True, "back", "a rule")


def a_body(view: Any = "back", middle: float = 240.0, wide: float = 100.0, wrist_y: float = 200.0) -> LandmarkSet:
    """Shoulders at y = 100, ears at 60; from behind the left shoulder lies to the left."""
    half = wide / 2 if view == "front" else -wide / 2
    points = {
        "left_shoulder": (middle + half, 100.0),
        "right_shoulder": (middle - half, 100.0),
        "left_hip": (middle + 0.6 * half, 230.0),
        "right_hip": (middle - 0.6 * half, 230.0),
        "left_ear": (middle + 0.1 * half, 60.0),
        "right_ear": (middle - 0.1 * half, 60.0),
        "left_wrist": (middle + half, wrist_y),
    }
    return LandmarkSet.from_points(points, SIZE_PX, view, source="detected")


def seen(marks: LandmarkSet, *, points: bool = True) -> Located:
    placements = (POINT,) if points else ()
    return Located(None, SIZE_PX, marks.view, placements=placements, landmarks=marks)


def test_all_is_well_with_a_body_in_the_middle() -> None:
    assert hint(seen(a_body())) is None


@pytest.mark.parametrize(
    ("reason", "there"),
    [("no_body", False), ("not_sure", False), ("no_person", False), ("front_or_back", True), ("too_dark", True)],
)
def test_nobody_is_said_to_be_there_only_where_none_was_found_in_a_picture_that_shows_them(
    reason: str, there: bool
) -> None:
    empty = Located(None, SIZE_PX, "unknown", refusals=(Refusal(reason, "Do something."),))
    assert answer(empty)["somebody"] is there
    assert answer(seen(a_body(), points=False))["somebody"] is True


def test_a_body_refused_as_too_small_is_asked_to_come_closer_however_wide_it_looks() -> None:
    for region, asked in ((None, "come_closer"), ("back", "come_closer"), ("leg", None)):
        small = Refusal("too_small", "Come closer.", region)
        far = replace(seen(a_body()), refusals=(small,))
        assert hint(far) == asked and checks(far, light=True)["distance"] is (asked is None)


@pytest.mark.parametrize(
    ("view", "middle", "asked"),
    [
        ("back", 440.0, "step_left"),
        ("back", 40.0, "step_right"),
        ("front", 440.0, "step_right"),
        ("front", 40.0, "step_left"),
    ],
)
def test_a_step_to_the_side_is_in_the_persons_own_left_and_right(view: Any, middle: float, asked: str) -> None:
    assert hint(seen(a_body(view, middle)), wanted=view) == asked


def test_who_faces_the_camera_is_asked_to_turn_when_the_back_is_wanted() -> None:
    assert hint(seen(a_body("front"))) == "turn_round"
    assert hint(seen(a_body("front")), wanted=None) is None


def test_who_is_far_away_is_asked_to_come_closer() -> None:
    assert hint(seen(a_body(wide=20.0))) == "come_closer"


def test_hips_below_the_picture_ask_for_a_step_back() -> None:
    marks = a_body()
    low = marks.having([Landmark("left_hip", np.array([200.0, 400.0]))])
    assert hint(seen(low, points=False)) == "step_back"


def test_all_is_ticked_off_for_who_stands_well() -> None:
    assert checks(seen(a_body()), True, "back") == {"distance": True, "facing": True, "light": True, "arms": True}


def test_each_thing_on_the_list_is_missed_by_itself() -> None:
    def missed(located: Located, rgb: np.ndarray = GREY) -> list[str]:
        return [name for name, fine in checks(located, Light().enough(rgb, 0.0), "back").items() if fine is False]

    on_the_back = a_body().having([Landmark("right_wrist", np.array([245.0, 180.0]))])
    assert missed(seen(a_body(wide=20.0))) == ["distance"]
    assert missed(seen(a_body("front"))) == ["facing"]
    assert missed(seen(a_body()), GREY // 3) == ["light"]
    assert missed(seen(on_the_back)) == ["arms"]


def test_nothing_but_the_light_is_judged_without_a_body() -> None:
    nobody = Located(None, SIZE_PX, "unknown", refusals=(Refusal("no_body", "Step back."),))
    assert checks(nobody, True) == {"distance": None, "facing": None, "light": True, "arms": None}
    assert answer(nobody, light=False)["hint"] == "more_light"


def test_what_is_missed_is_said_when_nothing_more_pressing_is() -> None:
    on_the_back = a_body().having([Landmark("right_wrist", np.array([245.0, 180.0]))])
    assert answer(seen(on_the_back), wanted="back")["hint"] == "arms_aside"
    assert answer(seen(on_the_back), wanted="front")["hint"] == "turn_round"


def test_a_wrist_above_the_head_is_a_raised_hand_and_one_at_the_neck_is_not() -> None:
    assert hand_raised(a_body(wrist_y=20.0))
    assert not hand_raised(a_body(wrist_y=70.0))
    assert not hand_raised(a_body(wrist_y=50.0))  # it scratches the crown
    assert not hand_raised(a_body(wrist_y=300.0))
    assert not hand_raised(None)


def test_of_a_body_that_lies_or_hangs_upside_down_no_hand_is_taken_for_a_sign() -> None:
    below = [Landmark(f"{side}_ear", np.array([240.0, 140.0])) for side in ("left", "right")]
    assert not hand_raised(a_body(wrist_y=10.0).having(below))


def test_a_hand_that_hangs_beside_or_before_the_hips_hides_nothing_of_the_back() -> None:
    for wrist_y, clear in ((180.0, False), (228.0, True), (260.0, True)):
        wrist = [Landmark("right_wrist", np.array([245.0, wrist_y]))]
        assert checks(seen(a_body().having(wrist)), light=True)["arms"] is clear, wrist_y


def test_light_that_goes_out_is_missed_within_half_a_second() -> None:
    light = Light()
    assert light.enough(GREY, 10.0)
    assert light.enough(GREY // 3, 10.0 + 0.5 * LOOK_S)  # not looked at again yet
    assert not light.enough(GREY // 3, 10.0 + LOOK_S)
    assert light.enough(GREY, 10.0 + 2.0 * LOOK_S)
