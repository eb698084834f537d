"""Points beside the body: a ring that ends before the body begins holds no true spot, and its point is not shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from locator.bodies import BESIDE_BODY
from locator.detect.base import Look
from locator.detect.silhouette import beyond_px
from locator.placement import Located

# How far beside the silhouette a ring must end, for the silhouette's own slips.  Of 22,780 points on rendered bodies 25
# lie so, none of which has its true spot in its ring (5.4 cun off in the middle: crossed ankles, hidden legs); of 1,666
# on photographs 13, all in the air beside a bent knee or a foot.
SLIP_CUN = 0.3


def without_those_beside(found: Located, look: Look) -> Located:
    """The answer, points hidden whose rings lie wholly beside the body that `look` shows; refused if none is left."""
    shown = [p for p in found.placements if p.visible]
    if not shown:
        return found
    rims_px = np.array([p.ring_px + SLIP_CUN * p.cun_px for p in shown])
    beside = beyond_px(look, np.array([p.xy_px for p in shown])) > rims_px
    if not beside.any():
        return found
    if beside.all():
        return replace(found, placements=(), refusals=(*found.refusals, BESIDE_BODY))
    hidden = {(p.code, p.side) for p, off in zip(shown, beside, strict=True) if off}
    return replace(
        found,
        placements=tuple(replace(p, visible=p.visible and (p.code, p.side) not in hidden) for p in found.placements),
    )
