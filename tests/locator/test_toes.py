"""Feet are no hands, whatever the hand models say of their toes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scripted import Scripted
from test_press import ROW, hand

from locator.detect import closeup_foot
from locator.detect.closeup_foot import Foot
from locator.detect.hands import Hand
from locator.landmarks import LandmarkSet
from locator.photo import load_photo
from locator.pipeline import locate
from locator.toes import TOES, without_toes

HERE = (240.0, 130.0)
FIST, OPEN = hand(set(), at=HERE), hand({*ROW, "thumb"}, at=HERE)
FOOT = Foot(
    "left", np.array([[240.0, 0.0, 0.0], [240.0, 60.0, 0.0], [240.0, 70.0, 0.0], [*HERE, 0.0]]), np.ones(4), 0.6
)
ARMS = {"left_shoulder": (200.0, 20.0), "left_elbow": (230.0, 120.0), "left_wrist": (240.0, 230.0)}
BODY = LandmarkSet.from_points(
    {**ARMS, **{n.replace("left", "right"): (x + 900, y) for n, (x, y) in ARMS.items()}}, (1200, 400)
)


def test_a_foot_taken_for_a_hand_is_given_no_points(fixtures: Path) -> None:
    found = locate(load_photo(fixtures / "rendered_foot.jpg"), region="hand")
    assert found.placements == () and [why.reason for why in found.refusals] == ["toes"]


@pytest.mark.parametrize(
    ("seen", "foot_at", "body", "kept"),
    [
        (FIST, HERE, None, False),
        (FIST, (HERE[0] + 200.0, HERE[1]), None, True),  # a foot elsewhere
        (OPEN, HERE, None, True),  # toes are never so long
        (FIST, HERE, BODY, True),  # it hangs on an arm
    ],
    ids=["toes", "a fist", "an open hand", "a fist on an arm"],
)
def test_only_curled_fingers_where_a_foot_is_seen_are_toes(
    seen: Hand, foot_at: tuple[float, float], body: LandmarkSet | None, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = np.array([*foot_at, 0.0]) - FOOT.places[3]
    foot = Foot(FOOT.side, FOOT.places + by, FOOT.inside, FOOT.error_cun)
    monkeypatch.setattr(closeup_foot, "see_feet", lambda detector, rgb: (foot,))
    nobody = Scripted((), lambda n, square, mirrored: pytest.fail("nothing is looked at"))
    left, why = without_toes([seen], nobody, np.zeros((400, 1200, 3), np.uint8), body)
    assert (len(left) == 1, why) == (kept, () if kept else (TOES,))
