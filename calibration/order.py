"""Which tap is worth most next: the one after which the rings will have shrunk most, by the frame's own spread.

A Gaussian's spread after a tap does not depend on where the tap falls, so the answer is known before anyone taps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.taps import PROMPTS, Prompt
from locator.anatomy import CUN_PER_STATURE
from locator.atlas.schema import Acupoint
from locator.frames.base import BodyFrame
from locator.frames.trunk import FELT_AS
from locator.place import place

MM_PER_CUN = 1700.0 / CUN_PER_STATURE  # of a body of ordinary height; only weighs one finger's doubt against another's
HUGE_PX = 10**7  # every point counts, inside the picture or not


@dataclass(frozen=True)
class Worth:
    """What one more tap would do."""

    prompt: Prompt
    ring_before_px: float  # mean over the points that matter
    ring_after_px: float

    @property
    def share(self) -> float:
        """By which share the rings shrink, 0 .. 1."""
        return 1.0 - self.ring_after_px / self.ring_before_px if self.ring_before_px > 0 else 0.0


def next_taps(
    frame: BodyFrame, points: Sequence[Acupoint], tapped: Iterable[str] = (), sigma_px: float = 3.0
) -> tuple[Worth, ...]:
    """Every tap this frame could still use, the one that shrinks the rings of `points` most first."""
    have = frozenset(tapped)
    before = mean_ring_px(frame, points)
    found = []
    for asked in PROMPTS:
        anchor = frame.anchors.get(FELT_AS.get(asked.name, asked.name))
        if anchor is None or asked.name in have:
            continue
        sigma = float(np.hypot(sigma_px, asked.sigma_mm / MM_PER_CUN * frame.cun_px))
        after = mean_ring_px(frame.told({FELT_AS.get(asked.name, asked.name): (anchor.value, sigma)}), points)
        found.append(Worth(asked, before, after))
    return tuple(sorted(found, key=lambda worth: worth.ring_after_px))


def mean_ring_px(frame: BodyFrame, points: Sequence[Acupoint]) -> float:
    """Mean ring of the points this frame places; 0 when it places none."""
    rings = [spot.ring_px for spot in place(points, frame, (HUGE_PX, HUGE_PX))]
    return float(np.mean(rings)) if rings else 0.0
