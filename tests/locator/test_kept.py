"""What is kept from one picture to the next cannot be written to: whoever did would move the next picture's points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from recorded import body

from locator import forest, geometry, legs_face, odds, outline
from locator.frames import head_model, trunk_average, trunk_build, trunk_own, trunk_places, trunk_posture, trunk_state
from locator.frames.foot_model import FootModel
from locator.frames.hand_model import HandModel
from locator.frames.leg import build_legs
from locator.frames.leg_model import LegModel
from locator.frames.trunk_legs import LegsModel
from locator.frames.trunk_model import TrunkModel
from locator.frames.trunk_posed import Posed
from locator.frames.trunk_view import POSTURES, view_trunk

MARKS = body()
KEPT: dict[str, Callable[[], Any]] = {
    "foot": FootModel.load,
    "hand": HandModel.load,
    "head": head_model.HeadModel.load,
    "leg": LegModel.load,
    "trunk": TrunkModel.load,
    "trunk_legs": LegsModel.load,
    "posed": Posed.load,
    "build": trunk_build.BuildModel.load,
    "mirror_even": trunk_build.mirror_even,
    "mirror": trunk_state.mirror,
    "is_odd": lambda: trunk_state.IS_ODD,
    "head forms": head_model._forms,
    "trunk forms": lambda: [trunk_places.Forms.of(len(trunk_state.mirror()), posture) for posture in POSTURES],
    "spine": lambda: trunk_places.spine_weights(0.3),
    "bones": lambda: [trunk_own.bones_cun2(posture) for posture in POSTURES],
    "paired": lambda: [TrunkModel.load().postures[posture].bones for posture in POSTURES],
    "average": lambda: [trunk_average.average(posture) for posture in trunk_average.TILT],
    "guessing": lambda: trunk_posture.completed(np.array([np.nan, 1.0]), np.zeros(2), np.eye(2))[1],
    "this trunk": lambda: view_trunk(MARKS),
    "its features": lambda: TrunkModel.load().postures["whole"].features(view_trunk(MARKS)),
    "these legs": lambda: build_legs(MARKS),
    "forest": lambda: forest.shipped("closeup_back"),
    "rings": geometry._ring_table,
    "odds": lambda: odds.regression("backlike"),
    "legs' face": legs_face._fit,
    "outlines": outline.outlines,
}


def arrays(value: Any) -> Iterator[np.ndarray]:
    """All arrays in a value and its parts."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (Mapping, tuple, list)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from arrays(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from arrays(getattr(value, field.name))


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept_for_the_next_picture_cannot_be_written_to(name: str) -> None:
    found = list(arrays(KEPT[name]()))
    assert found and not any(array.flags.writeable for array in found)


def test_who_marks_what_is_kept_gives_the_value_itself() -> None:
    value = {"a": (np.zeros(2), [np.ones(3)]), "b": "no array"}
    assert geometry.kept(value) is value and not any(array.flags.writeable for array in arrays(value))
