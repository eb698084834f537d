"""The outline beside the trunk, drawn where it is known."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import HIPS_Y, MIDDLE_X, SIZE_PX, UNIT_PX, corner, filled, look_at

from locator.detect.base import SWAP, Look
from locator.detect.sides import LEVELS, outline_beside_trunk

HALF_PX = {"hip_side": 60.0, "waist_side": 42.0, "rib_side": 48.0, "chest_side": 66.0}  # straight between


def drawn(apart_px: float = 0.0) -> Look:
    """A trunk of known breadths; `apart_px` > 0 draws an arm beside it that far away."""
    heights = [HIPS_Y - UNIT_PX * level for level in LEVELS.values()]
    halves = [HALF_PX[name] for name in LEVELS]
    rows = [(halves[0], 440.0), *zip(halves, heights, strict=True), (halves[-1], 250.0)]
    side = [(MIDDLE_X - half, y) for half, y in rows]
    mask = filled([*side, *((2 * MIDDLE_X - x, y) for x, y in side[::-1])])
    if apart_px > 0.0:
        edge = MIDDLE_X + max(halves) + apart_px
        cv2.rectangle(mask, corner(edge, 240.0), corner(edge + 20.0, 430.0), 1.0, -1)
    return look_at(mask)


def breadths(look: Look) -> dict[str, float]:
    found = outline_beside_trunk(look, SIZE_PX)
    return {name: float(np.linalg.norm(found[f"left_{name}"] - found[f"right_{name}"])) for name in LEVELS}


def test_the_trunk_is_as_broad_as_it_was_drawn() -> None:
    found = outline_beside_trunk(drawn(), SIZE_PX)
    for name, level in LEVELS.items():
        left, right = found[f"left_{name}"], found[f"right_{name}"]
        assert left == pytest.approx([MIDDLE_X - HALF_PX[name], HIPS_Y - UNIT_PX * level], abs=3.0)
        assert left + right == pytest.approx([2 * MIDDLE_X, 2 * left[1]], abs=3.0)


def test_an_arm_held_off_the_trunk_is_no_part_of_its_breadth() -> None:
    plain, armed = breadths(drawn()), breadths(drawn(apart_px=20.0))
    assert armed == pytest.approx(plain, abs=1e-6)


def test_sides_are_the_bodys_whichever_way_it_faces() -> None:
    back = drawn()
    front = replace(back, xy_px=back.xy_px[SWAP])
    theirs = outline_beside_trunk(front, SIZE_PX)
    for name, place in outline_beside_trunk(back, SIZE_PX).items():
        other = name.replace("left", "*").replace("right", "left").replace("*", "right")
        np.testing.assert_allclose(theirs[other], place, atol=1.5)


@pytest.mark.parametrize("width_px", [345, 352])
def test_a_side_beyond_the_pictures_rim_is_not_made_up(width_px: int) -> None:
    found = outline_beside_trunk(drawn(), (width_px, 800))
    inside = {name for name in LEVELS if MIDDLE_X + HALF_PX[name] + 5.0 < width_px}
    outside = {name for name in LEVELS if MIDDLE_X + HALF_PX[name] - 3.0 > width_px}
    assert all(f"left_{name}" in found and f"right_{name}" in found for name in inside)
    assert not any(f"{side}_{name}" in found for name in outside for side in ("left", "right"))
    assert outside


def test_without_a_silhouette_or_a_trunk_nothing_is_told() -> None:
    assert not outline_beside_trunk(replace(drawn(), mask=None), SIZE_PX)
    assert not outline_beside_trunk(replace(drawn(), xy_px=np.zeros((33, 2))), SIZE_PX)
    bodiless = replace(drawn(), mask=np.zeros((256, 256), dtype=np.float32))
    assert not outline_beside_trunk(bodiless, SIZE_PX)
