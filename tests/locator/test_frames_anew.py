"""Frames read into one array again and again, as many cameras give them, are each looked at anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from locator.parts import hand_finder
from locator.photo import load_photo
from locator.track import Tracker
from locator.track_hands import HandTracker

MOVED_PX = 25
FRAMES = 6  # the body has moved in the second half of them


@pytest.mark.parametrize(
    ("picture", "code", "follower"),
    [
        ("rendered_back.jpg", "BL23", lambda: Tracker(codes=["BL23"])),
        ("rendered_hand.jpg", "LI4", lambda: HandTracker(hand_finder(), ["LI4"])),
    ],
)
def test_points_go_with_the_body_in_an_array_that_is_written_to_again(
    fixtures: Path, picture: str, code: str, follower: Callable[[], Tracker | HandTracker]
) -> None:
    """Points of a body that had moved by a cun stood where it had been."""
    still = load_photo(fixtures / picture).rgb
    moved = np.roll(still, MOVED_PX, axis=1)
    places: list[list[float]] = []
    for anew in (True, False):
        tracker, frame = follower(), still.copy()
        for number in range(FRAMES):
            frame = frame.copy() if anew else frame
            frame[:] = still if number < FRAMES // 2 else moved
            found = tracker.locate(frame, 0.1 * number)
        places.append([float(v) for p in found.placements for v in p.xy_px])
        tracker.close()
    assert places[0] and places[0] == places[1]
