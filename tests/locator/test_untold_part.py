"""Where nothing is said of a picture: a hand that fills it is seen, and the part whose points alone are asked for."""

from __future__ import annotations

import pytest
from recorded import FIXTURES

import locator.pipeline
import locator.untold
from locator.atlas.load import load_atlas
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Located, Refusal
from locator.untold import untold_part


def photo(name: str) -> Photo:
    return load_photo(FIXTURES / f"{name}.jpg")


def places(found: Located) -> list[tuple[str, str, tuple[float, ...]]]:
    return [(p.code, p.side, tuple(p.xy_px)) for p in found.placements]


@pytest.mark.parametrize("codes", [None, ["LI4"], ["LI4", "BL23", "BL40"]])
def test_a_hand_that_fills_the_picture_is_answered_as_the_hand_that_is_said(codes: list[str] | None) -> None:
    untold = locate(photo("rendered_hand"), codes=codes)
    assert untold.placements and places(untold) == places(locate(photo("rendered_hand"), "hand", codes=codes))


@pytest.mark.parametrize(("codes", "region"), [(["GV20", "GB20"], "head_top"), (["LR3"], "foot")])
def test_the_part_whose_points_alone_are_asked_for_is_looked_at_where_no_body_has_them(
    codes: list[str], region: str
) -> None:
    assert locate(photo(f"rendered_{region}"), codes=codes).placements


def test_a_hand_far_smaller_than_the_picture_is_not_what_it_shows() -> None:
    hand = photo("rendered_hand").rgb
    small = hand[::3, ::3]
    wide = hand.copy()
    wide[:] = hand[0, 0]
    wide[: small.shape[0], : small.shape[1]] = small
    assert not locate(Photo(wide)).placements


def test_without_its_points_asked_for_no_hand_is_looked_for() -> None:
    found = locate(photo("rendered_hand"), codes=["BL23", "BL40"])
    assert not found.placements and [why.reason for why in found.refusals] == ["no_body"]


@pytest.mark.parametrize("codes", [None, ["LI4"]])
def test_toes_are_no_hand_and_walls_hold_none(codes: list[str] | None) -> None:
    for name in ("rendered_foot", "rendered_empty_a", "rendered_empty_b"):
        assert not locate(photo(name), codes=codes).placements


def test_where_a_body_has_the_points_no_part_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("expected no look for a hand")

    monkeypatch.setattr(locator.untold, "find_hands", never)
    assert locate(photo("rendered_back")).placements
    assert not locate(photo("rendered_hand"), "leg").placements  # something else is said


def test_a_body_that_is_seen_and_refused_is_not_answered_as_a_hand() -> None:
    hand, atlas = photo("rendered_hand"), load_atlas()
    for reason, part in (("no_body", "hand"), ("faces_away", None), ("contradiction", None)):
        found = Located(None, hand.size_px, "unknown", refusals=(Refusal(reason, "Turn."),))
        assert untold_part(found, hand.rgb, atlas.standard) == part, reason


def test_a_hand_in_sight_that_shows_none_of_the_points_is_no_picture_without_a_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locator.pipeline, "_placed", lambda *_: [])  # as of a palm
    (why,) = locate(photo("rendered_hand"), codes=["LI4"]).refusals
    assert why.reason == "no_points" and why == locate(photo("rendered_hand"), "hand", codes=["LI4"]).refusals[0]


def test_hands_asked_for_alone_are_told_why_they_are_not_seen() -> None:
    (why,) = locate(photo("rendered_foot"), codes=["LI4"]).refusals
    assert (why.reason, why.region) == ("toes", "hand")
