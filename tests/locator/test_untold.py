"""Landmarks told in part: what nobody has seen of a body is what it usually is, and told with that much more doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import Key, body, errors_cun, missed, picture, recorded, spots, unmet

from locator.detect.body import named
from locator.frames.leg_typical import USUAL, lies, usual, usual_sd
from locator.frames.trunk_view import JOINTS, view_trunk
from locator.landmarks import LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Placement

# The seventeen of the COCO key points, which most detectors tell: no heel, no toe and no depth.
PLANE = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle",
)  # fmt: skip
FEET = [f"{side}_{part}" for side in ("left", "right") for part in ("heel", "foot_index")]
few = settings(max_examples=10)  # each places a whole body


def without(marks: LandmarkSet, names: Iterable[str]) -> LandmarkSet:
    gone = set(names)
    return LandmarkSet(marks.size_px, marks.view).having(mark for mark in marks if mark.name not in gone)


def flat(marks: LandmarkSet) -> LandmarkSet:
    """The same places, of which nobody has told how deep they lie."""
    return marks.having(replace(mark, depth_px=0.0) for mark in marks)


def shown(marks: LandmarkSet) -> dict[Key, Placement]:
    return spots(locate_landmarks(marks), visible_only=True)


@pytest.mark.parametrize("name", ["back", "back34", "front"])
@few
@given(st.sets(st.sampled_from(FEET), min_size=1))
def test_a_foot_that_is_not_told_moves_no_point_out_of_its_ring_and_makes_none_surer(name: str, gone: set[str]) -> None:
    before, after = shown(body(name)), shown(without(body(name), gone))
    assert before
    for key in set(before) & set(after):
        assert np.linalg.norm(after[key].xy_px - before[key].xy_px) < after[key].ring_px, key
        assert after[key].ring_px > 0.97 * before[key].ring_px, key  # a cun is told by the same places, moved a little


def test_the_legs_of_bodies_that_lie_are_placed_where_their_rings_say_when_nobody_tells_their_feet() -> None:
    bodies = [missed(without(marks, FEET), truth, "leg") for marks, truth in unmet("lying_bodies.json").values()]
    away, held = (np.concatenate(each) for each in zip(*bodies, strict=True))
    assert len(away) > 25 and np.median(away) < 1.2 and np.mean(held) > 0.55


@pytest.mark.parametrize("turn_rad", [0.0, 0.6, -0.6])
def test_between_a_leg_that_stands_and_one_that_lies_nothing_jumps(turn_rad: float) -> None:
    shares = [lies(np.array([np.sin(slant), np.cos(slant)]), turn_rad) for slant in np.linspace(0.0, np.pi, 181)]
    assert shares[0] == 0.0 and shares[-1] == 1.0 and max(np.diff(shares)) < 0.03
    for name in USUAL:
        assert np.abs(np.diff([usual(turn_rad, share)[name] for share in shares])).max() < 0.01
        assert np.abs(np.diff([usual_sd(name, share) for share in shares])).max() < 0.01


def test_a_leg_that_shows_its_shin_is_never_taken_to_lie() -> None:
    for slant in np.linspace(0.0, np.pi, 13):
        assert lies(np.array([np.sin(slant), np.cos(slant)]), np.pi) == 0.0


@pytest.mark.parametrize("name", ["back", "front"])
def test_points_told_by_seventeen_places_in_the_plane_lie_as_near_as_by_all_that_a_detector_tells(name: str) -> None:
    seen = named([recorded(name)], picture())
    told = LandmarkSet.from_points({n: tuple(seen.xy(n)) for n in PLANE}, (600, 800), "unknown", source="detected")
    by_all, by_places = (errors_cun(locate_landmarks(marks), f"rendered_{name}") for marks in (seen, told))
    known = set(by_all) & set(by_places)
    assert len(known) >= 3 and all(by_places[key] < by_all[key] + 0.7 for key in known)
    assert np.median([by_places[key] - by_all[key] for key in known]) < 0.2


def test_a_body_of_which_no_depth_is_told_is_less_sure_and_its_points_stay_within_their_rings() -> None:
    before, after = shown(body("back")), shown(flat(body("back")))
    assert len(before) > 100
    for key, spot in before.items():
        if key[0] != "GV20" and not key[0].startswith(("GB20", "BL10", "GV16")):  # a head has ears of its own
            assert after[key].ring_px > 0.98 * spot.ring_px, key
            assert np.linalg.norm(after[key].xy_px - spot.xy_px) < 1.1 * after[key].ring_px, key


@few
@given(st.floats(0.0, 0.9))
def test_the_narrower_a_back_without_depth_the_less_sure_it_is_until_it_is_refused(less: float) -> None:
    def narrowed(share: float) -> LandmarkSet:
        marks = flat(body("back"))
        middle = view_trunk(marks).origin_px[0]
        return marks.having(
            replace(marks[name], xy_px=np.array([middle + share * (x - middle), y]))
            for name in JOINTS
            for x, y in [marks.xy(name)]
        )

    ring = {share: shown(narrowed(share)).get(("BL23", "left")) for share in (1.0, 1.0 - less)}
    square, turned = ring[1.0], ring[1.0 - less]
    assert square is not None
    if turned is None:
        assert "faces_away" in {why.reason for why in locate_landmarks(narrowed(1.0 - less)).refusals} and less > 0.05
    else:
        assert less < 0.2 and turned.ring_px >= 0.98 * square.ring_px


def test_a_body_seen_from_the_side_without_depth_has_no_point_rather_than_a_wrong_one() -> None:
    marks = flat(body("back34"))
    across = 0.2  # of the breadth that is seen of it
    middle = view_trunk(marks).origin_px[0]
    aside = marks.having(
        replace(mark, xy_px=np.array([middle + across * (mark.xy_px[0] - middle), mark.xy_px[1]])) for mark in marks
    )
    found = locate_landmarks(aside, codes=["BL23", "BL40", "KI3", "ST36", "LR3"])
    assert not found.placements and {why.reason for why in found.refusals} == {"faces_away"}


def test_four_joints_strewn_over_a_picture_are_no_back_or_one_whose_rings_say_something() -> None:
    answered = 0
    for corners in np.random.default_rng(1).uniform(0.0, 1000.0, (300, 4, 2)):
        told = LandmarkSet.from_points(dict(zip(JOINTS, map(tuple, corners), strict=True)), (1000, 1000))
        found = locate_landmarks(told, codes=["BL13", "BL23", "GV14"])
        assert all(spot.ring_px < 6.0 * spot.cun_px for spot in found.placements), corners
        answered += bool(found.placements)
    assert answered > 0


@pytest.mark.parametrize("pair", ["shoulder", "hip"])
def test_a_trunk_broader_than_any_body_is_none(pair: str) -> None:
    marks = body("back")
    left, right = (marks[f"{side}_{pair}"] for side in ("left", "right"))
    wide = 3.0 * (left.xy_px - right.xy_px)
    apart = marks.having([replace(left, xy_px=left.xy_px + wide), replace(right, xy_px=right.xy_px - wide)])
    refusals = locate_landmarks(apart, region="back", codes=["BL23"]).refusals
    assert [why.reason for why in refusals] == ["contradiction"]


def test_who_sits_is_told_by_the_thighs_where_no_depth_is() -> None:
    marks = flat(body("back"))
    assert view_trunk(marks).posture == "whole"
    unit = view_trunk(marks).unit_px
    knees = [
        replace(marks[f"{side}_knee"], xy_px=marks.xy(f"{side}_hip") + np.array([0.0, 0.4 * unit]))
        for side in ("left", "right")
    ]
    assert view_trunk(marks.having(knees)).posture == "seated"


@pytest.mark.parametrize("sight", [0.2, None])
def test_a_bent_leg_is_no_surer_for_a_hip_that_is_hardly_seen_or_not_told(sight: float | None) -> None:
    marks = body("front")
    bent = marks.having([replace(marks["left_hip"], xy_px=marks.xy("left_knee") + np.array([150.0, -60.0]))])
    hidden = [replace(bent["left_hip"], visibility=sight or 0.0)]
    less = without(bent, ["left_hip"]) if sight is None else bent.having(hidden)
    before, after = shown(bent), shown(less)
    legs = [key for key in before if key[1] == "left" and key[0] in ("ST36", "SP6", "SP9", "GB34")]
    assert legs and all(after[key].ring_px > 0.99 * before[key].ring_px for key in legs)
