"""Backs without their heads that stand askew: doubted more than their looks let on, square ones less."""

from __future__ import annotations

import numpy as np
import pytest
from eyes import eyes
from hypothesis import given
from hypothesis import strategies as st
from recorded import FIXTURES, picture, recorded
from scripted import Scripted

from locator.askew import ASKEW, SQUARE, askew, doubt_cun
from locator.closeups import find_closeup
from locator.contest import CloseUp, believed, contest, mean_signs, ranked_looks, weights_of
from locator.detect.base import Look, Square
from locator.detect.closeup import explored, proposed
from locator.detect.closeup_choice import choice_features
from locator.odds import regression
from locator.photo import load_photo

BACK = recorded("back")


def standing(monkeypatch: pytest.MonkeyPatch, how: float, expected_cun: float) -> None:
    """Every back stands so (0 square, 1 askew), and every look is expected to be that far off."""
    monkeypatch.setattr("locator.contest.askew", lambda signs: how)
    monkeypatch.setattr("locator.contest.predicted_error_cun", lambda looks, *_: np.full(len(looks), expected_cun))


def test_what_was_fitted_is_asked_by_the_signs_that_the_choice_goes_by() -> None:
    signs = choice_features([BACK, BACK], (600, 800), "back")
    fit = regression("askew")
    assert {len(fit[column]) for column in ("mean", "spread", "weight")} == {signs.shape[1]}
    assert (fit["spread"] > 0).all()


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=1), st.integers(0, 2**32 - 1))
def test_however_strange_the_signs_it_stays_a_likelihood(scale: list[float], seed: int) -> None:
    fit = regression("askew")
    assert 0.0 <= askew(scale[0] * np.random.default_rng(seed).normal(size=len(fit["mean"]))) <= 1.0


def test_no_sign_alone_however_strange_makes_a_back_askew_that_is_square_by_all_others() -> None:
    """A hand or a bag before a joint may give one; a square back would be refused for it."""
    fit = regression("askew")
    for strange in np.eye(len(fit["mean"])) * 1e6 * fit["spread"]:
        assert askew(fit["mean"] + strange) < 0.5 and askew(fit["mean"] - strange) < 0.5


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_askew_or_worse_looks_never_mean_less_doubt(one: float, other: float, how: float, more: float) -> None:
    assert doubt_cun(max(one, other), max(how, more)) >= doubt_cun(min(one, other), min(how, more))


def test_square_backs_are_doubted_less_than_their_looks_say_and_others_more() -> None:
    assert doubt_cun(1.0, 0.0) == SQUARE < 1.0 < ASKEW == doubt_cun(1.0, 1.0)


def test_the_same_looks_are_shown_of_a_square_back_and_refused_of_one_askew(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for how in (0.0, 1.0):
        standing(monkeypatch, how, 1.5)
        detector = Scripted((), lambda n, square, mirrored: BACK)
        found[how] = find_closeup(detector, picture(), ["back"], "back", turns=False)
    assert found[0.0] and not found[1.0]


def test_of_a_back_askew_that_is_shown_the_rings_are_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    doubts = []
    for how in (0.0, 0.5, 1.0):
        standing(monkeypatch, how, 0.8)
        found = find_closeup(Scripted((), lambda n, square, mirrored: BACK), picture(), ["back"], "back", turns=False)
        assert isinstance(found, CloseUp) and found.error_cun == pytest.approx(0.8)
        doubts.append(found.doubt_cun)
    assert doubts == sorted(doubts) and doubts[0] < doubts[-1]


def test_it_is_asked_of_backs_alone_and_not_where_a_person_has_fitted_an_outline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    standing(monkeypatch, 1.0, 0.8)

    def doubt(region: str, told: Square | None = None) -> float:
        seen: dict[str, list[Look]] = {region: [BACK, BACK]}
        return contest(picture(), seen, "back", 0.0, told=told)[0].doubt_cun

    told = BACK.implied
    assert doubt("back") > 0.8 and doubt("leg") == pytest.approx(0.8) and doubt("back", told) == pytest.approx(0.8)


def test_a_rendered_back_that_stands_square_is_told_to() -> None:
    rgb = load_photo(FIXTURES / "rendered_back_close.jpg").rgb
    looks = explored(eyes(), rgb, proposed((rgb.shape[1], rgb.shape[0]), "back"))
    chosen = believed(ranked_looks(rgb, "back", looks, "back", 0.0)[0], "back")
    signs, weights = mean_signs(chosen), np.array(weights_of(chosen))
    assert askew(signs) < 0.3
    np.testing.assert_allclose(signs, np.array([rank.signs for rank in chosen]).T @ weights / weights.sum())
