"""Where the labels go: beside the body, in order, never on each other or on a point, each tied to its point by a line.

Everything here is in units (see `style`), and knows dots and boxes only.  Standing bodies get a column on either side,
lying ones rows above and below.  Where there are more labels than room, letters shrink to the smallest that can be
read, then a second lane opens, and only then are neighbours folded into one label.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from locator.overlay.assign import best_match
from locator.overlay.folding import Dot, Entry, fold, middle_of, text_of
from locator.overlay.letters import width_em
from locator.overlay.slots import PLATE, Box, Room, Slot, columns, rows
from locator.overlay.style import LEAST_TEXT, LETTERS, Role

Toward = Literal["left", "right", "up", "down"]

# Parts of a label as multiples of its type size.
PAD = 0.30
BETWEEN = 0.28  # the code and the letter of its side

LEAN = 2.2  # units by which a line clears the rim of another point's dot
THROUGH_A_DOT = 0.4  # units of detour worth taking to keep a line off another dot; more makes lines cross instead
FOLDS = (0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.12, 0.05)  # shares of the labels tried when nothing else fits


@dataclass(frozen=True)
class Tag:
    """A label: its plate, what stands on it, and the lines from its points to it."""

    codes: tuple[str, ...]
    side: Role
    text: str
    box: Box
    toward: Toward
    size: float  # type size
    paths: tuple[tuple[tuple[float, float], ...], ...]  # one for each point: dot, bend, plate

    @property
    def text_x(self) -> float:
        """Left end of the code; the letter of the side stands on the body's side of it."""
        before = width_em(LETTERS[self.side]) + BETWEEN if self.toward == "right" else 0.0
        return self.box[0] + (PAD + before) * self.size

    @property
    def letter_x(self) -> float:
        before = 0.0 if self.toward == "right" else width_em(self.text) + BETWEEN
        return self.box[0] + (PAD + before) * self.size


def place_labels(
    dots: Sequence[Dot], size: tuple[float, float], taken: Sequence[Box], toward: dict[Role, Toward], text: float
) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    """Labels for all dots, and the codes of those for which no room was left.

    `size` is the picture's, `taken` what labels must keep off besides the dots, `text` the type size wished for.
    """
    parties: dict[Toward, list[Dot]] = {}
    for dot in dots:
        parties.setdefault(toward[dot.side], []).append(dot)
    fullest_first = sorted(parties, key=lambda t: (-len(parties[t]), t))
    sizes = [*np.arange(text, LEAST_TEXT, -1.0), LEAST_TEXT]
    for letters, lanes in [*((s, 1) for s in sizes), (LEAST_TEXT, 2)]:
        tags = _all_parties(parties, fullest_first, Room(size, tuple(dots), tuple(taken), float(letters), lanes))
        if tags is not None:
            return tags, ()
    return _folded(parties, fullest_first, Room(size, tuple(dots), tuple(taken), LEAST_TEXT, 2))


def _all_parties(parties: dict[Toward, list[Dot]], order: list[Toward], room: Room) -> tuple[Tag, ...] | None:
    tags: tuple[Tag, ...] = ()
    for toward in order:
        more = _beside([(d,) for d in parties[toward]], toward, room.less(t.box for t in tags))
        if more is None:
            return None
        tags += more
    return tags


def _folded(
    parties: dict[Toward, list[Dot]], order: list[Toward], room: Room
) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    tags: tuple[Tag, ...] = ()
    left_out: list[str] = []
    for toward in order:
        entries = [(d,) for d in parties[toward]]
        for share in (1.0, *FOLDS):
            fewer = fold(entries, max(1, math.ceil(share * len(entries))))
            free = room.less(t.box for t in tags)
            more = next((t for t in (_beside(fewer, toward, replace(free, lanes=n)) for n in (2, 1)) if t), None)
            if more is not None:
                tags += more
                break
        else:
            left_out += [d.code for d in parties[toward]]
    return tags, tuple(left_out)


def _width(entry: Entry, text: float) -> float:
    return (2 * PAD + BETWEEN + width_em(text_of(entry)) + width_em(LETTERS[entry[0].side])) * text


def _beside(entries: Sequence[Entry], toward: Toward, room: Room) -> tuple[Tag, ...] | None:
    """All these labels on one side of the body, or None when they do not fit."""
    mirrored = toward in ("right", "down")
    seen = _reflected(room, toward) if mirrored else room
    own = [tuple(_flipped(d, room.size, toward) for d in e) for e in entries] if mirrored else list(entries)
    wide = max(_width(e, room.text) for e in own)
    slots = columns(own, wide, seen) if toward in ("left", "right") else rows(own, wide, seen)
    if slots is None:
        return None
    chosen = _match(own, slots, seen)
    bends = {(d.x, d.y): s.bend for e, s in zip(own, chosen, strict=True) for d in e}
    tags = [_tag(e, s, toward, seen, bends) for e, s in zip(own, chosen, strict=True)]
    return tuple(_tag_flipped(t, room.size) for t in tags) if mirrored else tuple(tags)


def _match(entries: list[Entry], slots: list[Slot], room: Room) -> list[Slot]:
    """A slot for each entry: short lines that do not cross, and go around other points' dots."""
    start = np.array([middle_of(e) for e in entries])
    end = np.array([s.bend for s in slots])
    line = end[None] - start[:, None]  # (entries, slots, 2)
    length = np.linalg.norm(line, axis=2)
    dot = np.array([(d.x, d.y) for d in room.dots])
    radius = np.array([d.radius for d in room.dots])
    away = dot[None] - start[:, None]  # (entries, dots, 2)
    along = np.einsum("esk,edk->esd", line, away) / np.maximum(length[:, :, None] ** 2, 1e-9)
    off = away[:, None] - np.clip(along, 0.0, 1.0)[..., None] * line[:, :, None]
    hit = np.einsum("esdk,esdk->esd", off, off) < (radius + 1.0) ** 2
    place = {(d.code, d.side, d.x, d.y): i for i, d in enumerate(room.dots)}
    own = np.zeros((len(entries), len(room.dots)), dtype=bool)
    for i, entry in enumerate(entries):
        own[i, [place[d.code, d.side, d.x, d.y] for d in entry]] = True
    hits = (hit & ~own[:, None]).sum(axis=2)
    chosen = best_match(length + THROUGH_A_DOT * hits)
    return [slots[i] for i in chosen]


def _tag(
    entry: Entry, slot: Slot, toward: Toward, room: Room, bends: dict[tuple[float, float], tuple[float, float]]
) -> Tag:
    plate, width = PLATE * room.text, _width(entry, room.text)
    if toward in ("left", "right"):
        box = (slot.x - width, slot.y - plate / 2, slot.x, slot.y + plate / 2)
    else:
        box = (slot.x - width / 2, slot.y - plate, slot.x + width / 2, slot.y)
    paths: list[tuple[tuple[float, float], ...]] = []
    for d in entry:
        if toward in ("left", "right") and d.x < box[0]:  # a point outside the column: its line comes from there
            paths.append(((d.x, d.y), (box[0], slot.y)))
        else:
            paths.append(((d.x, d.y), *_around_dots(d, slot.bend, room, bends), slot.bend, (slot.x, slot.y)))
    codes = tuple(dict.fromkeys(d.code for d in entry))
    return Tag(codes, entry[0].side, text_of(entry), box, toward, room.text, tuple(paths))


def _around_dots(
    dot: Dot, bend: tuple[float, float], room: Room, bends: dict[tuple[float, float], tuple[float, float]]
) -> list[tuple[float, float]]:
    """Where a line leans aside so as not to run through another point's dot, in order; often nothing.

    It leans away from that point's own line, so that the two do not cross.  Where dots stand so close that leaning off
    one means running into the next, it goes straight.
    """
    line_x, line_y = bend[0] - dot.x, bend[1] - dot.y
    length = math.hypot(line_x, line_y)
    if length == 0.0:
        return []
    across_x, across_y = -line_y / length, line_x / length
    corners: list[tuple[float, tuple[float, float]]] = []
    for other in room.dots:
        off_x, off_y = other.x - dot.x, other.y - dot.y
        along = (off_x * line_x + off_y * line_y) / length
        off = off_x * across_x + off_y * across_y  # how far the other dot lies to the side of the line
        if not (other.radius < along < length) or abs(off) >= other.radius + LEAN:
            continue
        own = bends.get((other.x, other.y))
        turned = (own[0] - dot.x) * across_x + (own[1] - dot.y) * across_y if own else off
        lean = -math.copysign(other.radius + LEAN, turned)
        corner = (other.x + lean * across_x, other.y + lean * across_y)
        if all(math.dist(corner, (d.x, d.y)) > d.radius + 0.5 for d in room.dots):
            corners.append((along, corner))
    return [corner for _, corner in sorted(corners)][:2]


# Right and down are left and up in a mirror


def _flipped(dot: Dot, size: tuple[float, float], toward: Toward) -> Dot:
    return replace(dot, x=size[0] - dot.x) if toward == "right" else replace(dot, y=size[1] - dot.y)


def _reflected(room: Room, toward: Toward) -> Room:
    dots = tuple(_flipped(d, room.size, toward) for d in room.dots)
    return replace(room, dots=dots, taken=tuple(_box_flipped(b, room.size, toward) for b in room.taken))


def _box_flipped(box: Box, size: tuple[float, float], toward: Toward) -> Box:
    x0, y0, x1, y1 = box
    return (size[0] - x1, y0, size[0] - x0, y1) if toward == "right" else (x0, size[1] - y1, x1, size[1] - y0)


def _tag_flipped(tag: Tag, size: tuple[float, float]) -> Tag:
    def back(xy: tuple[float, float]) -> tuple[float, float]:
        return (size[0] - xy[0], xy[1]) if tag.toward == "right" else (xy[0], size[1] - xy[1])

    paths = tuple(tuple(back(xy) for xy in path) for path in tag.paths)
    return replace(tag, box=_box_flipped(tag.box, size, tag.toward), paths=paths)
