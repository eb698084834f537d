"""Parts whose joints were told against plain sight: some far from where they are seen, or left for right.

A part measured by some joints as told and others as seen is no body's: on 32 rendered backs with one shoulder told 4.5
cun beside its place the rings held .25 of the true places.  The detector is hardly ever so far off in plain sight: none
of 826 shoulders and hips on rendered backs that were answered, and 4 of 1,068 knees and ankles.  So the hand slipped,
and the part is refused; or the person is right, and has to tell the part's other joints as well: where all were told,
none about where it is plainly seen, they are taken for another body's and believed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from calibration.strayed import JOINTS as JUDGED
from calibration.strayed import SEEN, strayed
from locator.frames.foot import JOINTS as FOOT
from locator.frames.hand_view import PALM
from locator.frames.taps_slip import CONTRADICTED, across, sides_exchanged
from locator.frames.trunk import AGAINST_JOINTS
from locator.frames.trunk_view import JOINTS
from locator.landmarks import SIDES, Landmark
from locator.placement import Located, Refusal, Region, Side

AGAINST_LEG = Refusal(
    CONTRADICTED,
    "What was tapped does not fit the knee and ankle in the picture: move it, take it back, or tap the crease behind "
    "the knee and the outer ankle bone.",
    "leg",
)
AGAINST_FOOT = Refusal(CONTRADICTED, "What was tapped does not fit the foot in the picture: move it.", "foot")
# A joint was told for the other side's where its distance from that one is less than this share of the distance from
# its own, or where it lies within so many cun of the other side's and its own is not in sight.  On a body seen from the
# side the detector easily takes one leg for the other, and whoever tells them apart is right.
MUCH_NEARER, SAME_CUN = 1.0 / 3.0, 1.0

Part = tuple[Region, Side | None]  # and whose side, of what there are two of
PARTS: Mapping[Part, tuple[str, ...]] = {  # the joints that each is measured by
    ("back", None): JOINTS,
    **{("leg", side): (f"{side}_knee", f"{side}_ankle") for side in SIDES},
    **{("foot", side): tuple(f"{side}_{joint}" for joint in FOOT) for side in SIDES},
    **{("hand", side): tuple(f"{side}_hand_{joint}" for joint in PALM) for side in SIDES},
}
# What is said of a part with such a joint; none of a hand's is judged (`strayed`).
MISFIT = {"back": AGAINST_JOINTS, "leg": AGAINST_LEG, "foot": AGAINST_FOOT}


@dataclass(frozen=True)
class Against:
    """One part that is not placed, and why."""

    part: Part
    why: Refusal


def against_sight(seen: Located, taps: Iterable[Landmark]) -> tuple[Against, ...]:
    """The parts whose joints were told with left for right, or against what was `seen` and measured of them."""
    taps = tuple(taps)
    far, elsewhere, changed = frozenset(strayed(seen, taps)), _elsewhere(seen, taps), _exchanged(seen, taps)
    measured = {(frame.region, frame.side) for frame in seen.frames}
    found: list[Against] = []
    for part, joints in PARTS.items():
        believed = elsewhere - doubted(found)  # an ankle that the leg takes as it is seen is no other foot's
        if changed.intersection(joints):
            found.append(Against(part, sides_exchanged(part[0])))
        elif part in measured and far.intersection(joints) and not believed.issuperset(joints):
            found.append(Against(part, MISFIT[part[0]]))
    return tuple(found)


def doubted(against: Iterable[Against]) -> frozenset[str]:
    """The joints of those parts: what else is placed goes by them as they are seen."""
    return frozenset(name for each in against for name in PARTS[each.part])


def without_parts(found: Located, against: Sequence[Against]) -> Located:
    """The answer, those parts refused."""
    gone = {each.part for each in against}
    if not gone:
        return found
    placements = tuple(p for p in found.placements if gone.isdisjoint(((p.frame, None), (p.frame, p.side))))
    return replace(
        found,
        frames=tuple(frame for frame in found.frames if (frame.region, frame.side) not in gone),
        placements=placements if any(p.visible for p in placements) else (),
        refusals=tuple(dict.fromkeys((*found.refusals, *(each.why for each in against)))),
    )


def _elsewhere(seen: Located, taps: Sequence[Landmark]) -> frozenset[str]:
    """The joints that were told, but for those told about where they are plainly seen."""
    told = {tap.name for tap in taps if tap.source == "tapped"}
    plain = {mark.name for mark in seen.landmarks or () if mark.visibility >= SEEN}
    return frozenset((told - plain).union(strayed(seen, taps, (*JUDGED, *FOOT))))


def _exchanged(seen: Located, taps: Iterable[Landmark]) -> frozenset[str]:
    """The joints that were told with left for right."""
    marks = seen.landmarks
    if marks is None or not seen.frames or seen.view in ("left", "right"):
        return frozenset()
    cun_px = max(frame.cun_px for frame in seen.frames)
    told = {tap.name: tap.xy_px for tap in taps if tap.source == "tapped" and across(tap.name) != tap.name}

    def there(name: str) -> bool:
        """Whether it was told where the other side's is plainly seen; that side may be the only one in sight."""
        own, other = marks.get(name), marks.get(across(name))
        if other is None or other.visibility < SEEN:
            return False
        off_px = math.dist(told[name], other.xy_px)
        if own is None:
            return off_px < SAME_CUN * cun_px
        return own.visibility >= SEEN and off_px < MUCH_NEARER * math.dist(told[name], own.xy_px)

    def both(name: str) -> bool:
        """Whether the other one, if it is in sight, was put in its place: one alone is a slip."""
        return name not in marks or (across(name) in told and there(across(name)))

    exchanged = [name for name in told if there(name) and both(name)]
    return frozenset([*exchanged, *(across(name) for name in exchanged if name not in marks)])
