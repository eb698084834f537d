"""Where labels may stand: columns beside the body or rows above it, on nothing that must be seen.

Everything here is in units (see `style`).  Columns lie left of the dots and rows above them; who wants them on the
other side turns the picture round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from locator.geometry import Array
from locator.overlay.assign import spaced
from locator.overlay.folding import Dot, Entry, middle_of

Box = tuple[float, float, float, float]  # x0, y0, x1, y1

# As multiples of the type size; capitals are 0.7 of it.
PLATE = 1.04  # height of a label
PITCH = 1.12  # from one label to the next

MARGIN = 5.0  # units kept free along the picture's edge
CLEAR = 1.5  # units kept free around a dot
GAP = (18.0, 64.0)  # units from the outermost dot to its column: near, and as far as steep lines need
WIDEST_RING = 50.0  # units: a wider ring than this may be covered by labels
OVER_RING = 10.0  # units of the gap that lie within the ring: a label next to the ring is near enough
STUB = 5.0  # units that a line runs level before it reaches its label
LANE_GAP = 6.0  # units between two lanes of a column


@dataclass(frozen=True)
class Slot:
    """A free place for any label of this side: the middle of the plate's edge that looks at the body, and the bend."""

    x: float
    y: float
    bend: tuple[float, float]  # where the line from the point turns level


@dataclass(frozen=True)
class Room:
    """Where labels may stand, and the size of their letters."""

    size: tuple[float, float]  # width and height of the picture
    dots: tuple[Dot, ...]
    taken: tuple[Box, ...]  # what labels must keep off besides the dots
    text: float  # type size
    lanes: int  # columns beside each other, 1 or 2

    def less(self, boxes: Iterable[Box]) -> Room:
        """What is left of it where these lie."""
        return replace(self, taken=(*self.taken, *boxes))

    def obstacles(self) -> Array:
        """(n, 4) boxes on which no plate may lie."""
        boxes = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in self.dots]
        return np.array([*boxes, *self.taken], dtype=float).reshape(-1, 4)


def columns(entries: list[Entry], wide: float, room: Room) -> list[Slot] | None:
    """Slots in columns left of the dots; the further labels are pushed apart, the further out the column stands."""
    edge = MARGIN + room.lanes * (wide + LANE_GAP) - LANE_GAP
    if edge > room.size[0] - MARGIN:
        return None
    reach = min(d.x - max(d.radius, min(d.ring, WIDEST_RING) - OVER_RING) for e in entries for d in e)
    slots = None
    gap = GAP[0]
    for _ in range(2):
        inner = min(max(reach - gap, edge), room.size[0] - MARGIN)
        found = _column_at(entries, inner, wide, room)
        if found is None:
            break
        slots, pushed = found
        gap = min(max(GAP[0], 0.6 * pushed), GAP[1])
    if slots is None:
        at_edge = _column_at(entries, edge, wide, room)
        slots = at_edge[0] if at_edge else None
    return slots


def _column_at(entries: list[Entry], inner: float, wide: float, room: Room) -> tuple[list[Slot], float] | None:
    """Slots of the column whose inner edge is at `inner`, and how far the most displaced label is from its point."""
    # at the same level the inner point comes first, so that its line leaves above the outer one's
    ordered = sorted(entries, key=lambda e: (middle_of(e)[1] + 0.02 * middle_of(e)[0], e[0].code))
    step = PITCH * room.text / 4.0
    top, bottom = MARGIN + PLATE * room.text / 2, room.size[1] - MARGIN - PLATE * room.text / 2
    if bottom < top:
        return None
    places = top + step * np.arange(int((bottom - top) / step + 1e-6) + 1)
    wished = np.array([middle_of(e)[1] for e in ordered])
    outer = inner - (room.lanes - 1) * (wide + LANE_GAP)
    # Two lanes take turns, three quarters of a row apart: lines to the outer one pass between the inner one's plates.
    heights = spaced(wished, places, _free(places, (outer - wide, inner), room), apart=4 if room.lanes == 1 else 3)
    if heights is None:
        return None
    bend = inner + STUB
    slots = [Slot(outer if i % room.lanes else inner, float(y), (bend, float(y))) for i, y in enumerate(heights)]
    return slots, float(np.abs(heights - wished).max(initial=0.0))


def _free(places: Array, band: tuple[float, float], room: Room) -> Array:
    """1.0 where a plate centred at that height, as wide as the band, lies on nothing."""
    boxes = room.obstacles()
    boxes = boxes[(boxes[:, 2] > band[0] - CLEAR) & (boxes[:, 0] < band[1] + CLEAR)]
    half = PLATE * room.text / 2 + CLEAR
    hit = (places[:, None] > boxes[:, 1] - half) & (places[:, None] < boxes[:, 3] + half)
    return np.where(hit.any(axis=1), 0.0, 1.0)


def rows(entries: list[Entry], wide: float, room: Room) -> list[Slot] | None:
    """Slots in rows above the dots, the nearest row first; over the body only when there is no room outside."""
    pitch = PITCH * room.text
    reach = min(d.y - max(d.radius, min(d.ring, WIDEST_RING) - OVER_RING) for e in entries for d in e) - GAP[0]
    top, bottom = MARGIN + PLATE * room.text, room.size[1] - MARGIN
    across = int((room.size[0] - 2 * MARGIN + 4.0) / (wide + 4.0))
    if across < 1 or bottom < top:
        return None
    nearest = min(max(reach, top), bottom)
    outward = np.arange(nearest, top - 1e-6, -pitch)
    inward = np.arange(nearest + pitch, bottom + 1e-6, pitch)
    slots: list[Slot] = []
    for nth, y in enumerate([*outward, *inward]):
        shift = (nth % 2) * 0.5 * (wide + 4.0)  # rows staggered like bricks: lines find their way between plates
        xs = MARGIN + wide / 2 + shift + (wide + 4.0) * np.arange(across)
        slots += [
            Slot(float(x), float(y), (float(x), float(y) + STUB))
            for x in xs
            if x + wide / 2 <= room.size[0] - MARGIN and _row_free(float(x), float(y), wide, room)
        ]
        if len(slots) >= len(entries):
            return slots
    return None


def _row_free(x: float, y: float, wide: float, room: Room) -> bool:
    middle = np.array([y - PLATE * room.text / 2])
    return bool(_free(middle, (x - wide / 2, x + wide / 2), room)[0])
