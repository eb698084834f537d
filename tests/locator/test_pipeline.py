"""The whole line on pictures: the picture may be turned, enlarged or mirrored, the points stay on the body."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from eyes import eyes
from recorded import EXCHANGED, FIXTURES, Key, body, errors_cun, lit, recorded, spots, truth, turned_round
from scripted import Scripted

from locator.atlas.load import load_atlas
from locator.detect.base import Rgb
from locator.errors import RequestError
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.photo import Photo, load_photo
from locator.pipeline import locate, locate_landmarks
from locator.placement import Located, Placement, Region

WHOLE = ("rendered_back", "rendered_back34", "back_480", "rendered_front")
WITHIN_CUN = 0.25  # half the points of a picture stay this near when the picture is changed
NONE_BEYOND_CUN = 0.5
Back = Callable[[Array], Array]


@cache
def photo(name: str) -> Photo:
    return load_photo(FIXTURES / f"{name}.jpg")


@cache
def located(name: str) -> Located:
    return locate(photo(name))


def turned(rgb: Rgb, degrees: float) -> tuple[Rgb, Back]:
    """The picture turned within a larger one, and the way back for places on it."""
    height, width = rgb.shape[:2]
    c, s = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    wide, tall = int(width * c + height * s), int(width * s + height * c)
    into = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    into[:, 2] += [(wide - width) / 2, (tall - height) / 2]
    back = cv2.invertAffineTransform(into)
    changed = cv2.warpAffine(rgb, into, (wide, tall), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(changed, dtype=np.uint8), lambda xy: np.asarray(back[:, :2] @ xy + back[:, 2])


def enlarged(rgb: Rgb, zoom: float) -> tuple[Rgb, Back]:
    how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, None, fx=zoom, fy=zoom, interpolation=how), dtype=np.uint8), lambda xy: xy / zoom


CHANGES: dict[str, Callable[[Rgb], tuple[Rgb, Back]]] = {
    "turned 30 degrees": lambda rgb: turned(rgb, 30.0),
    "turned -30 degrees": lambda rgb: turned(rgb, -30.0),
    "half as large": lambda rgb: enlarged(rgb, 0.5),
    "twice as large": lambda rgb: enlarged(rgb, 2.0),
}


def shifts_cun(before: dict[Key, Placement], after: dict[Key, Placement], back: Back) -> list[float]:
    common = before.keys() & after.keys()
    assert len(common) >= 0.95 * len(before), "points were lost"
    return [math.dist(before[k].xy_px, back(after[k].xy_px)) / before[k].cun_px for k in common]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", WHOLE)
def test_a_changed_picture_of_a_whole_body_gives_the_same_points(name: str, change: str) -> None:
    rgb, back = CHANGES[change](photo(name).rgb)
    after = locate(Photo(rgb))
    assert after.view == located(name).view
    away = shifts_cun(spots(located(name), True), spots(after, True), back)
    assert np.median(away) <= WITHIN_CUN
    assert max(away) <= NONE_BEYOND_CUN


def test_a_body_that_lies_across_the_picture_is_less_sure_than_one_that_leans() -> None:
    upright = spots(located("rendered_back"), True)
    for degrees, wider in ((30.0, False), (90.0, True)):
        lying = spots(locate(Photo(turned(photo("rendered_back").rgb, degrees)[0]), region="back"), True)
        grown = [lying[k].ring_px / lying[k].cun_px - p.ring_px / p.cun_px for k, p in upright.items() if k in lying]
        assert len(grown) > 40
        assert (min(grown) > 0.02) is wider


@pytest.mark.parametrize("name", WHOLE)
def test_a_mirrored_picture_keeps_the_bodys_left(name: str) -> None:
    width = photo(name).size_px[0]
    selfie = locate(Photo(np.ascontiguousarray(photo(name).rgb[:, ::-1]), mirrored=True))
    away = shifts_cun(spots(located(name)), spots(selfie), lambda xy: np.array([width - 1 - xy[0], xy[1]]))
    assert max(away) < 0.01
    assert selfie.view == located(name).view


@pytest.mark.parametrize("name", WHOLE)
def test_the_body_in_a_mirror_image_is_another_whose_left_was_right(name: str) -> None:
    # nobody says that the picture is mirrored: what is seen is a body with its sides exchanged
    width = photo(name).size_px[0]
    other = locate(Photo(np.ascontiguousarray(photo(name).rgb[:, ::-1])))
    renamed = {(code, EXCHANGED[side]): p for (code, side), p in spots(other, True).items()}
    away = shifts_cun(spots(located(name), True), renamed, lambda xy: np.array([width - 1 - xy[0], xy[1]]))
    assert np.median(away) <= WITHIN_CUN
    assert max(away) <= NONE_BEYOND_CUN


@pytest.mark.parametrize("name", ["rendered_back", "rendered_back34", "rendered_two_people"])
def test_no_point_of_a_pair_lies_nearer_to_the_other_sides_place(name: str) -> None:
    seen, known = spots(located(name), True), truth(name)
    pairs = [k for k in seen if k in known and k[1] != "midline" and (k[0], EXCHANGED[k[1]]) in known]
    assert len(pairs) > 40
    for code, side in pairs:
        here = seen[code, side].xy_px
        own, other = (known[code, s][0] for s in (side, EXCHANGED[side]))
        assert math.dist(here, own) < math.dist(here, other), (code, side)


@pytest.mark.parametrize(
    ("name", "within_cun"), [("rendered_back", 0.5), ("rendered_two_people", 0.75), ("rendered_back34", 1.0)]
)
def test_the_spine_is_found_sideways(name: str, within_cun: float) -> None:
    # how high a level lies is what single bodies differ in; where the middle runs is not
    seen, known = spots(located(name), True), truth(name)
    for code in ("GV3", "GV4", "GV9"):
        xy, cun = known[code, "midline"]
        assert abs(seen[code, "midline"].xy_px[0] - xy[0]) < within_cun * cun, code


@pytest.mark.parametrize("name", ["rendered_back34", "rendered_two_people"])
def test_a_rendered_bodys_points_are_found_and_lie_near_their_places(name: str) -> None:
    errors = errors_cun(located(name), name)
    assert len(errors) >= 0.95 * len(truth(name))
    assert np.median(list(errors.values())) < 1.3 and max(errors.values()) < 3.0


@pytest.mark.parametrize("mirrored", [False, True])
def test_who_says_the_side_that_is_turned_away_is_contradicted(mirrored: bool) -> None:
    rgb = photo("rendered_back34").rgb  # its left side is the nearer one, as who looks at the picture sees
    given = Photo(np.ascontiguousarray(rgb[:, ::-1]), mirrored=True) if mirrored else Photo(rgb)
    assert locate(given, view="left", codes=["BL23"]).status == "located"
    other = locate(given, view="right", codes=["BL23"])
    assert [r.reason for r in other.refusals] == ["other_side"] and other.refusals[0].advice.startswith("What is seen")


def test_a_front_is_told_and_shows_no_back_point() -> None:
    found = located("rendered_front")
    shown = {p.code for p in found.placements if p.visible}
    assert found.view == "front"
    assert "faces_away" in {r.reason for r in found.refusals if r.region == "back"}
    assert not shown & {p.code for p in load_atlas().standard if p.region == "back"}
    assert "BL40" not in shown and {"ST36", "SP6"} <= shown


@pytest.mark.parametrize("region", [None, "back", "leg"])
@pytest.mark.parametrize("room", ["rendered_empty_a", "rendered_empty_b"])
def test_an_empty_room_gets_no_point_and_an_answer(room: str, region: Region | None) -> None:
    found = locate(photo(room), region=region, detector=eyes())
    assert found.status == "refused" and found.placements == () and found.people == ()
    assert found.refusals[0].reason in ("no_body", "not_sure") and found.refusals[0].advice.endswith(".")


def test_the_picture_given_comes_back_untouched() -> None:
    rgb = photo("back_480").rgb.copy()
    before = rgb.copy()
    locate(Photo(rgb), codes=["BL23"])
    np.testing.assert_array_equal(rgb, before)


def test_a_quarrel_about_front_and_back_places_nothing() -> None:
    back = recorded("back")
    said = [back, turned_round(back), back, turned_round(back), back]
    detector = Scripted((back.square,), lambda n, square, mirrored: said[n])
    found = locate(Photo(lit()), detector=detector)
    assert found.status == "refused" and found.refusals[0].reason == "front_or_back"


def test_one_look_that_takes_the_back_for_a_front_changes_no_side() -> None:
    back = recorded("back")
    said = [turned_round(back), back, back, back]
    plain = locate(Photo(lit()), detector=Scripted((back.square,), lambda n, square, mirrored: back))
    outvoted = locate(Photo(lit()), detector=Scripted((back.square,), lambda n, square, mirrored: said[n]))
    assert outvoted.view == "back"
    before, after = spots(plain), spots(outvoted)
    for key in (("BL23", "left"), ("BL23", "right"), ("BL40", "left")):
        assert after[key].xy_px == pytest.approx(before[key].xy_px)


def test_landmarks_given_by_name_in_any_order_give_the_same_points() -> None:
    marks = body("back34")
    backwards = LandmarkSet(marks.size_px).having(list(marks)[::-1])
    before, after = spots(locate_landmarks(marks)), spots(locate_landmarks(backwards))
    assert set(before) == set(after)
    assert all(np.array_equal(before[k].xy_px, after[k].xy_px) for k in before)
    assert all(before[k].ring_px == after[k].ring_px for k in before)


def test_an_answer_travels_to_another_process_and_back() -> None:
    for known in (locate_landmarks(body()), locate_landmarks(LandmarkSet(size_px=(600, 800)))):
        for again in (pickle.loads(pickle.dumps(known)), copy.deepcopy(known)):
            assert repr(again) == repr(known)
            assert [(p.code, p.side, *p.xy_px) for p in again.placements] == [
                (p.code, p.side, *p.xy_px) for p in known.placements
            ]
            assert [m.name for m in again.landmarks or ()] == [m.name for m in known.landmarks or ()]


def test_an_answer_that_travelled_can_be_changed_as_little_as_the_one_that_was_sent() -> None:
    found = replace(locate_landmarks(body()), photo=Photo(np.zeros((8, 6, 3), np.uint8)))
    for known in (found, pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert known.photo is not None and known.landmarks is not None
        held: list[np.ndarray] = [known.photo.rgb, *(m.xy_px for m in known.landmarks)]
        held += [p.xy_px for p in known.placements]
        held += [p.spread_cun2 for p in known.placements if p.spread_cun2 is not None]
        assert len(held) > 2 * len(known.placements)
        assert not any(array.flags.writeable for array in held)


def test_what_is_supported_is_placed_and_what_is_missing_named() -> None:
    marks = body()
    no_hip = LandmarkSet(marks.size_px).having(m for m in marks if m.name != "left_hip")
    found = locate_landmarks(no_hip)
    back = [r for r in found.refusals if r.region == "back"]
    assert found.status == "located" and {"BL40"} <= {p.code for p in found.placements}
    assert back and back[0].missing == ("left_hip",) and "hips" in back[0].advice


def test_nothing_at_all_is_answered() -> None:
    found = locate_landmarks(LandmarkSet((600, 800)))
    assert found.status == "refused" and found.view == "unknown"
    assert all(r.advice for r in found.refusals) and found.refusals


def test_an_unknown_point_is_our_own_mistake_and_said() -> None:
    with pytest.raises(RequestError, match="BL99"):
        locate_landmarks(body(), codes=["BL99"])


def test_only_what_was_asked_for_is_placed() -> None:
    found = locate_landmarks(body(), codes=["BL40", "GV4"])
    assert [(p.code, p.side) for p in found.placements] == [("BL40", "left"), ("BL40", "right"), ("GV4", "midline")]
    region = locate_landmarks(body(), region="leg")
    assert {p.frame for p in region.placements} == {"leg"}
