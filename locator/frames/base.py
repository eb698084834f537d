"""A body frame: places and directions of one part of a body, each with its doubt, as one Gaussian.

Every anchor (C7, a crease, a malleolus) and every axis is a linear function of a small state of random numbers, which
stand for what is not known: how the joints were seen, how this body's proportions differ from the average.  So the
doubt of any point follows by linear algebra, doubts that go together stay together, and a finger that taps one
landmark tells something about all the others (`told`, a Kalman update).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from locator.geometry import Array, from_segment, frozen_array
from locator.landmarks import View
from locator.placement import FrameInfo, Refusal, Region, Side

FrameFailure = Refusal
# No finger is surer than this of where it is; what many that were would say of one another could not be solved for.
LEAST_SIGMA_PX = 0.01
# Cosine to the camera below which skin is not shown: its place slides away under foreshortening, and a finger could not
# be told where to press.  The rendered truth calls a point seen at a cosine above .15; the rest is margin.
SEEN_COSINE = 0.2
# Spread of a joint in plain view, in lengths of the trunk, that the trunk's fitted spreads hold already (see
# detect/merge.py).
TRUNK_SURE_UNITS = 0.03


@dataclass(frozen=True, eq=False)
class Linear:
    """A picture vector that depends on the frame's state: value + gradient @ (state - mean)."""

    value: Array  # (2,) px, or px per cun for an axis
    gradient: Array  # (2, n)

    def __add__(self, other: Linear) -> Linear:
        return Linear(self.value + other.value, self.gradient + other.gradient)

    def __mul__(self, factor: float) -> Linear:
        return Linear(self.value * factor, self.gradient * factor)

    def toward(self, other: Linear, fraction: float) -> Linear:
        """The place that lies this fraction of the way to `other`."""
        return self * (1.0 - fraction) + other * fraction


def combined(places: Sequence[Sequence[tuple[float, Linear]]]) -> tuple[Array, Array]:
    """Many places, each a weighted sum of a few vectors, at once: (k, 2) values and (k, 2, n) gradients.

    A picture has a hundred places made of the same few dozen vectors: one product is four times as quick as their sums.
    """
    column: dict[int, int] = {}
    parts: list[Linear] = []
    for terms in places:
        for _, part in terms:
            if id(part) not in column:
                column[id(part)] = len(parts)
                parts.append(part)
    weights = np.zeros((len(places), len(parts)))
    for row, terms in zip(weights, places, strict=True):
        for weight, part in terms:
            row[column[id(part)]] += weight
    return weights @ np.array([p.value for p in parts]), np.tensordot(weights, np.array([p.gradient for p in parts]), 1)


@dataclass(frozen=True, eq=False)
class Axes:
    """Picture vectors of one cun along the body's own directions, at one place on it."""

    distal: Linear  # away from the head (back), away from the trunk (limbs)
    lateral: Linear  # toward the body's LEFT on the back and head; away from the midline on a limb
    dorsal: Linear  # out of the skin of the back; on a limb toward its back (calf) face


@dataclass(frozen=True, eq=False)
class Band:
    """A limb as the picture shows it: what lies within `half_px` of the line between two of its joints."""

    start_px: Array  # (2,)
    end_px: Array  # (2,)
    half_px: float

    def covers(self, xy_px: Array) -> bool:
        """Whether a place (2,) px lies under the limb."""
        return from_segment(xy_px, self.start_px, self.end_px) < self.half_px


@dataclass(frozen=True, eq=False)
class BodyFrame:
    """One part of one body in one picture."""

    region: Region
    view: View
    side: Side | None  # which limb; None for the back and the head
    anchors: Mapping[str, Linear]  # px, full names ("l2", "left_acromion")
    axes_at: Mapping[str, Axes]  # by anchor; "" holds the axes for anchors without their own
    covariance: Array  # (n, n) of the state
    cun_px: float
    turn_rad: float  # how far the back face is turned from the camera: + toward the left, on a limb to its outer side
    source: str = "pose"
    own_spread_cun: Mapping[str, float] = field(default_factory=dict)  # sd of an anchor beyond what the state tells
    own_depth_cun: Mapping[str, float] = field(default_factory=dict)  # the same along the anchor's dorsal axis alone
    levels: frozenset[str] = frozenset()  # anchors of which that sd runs along `way` alone
    counted: frozenset[str] = frozenset()  # vertebrae: a finger feels one, but not which
    way: Array = field(default_factory=lambda: frozen_array((0.0, 1.0), (2,)))  # unit vector along the part
    roundness: Mapping[str, float] = field(default_factory=dict)  # by anchor: cun the skin rises per lateral cun^2
    hidden: frozenset[str] = frozenset()  # anchors whose skin this frame knows to be turned away, or cannot place
    behind: Band | None = None  # a limb that stands before this part and hides what lies under it

    def __post_init__(self) -> None:
        object.__setattr__(self, "anchors", MappingProxyType(dict(self.anchors)))
        object.__setattr__(self, "axes_at", MappingProxyType(dict(self.axes_at)))
        object.__setattr__(self, "own_spread_cun", MappingProxyType(dict(self.own_spread_cun)))
        object.__setattr__(self, "own_depth_cun", MappingProxyType(dict(self.own_depth_cun)))
        object.__setattr__(self, "roundness", MappingProxyType(dict(self.roundness)))

    @property
    def info(self) -> FrameInfo:
        return FrameInfo(self.region, self.side, self.cun_px, self.source)

    def axes(self, anchor: str = "") -> Axes:
        return self.axes_at.get(anchor) or self.axes_at[""]

    def spread_px(self, place: Linear, anchors: Iterable[str] = ()) -> Array:
        """(2, 2) covariance of a place, px^2: the state's and that of the anchors it hangs on."""
        spread: Array = self.spreads_px([place], [dict.fromkeys(anchors, 1.0)])[0]
        return spread

    def sigma_px(self, place: Linear, anchors: Iterable[str] = ()) -> float:
        """One standard deviation of a place along each picture axis, px, the axes taken together; as `spread_px`."""
        return float(np.sqrt(np.trace(self.spread_px(place, anchors)) / 2.0))

    def spreads_px(self, places: Sequence[Linear], anchors: Sequence[Mapping[str, float]]) -> Array:
        """(k, 2, 2) covariances of many places at once, px^2; each hangs on its anchors by a share of every one."""
        gradients = np.array([place.gradient for place in places])
        spread: Array = (gradients @ self.covariance) @ gradients.transpose(0, 2, 1)
        return spread + self._own_px2(anchors)

    def _own_px2(self, anchors: Sequence[Mapping[str, float]]) -> Array:
        """(k, 2, 2) px^2: of each group of anchors the widest own spread, as far as the place hangs on it."""
        own, deep = self.own_spread_cun, self.own_depth_cun
        widest = [max([(share * own.get(a, 0.0), a) for a, share in of.items()], default=(0.0, "")) for of in anchors]
        shapes = np.array([np.eye(2), np.outer(self.way, self.way)])
        spread: Array = shapes[[int(name in self.levels) for _, name in widest]]
        spread *= np.square(np.array([sd_cun for sd_cun, _ in widest]) * self.cun_px)[:, None, None]
        if deep:
            out = np.array([[sum(s * deep.get(a, 0.0) for a, s in of.items())] for of in anchors])
            out = out * np.array([self.axes(next(iter(of), "")).dorsal.value for of in anchors])
            spread += out[:, :, None] * out[:, None, :]
        return spread

    def hearing(self, names: Iterable[str]) -> BodyFrame:
        """The frame with the own spread of these anchors in its state, so that a finger tells of the place itself.

        Else it would move nothing but what the place hangs on.
        """
        tellable = self.anchors.keys() & self.own_spread_cun.keys() - self.counted
        own = {name: self._own_px2([{name: 1.0}])[0] for name in names if name in tellable}
        before, size = len(self.covariance), len(self.covariance) + 2 * len(own)
        if size == before:
            return self
        at = {name: before + 2 * k for k, name in enumerate(own)}

        def with_room(place: Linear, own_at: int | None = None) -> Linear:
            gradient = np.zeros((2, size))
            gradient[:, :before] = place.gradient
            if own_at is not None:
                gradient[:, own_at : own_at + 2] = np.eye(2)
            return Linear(place.value, gradient)

        covariance = np.zeros((size, size))
        covariance[:before, :before] = self.covariance
        for name, own_px2 in own.items():
            covariance[at[name] : at[name] + 2, at[name] : at[name] + 2] = own_px2
        return replace(
            self,
            anchors={name: with_room(a, at.get(name)) for name, a in self.anchors.items()},
            axes_at={
                n: Axes(with_room(a.distal), with_room(a.lateral), with_room(a.dorsal)) for n, a in self.axes_at.items()
            },
            covariance=covariance,
            own_spread_cun={name: sd for name, sd in self.own_spread_cun.items() if name not in own},
        )

    def told(self, taps: Mapping[str, tuple[Array, float]]) -> BodyFrame:
        """The frame after a finger has said where some anchors are: name -> ((2,) px, sigma px).

        Anchors the frame does not know are passed over.  One joint update, so the order of taps does not matter.
        """
        h, miss, noise = self.heard(taps)
        if not len(miss):
            return self
        gain = self.covariance @ h.T @ np.linalg.inv(h @ self.covariance @ h.T + noise)
        step = gain @ miss
        remaining = self.covariance - gain @ h @ self.covariance

        def moved(place: Linear) -> Linear:
            return Linear(place.value + place.gradient @ step, place.gradient)

        return replace(
            self,
            anchors={name: moved(a) for name, a in self.anchors.items()},
            axes_at={n: Axes(moved(a.distal), moved(a.lateral), moved(a.dorsal)) for n, a in self.axes_at.items()},
            covariance=0.5 * (remaining + remaining.T),
            source="taps",
        )

    def surprise(self, taps: Mapping[str, tuple[Array, float]]) -> float:
        """By how many standard deviations the taps as a whole miss what this frame expects; 0 when none is known.

        The root of chi-square, brought to the scale of one number (Wilson and Hilferty's cube root): about 0 when the
        taps fit as well as they should, 3 when one picture in a thousand would miss so far.
        """
        h, miss, noise = self.heard(taps)
        if not len(miss):
            return 0.0
        square = max(float(miss @ np.linalg.solve(h @ self.covariance @ h.T + noise, miss)), 0.0)  # rounded, below it
        few = 2.0 / (9.0 * len(miss))
        return float(((square / len(miss)) ** (1.0 / 3.0) - (1.0 - few)) / np.sqrt(few))

    def heard(self, taps: Mapping[str, tuple[Array, float]]) -> tuple[Array, Array, Array]:
        """Gradients (2k, n), misses (2k,) px and noise (2k, 2k) px^2 of the k taps this frame knows."""
        known = [(n, np.asarray(xy, float), sigma) for n, (xy, sigma) in taps.items() if n in self.anchors]
        if not known:
            return np.zeros((0, len(self.covariance))), np.zeros(0), np.zeros((0, 0))
        h = np.vstack([self.anchors[name].gradient for name, _, _ in known])
        miss = np.concatenate([xy - self.anchors[name].value for name, xy, _ in known])
        noise = np.zeros((len(miss), len(miss)))
        own = self._own_px2([{name: 1.0} for name, _, _ in known])
        for k, (_, _, sigma) in enumerate(known):
            noise[2 * k : 2 * k + 2, 2 * k : 2 * k + 2] = max(sigma, LEAST_SIGMA_PX) ** 2 * np.eye(2) + own[k]
        return h, miss, noise


def unsure(base_sigma_px: float, sigma_px: float) -> float:
    """Extra variance (px^2) of a landmark less sure than the model was fitted on; never negative."""
    return max(0.0, sigma_px**2 - base_sigma_px**2)
