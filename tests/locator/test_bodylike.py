"""A body that is seen may be no person: geese, pigs and tools have passed for one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, at_nobody, picture
from scripted import Scripted, shifted

from locator.bodies import see_body
from locator.bodylike import LIMBS, body_signs, bodylike, is_person
from locator.detect.base import INDEX, SWAP, Look, Square
from locator.landmarks import LandmarkSet
from locator.looks import settled_looks
from locator.people import find_people
from locator.photo import load_photo

NOBODY = ("goose", "pig", "wrench")
PEOPLE = ("rendered_back", "rendered_back34", "rendered_front", "rendered_two_people", "back_480")


@pytest.mark.parametrize("name", PEOPLE)
def test_rendered_people_are_persons(name: str) -> None:
    rgb = load_photo(FIXTURES / f"{name}.jpg").rgb
    for person in find_people(eyes(), rgb):
        looks = settled_looks(eyes(), rgb, person.look)
        assert looks and bodylike(person.look, looks) > 0.5


@pytest.mark.parametrize("name", NOBODY)
def test_a_goose_a_pig_and_a_wrench_are_none(name: str) -> None:
    first, *looks = at_nobody(name)
    assert not is_person(first, looks)


@pytest.mark.parametrize("name", NOBODY)
def test_nothing_is_placed_on_them_unless_a_person_says_that_this_is_the_body(name: str) -> None:
    first, again, mirror = at_nobody(name)

    def sees(at: int, square: Square, mirrored: bool) -> Look:
        return first if at == 0 else mirror if mirrored else again

    def seen_by(**told: Any) -> object:
        return see_body(Scripted((first.square,), sees), picture((800, 800)), **told)

    refused = seen_by()
    assert isinstance(refused, tuple) and refused[0].reason == "no_person" and len(refused[1]) == 1
    for told in (seen_by(person=0), seen_by(square=first.implied)):
        assert isinstance(getattr(told, "marks", None), LandmarkSet)


def test_every_sign_against_a_person_makes_one_less_likely() -> None:
    first, again, mirror = at_nobody("goose")
    asked = bodylike(first, [again, mirror])
    assert bodylike(scored(first, 0.99), [again, mirror]) > asked > bodylike(scored(first, 0.5), [again, mirror])
    assert asked > bodylike(first, [again, replace(mirror, presence=0.6)])
    middle = replace(mirror, xy_px=0.5 * (again.xy_px + mirror.xy_px))
    assert bodylike(first, [again, middle]) > asked > bodylike(first, [again, shifted(mirror, 40.0)])
    alike = [replace(look, world_m=evened(look.world_m)) for look in (again, mirror)]
    assert bodylike(first, alike) > asked


def test_where_how_large_and_which_way_round_a_body_is_tells_nothing() -> None:
    first, *looks = at_nobody("wrench")
    signs = body_signs(first, looks)
    elsewhere = [shifted(look, 120.0, -35.0, zoom=1.7) for look in (first, *looks)]
    np.testing.assert_allclose(body_signs(elsewhere[0], elsewhere[1:]), signs)
    other = [replace(look, xy_px=look.xy_px[SWAP], world_m=look.world_m[SWAP]) for look in (first, *looks)]
    np.testing.assert_allclose(body_signs(other[0], other[1:]), signs)


def test_one_look_alone_is_held_against_the_finders() -> None:
    first, again, _ = at_nobody("goose")
    apart_px = np.linalg.norm(first.xy_px - again.xy_px, axis=1).mean()
    assert body_signs(first, [again])[2] == pytest.approx(100.0 * apart_px / again.implied.side_px)


def scored(look: Look, score: float) -> Look:
    return replace(look, square=replace(look.square, score=score))


def evened(world_m: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """A pose whose right limbs are as long as its left ones."""
    even = world_m.copy()
    for upper, lower in LIMBS:
        left = world_m[INDEX[f"left_{lower}"]] - world_m[INDEX[f"left_{upper}"]]
        even[INDEX[f"right_{lower}"]] = even[INDEX[f"right_{upper}"]] + left
    return even
