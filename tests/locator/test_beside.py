"""Points beside the body that is seen: those whose rings do not reach it are not shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import SIZE_PX, filled, look_at
from hypothesis import given
from hypothesis import strategies as st
from scripted import shifted

from locator.beside import SLIP_CUN, without_those_beside
from locator.detect.silhouette import beyond_px
from locator.placement import Located, Placement

CUN_PX, RIM_X = 20.0, 370.0
LOOK = look_at(filled([(230, 200), (230, 500), (RIM_X, 500), (RIM_X, 200)]))
PIXEL = 512.0 / 256  # of the silhouette, px


def spot(code: str, x: float, ring_px: float, y: float = 350.0) -> Placement:
    return Placement(code, "left", np.array([x, y]), ring_px, CUN_PX, True, "leg", "")


def answered(*spots: Placement) -> Located:
    return Located(None, SIZE_PX, "back", placements=spots)


def shown(found: Located) -> set[str]:
    return {p.code for p in found.placements if p.visible}


def test_a_place_is_as_far_beside_the_body_as_its_rim_is_away() -> None:
    places = np.array([[300.0, 350.0], [RIM_X + 40.0, 350.0], [300.0, 560.0], [900.0, 350.0]])
    assert beyond_px(LOOK, places) == pytest.approx([0.0, 40.0, 60.0, 0.0], abs=1.5 * PIXEL)  # the last is in no square
    assert not beyond_px(replace(LOOK, mask=None), places).any()
    assert not beyond_px(replace(LOOK, mask=np.zeros((256, 256), dtype=np.float32)), places).any()


@given(st.floats(0.3, 3.0), st.floats(-400, 400), st.floats(-400, 400))
def test_how_far_beside_the_body_rides_with_the_picture(zoom: float, right_px: float, down_px: float) -> None:
    places = np.array([[300.0, 350.0], [RIM_X + 40.0, 350.0]])
    moved = shifted(LOOK, right_px, down_px, zoom)
    there = beyond_px(moved, zoom * places + [right_px, down_px])
    assert there == pytest.approx(zoom * beyond_px(LOOK, places), abs=1.5 * PIXEL * zoom)


def test_a_point_in_the_air_is_hidden_unless_its_ring_reaches_the_body() -> None:
    in_the_air = RIM_X + 40.0
    found = without_those_beside(
        answered(spot("on", 300.0, 10.0), spot("sure", in_the_air, 10.0), spot("unsure", in_the_air, 45.0)), LOOK
    )
    assert shown(found) == {"on", "unsure"} and len(found.placements) == 3


def test_the_silhouettes_own_slips_hide_nothing() -> None:
    at_the_rim = spot("rim", RIM_X + 10.0 + 0.5 * SLIP_CUN * CUN_PX, 10.0)
    assert shown(without_those_beside(answered(at_the_rim), LOOK)) == {"rim"}


def test_where_every_point_is_in_the_air_none_is_placed_and_it_is_said() -> None:
    found = without_those_beside(answered(spot("sure", RIM_X + 60.0, 10.0)), LOOK)
    assert found.status == "refused" and [each.reason for each in found.refusals] == ["beside_body"]


def test_an_answer_without_points_stays_as_it_is() -> None:
    nothing = answered()
    assert without_those_beside(nothing, LOOK) is nothing
