"""Parts whose joints were told against plain sight: some far from where they are seen, or left for right.

Half of a part's joints as told and half as seen are no body's: of 32 rendered backs with one shoulder told 4.5 cun
beside its place the rings held .25 of the truth.  Of 826 shoulders and hips plainly seen on rendered backs that were
answered none lies so far off, of 1,068 knees and ankles four.  So the hand slipped, or whoever is right has the other
joints to tell as well: where all of a part lie elsewhere they are another body's, and believed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from calibration.strayed import SEEN, strayed
from locator.frames.taps_slip import opposite, sides_exchanged
from locator.frames.trunk import AGAINST_JOINTS
from locator.frames.trunk_view import JOINTS
from locator.landmarks import SIDES, Landmark
from locator.placement import Located, Refusal, Region, Side

AGAINST_LEG = Refusal(
    "taps_contradict",
    "What was tapped does not fit the knee and ankle in the picture: move it, take it back, or tap the crease behind "
    "the knee and the outer ankle bone.",
    "leg",
)
# The two of a pair are exchanged where each was told this much nearer to where the other is seen.  From the side one
# leg is easily taken for the other, and whoever tells them apart is right.
MUCH_NEARER = 1.0 / 3.0
VIEWS_WITH_SIDES = ("back", "front")


Part = tuple[Region, Side | None]  # and whose side, of what there are two of
PARTS: Mapping[Part, tuple[str, ...]] = {  # the joints that each is measured by
    ("back", None): JOINTS,
    **{("leg", side): (f"{side}_knee", f"{side}_ankle") for side in SIDES},
}


@dataclass(frozen=True)
class Against:
    """One part that is not placed, and why."""

    part: Part
    why: Refusal


def against_sight(seen: Located, taps: Iterable[Landmark]) -> tuple[Against, ...]:
    """The parts whose joints were told with left for right, or against what was `seen` and measured of them."""
    taps = tuple(taps)
    far, changed = frozenset(strayed(seen, taps)), _exchanged(seen, taps)
    measured = {(frame.region, frame.side) for frame in seen.frames}
    found = []
    for part, joints in PARTS.items():
        if changed.intersection(joints):
            found.append(Against(part, sides_exchanged(part[0])))
        elif part in measured and far.intersection(joints) and not far.issuperset(joints):
            found.append(Against(part, AGAINST_LEG if part[0] == "leg" else AGAINST_JOINTS))
    return tuple(found)


def doubted(against: Iterable[Against]) -> frozenset[str]:
    """The joints of those parts: what else is placed goes by them as they are seen."""
    return frozenset(name for each in against for name in PARTS[each.part])


def without_parts(found: Located, against: Sequence[Against]) -> Located:
    """The answer, those parts refused."""
    gone = {each.part for each in against}
    if not gone:
        return found
    placements = tuple(
        p for p in found.placements if (p.frame, None) not in gone and (p.frame, p.side) not in gone
    )
    return replace(
        found,
        frames=tuple(frame for frame in found.frames if (frame.region, frame.side) not in gone),
        placements=placements if any(p.visible for p in placements) else (),
        refusals=tuple(dict.fromkeys((*found.refusals, *(each.why for each in against)))),
    )


def _exchanged(seen: Located, taps: Iterable[Landmark]) -> frozenset[str]:
    """The joints of pairs that were told with left for right."""
    marks = seen.landmarks
    if marks is None or seen.view not in VIEWS_WITH_SIDES:
        return frozenset()
    told = {tap.name: tap.xy_px for tap in taps if tap.source == "tapped"}

    def on_the_other(name: str) -> bool:
        side, _, joint = name.partition("_")
        own, other = marks.get(name), marks.get(f"{opposite(side)}_{joint}")  # type: ignore[arg-type]
        if own is None or other is None or min(own.visibility, other.visibility) < SEEN:
            return False
        return math.dist(told[name], other.xy_px) < MUCH_NEARER * math.dist(told[name], own.xy_px)

    pairs = ([f"{side}_{joint}" for side in SIDES] for joint in ("shoulder", "hip", "knee", "ankle"))
    return frozenset(
        name for pair in pairs if all(n in told and on_the_other(n) for n in pair) for name in pair
    )
