"""A body that the picture cuts off, which two see: the finder, by its head, and the choice among looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, Array, picture, recorded, spots, truth
from scripted import Scripted, shifted

from locator.bodies import see_body
from locator.contest import CloseUp
from locator.detect.base import INDEX, Look
from locator.frames.head_view import EARS, FACE
from locator.frames.trunk_view import JOINTS
from locator.geometry import RING_PER_SIGMA
from locator.landmarks import LandmarkSet, View
from locator.photo import load_photo
from locator.pipeline import locate, locate_landmarks
from locator.placement import Region
from locator.seen import Seen

BACK, FRONT = recorded("back"), recorded("front")
SQUARE_PX = BACK.implied.side_px
Answer = Callable[..., Seen | str]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """What is seen, or why nothing is, where the finder sees one thing (None: nobody) and the choice another."""

    def answered(
        finds: Look | None, chooses: Look, region: Region = "back", view: View | None = None
    ) -> Seen | str:
        close = CloseUp((chooses,), 0.5, region, (1.0,), 0.5)
        monkeypatch.setattr("locator.cut_off.find_closeup", lambda *_, **__: close)
        for asked in ("bodies", "hidden"):
            monkeypatch.setattr(f"locator.{asked}.is_whole", lambda look, rgb: False)
        monkeypatch.setattr("locator.cut_off.holds_giant_hands", lambda rgb, cun: False)
        squares = () if finds is None else (finds.square,)
        found = see_body(Scripted(squares, lambda n, square, mirrored: finds or chooses), picture(), region, view)
        return found if isinstance(found, Seen) else found[0].reason

    return answered


def corners(look: Look | LandmarkSet) -> Array:
    return np.array([look.xy(name) for name in JOINTS])


@pytest.mark.parametrize("share", [0.02, 0.05, 0.07])
def test_rings_of_a_back_that_both_see_reach_what_either_sees(answer: Answer, share: float) -> None:
    """Nobody knows which of them is right: of both, each lies at the rings' rim or little beyond it."""
    chooses = shifted(BACK, share * SQUARE_PX)
    seen = answer(BACK, chooses)
    assert isinstance(seen, Seen)
    rings_px = np.array([RING_PER_SIGMA * seen.marks[name].sigma_px for name in JOINTS])
    for look in (BACK, chooses):
        assert (np.linalg.norm(corners(look) - corners(seen.marks), axis=1) < 1.5 * rings_px).all()


@pytest.mark.parametrize("share", [0.1, 0.12, 0.14])
def test_what_they_see_in_two_places_is_not_one_body_between_them(answer: Answer, share: float) -> None:
    chooses = shifted(BACK, share * SQUARE_PX)
    seen = answer(BACK, chooses)
    if isinstance(seen, Seen):
        assert min(np.abs(corners(look) - corners(seen.marks)).max() for look in (BACK, chooses)) < 0.01 * SQUARE_PX


def test_a_front_that_the_finder_sees_with_its_head_is_no_back_for_the_choice(answer: Answer) -> None:
    assert answer(FRONT, BACK) == "front_or_back"
    assert answer(FRONT, BACK, view="back") == "other_side"
    assert isinstance(answer(None, BACK), Seen)


def test_a_face_that_is_made_up_makes_no_front_of_a_back(answer: Answer) -> None:
    """The finder's model tells of a nose wherever it looks, and of a back without a head as if it were a front."""
    inside = FRONT.inside.copy()
    inside[INDEX["nose"]] = 0.1
    assert isinstance(answer(replace(FRONT, inside=inside, presence=0.8), BACK), Seen)


def span_px(places: Array) -> float:
    return float(np.linalg.norm(places - places.mean(axis=0)))


def test_the_points_of_a_back_without_its_head_lie_as_far_apart_as_they_truly_do() -> None:
    """Such backs are seen too small, by a tenth."""
    photo, known = load_photo(FIXTURES / "rendered_back_close.jpg"), truth("rendered_back_close")
    seen = spots(locate(photo, "back", "back", detector=eyes()), True)
    both = [key for key in seen if key in known]
    placed, true = np.array([seen[key].xy_px for key in both]), np.array([known[key][0] for key in both])
    assert len(both) > 50 and span_px(placed) == pytest.approx(span_px(true), rel=0.04)


def test_a_back_of_which_the_choice_is_sure_is_as_large_as_it_is_seen(answer: Answer) -> None:
    seen = answer(None, BACK)
    assert isinstance(seen, Seen)
    assert span_px(corners(seen.marks)) == pytest.approx(span_px(corners(BACK)))


def test_a_head_that_no_finder_saw_moves_no_point(answer: Answer) -> None:
    """The model makes one up above every back, where it likes."""
    xy_px = BACK.xy_px.copy()
    xy_px[[INDEX[name] for name in ("nose", *EARS, *FACE)]] += (30.0, -40.0)
    told = [answer(None, look) for look in (BACK, replace(BACK, xy_px=xy_px))]
    points = [locate_landmarks(seen.marks).placements for seen in told if isinstance(seen, Seen)]
    assert len(points) == 2 and len(points[0]) > 50
    for one, other in zip(*points, strict=True):
        assert (one.code, one.side) == (other.code, other.side)
        assert one.xy_px == pytest.approx(other.xy_px) and one.ring_px == pytest.approx(other.ring_px)


@pytest.mark.parametrize("finds", [None, BACK], ids=["the choice alone", "both"])
def test_legs_seen_close_say_nothing_of_the_back_above_them(answer: Answer, finds: Look | None) -> None:
    seen = answer(finds, BACK, "leg")
    assert isinstance(seen, Seen) and seen.only == "leg"


@pytest.mark.parametrize(("near_cun", "shown"), [(1.0, True), (2.9, False)])
def test_legs_expected_to_be_four_fingers_off_are_not_shown(
    answer: Answer, monkeypatch: pytest.MonkeyPatch, near_cun: float, shown: bool
) -> None:
    monkeypatch.setattr("locator.bodies.near_error_cun", lambda marks, chosen_cun: near_cun)
    assert isinstance(answer(None, BACK, "leg"), Seen) is shown
