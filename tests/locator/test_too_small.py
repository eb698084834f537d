"""A body on which one point could not be told from the next is refused, whatever part of it is looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from locator import load_photo, locate, locate_landmarks
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.landmarks import LandmarkSet
from locator.pipeline import MIN_CUN_PX, MIN_FILMED_CUN_PX, large_enough
from locator.placement import Located, Region
from locator.proportions import POPULATION


@pytest.fixture(scope="module")
def seen(fixtures: Path) -> Located:
    return locate(load_photo(fixtures / "rendered_back.jpg"))


def from_afar(seen: Located, cun_px: float) -> LandmarkSet:
    """What is seen of the body where the largest of its parts has so many px to the cun."""
    assert seen.landmarks is not None
    zoom = cun_px / max(frame.cun_px for frame in seen.frames)
    width, height = seen.size_px
    smaller = LandmarkSet((round(zoom * width), round(zoom * height)), seen.view)
    return smaller.having(
        replace(m, xy_px=zoom * m.xy_px, depth_px=zoom * m.depth_px, sigma_px=zoom * m.sigma_px)
        for m in seen.landmarks
        if m.source != "derived"
    )


def test_a_body_too_small_for_its_points_is_refused_once_and_told_to_come_closer(seen: Located) -> None:
    far = locate_landmarks(from_afar(seen, 0.97 * MIN_CUN_PX))
    assert far.status == "refused" and not far.frames
    (refusal,) = far.refusals
    assert (refusal.reason, refusal.region) == ("too_small", None) and "closer" in refusal.advice


@pytest.mark.parametrize("region", ["back", "leg", "foot", "head"])
def test_asked_for_one_part_of_it_the_answer_is_the_same(seen: Located, region: Region) -> None:
    far = locate_landmarks(from_afar(seen, 0.8 * MIN_CUN_PX), region=region)
    assert far.status == "refused" and {each.reason for each in far.refusals} == {"too_small"}


def test_a_step_nearer_all_points_are_there(seen: Located) -> None:
    near = locate_landmarks(from_afar(seen, 1.2 * MIN_CUN_PX))
    assert near.refusals == () and len(near.placements) == len(seen.placements)


def test_of_a_body_that_is_large_enough_in_part_the_rest_is_named(seen: Located) -> None:
    assert seen.landmarks is not None
    built = (*BUILDERS["back"](seen.landmarks, POPULATION), *BUILDERS["leg"](seen.landmarks, POPULATION))
    frames = [frame for frame in built if isinstance(frame, BodyFrame)]
    far_legs = [frame if frame.region == "back" else replace(frame, cun_px=0.9 * MIN_CUN_PX) for frame in frames]
    large, refusals = large_enough(far_legs)
    assert [frame.region for frame in large] == ["back"]
    assert [(each.reason, each.region) for each in refusals] == [("too_small", "leg")]
    assert large_enough(frames) == (frames, [])
    assert large_enough(far_legs, MIN_FILMED_CUN_PX) == (far_legs, []), "a frame is drawn on larger than it was sent"
