"""A body whose looks do not agree where shoulders and hips are may be none: a dog in a photograph was drawn on."""

from __future__ import annotations

import numpy as np
import pytest

from locator.bodies import MOST_QUARREL, quarrel
from locator.landmarks import Landmark, LandmarkSet

PLACES = {
    "left_shoulder": (200.0, 100.0), "right_shoulder": (300.0, 100.0), "left_hip": (220.0, 300.0),
    "right_hip": (280.0, 300.0), "left_knee": (225.0, 450.0), "right_knee": (275.0, 450.0),
}  # fmt: skip


def body(sigma_px: float = 4.0, knees: float = 1.0, scale: float = 1.0) -> LandmarkSet:
    marks = {
        name: Landmark(
            name,
            scale * np.array(at),
            sigma_px=scale * (sigma_px if name == "left_hip" else 4.0),
            visibility=knees if "knee" in name else 1.0,
            source="detected",
        )
        for name, at in PLACES.items()
    }
    return LandmarkSet(size_px=(600, 600), view="back", marks=marks)


def test_one_unsure_corner_is_enough_and_a_steady_body_is_believed() -> None:
    assert quarrel(body()) == pytest.approx(0.02) and quarrel(body()) < MOST_QUARREL
    assert quarrel(body(11.0)) == pytest.approx(0.055) and quarrel(body(11.0)) > MOST_QUARREL


def test_a_body_seen_larger_quarrels_no_more() -> None:
    assert quarrel(body(9.0, scale=3.0)) == pytest.approx(quarrel(body(9.0)))


def test_a_body_without_its_legs_in_the_picture_is_left_to_its_rings() -> None:
    assert quarrel(body(40.0, knees=0.3)) == 0.0
