"""Points beside the body: a ring that ends before the body begins holds no true spot, and its point is not shown."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from locator.detect.base import Look
from locator.detect.silhouette import beyond_px
from locator.placement import Located, Placement, Side
from locator.seen import BESIDE_BODY

# How far beside the silhouette a ring must end, for the silhouette's own slips.  Of 22,780 points on rendered bodies 25
# lie so, none of which has its true spot in its ring (5.4 cun off in the middle: crossed ankles, hidden legs); of 1,666
# on photographs 13, all in the air beside a bent knee or a foot.
SLIP_CUN = 0.3

# In a video, from one silhouette to the next: a look with one takes half as long again.  Photographs followed as though
# they were films had 17 of 1,539 points beside the body, all of legs and feet in motion; 15 filmed bodies 5 of 135,000.
LOOK_S = 1.0
LIMBS = ("leg", "foot")

Key = tuple[str, Side]
NONE: frozenset[Key] = frozenset()


def without_those_beside(found: Located, look: Look) -> Located:
    """The answer, points hidden whose rings lie wholly beside the body that `look` shows; refused if none is left."""
    told = _measured(found, look)
    return _without(told, _in_the_air(told))


def still_beside(found: Located, seen: Located) -> Located:
    """An answer made from other landmarks, without the points that still lie beside the body as it was `seen`.

    A point that has moved by some pixels has come nearer to the body by no more than these; so no further look is
    needed to know which points still lie beside it.
    """
    before = {(p.code, p.side): p for p in seen.placements if p.beside_px > 0.0}

    def moved(spot: Placement) -> Placement:
        was = before.get((spot.code, spot.side))
        if was is None:
            return spot
        return replace(spot, beside_px=max(0.0, was.beside_px - math.dist(spot.xy_px, was.xy_px)))

    told = replace(found, placements=tuple(map(moved, found.placements))) if before else found
    return _without(told, _in_the_air(told))


def those_beside(found: Located, look: Look) -> frozenset[Key]:
    """The points in sight, by code and side, whose rings lie wholly beside the body that `look` shows."""
    return _in_the_air(_measured(found, look))


def _measured(found: Located, look: Look) -> Located:
    """The answer, with every point told how far it lies beside the body that `look` shows."""
    if not found.placements:
        return found
    beside_px = beyond_px(look, np.array([p.xy_px for p in found.placements])).tolist()
    told = (replace(p, beside_px=px) for p, px in zip(found.placements, beside_px, strict=True))
    return replace(found, placements=tuple(told)) if any(beside_px) else found


def _in_the_air(found: Located) -> frozenset[Key]:
    """The points in sight, by code and side, whose rings end before the body begins."""
    return frozenset(
        (p.code, p.side) for p in found.placements if p.visible and p.beside_px > p.ring_px + SLIP_CUN * p.cun_px
    )


class BesideMemory:
    """Holds which points of one filmed body lay beside it when its silhouette was last seen, or the time before.

    Only while points of its limbs are shown is the silhouette looked at for this.  One look in two is in the mirror,
    where the rim lies a little otherwise: what lies beside in either stays hidden, and does not come and go.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """The next frame shows another body."""
        self._beside = self._before = NONE
        self._limbs, self._next_s = False, -math.inf

    def wants(self, t_s: float) -> bool:
        """Whether the next look should bring a silhouette."""
        return self._limbs and t_s >= self._next_s

    def __call__(self, found: Located, look: Look, t_s: float) -> Located:
        """The answer without the points that lie beside the body, on this look or on the last that had a silhouette."""
        self._limbs = any(p.visible and p.frame in LIMBS for p in found.placements)
        if not self._limbs:
            self._beside = self._before = NONE
        elif look.mask is not None:
            self._before, self._beside = self._beside, those_beside(found, look)
            self._next_s = t_s + LOOK_S
        return _without(found, self._beside | self._before)


def _without(found: Located, hidden: frozenset[Key]) -> Located:
    """The answer, these points hidden; refused if none is left."""
    if not hidden or not found.placements:
        return found
    placements = tuple(replace(p, visible=p.visible and (p.code, p.side) not in hidden) for p in found.placements)
    if not any(p.visible for p in placements):
        return replace(found, placements=(), refusals=(*found.refusals, BESIDE_BODY))
    return replace(found, placements=placements)
