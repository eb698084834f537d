"""Dark, blurred and drawn pictures: said as the reason, and no photograph taken for a drawing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from recorded import FIXTURES, recorded
from scripted import Scripted

from locator.bodies import beside_body, see_body
from locator.detect.base import INDEX, Look, Rgb, Square
from locator.detect.legible import BLURRED, DRAWING, TOO_DARK, explained, is_blurred, is_dark, is_drawing, is_plain
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import REGIONS, Refusal, Region

RENDERED = sorted(p.stem for p in FIXTURES.glob("rendered_*.jpg"))
NOBODY = Refusal("no_body", "Step back.")


@cache
def rendered(name: str) -> Rgb:
    return load_photo(FIXTURES / f"{name}.jpg").rgb


def drawn(size_px: tuple[int, int] = (600, 800)) -> Rgb:
    """A body in ink on paper: lines, captions, nothing shaded."""
    width, height = size_px
    paper = np.full((height, width, 3), 252, np.uint8)
    body = np.array([[250, 120], [350, 120], [380, 260], [360, 420], [370, 700], [230, 700], [240, 420], [220, 260]])
    scaled = (body * (width / 600, height / 800)).astype(np.int32)
    cv2.polylines(paper, [scaled], True, (30, 30, 30), max(1, width // 300))
    for line in range(12):
        at = (width // 30, height // 10 + line * height // 14)
        cv2.putText(paper, "region of the back", at, cv2.FONT_HERSHEY_SIMPLEX, width / 1400, (20, 20, 20), 1)
        cv2.line(paper, (width // 4, at[1]), (int(0.4 * width), at[1]), (20, 20, 20), 1)
    return paper


def dimmed(rgb: Rgb, share: float) -> Rgb:
    return np.asarray(rgb * share, dtype=np.uint8)


def out_of_focus(rgb: Rgb, share: float) -> Rgb:
    """Blurred with a standard deviation of this share of the longer side."""
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), share * max(rgb.shape[:2])), dtype=np.uint8)


@pytest.mark.parametrize("name", RENDERED)
def test_a_good_picture_is_neither_dark_nor_blurred_nor_drawn(name: str) -> None:
    rgb = rendered(name)
    assert not is_dark(rgb) and not is_blurred(rgb) and not is_drawing(rgb)


@pytest.mark.parametrize("name", RENDERED)
def test_a_picture_without_light_is_dark(name: str) -> None:
    assert is_dark(dimmed(rendered(name), 0.25))


@pytest.mark.parametrize("share", [0.006, 0.012])
@pytest.mark.parametrize("name", RENDERED)
def test_a_picture_out_of_focus_is_blurred(name: str, share: float) -> None:
    assert is_blurred(out_of_focus(rendered(name), share))


@pytest.mark.parametrize("size_px", [(600, 800), (1200, 1600), (2400, 3200)])
def test_ink_on_paper_is_a_drawing_at_any_size(size_px: tuple[int, int]) -> None:
    assert is_drawing(drawn(size_px))
    found = locate(Photo(drawn(size_px)), region="back")
    assert not found.placements and [r.reason for r in found.refusals] == ["drawing"] and DRAWING.advice


@pytest.mark.parametrize("noise", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("level", [0, 255])
def test_a_picture_of_one_colour_is_no_drawing(level: int, noise: float) -> None:
    """A lens that is covered gave: this looks like a drawing."""
    shaken = np.random.default_rng(0).normal(level, noise, (480, 640, 3))
    rgb = np.clip(shaken, 0, 255).astype(np.uint8)
    assert not is_drawing(rgb)
    if level == 0:
        assert locate(Photo(rgb)).refusals == (TOO_DARK,)


def test_a_person_cut_out_on_white_is_no_drawing() -> None:
    rgb = rendered("rendered_back").copy()
    rows, cols = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    rgb[(np.abs(cols - 300) > 110) | (rows < 60)] = 255
    assert not is_drawing(rgb)


def test_darkness_and_blur_are_said_only_where_nothing_was_found() -> None:
    dark, soft = dimmed(rendered("rendered_empty_a"), 0.2), out_of_focus(rendered("rendered_empty_a"), 0.01)
    assert explained((NOBODY,), dark) == (TOO_DARK,)
    assert explained((NOBODY,), soft) == (BLURRED,)
    assert explained((NOBODY,), rendered("rendered_empty_a")) == (NOBODY,)
    away = Refusal("faces_away", "Turn.", "back")
    assert explained((away,), dark) == (away,)
    assert explained((), dark) == ()


def test_a_dark_empty_room_is_refused_for_its_darkness() -> None:
    found = locate(Photo(dimmed(rendered("rendered_empty_a"), 0.2)), region="back")
    assert found.status == "refused" and [r.reason for r in found.refusals] == ["too_dark"]


def test_joints_beside_the_silhouette_are_not_believed() -> None:
    seen = recorded("back")
    square = seen.square
    here = np.zeros((256, 256), np.float32)
    here[40:230, 90:166] = 1.0  # the body stands in the middle of its square
    on_it = replace(seen, mask=here)
    away = replace(seen, mask=np.roll(here, 100, axis=1))
    assert not beside_body(on_it) and beside_body(away)
    assert min(seen.inside[INDEX["left_hip"]], seen.presence) > 0.5, "the model itself is sure"

    def look(n: int, at: Square, mirrored: bool) -> Look:
        return away

    answer = see_body(Scripted((square,), look), rendered("rendered_back"))
    assert isinstance(answer, tuple) and answer[0].reason == "beside_body"


@pytest.mark.parametrize(("corners", "beside"), [(("left_hip",), False), (("left_hip", "left_shoulder"), True)])
def test_a_trunk_of_which_half_lies_in_the_air_was_made_up(corners: tuple[str, ...], beside: bool) -> None:
    seen = recorded("back")
    here = np.ones((256, 256), np.float32)
    at = (seen.xy_px - (seen.square.x_px, seen.square.y_px)) / seen.square.side_px
    for name in corners:
        column, row = (int(256 * (0.5 + share)) for share in at[INDEX[name]])
        here[row - 10 : row + 11, column - 10 : column + 11] = 0.0
    assert beside_body(replace(seen, mask=here)) is beside


class Unasked(Scripted):
    """A detector that nobody may ask."""

    def __init__(self) -> None:
        super().__init__((), self.never)

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        raise AssertionError("expected no search in a picture of one colour")

    def never(self, *_: object) -> Look:
        raise AssertionError("expected no look at a picture of one colour")


@pytest.mark.parametrize("region", [None, *REGIONS])
@pytest.mark.parametrize("colour", [(0, 0, 0), (120, 120, 120), (255, 255, 255), (200, 150, 120)])
def test_a_picture_of_one_colour_bears_no_point_whatever_is_said_of_it(
    colour: tuple[int, int, int], region: Region | None
) -> None:
    plain = np.full((800, 600, 3), colour, np.uint8)
    plain[::7, ::5] += np.uint8(1) if max(colour) < 255 else np.uint8(0)  # as compression leaves it
    for view in (None, "back", "front"):
        found = locate(Photo(plain), region, view, detector=Unasked())
        assert not found.placements and {why.reason for why in found.refusals} <= {"too_dark", "blurred", "no_body"}


@pytest.mark.parametrize("name", RENDERED)
def test_no_photograph_is_of_one_colour_however_faded_or_small(name: str) -> None:
    faded = (100 + 12.0 * rendered(name) / 255.0).astype(np.uint8)
    assert not any(map(is_plain, (rendered(name), rendered(name)[::8, ::8], faded)))


@pytest.mark.parametrize("channel", [0, 1, 2])
@pytest.mark.parametrize("span", range(10))
def test_what_is_of_one_colour_is_so_in_every_channel(span: int, channel: int) -> None:
    rgb = np.full((400, 300, 3), (90, 140, 60), np.uint8)
    rgb[120:260, 80:200, channel] += np.uint8(span)
    assert is_plain(rgb) == (span <= 4)


def test_a_photo_is_brought_to_small_grey_once_for_all_that_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, greyed, cvt_color = Photo(rendered("rendered_back").copy()), [], cv2.cvtColor

    def counted(rgb: Rgb, code: int) -> Rgb:
        greyed.append(rgb)
        return np.asarray(cvt_color(rgb, code), dtype=np.uint8)

    monkeypatch.setattr(cv2, "cvtColor", counted)
    assert not (is_plain(photo.rgb) or is_drawing(photo.rgb) or is_blurred(photo.rgb) or is_dark(photo.rgb))
    assert len(greyed) == 1


def test_what_is_written_to_is_judged_anew() -> None:
    frame = rendered("rendered_back").copy()
    assert not is_dark(frame) and not is_plain(frame)
    frame[:] = 7
    assert is_dark(frame) and is_plain(frame)
