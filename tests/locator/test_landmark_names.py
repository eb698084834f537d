"""Which landmark a misspelt name may have meant."""

from __future__ import annotations

import pytest

from locator.landmark_names import KNOWN, listed, no_use


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("c8", "c7"),
        ("C7", "c7"),
        ("l6", "l5"),
        ("nose1", "nose"),
        ("left hip", "left_hip"),
        ("Right-Iliac-Crest", "right_iliac_crest"),
        ("left_nee", "left_knee"),
        ("left_illiac_crest", "left_iliac_crest"),
        ("left_c7", "c7"),
    ],
)
def test_a_slip_is_answered_with_the_name_it_may_have_meant(written: str, meant: str) -> None:
    hint = no_use(written).partition("did you mean ")[2]
    assert meant in hint.rstrip("?").split(" or ")


@pytest.mark.parametrize("part", ["psis", "iliac_crest", "hip"])
def test_without_its_side_both_sides_are_meant(part: str) -> None:
    assert no_use(part).endswith(f"did you mean left_{part} or right_{part}?")


def test_a_name_of_one_side_is_not_answered_with_the_other() -> None:
    assert "right" not in no_use("left_elbwo") and "left" not in no_use("right_ilac_crest").removeprefix("right")


@pytest.mark.parametrize("name", ["", "x", "bicycle"])
def test_nothing_is_guessed_where_nothing_is_near(name: str) -> None:
    assert "did you mean" not in no_use(name)


def test_the_list_holds_every_name_and_no_other() -> None:
    middle, paired = listed()
    assert sorted([*middle, *(f"{side}_{part}" for side in ("left", "right") for part in paired)]) == sorted(KNOWN)
    assert middle.index("t2") < middle.index("t10")
