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
from locator.frames.trunk import felt_as
from locator.geometry import Array
from locator.landmarks_file import TAP_SIGMA_PX
from locator.place import rings_of, spotted

MM_PER_CUN = 1700.0 / CUN_PER_STATURE  # of a body of ordinary height; only weighs one finger's doubt against another's


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


def next_taps(frame: BodyFrame, points: Sequence[Acupoint], tapped: Iterable[str] = ()) -> tuple[Worth, ...]:
    """Every tap this frame could still use, the one that shrinks the rings of `points` most first."""
    have = frozenset(tapped)
    frame = frame.hearing(felt_as(each.name) for each in PROMPTS)
    found = spotted(points, frame)
    if not found:
        return ()
    places = [spot for _, _, spot, _ in found]
    spreads = frame.spreads_px(places, [point.position.shares(side) for point, side, _, _ in found])
    gradients = np.array([spot.gradient for spot in places])
    before = float(np.mean(rings_of(spreads)))
    worths = []
    for asked in PROMPTS:
        name = felt_as(asked.name)
        anchor = frame.anchors.get(name)
        if anchor is None or asked.name in have:
            continue
        sigma = float(np.hypot(TAP_SIGMA_PX, asked.sigma_mm / MM_PER_CUN * frame.cun_px))
        h, _, noise = frame.heard({name: (anchor.value, sigma)})
        heard = frame.covariance @ h.T
        shared = gradients @ heard  # (k, 2, 2): what each place has in common with the tap, told of all at once
        after = spreads - shared @ np.linalg.inv(h @ heard + noise) @ shared.transpose(0, 2, 1)
        worths.append(Worth(asked, before, float(np.mean(rings_of(after)))))
    return tuple(sorted(worths, key=lambda worth: worth.ring_after_px))


def rings_px(frame: BodyFrame, points: Sequence[Acupoint]) -> Array:
    """(k,) rings of the points this frame knows, inside the picture or not."""
    found = spotted(points, frame)
    if not found:
        return np.zeros(0)
    shares = [point.position.shares(side) for point, side, _, _ in found]
    return rings_of(frame.spreads_px([spot for _, _, spot, _ in found], shares))
