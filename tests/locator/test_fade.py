"""Whole body and close-up are one body: its points do not swing between the two."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from recorded import picture, recorded, spots

from locator.detect.body import named
from locator.fade import KNEES, MEMORY_S, PostureFade, between
from locator.landmarks import LandmarkSet
from locator.pipeline import answer, chosen
from locator.placement import Located
from locator.proportions import POPULATION

FPS = 15.0
MARKS = named([recorded("back")], picture())
POINTS = chosen(["BL13", "BL23", "BL28", "GV4", "BL57"])


def place(marks: LandmarkSet) -> Located:
    return answer(marks, POPULATION, None, POINTS)


def knees_seen(sight: float) -> LandmarkSet:
    return MARKS.having(replace(MARKS[knee], visibility=sight) for knee in KNEES)


def apart_cun(one: Located, other: Located) -> float:
    """How far the point that moved most moved."""
    here, there = spots(one), spots(other)
    return max(math.dist(here[k].xy_px, there[k].xy_px) / here[k].cun_px for k in here if k in there)


WHOLE, CUT = place(knees_seen(1.0)), place(knees_seen(0.0))


def test_the_two_postures_do_tell_different_places() -> None:
    assert apart_cun(WHOLE, CUT) > 0.5, "then there is nothing to fade, and the tests below tell nothing"


@pytest.mark.parametrize(("sight", "told"), [(0.9, WHOLE), (0.1, CUT)])
def test_a_first_frame_is_believed(sight: float, told: Located) -> None:
    assert apart_cun(PostureFade()(knees_seen(sight), 0.0, place), told) < 1e-9


def test_knees_that_flicker_do_not_make_points_swing() -> None:
    fade = PostureFade()
    answers = [fade(knees_seen(0.7 if i % 2 else 0.5), i / FPS, place) for i in range(60)]
    assert max(apart_cun(one, after) for one, after in pairwise(answers[1:])) < 0.1 * apart_cun(WHOLE, CUT)


def test_who_comes_closer_is_told_as_a_close_up_within_seconds_and_never_jumps() -> None:
    fade = PostureFade()
    answers = [fade(knees_seen(1.0 if i < 15 else 0.0), i / FPS, place) for i in range(75)]
    assert apart_cun(answers[14], WHOLE) < 1e-9
    assert apart_cun(answers[15 + math.ceil(2 * MEMORY_S * FPS)], CUT) < 1e-9
    assert max(apart_cun(one, after) for one, after in pairwise(answers)) < 0.25 * apart_cun(WHOLE, CUT)


def test_another_body_starts_anew() -> None:
    fade = PostureFade()
    fade(knees_seen(1.0), 0.0, place)
    fade.reset()
    assert apart_cun(fade(knees_seen(0.0), 0.1, place), CUT) < 1e-9


def test_between_two_answers_each_point_lies_on_the_line_between_its_places() -> None:
    middle = spots(between(WHOLE, CUT, 0.25))
    for key, spot in spots(WHOLE).items():
        if spot.frame == "back":
            there = spots(CUT)[key]
            assert spot.xy_px * 0.25 + there.xy_px * 0.75 == pytest.approx(middle[key].xy_px)
            assert middle[key].ring_px == pytest.approx(0.25 * spot.ring_px + 0.75 * there.ring_px)
        else:
            assert np.array_equal(middle[key].xy_px, spot.xy_px), "the leg knows its knee itself"


def test_without_a_knee_the_trunk_alone_is_told() -> None:
    bare = replace(MARKS, marks={m.name: m for m in MARKS if m.name not in KNEES})
    fade = PostureFade()
    fade(knees_seen(1.0), 0.0, place)
    assert apart_cun(fade(bare, 0.1, place), place(bare)) < 1e-9
