"""Printed marks worn on the skin: pasted into rendered pictures in perspective, and read again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from marked_skin import worn

from calibration.known import READ_EVERY, Known
from calibration.markers import LANDMARK_OF, SHEET_SEEN, read_marks
from calibration.mirror_watch import LOOK_EVERY, STREAM_MIRRORED, MirrorWatch
from calibration.worn import MIRRORED, NONE_READ, NOT_MIRRORED, with_worn
from locator.frames.trunk_places import C7_TIP_CUN
from locator.outward import mirrored_back
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Located, Refusal

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="module")
def back() -> np.ndarray:
    return load_photo(FIXTURES / "rendered_back.jpg").rgb


def test_every_mark_is_read_as_the_landmark_it_was_printed_for(back: np.ndarray) -> None:
    for name in LANDMARK_OF.values():
        (mark,) = read_marks(worn(back, name, (300.0, 250.0)))
        assert mark.name == name


@pytest.mark.parametrize("side_px", [22.0, 30.0, 60.0])
@pytest.mark.parametrize(("tilt", "degrees"), [(0.0, 0.0), (0.6, 25.0), (0.8, -160.0)])
def test_a_marks_middle_is_found_in_perspective(back: np.ndarray, side_px: float, tilt: float, degrees: float) -> None:
    (mark,) = read_marks(worn(back, "c7", (310.0, 130.0), side_px, tilt, degrees))
    assert np.linalg.norm(mark.xy_px - (310.0, 130.0)) < 0.75
    assert mark.landmark().source == "tapped"
    assert 0.04 * side_px < mark.landmark().sigma_px < 0.15 * side_px  # nobody glues 40 mm of paper to the millimetre


def test_no_mark_is_seen_where_none_is_worn() -> None:
    pictures = sorted(FIXTURES.glob("*.jpg")) + sorted((FIXTURES.parent / "golden").glob("*.jpg"))
    assert len(pictures) > 12
    for picture in pictures:
        assert read_marks(load_photo(picture).rgb) == (), picture.name


def test_a_number_seen_twice_is_not_used(back: np.ndarray) -> None:
    both = worn(worn(back, "c7", (310.0, 130.0)), "c7", (100.0, 600.0))
    both = worn(both, "s2", (305.0, 350.0))
    assert [mark.name for mark in read_marks(both)] == ["s2"]


def test_a_mirror_image_of_a_mark_is_no_mark(back: np.ndarray) -> None:
    assert read_marks(np.ascontiguousarray(worn(back, "left_psis", (280.0, 340.0))[:, ::-1])) == ()


@pytest.mark.parametrize("side_px", [12.5, 15.0])
def test_what_is_too_small_to_be_told_from_chance_is_no_mark(back: np.ndarray, side_px: float) -> None:
    """Printed marks as small as these can be read, as 11 and 13.6 px wide; so can what is none."""
    assert read_marks(worn(back, "c7", (310.0, 130.0), side_px)) == ()


def test_one_look_at_marks_the_wrong_way_round_is_not_believed_and_a_second_is(back: np.ndarray) -> None:
    watch, turned = MirrorWatch(), np.ascontiguousarray(worn(back, "c7", (310.0, 130.0))[:, ::-1])
    told = [watch.on(turned) for _ in range(LOOK_EVERY + 1)]
    assert not any(told[:LOOK_EVERY]) and told[LOOK_EVERY] == (STREAM_MIRRORED,)
    right_way = [watch.on(worn(back, "c7", (310.0, 130.0))) for _ in range(LOOK_EVERY)]
    assert right_way[-1] == ()


# ---- what is believed, and what it does


@pytest.fixture(scope="module")
def seen(back: np.ndarray) -> Located:
    """The body without marks, as the detector sees it."""
    return locate(Photo(back))


def truth() -> dict[str, tuple[float, float, float]]:
    told: dict[str, tuple[float, float, float]] = json.loads((FIXTURES / "rendered_truth.json").read_text())
    return told["rendered_back"]  # type: ignore[return-value]


def c7_true() -> tuple[float, float]:
    """The tip of C7: above GV14, which lies at its lower border."""
    told = truth()["GV14.midline"]
    return told[0], told[1] - C7_TIP_CUN * told[2]


def errors_cun(found: Located) -> np.ndarray:
    known = truth()
    away = []
    for spot in found.placements:
        told = known.get(f"{spot.code}.{spot.side}")
        if told is not None and spot.frame == "back":
            away.append(float(np.hypot(spot.xy_px[0] - told[0], spot.xy_px[1] - told[1])) / told[2])
    return np.array(away)


def test_a_mark_worn_on_c7_is_a_tap_and_shrinks_the_rings(back: np.ndarray, seen: Located) -> None:
    found, notices = with_worn(Photo(worn(back, "c7", c7_true())), seen)
    assert notices == () and found.landmarks is not None
    assert found.landmarks["c7"].source == "tapped"
    assert next(f for f in found.frames if f.region == "back").source == "taps"
    before = {(p.code, p.side): p.ring_px for p in seen.placements if p.code.startswith("BL1")}
    after = {(p.code, p.side): p.ring_px for p in found.placements}
    assert all(after[key] < ring for key, ring in before.items() if key[0] in ("BL11", "BL12", "BL13"))
    assert np.median(errors_cun(found)) <= np.median(errors_cun(seen)) + 0.1


def test_marks_in_a_mirror_image_are_the_bodys_own(back: np.ndarray, seen: Located) -> None:
    picture = worn(back, "c7", c7_true())
    plain, _ = with_worn(Photo(picture), seen)
    mirror, _ = with_worn(Photo(np.ascontiguousarray(picture[:, ::-1]), mirrored=True), mirrored_back(seen))
    here = {(p.code, p.side): p.xy_px for p in plain.placements}
    for spot in mirror.placements:
        x, y = here[spot.code, spot.side]
        assert spot.xy_px == pytest.approx((back.shape[1] - 1 - x, y), abs=0.5)


def test_without_marks_the_answer_is_the_one_that_was_given(back: np.ndarray, seen: Located) -> None:
    assert with_worn(Photo(back), seen) == (seen, ())


def test_that_no_mark_was_read_is_said_to_whom_asked_for_marks(back: np.ndarray, seen: Located) -> None:
    assert with_worn(Photo(back), seen, asked=True) == (seen, (NONE_READ,))
    _, notices = with_worn(Photo(worn(back, "c7", c7_true())), seen, asked=True)
    assert notices == ()


@pytest.mark.parametrize("asked", [False, True])
def test_marks_the_wrong_way_round_tell_that_left_and_right_are_exchanged(
    asked: bool, back: np.ndarray, seen: Located
) -> None:
    picture = worn(back, "c7", c7_true())
    mirror = np.ascontiguousarray(picture[:, ::-1])
    assert with_worn(Photo(mirror), seen, asked=asked) == (seen, (MIRRORED,))
    assert with_worn(Photo(picture, mirrored=True), seen, asked=asked) == (seen, (NOT_MIRRORED,))


def test_a_mark_off_this_body_is_named_and_not_used(back: np.ndarray, seen: Located) -> None:
    found, notices = with_worn(Photo(worn(back, "c7", (80.0, 700.0))), seen)
    assert found is seen and "c7" in notices[0].say and notices[0].told == {"landmark": "c7"}


def test_the_sheet_itself_is_no_body(back: np.ndarray, seen: Located) -> None:
    picture = worn(worn(back, "c7", c7_true()), "sheet", (100.0, 600.0))
    assert with_worn(Photo(picture), seen) == (seen, (SHEET_SEEN,))


def test_marks_alone_are_believed_only_where_the_person_names_the_part() -> None:
    table = np.full((800, 600, 3), 160, np.uint8)
    for name, at in {"c7": (300.0, 150.0), "left_psis": (262.0, 470.0), "right_psis": (338.0, 470.0)}.items():
        table = worn(table, name, at, 40.0, 0.0)
    nobody = Located(None, (600, 800), "unknown", refusals=(Refusal("no_body", "Step back."),))
    found, notices = with_worn(Photo(table), nobody)
    assert found is nobody and notices
    told, _ = with_worn(Photo(table), nobody, region="back", view="back")
    assert told.status == "located" and {f.region for f in told.frames} == {"back"}


def test_worn_marks_are_read_now_and_then_and_ride_between(back: np.ndarray, seen: Located) -> None:
    known = Known(worn=True)
    picture = worn(back, "c7", c7_true())
    first = known.on(picture, seen, 0.0)
    assert [m.name for m in first] == ["c7"]
    for k in range(1, READ_EVERY):  # the marks covered, the body still there
        (rides,) = known.on(back, seen, 0.05 * k)
        assert np.linalg.norm(rides.xy_px - first[0].xy_px) < 2.0 and rides.sigma_px > first[0].sigma_px


def test_a_sheet_that_was_put_away_is_no_longer_spoken_of(back: np.ndarray, seen: Located) -> None:
    known, away = Known(worn=True), worn(back, "sheet", (500.0, 700.0))
    known.on(away, seen, 0.0)
    assert known.told()["doubted"] == [SHEET_SEEN]
    for frame in range(1, READ_EVERY + 1):
        known.on(back, seen, frame / 15)
    assert known.told()["doubted"] == []


def test_a_viewer_without_marks_gets_none(back: np.ndarray, seen: Located) -> None:
    known = Known()
    assert known.on(worn(back, "c7", c7_true()), seen, 0.0) == ()
