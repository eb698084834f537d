"""One body through a video: kept, not swapped, lost and found again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from recorded import Key, grained, picture, recorded, spots, turned_round
from scripted import Scripted, absent, shifted

from locator.company import LOOK_S as COMPANY_S
from locator.detect.base import Detector, Look, Rgb, Square
from locator.detect.body import named
from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk
from locator.landmarks import Landmark, LandmarkSet, View
from locator.outlined import LOOK_S, MOST_TRIED
from locator.photo import load_photo
from locator.pipeline import default_detector
from locator.placement import Located, Placement
from locator.seen import Seen
from locator.track import SEARCH_EVERY, Tracker

FPS = 15.0
RGB = picture()
BACK = recorded("back")
CODES = ["BL13", "BL23", "BL52", "GV4", "GV14"]


def follow(detector: Detector, frames: int, rgb: Rgb = RGB) -> list[Located]:
    tracker = Tracker(codes=CODES, detector=detector)
    return [tracker.locate(rgb, i / FPS) for i in range(frames)]


def left_is_left(seen: dict[Key, Placement]) -> bool:
    return all(seen[code, "left"].xy_px[0] < seen[code, "right"].xy_px[0] for code in ("BL13", "BL23", "BL52"))


def test_a_still_body_gives_still_points() -> None:
    answers = [spots(a) for a in follow(Scripted((BACK.square,), lambda n, square, mirrored: BACK), 12)]
    for one, next_one in pairwise(answers):
        assert one and all(math.dist(one[k].xy_px, next_one[k].xy_px) < 1e-6 for k in one)


def test_who_does_not_ask_for_the_bones_is_told_the_same_points() -> None:
    def answers(derive: bool) -> Located:
        tracker = Tracker(codes=CODES, detector=Scripted((BACK.square,), lambda n, sq, mirrored: BACK), derive=derive)
        return tracker.locate(RGB, 0.0)

    told, spared = answers(True), answers(False)
    assert told.landmarks is not None and spared.landmarks is not None
    assert "l2" in told.landmarks and "l2" not in spared.landmarks
    assert {m.name for m in spared.landmarks} == {m.name for m in told.landmarks if m.source != "derived"}
    assert all(math.dist(spot.xy_px, spots(told)[key].xy_px) == 0.0 for key, spot in spots(spared).items())
    assert spots(spared).keys() == spots(told).keys()


def test_a_shivering_detector_gives_points_that_hardly_move() -> None:
    chance = np.random.default_rng(3)

    def shiver(n: int, square: Square, mirrored: bool) -> Look:
        return replace(BACK, xy_px=BACK.xy_px + chance.normal(0.0, 0.8, (33, 2)))

    answers = [spots(a) for a in follow(Scripted((BACK.square,), shiver), 60)][15:]
    steps = [math.dist(one[k].xy_px, after[k].xy_px) / one[k].cun_px for one, after in pairwise(answers) for k in one]
    assert np.mean(steps) <= 0.05


def test_a_body_that_stands_is_looked_at_in_one_square_however_its_looks_shiver() -> None:
    """In the same square the same body looks the same."""
    squares: list[Square] = []

    def shiver(n: int, square: Square, mirrored: bool) -> Look:
        squares.append(square)
        by_px = BACK.implied.side_px * 0.004 * math.sin(2.0 * n)
        return replace(BACK, square=square, implied=replace(BACK.implied, x_px=BACK.implied.x_px + by_px))

    follow(Scripted((BACK.square,), shiver), 12)
    assert len({(at.x_px, at.y_px, at.side_px) for at in squares[-6:]}) == 1


def test_what_the_mirror_says_otherwise_does_not_make_points_swing() -> None:
    # in the mirror the model sees every joint 6 px further right; plain and mirrored frames alternate
    def two_minds(n: int, square: Square, mirrored: bool) -> Look:
        return replace(BACK, xy_px=BACK.xy_px + np.array([6.0, 0.0])) if mirrored else BACK

    answers = [spots(a) for a in follow(Scripted((BACK.square,), two_minds), 20)]
    places = np.array([a["GV4", "midline"].xy_px[0] for a in answers])
    assert np.ptp(places) < 0.5
    plain = spots(follow(Scripted((BACK.square,), lambda n, square, mirrored: BACK), 1)[0])["GV4", "midline"]
    assert places[-1] == pytest.approx(plain.xy_px[0] + 3.0, abs=0.6)  # half way between the two


def test_one_flip_of_front_and_back_swaps_no_side() -> None:
    flipped = turned_round(BACK)

    def flips(n: int, square: Square, mirrored: bool) -> Look:
        return flipped if n in (6, 11, 17) else BACK

    for answer in follow(Scripted((BACK.square,), flips), 16):
        assert answer.status == "located" and answer.view == "back" and left_is_left(spots(answer))


def test_a_body_whose_looks_keep_contradicting_each_other_is_not_given_points() -> None:
    # a front with hair over the face: the finder takes it for a back once, and two looks of three say front after that
    flipped = turned_round(BACK)

    def doubtful(n: int, square: Square, mirrored: bool) -> Look:
        return BACK if n < 3 or n % 3 == 0 else flipped

    answers = follow(Scripted((BACK.square,), doubtful), 40)
    assert all(not answer.placements for answer in answers[8:] if answer.view != "front")
    assert sum(bool(answer.placements) for answer in answers) < 8
    assert any(answer.refusals[0].reason == "front_or_back" for answer in answers if answer.refusals)


def test_who_turns_round_is_believed_within_half_a_second() -> None:
    flipped = turned_round(BACK)
    turned = [False]
    detector = Scripted((BACK.square,), lambda n, square, mirrored: flipped if turned[0] else BACK)
    tracker = Tracker(detector=detector)
    assert [tracker.locate(RGB, i / FPS).view for i in range(5)] == ["back"] * 5
    turned[0] = True
    views = [tracker.locate(RGB, (5 + i) / FPS).view for i in range(12)]
    assert "back" not in views and views.index("front") <= 7


def test_a_body_that_leaves_is_missed_and_found_again() -> None:
    here = [True]

    def look(n: int, square: Square, mirrored: bool) -> Look:
        return BACK if here[0] else absent(BACK)

    tracker = Tracker(codes=CODES, detector=Scripted((BACK.square,), look))
    assert tracker.locate(RGB, 0.0).status == "located"
    here[0] = False
    gone = [tracker.locate(RGB, 0.1 * i) for i in range(1, 4)]
    assert all(g.status == "refused" and g.refusals[0].advice for g in gone)
    here[0] = True
    again = [tracker.locate(RGB, 1.0 + 0.1 * i).status for i in range(SEARCH_EVERY)]
    assert "located" in again


def test_who_comes_after_another_has_left_is_not_doubted_for_standing_otherwise() -> None:
    seen = [turned_round(BACK)]
    tracker = Tracker(codes=CODES, detector=Scripted((BACK.square,), lambda n, square, mirrored: seen[0]))
    for frame in range(20):  # a front, which gets no points of the back
        assert tracker.locate(RGB, frame / FPS).view == "front"
    seen[0] = absent(BACK)
    for frame in range(20, 26):
        assert not tracker.locate(RGB, frame / FPS).people
    seen[0] = BACK
    answers = [tracker.locate(RGB, frame / FPS) for frame in range(26, 26 + SEARCH_EVERY)]
    assert any(answer.placements for answer in answers)
    assert not any(why.reason == "front_or_back" for answer in answers for why in answer.refusals)


def test_a_body_in_another_place_is_not_slid_to_but_found_anew() -> None:
    # the square jumps by more than half of itself: somebody else, whose points appear where they are, at once
    far = shifted(BACK, 900.0)
    wide = picture((1600, 800))
    now = [BACK]
    detector = Scripted((BACK.square,), lambda n, square, mirrored: now[0])
    tracker = Tracker(codes=CODES, detector=detector)
    before = spots(tracker.locate(wide, 0.0))
    now[0], detector.squares = far, (far.square,)
    after = spots(tracker.locate(wide, 0.07))
    assert after["GV4", "midline"].xy_px[0] == pytest.approx(before["GV4", "midline"].xy_px[0] + 900.0, abs=1.0)


def test_what_is_felt_joins_the_body_before_its_points_are_placed() -> None:
    def lower_c7(marks: LandmarkSet) -> list[Landmark]:
        asked.append(marks)
        frame = build_trunk(marks)
        assert isinstance(frame, BodyFrame)
        return [Landmark("c7", frame.anchors["c7_tip"].value + np.array([0.0, 6.0]), sigma_px=1.0, source="tapped")]

    asked: list[LandmarkSet] = []
    tracker = Tracker(codes=CODES, detector=Scripted((BACK.square,), lambda n, square, mirrored: BACK))
    plain, felt = spots(tracker.locate(RGB, 0.0)), spots(tracker.locate(RGB, 0.1, lower_c7))
    assert felt["GV14", "midline"].xy_px[1] > plain["GV14", "midline"].xy_px[1] + 2.0
    assert felt["GV14", "midline"].ring_px < plain["GV14", "midline"].ring_px
    assert all(mark.source != "derived" for mark in asked[0])


def test_nobody_is_asked_what_they_feel_on_an_empty_picture() -> None:
    tracker = Tracker(codes=CODES, detector=Scripted((), lambda n, square, mirrored: absent(BACK)))
    assert not tracker.locate(RGB, 0.0, lambda marks: pytest.fail("there is no body")).placements


def test_a_mirrored_video_is_answered_where_it_shows_the_body() -> None:
    plain = spots(follow(Scripted((BACK.square,), lambda n, square, mirrored: BACK), 1)[0])
    tracker = Tracker(codes=CODES, mirrored=True, detector=Scripted((BACK.square,), lambda n, square, mirrored: BACK))
    selfie = spots(tracker.locate(RGB, 0.0))
    for key, spot in plain.items():
        assert selfie[key].xy_px == pytest.approx([RGB.shape[1] - 1 - spot.xy_px[0], spot.xy_px[1]])


def test_a_lent_detector_is_not_closed_by_a_viewer_who_leaves() -> None:
    detector = Scripted((BACK.square,), lambda n, square, mirrored: BACK)
    Tracker(detector=detector).close()
    assert not detector.closed


def approach(rgb: Rgb, frames: int) -> Iterator[tuple[Rgb, float, np.ndarray]]:  # type: ignore[type-arg]
    """The camera comes closer and drifts, until head and legs are out of the picture: frame, seconds, (2, 3) map."""
    height, width = rgb.shape[:2]
    for i in range(frames):
        zoom = 1.0 + 1.1 * i / (frames - 1)
        aim = np.array([width / 2 + 8.0 * math.sin(i / 3.0), height * (0.5 - 0.14 * i / (frames - 1))])
        into = np.column_stack([zoom * np.eye(2), np.array([width / 2, height / 2]) - zoom * aim])
        yield np.asarray(cv2.warpAffine(rgb, into, (width, height)), dtype=np.uint8), i / FPS, into


def test_a_body_that_stands_is_asked_for_its_outline_a_dozen_times_and_then_left_in_peace(fixtures: Path) -> None:
    rgb, detector = load_photo(fixtures / "back_480.jpg").rgb, default_detector()
    asked: list[bool] = []
    searched: list[bool] = []

    class Counting:
        close = detector.close

        def find(self, rgb: Rgb) -> tuple[Square, ...]:
            searched.extend([asked.pop()] if asked else [])  # before a search for company the body itself is looked at
            return detector.find(rgb)

        def look(self, rgb: Rgb, square: Square, **how: bool) -> Look:
            asked.append(how.get("mask", False))
            return detector.look(rgb, square, **how)

    tracker = Tracker(codes=CODES, detector=Counting())
    tracker.locate(rgb, 0.0)
    asked.clear()
    searched.clear()
    answers = [spots(tracker.locate(rgb, LOOK_S * i)) for i in range(1, 25)]
    assert len(searched) == int(24 * LOOK_S / COMPANY_S)
    assert 6 <= sum(asked) < MOST_TRIED and not any(asked[-5:])
    assert len(asked) == len(answers)  # one look a frame: those with an outline cost no look of their own
    moved = [math.dist(answers[0][key].xy_px, answers[-1][key].xy_px) / answers[0][key].cun_px for key in answers[0]]
    assert max(moved) < 0.3


def test_legs_filmed_alone_have_no_back_above_them(fixtures: Path) -> None:
    legs = load_photo(fixtures / "rendered_knee_back.jpg").rgb
    tracker = Tracker(view="back")
    for n in range(3):
        assert {spot.frame for spot in tracker.locate(legs, n / FPS).placements} == {"leg"}
    tracker.close()


@pytest.mark.parametrize(("view", "followed"), [(None, False), ("unknown", False), ("left", False), ("back", True)])
def test_filmed_legs_are_followed_only_where_it_is_said_which_face_they_show(
    view: View | None, followed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture's many looks may tell that; one look a frame would swap the two legs now and then."""
    legs = shifted(BACK, 0.0, -500.0)
    monkeypatch.setattr("locator.track.see_body", lambda *_, **__: Seen(named([legs], RGB), legs, only="leg"))
    answer = Tracker(view=view, detector=Scripted((), lambda n, square, mirrored: legs)).locate(RGB, 0.0)
    assert bool(answer.placements) is followed
    assert followed or [why.reason for why in answer.refusals] == ["front_or_back"]


def test_a_body_followed_from_its_legs_up_has_its_back_once_it_is_seen_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def at(frame: int) -> Look:
        """The body as it sinks into the picture from above: legs alone first, whole from the fifth frame on."""
        return shifted(BACK, 0.0, -100.0 * max(0, 5 - frame))

    now = [0]
    found = Seen(named([at(0)], RGB), at(0), only="leg")
    monkeypatch.setattr("locator.track.see_body", lambda *_, **__: found)
    tracker = Tracker(view="back", detector=Scripted((), lambda n, square, mirrored: at(now[0])))
    parts = []
    for now[0] in range(8):
        parts.append({spot.frame for spot in tracker.locate(RGB, now[0] / FPS).placements})
    assert parts[0] == parts[3] == {"leg"} and {"back", "leg"} <= parts[-1]


def test_a_body_found_unsure_in_a_close_up_stays_so_until_it_is_seen_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    below = shifted(BACK, 0.0, 330.0)  # its knees are out of the picture

    rgb = grained()

    def rings(error_cun: float, later: Look) -> list[float]:
        found = Seen(named([below], rgb), below, error_cun=error_cun)
        monkeypatch.setattr("locator.track.see_body", lambda *_, **__: found)
        tracker = Tracker("back", "back", codes=CODES, detector=Scripted((), lambda n, square, mirrored: later))
        answers = [tracker.locate(rgb, i / FPS) for i in range(4)]
        return [p.ring_px for p in answers[-1].placements]

    sure, unsure = rings(0.0, below), rings(1.2, below)
    assert sure and all(wide > 1.2 * narrow for wide, narrow in zip(unsure, sure, strict=True))
    monkeypatch.setattr("locator.track.is_whole", lambda look, rgb: True)
    assert rings(1.2, below) == pytest.approx(sure)


@pytest.mark.parametrize(("quarters", "blur"), [(1, 0.0), (3, 0.0), (0, 0.01)])
def test_a_film_is_less_sure_of_who_lies_and_of_what_is_blurred_as_a_photograph_is(
    fixtures: Path, quarters: int, blur: float
) -> None:
    codes = [*CODES, "BL40", "SP6"]

    def rings_cun(rgb: Rgb) -> dict[Key, float]:
        tracker = Tracker(codes=codes, detector=default_detector())
        answers = [tracker.locate(rgb, i / FPS) for i in range(4)]
        return {key: spot.ring_px / spot.cun_px for key, spot in spots(answers[-1]).items()}

    sharp = load_photo(fixtures / "rendered_back.jpg").rgb
    rgb = np.ascontiguousarray(np.rot90(sharp, quarters))
    rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), blur * max(rgb.shape)), np.uint8) if blur else rgb
    before, now = rings_cun(sharp), rings_cun(rgb)
    assert before and set(now) == set(before)
    assert all(now[key] > 1.05 * ring_cun for key, ring_cun in before.items())


def test_coming_closer_never_loses_the_body_nor_its_left_and_right(fixtures: Path) -> None:
    rgb = load_photo(fixtures / "back_480.jpg").rgb
    tracker = Tracker(codes=CODES, detector=default_detector())
    first: dict[Key, Placement] = {}
    drift = []
    for frame, time_s, into in approach(rgb, 24):
        answer = tracker.locate(frame, time_s)
        seen = spots(answer)
        assert answer.status == "located" and answer.view == "back", time_s
        assert left_is_left(seen)
        first = first or seen
        for key, spot in seen.items():
            true = into[:, :2] @ first[key].xy_px + into[:, 2]
            drift.append(math.dist(spot.xy_px, true) / spot.cun_px)
    assert np.median(drift) < 0.5 and max(drift) < 1.5
