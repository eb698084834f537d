"""A followed body's outline tells its build once for all frames: averaged, whole, from behind, and of nobody known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from test_trunk_build import broad, outlined

from locator.frames.trunk_build import BuildModel, Own
from locator.frames.trunk_sight import SHOWN, posed
from locator.frames.trunk_view import HEAD, view_trunk
from locator.landmarks import Landmark, LandmarkSet
from locator.outlined import DRAWN, LOOK_S, MOST, MOST_TRIED, OutlineMemory
from locator.proportions import POPULATION, Proportions


def drawn() -> LandmarkSet:
    """A body whose outline is seen from hips to crown, as one of build 0 would show it."""
    marks = outlined()
    view = view_trunk(marks)
    usual = dict(zip(SHOWN, BuildModel.load().postures[view.posture].expected @ posed(view), strict=True))
    head = [
        Landmark(name, view.to_px({"l": 0.2, "r": -0.2}.get(name[0], 0.0), usual[part]))
        for part in DRAWN
        for name in HEAD[part]
    ]
    return marks.having(head)


def told(looks: Iterable[LandmarkSet], memory: OutlineMemory | None = None) -> Own | None:
    """What is known after these looks."""
    memory = memory or OutlineMemory()
    for number, marks in enumerate(looks):
        memory.hear(marks, LOOK_S * number)
    return memory.known(POPULATION).trunk


def build(*looks: LandmarkSet) -> float:
    own = told(looks)
    assert own is not None
    return float(own.mean[0])


def stout(by: float = 1.03) -> LandmarkSet:
    return broad(drawn(), "waist_side", by)


def test_a_broader_waist_tells_of_the_build_whose_waist_is_broader() -> None:
    assert build(stout(0.97)) < build(drawn()) < build(stout())


def test_one_deceiving_look_counts_as_one_among_many() -> None:
    alone, among, never = build(stout()), build(*[drawn()] * 6, stout(), *[drawn()] * 5), build(*[drawn()] * 12)
    assert 0.0 < among - never < 0.2 * (alone - never)


def test_many_looks_make_nobody_surer_than_one_does() -> None:
    once, often = told([drawn()]), told([drawn()] * 12)  # the same shirt deceives every look alike
    assert once is not None and often is not None
    assert often.spread[0, 0] == pytest.approx(once.spread[0, 0])


def test_an_outline_seen_in_part_tells_nothing() -> None:
    for name in ("crown", "left_waist_side"):
        assert told([replace(drawn(), marks={m.name: m for m in drawn() if m.name != name})]) is None


def test_a_body_cut_off_at_the_knees_is_not_asked_and_not_heard() -> None:
    cut = drawn().having(replace(drawn()[name], visibility=0.0) for name in ("left_knee", "right_knee"))
    assert OutlineMemory().wants(drawn(), 0.0) and not OutlineMemory().wants(cut, 0.0)
    assert told([cut]) is None


def test_a_body_turned_aside_is_not_asked() -> None:
    deep = [replace(drawn()[f"left_{joint}"], depth_px=400.0) for joint in ("shoulder", "hip")]
    turned = drawn().having(deep)
    assert abs(view_trunk(turned).turn_rad) > 0.5
    assert not OutlineMemory().wants(turned, 0.0)


def test_a_body_is_asked_now_and_then_and_at_last_no_more() -> None:
    memory, asked = OutlineMemory(), 0
    for frame in range(600):
        if memory.wants(drawn(), frame / 30.0):
            memory.hear(drawn(), frame / 30.0)
            asked += 1
            assert not memory.wants(drawn(), frame / 30.0 + 0.5 * LOOK_S)
    assert asked == MOST


def test_an_outline_that_is_never_whole_is_given_up() -> None:
    memory, asked = OutlineMemory(), 0
    for second in range(100):
        if memory.wants(outlined(), float(second)):
            memory.hear(outlined(), float(second))
            asked += 1
    assert asked == MOST_TRIED and memory.known(POPULATION) is POPULATION


def test_who_is_known_already_stays_as_known() -> None:
    memory, known = OutlineMemory(), Proportions("Ann", BuildModel.load().anybody(), "profile")
    memory.hear(stout(), 0.0)
    assert memory.known(known) is known


def test_another_body_starts_with_nothing_heard() -> None:
    memory = OutlineMemory()
    memory.hear(stout(), 0.0)
    memory.reset()
    assert memory.known(POPULATION) is POPULATION and memory.wants(drawn(), 0.0)


def test_looks_are_taken_in_the_mirror_by_turns() -> None:
    memory, mirrored = OutlineMemory(), []
    for second in range(4):
        mirrored.append(memory.mirrored)
        memory.hear(drawn(), float(second))
    assert mirrored == [False, True, False, True]
