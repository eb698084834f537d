"""Somebody who presses stands in the picture: the rings of the back they press on are wider."""

from __future__ import annotations

import math

import numpy as np
import pytest

from locator.geometry import RING_PER_SIGMA
from locator.helped import HELPED_CUN, less_sure_helped
from locator.landmarks import Landmark, LandmarkSet, Source
from locator.placement import Located, Placement, Region

CUN_PX = 20.0


def placed(frame: Region, spread_cun: float | None = None) -> Placement:
    spread = None if spread_cun is None else spread_cun**2 * np.eye(2)
    ring_px = RING_PER_SIGMA * (spread_cun or 0.5) * CUN_PX
    return Placement("BL23", "left", np.array([90.0, 90.0]), ring_px, CUN_PX, True, frame, "", spread)


def answer(*points: Placement, source: Source = "detected", name: str = "c7") -> Located:
    marks = LandmarkSet((200, 200)).having([Landmark(name, np.array([100.0, 20.0]), source=source)])
    return Located(None, (200, 200), "back", placements=points, landmarks=marks)


@pytest.mark.parametrize("spread_cun", [None, 0.4])
def test_the_doubt_of_a_helpers_arm_joins_what_there_was_of_a_point(spread_cun: float | None) -> None:
    before = placed("back", spread_cun)
    (after,) = less_sure_helped(answer(before)).placements
    sigma_cun = after.ring_px / RING_PER_SIGMA / CUN_PX
    assert sigma_cun == pytest.approx(math.hypot(spread_cun or 0.5, HELPED_CUN))
    assert (after.xy_px == before.xy_px).all() and (after.spread_cun2 is None) is (spread_cun is None)
    if after.spread_cun2 is not None:
        assert np.sqrt(np.diag(after.spread_cun2)) == pytest.approx([sigma_cun] * 2)


@pytest.mark.parametrize("name", ["left_knee", "left_popliteal_crease", "right_hand_wrist"])
def test_what_was_tapped_elsewhere_makes_the_back_under_a_helpers_arm_no_surer(name: str) -> None:
    tapped = less_sure_helped(answer(placed("back"), source="tapped", name=name)).placements[0]
    assert tapped.ring_px == less_sure_helped(answer(placed("back"))).placements[0].ring_px > placed("back").ring_px


def test_a_hand_that_is_pressed_and_bones_that_were_tapped_are_as_sure_as_before() -> None:
    for bare in (answer(placed("hand")), answer(placed("back"), source="tapped")):
        assert less_sure_helped(bare).placements[0].ring_px == bare.placements[0].ring_px
    refused = Located(None, (200, 200), "unknown")
    assert less_sure_helped(refused).placements == ()


def test_on_a_plain_back_a_helpers_arm_widens_rings_so_that_it_can_be_seen() -> None:
    """It put the points of 69 rendered backs a fifth further off; rings a hair wider would not hold them."""
    (before,), (after,) = (answer(placed("back")).placements, less_sure_helped(answer(placed("back"))).placements)
    assert 1.1 < after.ring_px / before.ring_px < 1.5
