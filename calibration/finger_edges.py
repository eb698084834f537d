"""Where fingers end: how far it is across them from skin to skin's end, read from the picture beside their axes.

A finger is nearly as broad a little higher and lower, so the picture is averaged along it first: what is left across it
is the step from skin to what lies beside, and not hair, wrinkles or the pattern of a cloth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from locator.detect.base import Rgb
from locator.geometry import Array, ReadOnlyArrays, frozen_array

Lab = npt.NDArray[np.float32]  # (H, W, 3): L 0..100, a and b about -127..127

STEPS = 120  # samples across, from the axis to the end of the search
ROWS = 15  # samples along the finger
FAR = 2.2  # of the expected half breadth: the end of the search; the first 1.3 have to lie in the picture
BESIDE = 0.3  # of the expected half breadth: the stretches of skin and of what lies beside that are compared
USUAL_SD = 0.22  # of the expected half breadth: how far people and poses depart from it
SLICES = (-0.5, 0.0, 0.5)  # of the averaged length: where along the finger its breadth is read
# The least step that counts, Lab units (2.3 is what an eye just sees).  Of rendered hands' thumbs whose weaker step was
# under 5, half were measured 10 % off and more, of the others one in ten.
CLEAR = 5.0
# Slices that differ by a larger share of the breadth have met something else than one finger's border.
STEADY = 0.15


@dataclass(frozen=True, eq=False)
class Edge:
    """One side on which an end is sought."""

    axis_px: Array  # (2,) on the finger's axis
    outward: Array  # (2,) unit vector across the finger, away from what is measured
    along: Array  # (2,) unit vector along the finger
    half_px: float  # half breadth to expect


@dataclass(frozen=True, eq=False)
class Span(ReadOnlyArrays):
    """What lies between two borders."""

    ends_px: Array  # (2, 2)
    length_px: float
    sigma_px: float  # one standard deviation

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends_px", frozen_array(self.ends_px, (2, 2)))


@dataclass(frozen=True)
class Border:
    """Where the skin ends beside one place of an axis."""

    away_px: float  # from the axis
    sigma_px: float
    contrast: float  # colour step, Lab units


def in_lab(rgb: Rgb) -> Lab:
    """The picture in colours whose distances are about those that are seen."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)


def span_between(lab: Lab, edges: tuple[Edge, Edge], across: Array, length_px: float) -> Span | None:
    """How far it is between the borders of two edges, along the unit vector `across` (2,), from the first's side.

    `length_px` of the fingers is averaged, at three places along them.  None where a border leaves the picture, is too
    faint, or is not the same at the three.
    """
    slices = []
    for share in SLICES:
        found = [border(lab, edge, share * length_px, length_px) for edge in edges]
        if any(each is None or each.contrast < CLEAR for each in found):
            return None
        slices.append([each for each in found if each is not None])
    ends = np.array([[e.axis_px + b.away_px * e.outward for e, b in zip(edges, pair, strict=True)] for pair in slices])
    lengths = (ends[:, 0] - ends[:, 1]) @ across
    middle = float(np.median(lengths))
    apart = float(np.ptp(lengths))
    if middle <= 0.0 or apart > STEADY * middle:
        return None
    sigma_px = math.hypot(*(b.sigma_px for b in slices[1]), apart / 2.0)
    return Span(ends[int(np.argsort(lengths)[1])], middle, sigma_px)


def border(lab: Lab, edge: Edge, shift_px: float, length_px: float) -> Border | None:
    """The end of skin on an edge's side, `shift_px` along the finger from its place; None without any."""
    away_px = np.linspace(0.0, FAR * edge.half_px, STEPS)
    rows = shift_px + np.linspace(-0.5, 0.5, ROWS) * length_px
    places = edge.axis_px + away_px[None, :, None] * edge.outward + rows[:, None, None] * edge.along
    needed = places[:, away_px <= 1.3 * edge.half_px]
    if np.any(needed < 0.0) or np.any(needed > np.array([lab.shape[1] - 1.0, lab.shape[0] - 1.0])):
        return None
    at = places.astype(np.float32)
    strip = cv2.remap(lab, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = np.asarray(strip, np.float64).mean(axis=0)  # (STEPS, 3)
    step_px = float(away_px[1])
    size = max(2, round(BESIDE * edge.half_px / step_px))
    total = np.vstack([np.zeros(3), np.cumsum(profile, axis=0)])
    cuts = np.arange(size, STEPS - size)
    steps = (total[cuts + size] - 2.0 * total[cuts] + total[cuts - size]) / size
    contrast = np.linalg.norm(steps, axis=1)
    unusual = (cuts - 0.5) * step_px / edge.half_px - 1.0
    belief = contrast * np.exp(-0.5 * (unusual / USUAL_SD) ** 2)
    best = int(belief.argmax())
    if best in (0, len(cuts) - 1) or contrast[best] == 0.0:
        return None
    cut = int(cuts[best])
    rival = np.where(np.abs(cuts - cut) > size, belief, 0.0)
    other = int(rival.argmax())
    doubt = float(rival[other] / belief[best]) ** 2
    slip_px = doubt / (1.0 + doubt) * abs(int(cuts[other]) - cut) * step_px
    end_px = (cut - size - 0.5 + _skin(profile[cut - size : cut + size] @ (steps[best] / contrast[best]))) * step_px
    return Border(end_px, float(np.hypot(0.5 + 0.03 * edge.half_px, slip_px)), float(contrast[best]))


def _skin(rising: Sequence[float] | Array) -> float:
    """How many samples of a stretch that rises from skin to what lies beside are skin."""
    values = np.asarray(rising)
    quarter = max(1, len(values) // 4)
    low, high = float(values[:quarter].mean()), float(values[-quarter:].mean())
    if high <= low:
        return 0.5 * len(values)
    return float(np.sum(1.0 - np.clip((values - low) / (high - low), 0.0, 1.0)))
