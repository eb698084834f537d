"""A body that something hides in part is told by how its joints lie, and is unsure or refused."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from eyes import eyes
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, Key, body, errors_cun, lit, mirrored, moved, picture, recorded, spots, truth
from scripted import Scripted

from locator.detect.base import NAMES, SWAP, Look, Rgb
from locator.detect.body import named
from locator.doubt import less_sure_hidden
from locator.hidden import MOST_HIDDEN_CUN, hidden_cun, hidden_error_cun, hidden_signs
from locator.landmarks import LandmarkSet
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Located, Region
from locator.track import Tracker

SHOWN = "rendered_back"


def behind(side: str, edge_cun: float) -> Rgb:
    """The rendered back with a plain wall before one side of it, from this far beside the midline."""
    rgb = load_photo(FIXTURES / f"{SHOWN}.jpg").rgb.copy()
    (x, _), cun_px = truth(SHOWN)["GV9", "midline"]
    if side == "left":  # of the picture
        rgb[:, : int(x - edge_cun * cun_px)] = (96, 88, 80)
    else:
        rgb[:, int(x + edge_cun * cun_px) :] = (96, 88, 80)
    return rgb


def found(rgb: Rgb) -> Located:
    return locate(Photo(rgb), "back", "back", detector=eyes())


@settings(max_examples=60, deadline=None)
@given(
    turn=st.floats(-math.pi, math.pi),
    zoom=st.floats(0.3, 3.0),
    right=st.floats(-900.0, 900.0),
    down=st.floats(-900.0, 900.0),
    name=st.sampled_from(["back", "back34"]),
)
def test_its_signs_ride_with_the_body_and_are_those_of_its_mirror_image(
    turn: float, zoom: float, right: float, down: float, name: str
) -> None:
    here = body(name)
    for there in (moved(here, turn, zoom, (right, down)), mirrored(here)):
        assert hidden_signs(there) == pytest.approx(hidden_signs(here), abs=1e-6)


@pytest.mark.parametrize("name", ["back", "back34"])
def test_a_body_in_plain_view_is_no_less_sure(name: str) -> None:
    marks = body(name)
    assert less_sure_hidden(marks, hidden_error_cun(marks))["left_hip"].sigma_px == marks["left_hip"].sigma_px


def narrowed(marks: LandmarkSet, share: float) -> LandmarkSet:
    """The body with its right side drawn toward the line of its left side, as the model makes up what a wall hides."""
    names = [n for n in marks.marks if n.startswith("right") and f"left{n[5:]}" in marks]
    return marks.having(
        replace(marks[n], xy_px=share * marks.xy(n) + (1.0 - share) * marks.xy(f"left{n[5:]}")) for n in names
    )


def half_seen(look: Look, share: float) -> Look:
    """The look in which the body's right side is drawn toward its left."""
    xy, other = look.xy_px, look.xy_px[SWAP]
    right = np.array([name.startswith("right") for name in NAMES])[:, None]
    return replace(look, xy_px=np.where(right, share * xy + (1.0 - share) * other, xy))


def test_half_a_body_is_expected_to_be_further_off() -> None:
    whole, half = (hidden_error_cun(narrowed(body(), share)) for share in (1.0, 0.6))
    assert half > 1.5 * whole


@given(expected=st.floats(0.0, 5.0), more=st.floats(0.0, 5.0))
def test_the_further_off_a_body_is_expected_to_be_the_less_sure_it_is(expected: float, more: float) -> None:
    here = body()
    sure, unsure = less_sure_hidden(here, expected), less_sure_hidden(here, expected + more)
    assert all(unsure[m.name].sigma_px >= sure[m.name].sigma_px >= m.sigma_px for m in here)


@pytest.mark.parametrize("edge_cun", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("side", ["left", "right"])
def test_half_a_back_behind_a_wall_is_not_shown_as_if_it_were_whole(side: str, edge_cun: float) -> None:
    answer = found(behind(side, edge_cun))
    if answer.placements:
        rings = {key: spot.ring_px / spot.cun_px for key, spot in spots(answer, True).items()}
        off = errors_cun(answer, SHOWN)
        assert np.mean([away < 1.5 * rings[key] for key, away in off.items()]) > 0.8
    else:
        assert answer.refusals


@pytest.mark.parametrize("region", ["leg", "foot"])
def test_who_asks_for_legs_or_feet_is_not_refused_them_for_a_back_that_something_hides(region: Region) -> None:
    half = half_seen(recorded("back"), 0.5)
    marks = named([half], picture())
    assert hidden_cun(marks, half, picture(), None) > MOST_HIDDEN_CUN
    assert hidden_cun(marks, half, picture(), region) == 0.0


def with_head(share: float, region: Region | None, person: int | None = None) -> Located:
    """The answer for points of the head on a body half of which is hidden."""
    half = half_seen(recorded("back"), share)
    eyes = Scripted((half.square,), lambda n, square, mirrored: half)
    return locate(Photo(lit()), region, person=person, codes=["GB20", "GV20", "BL23"], detector=eyes)


def head_rings(answer: Located) -> dict[tuple[str, str], float]:
    return {key: spot.ring_px / spot.cun_px for key, spot in spots(answer).items() if key[0] != "BL23"}


def test_a_head_asked_for_by_name_is_as_unsure_on_a_body_half_hidden_as_told_among_all() -> None:
    whole, asked, among = (head_rings(with_head(*how)) for how in ((1.0, "head"), (0.8, "head"), (0.8, None)))
    assert whole and set(whole) == set(asked) == set(among)
    for key, ring in asked.items():
        assert ring > 1.3 * whole[key] and ring > 0.97 * among[key], key


def test_a_head_asked_for_by_name_is_refused_where_its_body_is_and_shown_to_who_says_that_it_is_one() -> None:
    assert head_rings(with_head(0.7, None)) == head_rings(with_head(0.7, "head")) == {}
    assert [refusal.reason for refusal in with_head(0.7, "head").refusals] == ["not_sure"]
    assert head_rings(with_head(0.7, "head", person=0))


def test_who_says_which_half_hidden_body_is_meant_or_where_it_is_is_shown_it_in_wider_rings() -> None:
    whole, half = recorded("back"), half_seen(recorded("back"), 0.5)

    def rings(look: Look, **said: Any) -> dict[Key, float]:
        detector = Scripted((look.square,), lambda n, square, mirrored: look)
        shown = spots(locate(Photo(lit()), codes=["BL18", "BL23"], detector=detector, **said))
        return {key: spot.ring_px / spot.cun_px for key, spot in shown.items()}

    assert not rings(half)
    usual = rings(whole)
    for said in ({"person": 0}, {"square": half.implied}):
        wider = rings(half, **said)
        assert wider and all(ring > usual[key] for key, ring in wider.items()), said


def filmed(hidden: range, told: bool = False) -> list[Located]:
    """A body that is followed; in these frames a wall hides half of it.  `told`: a person has shown where it is."""
    whole = recorded("back")
    half, frame = half_seen(whole, 0.45), 0
    tracker = Tracker(
        detector=Scripted((whole.square,), lambda n, square, mirrored: half if frame in hidden else whole),
        square=whole.implied if told else None,
    )

    def answer(number: int) -> Located:
        nonlocal frame
        frame = number
        return tracker.locate(picture(), number / 15.0)

    return [answer(number) for number in range(60)]


def test_a_body_that_goes_half_behind_a_wall_loses_its_points_until_it_comes_back() -> None:
    answers = filmed(range(15, 40))
    assert all(answer.placements for answer in answers[:15])
    assert [refusal.reason for refusal in answers[39].refusals] == ["hidden"] and not answers[39].placements
    assert answers[59].placements


def test_what_passes_before_a_body_in_a_frame_or_two_takes_no_point_away() -> None:
    assert all(answer.placements for answer in filmed(range(20, 22)))


def test_who_has_shown_where_the_body_is_keeps_its_points_in_wider_rings() -> None:
    answers = filmed(range(15, 40), told=True)
    before, hidden = (spots(answers[at]) for at in (14, 39))
    assert before and hidden
    assert all(hidden[key].ring_px / hidden[key].cun_px > before[key].ring_px / before[key].cun_px for key in hidden)
