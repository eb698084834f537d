"""An answer from close by, for pictures on which a place has to be shown by hand."""

from __future__ import annotations

from collections.abc import Sequence

from locator.overlay.closer import box_around, closer
from locator.placement import Located, Placement
from ui.components.result_picture import CLOSE_PX, WORTH_A_CUT


def nearer(located: Located, places: Sequence[Placement], around_cun: float) -> Located:
    """The places with so much of the body around them; the whole answer where that is hardly more."""
    if not places:
        return located
    x0, y0, x1, y1 = box_around(places, located.size_px, around_cun)
    if max(x1 - x0, y1 - y0) > WORTH_A_CUT * max(located.size_px):
        return located
    return closer(located, (x0, y0, x1, y1), CLOSE_PX)
