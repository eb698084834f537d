"""A filmed body that leaves the picture at its side: no points on a back of which half is guessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from recorded import body, picture, recorded, spots
from scripted import Scripted, shifted

from locator.landmarks import LandmarkSet
from locator.leaving import MARGIN, cut_off_aside, without_its_back
from locator.placement import FrameInfo, Located, Placement
from locator.track import Tracker

BACK = recorded("back")


def framed(left_px: float, top_px: float, size_px: tuple[int, int]) -> LandmarkSet:
    """The recorded body in a picture of this size whose corner lies here, from the body's own left shoulder on."""
    whole = body()
    corner = whole.xy("left_shoulder") + np.array([left_px, top_px])
    marks = (replace(mark, xy_px=mark.xy_px - corner) for mark in whole)
    return LandmarkSet(size_px, view="back").having(marks)


def test_a_body_in_the_middle_is_not_cut_off() -> None:
    assert not cut_off_aside(framed(-200.0, -200.0, (600, 800)))


def test_a_body_with_its_head_or_legs_out_of_the_picture_is_not_cut_off() -> None:
    assert not cut_off_aside(framed(-200.0, 30.0, (600, 100)))


def test_a_close_up_narrower_than_the_shoulders_is_cut_on_both_sides_and_stays() -> None:
    marks = framed(0.0, -200.0, (600, 800))
    breadth = abs(float(marks.xy("left_shoulder")[0] - marks.xy("right_shoulder")[0]))
    assert not cut_off_aside(framed(0.2 * breadth, -50.0, (int(0.6 * breadth), 300)))


@pytest.mark.parametrize("out", [0.0, 0.1, 0.4])
def test_one_shoulder_beyond_the_edge_is_enough(out: float) -> None:
    marks = framed(-200.0, -200.0, (600, 800))
    breadth = abs(float(marks.xy("left_shoulder")[0] - marks.xy("right_shoulder")[0]))
    assert cut_off_aside(framed(out * breadth, -200.0, (600, 800)))
    assert not cut_off_aside(framed(-(MARGIN + 0.01) * breadth - 1.0, -200.0, (600, 800)))


def test_a_body_that_lies_across_the_picture_has_its_sides_above_and_below() -> None:
    upright = framed(-200.0, -200.0, (600, 800))
    lying = LandmarkSet((800, 600), view="back").having(
        replace(mark, xy_px=np.array([mark.xy_px[1] - 220.0, 600.0 - mark.xy_px[0]])) for mark in upright
    )
    assert min(float(lying.xy(f"{side}_shoulder")[0]) for side in ("left", "right")) < 0.0
    assert not cut_off_aside(lying)
    low = lying.having(replace(mark, xy_px=mark.xy_px + np.array([0.0, 210.0])) for mark in lying)
    assert cut_off_aside(low)


@pytest.mark.parametrize(("leg_seen", "status"), [(True, "located"), (False, "refused")])
def test_without_its_back_a_body_is_answered_where_something_of_it_is_left_to_be_seen(
    leg_seen: bool, status: str
) -> None:
    back = Placement("BL23", "left", np.array([300.0, 300.0]), 5.0, 8.0, True, "back", "")
    leg = replace(back, code="BL40", frame="leg", visible=leg_seen)
    found = Located(None, (600, 800), "back", frames=(FrameInfo("back", None, 8.0, "pose"),), placements=(back, leg))
    without = without_its_back(found)
    assert without.status == status and without.refusals[0].reason == "half_out"
    assert all(spot.frame == "leg" for spot in without.placements)


def test_who_walks_out_of_the_picture_is_told_so_and_answered_at_once_on_coming_back() -> None:
    here = [0.0]
    middle = float(BACK.xy_px[11:13, 0].mean())
    tracker = Tracker(
        codes=["BL23", "BL28", "GV4"],
        detector=Scripted((BACK.square,), lambda n, square, mirrored: shifted(BACK, here[0])),
    )
    places = []
    for step in range(40):
        here[0] = -middle * min(step, 39 - step) / 16.0
        answer = tracker.locate(picture(), step / 15.0)
        gone = float(shifted(BACK, here[0]).xy_px[[11, 12, 23, 24], 0].min()) < -20.0
        places.append(bool(answer.placements))
        if gone:
            assert not spots(answer) and answer.refusals[0].reason == "half_out" and answer.landmarks is not None
    assert places[:3] == [True] * 3 and places[-3:] == [True] * 3 and not all(places)
