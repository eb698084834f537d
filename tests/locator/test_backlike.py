"""Headless trunks: read as the back that they are said to be, and asked about where they look like a front."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, picture, recorded
from scripted import Scripted

from locator.backlike import backlike, face_signs
from locator.closeups import LEAST_BACKLIKE, LEAST_SAID, find_closeup
from locator.contest import as_backs
from locator.cut_off import faces_us
from locator.detect.base import SWAP, Look
from locator.detect.closeup import explored, proposed
from locator.looks import backness
from locator.photo import Photo, load_photo
from locator.pipeline import locate

BACK, FRONT = recorded("back"), recorded("front")


@cache
def first_looks(name: str, top: float, bottom: float) -> tuple[Look, ...]:
    """Looks at a fixture's rows from `top` to `bottom`, shares of its height."""
    rgb = cut(name, top, bottom).rgb
    return tuple(explored(eyes(), rgb, proposed((rgb.shape[1], rgb.shape[0]), "back")))


def cut(name: str, top: float, bottom: float) -> Photo:
    rgb = load_photo(FIXTURES / f"{name}.jpg").rgb
    return Photo(np.ascontiguousarray(rgb[int(top * len(rgb)) : int(bottom * len(rgb))]))


def test_a_headless_back_speaks_for_a_back_and_a_front_with_its_head_does_not() -> None:
    assert backlike(first_looks("rendered_back_close", 0.0, 1.0), 1.0) > 0.5
    assert backlike(first_looks("rendered_front", 0.0, 0.6), 0.0) < LEAST_BACKLIKE


@pytest.mark.parametrize("view", [None, "back"])
def test_no_back_point_is_placed_on_the_upper_half_of_a_front(view: str | None) -> None:
    front = cut("rendered_front", 0.0, 0.6)
    found = locate(front, region="back", view=view, detector=eyes())  # type: ignore[arg-type]
    assert found.status == "refused" and not found.placements


def test_what_is_clearly_a_front_is_no_back_even_if_a_person_says_so() -> None:
    assert backlike([FRONT] * 4, 0.0) < LEAST_SAID < LEAST_BACKLIKE < backlike([BACK] * 4, 1.0)


def test_the_order_of_the_looks_does_not_matter() -> None:
    looks = first_looks("rendered_back_close", 0.0, 1.0)
    np.testing.assert_allclose(face_signs(looks[::-1], 0.7), face_signs(looks, 0.7))


def test_the_more_of_the_chosen_looks_saw_a_back_the_likelier_it_is_one() -> None:
    looks = first_looks("rendered_back_close", 0.0, 1.0)
    likely = [backlike(looks, share) for share in (0.0, 0.5, 1.0)]
    assert likely == sorted(likely) and likely[0] < likely[-1]


def test_a_front_is_read_as_a_back_by_exchanging_its_sides_and_a_back_is_left_alone() -> None:
    back, turned = as_backs([BACK, FRONT])
    assert back is BACK and backness(FRONT) < 0 < backness(turned)
    np.testing.assert_array_equal(turned.xy_px, FRONT.xy_px[SWAP])


def test_looks_that_all_see_a_front_are_asked_about_where_a_back_was_meant() -> None:
    def front(*_: object) -> Look:
        return FRONT

    answer = find_closeup(Scripted((), front), picture(), ["back"], None)
    assert not answer


def test_a_head_above_a_front_says_that_it_is_one() -> None:
    assert faces_us(FRONT, picture()) and not faces_us(BACK, picture())
    cut_off = picture()[: int(FRONT.xy("left_shoulder")[1])]
    assert faces_us(FRONT, cut_off) and not faces_us(FRONT, picture()[: int(FRONT.xy("nose")[1])])
