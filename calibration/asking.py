"""What to ask a finger for next, given what is known of this picture: the frame's own order, or both ends first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calibration.order import next_taps
from calibration.taps import Prompt, prompts_for
from locator.atlas.schema import Acupoint
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.frames.trunk import FELT_AS
from locator.geometry import Array
from locator.landmarks import LandmarkSet
from locator.placement import Region
from locator.proportions import POPULATION, Proportions


@dataclass(frozen=True, eq=False)
class Request:
    """A prompt, where the landmark is expected, and by which share its tap would shrink the rings."""

    prompt: Prompt
    expected_px: Array | None  # (2,); None while no frame stands
    share: float = 0.0


def requests(
    marks: LandmarkSet, region: Region | None, points: Sequence[Acupoint], own: Proportions = POPULATION
) -> tuple[Request, ...]:
    """Everything still worth tapping on this picture, best first.  `region` None: wherever frames stand, else the back."""
    tapped = [m.name for m in marks if m.source == "tapped"]
    frames: list[BodyFrame] = []
    for name, builder in BUILDERS.items():
        if region in (None, name):
            frames += [built for built in builder(marks, own) if isinstance(built, BodyFrame)]
    found: list[Request] = []
    for frame in frames:
        for worth in next_taps(frame, points, tapped):
            anchor = frame.anchors[FELT_AS.get(worth.prompt.name, worth.prompt.name)]
            found.append(Request(worth.prompt, anchor.value, worth.share))
    if found:
        return tuple(sorted(found, key=lambda request: -request.share))
    return tuple(Request(p, None) for p in prompts_for(region or "back", tapped))
