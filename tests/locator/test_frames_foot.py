"""The foot's frame, told by joints whose places are known, and feet found on a rendered picture."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from eyes import eyes
from limb_fixtures import truth_of
from recorded import body, grained, picture

from locator.atlas.load import load_atlas
from locator.detect import closeup_foot
from locator.detect.base import Rgb
from locator.detect.closeup_foot import Foot
from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.foot import build_feet
from locator.landmarks import Landmark, LandmarkSet, Source
from locator.parts import see_feet
from locator.photo import Photo, load_photo
from locator.pipeline import locate, locate_landmarks
from locator.place import place
from locator.placement import Placement, Region

SIZE_PX = (800, 800)
# A left foot from in front and above: knee out of the picture, toes below the ankle.  Right, down px from the ankle.
LEFT_FOOT = {"knee": (-20.0, -420.0), "ankle": (0.0, 0.0), "heel": (4.0, 12.0), "foot_index": (30.0, 130.0)}


def drawn(sides: str = "left", turn_rad: float = 0.0, scale: float = 1.0, sigma_px: float = 5.0) -> LandmarkSet:
    """Feet of a close-up, the right one the mirror image of the left."""
    marks = []
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    for side in sides.split():
        flip = 1.0 if side == "left" else -1.0
        middle = np.array([400.0 + flip * 120.0, 350.0])
        for name, (x, y) in LEFT_FOOT.items():
            away = np.array([c * flip * x - s * y, s * flip * x + c * y]) * scale
            marks.append(Landmark(f"{side}_{name}", middle + away, sigma_px=sigma_px, source="close-up"))
    return LandmarkSet(SIZE_PX).having(marks)


def placed(marks: LandmarkSet) -> dict[tuple[str, str], Placement]:
    frames = [f for f in build_feet(marks) if isinstance(f, BodyFrame)]
    points = load_atlas().select(["LR3", "KI3", "BL60", "ST41"])
    return {(p.code, p.side): p for f in frames for p in place(points, f, SIZE_PX)}


def test_points_ride_with_the_foot() -> None:
    before, after = placed(drawn()), placed(drawn(turn_rad=0.4, scale=1.3))
    ankle = np.array([520.0, 350.0])
    c, s = math.cos(0.4), math.sin(0.4)
    for key, point in before.items():
        away = point.xy_px - ankle
        turned = np.array([c * away[0] - s * away[1], s * away[0] + c * away[1]])
        assert after[key].xy_px == pytest.approx(ankle + 1.3 * turned)


@pytest.mark.parametrize("scale", [0.05, 0.0])
def test_a_foot_of_a_few_pixels_is_refused(scale: float) -> None:
    (foot, _) = build_feet(drawn(scale=scale))
    assert isinstance(foot, FrameFailure) and foot.reason == "too_small" and "closer" in foot.advice


def test_a_mirrored_foot_holds_mirrored_points() -> None:
    points = placed(drawn("left right"))
    for code in ("LR3", "ST41"):
        left, right = points[code, "left"].xy_px, points[code, "right"].xy_px
        assert right == pytest.approx([800.0 - left[0], left[1]])


def test_lr3_lies_on_the_top_of_the_foot_between_ankle_and_toes() -> None:
    points = placed(drawn())
    assert 350.0 < points["ST41", "left"].xy_px[1] < points["LR3", "left"].xy_px[1] < 350.0 + 130.0
    assert points["LR3", "left"].visible and points["ST41", "left"].visible


@pytest.mark.parametrize(("seen", "told"), [("close-up", "close-up"), ("detected", "pose"), ("tapped", "taps")])
def test_a_foot_tells_where_it_is_known_from_in_the_words_of_every_frame(seen: Source, told: str) -> None:
    marks = drawn()
    known = marks.having(replace(mark, source=seen) for mark in marks if "knee" not in mark.name)
    bare = replace(known, marks={mark.name: mark for mark in known if "knee" not in mark.name})
    (foot,) = (frame for frame in build_feet(bare) if isinstance(frame, BodyFrame))
    assert foot.source == told


def test_a_foot_of_a_whole_body_whose_leg_is_refused_bears_no_point() -> None:
    front = body("front")
    hip, knee, ankle = (front.xy(f"left_{joint}") for joint in ("hip", "knee", "ankle"))
    assert np.linalg.norm(ankle - knee) > 100.0
    points = {}
    for share in np.linspace(0.0, 0.9, 10):  # the shin points more and more at the camera
        short = front.having([replace(front["left_knee"], xy_px=knee + share * (ankle - knee))])
        found = locate_landmarks(short, codes=["ST41", "LR3", "ST36"])
        here = {spot.code for spot in found.placements if spot.side == "left" and spot.visible}
        assert here in ({"ST41", "LR3", "ST36"}, set()), share
        points[share] = len(here)
    assert set(points.values()) == {0, 3} and hip[1] < knee[1]


def test_the_top_of_a_foot_is_less_sure_the_further_its_leg_is_turned() -> None:
    front = body("front")
    rings = []
    for aside in (0.0, 0.15, 0.3, 0.5):  # of the trunk's length, by which the left side lies deeper
        deep = aside * float(np.linalg.norm(front.xy("left_shoulder") - front.xy("left_hip")))
        turned = front.having(
            replace(front[f"left_{joint}"], depth_px=front[f"right_{joint}"].depth_px + deep)
            for joint in ("shoulder", "hip")
        )
        (lr3,) = (p for p in locate_landmarks(turned, codes=["LR3"]).placements if p.side == "left")
        rings.append(lr3.ring_px / lr3.cun_px)
    assert rings == sorted(rings) and rings[-1] > 1.05 * rings[0]


def test_a_foot_that_was_detected_without_its_leg_is_less_sure_than_one_of_a_close_up() -> None:
    close = drawn()
    bare = LandmarkSet(close.size_px).having(mark for mark in close if "knee" not in mark.name)
    found, near = (
        build_feet(bare.having(replace(mark, source=source) for mark in bare))[0] for source in ("detected", "close-up")
    )
    assert isinstance(found, BodyFrame) and isinstance(near, BodyFrame)
    assert np.trace(found.covariance) > 2.0 * np.trace(near.covariance)


def test_what_lies_behind_the_ankle_is_not_placed_on_a_foot_seen_from_in_front() -> None:
    assert {code for code, _ in placed(drawn())} == {"LR3", "ST41"}


def test_a_foot_whose_toes_do_not_hang_below_the_ankle_is_refused() -> None:
    marks = drawn()
    raised = marks.having([replace(marks["left_foot_index"], xy_px=np.array([640.0, 345.0]))])
    left, right = build_feet(raised)
    assert isinstance(left, FrameFailure) and left.reason == "on_edge"
    assert isinstance(right, FrameFailure) and "right_ankle" in right.missing


def test_a_close_up_of_a_foot_from_the_side_is_refused(fixtures: Path) -> None:
    """Its toes lie beside the ankle rather than below it, or the foot is as long as the shin."""
    lying = {"knee": (-20.0, -420.0), "ankle": (0.0, 0.0), "heel": (-40.0, 45.0), "foot_index": (130.0, 80.0)}
    long = {"knee": (0.0, -150.0), "ankle": (0.0, 0.0), "heel": (0.0, 5.0), "foot_index": (10.0, 140.0)}
    for places in (lying, long):
        marks = drawn().having(
            replace(drawn()[f"left_{name}"], xy_px=np.array([520.0, 350.0]) + np.array(place))
            for name, place in places.items()
        )
        left, _ = build_feet(marks)
        assert isinstance(left, FrameFailure) and left.reason == "on_edge"
    told = locate(load_photo(fixtures / "rendered_foot.jpg"), region="foot", view="left")
    assert [each.reason for each in told.refusals] == ["on_edge"] and not told.placements


def test_a_knee_told_over_a_foot_seen_close_makes_no_leg_of_it() -> None:
    seen = drawn("left right")
    knees = [replace(seen[f"{side}_knee"], source="tapped") for side in ("left", "right")]
    now, then = ({(p.code, p.side) for p in locate_landmarks(each).placements} for each in (seen, seen.having(knees)))
    assert now and now == then


def test_rings_widen_when_the_joints_are_less_sure() -> None:
    sure, unsure = placed(drawn(sigma_px=5.0)), placed(drawn(sigma_px=25.0))
    assert unsure["LR3", "left"].ring_px > 2.0 * sure["LR3", "left"].ring_px


def as_seen(feet: list[dict[str, Any]], rgb: Rgb, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Placement]:
    """The points of feet in a close-up, as the choice among looks once saw them, in a picture it does not look at."""
    seen = tuple(Foot(f["side"], np.array(f["joints"]), np.array(f["inside"]), f["error_cun"]) for f in feet)
    monkeypatch.setattr(closeup_foot, "see_feet", lambda detector, rgb: seen)
    marks, unclear = see_feet(eyes(), rgb, None, None, told=False)
    assert marks is not None and not unclear
    return placed(marks)


def test_rings_of_feet_seen_close_hold_as_much_of_the_ankles_front_as_of_the_toes(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 57 renders that nothing was fitted to."""
    inside: dict[str, list[bool]] = {"LR3": [], "ST41": []}
    for close in json.loads((fixtures / "feet_close.json").read_text(encoding="utf-8")):
        found = as_seen(close["feet"], grained(close["size_px"]), monkeypatch)
        for foot in close["feet"]:
            for code, xy_px in foot["points"].items():
                spot = found.get((code, foot["side"]))
                if spot is not None and spot.visible:
                    inside[code].append(math.dist(spot.xy_px, xy_px) <= spot.ring_px)
    for code, held in inside.items():
        assert len(held) > 80
        assert 0.62 <= np.mean(held) <= 0.74, code


def test_rings_of_feet_seen_close_are_wider_on_a_blurred_picture(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = json.loads((fixtures / "feet_close.json").read_text(encoding="utf-8"))
    sharp, as_blurred_as_can_be = (make(first["size_px"]) for make in (grained, picture))
    now, then = (as_seen(first["feet"], rgb, monkeypatch) for rgb in (sharp, as_blurred_as_can_be))
    assert now and all(then[key].ring_px > 1.3 * spot.ring_px for key, spot in now.items())


@pytest.mark.parametrize("joint", ["ankle", "heel", "foot_index"])
@pytest.mark.parametrize("feet", [drawn(), body("front")], ids=["alone", "with its leg"])
def test_whichever_joint_is_less_sure_the_ring_between_toes_and_ankle_is_wider(feet: LandmarkSet, joint: str) -> None:
    mark = feet[f"left_{joint}"]
    blurred = feet.having([replace(mark, sigma_px=5.0 * mark.sigma_px)])
    now, then = ({(p.code, p.side): p for p in locate_landmarks(each).placements} for each in (feet, blurred))
    assert then["LR3", "left"].ring_px > 2.0 * now["LR3", "left"].ring_px


def test_rendered_feet_are_found_and_their_points_lie_where_the_body_has_them(fixtures: Path) -> None:
    found = locate(load_photo(fixtures / "rendered_foot.jpg"), region="foot")
    seen = {(p.code, p.side): p for p in found.placements if p.visible}
    truth = truth_of(fixtures, "rendered_foot")
    assert {key for key in seen if key[0] == "LR3"} == {("LR3", "left"), ("LR3", "right")}
    for key, point in seen.items():
        assert math.dist(point.xy_px, truth[key][0]) < 1.5 * truth[key][1]


def test_a_mirrored_picture_keeps_left_and_right_of_the_body(fixtures: Path) -> None:
    photo = load_photo(fixtures / "rendered_foot.jpg")
    selfie = locate(Photo(np.ascontiguousarray(photo.rgb[:, ::-1]), mirrored=True), region="foot")
    plain = {(p.code, p.side): p for p in locate(photo, region="foot").placements}
    width = photo.size_px[0]
    assert plain and {(p.code, p.side) for p in selfie.placements} == set(plain)
    for p in selfie.placements:
        assert [width - 1 - p.xy_px[0], p.xy_px[1]] == pytest.approx(plain[p.code, p.side].xy_px, abs=1.0)


@pytest.mark.parametrize(("name", "region", "never"), [("knee_back", "leg", "LR3"), ("foot", "foot", "BL60")])
def test_what_is_told_of_a_foot_does_not_depend_on_its_being_asked_for_alone(
    fixtures: Path, name: str, region: Region, never: str
) -> None:
    seen = locate(load_photo(fixtures / f"rendered_{name}.jpg"), region=region).landmarks
    assert seen is not None and seen.seen_close
    down_to_the_feet = replace(seen, size_px=(600, 1000))  # the knees' picture ends above them
    alone, among = (
        {(p.code, p.side): p for p in locate_landmarks(down_to_the_feet, region=asked).placements}
        for asked in ("foot", None)
    )
    assert ("ST41", "left") in alone and never not in {code for code, _ in among}
    for key, spot in alone.items():
        assert spot.xy_px == pytest.approx(among[key].xy_px) and spot.ring_px == pytest.approx(among[key].ring_px), key


def test_a_foot_whose_leg_is_seen_close_is_told_by_the_leg_or_not_at_all(fixtures: Path) -> None:
    seen = locate(load_photo(fixtures / "rendered_knee_back.jpg"), region="leg").landmarks
    assert seen is not None
    ankle = seen.xy("left_ankle")
    end_on = seen.having([replace(seen["left_knee"], xy_px=ankle - [0.0, 5.0])])  # no leg can be told of it
    (left, _) = build_feet(end_on)
    assert isinstance(left, FrameFailure) and left.reason == "on_edge"


def test_no_feet_are_found_on_a_wall() -> None:
    wall = np.full((480, 360, 3), 170, np.uint8)
    found = locate(Photo(wall), region="foot")
    assert found.status == "refused"
    assert {r.reason for r in found.refusals} <= {"not_sure", "blurred"}
