"""Tapped landmarks that stay on a body while it moves.

A tap is kept as the body frame tells it: so many cun from where the frame expects that landmark, along the frame's own
axes.  So it rides along, turns and grows with the body, but shares whatever the pose gets wrong from view to view.
The skin around it, followed from one picture to the next, has no such error, but drifts.  Each of the two gives a place
and a variance; the mark's place is their mean, weighed by these.  Nothing here keeps anything between calls.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.skin_flow import Grey, skin_step
from calibration.taps import PROMPTS, prompt
from locator.fade import KNEES
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.frames.trunk import felt_as
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet
from locator.placement import Region
from locator.proportions import POPULATION

# What ends in _CUN below is one standard deviation, where there are two of lateral and distal.  Chosen on two rendered
# clips with known C7 and hip bones: a body that walks and turns, and one that comes closer (bench_carry.py of
# tests/benchmarks prints the figures on any such clip).
RIDE_CUN = (0.45, 0.35)  # by which the pose alone misplaces a landmark between two views of one body
# The same of what lies on the sacrum, which hangs on the hips' joints alone: measured at the points beside the dimples
# on a third clip, played there and back (.66 and .64).  Both dimples slip alike.  With C7 and the dimples carried, on
# that clip from four starts, the lowest points' rings hold .41 instead of .32 and those above .68 instead of .60, and
# the lowest points' median error falls from .72 to .66.
RIDE_SACRUM_CUN = (0.7, 0.65)
ON_SACRUM = ("left_psis", "right_psis", "s2")
RIDE_PER_RAD_CUN = (0.5, 0.3)  # the same for each radian by which the part has turned since the tap
FLOW_STEP_CUN = 0.015  # by which the skin's motion over one picture is misjudged, beside what its patches say
FLOW_PER_RAD_CUN = 4.0  # skin is smooth: where the body turns, light and outline stay behind and hold the patch back
BLIND_STEP_CUN = 0.06  # where no skin could be followed, and the frame's motion had to do
RIDE_MEMORY_S = 0.3  # the pose's misplacement stays about the same so long: as many pictures tell one thing
STRANGE = 3.5  # standard deviations between skin and frame beyond which the skin followed was not this one
PATIENCE_S = 120.0  # to walk back to one's place after tapping on the screen; later it may be somebody else


@dataclass(frozen=True, eq=False)
class Mark:
    """A landmark that somebody knows better than the detector, as it rides on a body."""

    name: str
    lateral_cun: float  # from where the frame expects it, along the frame's own axes
    distal_cun: float
    sigma_cun: float  # how well it was tapped
    turn_rad: float  # how the part was turned when it was tapped
    xy_px: Array | None = None  # (2,) in the last picture; None while the body is out of sight
    drift_cun: tuple[float, float] = (0.0, 0.0)  # how far it may have slipped since the tap: lateral, distal, one sd
    unseen_s: float = 0.0  # since the body was last in sight


@dataclass(frozen=True, eq=False)
class Glimpse:
    """One picture of a video with the frames found on it from what was detected alone."""

    grey: Grey  # (H, W)
    frames: tuple[BodyFrame, ...]

    def frame_of(self, name: str) -> BodyFrame | None:
        """The frame that knows this landmark."""
        return next((f for f in self.frames if felt_as(name) in f.anchors), None)


@dataclass(frozen=True)
class Carried:
    """What became of the marks on the newest picture."""

    marks: tuple[Mark, ...]
    landmarks: tuple[Landmark, ...]  # those in sight, as taps on this picture
    dropped: tuple[str, ...] = ()  # names given up: the body was out of sight for too long


def bare_frames(marks: LandmarkSet, names: Iterable[str] | None = None) -> tuple[BodyFrame, ...]:
    """The frames as the detector alone sees them, by everybody's proportions.

    With `names` only those of the regions in which these landmarks lie.
    """
    bare = replace(marks, marks={m.name: m for m in marks if m.source not in ("tapped", "derived")})
    wanted = None if names is None else {region_of(name) for name in names}
    builders = [builder for region, builder in BUILDERS.items() if wanted is None or region in wanted]
    built = (frame for builder in builders for frame in builder(bare, POPULATION))
    return tuple(frame for frame in built if isinstance(frame, BodyFrame))


def ground(marks: LandmarkSet, names: Iterable[str] | None = None) -> tuple[BodyFrame, ...]:
    """The bare frames that taps are kept on: those of the back as if its legs were out of the picture.

    With legs in it a trunk is told by other coefficients: where knees came in or went the dimples' places moved by half
    a cun, and a tap with them wherever no skin could be followed.  (Of one rendered clip, there and back, C7 that rides
    without skin is .19 and .42 cun off instead of .26 and .43, the dimples .80 and .91 instead of .75 and .89.)
    """
    legless = marks.having(replace(knee, visibility=0.0) for name in KNEES if (knee := marks.get(name)) is not None)
    named = [prompt.name for prompt in PROMPTS] if names is None else list(names)
    on_back = [name for name in named if region_of(name) == "back"]
    return (*bare_frames(legless, on_back), *bare_frames(marks, set(named) - set(on_back)))


def region_of(name: str) -> Region:
    """The part of the body that a landmark lies on; what nobody is asked for lies on the back, as S2 does."""
    asked = prompt(name)
    return "back" if asked is None else asked.region


def pick_up(taps: Iterable[Landmark], frames: Sequence[BodyFrame]) -> tuple[Mark, ...]:
    """Taps on one picture as marks that can ride; those that no frame of this picture knows are left out."""
    seen = Glimpse(np.zeros((1, 1), np.uint8), tuple(frames))
    marks = []
    for tap in taps:
        frame = seen.frame_of(tap.name)
        if frame is None:
            continue
        lateral, distal = _in_cun(frame, tap.name, tap.xy_px)
        sigma_cun = tap.sigma_px / frame.cun_px
        marks.append(Mark(tap.name, lateral, distal, sigma_cun, frame.turn_rad, np.array(tap.xy_px)))
    return tuple(marks)


def carry(before: Glimpse | None, now: Glimpse, marks: Sequence[Mark], step_s: float) -> Carried:
    """Each mark on the newest picture, `step_s` seconds after the one before."""
    kept: list[Mark] = []
    landmarks: list[Landmark] = []
    dropped: list[str] = []
    for mark in marks:
        frame = now.frame_of(mark.name)
        if frame is None:
            unseen_s = mark.unseen_s + step_s
            if unseen_s > PATIENCE_S:
                dropped.append(mark.name)
            else:
                kept.append(replace(mark, xy_px=None, unseen_s=unseen_s))
            continue
        moved = _moved(before, now, frame, mark, step_s)
        kept.append(moved)
        drift_cun = math.hypot(*moved.drift_cun) / math.sqrt(2.0) * math.sqrt(_as_one(mark.name, marks))
        sigma_px = frame.cun_px * math.hypot(moved.sigma_cun, drift_cun)
        assert moved.xy_px is not None
        landmarks.append(Landmark(mark.name, moved.xy_px, sigma_px=sigma_px, source="tapped"))
    return Carried(tuple(kept), tuple(landmarks), tuple(dropped))


def _as_one(name: str, marks: Sequence[Mark]) -> int:
    """How many of the marks slip alike, this one among them: by itself each would be one more witness to one slip."""
    return sum(mark.name in ON_SACRUM for mark in marks) if name in ON_SACRUM else 1


def _moved(before: Glimpse | None, now: Glimpse, frame: BodyFrame, mark: Mark, step_s: float) -> Mark:
    """The mark where frame and skin together say that it is now."""
    ride_px = _in_px(frame, mark.name, mark.lateral_cun, mark.distal_cun)
    turned_rad = abs(frame.turn_rad - mark.turn_rad)
    still_cun = RIDE_SACRUM_CUN if mark.name in ON_SACRUM else RIDE_CUN
    ride_cun = np.hypot(np.array(still_cun), np.array(RIDE_PER_RAD_CUN) * turned_rad)
    was = before.frame_of(mark.name) if before is not None else None
    if before is None or was is None or mark.xy_px is None:
        return replace(mark, xy_px=ride_px, drift_cun=_pair(ride_cun), unseen_s=0.0)
    expected_px = _in_px(frame, mark.name, *_in_cun(was, mark.name, mark.xy_px))
    step = skin_step(before.grey, now.grey, mark.xy_px, expected_px, _axes(was, mark.name), _axes(frame, mark.name))
    if step is None:
        chain_px, slip_cun = expected_px, BLIND_STEP_CUN
    else:
        chain_px, slip_cun = expected_px + step.off_px, math.hypot(FLOW_STEP_CUN, step.sigma_px / frame.cun_px)
    # across, where turning carries the skin; along the body neither turning nor the light's staying behind tells
    held_back_cun = np.array([FLOW_PER_RAD_CUN * abs(frame.turn_rad - was.turn_rad), 0.0])
    chain2 = (np.array(mark.drift_cun) + held_back_cun) ** 2 + slip_cun**2
    ride2 = np.square(ride_cun)
    apart_cun = np.array(_parted(frame, mark.name, ride_px - chain_px))
    if float(np.max(np.abs(apart_cun) / np.sqrt(chain2 + ride2))) > STRANGE:
        return replace(mark, xy_px=ride_px, drift_cun=_pair(ride_cun), unseen_s=0.0)
    told2 = ride2 * max(1.0, RIDE_MEMORY_S / max(step_s, 1e-3))
    share = chain2 / (chain2 + told2)
    fused_px = chain_px + _axes(frame, mark.name) @ (share * apart_cun)
    drift_cun = np.minimum(np.sqrt(chain2 * (1.0 - share)), ride_cun)
    return replace(mark, xy_px=fused_px, drift_cun=_pair(drift_cun), unseen_s=0.0)


def _pair(values: Array) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _axes(frame: BodyFrame, name: str) -> Array:
    """(2, 2) px per cun at a landmark: columns lateral, distal."""
    axes = frame.axes(felt_as(name))
    return np.column_stack([axes.lateral.value, axes.distal.value])


def _in_px(frame: BodyFrame, name: str, lateral_cun: float, distal_cun: float) -> Array:
    place = frame.anchors[felt_as(name)].value
    spot: Array = place + _axes(frame, name) @ np.array([lateral_cun, distal_cun])
    return spot


def _in_cun(frame: BodyFrame, name: str, xy_px: Array) -> tuple[float, float]:
    """Lateral, distal: how far a place lies from where the frame expects the landmark."""
    return _parted(frame, name, np.asarray(xy_px) - frame.anchors[felt_as(name)].value)


def _parted(frame: BodyFrame, name: str, off_px: Array) -> tuple[float, float]:
    """A picture vector at a landmark in cun, lateral and distal."""
    # least squares with a floor: nearly edge on, an axis is short and a pixel across it would be many cun
    axes = _axes(frame, name)
    floor = (0.2 * frame.cun_px) ** 2 * np.eye(2)
    return _pair(np.linalg.solve(axes.T @ axes + floor * _edge_on(axes, frame), axes.T @ off_px))


def _edge_on(axes: Array, frame: BodyFrame) -> float:
    """0 where the axes span the picture well, 1 where they hardly do."""
    spanned = abs(float(np.linalg.det(axes))) / frame.cun_px**2
    return float(np.clip((0.4 - spanned) / 0.3, 0.0, 1.0))
