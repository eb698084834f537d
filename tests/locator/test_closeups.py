"""Close-ups without a face: squares proposed, one chosen, or none; on rendered pictures and on told looks."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, errors_cun, picture, recorded, spots, truth, turned_round
from scripted import Scripted, absent, nobody_anywhere, shifted

from locator.bodies import see_body
from locator.closeups import find_closeup
from locator.contest import COMPARED, MOST_EXPECTED_CUN, Rank, believed, contest, weights_of
from locator.detect.base import INDEX, SWAP, Look, Square, other_face
from locator.detect.body import named
from locator.detect.closeup import SEEDS, both_faces, explored, proposed, refined
from locator.detect.closeup_choice import choice_features, look_features, predicted_error_cun
from locator.forest import shipped
from locator.geometry import Array
from locator.landmarks import View
from locator.people import is_whole
from locator.photo import load_photo
from locator.pipeline import locate
from locator.placement import Located, Region

BACK, FRONT = recorded("back"), recorded("front")
REGIONS = ("back", "leg")


FLAT = replace(BACK, depth_px=np.zeros(33), world_m=np.column_stack([BACK.xy_px / 400.0, np.zeros(33)]))


def bearing(look: Look) -> Array:
    """The nine signs of how a trunk stands to the camera, as the choice hears them of one look."""
    signs: Array = choice_features([look], (600, 800), "back")[0, -9:]
    return signs


def turned_aside(look: Look, by_rad: float) -> Look:
    """A trunk turned about the line from its hips to its shoulders, which stands upright in the picture."""
    c, s = math.cos(by_rad), math.sin(by_rad)
    middle = 0.5 * (look.xy("left_hip") + look.xy("right_hip"))
    away = look.xy_px - middle
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    solid = np.column_stack([away, look.depth_px]) @ turn
    return replace(look, xy_px=middle + solid[:, :2], depth_px=solid[:, 2], world_m=look.world_m @ turn)


@cache
def located(name: str, region: Region, view: str | None = None) -> Located:
    return locate(load_photo(FIXTURES / f"{name}.jpg"), region=region, view=view)  # type: ignore[arg-type]


def test_a_headless_back_is_placed_from_its_close_up() -> None:
    found = located("rendered_back_close", "back")
    errors = errors_cun(found, "rendered_back_close")
    assert {f.source for f in found.frames} == {"close-up"} and found.view == "back"
    assert len(errors) >= 0.9 * len(truth("rendered_back_close"))
    assert np.median(list(errors.values())) < 1.6 and max(errors.values()) < 3.0


def test_two_knees_from_behind_are_placed_from_their_close_up() -> None:
    found = located("rendered_knee_back", "leg", "back")
    errors = errors_cun(found, "rendered_knee_back")
    assert {("BL40", "left"), ("BL40", "right"), ("BL57", "left"), ("BL57", "right")} <= set(errors)
    assert max(errors.values()) < 1.5


def test_a_close_up_of_480_px_is_answered() -> None:
    found = located("back_close_480", "back")
    seen = spots(found, visible_only=True)
    assert found.size_px == (480, 360) and found.status == "located"
    assert seen["BL23", "left"].xy_px[0] < seen["GV4", "midline"].xy_px[0] < seen["BL23", "right"].xy_px[0]


def test_knees_of_which_nobody_says_the_face_are_asked_about_or_told_rightly() -> None:
    found = located("rendered_knee_back", "leg")
    if found.status == "located":
        assert max(errors_cun(found, "rendered_knee_back").values()) < 1.5
    else:
        assert found.refusals[0].reason == "front_or_back"


def test_a_close_ups_rings_are_wider_than_a_whole_bodys() -> None:
    whole = spots(locate(load_photo(FIXTURES / "rendered_back.jpg")))["BL23", "left"]
    close = spots(located("rendered_back_close", "back"))["BL23", "left"]
    assert close.ring_px / close.cun_px > whole.ring_px / whole.cun_px


@pytest.mark.parametrize("region", REGIONS)
def test_no_more_looks_are_taken_than_a_person_will_wait_for(region: str) -> None:
    detector = Scripted((), lambda n, square, mirrored: BACK)
    looks = explored(detector, picture(), proposed((600, 800), region))
    assert len(looks) == detector.looks == 4 * len(SEEDS[region]) <= 32


@pytest.mark.parametrize("region", REGIONS)
@settings(max_examples=25)
@given(st.integers(200, 4000), st.integers(200, 4000))
def test_squares_are_proposed_for_any_shape_of_picture(region: str, width: int, height: int) -> None:
    upright = proposed((width, height), region)
    assert all(s.side_px > height for s in upright), "a close-up shows part of the body its square holds"
    over = proposed((width, height), region, math.pi)
    for one, other in zip(upright, over, strict=True):
        assert (width - one.x_px, height - one.y_px) == pytest.approx((other.x_px, other.y_px))
        assert other.side_px == one.side_px


@pytest.mark.parametrize("region", REGIONS)
@settings(max_examples=25)
@given(st.floats(0.25, 4.0))
def test_the_size_of_the_picture_does_not_enter_the_choice(region: str, zoom: float) -> None:
    looks = [BACK, shifted(BACK, 20.0, 5.0), FRONT]
    larger = [shifted(look, 0.0, 0.0, zoom) for look in looks]
    plain = choice_features(looks, (600, 800), region)
    scaled = choice_features(larger, (round(600 * zoom), round(800 * zoom)), region)
    np.testing.assert_allclose(scaled, plain, rtol=0.02, atol=0.02)  # the picture's sides are whole pixels


@pytest.mark.parametrize("look", [BACK, FRONT], ids=["back", "front"])
def test_how_a_back_stands_to_the_camera_is_the_same_in_the_mirror_and_of_its_other_face(look: Look) -> None:
    look = replace(look, world_m=np.column_stack([look.xy_px, look.depth_px]) / 400.0)
    mirrored = replace(
        look,
        xy_px=(np.array([600.0, 0.0]) + look.xy_px * [-1.0, 1.0])[SWAP],
        depth_px=look.depth_px[SWAP],
        world_m=(look.world_m * [-1.0, 1.0, 1.0])[SWAP],
    )
    seen = bearing(look)
    np.testing.assert_allclose(bearing(mirrored), seen, atol=1e-9)
    np.testing.assert_allclose(bearing(other_face(look)), seen, atol=1e-9)


@given(st.floats(0.0, 0.5), st.floats(0.02, 0.5))
def test_a_trunk_turned_further_aside_is_seen_as_turned_further(turn_rad: float, more_rad: float) -> None:
    """About its own upright axis, as MediaPipe's metric pose and its depths would tell it."""
    aside, further = (bearing(turned_aside(FLAT, by)) for by in (turn_rad, turn_rad + more_rad))
    rises = [0, 2, 3, 5]  # of shoulders and of hips: how much deeper one side is, and the angle
    assert (further[rises] > aside[rises]).all()
    assert (further[[1, 4]] < aside[[1, 4]]).all(), "both look narrower"


@pytest.mark.parametrize("region", REGIONS)
def test_expected_errors_are_never_negative_and_do_not_hang_on_the_order(region: str) -> None:
    looks = [BACK, FRONT, turned_round(BACK), absent(BACK), FRONT]
    errors = predicted_error_cun(choice_features(looks, (600, 800), region), region)
    assert np.all(errors >= 0) and np.all(np.isfinite(errors))
    backwards = predicted_error_cun(choice_features(looks[::-1], (600, 800), region), region)
    np.testing.assert_allclose(backwards[::-1], errors)


def test_what_a_look_shows_by_itself_is_the_same_in_any_company() -> None:
    size_px = (600, 800)
    silhouette = np.zeros((256, 256), np.float32)
    silhouette[40:200, 90:150] = 0.9
    looks = [BACK, replace(FRONT, mask=silhouette), turned_round(BACK), absent(shifted(BACK, 250.0, 90.0, 2.0))]
    alone = [look_features([look], size_px)[0] for look in looks]
    company = 4  # the last columns tell of the others
    np.testing.assert_allclose(look_features(looks, size_px)[:, :-company], np.array(alone)[:, :-company], rtol=1e-12)


def test_the_other_face_has_the_same_joints_with_sides_exchanged_and_back_again() -> None:
    there = other_face(BACK)
    np.testing.assert_array_equal(there.xy_px, BACK.xy_px[SWAP])
    np.testing.assert_array_equal(other_face(there).xy_px, BACK.xy_px)
    assert len(both_faces([BACK, FRONT], "leg")) == 4 and len(both_faces([BACK, FRONT], "back")) == 2


def test_a_whole_body_is_no_close_up() -> None:
    assert is_whole(BACK, picture()) and is_whole(FRONT, picture())
    knees_out = BACK.inside.copy()
    for likely in (0.1, 0.45):  # they are out of it rather than in it
        knees_out[[INDEX["left_knee"], INDEX["right_knee"]]] = likely
        assert not is_whole(replace(BACK, inside=knees_out), picture())


def test_joints_beyond_the_picture_make_no_whole_body_whatever_the_model_believes() -> None:
    for away_px in ((0.0, -400.0), (0.0, 500.0), (400.0, 0.0), (-400.0, 0.0)):
        assert not is_whole(shifted(BACK, *away_px), picture())


def test_a_body_hardly_believed_in_is_not_taken_whole() -> None:
    assert not is_whole(replace(BACK, presence=0.55), picture())


def test_of_looks_of_both_faces_a_close_up_of_a_back_takes_the_back() -> None:
    def either(n: int, square: Square, mirrored: bool) -> Look:
        return BACK if n % 2 else turned_round(BACK)

    taken = explored(Scripted((), either), picture(), proposed((600, 800), "back"))
    assert {look.xy("left_shoulder")[0] < look.xy("right_shoulder")[0] for look in taken} == {True, False}
    (close,) = contest(picture(), {"back": taken}, None, 0.0)
    assert close.looks and all(look.xy("left_shoulder")[0] < look.xy("right_shoulder")[0] for look in close.looks)


def test_where_every_look_sees_nobody_nothing_is_placed() -> None:
    answer = see_body(Scripted((), nobody_anywhere), picture(), "back")
    assert isinstance(answer, tuple) and answer[0].reason == "not_sure"
    answer = see_body(Scripted((), nobody_anywhere), picture())
    assert isinstance(answer, tuple) and answer[0].reason == "no_body" and "(region)" in answer[0].advice


@pytest.mark.parametrize("region", REGIONS)
def test_a_forest_that_ships_can_be_read_and_asks_only_signs_that_there_are(region: str) -> None:
    forest = shipped(f"closeup_{region}")
    signs = choice_features([BACK, FRONT], (600, 800), region).shape[1]
    assert forest.feature.min() >= -1 and forest.feature.max() < signs
    inner = forest.feature >= 0
    nodes = forest.feature.shape[1]
    assert forest.left[inner].min() > 0 and forest.right[inner].max() < nodes
    assert MOST_EXPECTED_CUN[region] > 0 and set(COMPARED) <= set(INDEX)


def test_what_is_seen_of_an_unsure_back_is_looked_at_near_by() -> None:
    far = replace(BACK, implied=replace(BACK.implied, side_px=900.0))
    detector = Scripted((), lambda n, square, mirrored: far)
    looks = refined(detector, picture(), [far, far])
    assert len(looks) == 12 and sum(look.mirrored for look in looks) == 6
    gone = replace(far, implied=replace(far.implied, side_px=1e6))
    assert not refined(detector, picture(), [gone])


@pytest.mark.parametrize(
    ("region", "expected_cun", "followed"), [("back", 1.8, True), ("back", 2.5, False), ("leg", 1.8, False)]
)
def test_of_what_nobody_told_only_a_promising_back_is_looked_at_longer(
    region: str, expected_cun: float, followed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), expected_cun))
    looks = {}
    for asked in (True, False):
        detector = Scripted((), lambda n, square, mirrored: BACK)
        find_closeup(detector, picture(), [region], "back", asked=asked, turns=False)
        looks[asked] = detector.looks
    assert (looks[False] == looks[True]) == followed and looks[False] <= looks[True]


@pytest.mark.parametrize(("expected_cun", "more"), [(1.0, 0), (1.8, 4 * 6), (2.5, 0)])
def test_a_back_that_is_promising_and_not_sure_is_looked_at_the_other_way_about_unless_it_is_filmed(
    expected_cun: float, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), expected_cun))
    monkeypatch.setattr("locator.closeups.MOST_EXPECTED_CUN", {"back": 9.0, "leg": 9.0})  # the picture is not turned
    looked: dict[bool, list[bool]] = {True: [], False: []}
    for still, ways in looked.items():

        def script(n: int, square: Square, mirrored: bool, ways: list[bool] = ways) -> Look:
            ways.append(mirrored)
            return BACK

        find_closeup(Scripted((), script), picture(), ["back"], "back", turns=still)
    assert len(looked[True]) - len(looked[False]) == more
    assert sum(looked[True]) - sum(looked[False]) == more // 2
    if more:
        assert not looked[True][0] and looked[True][4 * 6], "plain first, then mirrored first"


@pytest.mark.parametrize("region", REGIONS)
def test_looks_that_agree_on_a_back_and_see_nobody_are_not_believed(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), 1.0))

    def found(presence: float) -> bool:
        detector = Scripted((), lambda n, square, mirrored: replace(BACK, presence=presence))
        return bool(find_closeup(detector, picture(), [region], "back", turns=False))

    assert found(0.9)
    assert found(0.01) is (region == "leg")  # legs alone are seen worse, and placed as well


def test_a_back_that_nobody_named_speaks_for_itself_more_plainly_than_one_that_was_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), 0.8))

    def shown(like_a_back: float, view: View | None, asked: bool) -> bool:
        monkeypatch.setattr("locator.contest.backlike", lambda looks, as_seen: like_a_back)
        detector = Scripted((), lambda n, square, mirrored: BACK)
        return bool(find_closeup(detector, picture(), ["back"], view, asked=asked, turns=False))

    ways = [("back", True), (None, True), (None, False)]  # said which side, said what part, nothing said
    least = [min(share for share in np.linspace(0.0, 1.0, 101) if shown(float(share), *way)) for way in ways]
    assert 0.0 < least[0] < least[1] < least[2] < 0.5


def test_a_look_that_sees_the_joints_elsewhere_is_not_averaged_with_the_best_though_it_is_as_sure() -> None:
    signs = choice_features([BACK], (600, 800), "back")[0]
    near, far = (shifted(BACK, share * BACK.implied.side_px) for share in (0.03, 0.25))
    ranked = [Rank(1.0, BACK, signs), Rank(1.01, far, signs), Rank(1.02, near, signs)]
    chosen = believed(ranked, "back")
    assert [rank.look for rank in chosen] == [BACK, near]
    surer, other = weights_of(chosen)
    assert surer > other


def test_a_surer_look_weighs_more() -> None:
    away = shifted(BACK, 10.0)
    marks = named([BACK, away], picture(), weights=[3.0, 1.0])
    assert marks.xy("left_hip")[0] == pytest.approx(BACK.xy("left_hip")[0] + 2.5)


@pytest.mark.parametrize(
    ("region", "asked", "outlined", "too_far_cun"),
    [
        ("back", True, True, 3.0),
        ("back", True, False, 2.25),
        ("back", False, False, 1.8),
        ("leg", True, True, 2.25),
        ("leg", True, False, 1.6),
        ("leg", False, False, 1.35),
    ],
)
def test_how_many_fingers_off_a_close_up_may_be_expected_to_be_hangs_on_what_was_said_of_it(
    region: str, asked: bool, outlined: bool, too_far_cun: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four fingers are 3 cun: nobody is served by a ring as wide as half a back."""
    monkeypatch.setattr("locator.contest.askew", lambda signs: 0.16)  # as sure as its looks
    monkeypatch.setattr("locator.closeups.legs_show_back", lambda *_: None)

    def shown(expected_cun: float) -> bool:
        monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), expected_cun))
        detector = Scripted((), lambda n, square, mirrored: BACK)
        told = BACK.implied if outlined else None
        return bool(find_closeup(detector, picture(), [region], "back", asked=asked, told=told, turns=False))

    assert shown(0.8) and not shown(too_far_cun)


@pytest.mark.parametrize(("back_cun", "told"), [(1.2, False), (1.9, True)])
def test_legs_that_may_as_well_be_a_back_are_not_told_unasked(
    back_cun: float, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_cun = {"leg": 1.0, "back": back_cun}
    monkeypatch.setattr(
        "locator.contest.predicted_error_cun", lambda looks, region: np.full(len(looks), expected_cun[region])
    )
    monkeypatch.setattr("locator.closeups.legs_show_back", lambda *_: True)
    detector = Scripted((), lambda n, square, mirrored: BACK)
    assert bool(find_closeup(detector, picture(), REGIONS, None, asked=False, turns=False)) is told
