"""From odds to chances: whatever signs come in, a chance comes out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import recorded

from locator.backlike import backlike
from locator.bodylike import bodylike
from locator.detect.base import INDEX
from locator.odds import chance, regression

BACK = recorded("back")


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_better_odds_are_no_lesser_chance(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= chance(low) <= chance(high) <= 1.0


@given(st.floats(-30, 30))
def test_what_speaks_for_one_thing_speaks_as_much_against_its_contrary(log_odds: float) -> None:
    assert chance(log_odds) + chance(-log_odds) == pytest.approx(1.0)


@pytest.mark.parametrize("deeper", [1.0, -1.0])
def test_a_trunk_whose_shoulders_fall_on_its_hips_is_judged_like_another(deeper: float) -> None:
    folded = BACK.xy_px.copy()
    for side in ("left", "right"):
        folded[INDEX[f"{side}_hip"]] = folded[INDEX[f"{side}_shoulder"]]
    assert 0.0 <= backlike([replace(BACK, xy_px=folded, depth_px=deeper * BACK.depth_px)], 1.0) <= 1.0


def test_a_body_that_asks_for_no_square_at_all_is_no_person() -> None:
    strange = replace(BACK, xy_px=BACK.xy_px + 50.0, implied=replace(BACK.implied, side_px=1e-3))
    assert bodylike(BACK, [strange, BACK]) == pytest.approx(0.0)


def test_what_was_fitted_is_never_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        regression("bodylike")["weight"][0] = 1.0
