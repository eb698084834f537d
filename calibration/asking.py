"""What to ask a finger for next, given what is known of this picture: the frame's own order, or both ends first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calibration.order import next_taps, rings_px
from calibration.taps import Prompt, prompt, prompts_for
from locator.atlas.schema import Acupoint
from locator.frames import BUILDERS, Builder
from locator.frames.base import BodyFrame
from locator.frames.trunk import felt_as
from locator.geometry import Array, in_mirror
from locator.landmarks import LandmarkSet
from locator.placement import Region, known_region
from locator.proportions import POPULATION, Proportions


@dataclass(frozen=True, eq=False)
class Request:
    """A prompt, where the landmark is expected, and by which share its tap would shrink all rings together."""

    prompt: Prompt
    expected_px: Array | None  # (2,); None while no frame stands
    share: float = 0.0


def requests(
    marks: LandmarkSet, region: Region | None, points: Sequence[Acupoint], own: Proportions = POPULATION
) -> tuple[Request, ...]:
    """Everything still worth tapping on this picture, best first; without a region, wherever frames stand."""
    known_region(region)
    tapped = [m.name for m in marks if m.source == "tapped"]
    frames: list[BodyFrame] = []
    for part, builder in BUILDERS.items():
        if region in (None, part):
            frames += _standing(builder, marks, own)
    gains: dict[str, float] = {}  # by landmark, cun of ring that a tap would take off all points together
    places: dict[str, Array] = {}
    whole = 0.0
    for frame in frames:
        rings = rings_px(frame, points)
        whole += float(rings.sum()) / frame.cun_px
        for worth in next_taps(frame, points, tapped):
            name = worth.prompt.name
            if worth.prompt.hidden_from == frame.view:
                continue
            gain = len(rings) * (worth.ring_before_px - worth.ring_after_px) / frame.cun_px
            gains[name] = gains.get(name, 0.0) + gain
            places.setdefault(name, frame.anchors[felt_as(name)].value)
    if gains and whole > 0:
        best = sorted(gains, key=lambda name: -gains[name])
        return tuple(Request(p, places[n], gains[n] / whole) for n in best if (p := prompt(n)) is not None)
    return tuple(Request(p, None) for p in prompts_for(region or "back", tapped, marks.view))


def _standing(builder: Builder, marks: LandmarkSet, own: Proportions) -> list[BodyFrame]:
    """A part's frames; where taps contradict what is seen, those that stand without them.

    Whoever has tapped amiss is told what else to tap, and must find it asked for.
    """
    standing = [built for built in builder(marks, own) if isinstance(built, BodyFrame)]
    seen = [mark for mark in marks if mark.source != "tapped" or prompt(mark.name) is None]
    if len(seen) == len(marks):
        return standing
    sides = {frame.side for frame in standing}
    bare = builder(replace(marks, marks={mark.name: mark for mark in seen}), own)
    return standing + [built for built in bare if isinstance(built, BodyFrame) and built.side not in sides]


def in_a_mirror(asked: Sequence[Request], width_px: int) -> tuple[Request, ...]:
    """The same requests with their places in the mirror image of the picture."""
    return tuple(
        replace(each, expected_px=in_mirror(each.expected_px, width_px))
        if each.expected_px is not None
        else each
        for each in asked
    )
