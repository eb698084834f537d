"""The small print: a legend, what could not be placed and why, and the banner of a picture without points.

All in units.  A panel takes the corner in which it hides the least, and shrinks or goes rather than cover a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from locator.overlay.folding import Dot
from locator.overlay.letters import width_em, wrap
from locator.overlay.slots import MARGIN, Box
from locator.overlay.style import LEAST_TEXT, LETTERS, Role
from locator.placement import Region

LINE = 1.35  # line height as a multiple of the type size
INSET = 7.0  # units between a panel's edge and what it holds
BAR = (16.0, 120.0)  # units: the shortest and longest scale bar
BAR_CUN = (3, 1, 2, 5, 10, 20)  # lengths tried in this order: three cun are four fingers, a width people know
ROLES: tuple[Role, ...] = ("left", "right", "midline")


@dataclass(frozen=True)
class Words:
    """What is written on the picture, for one language.  Plain Latin letters: the face on pictures has no others."""

    bar: str = "{cun} cun · your own"
    ring: str = "ring: the true spot is inside 2 times in 3"
    more: str = "+1: one more point beside it"
    left: str = "left"
    right: str = "right"
    midline: str = "midline"
    letter_left: str = LETTERS["left"]  # one letter each, about as wide as these: the layout counts on it
    letter_right: str = LETTERS["right"]
    letter_midline: str = LETTERS["midline"]
    part_not_placed: str = "{part}: not placed. {advice}"
    back: str = "Back"
    leg: str = "Leg"
    hand: str = "Hand"
    foot: str = "Foot"
    head: str = "Head"
    nothing_title: str = "No points drawn"
    hidden_title: str = "These points are out of sight"
    hidden: str = "They lie on the side of the body that is turned away, or outside the picture."

    def letter(self, role: Role) -> str:
        return {"left": self.letter_left, "right": self.letter_right, "midline": self.letter_midline}[role]

    def part(self, region: Region) -> str:
        return {"back": self.back, "leg": self.leg, "hand": self.hand, "foot": self.foot, "head": self.head}[region]


ENGLISH = Words()


@dataclass(frozen=True)
class Line:
    """A line of letters: left end and the middle of its capitals."""

    text: str
    x: float
    y: float
    size: float
    quiet: bool = False


@dataclass(frozen=True)
class Panel:
    kind: str  # "legend", "notes", "banner"
    box: Box
    lines: tuple[Line, ...]
    bar: tuple[float, float, float] | None = None  # x0, x1, y of the scale bar
    ring: tuple[float, float] | None = None  # middle of the sample ring
    keys: tuple[tuple[Role, float, float], ...] = ()  # side, and the middle of its sample dot


SAMPLE = 8.0  # units: radius of the sample ring


def legend(
    cun: float, sides: Sequence[Role], words: Words, *, short: bool = False, folded: bool = False
) -> Panel:
    """Scale bar, what a ring says, which shape is which side.  `cun` in units; at the origin, to be moved.

    `short` leaves out what a ring says, `folded` tells what a label says that stands for points beside it too.
    """
    size, row = LEAST_TEXT, LINE * LEAST_TEXT
    lines: list[Line] = []
    bar: tuple[float, float, float] | None = None
    ring: tuple[float, float] | None = None
    y = INSET + row / 2
    count = next((n for n in BAR_CUN if BAR[0] <= n * cun <= BAR[1]), None)
    if count is not None:
        bar = (INSET, INSET + count * cun, y + row * 0.05)
        beside = bar[1] + 8.0 + width_em(words.bar) * size < 190.0
        lines.append(
            Line(words.bar.format(cun=count), bar[1] + 8.0 if beside else INSET, y if beside else y + row, size)
        )
        y += row if beside else 2 * row
    x = INSET
    keys: list[tuple[Role, float, float]] = []
    for role in (r for r in ROLES if r in sides):
        word = {"left": words.left, "right": words.right, "midline": words.midline}[role]
        keys.append((role, x + 4.0, y))
        lines.append(Line(f"{words.letter(role)} {word}", x + 12.0, y, size))
        x += 12.0 + width_em(f"{words.letter(role)} {word}") * size + 10.0
    y += row
    if not short:
        indent = INSET + 2 * SAMPLE + 6.0
        said = wrap(words.ring, 150.0 / size)
        ring = (INSET + SAMPLE, y + row * (len(said) - 1) / 2)
        lines += [Line(text, indent, y + i * row, size, quiet=True) for i, text in enumerate(said)]
        y += row * len(said)
    if folded:
        lines.append(Line(words.more, INSET, y, size, quiet=True))
        y += row
    width = max([line.x + width_em(line.text) * size for line in lines] + [bar[1] if bar else 0.0]) + INSET
    return Panel("legend", (0.0, 0.0, width, y - row / 2 + INSET), tuple(lines), bar, ring, tuple(keys))


def notes(texts: Sequence[str], width: float) -> Panel | None:
    """What was not placed and what to do about it, one paragraph each, no wider than `width` units."""
    size, row = LEAST_TEXT, LINE * LEAST_TEXT
    lines: list[Line] = []
    y = INSET + row / 2
    for text in texts:
        for line in wrap(text, (width - 2 * INSET) / size):
            lines.append(Line(line, INSET, y, size))
            y += row
        y += row * 0.25
    if not lines:
        return None
    right = max(line.x + width_em(line.text) * size for line in lines) + INSET
    return Panel("notes", (0.0, 0.0, right, y - row * 0.75 + INSET), tuple(lines))


def banner(title: str, texts: Sequence[str], size: tuple[float, float]) -> Panel:
    """The reason and the advice across the middle of the picture, as large as there is room for."""
    width = size[0] - 2 * MARGIN
    for text in (24.0, 21.0, 18.0, 16.0, LEAST_TEXT):
        inset = text
        lines: list[Line] = []
        y = inset + LINE * text * 1.2 / 2
        for part, letters in ((title, text * 1.2), *((t, text) for t in texts)):
            for line in wrap(part, (width - 2 * inset) / letters):
                lines.append(Line(line, inset, y, letters, quiet=letters == text))
                y += LINE * letters
            y += 0.35 * text
        height = y - LINE * text / 2 - 0.35 * text + inset
        if height <= size[1] - 2 * MARGIN:
            break
    used = max((line.x + width_em(line.text) * line.size for line in lines), default=inset) + inset
    at = ((size[0] - used) / 2, max(MARGIN, (size[1] - height) / 2))
    return moved(Panel("banner", (0.0, 0.0, used, height), tuple(lines)), *at)


def moved(panel: Panel, dx: float, dy: float) -> Panel:
    x0, y0, x1, y1 = panel.box
    return replace(
        panel,
        box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy),
        lines=tuple(replace(line, x=line.x + dx, y=line.y + dy) for line in panel.lines),
        bar=(panel.bar[0] + dx, panel.bar[1] + dx, panel.bar[2] + dy) if panel.bar else None,
        ring=(panel.ring[0] + dx, panel.ring[1] + dy) if panel.ring else None,
        keys=tuple((role, x + dx, y + dy) for role, x, y in panel.keys),
    )


def settle(
    panel: Panel, size: tuple[float, float], dots: Sequence[Dot], taken: Sequence[Box], bodies: Sequence[Box] = ()
) -> Panel | None:
    """The panel in a corner, or the middle of an edge, where it covers no dot, no other panel, and the least body.

    None: there is no such place.
    """
    width, height = panel.box[2], panel.box[3]
    right, bottom = size[0] - MARGIN - width, size[1] - MARGIN - height
    if right < MARGIN or bottom < MARGIN:
        return None
    middle = (size[0] - width) / 2
    places = [(MARGIN, bottom), (right, bottom), (MARGIN, MARGIN), (right, MARGIN), (middle, bottom), (middle, MARGIN)]
    body = _around(dots)

    def cost(at: tuple[float, float]) -> float:
        box = (at[0], at[1], at[0] + width, at[1] + height)
        return sum(_shared(box, other) for other in (body, *bodies)) + 0.001 * places.index(at)

    for at in sorted(places, key=cost):
        box = (at[0] - 3.0, at[1] - 3.0, at[0] + width + 3.0, at[1] + height + 3.0)
        on_a_dot = any(
            box[0] - d.radius < d.x < box[2] + d.radius and box[1] - d.radius < d.y < box[3] + d.radius for d in dots
        )
        if not on_a_dot and not any(_shared(box, other) > 0 for other in taken):
            return moved(panel, *at)
    return None


def _around(dots: Sequence[Dot]) -> Box:
    """The dots' bounding box, widened for the labels that will stand beside it."""
    if not dots:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [d.x for d in dots], [d.y for d in dots]
    return (min(xs) - 80.0, min(ys) - 10.0, max(xs) + 80.0, max(ys) + 10.0)


def _shared(a: Box, b: Box) -> float:
    """Area that two boxes have in common."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
