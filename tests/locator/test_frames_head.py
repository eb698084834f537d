"""The head's frame, told by joints whose places are known, and a head found on a rendered picture."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from limb_fixtures import truth_of

from locator.atlas.load import load_atlas
from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.head import build_head
from locator.landmarks import Landmark, LandmarkSet
from locator.photo import Photo, load_photo
from locator.pipeline import locate, locate_landmarks
from locator.place import place
from locator.placement import Placement

SIZE_PX = (800, 800)
# A person from behind, as MediaPipe sees one: right, down, away px from between the ears, left side of the body; the
# right side mirrors it.  The shoulders are 260 px apart.
BEHIND = {
    "nose": (0.0, 5.0, 330.0), "left_eye": (-18.0, -12.0, 300.0), "mouth_left": (-14.0, 28.0, 290.0),
    "left_ear": (-42.0, 0.0, 150.0), "left_shoulder": (-130.0, 155.0, 40.0),
}  # fmt: skip


def drawn(turn_rad: float = 0.0, scale: float = 1.0, at_px: tuple[float, float] = (400.0, 300.0)) -> LandmarkSet:
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    marks = []
    for name, (x, y, z) in BEHIND.items():
        twin = name.replace("left", "right")
        for side_name, flip in {name: 1.0, twin: -1.0}.items():
            place_px = np.array([c * flip * x - s * y, s * flip * x + c * y]) * scale + at_px
            marks.append(Landmark(side_name, place_px, depth_px=z * scale, sigma_px=1.0))
    return LandmarkSet(SIZE_PX).having(marks)


def placed(marks: LandmarkSet) -> dict[tuple[str, str], Placement]:
    frame = build_head(marks)
    assert isinstance(frame, BodyFrame)
    points = load_atlas().select(["GV20", "GV16", "GB20", "BL10"])
    return {(p.code, p.side): p for p in place(points, frame, SIZE_PX)}


def test_points_ride_with_the_head() -> None:
    before, after = placed(drawn()), placed(drawn(turn_rad=-0.5, scale=1.4, at_px=(350.0, 420.0)))
    c, s = math.cos(-0.5), math.sin(-0.5)
    for key, point in before.items():
        x, y = point.xy_px - (400.0, 300.0)
        expected = 1.4 * np.array([c * x - s * y, s * x + c * y]) + (350.0, 420.0)
        assert after[key].xy_px == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("way", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])
def test_what_was_tapped_far_beside_the_head_is_told_and_draws_nothing_of_it(way: tuple[float, float]) -> None:
    frame = build_head(drawn())
    assert isinstance(frame, BodyFrame)

    def felt(off_cun: float) -> LandmarkSet:
        place_px = frame.anchors["occiput"].value + off_cun * frame.cun_px * np.array(way)
        return drawn().having([Landmark("occiput", place_px, source="tapped")])

    assert isinstance(build_head(felt(0.7)), BodyFrame)
    found = locate_landmarks(felt(8.0))
    assert ("head", "taps_contradict") in [(why.region, why.reason) for why in found.refusals]
    assert "head" not in {spot.frame for spot in found.placements}


def test_the_nape_of_a_body_that_lies_is_less_sure_and_its_crown_is_not() -> None:
    stands, lies = placed(drawn()), placed(drawn(turn_rad=1.4))
    for code in ("GB20", "BL10"):
        assert lies[code, "left"].ring_px > 1.5 * stands[code, "left"].ring_px
    assert lies["GV20", "midline"].ring_px == pytest.approx(stands["GV20", "midline"].ring_px)


def test_a_head_straight_before_the_camera_holds_its_points_alike_on_both_sides() -> None:
    points = placed(drawn())
    for code in ("GB20", "BL10"):
        left, right = points[code, "left"].xy_px, points[code, "right"].xy_px
        assert right == pytest.approx([800.0 - left[0], left[1]], abs=0.01)
        assert left[0] < 400.0 < right[0]  # from behind, the body's left is the picture's left
    for code in ("GV20", "GV16"):
        assert points[code, "midline"].xy_px[0] == pytest.approx(400.0, abs=0.01)


def test_from_crown_to_nape_the_points_follow_one_another() -> None:
    points = placed(drawn())
    crown, hollow = points["GV20", "midline"].xy_px[1], points["GB20", "left"].xy_px[1]
    pillar, shoulder = points["BL10", "left"].xy_px[1], 455.0
    assert crown < hollow < pillar < shoulder
    assert points["GV16", "midline"].xy_px[1] == pytest.approx(hollow, abs=points["GV16", "midline"].cun_px * 0.5)


def test_the_nape_is_shown_from_behind_and_refused_from_in_front() -> None:
    marks = drawn()
    behind = placed(marks)
    assert behind["GB20", "left"].visible and behind["BL10", "right"].visible
    # the same person turned round: left and right change places in the picture, near and far in depth
    names = {m.name: m for m in marks}
    front = LandmarkSet(SIZE_PX).having(
        replace(m, xy_px=np.array([800.0 - m.xy_px[0], m.xy_px[1]]), depth_px=-m.depth_px) for m in names.values()
    )
    answer = build_head(front)
    assert isinstance(answer, FrameFailure)
    assert answer.reason == "faces_away" and "behind" in answer.advice


def test_a_missing_ear_is_named_and_answered() -> None:
    marks = drawn()
    answer = build_head(LandmarkSet(SIZE_PX).having(m for m in marks if m.name != "right_ear"))
    assert isinstance(answer, FrameFailure)
    assert answer.missing == ("right_ear",) and "shoulders" in answer.advice


def test_shoulders_that_are_only_guessed_give_no_points() -> None:
    marks = drawn()
    guessed = marks.having([replace(marks["left_shoulder"], visibility=0.1)])
    answer = build_head(guessed)
    assert isinstance(answer, FrameFailure) and answer.reason == "out_of_picture"


def test_a_rendered_head_is_found_and_its_points_lie_where_the_body_has_them(fixtures: Path) -> None:
    found = locate(load_photo(fixtures / "rendered_head_top.jpg"), region="head")
    seen = {(p.code, p.side): p for p in found.placements if p.visible}
    truth = truth_of(fixtures, "rendered_head_top")
    assert {code for code, _ in seen} & {"GB20", "GV20"}
    for key, (xy_px, cun_px) in truth.items():
        if key in seen:
            assert math.dist(seen[key].xy_px, xy_px) < 2.0 * cun_px


@pytest.mark.parametrize(("scale", "refused"), [(0.07, False), (0.06, True), (0.02, True)])
def test_a_head_of_a_few_pixels_is_refused_as_too_small(scale: float, refused: bool) -> None:
    answer = build_head(drawn(scale=scale))
    assert (isinstance(answer, FrameFailure) and answer.reason == "too_small") is refused


def test_no_head_is_found_on_a_wall() -> None:
    found = locate(Photo(np.full((480, 360, 3), 170, np.uint8)), region="head")
    assert found.status == "refused"
    assert {r.reason for r in found.refusals} <= {"not_sure", "blurred"}
