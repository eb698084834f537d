"""A body that stands still before the camera, for tests of what is made of a tracker's answers."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from locator.placement import Located, Placement

SIZE_PX = (480, 360)


def placed(code: str, side: Any, x: float, y: float, visible: bool = True) -> Placement:
    return Placement(code, side, np.array([x, y]), 12.0, 8.0, visible, "back", "a rule")


class StillBody:
    """Stands in for the tracker: the same answer for every frame."""

    def __init__(self) -> None:
        self.freed = threading.Event()
        self.frames = 0

    def locate(self, rgb: np.ndarray, t_s: float) -> Located:
        assert rgb.shape == (SIZE_PX[1], SIZE_PX[0], 3)
        self.frames += 1
        return Located(None, SIZE_PX, "back", placements=(placed("BL23", "left", 120.0, 90.0),))

    def close(self) -> None:
        self.freed.set()
