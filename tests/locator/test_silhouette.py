"""The outline above the shoulders, drawn where it is known: crown, neck corners and slopes ride with the body."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import SIZE_PX, corner, filled, look_at
from scripted import shifted

from locator.detect.base import NAMES as JOINTS
from locator.detect.base import Look
from locator.detect.merge import inside_silhouette
from locator.detect.silhouette import WIDER, outline_above_shoulders

NAMES = {"crown", *(f"{side}_{name}" for side in ("left", "right") for name in WIDER)}


def drawn(head_px: float = 28.0, neck_px: float = 16.0) -> Look:
    """Trunk, sloping shoulders, neck and a round head, its crown at y = 150 px; the midline at x = 300."""
    trunk = [(300 - neck_px, 230), (230, 250), (230, 420), (370, 420), (370, 250), (300 + neck_px, 230)]
    mask = filled(trunk)
    cv2.rectangle(mask, corner(300 - neck_px, 170), corner(300 + neck_px, 240), 1.0, -1)
    cv2.circle(mask, corner(300, 150 + head_px), round(head_px / 2.0), 1.0, -1)
    return look_at(mask)


def test_the_crown_is_the_top_of_the_head_and_the_corners_flank_the_neck() -> None:
    found = outline_above_shoulders(drawn(), SIZE_PX)
    assert set(found) == NAMES
    assert found["crown"] == pytest.approx([300.0, 150.0], abs=4.0)
    for name, wider in WIDER.items():
        left, right = found[f"left_{name}"], found[f"right_{name}"]
        assert left[0] == pytest.approx(300.0 - 16.0 - 150.0 * wider, abs=4.0)  # seen from behind: left is to the left
        assert left + right == pytest.approx([600.0, 2.0 * left[1]], abs=4.0)
        assert 228.0 <= left[1] <= 250.0
    assert found["left_shoulder_slope"][1] > found["left_neck_corner"][1]


def test_the_outline_is_where_the_neck_is_however_wide_it_is() -> None:
    slim, stout = (outline_above_shoulders(drawn(neck_px=px), SIZE_PX)["left_neck_corner"] for px in (12.0, 20.0))
    assert stout[0] == pytest.approx(slim[0] - 8.0, abs=3.0)


def test_what_is_seen_rides_with_the_body() -> None:
    before, after = (outline_above_shoulders(look, SIZE_PX) for look in (drawn(), shifted(drawn(), 40.0, -30.0)))
    for name in NAMES:
        assert after[name] - before[name] == pytest.approx([40.0, -30.0], abs=0.6)


def test_a_head_beyond_the_rim_of_the_picture_says_nothing() -> None:
    assert outline_above_shoulders(shifted(drawn(), 0.0, -160.0), SIZE_PX) == {}


def test_without_a_silhouette_there_is_no_outline() -> None:
    assert outline_above_shoulders(replace(drawn(), mask=None), SIZE_PX) == {}
    assert outline_above_shoulders(replace(drawn(), mask=np.zeros((256, 256), np.float32)), SIZE_PX) == {}


@pytest.mark.parametrize("away_px", [-2.0, -0.6, -0.1, 0.1, 0.6, 2.0])
def test_a_joint_at_the_squares_rim_is_held_alike_on_all_four_sides(away_px: float) -> None:
    """Beyond it nothing is known of a joint, however little; within it an empty silhouette holds none."""
    look = replace(drawn(), mask=np.zeros((256, 256), np.float32))
    middle, half = np.array([look.square.x_px, look.square.y_px]), 0.5 * look.square.side_px
    for way in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
        at_rim = np.tile(middle + (half + away_px) * np.array(way), (len(JOINTS), 1))
        held = inside_silhouette(replace(look, xy_px=at_rim))
        assert (held == 1.0).all() if away_px > 0.0 else (held < 1.0).all()
