"""The next tap to ask for is the one that helps most."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.order import next_taps, rings_px
from calibration.taps import PROMPTS, prompts_for
from locator.atlas.load import load_atlas
from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk
from locator.landmarks import LandmarkSet
from locator.landmarks_file import TAP_SIGMA_PX

JOINTS = {
    "left_shoulder": (-70.0, 0.0),
    "right_shoulder": (70.0, 0.0),
    "left_hip": (-40.0, 210.0),
    "right_hip": (40.0, 210.0),
}


def back() -> BodyFrame:
    points = {n: (300 + x, 200 + y) for n, (x, y) in JOINTS.items()}
    frame = build_trunk(LandmarkSet.from_points(points, (600, 800), source="detected"))
    assert isinstance(frame, BodyFrame)
    return frame


def test_no_tap_is_asked_for_where_there_is_no_point_that_it_could_help() -> None:
    assert next_taps(back(), []) == () and len(rings_px(back(), [])) == 0
    assert next_taps(back(), load_atlas().select(["LI4"])) == ()  # on the hand


def test_every_prompt_names_a_landmark_once_and_asks_for_a_tap() -> None:
    names = [p.name for p in PROMPTS]
    assert len(names) == len(set(names))
    assert all("tap" in p.say.lower() for p in PROMPTS)


def test_what_was_tapped_is_not_asked_for_again() -> None:
    assert "c7" not in [p.name for p in prompts_for("back", ["c7"])]
    points = load_atlas().select(["BL23", "GV14"])
    assert "c7" not in [w.prompt.name for w in next_taps(back(), points, ["c7"])]


@pytest.mark.parametrize(("code", "best"), [("GV14", {"c7"}), ("BL30", {"left_psis", "right_psis"})])
def test_the_tap_nearest_to_the_point_comes_first(code: str, best: set[str]) -> None:
    assert next_taps(back(), load_atlas().select([code]))[0].prompt.name in best


def test_the_promise_is_kept_whatever_the_tap_then_says() -> None:
    frame, points = back(), load_atlas().select(["BL13", "BL23"])
    worth = next(w for w in next_taps(frame, points) if w.prompt.name == "left_psis")
    sigma = float(np.hypot(TAP_SIGMA_PX, worth.prompt.sigma_mm / (1700 / 75) * frame.cun_px))
    moved = frame.told({"left_psis": (frame.anchors["left_psis"].value + 9.0, sigma)})
    assert float(np.mean(rings_px(moved, points))) == pytest.approx(worth.ring_after_px, rel=0.01)
    assert worth.ring_after_px < worth.ring_before_px
