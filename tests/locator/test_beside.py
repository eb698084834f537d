"""Points beside the body that is seen: those whose rings do not reach it are not shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import SIZE_PX, filled, look_at
from eyes import eyes
from hypothesis import given
from hypothesis import strategies as st
from recorded import FIXTURES
from scripted import shifted

from locator.beside import LOOK_S, SLIP_CUN, BesideMemory, still_beside, without_those_beside
from locator.detect.base import Look, Rgb, Square
from locator.detect.silhouette import beyond_px
from locator.outline import to_px
from locator.photo import load_photo
from locator.pipeline import locate
from locator.placement import Located, Placement

CUN_PX, RIM_X = 20.0, 370.0
LOOK = look_at(filled([(230, 200), (230, 500), (RIM_X, 500), (RIM_X, 200)]))
PIXEL = 512.0 / 256  # of the silhouette, px
AIR = RIM_X + 40.0


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


# ---- told anew, when landmarks are known better


@given(st.floats(-60, 60), st.floats(-60, 60))
def test_told_anew_nothing_is_hidden_that_a_second_look_would_show(right_px: float, down_px: float) -> None:
    seen = without_those_beside(answered(spot("on", 300.0, 10.0), spot("air", AIR, 10.0)), LOOK)
    told = answered(spot("on", 300.0, 10.0), spot("air", AIR + right_px, 10.0, 350.0 + down_px))
    assert shown(without_those_beside(told, LOOK)) <= shown(still_beside(told, seen))


def test_told_anew_what_stays_in_the_air_stays_hidden_and_what_comes_to_the_body_is_shown() -> None:
    seen = without_those_beside(answered(spot("on", 300.0, 10.0), spot("air", AIR, 10.0)), LOOK)
    assert shown(still_beside(answered(spot("on", 300.0, 10.0), spot("air", AIR, 10.0)), seen)) == {"on"}
    assert shown(still_beside(answered(spot("on", 300.0, 10.0), spot("air", RIM_X, 10.0)), seen)) == {"on", "air"}
    assert still_beside(answered(spot("air", AIR, 10.0)), seen).status == "refused"


def test_however_often_it_is_told_anew_a_point_that_creeps_to_the_body_is_shown_there() -> None:
    found = without_those_beside(answered(spot("on", 300.0, 10.0), spot("air", AIR, 10.0)), LOOK)
    for x in np.linspace(AIR, RIM_X, 5):
        found = still_beside(answered(spot("on", 300.0, 10.0), spot("air", float(x), 10.0)), found)
    assert shown(found) == {"on", "air"}


# ---- through a video


BARE = replace(LOOK, mask=None)
WIDE = look_at(filled([(230, 200), (230, 500), (AIR + 40.0, 500), (AIR + 40.0, 200)]))  # the leg was put there


def test_what_lay_beside_a_filmed_body_stays_hidden_until_its_silhouette_has_twice_shown_it_there() -> None:
    memory, answer = BesideMemory(), answered(spot("on", 300.0, 10.0), spot("air", AIR, 10.0))
    assert shown(memory(answer, BARE, 0.0)) == {"on", "air"}, "nothing is known of the body's rim yet"
    assert shown(memory(answer, LOOK, 0.1)) == {"on"}
    assert shown(memory(answer, BARE, 0.2)) == {"on"}
    assert shown(memory(answer, WIDE, 0.7)) == {"on"}
    assert shown(memory(answer, WIDE, 1.3)) == {"on", "air"}
    memory(answer, LOOK, 1.9)
    memory.reset()
    assert shown(memory(answer, BARE, 2.0)) == {"on", "air"}, "the next body's points are others"


def test_a_silhouette_is_asked_for_now_and_then_and_only_while_points_of_limbs_are_shown() -> None:
    memory, legs = BesideMemory(), answered(spot("on", 300.0, 10.0))
    back = answered(*(replace(each, frame="back") for each in legs.placements))
    assert not memory.wants(0.0)
    memory(back, BARE, 0.0)
    assert not memory.wants(0.1)
    memory(legs, BARE, 0.1)
    assert memory.wants(0.2)
    memory(legs, LOOK, 0.2)
    assert not memory.wants(0.2 + 0.9 * LOOK_S) and memory.wants(0.2 + 1.1 * LOOK_S)


def test_a_filmed_body_of_which_all_lies_in_the_air_is_looked_at_again() -> None:
    memory, air = BesideMemory(), answered(spot("air", AIR, 10.0))
    for k in range(3):
        assert memory(air, LOOK, 1.2 * LOOK_S * k).status == "refused"
        assert memory.wants(1.2 * LOOK_S * (k + 1))
    memory(air, WIDE, 3.6 * LOOK_S)
    assert memory(air, WIDE, 4.8 * LOOK_S).status == "located"


class Footless:
    """The real detector, but that the bodies it shows end at the ankles."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        return eyes().find(rgb)

    def look(self, rgb: Rgb, square: Square, **how: bool) -> Look:
        seen = eyes().look(rgb, square, **how)
        if seen.mask is None:
            return seen
        row, column = np.indices(seen.mask.shape)
        shares = np.column_stack([column.ravel(), row.ravel()]) / len(seen.mask) - 0.5
        below = to_px(shares, square)[:, 1] > max(seen.xy("left_ankle")[1], seen.xy("right_ankle")[1])
        return replace(seen, mask=np.where(below.reshape(seen.mask.shape), 0.0, seen.mask).astype(np.float32))

    def face(self, rgb: Rgb, square: Square) -> float:
        return eyes().face(rgb, square)

    def close(self) -> None: ...


def test_a_foot_asked_for_by_name_bears_no_more_points_in_the_air_than_one_told_among_all() -> None:
    photo = load_photo(FIXTURES / "rendered_front.jpg")
    assert shown(locate(photo, "foot", detector=eyes())) >= {"LR3", "ST41"}
    among, asked = (locate(photo, region, detector=Footless()) for region in (None, "foot"))
    assert "LR3" not in shown(among) and set() < shown(asked) <= shown(among)
