"""Hands that pass for a body are told by their size; a body's own hands, and a helper's, are let be."""

from __future__ import annotations

import pytest
from limb_fixtures import truth_of
from recorded import FIXTURES, recorded, truth
from scripted import Scripted, shifted

import locator.cut_off
from locator.bodies import see_body
from locator.contest import CloseUp
from locator.palms import holds_giant_hands
from locator.photo import load_photo

HAND = load_photo(FIXTURES / "rendered_hand.jpg").rgb
HAND_CUN_PX = next(cun_px for _, cun_px in truth_of(FIXTURES, "rendered_hand").values())


def test_a_hand_is_giant_for_a_body_far_smaller_than_its_owner() -> None:
    assert holds_giant_hands(HAND, HAND_CUN_PX / 4.0)


def test_a_hand_is_not_giant_for_its_owner_nor_for_a_body_half_as_far_again() -> None:
    assert not holds_giant_hands(HAND, HAND_CUN_PX)
    assert not holds_giant_hands(HAND, HAND_CUN_PX / 1.4)


@pytest.mark.parametrize("name", ["rendered_back_close", "rendered_knee_back"])
def test_a_close_up_holds_no_giant_hands(name: str) -> None:
    cun_px = next(cun_px for _, cun_px in truth(name).values())
    assert not holds_giant_hands(load_photo(FIXTURES / f"{name}.jpg").rgb, cun_px)


@pytest.mark.parametrize(("zoom", "refused"), [(0.4, True), (3.0, False)])
def test_a_back_is_refused_where_the_hand_in_the_picture_is_too_large_for_it(
    monkeypatch: pytest.MonkeyPatch, zoom: float, refused: bool
) -> None:
    seen = shifted(recorded("back"), 0.0, 0.0, zoom)
    monkeypatch.setattr(locator.cut_off, "find_closeup", lambda *_, **__: CloseUp((seen,), 0.5, "back", (1.0,), 0.5))
    answer = see_body(Scripted((), lambda n, square, mirrored: seen), HAND, "back")
    assert (isinstance(answer, tuple) and answer[0].reason == "hands") == refused


@pytest.mark.parametrize(("finds", "refused"), [(True, False), (False, True)])
def test_a_back_that_the_finder_sees_where_the_choice_does_is_no_hand(
    monkeypatch: pytest.MonkeyPatch, finds: bool, refused: bool
) -> None:
    rgb = load_photo(FIXTURES / "rendered_back.jpg").rgb[:500]  # down to the thighs
    seen = recorded("back")
    monkeypatch.setattr(locator.cut_off, "find_closeup", lambda *_, **__: CloseUp((seen,), 0.5, "back", (1.0,), 0.5))
    monkeypatch.setattr(locator.cut_off, "holds_giant_hands", lambda *_: True)
    answer = see_body(Scripted((seen.square,) if finds else (), lambda n, square, mirrored: seen), rgb, "back")
    assert (isinstance(answer, tuple) and answer[0].reason == "hands") == refused
