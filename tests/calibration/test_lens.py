"""A lens measured from pictures of the printed board, filmed by a lens whose bend is known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from filmed_board import POSES, SIZE_PX, TRUE, filmed, filmed_boards
from hypothesis import given
from hypothesis import strategies as st

from calibration import lens_store
from calibration.board import CORNERS, see_board
from calibration.lens import Lens, bent, bent_back, straight_picture, straightened, straightened_marks
from calibration.markers import read_marks
from calibration.measure_lens import BoardPhoto, Measured, TooFewViewsError, measure_lens
from locator.errors import DataError, RequestError
from locator.landmarks import Landmark, LandmarkSet
from locator.placement import FrameInfo, Located, Placement, Region, Side


@pytest.fixture(scope="module")
def boards() -> list[BoardPhoto]:
    return filmed_boards()


@pytest.fixture(scope="module")
def measured(boards: list[BoardPhoto]) -> Measured:
    return measure_lens("webcam", boards, "2026-01-31")


def test_the_bend_that_took_the_pictures_is_found(measured: Measured) -> None:
    lens = measured.lens
    assert lens.bend[0] == pytest.approx(TRUE.bend[0], abs=0.01)
    assert lens.bend[1] == pytest.approx(TRUE.bend[1], abs=0.03)
    assert lens.focal_px == pytest.approx(TRUE.focal_px, rel=0.005)
    assert lens.centre_px == pytest.approx(TRUE.centre_px, abs=3.0)
    assert lens.error_px < 0.3 and lens.views == len(POSES) and measured.left_out == ()


def test_straight_lines_come_out_straight(measured: Measured, boards: list[BoardPhoto]) -> None:
    """A row of the board's corners, on a picture where it is bent by pixels, lies on one line in the straight one."""

    def off_line(rgb: np.ndarray) -> float:
        view = see_board(rgb[..., 0].copy())
        assert view is not None and len(view.xy_px) == CORNERS
        row = view.xy_px[np.abs(view.board_mm[:, 0] - view.board_mm[:, 0].min()) < 1.0]
        centred = row - row.mean(axis=0)
        return float(np.abs(centred @ np.linalg.svd(centred)[2][1]).max())

    taken = boards[1].rgb
    assert off_line(taken) > 1.5
    assert off_line(straight_picture(measured.lens, taken)) < 0.4


@given(st.floats(0.0, 959.0), st.floats(0.0, 719.0))
def test_there_and_back(x: float, y: float) -> None:
    taken = np.array([[x, y]])
    assert bent(TRUE, straightened(TRUE, taken)) == pytest.approx(taken, abs=0.2)


def test_places_and_pictures_are_straightened_alike(boards: list[BoardPhoto]) -> None:
    before, after = (see_board(r[..., 0].copy()) for r in (boards[2].rgb, straight_picture(TRUE, boards[2].rgb)))
    assert before is not None and after is not None and len(before.xy_px) == len(after.xy_px) == CORNERS
    assert np.abs(straightened(TRUE, before.xy_px) - after.xy_px).max() < 0.5


def test_the_middles_of_the_edges_stay_in_the_straight_picture() -> None:
    width, height = SIZE_PX
    edges = np.array([(0, height / 2), (width - 1, height / 2), (width / 2, 0), (width / 2, height - 1)], float)
    kept = straightened(TRUE, edges)
    assert (kept >= -1.0).all() and (kept <= np.array(SIZE_PX)).all()


@pytest.mark.parametrize(("k1", "focal_px"), [(-0.1, 900.0), (-0.3, 500.0), (-0.35, 600.0), (-0.4, 900.0)])
def test_however_much_a_lens_bends_the_middle_keeps_three_fifths_of_its_size(k1: float, focal_px: float) -> None:
    lens = Lens("wide", (1280, 960), focal_px, (640.0, 480.0), (k1, 0.03, 0.0, 0.0), 0.3, 9)
    left, right = straightened(lens, np.array([[635.0, 480.0], [645.0, 480.0]]))
    assert 0.599 < (right[0] - left[0]) / 10.0 < 1.001


def test_a_lens_fits_pictures_of_any_size_but_one_shape() -> None:
    half = TRUE.at((480, 360))
    place = np.array([[200.0, 100.0]])
    twice = 2.0 * (place + 0.5) - 0.5
    assert 2.0 * (straightened(half, place) + 0.5) - 0.5 == pytest.approx(straightened(TRUE, twice), abs=0.01)
    with pytest.raises(RequestError, match="another shape, or turned"):
        TRUE.at((720, 960))


def test_an_answer_is_laid_back_on_the_picture_that_was_taken() -> None:
    spot = Placement("BL23", "left", np.array([100.0, 600.0]), 10.0, 8.0, True, "back", "a rule")
    marks = LandmarkSet(SIZE_PX, "back", {"c7": Landmark("c7", np.array([500.0, 100.0]), sigma_px=4.0)})
    found = Located(None, SIZE_PX, "back", (), (spot,), (), marks, ((50.0, 60.0, 500.0, 700.0),))
    back = bent_back(TRUE, found)
    assert straightened(TRUE, back.placements[0].xy_px[None])[0] == pytest.approx((100.0, 600.0), abs=0.2)
    assert back.landmarks is not None
    (again,) = straightened_marks(TRUE, (back.landmarks["c7"],))
    assert again.xy_px == pytest.approx((500.0, 100.0), abs=0.2)
    ratio = back.placements[0].ring_px / back.placements[0].cun_px
    assert ratio == pytest.approx(10.0 / 8.0)  # the ring is as many cun as before
    near = replace(found, placements=(replace(spot, xy_px=np.array(TRUE.centre_px)),))
    assert back.placements[0].ring_px < bent_back(TRUE, near).placements[0].ring_px  # a barrel shrinks the rim


@pytest.mark.parametrize("k1", [-0.35, 0.3])
def test_a_parts_cun_is_as_long_as_that_of_its_points(k1: float) -> None:
    """A back in the middle, a hand at the rim, and a head without points: its cun is the one of the middle."""
    lens = Lens("wide", (641, 481), 350.0, (320.0, 240.0), (k1, 0.0, 0.0, 0.0), 0.3, 9)
    spots: dict[Region, tuple[float, float]] = {"back": (320.0, 240.0), "hand": (40.0, 40.0)}
    placed = [Placement("BL23", "left", np.array(xy), 5.0, 10.0, True, part, "") for part, xy in spots.items()]
    parts: list[tuple[Region, Side | None]] = [("back", None), ("hand", "left"), ("head", None)]
    frames = tuple(FrameInfo(part, side, 10.0, "pose") for part, side in parts)
    back = bent_back(lens, Located(None, lens.size_px, "back", frames, tuple(placed)))
    middle, rim = (point.cun_px for point in back.placements)
    assert abs(middle - rim) > 1.0
    assert [frame.cun_px for frame in back.frames] == pytest.approx([middle, rim, middle])


def test_a_straight_lens_changes_nothing(boards: list[BoardPhoto]) -> None:
    straight = replace(TRUE, bend=(0.0, 0.0, 0.0, 0.0))
    assert np.abs(straight_picture(straight, boards[0].rgb).astype(int) - boards[0].rgb).max() <= 2


def test_a_mirror_image_has_the_mirrored_lens() -> None:
    skew = replace(TRUE, bend=(-0.24, 0.06, 0.01, 0.02))
    rng = np.random.default_rng(2)
    places = rng.uniform((0, 0), SIZE_PX, (20, 2))
    turned = places * (-1.0, 1.0) + (SIZE_PX[0] - 1.0, 0.0)
    expected = straightened(skew, places) * (-1.0, 1.0) + (SIZE_PX[0] - 1.0, 0.0)
    assert straightened(skew.mirrored(), turned) == pytest.approx(expected, abs=0.05)


# ---- what cannot be measured, and what to do


def test_pictures_that_all_have_one_name_are_as_many_pictures(boards: list[BoardPhoto], measured: Measured) -> None:
    alike = [replace(board, name="image.jpg") for board in boards]
    assert measure_lens("phone", alike).lens.views == measured.lens.views == len(boards)
    wall = BoardPhoto("image.jpg", np.full((720, 960, 3), 140, np.uint8))
    assert measure_lens("phone", [*alike, wall]).left_out[0].say.startswith(f"image.jpg ({len(boards) + 1}): no board")


def test_too_few_pictures_are_counted_and_each_fault_named(boards: list[BoardPhoto]) -> None:
    wall = BoardPhoto("wall.jpg", np.full((720, 960, 3), 140, np.uint8))
    shaken = BoardPhoto("shaken.jpg", filmed(TRUE, *POSES[1], blur_px=1.8))
    with pytest.raises(RequestError) as fault:
        measure_lens("webcam", [*boards[:3], wall, shaken])
    said = str(fault.value)
    assert "expected 5 usable pictures" in said and "got 3" in said
    assert "wall.jpg: no board is seen" in said and "shaken.jpg: blurred" in said


def test_a_picture_given_twice_or_saved_again_counts_once(boards: list[BoardPhoto]) -> None:
    _, packed = cv2.imencode(".jpg", boards[0].rgb, [cv2.IMWRITE_JPEG_QUALITY, 80])
    again = BoardPhoto("again.jpg", np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8))
    with pytest.raises(TooFewViewsError) as fault:
        measure_lens("webcam", [*boards[:4], *boards[:4], again])
    assert fault.value.told["came"] == 4
    assert [each.reason for each in fault.value.left_out] == ["board_twice"] * 5
    measured = measure_lens("webcam", [*boards, again])
    assert measured.lens.views == len(boards)
    assert [each.say for each in measured.left_out] == [
        "again.jpg: the board lies as in board-0.jpg; move or tilt it between two pictures."
    ]


def test_pictures_that_cannot_be_used_are_left_out_and_told(boards: list[BoardPhoto]) -> None:
    wall = BoardPhoto("wall.jpg", np.full((720, 960, 3), 140, np.uint8))
    assert measure_lens("webcam", [*boards, wall]).left_out[0].say.startswith("wall.jpg: no board")


def test_a_picture_of_a_sheet_that_was_not_flat_is_left_out_and_told(boards: list[BoardPhoto]) -> None:
    height, width = boards[0].rgb.shape[:2]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    waves = (8.0 * np.sin(down / 40.0)).astype(np.float32)
    wavy = BoardPhoto("wavy.jpg", np.asarray(cv2.remap(boards[0].rgb, across + waves, down, cv2.INTER_LINEAR)))
    found = measure_lens("webcam", [*boards, wavy])
    assert [each.reason for each in found.left_out] == ["board_shaken"] and "wavy.jpg" in found.left_out[0].say
    assert found.lens.views == len(boards) and found.lens.error_px < 0.3


def test_a_board_that_never_leaves_the_middle_is_not_enough() -> None:
    small = [BoardPhoto(f"{i}.jpg", filmed(TRUE, (10 * i, -8 * i, 5), (0, 0, 700))) for i in range(5)]
    with pytest.raises(RequestError, match="in the corners of the picture"):
        measure_lens("webcam", small)


def test_a_board_that_was_never_tilted_is_told(boards: list[BoardPhoto]) -> None:
    flat = [
        BoardPhoto(f"{x}{y}.jpg", filmed(TRUE, (0, 0, 0), (x, y, 430)))
        for x, y in ((-150, -60), (150, 60), (-150, 60), (150, -60), (0, 0))
    ]
    with pytest.raises(RequestError, match="tilt it"):
        measure_lens("webcam", flat)


def test_pictures_of_two_sizes_are_two_cameras(boards: list[BoardPhoto]) -> None:
    small = BoardPhoto("small.jpg", cv2.resize(boards[0].rgb, (480, 360)))
    with pytest.raises(RequestError, match="pictures of one size, got 480 x 360, 960 x 720"):
        measure_lens("webcam", [*boards, small])


def test_the_board_and_the_marks_to_wear_are_never_taken_for_each_other(boards: list[BoardPhoto]) -> None:
    assert all(read_marks(board.rgb) == () for board in boards)


# ---- kept


def test_a_lens_is_kept_and_read_again(home: Path) -> None:
    path = lens_store.save(TRUE)
    assert path.is_relative_to(home) and lens_store.names() == ("true",)
    assert lens_store.load("true") == TRUE
    lens_store.delete("true")
    assert lens_store.names() == ()
    with pytest.raises(RequestError, match="none yet"):
        lens_store.load("true")


def test_a_lens_whose_file_was_copied_is_called_as_its_file() -> None:
    path = lens_store.save(TRUE)
    path.with_name("phone.lens.json").write_bytes(path.read_bytes())
    assert lens_store.load("phone") == replace(TRUE, name="phone")


@pytest.mark.parametrize("name", ["My Cam", "my cam", "MY CAM", " my cam  "])
def test_a_lens_has_one_name_however_its_capitals_are_written(name: str) -> None:
    path = lens_store.save(replace(TRUE, name="My Cam"))
    assert lens_store.path_of(name) == path and lens_store.kept_as(name) == "My Cam"
    again = replace(TRUE, name=name, views=11)
    assert lens_store.save(again) == path and lens_store.names() == ("My Cam",)
    assert lens_store.load(name) == replace(again, name="My Cam")
    lens_store.delete(name)
    assert lens_store.names() == () and lens_store.kept_as(name) is None


@pytest.mark.parametrize("name", ["con", "NUL", "com1.webcam"])
def test_a_name_that_no_file_can_have_on_windows_is_no_lens(name: str) -> None:
    with pytest.raises(RequestError, match="expected a camera's name"):
        lens_store.save(replace(TRUE, name=name))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size_px", [1e-320, 720]),
        ("size_px", [1280, 1e9]),
        ("focal_px", 1e-3),
        ("focal_px", 1e30),
        ("centre_px", [1e30, 360]),
        ("centre_px", [640, -1e6]),
    ],
)
def test_a_number_that_no_camera_has_is_a_fault_and_not_reckoned_with(key: str, value: object) -> None:
    told = json.loads(lens_store.to_text(TRUE))
    with pytest.raises(DataError, match=f"my.lens: {key}: expected"):
        lens_store.from_text(json.dumps({**told, key: value}), "my.lens")


def test_a_broken_lens_names_every_fault() -> None:
    text = lens_store.to_text(TRUE).replace("700.0", "-1").replace('"k1": -0.24', '"k1": "wide"')
    lens_store.path_of("true").parent.mkdir()
    lens_store.path_of("true").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as fault:
        lens_store.load("true")
    assert [line.split(": ")[1] for line in fault.value.faults] == ["focal_px", "bend"]


@pytest.mark.parametrize("digits", [400, 5000])  # more than a float holds, more than Python reads
def test_a_number_beyond_all_measure_is_a_fault_like_another(digits: int) -> None:
    with pytest.raises(DataError, match=r"my\.lens: "):
        lens_store.from_text(lens_store.to_text(TRUE).replace("700.0", "9" * digits), "my.lens")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "acupoint-lens/9"}'])
def test_what_is_no_lens_is_told(text: str) -> None:
    with pytest.raises(DataError):
        lens_store.from_text(text)


def test_a_lens_of_a_later_version_asks_for_that_version_and_not_to_be_measured_again() -> None:
    with pytest.raises(DataError, match="update acupoint") as caught:
        lens_store.from_text(lens_store.to_text(TRUE).replace(lens_store.SCHEMA, "acupoint-lens/9"))
    assert "measure" not in str(caught.value)


@pytest.mark.parametrize("version", ["0", "1.5", "", "9" * 5000])
def test_a_lens_of_no_later_version_is_measured_again_and_no_update_promised(version: str) -> None:
    with pytest.raises(DataError, match="measure the lens again") as caught:
        lens_store.from_text(lens_store.to_text(TRUE).replace(lens_store.SCHEMA, f"acupoint-lens/{version}"))
    assert "update" not in str(caught.value)


def test_a_number_that_stands_twice_in_a_lens_is_a_fault_and_not_a_choice() -> None:
    text = lens_store.to_text(TRUE).replace('"focal_px"', '"focal_px": 650.0,\n "focal_px"')
    with pytest.raises(DataError, match=r"my\.lens: expected focal_px once, got it 2 times"):
        lens_store.from_text(text, "my.lens")


def test_a_name_never_leaves_the_folder() -> None:
    with pytest.raises(RequestError):
        lens_store.save(replace(TRUE, name="../outside"))


def test_equal_lenses_are_one() -> None:
    assert Lens(**TRUE.__dict__) == TRUE and hash(Lens(**TRUE.__dict__)) == hash(TRUE)
