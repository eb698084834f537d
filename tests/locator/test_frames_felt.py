"""A finger on any place that a point hangs on tells where that place lies, and with it the point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import body

from locator.atlas.load import load_atlas
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.landmark_names import KNOWN
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import chosen
from locator.place import place
from locator.placement import Region
from locator.proportions import POPULATION

# The palm of a left hand, fingers up: right, down px from the wrist.  No recorded body shows one.
PALM_PX = {"wrist": (0, 0), "index_mcp": (40, -120), "middle_mcp": (10, -128), "ring_mcp": (-20, -120),
           "little_mcp": (-48, -105)}  # fmt: skip
HAND = LandmarkSet((800, 800)).having(
    Landmark(f"left_hand_{name}", np.array([400.0 + x, 500.0 + y]), sigma_px=1.0, source="close-up")
    for name, (x, y) in PALM_PX.items()
)
SHOWN: dict[Region, LandmarkSet] = {
    "back": body("back"), "leg": body("front"), "foot": body("front"), "head": body("back"), "hand": HAND,
}  # fmt: skip
# A finger on one of these means another place than the model's, which stands in its file: taps_leg's FELT_SD_CUN; the
# heel's name is a joint's too.
MEANT_OTHERWISE = {"popliteal_crease", "lateral_malleolus", "medial_malleolus", "heel"}
LEAST_TOLD = 0.75  # of the way: a finger has its own doubt, most on the long curve of the tibia's condyle


def frames(region: Region, marks: LandmarkSet) -> list[BodyFrame]:
    return [frame for frame in BUILDERS[region](marks, POPULATION) if isinstance(frame, BodyFrame)]


def told_apart(region: Region) -> list[str]:
    """The places of a part that a finger can tell: not a vertebra, of which it may have counted another."""
    return [
        name
        for frame in frames(region, SHOWN[region])
        for name in sorted(frame.anchors.keys() & KNOWN - frame.counted - SHOWN[region].marks.keys())
        if name.partition("_")[2] not in MEANT_OTHERWISE
    ]


def after_a_tap(region: Region, name: str, by_px: tuple[float, float]) -> tuple[BodyFrame, BodyFrame]:
    """The frame that knows this place, and the same once a finger said that it lies elsewhere."""
    marks = SHOWN[region]
    before = next(frame for frame in frames(region, marks) if name in frame.anchors)
    spot = Landmark(name, before.anchors[name].value + np.array(by_px), sigma_px=1.0, source="tapped")
    after = [frame for frame in frames(region, marks.having([spot])) if frame.side == before.side]
    assert after, f"{region}: refused for a tap on {name}"
    return before, after[0]


@pytest.mark.parametrize(("region", "name"), [(region, name) for region in SHOWN for name in told_apart(region)])
def test_the_place_lies_where_the_finger_says(region: Region, name: str) -> None:
    marks = SHOWN[region]
    frame = next(each for each in frames(region, marks) if name in each.anchors)
    by_px = 0.8 * frame.sigma_px(frame.anchors[name], [name])
    before, after = after_a_tap(region, name, (0.6 * by_px, 0.8 * by_px))
    gone = after.anchors[name].value - before.anchors[name].value
    assert gone @ (0.6, 0.8) > LEAST_TOLD * by_px, f"{name} followed the finger by {gone @ (0.6, 0.8) / by_px:.2f}"


POINTS = [("GB34", "left_fibular_head"), ("SP9", "left_medial_tibial_condyle"), ("ST35", "left_lateral_knee_eye"),
          ("LR3", "left_metatarsal_1_2_junction"), ("TE5", "left_wrist_crease_dorsal"), ("GB20", "left_nape_hollow"),
          ("BL36", "left_gluteal_fold")]  # fmt: skip


@pytest.mark.parametrize(("code", "name"), POINTS)
@settings(max_examples=10)
@given(st.tuples(st.floats(-6.0, 6.0), st.floats(-6.0, 6.0)))
def test_a_point_rides_with_the_place_that_it_hangs_on(code: str, name: str, by_px: tuple[float, float]) -> None:
    point = load_atlas().select([code])
    region = next(region for region in SHOWN if name in told_apart(region))
    spots = []
    for frame in after_a_tap(region, name, by_px):
        spots += [p for p in place(point, frame, SHOWN[region].size_px) if p.side == "left"]
    before, after = spots
    assert np.allclose(after.xy_px - before.xy_px, by_px, atol=0.35 * float(np.hypot(*by_px)) + 0.1)
    assert after.ring_px < before.ring_px


@pytest.mark.parametrize("region", SHOWN)
def test_no_tap_widens_a_ring(region: Region) -> None:
    atlas = chosen(None)
    for name in told_apart(region):
        before, after = after_a_tap(region, name, (0.0, 0.0))
        rings = [{(p.code, p.side): p.ring_px for p in place(atlas, f, SHOWN[region].size_px)} for f in (before, after)]
        assert rings[0] and rings[0].keys() == rings[1].keys()
        wider = {point: (px, rings[1][point]) for point, px in rings[0].items() if rings[1][point] > px + 1e-6}
        assert not wider, f"{name}: {wider}"


def test_a_tap_far_beside_the_body_is_not_believed() -> None:
    knee = SHOWN["leg"].xy("left_knee")
    slip = Landmark("left_fibular_head", knee + np.array([0.0, -160.0]), sigma_px=2.0, source="tapped")
    left, right = BUILDERS["leg"](SHOWN["leg"].having([slip]), POPULATION)
    assert not left and left.reason == "taps_contradict"  # type: ignore[union-attr]
    assert isinstance(right, BodyFrame)
