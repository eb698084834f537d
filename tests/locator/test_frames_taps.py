"""Fingers alone build a frame, correct one, and are contradicted aloud."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import body, spots

from locator.frames import taps_trunk
from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.taps_hand import with_palm
from locator.frames.taps_leg import build_leg_from_taps
from locator.frames.taps_slip import opposite
from locator.frames.taps_trunk import told_on_body
from locator.frames.trunk import build_trunk
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks

SIZE = (600, 800)
BACK = {  # a back 20 cun from C7 to the dimples, one cun 10 px; the dimples 3.9 cun apart
    "c7": (300.0, 200.0),
    "left_psis": (280.0, 425.0),
    "right_psis": (320.0, 425.0),
}
FOUR_BONES = {
    "left_acromion": (220.0, 250.0), "right_acromion": (380.0, 250.0),
    "left_greater_trochanter": (232.0, 476.0), "right_greater_trochanter": (368.0, 476.0),
}  # fmt: skip
LEG = {"left_popliteal_crease": (200.0, 200.0), "left_lateral_malleolus": (192.0, 520.0)}  # one leg cun is 20 px


def tapped(points: dict[str, tuple[float, float]], view: str = "back", sigma_px: float = 2.0) -> LandmarkSet:
    return LandmarkSet.from_points(points, SIZE, view=view, sigma_px=sigma_px)  # type: ignore[arg-type]


def moved(
    points: dict[str, tuple[float, float]], degrees: float, scale: float, by: tuple[float, float]
) -> dict[str, tuple[float, float]]:
    c, s = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    return {n: (c * x - s * y + by[0], s * x + c * y + by[1]) for n, (x, y) in points.items()}


def back_of(points: dict[str, tuple[float, float]]) -> BodyFrame:
    frame = build_trunk(tapped(points))
    assert isinstance(frame, BodyFrame), frame
    return frame


def test_the_neck_and_the_dimples_build_a_back() -> None:
    found = locate_landmarks(tapped(BACK), codes=["GV14", "BL23"])
    spots = {(p.code, p.side): p for p in found.placements}
    assert found.frames[0].source == "taps"
    assert 200 < spots["GV14", "midline"].xy_px[1] < 210  # GV14 lies just below the tip that was tapped
    left, right = spots["BL23", "left"].xy_px, spots["BL23", "right"].xy_px
    assert left[0] < 300 < right[0] and 330 < left[1] < 410
    assert 2.5 * found.frames[0].cun_px < right[0] - left[0] < 3.5 * found.frames[0].cun_px


def test_one_tap_is_not_enough_and_the_next_is_asked_for() -> None:
    failure = build_trunk(tapped({"c7": (300.0, 200.0)}))
    assert isinstance(failure, FrameFailure) and "left_psis" in failure.missing and "Tap" in failure.advice


def test_hip_bones_too_near_together_for_their_height_are_a_turned_back() -> None:
    for breadth, placed in ((125.0, True), (95.0, False)):
        crests = {f"{s}_iliac_crest": (300 + h * breadth / 2, 400) for s, h in (("left", -1), ("right", 1))}
        frame = build_trunk(tapped({"c7": (300.0, 200.0), **crests}))
        assert bool(frame) == placed
        if isinstance(frame, FrameFailure):
            assert frame.reason == "faces_away" and "square" in frame.advice


@pytest.mark.parametrize("way", [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)])
def test_one_tap_that_the_joints_contradict_is_told_as_such_and_not_as_missing(way: tuple[float, float]) -> None:
    marks = body("back")
    plain = build_trunk(marks)
    assert isinstance(plain, BodyFrame)
    slip = plain.anchors["c7_tip"].value + 8.0 * plain.cun_px * np.array(way)
    failure = build_trunk(marks.having([Landmark("c7", slip, sigma_px=2.0, source="tapped")]))
    assert isinstance(failure, FrameFailure) and failure.reason == "taps_contradict"
    assert failure.missing == () and "shoulders and hips" in failure.advice


def test_left_and_right_mixed_up_are_contradicted() -> None:
    wrong = {**BACK, "left_psis": BACK["right_psis"], "right_psis": BACK["left_psis"]}
    wide = {**wrong, "left_iliac_crest": (370.0, 390.0), "right_iliac_crest": (230.0, 390.0)}
    failure = build_trunk(tapped(wide))
    assert isinstance(failure, FrameFailure) and failure.reason == "contradiction"


BONES_FELT = ("c7", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest")


def felt_on(seen: LandmarkSet, names: tuple[str, ...], called: Callable[[str], str] = str) -> LandmarkSet:
    """A body with bones tapped where its own frames have them, each under the name that it is `called`."""
    located = locate_landmarks(seen).landmarks
    assert located is not None
    places = {name: located.xy("c7_tip" if name == "c7" and "c7_tip" in located else name) for name in names}
    return seen.having([Landmark(called(name), at, sigma_px=2.0, source="tapped") for name, at in places.items()])


def other_side(name: str) -> str:
    side, _, part = name.partition("_")
    return f"{opposite(side)}_{part}" if part else name  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["back", "back34"])
@pytest.mark.parametrize(
    "names",
    [
        ("left_iliac_crest",),
        ("left_iliac_crest", "right_iliac_crest"),
        ("c7", "left_iliac_crest"),
        ("c7", "left_iliac_crest", "right_iliac_crest"),
        BONES_FELT,
    ],
)
def test_bones_tapped_on_the_wrong_side_of_a_body_in_sight_are_told_and_draw_no_back(
    name: str, names: tuple[str, ...]
) -> None:
    assert isinstance(build_trunk(felt_on(body(name), names)), BodyFrame)
    failure = build_trunk(felt_on(body(name), names, other_side))
    assert isinstance(failure, FrameFailure) and failure.reason == "taps_exchanged" and "body's own" in failure.advice


@pytest.mark.parametrize("slip", BONES_FELT)
@pytest.mark.parametrize("others", [1, 2, 4])
@pytest.mark.parametrize("way", [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)])
def test_one_slip_among_several_taps_does_not_outweigh_the_joints_in_sight(
    slip: str, others: int, way: tuple[float, float]
) -> None:
    seen = body("back")
    names = (slip, *[name for name in BONES_FELT if name != slip][:others])
    marks = felt_on(seen, names)
    amiss = marks.xy(slip) + 8.0 * locate_landmarks(seen).frames[0].cun_px * np.array(way)
    failure = build_trunk(marks.having([Landmark(slip, amiss, sigma_px=2.0, source="tapped")]))
    assert isinstance(failure, FrameFailure) and failure.reason in ("taps_contradict", "taps_exchanged"), failure


@pytest.mark.parametrize("slip", BONES_FELT)
@pytest.mark.parametrize("others", [1, 2, 4])
def test_one_tap_that_lies_two_hands_breadths_amiss_is_refused_or_moves_the_back_by_less_than_one(
    slip: str, others: int
) -> None:
    seen = body("back")
    names = (slip, *[name for name in BONES_FELT if name != slip][:others])
    marks, right = felt_on(seen, names), spots(locate_landmarks(seen, region="back"))
    cun_px = next(iter(right.values())).cun_px
    for way in ((-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)):
        tap = Landmark(slip, marks.xy(slip) + 6.0 * cun_px * np.array(way), sigma_px=2.0, source="tapped")
        placed = spots(locate_landmarks(marks.having([tap]), region="back"))
        away = [math.dist(spot.xy_px, right[key].xy_px) / cun_px for key, spot in placed.items()]
        assert not away or np.median(away) < 3.0, way


@pytest.mark.parametrize("parts", [("popliteal_crease",), ("popliteal_crease", "lateral_malleolus")])
def test_a_leg_tapped_on_the_other_one_is_told_and_not_drawn_there(parts: tuple[str, ...]) -> None:
    seen = body("back")
    names = tuple(f"right_{part}" for part in parts)
    found = locate_landmarks(felt_on(seen, names, other_side), codes=["BL40"], region="leg")
    assert [p.side for p in found.placements] == ["right"], "the leg that nobody tapped is where it was"
    assert [(why.region, why.reason) for why in found.refusals] == [("leg", "taps_exchanged")]
    both = locate_landmarks(felt_on(seen, names), codes=["BL40"], region="leg")
    assert {p.side for p in both.placements} == {"left", "right"} and not both.refusals


@settings(max_examples=25, deadline=None)
@given(st.floats(-180, 180), st.floats(0.6, 3.0), st.tuples(st.floats(-300, 300), st.floats(-300, 300)))
def test_points_ride_with_the_taps(degrees: float, scale: float, by: tuple[float, float]) -> None:
    plain = build_trunk(tapped(BACK))
    away = moved(BACK, degrees, scale, by)  # beyond the picture too, as those ride that a camera has lost
    riding = [Landmark(n, np.array(xy), sigma_px=2.0 * scale, source="tapped") for n, xy in away.items()]
    other = build_trunk(LandmarkSet(SIZE, "back").having(riding))
    assert isinstance(plain, BodyFrame) and isinstance(other, BodyFrame)
    spot = {"l2": (float(plain.anchors["l2"].value[0]), float(plain.anchors["l2"].value[1]))}
    np.testing.assert_allclose(other.anchors["l2"].value, moved(spot, degrees, scale, by)["l2"], atol=0.05 * scale)


def test_every_tap_more_makes_the_rings_smaller() -> None:
    taps = dict(BACK)
    rings = []
    for name in (None, "left_iliac_crest", "right_iliac_crest", "left_scapula_inferior_angle"):
        if name is not None:
            spot = back_of(BACK).anchors[name].value
            taps[name] = (float(spot[0]), float(spot[1]))
        placed = locate_landmarks(tapped(taps), codes=["BL13", "BL23", "BL28"]).placements
        rings.append(float(np.mean([p.ring_px for p in placed])))
    assert rings == sorted(rings, reverse=True)


@pytest.mark.parametrize("name", ["back", "back34"])
def test_every_tap_on_a_body_that_is_seen_makes_its_rings_smaller(name: str) -> None:
    seen, codes = body(name), ["BL13", "BL18", "BL23", "BL28", "GV14"]
    plain = locate_landmarks(seen, codes=codes)
    rings, taps = [[p.ring_px for p in plain.placements]], seen
    for anchor in ("c7", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest"):
        spot = plain.landmarks.xy(anchor) if plain.landmarks is not None else np.zeros(2)
        taps = taps.having([Landmark(anchor, spot, sigma_px=2.0, source="tapped")])
        rings.append([p.ring_px for p in locate_landmarks(taps, codes=codes).placements])
    for before, after in pairwise(rings):
        assert np.mean(after) < np.mean(before)
        assert np.max(np.array(after) / before) < 1.02  # a tap far off that speaks for another build may cost a little
    assert np.mean(rings[-1]) < 0.85 * np.mean(rings[0])


def test_of_a_turned_back_less_is_told_between_the_taps() -> None:
    shares = []
    for name in ("back", "back34"):
        seen = build_trunk(body(name))
        assert isinstance(seen, BodyFrame)
        taps = {n: (seen.anchors[n].value, 2.0) for n in ("c7_tip", "left_psis", "right_psis")}
        told = told_on_body(seen, taps)
        before, after = (f.spread_px(f.anchors["l1"])[1, 1] for f in (seen, told))
        shares.append(after / before)
    assert shares[0] < shares[1] < 1.0


def test_a_tapped_c7_is_the_tip_and_its_level_lies_below() -> None:
    frame = back_of(BACK)
    assert np.linalg.norm(frame.anchors["c7_tip"].value - BACK["c7"]) < 2.0
    below = frame.anchors["c7"].value - frame.anchors["c7_tip"].value
    assert float(below @ frame.axes().distal.value) > 0


def test_four_bones_of_a_turned_back_are_no_narrow_persons() -> None:
    turned = math.cos(math.radians(60.0))
    failure = build_trunk(tapped({n: (300.0 + turned * (x - 300.0), y) for n, (x, y) in FOUR_BONES.items()}))
    assert isinstance(failure, FrameFailure) and failure.reason == "faces_away" and "turned aside" in failure.advice


@pytest.mark.parametrize(
    "change",
    [
        lambda n, x, y: (600.0 - x, y),
        lambda n, x, y: (600.0 - x if "acromion" in n else x, y),
        lambda n, x, y: (x, 300.0),
    ],
    ids=["left for right", "shoulders exchanged", "no height"],
)
def test_four_bones_that_fit_no_back_are_told_and_not_drawn(change: Callable[[str, float, float], Any]) -> None:
    failure = build_trunk(tapped({n: change(n, x, y) for n, (x, y) in FOUR_BONES.items()}))
    assert isinstance(failure, FrameFailure) and failure.reason == "contradiction", failure


def test_four_bones_of_the_anatomists_build_a_back() -> None:
    frame = back_of(FOUR_BONES)
    # ANSUR: cervicale lies .858 T + .363 W above the trochanters
    assert frame.anchors["c7_tip"].value[1] == pytest.approx(476 - (0.8583 * 226 + 0.3627 * 160), abs=0.5)
    assert frame.anchors["left_iliac_crest"].value[1] == pytest.approx(476 - (0.3832 * 226 - 0.1067 * 160), abs=0.5)


def test_a_crease_and_an_ankle_build_a_lower_leg() -> None:
    found = locate_landmarks(tapped(LEG), codes=["BL40", "BL57"], region="leg")
    spots = {p.code: p for p in found.placements}
    assert {p.side for p in found.placements} == {"left"}
    assert np.linalg.norm(spots["BL40"].xy_px - LEG["left_popliteal_crease"]) < 12
    assert 320 < spots["BL57"].xy_px[1] < 400  # half way down, and a little


def test_a_right_leg_is_the_mirror_image_of_a_left_one() -> None:
    flipped = {n.replace("left", "right"): (SIZE[0] - x, y) for n, (x, y) in LEG.items()}
    left = locate_landmarks(tapped(LEG), codes=["BL57"], region="leg").placements[0]
    right = locate_landmarks(tapped(flipped), codes=["BL57"], region="leg").placements[0]
    np.testing.assert_allclose(right.xy_px, [SIZE[0] - left.xy_px[0], left.xy_px[1]], atol=1e-6)


def test_a_kneecap_is_seen_from_before() -> None:
    taps = tapped({"left_patella_apex": (200.0, 200.0), "left_lateral_malleolus": (208.0, 520.0)}, view="unknown")
    frame = build_leg_from_taps(taps, "left")
    assert isinstance(frame, BodyFrame) and frame.view == "front"
    # the outer side of a left leg seen from before lies to the picture's right
    assert frame.axes().lateral.value[0] > 0


def test_half_a_leg_is_asked_for_the_other_half() -> None:
    failure = build_leg_from_taps(tapped({"left_popliteal_crease": (200.0, 200.0)}), "left")
    assert isinstance(failure, FrameFailure) and failure.missing == ("left_lateral_malleolus",)


def test_a_heel_that_is_told_is_the_joint_and_no_tap_on_the_heels_back() -> None:
    """Who tells a pose model's joints tells the heel too: .9 cun beside the bone, it moved KI3 and BL60 by up to 2."""
    bare = build_leg_from_taps(tapped(LEG), "left")
    told = build_leg_from_taps(tapped({**LEG, "left_heel": (215.0, 520.0)}), "left")
    assert isinstance(bare, BodyFrame) and isinstance(told, BodyFrame)
    for name, anchor in bare.anchors.items():
        np.testing.assert_allclose(told.anchors[name].value, anchor.value, err_msg=name)


def test_taps_that_leave_an_end_of_the_part_unsure_ask_for_another() -> None:
    sure, unsure = (build_trunk(tapped(BACK, sigma_px=sigma_px)) for sigma_px in (2.0, 40.0))
    assert isinstance(sure, BodyFrame)
    assert isinstance(unsure, FrameFailure) and unsure.reason == "too_few_taps" and "Tap" in unsure.advice
    leg = build_leg_from_taps(tapped(LEG, sigma_px=60.0), "left")
    assert isinstance(leg, FrameFailure) and leg.reason == "too_few_taps" and "left" in leg.advice


def test_a_knuckle_that_is_felt_is_less_sure_than_one_that_a_detector_means() -> None:
    hand = {"wrist": (300.0, 500.0), "index_mcp": (262.0, 350.0), "little_mcp": (352.0, 375.0)}
    marks = with_palm(tapped({f"right_hand_{name}": place for name, place in hand.items()}, sigma_px=2.0))
    palm_px = math.dist((307.0, 362.5), (300.0, 500.0))  # from the wrist to half way between the two knuckles
    assert all(marks[f"right_hand_{name}"].sigma_px > 0.05 * palm_px for name in hand)


def test_surprise_is_small_for_what_is_expected_and_large_for_what_is_not() -> None:
    frame = back_of(BACK)
    spot = frame.anchors["left_acromion"].value
    assert frame.surprise({"left_acromion": (spot, 3.0)}) < 0.5
    assert frame.surprise({"left_acromion": (spot + 150.0, 3.0)}) > 4.0
    assert frame.surprise({"no_such_place": (spot, 3.0)}) == 0.0


def test_a_wrist_and_two_knuckles_build_a_hand_and_tell_its_face() -> None:
    # the back of a right hand, fingers up: the little finger lies to the right
    hand = {
        "right_hand_wrist": (300.0, 500.0),
        "right_hand_index_mcp": (262.0, 350.0),
        "right_hand_little_mcp": (352.0, 375.0),
    }
    back = locate_landmarks(tapped(hand), codes=["LI4", "SI3"], region="hand")
    spots = {p.code: p for p in back.placements}
    assert {p.side for p in back.placements} == {"right"} and spots["LI4"].visible
    assert spots["LI4"].xy_px[0] < 300 < spots["SI3"].xy_px[0]
    palm = {n: (SIZE[0] - x, y) for n, (x, y) in hand.items()}
    front = locate_landmarks(tapped(palm), codes=["LI4"], region="hand")
    assert not any(p.visible for p in front.placements)


def bodied(sits: bool) -> BodyFrame:
    """A trunk that was seen, of one who stands or sits: shoulders, hips, knees, with the depth that tells the two."""
    spots = {"shoulder": (68.0, 200.0, -126.0 if sits else 0.0), "hip": (38.0, 400.0, 0.0)}
    spots["knee"] = (50.0, 450.0, 260.0) if sits else (40.0, 600.0, 0.0)
    marks = {
        f"{side}_{name}": Landmark(f"{side}_{name}", np.array([300.0 + sign * x, y]), depth_px=depth)
        for name, (x, y, depth) in spots.items()
        for side, sign in (("left", -1.0), ("right", 1.0))
    }
    frame = build_trunk(LandmarkSet(SIZE, "back", marks))
    assert isinstance(frame, BodyFrame)
    return frame


FELT = ("c7_tip", "left_iliac_crest", "right_iliac_crest", "left_psis", "right_psis")


def felt_at(places: dict[str, Array]) -> BodyFrame:
    return back_of({name.removesuffix("_tip"): (float(at[0]), float(at[1])) for name, at in places.items()})


LEVELS_BETWEEN = ("t5", "t10", "l3", "s2")


def off_cun(sits: bool) -> float:
    """How far the worst level between the taps lies from where it is, once all five were tapped, cun."""
    truth = bodied(sits)
    told = felt_at({name: truth.anchors[name].value for name in FELT})
    away = [np.linalg.norm(told.anchors[name].value - truth.anchors[name].value) for name in LEVELS_BETWEEN]
    return float(max(away)) / truth.cun_px


def test_that_some_sit_helps_who_sits_and_harms_no_one_who_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    standing, sitting = off_cun(False), off_cun(True)
    monkeypatch.setattr(taps_trunk, "SHARES", {"whole": 1.0})
    assert sitting < 0.8 * off_cun(True)
    assert standing < 0.15 and off_cun(False) < 0.15


def test_between_a_standing_and_a_sitting_back_nothing_jumps() -> None:
    standing, sitting = ({name: bodied(sits).anchors[name].value for name in FELT} for sits in (False, True))
    seen = []
    for share in np.linspace(0.0, 1.0, 41):
        frame = felt_at({name: (1.0 - share) * standing[name] + share * sitting[name] for name in FELT})
        seen.append([frame.anchors[name].value / frame.cun_px for name in LEVELS_BETWEEN])
    steps = np.linalg.norm(np.diff(np.array(seen), axis=0), axis=2)
    assert steps.max() < 3.0 * steps.mean() < 0.5


def test_every_tap_on_a_sitting_back_makes_the_rings_smaller() -> None:
    truth, rings, taps = bodied(True), [], {}
    for name in ("c7_tip", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest"):
        taps[name.removesuffix("_tip")] = (float(truth.anchors[name].value[0]), float(truth.anchors[name].value[1]))
        if len(taps) > 2:
            placed = locate_landmarks(tapped(taps), codes=["BL13", "BL23", "BL28"]).placements
            rings.append(float(np.mean([p.ring_px / p.cun_px for p in placed])))
    assert rings == sorted(rings, reverse=True)
