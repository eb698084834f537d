"""Joints told against plain sight draw nothing: a slip, left read for right, another person's landmarks in part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration import store
from calibration.against_sight import against_sight
from calibration.strayed import STRAY_CUN
from locator import Landmark, Located, Photo, load_photo, locate
from locator.frames.foot import JOINTS as FEET
from locator.frames.hand_view import PALM
from locator.frames.trunk_view import JOINTS as TRUNK
from locator.landmarks import LandmarkSet
from locator.landmarks_file import GivenLandmarks
from locator.placement import Region
from ui.cli import main
from ui.components.tap_editor import Edit
from ui.finder import Query
from ui.tapped import counted_in, tapped
from ui.through import locate_with

BACK = Path(__file__).parent.parent / "fixtures" / "rendered_back.jpg"
PARTS = {"shoulder": ("back",), "hip": ("back",), "knee": ("leg",), "ankle": ("leg", "foot")}  # that hang on a joint
LIMBS = (TRUNK, *(tuple(f"{side}_{joint}" for joint in ("knee", *FEET)) for side in ("left", "right")))
JOINTS, DRAWN = tuple(PARTS), ("back", "leg", "foot", "head")
OTHER = {"left": "right", "right": "left"}
WAYS = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)]
Places = Mapping[str, tuple[float, float]]
Key = tuple[str, str]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "mirrored"])
def pictured(request: pytest.FixtureRequest) -> tuple[Photo, Located]:
    """A back from behind, and what is seen of it."""
    photo = load_photo(BACK)
    if request.param:
        photo = Photo(np.ascontiguousarray(photo.rgb[:, ::-1]), mirrored=True)
    return photo, locate(photo)


def told(monkeypatch: pytest.MonkeyPatch, pictured: tuple[Photo, Located], places: Places) -> Located:
    photo, seen = pictured
    monkeypatch.setattr("locator.locate", lambda *_, **__: seen)
    marks = tuple(Landmark(name, np.array(at), source="tapped") for name, at in places.items())
    return locate_with(photo, GivenLandmarks(marks), None, None)[0]


def at(seen: Located, joint: str, by_cun: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
    """Where a joint is seen, or so far beside it."""
    assert seen.landmarks is not None
    x, y = seen.landmarks.xy(joint) + seen.frames[0].cun_px * np.array(by_cun)
    return float(x), float(y)


def drawn(found: Located, *frames: str) -> dict[Key, tuple[float, float]]:
    return {(p.code, p.side): (p.xy_px[0], p.xy_px[1]) for p in found.placements if p.visible and p.frame in frames}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("joint", JOINTS)
def test_a_part_with_one_joint_told_far_from_where_it_is_seen_is_refused_and_the_others_stay(
    joint: str, way: tuple[float, float], pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, far = pictured[1], 1.5 * STRAY_CUN
    found = told(monkeypatch, pictured, {f"left_{joint}": at(seen, f"left_{joint}", (far * way[0], far * way[1]))})
    parts = PARTS[joint]
    gone = {key for key in drawn(seen, *parts) if "back" in parts or key[1] == "left"}
    stay = {key: place for key, place in drawn(seen, *DRAWN).items() if key not in gone}
    assert gone and drawn(found, *DRAWN) == stay
    assert [(why.region, why.reason) for why in found.refusals] == [(part, "taps_contradict") for part in parts]


def test_a_knee_told_two_hands_breadths_from_where_it_is_plainly_seen_is_a_slip(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(monkeypatch, pictured, {"left_knee": at(pictured[1], "left_knee", (0.0, -6.0))})
    assert {side for _, side in drawn(found, "leg")} == {"right"} and drawn(found, "back")


def test_a_joint_put_right_by_a_little_is_believed(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    for joint in JOINTS:
        found = told(monkeypatch, pictured, {f"left_{joint}": at(pictured[1], f"left_{joint}", (0.5, -0.5))})
        assert not found.refusals
        assert found.landmarks is not None and found.landmarks[f"left_{joint}"].source == "tapped"


def test_joints_of_another_body_are_believed_as_a_whole(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, by = pictured[1], (2.0 * STRAY_CUN, 0.5 * STRAY_CUN)
    trunk = [f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip")]
    found = told(monkeypatch, pictured, {name: at(seen, name, by) for name in trunk})
    cun_px, before, after = seen.frames[0].cun_px, drawn(seen, "back"), drawn(found, "back")
    ways = np.array([np.subtract(after[key], before[key]) for key in before.keys() & after.keys()]) / cun_px
    assert len(ways) > 50 and np.median(np.abs(ways - by)) < 0.5


@pytest.mark.parametrize("limb", LIMBS)
def test_a_limb_is_believed_elsewhere_by_all_its_joints_and_by_none_less(
    limb: tuple[str, ...], pictured: tuple[Photo, Located]
) -> None:
    """As one that the detector took for another body's: legs with their feet, trunks."""
    seen = pictured[1]
    assert seen.landmarks is not None
    by_px = 1.5 * STRAY_CUN * max(frame.cun_px for frame in seen.frames) * np.array([1.0, 0.0])
    taps = [replace(seen.landmarks[name], xy_px=seen.landmarks.xy(name) + by_px, source="tapped") for name in limb]
    assert not against_sight(seen, taps)
    for missing in taps:
        assert against_sight(seen, [tap for tap in taps if tap is not missing])


@pytest.mark.parametrize("name", ["left_ankle", "left_heel", "left_hip"])
def test_a_joint_that_is_not_in_sight_is_believed_with_the_others_wherever_it_is_told(
    name: str, pictured: tuple[Photo, Located]
) -> None:
    (limb,) = (limb for limb in LIMBS if name in limb)
    seen = pictured[1]
    assert seen.landmarks is not None
    hidden = replace(seen, landmarks=seen.landmarks.having([replace(seen.landmarks[name], visibility=0.1)]))
    by_px = 1.5 * STRAY_CUN * max(frame.cun_px for frame in seen.frames) * np.array([1.0, 0.0])
    taps = [replace(seen.landmarks[each], xy_px=seen.landmarks.xy(each) + by_px, source="tapped") for each in limb]
    assert not against_sight(hidden, taps)


@pytest.mark.parametrize(
    "joints", [("knee",), ("ankle",), ("knee", "ankle"), ("shoulder",), ("hip",), ("shoulder", "hip"), JOINTS]
)
def test_left_and_right_exchanged_draw_nothing_of_that_part(
    joints: tuple[str, ...], pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = pictured[1]
    found = told(monkeypatch, pictured, {f"{s}_{j}": at(seen, f"{OTHER[s]}_{j}") for s in OTHER for j in joints})
    parts = {part for joint in joints for part in PARTS[joint]}
    assert {(why.region, why.reason) for why in found.refusals} == {(part, "taps_exchanged") for part in parts}
    stay = [part for part in DRAWN if part not in parts]
    assert not drawn(found, *parts) and drawn(found, *stay) == drawn(seen, *stay)


def test_feet_side_by_side_are_not_taken_for_each_other(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one foot in sight the other is told two thumbs' breadths beside it."""
    photo, seen = pictured
    assert seen.landmarks is not None
    gone = ("left_ankle", "left_heel", "left_foot_index")
    one_foot = LandmarkSet(seen.size_px, seen.view, {m.name: m for m in seen.landmarks if m.name not in gone})
    ankle = {"left_ankle": at(seen, "right_ankle", (-2.0, 0.0))}
    found = told(monkeypatch, (photo, replace(seen, landmarks=one_foot)), ankle)
    assert "taps_exchanged" not in [why.reason for why in found.refusals]


def test_joints_told_between_where_both_are_seen_are_not_taken_for_each_other(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = (np.array(at(pictured[1], f"{side}_knee")) for side in OTHER)
    places = {"left_knee": 0.4 * left + 0.6 * right, "right_knee": 0.6 * left + 0.4 * right}
    found = told(monkeypatch, pictured, {name: (float(x), float(y)) for name, (x, y) in places.items()})
    assert "taps_exchanged" not in [why.reason for why in found.refusals]


def test_exchanged_knees_build_no_legs_that_were_not_measured(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, seen = pictured
    trunk_alone = replace(seen, frames=tuple(frame for frame in seen.frames if frame.region == "back"))
    knees = {"left_knee": at(seen, "right_knee"), "right_knee": at(seen, "left_knee")}
    found = told(monkeypatch, (photo, trunk_alone), knees)
    assert not drawn(found, "leg") and drawn(found, "back") == drawn(seen, "back")


@pytest.mark.parametrize(("part", "joints"), [("hand", PALM), ("hand", PALM[:1]), ("foot", FEET), ("foot", FEET[:1])])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_hand_or_foot_told_as_the_other_one_is_not_drawn_as_either(
    mirrored: bool, part: Region, joints: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rgb = load_photo(BACK.with_name(f"rendered_{part}.jpg")).rgb
    photo = Photo(np.ascontiguousarray(rgb[:, ::-1]) if mirrored else rgb, mirrored=mirrored)
    seen = locate(photo, part)
    there = {s: f"{s}_hand_" if part == "hand" else f"{s}_" for s in OTHER}
    places = {f"{there[s]}{j}": f"{there[OTHER[s]]}{j}" for s in OTHER for j in joints}
    known = {name: at(seen, other) for name, other in places.items() if other in (seen.landmarks or ())}
    found = told(monkeypatch, (photo, seen), known)
    assert known and drawn(seen, part) and not found.placements
    assert (part, "taps_exchanged") in [(why.region, why.reason) for why in found.refusals]


def test_from_the_side_one_leg_may_have_been_taken_for_the_other(
    pictured: tuple[Photo, Located], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, seen = pictured
    aside = (photo, replace(seen, view="left"))
    knees = {"left_knee": at(seen, "right_knee"), "right_knee": at(seen, "left_knee")}
    ankles = {"left_ankle": at(seen, "right_ankle"), "right_ankle": at(seen, "left_ankle")}
    assert "taps_exchanged" not in [why.reason for why in told(monkeypatch, aside, {**knees, **ankles}).refusals]


def test_such_a_joint_is_not_kept_and_changes_no_other_page(pictured: tuple[Photo, Located]) -> None:
    photo, seen = pictured
    query = Query(None, None, [p.code for p in seen.placements])
    slip = Edit(1, {"left_shoulder": at(seen, "left_shoulder", (-1.5 * STRAY_CUN, 0.0))})
    assert [why.reason for why in tapped(seen, photo, query, slip).unfit] == ["taps_contradict"]
    assert counted_in(seen, photo, query, slip) is seen


def test_calibrate_learns_nothing_from_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = locate(load_photo(BACK))
    taps = home / "taps.json"
    taps.write_text(json.dumps({"c7": at(seen, "c7_tip"), "left_shoulder": [10, 10]}), encoding="utf-8")
    assert main(["calibrate", str(BACK), "--landmarks", str(taps), "--profile", "anna"]) == 2
    assert "does not fit the shoulders" in capsys.readouterr().err and store.names() == ()
