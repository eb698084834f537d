"""Backs whose own proportions are known, as a detector and a finger would report them."""

from __future__ import annotations

import numpy as np

from locator.frames.base import BodyFrame
from locator.frames.trunk import build_trunk, felt_as
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet

JOINTS = {
    "left_shoulder": (-70.0, 0.0),
    "right_shoulder": (70.0, 0.0),
    "left_hip": (-40.0, 210.0),
    "right_hip": (40.0, 210.0),
}
FELT = ("c7", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest")


def joints(scale: float = 1.0, at: tuple[float, float] = (300.0, 200.0), degrees: float = 0.0) -> LandmarkSet:
    """An upright back's four joints, enlarged, moved and turned in the picture."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = scale * np.array([[c, -s], [s, c]])
    marks = {n: Landmark(n, np.array(at) + turn @ np.array(xy)) for n, xy in JOINTS.items()}
    return LandmarkSet((600, 800), "back", marks)


def frame_of(marks: LandmarkSet) -> BodyFrame:
    frame = build_trunk(marks)
    assert isinstance(frame, BodyFrame)
    return frame


def tapped(marks: LandmarkSet, lower: float = 0.0, names: tuple[str, ...] = FELT, sigma_px: float = 2.0) -> LandmarkSet:
    """Taps on a body whose pelvis lies `lower` cun further down than the average body's."""
    frame = frame_of(marks)
    taps = []
    for name in names:
        down: Array = frame.axes().distal.value * (0.0 if name == "c7" else lower)
        spot = frame.anchors[felt_as(name)].value + down
        taps.append(Landmark(name, spot, sigma_px=sigma_px, source="tapped"))
    return marks.having(taps)
