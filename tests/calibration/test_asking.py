"""What is asked next: each landmark once, the most useful for all points together first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calibration.asking import requests
from calibration.taps import prompts_for
from locator.atlas.load import load_atlas
from locator.errors import RequestError
from locator.frames.trunk import build_trunk
from locator.landmarks import LandmarkSet, View
from tests.calibration.bodies import joints, tapped


def test_each_landmark_is_asked_for_once_though_two_frames_could_use_it() -> None:
    legs = {
        "left_knee": (270.0, 520.0),
        "right_knee": (330.0, 520.0),
        "left_ankle": (270.0, 690.0),
        "right_ankle": (330.0, 690.0),
    }
    marks = joints().having(LandmarkSet.from_points(legs, (600, 800), source="detected"))
    asked = requests(marks, None, load_atlas().standard)
    names = [r.prompt.name for r in asked]
    assert len(names) == len(set(names)) and {"c7", "left_lateral_malleolus"} <= set(names)
    assert [r.share for r in asked] == sorted((r.share for r in asked), reverse=True)
    assert 0.0 < sum(r.share for r in asked[:1]) < 1.0


def test_with_nothing_known_both_ends_of_the_part_come_first() -> None:
    nothing = LandmarkSet((600, 800), "back")
    assert [r.prompt.name for r in requests(nothing, "back", ())][:3] == ["c7", "left_psis", "right_psis"]
    assert requests(nothing, "leg", ())[0].prompt.name == "left_popliteal_crease"
    assert all(r.expected_px is None for r in requests(nothing, "back", ()))


def test_what_was_tapped_is_not_asked_for_again() -> None:
    asked = requests(tapped(joints()), "back", load_atlas().standard)
    assert not {"c7", "left_psis"} & {r.prompt.name for r in asked}


def test_of_a_back_that_a_slip_has_lost_more_is_asked_where_it_is_seen() -> None:
    seen = joints().having(LandmarkSet.from_points(LEGS, (600, 800), source="detected"))
    points = load_atlas().standard
    true = {each.prompt.name: each.expected_px for each in requests(seen, None, points)}
    slip = seen.having(LandmarkSet.from_points({"left_iliac_crest": (360.0, 390.0)}, (600, 800)))
    assert not build_trunk(slip), "or this is no slip"
    asked = {each.prompt.name: each.expected_px for each in requests(slip, None, points)}
    assert {"c7", "left_psis", "right_iliac_crest", BEHIND} <= set(asked) and "left_iliac_crest" not in asked
    np.testing.assert_allclose(np.array(asked["c7"]), np.array(true["c7"]), atol=1e-6)


LEGS = {
    "left_knee": (270.0, 320.0),
    "right_knee": (330.0, 320.0),
    "left_ankle": (270.0, 690.0),
    "right_ankle": (330.0, 690.0),
}
BEHIND, BEFORE = "left_popliteal_crease", "left_patella_apex"


@pytest.mark.parametrize(("view", "shown", "hidden"), [("back", BEHIND, BEFORE), ("front", BEFORE, BEHIND)])
def test_what_lies_on_the_other_side_of_the_body_is_not_asked_for(view: View, shown: str, hidden: str) -> None:
    points = load_atlas().standard
    for marks in (LandmarkSet((600, 800), view), LandmarkSet.from_points(LEGS, (600, 800), view, source="detected")):
        names = [r.prompt.name for r in requests(marks, "leg", points)]
        assert shown in names and hidden not in names, marks


def test_with_no_side_known_everything_is_asked_for() -> None:
    names = [r.prompt.name for r in requests(LandmarkSet((600, 800)), "leg", ())]
    assert {BEHIND, BEFORE} <= set(names)


def test_of_a_region_that_there_is_not_nothing_is_asked_and_that_is_told() -> None:
    unknown: Any = "torso"
    with pytest.raises(RequestError, match="expected a region out of back"):
        requests(joints(), unknown, load_atlas().standard)
    with pytest.raises(RequestError, match="expected a region out of back"):
        prompts_for(unknown)


def test_what_is_known_by_a_name_that_means_no_landmark_is_told_and_not_asked_for_again() -> None:
    with pytest.raises(RequestError, match=r"no use is known for the landmark c77; did you mean c7\?"):
        prompts_for("back", ["c77"])
    assert "left_psis" not in [each.name for each in prompts_for("back", ["left_psis", "left_shoulder"])]
