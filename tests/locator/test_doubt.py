"""What makes a body less sure than its looks say, and that it makes no ring smaller."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, body, missed, moved, spots, unmet

from locator.detect.base import Rgb
from locator.detect.hands import Hand
from locator.detect.legible import sharpness
from locator.doubt import (
    PLAIN_CUN,
    SHARP_ENOUGH,
    USUAL_ERROR_CUN,
    blurred_foot_cun,
    cun_px,
    hands_less_sure_blurred,
    less_sure_blurred,
    less_sure_close,
    less_sure_hidden,
    less_sure_lying,
)
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import Region


@cache
def sharp() -> Rgb:
    return load_photo(FIXTURES / "rendered_back.jpg").rgb


def blurred(share: float) -> Rgb:
    """The same picture with a standard deviation of this share of its longer side."""
    rgb = sharp()
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), share * max(rgb.shape[:2])), np.uint8) if share else rgb


def test_the_more_a_picture_is_blurred_the_less_sharp_it_is_and_the_less_sure_its_body() -> None:
    shares = (0.0, 0.003, 0.005, 0.008, 0.012)
    sharps = [sharpness(blurred(share)) for share in shares]
    assert sharps == sorted(sharps, reverse=True)
    doubts = [less_sure_blurred(body(), blurred(share))["left_hip"].sigma_px for share in shares]
    assert doubts == sorted(doubts) and doubts[0] < doubts[-1]


def test_a_sharp_picture_changes_nothing() -> None:
    marks = body()
    assert sharpness(sharp()) > SHARP_ENOUGH
    assert less_sure_blurred(marks, sharp()) is marks


def test_a_body_in_plain_view_is_left_as_sure_as_it_is() -> None:
    marks = body()
    assert less_sure_hidden(marks, PLAIN_CUN) is marks and less_sure_close(marks, USUAL_ERROR_CUN) is marks


def test_rings_on_a_blurred_picture_are_wider() -> None:
    pictures = (Photo(blurred(share)) for share in (0.0, 0.008))
    now, then = (spots(locate(each, codes=["BL18", "BL23"], detector=eyes())) for each in pictures)
    assert now and set(then) == set(now)
    for key, before in now.items():
        assert then[key].ring_px / then[key].cun_px > 1.1 * before.ring_px / before.cun_px, key


def test_a_hand_seen_by_itself_is_less_sure_on_a_blurred_picture() -> None:
    rgb = load_photo(FIXTURES / "rendered_hand.jpg").rgb
    soft = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.01 * max(rgb.shape[:2])), np.uint8)
    now, then = (spots(locate(Photo(each), "hand", codes=["LI4", "SI3"], detector=eyes())) for each in (rgb, soft))
    assert now and set(then) == set(now)
    for key, before in now.items():
        assert then[key].ring_px / then[key].cun_px > 1.1 * before.ring_px / before.cun_px, key


def test_what_blur_adds_to_hands_and_feet_grows_with_it_and_is_nothing_on_a_sharp_picture() -> None:
    hand = Hand(np.c_[np.arange(21.0), np.arange(21.0), np.zeros(21)], 1.0, 1.0, sigma_px=0.1, side_px=40.0)
    hands = [hands_less_sure_blurred([hand], blurred(share))[0].sigma_px for share in (0.0, 0.005, 0.008, 0.012)]
    feet = [blurred_foot_cun(0.7, blurred(share)) for share in (0.0, 0.005, 0.008, 0.012)]
    for doubts, least in ((hands, 0.1), (feet, 0.7)):
        assert doubts[0] == pytest.approx(least)
        assert doubts == sorted(doubts) and len(set(doubts)) == len(doubts)


@pytest.mark.parametrize("region", ["foot", "head"])
@pytest.mark.parametrize(("quarters", "share"), [(0, 0.008), (1, 0.0)])
def test_a_part_asked_for_by_name_is_as_unsure_as_told_among_all(region: Region, quarters: int, share: float) -> None:
    picture = Photo(np.ascontiguousarray(np.rot90(blurred(share), quarters)))
    codes = {"foot": ["BL60", "KI3"], "head": ["GB20", "GV20"]}[region]
    among, asked = (spots(locate(picture, named, codes=codes, detector=eyes())) for named in (None, region))
    assert among and set(asked) == set(among)
    for key, spot in asked.items():
        assert spot.ring_px / spot.cun_px > 0.97 * among[key].ring_px / among[key].cun_px, key


@pytest.mark.parametrize("zoom", [0.5, 2.0])
def test_doubt_is_told_in_the_bodys_own_measure(zoom: float) -> None:
    near, far = body(), moved(body(), 0.0, zoom, (0.0, 0.0))
    assert cun_px(far) == pytest.approx(zoom * cun_px(near))
    for marks, unit_px in ((near, cun_px(near)), (far, cun_px(far))):
        more = less_sure_close(marks, 1.0)["left_knee"].sigma_px ** 2 - marks["left_knee"].sigma_px ** 2
        assert more == pytest.approx((1.0 - USUAL_ERROR_CUN**2) * unit_px**2)
    assert less_sure_close(near, 0.3)["left_knee"].sigma_px == near["left_knee"].sigma_px


@pytest.mark.parametrize("turn_deg", [-90.0, 75.0, 180.0])
def test_of_a_body_that_lies_trunk_and_legs_are_less_sure_and_of_one_that_stands_nothing_is(turn_deg: float) -> None:
    standing = body()
    assert less_sure_lying(standing) is standing
    lying = moved(standing, math.radians(turn_deg), 1.0, (0.0, 0.0))
    for joint in ("left_shoulder", "right_hip", "left_knee", "right_ankle"):
        assert less_sure_lying(lying)[joint].sigma_px > lying[joint].sigma_px


def test_rings_of_the_leg_points_of_bodies_that_lie_hold_about_as_many_as_they_promise() -> None:
    lying = unmet("lying_bodies.json").values()
    held = [inside for marks, true in lying for inside in missed(less_sure_lying(marks), true, "leg")[1]]
    assert len(held) > 25 and 0.55 < np.mean(held) < 0.85
