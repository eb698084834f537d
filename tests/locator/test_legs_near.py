"""Legs seen from very near, whose ends the model makes up, are unsure or refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from eyes import eyes
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import FIXTURES, body, mirrored, moved, truth

from locator.doubt import less_sure_near
from locator.legs_near import near_error_cun, near_signs
from locator.photo import Photo, load_photo
from locator.pipeline import locate


@settings(max_examples=60, deadline=None)
@given(zoom=st.floats(0.5, 2.0), right=st.floats(-900.0, 900.0), turn=st.sampled_from([0.0, math.pi / 2, math.pi]))
def test_the_signs_are_those_of_the_mirror_image_and_ride_with_the_legs(zoom: float, right: float, turn: float) -> None:
    here = body()
    for there in (moved(here, turn, zoom, (right, 0.0)), mirrored(here)):
        assert near_signs(there, 0.8) == pytest.approx(near_signs(here, 0.8), abs=1e-6)


def test_the_less_the_choice_is_sure_the_further_off_they_are_expected_to_be() -> None:
    assert near_error_cun(body(), 0.5) < near_error_cun(body(), 1.3)


@given(known=st.floats(0.0, 3.0), near=st.floats(0.0, 3.0), more=st.floats(0.0, 3.0))
def test_the_further_off_they_are_expected_to_be_the_less_sure_they_are(known: float, near: float, more: float) -> None:
    here = body()
    sure, unsure = less_sure_near(here, near, known), less_sure_near(here, near + more, known)
    assert all(unsure[m.name].sigma_px >= sure[m.name].sigma_px >= m.sigma_px for m in here)
    if near <= known:
        assert sure["left_knee"].sigma_px == here["left_knee"].sigma_px


@pytest.mark.parametrize("share", [0.75, 0.6, 0.5, 0.4])
def test_a_knee_from_nearer_and_nearer_is_never_shown_as_if_all_were_seen(share: float) -> None:
    rgb = load_photo(FIXTURES / "rendered_knee_back.jpg").rgb
    known = truth("rendered_knee_back")
    knees = np.mean([xy for (code, _), (xy, _) in known.items() if code == "BL40"], axis=0)
    size = (share * np.array([rgb.shape[1], rgb.shape[0]])).astype(int)
    left, top = np.clip(knees - size / 2, 0, np.array([rgb.shape[1], rgb.shape[0]]) - size).astype(int)
    picture = Photo(np.ascontiguousarray(rgb[top : top + size[1], left : left + size[0]]))
    answer = locate(picture, "leg", "back", detector=eyes())
    for spot in answer.placements:
        if spot.visible and (spot.code, spot.side) in known:
            xy, _ = known[spot.code, spot.side]
            assert math.dist(spot.xy_px + np.array([left, top]), xy) < 2.5 * spot.ring_px, (spot.code, spot.side)
    assert answer.placements or all(refusal.advice for refusal in answer.refusals)
