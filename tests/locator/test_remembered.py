"""The head's heights go on telling of a body once the head has left the picture, and are forgotten slowly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from recorded import body

from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_view import HEAD, view_trunk
from locator.landmarks import LandmarkSet
from locator.remembered import FACE, HeadMemory


def seen() -> LandmarkSet:
    return body()


def headless(marks: LandmarkSet) -> LandmarkSet:
    return replace(marks, marks={m.name: m for m in marks if not any(m.name in names for names in HEAD.values())})


def test_what_left_the_picture_is_remembered_and_what_is_seen_is_not_overruled() -> None:
    memory, whole = HeadMemory(), seen()
    assert not memory(whole, 0.0).head_before
    assert view_trunk(memory(whole, 0.1)).head == view_trunk(whole).head
    left = view_trunk(memory(headless(whole), 0.2))
    assert set(left.head) == {name for name in FACE if name in view_trunk(whole).head}
    assert all(left.head[name] == pytest.approx(view_trunk(whole).head[name]) for name in left.head)


def test_another_body_starts_with_nothing_remembered() -> None:
    memory = HeadMemory()
    memory(seen(), 0.0)
    memory.reset()
    assert not memory(headless(seen()), 0.1).head_before


def test_what_is_remembered_fades_into_what_the_joints_alone_tell() -> None:
    memory, model = HeadMemory(), TrunkModel.load()
    memory(seen(), 0.0)
    bare = headless(seen())
    alone = model.mean(view_trunk(bare), bare)
    away, doubt = [], []
    for time_s in (0.0, 1.0, 3.0, 10.0, 1000.0):
        view = view_trunk(memory(bare, time_s))
        away.append(float(np.linalg.norm(model.mean(view, bare) - alone)))
        doubt.append(float(np.trace(model.spread(view))))
    assert away[0] > 0.0 and away == sorted(away, reverse=True) and away[-1] < 1e-3 * away[0]
    assert doubt == sorted(doubt)
    assert doubt[-1] == pytest.approx(float(np.trace(model.spread(view_trunk(bare)))), rel=1e-3)


def test_a_body_without_a_trunk_in_sight_is_left_as_it_is() -> None:
    legs = replace(seen(), marks={m.name: m for m in seen() if "shoulder" not in m.name})
    assert HeadMemory()(legs, 0.0) is legs
