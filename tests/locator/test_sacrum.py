"""The sacrum's points, which no joint tells, beside those above and below them on bodies that sit or turn aside."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from recorded import missed_by, picture, recorded, truth, unmet

from locator.detect.body import named
from locator.landmarks import LandmarkSet

SACRAL = ("BL27", "BL28", "BL31", "BL32", "BL53")
ABOVE, BELOW = ("BL24", "BL25"), ("BL30", "BL54")
AXES = {"down": 0.0, "aside": math.pi / 2}


def beyond_its_neighbours_cun(marks: LandmarkSet, known: dict[str, Any], way: str) -> float:
    """How much further along the spine ("down"), or across it ("aside"), the sacrum's points lie off than the others.

    What all points of a body have in common, by joints that were seen too high, say, is no matter of the sacrum's.
    """
    spine = np.subtract(known["BL25.left"][:2], known["BL18.left"][:2])
    turn = math.atan2(spine[1], spine[0]) + AXES[way]
    along = np.array([math.cos(turn), math.sin(turn)])

    def off(codes: tuple[str, ...]) -> float:
        return float(np.mean(missed_by(marks, known, codes) @ along))

    return off(SACRAL) - 0.5 * (off(ABOVE) + off(BELOW))


def test_who_sits_has_the_sacrum_s_points_no_higher_and_no_lower_than_those_above_and_below() -> None:
    off = [beyond_its_neighbours_cun(*each, "down") for each in unmet("sitting_bodies.json").values()]
    assert len(off) > 5 and abs(np.mean(off)) < 0.15


def test_who_is_turned_aside_has_them_as_far_out_of_the_back_as_they_are() -> None:
    """A sacrum swells out of the back: turned by 55 degrees, that is as far to a side."""
    known = {f"{code}.{side}": [*xy_px, cun_px] for (code, side), (xy_px, cun_px) in truth("rendered_back34").items()}
    assert abs(beyond_its_neighbours_cun(named([recorded("back34")], picture()), known, "aside")) < 0.15
