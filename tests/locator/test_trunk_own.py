"""What backs differ in beyond what is seen of them: doubt that the rings must show, and a place that is not told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from recorded import body

from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk
from locator.frames.trunk_view import view_trunk
from locator.geometry import Array, ring_radii
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Located

SIDES = ("left", "right")
KNEES = tuple(f"{side}_knee" for side in SIDES)


def frame_of(marks: LandmarkSet) -> BodyFrame:
    built = build_trunk(marks)
    assert isinstance(built, BodyFrame), built
    return built


def sitting() -> LandmarkSet:
    """A body whose knees lie close below its hips and far before them."""
    marks = body()
    unit = view_trunk(marks).unit_px
    hips = {knee: marks[knee.replace("knee", "hip")] for knee in KNEES}
    down = np.array([0.0, 0.2 * unit])
    seated = marks.having(
        replace(marks[knee], xy_px=hip.xy_px + down, depth_px=hip.depth_px + 1.2 * unit) for knee, hip in hips.items()
    )
    assert view_trunk(seated).posture == "seated"
    return seated


def legless() -> LandmarkSet:
    marks = body()
    cut = marks.having(replace(marks[knee], visibility=0.0) for knee in KNEES)
    assert view_trunk(cut).posture == "cut"
    return cut


def own_cun2(frame: BodyFrame, anchor: str) -> Array:
    """(2, 2) of an anchor's spread that the state does not tell."""
    place = frame.anchors[anchor]
    own: Array = (frame.spread_px(place, (anchor,)) - frame.spread_px(place)) / frame.cun_px**2
    return own


def ring_cun(found: Located, code: str) -> float:
    return max(spot.ring_px / spot.cun_px for spot in found.placements if spot.code == code)


def test_the_depth_of_the_loins_is_in_doubt_as_far_as_a_turned_trunk_shows_it() -> None:
    straight, turned = frame_of(body("back")), frame_of(body("back34"))
    across = {}
    for frame in (straight, turned):
        left = np.array([-frame.way[1], frame.way[0]])
        shown = abs(frame.axes("t11").dorsal.value @ left) / frame.cun_px
        across[frame] = left @ own_cun2(frame, "t11") @ left
        assert across[frame] == pytest.approx((frame.own_depth_cun["t11"] * shown) ** 2, abs=1e-6)
    assert across[turned] > 4.0 * across[straight]


def test_the_levels_that_the_state_holds_have_no_doubt_of_their_own_across() -> None:
    frame = frame_of(body("back34"))
    left = np.array([-frame.way[1], frame.way[0]])
    for knot in ("c7", "t7", "l4"):
        assert left @ own_cun2(frame, knot) @ left == pytest.approx(0.0, abs=1e-9)


def test_a_place_between_two_anchors_has_their_own_doubt_as_far_as_it_hangs_on_them() -> None:
    frame = frame_of(body())
    hiatus = frame.anchors["sacral_hiatus"]
    shares = (0.0, 0.25, 0.5, 1.0)
    spreads = frame.spreads_px([hiatus] * len(shares), [{"sacral_hiatus": share} for share in shares])
    own = ring_radii(np.array(spreads) - spreads[0])
    assert own == pytest.approx([share * own[-1] for share in shares])


def test_knees_half_hidden_by_a_seat_tell_that_somebody_sits() -> None:
    # knees in plain sight as short before a steep camera are a standing body's
    marks = body()
    unit = view_trunk(marks).unit_px
    hips = {knee: marks[knee.replace("knee", "hip")] for knee in KNEES}
    down = np.array([0.0, 0.5 * unit])
    for sight, posture in ((0.8, "seated"), (1.0, "whole"), (0.5, "cut")):
        near = [
            replace(marks[knee], xy_px=hip.xy_px + down, depth_px=hip.depth_px + 0.8 * unit, visibility=sight)
            for knee, hip in hips.items()
        ]
        assert view_trunk(marks.having(near)).posture == posture


def test_no_point_is_shown_on_the_skin_that_a_sitting_body_rests_on() -> None:
    shown = {
        name: {spot.code for spot in locate_landmarks(marks, codes=["GB30", "BL23"], region="back").placements
               if spot.visible}
        for name, marks in (("standing", body()), ("sitting", sitting()))
    }  # fmt: skip
    assert shown == {"standing": {"GB30", "BL23"}, "sitting": {"BL23"}}


def test_a_body_that_may_stand_or_sit_has_wider_rings_beside_its_trochanters() -> None:
    standing, unknown = (locate_landmarks(marks, codes=["GB30"], region="back") for marks in (body(), legless()))
    assert ring_cun(unknown, "GB30") > 1.3 * ring_cun(standing, "GB30")


@pytest.mark.parametrize("side", SIDES)
def test_a_shoulder_blade_that_ends_a_level_lower_hardly_moves_the_spine(side: str) -> None:
    # its tip lies level with T7 in the book and with T8 in most people
    marks = body()
    before, tip = frame_of(marks), f"{side}_scapula_inferior_angle"
    lower = before.anchors[tip].value + 1.3 * before.axes("t7").distal.value
    after = frame_of(marks.having([Landmark(tip, lower, sigma_px=0.4 * before.cun_px, source="tapped")]))
    assert np.linalg.norm(after.anchors["t7"].value - before.anchors["t7"].value) < 0.25 * before.cun_px


@pytest.mark.parametrize(
    ("bone", "code", "share"),
    [("acromion", "GB21", 0.5), ("scapula_inferior_angle", "SI11", 0.3333), ("greater_trochanter", "GB30", 0.6667)],
)
def test_a_bone_is_where_a_finger_feels_it_and_what_hangs_on_it_goes_along(bone: str, code: str, share: float) -> None:
    marks = body()
    before = frame_of(marks)
    by = 1.3 * before.axes("t7").distal.value
    felt = Landmark(f"left_{bone}", before.anchors[f"left_{bone}"].value + by, sigma_px=2.0, source="tapped")
    after = frame_of(marks.having([felt]))
    moved = after.anchors[f"left_{bone}"].value - before.anchors[f"left_{bone}"].value
    assert np.linalg.norm(moved - by) < 0.2 * np.linalg.norm(by)
    (here,), (there,) = (
        [p.xy_px for p in locate_landmarks(m, codes=[code], region="back").placements if p.side == "left"]
        for m in (marks, marks.having([felt]))
    )
    assert (there - here) @ by / (by @ by) == pytest.approx(share, abs=0.2)
