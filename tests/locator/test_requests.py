"""What is asked for in Python and does not exist is told, and never taken for something else."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import body, recorded
from scripted import Scripted, absent

from locator import Landmark, LandmarkSet, Photo, Square, locate, locate_landmarks
from locator.check import check, touched
from locator.errors import RequestError
from locator.frames import BUILDERS
from locator.landmarks import MOST_SIGMA_PX, View
from locator.overlay.draw import annotate_picture
from locator.photo import encode_picture
from locator.placement import REGIONS
from locator.report import to_json
from locator.track import Tracker
from locator.track_hands import HandTracker

NOBODY: Any = Scripted((), lambda n, square, mirrored: absent(recorded("back")))
EMPTY = Photo(np.full((60, 80, 3), 120, np.uint8))
TRUNK = {"left_shoulder": (36, 20), "right_shoulder": (78, 20), "left_hip": (46, 80), "right_hip": (68, 80)}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"view": "behind"}, "expected a view out of back, front"),
        ({"region": "torso"}, "expected a region out of back, leg"),
        ({"proportions": "anna"}, "expected a person's Proportions, .* got 'anna'"),
        ({"person": "2"}, "expected a person counted from 0, got '2'"),
        ({"codes": "BL23"}, r"expected a list of codes .* got the text 'BL23'"),
        ({"codes": ["BL23", 40]}, r'expected codes such as "BL23", got 40'),
        ({"codes": 40}, r"expected a list of codes .* got 40"),
        ({"codes": ["BL" + 5000 * "9"]}, r"expected a point of the atlas such as BL23"),
        ({"person": True}, "expected a person counted from 0, got True"),
        ({"square": (40, 30, 20)}, r"expected a Square\(x_px, y_px, side_px\), got \(40, 30, 20\)"),
        ({"square": Square(40.0, 30.0, 0.0)}, "expected a square with a side above 0 px"),
        ({"square": Square(math.nan, 30.0, 20.0)}, "expected a square with a side above 0 px at a place"),
        ({"square": Square("40", 30.0, 20.0)}, "expected a square with a side above 0 px at a place"),  # type: ignore[arg-type]
    ],
)
def test_a_view_region_or_list_that_there_is_not_is_told(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        locate(EMPTY, **asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"view": "behind"}, "expected a view out of back, front"),
        ({"region": "torso"}, "expected a region out of back, leg"),
        ({"codes": ["BL230"]}, "expected a point of the atlas"),
        ({"proportions": "anna"}, "expected a person's Proportions, .* got 'anna'"),
        ({"square": (40, 30, 20)}, r"expected a Square\(x_px, y_px, side_px\), got \(40, 30, 20\)"),
    ],
)
def test_who_follows_a_body_is_told_it_too(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        Tracker(**asked, detector=NOBODY)


def test_who_follows_hands_or_shows_where_a_body_is_is_told_it_too() -> None:
    whose: Any = "anna"
    with pytest.raises(RequestError, match=r"expected a person's Proportions, .* got 'anna'"):
        HandTracker(NOBODY, proportions=whose)
    where: Any = (40, 30, 20)
    with pytest.raises(RequestError, match="expected a Square"):
        Tracker(detector=NOBODY).tell(where)


@pytest.mark.parametrize(("name", "meant"), [("left_shouldr", "left_shoulder"), ("C7", "c7"), (7, "t7 or c7")])
def test_a_tapped_name_that_means_no_landmark_is_told_with_those_it_may_mean(name: Any, meant: str) -> None:
    """Unheard, it left the body as it had been seen, and nobody knew."""
    with pytest.raises(RequestError, match=f"landmark {name}; .*{meant}"):
        LandmarkSet.from_points({**TRUNK, name: (50, 40)}, (100, 100))


def test_what_another_program_saw_may_have_names_of_its_own() -> None:
    assert "neck_base" in LandmarkSet.from_points({"neck_base": (50, 40)}, (100, 100), source="detected")


TEXTURED = Photo(np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8))


@pytest.mark.parametrize("picture", ["a.jpg", np.zeros((9, 9, 3), np.uint8), None])
def test_what_is_no_photo_is_told_with_the_way_to_one(picture: Any) -> None:
    with pytest.raises(RequestError, match=r"expected a Photo, got .* load_photo"):
        locate(picture)


@pytest.mark.parametrize("side_px", [1e-9, 1e12])
def test_no_body_is_seen_in_a_square_that_none_can_fill(side_px: float) -> None:
    found = locate(TEXTURED, square=Square(40.0, 30.0, side_px))
    assert [each.reason for each in found.refusals] == ["not_in_outline"]


def test_codes_that_can_be_read_but_once_are_placed_like_a_list_of_them() -> None:
    trunk = LandmarkSet.from_points(TRUNK, (100, 100))
    codes: Any = (code for code in ("BL23", "GV4"))
    assert [spot.code for spot in locate_landmarks(trunk, codes=codes).placements] == ["BL23", "BL23", "GV4"]


def test_a_source_that_there_is_not_is_told_before_its_landmarks_go_unheard() -> None:
    with pytest.raises(RequestError, match="source: expected one of detected, close-up, tapped, derived, got 'Tapped'"):
        LandmarkSet.from_points(TRUNK, (100, 100), source="Tapped")  # type: ignore[arg-type]


def test_landmarks_are_as_sure_as_they_are_told_and_a_less_sure_one_leaves_wider_rings() -> None:
    rings = []
    for sigma_px in (1.0, 4.0, 12.0):
        marks = LandmarkSet.from_points(TRUNK, (100, 100), sigma_px=sigma_px)
        assert {mark.sigma_px for mark in marks} == {sigma_px}
        rings.append(locate_landmarks(marks, codes=["BL23"]).placements[0].ring_px)
    assert rings[0] < rings[1] < rings[2]


def test_every_fault_of_landmarks_given_by_hand_is_told_at_once() -> None:
    """That of the view was told when all others were mended."""
    with pytest.raises(RequestError) as told:
        LandmarkSet.from_points({"c7": "x"}, (0, 0), "up", -1.0, "felt")  # type: ignore[arg-type, dict-item]
    starts = ("c7: ", "sigma_px: ", "expected a view", "source: ", "size_px: ")
    lines = str(told.value).split("\n")
    assert len(lines) == len(starts) and all(map(str.startswith, lines, starts))


def test_a_list_of_places_without_names_is_told() -> None:
    with pytest.raises(RequestError, match="expected places by name"):
        LandmarkSet.from_points([(1, 2)], (100, 100))  # type: ignore[arg-type]


@pytest.mark.parametrize("size_px", [np.array([100, 120]), (100.0, 120.0), [100, 120]])
def test_a_size_taken_from_an_array_is_told_in_whole_pixels(size_px: Any) -> None:
    image = to_json(locate_landmarks(LandmarkSet.from_points(TRUNK, size_px)))["image"]
    assert '"width_px": 100, "height_px": 120,' in json.dumps(image)


def test_places_that_are_no_landmark_set_are_told_with_the_way_to_one() -> None:
    with pytest.raises(RequestError, match=r"expected a LandmarkSet, got dict: LandmarkSet\.from_points"):
        locate_landmarks(TRUNK)  # type: ignore[arg-type]


@pytest.mark.parametrize("sigma_px", ["3", None, True, -1.0, 0.0, math.nan, math.inf, 1e160])
def test_a_doubt_that_cannot_be_reckoned_with_is_told(sigma_px: Any) -> None:
    with pytest.raises(RequestError, match="sigma_px: expected a positive number of pixels up to"):
        LandmarkSet.from_points(TRUNK, (100, 100), sigma_px=sigma_px)


@pytest.mark.parametrize("sigma_px", [1e-300, 1, np.float32(3.0), MOST_SIGMA_PX])
def test_with_any_other_doubt_points_are_placed(sigma_px: Any) -> None:
    assert locate_landmarks(LandmarkSet.from_points(TRUNK, (100, 100), sigma_px=sigma_px)).placements


def test_landmarks_of_a_view_that_there_is_not_place_nothing() -> None:
    assert locate_landmarks(LandmarkSet.from_points(TRUNK, (100, 100), view="back")).placements
    with pytest.raises(RequestError, match="expected a view out of"):
        LandmarkSet.from_points(TRUNK, (100, 100), view="rear")  # type: ignore[arg-type]


@pytest.mark.parametrize("view", ["back", "front"])
def test_left_and_right_told_as_the_picture_has_them_place_nothing_on_the_wrong_sides(view: View) -> None:
    behind = {
        "left_shoulder": (35, 20), "right_shoulder": (77, 20), "left_hip": (45, 80), "right_hip": (67, 80),
        "left_knee": (46, 130), "right_knee": (64, 130), "left_ankle": (46, 180), "right_ankle": (64, 180),
    }  # fmt: skip
    before = {name: behind[f"{opposite}_{name.partition('_')[2]}"] for name, opposite in sides_of(behind)}
    right, wrong = (behind, before) if view == "back" else (before, behind)
    assert locate_landmarks(LandmarkSet.from_points(right, (120, 200), view=view)).placements
    found = locate_landmarks(LandmarkSet.from_points(wrong, (120, 200), view=view))
    assert found.status == "refused" and [each.reason for each in found.refusals] == ["other_side"]


def sides_of(places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name with the side that it does not name."""
    return ((name, "right" if name.startswith("left") else "left") for name in places)


def test_every_place_that_is_none_is_told_at_once() -> None:
    wrong: Any = {**TRUNK, "c7": (math.nan, 5), "t3": ("1", "2"), "l2": (1, 2, 3), "l4": 7}
    with pytest.raises(RequestError) as told:
        LandmarkSet.from_points(wrong, (100, 100), sigma_px=-1)
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == ["c7", "t3", "l2", "l4", "sigma_px"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"xy_px": (math.nan, 5.0)}, "left_knee: expected a place in pixels"),
        ({"xy_px": (5.0, math.inf)}, "left_knee: expected a place in pixels"),
        ({"xy_px": (1e30, 5.0)}, "left_knee: expected a place in pixels"),
        ({"sigma_px": 0.0}, "left_knee.sigma_px: expected a positive number"),
        ({"sigma_px": math.nan}, "left_knee.sigma_px: expected a positive number"),
        ({"depth_px": math.inf}, "left_knee.depth_px: expected a number of pixels"),
        ({"depth_px": None}, "left_knee.depth_px: expected a number of pixels"),
        ({"visibility": math.nan}, "left_knee.visibility: expected a number from 0 to 1"),
        ({"source": "seen"}, "left_knee.source: expected one of detected"),
        ({"visibility": -1.0}, "left_knee.visibility: expected a number from 0 to 1"),
    ],
)
def test_a_landmark_that_cannot_be_reckoned_with_is_named_and_no_point_hangs_on_it(
    wrong: dict[str, Any], said: str
) -> None:
    marks = body("back")
    with pytest.raises(RequestError, match=said):
        locate_landmarks(marks.having([replace(marks["left_knee"], **wrong)]))


def test_a_picture_without_a_size_is_told_of_landmarks_put_together_by_hand() -> None:
    with pytest.raises(RequestError, match="size_px: expected the picture's width and height"):
        locate_landmarks(LandmarkSet((0, 800)).having(body("back")))


@pytest.mark.parametrize("beside", [(700.0, 0.0), (-700.0, 0.0), (0.0, 900.0)])
def test_landmarks_of_which_none_lies_in_the_picture_are_no_missing_joints(beside: tuple[float, float]) -> None:
    away = {name: tuple(np.add(xy, beside)) for name, xy in TRUNK.items()}
    with pytest.raises(RequestError, match=r"expected landmarks in the picture \(600 x 800 px\), got none there"):
        locate_landmarks(LandmarkSet.from_points(away, (600, 800)))


@pytest.mark.parametrize(
    ("codes", "reasons"),
    [(["LI4"], {"no_points"}), (["GV20", "LR3"], {"no_points"}), (["BL40"], {"joints_missing"}), ([], {"no_points"})],
)
def test_who_asks_for_points_of_one_part_is_not_sent_to_show_another(codes: list[str], reasons: set[str]) -> None:
    found = locate_landmarks(LandmarkSet.from_points(TRUNK, (112, 120)), codes=codes)
    assert not found.placements and {why.reason for why in found.refusals} == reasons


def test_a_tap_beside_the_picture_is_refused_in_the_words_of_the_command_line() -> None:
    taps = {**TRUNK, "c7": (50.0, -1.0)}
    with pytest.raises(RequestError, match=r"^c7: expected a place in the picture \(112 x 120 px\), got \(50, -1\)$"):
        LandmarkSet.from_points(taps, (112, 120))
    assert LandmarkSet.from_points(taps, (112, 120), source="detected")["c7"].xy_px[1] == -1.0


def test_some_landmarks_may_lie_outside_the_picture() -> None:
    assert locate_landmarks(body("back")).placements
    beside = replace(body("back")["left_knee"], xy_px=np.array([300.0, 830.0]))
    assert locate_landmarks(body("back").having([beside])).placements


places = st.tuples(st.floats(), st.floats()) | st.tuples(st.floats(-2e3, 8e3), st.floats(-2e3, 8e3))
strange = st.builds(
    lambda xy, depth, sigma, sight, source: {
        "xy_px": xy, "depth_px": depth, "sigma_px": sigma, "visibility": sight, "source": source
    },
    places,
    st.floats() | st.just(0.0),
    st.floats() | st.sampled_from([1e-300, 2.0]),
    st.floats() | st.floats(0.0, 1.0),
    st.sampled_from(["detected", "tapped", "close-up"]),
)  # fmt: skip


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(sorted(m.name for m in body("back"))), strange, max_size=3))
def test_whatever_numbers_are_given_an_answer_holds_numbers_or_the_faults_are_told(changed: dict[str, Any]) -> None:
    marks = body("back")
    marks = marks.having(replace(marks[name], **numbers) for name, numbers in changed.items())
    faults = marks.faults()
    if faults:
        with pytest.raises(RequestError) as told:
            locate_landmarks(marks)
        assert str(told.value) == "\n".join(faults)
        return
    found = locate_landmarks(marks)
    assert found.placements or found.refusals
    assert all(np.isfinite([*p.xy_px, p.ring_px, p.cun_px]).all() and p.ring_px > 0.0 for p in found.placements)


@pytest.mark.parametrize("sigma_px", [1e-300, 1e-9])
def test_a_hundred_taps_surer_than_any_finger_that_lie_a_pixel_beside_the_body_are_answered(sigma_px: float) -> None:
    told = locate_landmarks(body("back")).landmarks
    assert told is not None
    beside = np.random.default_rng(4).normal(size=(len(told), 2))
    taps = [
        Landmark(m.name, m.xy_px + slip, sigma_px=sigma_px, source="tapped")
        for m, slip in zip(told, beside, strict=True)
        if m.source == "derived"
    ]
    found = locate_landmarks(body("back").having(taps))
    assert found.placements or found.refusals


@pytest.mark.parametrize("size_px", [(0, 0), (600, -1), (600,), "600x800", None])
def test_a_picture_of_no_size_is_told(size_px: Any) -> None:
    with pytest.raises(RequestError, match="size_px: expected the picture's width and height"):
        LandmarkSet.from_points(TRUNK, size_px)


@pytest.mark.parametrize("rgb", [np.zeros((0, 40, 3), np.uint8), [[[1, 2, 3]]], None])
def test_a_photo_without_a_pixel_is_told(rgb: Any) -> None:
    with pytest.raises(ValueError, match="expected a uint8 picture"):
        Photo(rgb)


@pytest.mark.parametrize("mirrored", ["a.jpg", "no", 0, None])
def test_a_name_given_where_a_mirror_is_told_of_does_not_turn_left_to_right(mirrored: Any) -> None:
    with pytest.raises(ValueError, match="mirrored: expected True or False"):
        Photo(EMPTY.rgb, mirrored)


FOLLOWERS = {"body": lambda: Tracker(detector=NOBODY), "hands": lambda: HandTracker(NOBODY)}
FRAMES = {
    "16 bit": EMPTY.rgb.astype(np.uint16),
    "shares": EMPTY.rgb / 255.0,
    "grey": EMPTY.rgb[..., 0],
    "alpha": EMPTY.rgb[..., [0, 1, 2, 0]],
    "empty": EMPTY.rgb[:0],
    "none": None,
}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("follower", FOLLOWERS)
def test_a_frame_of_another_kind_is_told_and_not_taken_for_one_without_a_body(follower: str, kind: str) -> None:
    frame: Any = FRAMES[kind]
    with pytest.raises(ValueError, match="expected a uint8 picture"):
        FOLLOWERS[follower]().locate(frame, 0.0)


@pytest.mark.parametrize("t_s", [math.nan, math.inf, None, "1"])
@pytest.mark.parametrize("follower", FOLLOWERS)
def test_a_frame_of_no_time_is_told(follower: str, t_s: Any) -> None:
    with pytest.raises(ValueError, match="t_s: expected the frame's time"):
        FOLLOWERS[follower]().locate(EMPTY.rgb, t_s)


@pytest.mark.parametrize("follower", FOLLOWERS)
def test_a_closed_follower_says_so_and_not_that_nobody_is_there(follower: str) -> None:
    closed = FOLLOWERS[follower]()
    assert not closed.locate(EMPTY.rgb, 0.0).placements
    closed.close()
    with pytest.raises(RequestError, match="closed; make another"):
        closed.locate(EMPTY.rgb, 0.1)


@pytest.mark.parametrize("kind", FRAMES)
def test_what_is_no_picture_is_not_saved_as_one(kind: str) -> None:
    picture: Any = FRAMES[kind]
    with pytest.raises(ValueError, match="expected a uint8 picture"):
        encode_picture(picture)


def test_nothing_told_of_the_side_is_a_side_that_is_not_known() -> None:
    untold: Any = None
    marks = LandmarkSet.from_points(TRUNK, (100, 100), view=untold)
    assert marks.view == "unknown"
    assert locate_landmarks(marks).view == locate_landmarks(replace(marks, view="unknown")).view


def test_a_landmark_under_another_ones_name_is_told() -> None:
    marks = body("back")
    with pytest.raises(RequestError, match="c7: expected the landmark of this name, got left_knee"):
        locate_landmarks(replace(marks, marks={**marks.marks, "c7": marks["left_knee"]}))
    bare: Any = (36.0, 20.0)
    with pytest.raises(RequestError, match=r"c7: expected a Landmark, got \(36.0, 20.0\)"):
        locate_landmarks(replace(marks, marks={**marks.marks, "c7": bare}))


def test_what_is_no_answer_is_neither_drawn_nor_reported_nor_checked() -> None:
    picture: Any = EMPTY
    asks: list[Callable[[], object]] = [
        lambda: annotate_picture(picture),
        lambda: to_json(picture),
        lambda: check(picture, (10.0, 20.0), "BL23"),
        lambda: touched(picture, (10.0, 20.0)),
    ]
    for ask in asks:
        with pytest.raises(RequestError, match=r"expected an answer, .* got Photo"):
            ask()


def test_a_report_names_its_picture_by_a_path_too() -> None:
    path: Any = Path("two") / "a.jpg"
    answer = locate_landmarks(body("back"))
    assert to_json(answer, path) == to_json(answer, str(path))


def test_an_answer_is_printed_without_its_pixels() -> None:
    assert "rgb" not in repr(EMPTY) and "mirrored" in repr(EMPTY)


def test_every_region_that_can_be_asked_for_has_a_builder() -> None:
    assert set(BUILDERS) == set(REGIONS)
