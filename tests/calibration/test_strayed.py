"""A joint moved a little is put right; one moved far is asked about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.strayed import STRAY_CUN, strayed
from locator.landmarks import LandmarkSet
from locator.placement import FrameInfo, Located
from tests.calibration.bodies import joints

CUN_PX = 10.0


def seen(marks: LandmarkSet) -> Located:
    return Located(None, marks.size_px, "back", frames=(FrameInfo("back", None, CUN_PX, "pose"),), landmarks=marks)


@pytest.mark.parametrize("degrees", [0.0, 90.0, 215.0])
@pytest.mark.parametrize(("by_cun", "far"), [(STRAY_CUN - 0.1, False), (STRAY_CUN + 0.1, True)])
def test_a_joint_is_asked_about_by_how_far_it_was_moved_whichever_way(degrees: float, by_cun: float, far: bool) -> None:
    marks = joints()
    hip = marks["left_hip"]
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    tap = replace(hip, xy_px=hip.xy_px + by_cun * CUN_PX * way, source="tapped")
    assert strayed(seen(marks), [tap]) == (("left_hip",) if far else ())
    guessed = marks.having([replace(hip, visibility=0.2)])
    assert strayed(seen(guessed), [tap]) == (), "where it was guessed a hand knows better"


def test_a_bone_is_not_held_against_what_a_camera_makes_of_it() -> None:
    marks = joints().having([replace(joints()["left_hip"], name="c7")])
    assert strayed(seen(marks), [replace(marks["c7"], xy_px=np.array([5.0, 5.0]), source="tapped")]) == ()
