"""From an answer to what is to be drawn: marks, rings, lines, labels, legend.  Knows colours and places, not anatomy.

A `Scene` is drawn by `draw` onto a picture and by the live canvas onto a video, so it says everything that a pen needs
and can be written as JSON.  Every field whose name ends in `_px` is a length in pixels of the picture of `size_px`;
multiply them to draw at another size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from locator.atlas.load import load_atlas
from locator.overlay import labels, panels
from locator.overlay.folding import Dot
from locator.overlay.labels import Toward
from locator.overlay.lengths import scaled, written
from locator.overlay.letters import width_em
from locator.overlay.panels import ENGLISH, Words
from locator.overlay.slots import MARGIN, Box
from locator.overlay.style import SHAPES, Crowd, Role, Shape, Style, style_named, unit_px
from locator.placement import Box as BoxPx
from locator.placement import Located, Placement, Region

XyPx = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A point: a dot whose shape tells the side, inside a ring of doubt."""

    code: str
    side: Role
    shape: Shape
    colour: str
    xy_px: XyPx
    dot_px: float  # radius
    ring_px: float  # radius; 0: none
    faded: bool = False  # True: another point has the attention


@dataclass(frozen=True)
class Text:
    text: str
    xy_px: XyPx  # left end, middle of the capitals
    text_px: float  # type size; capitals are 0.7 of it
    width_px: float  # what it takes in our letters; another face should be squeezed to it
    colour: str


@dataclass(frozen=True)
class Leader:
    """The line from a point to its label: beneath the dots, beneath the labels."""

    codes: tuple[str, ...]
    colour: str
    path_px: tuple[XyPx, ...]
    faded: bool = False


@dataclass(frozen=True)
class Label:
    codes: tuple[str, ...]
    side: Role
    colour: str
    box_px: BoxPx
    texts: tuple[Text, ...]
    faded: bool = False


@dataclass(frozen=True)
class Panel:
    """Legend, notes or banner."""

    kind: str
    box_px: BoxPx
    texts: tuple[Text, ...]
    marks: tuple[Mark, ...] = ()
    bar_px: tuple[XyPx, ...] = ()  # two ends of the scale bar


@dataclass(frozen=True)
class Scene:
    """Everything that is drawn on one picture, back to front: rings, leaders, marks, labels, panels."""

    size_px: tuple[int, int]
    style: str
    marks: tuple[Mark, ...]
    leaders: tuple[Leader, ...]
    labels: tuple[Label, ...]
    panels: tuple[Panel, ...]
    left_out: tuple[str, ...]  # codes for whose labels there was no room
    dimmed: bool  # True: the picture steps back behind a banner
    edge_colour: str
    plate_colour: str
    ink_colour: str
    plate_alpha: float
    edge_alpha: float
    ring_alpha: float
    fill_alpha: float
    leader_alpha: float
    unit_px: float  # a 480th of the shorter side, and at least style.LEAST_UNIT_PX
    ring_width_px: float
    leader_width_px: float
    edge_width_px: float

    def to_dict(self) -> dict[str, Any]:
        """The scene in plain values for JSON, lengths to a hundredth of a pixel."""
        told: dict[str, Any] = written(self)
        return told


def build_scene(
    located: Located,
    style: str | Style = "standard",
    *,
    focus: Iterable[str] = (),
    with_labels: bool = True,
    with_legend: bool = True,
    words: Words = ENGLISH,
) -> Scene:
    """What to draw for this answer.  Only visible placements are drawn; `focus` names the codes that stand out.

    RequestError names those of `focus` that there are not: all points would step back for them.
    """
    look = style_named(style)
    focus = {point.code for point in load_atlas().select(focus)}
    unit, size = unit_px(located.size_px), _size(located)
    shown = [p for p in located.placements if p.visible]
    crowd = look.crowd(len(focus) or len(shown))
    if not shown:
        return _in_px(replace(_blank(located, look, crowd), panels=(_banner(located, look, words),)))
    cun = round(float(np.median([p.cun_px for p in shown])) / unit, 6)
    ring = float(np.median([p.ring_px for p in shown])) / unit
    crowd = replace(crowd, ring=min(crowd.ring, max(0.16 * ring, 0.9)))  # a small ring in a thick line reads as a dot
    dots = _dots(shown, crowd, cun, unit)
    boxes: list[panels.Panel] = []
    tags: tuple[labels.Tag, ...] = ()
    left_out: tuple[str, ...] = ()
    # The legend gives way before any labels are folded; where they are all the same, it is whole and says so.
    for short, folded in ((False, False), (True, False), (False, True)):
        boxes = _small_print(located, cun, dots, words, short, folded) if with_legend else []
        if with_labels:
            toward = _toward(located, dots)
            tags, left_out = labels.place_labels(dots, size, [p.box for p in boxes], toward, crowd.text)
        if not left_out and all(len(t.paths) == 1 for t in tags):
            break
    drawn = replace(
        _blank(located, look, crowd),
        marks=tuple(_mark(d, p.ring_px / unit, look, focus) for d, p in zip(dots, shown, strict=True)),
        leaders=tuple(_leader(t, path, look, focus) for t in tags for path in t.paths),
        labels=tuple(_label(t, look, focus, words) for t in tags),
        panels=tuple(_panel(p, look) for p in boxes),
        left_out=left_out,
        dimmed=False,
    )
    return _in_px(drawn)


def _size(located: Located) -> tuple[float, float]:
    """The picture's width and height in units."""
    unit = unit_px(located.size_px)
    return located.size_px[0] / unit, located.size_px[1] / unit


# Which way things go


def _dots(shown: Sequence[Placement], crowd: Crowd, cun: float, unit: float) -> list[Dot]:
    """Dots no larger than a third of a cun (in units), so that neighbours on a distant body stay apart."""
    radius = min(crowd.dot, max(2.4, 0.36 * cun))

    def steady(value: float) -> float:
        return round(float(value) / unit, 6)  # an enlarged picture gives the very same layout, not one a hair away

    return [Dot(p.code, p.side, steady(p.xy_px[0]), steady(p.xy_px[1]), radius, steady(p.ring_px)) for p in shown]


def _toward(located: Located, dots: Sequence[Dot]) -> dict[Role, Toward]:
    """On which side of the picture each body side lies; midline points join the side with fewer."""
    left = [(d.x, d.y) for d in dots if d.side == "left"]
    right = [(d.x, d.y) for d in dots if d.side == "right"]
    mirrored = located.photo is not None and located.photo.mirrored
    left_first = (located.view != "front") != mirrored  # seen from behind, the body's left is the picture's left
    lying = False
    if left and right:
        dx, dy = np.mean(left, axis=0) - np.mean(right, axis=0)
        lying = bool(abs(dy) > 1.5 * abs(dx))
        left_first = bool(dy < 0) if lying else bool(dx < 0)
    first: Toward = "up" if lying else "left"
    second: Toward = "down" if lying else "right"
    toward: dict[Role, Toward] = {"left": first if left_first else second, "right": second if left_first else first}
    toward["midline"] = toward["left"] if len(left) < len(right) else toward["right"]
    return toward


# Small print


def _small_print(
    located: Located, cun: float, dots: Sequence[Dot], words: Words, short: bool, folded: bool
) -> list[panels.Panel]:
    """Legend and notes, settled; `cun` in units, `short` asks for the legend without the line about rings."""
    sides: list[Role] = [d.side for d in dots]
    size, bodies = _size(located), _bodies(located)
    settled: list[panels.Panel] = []
    for shorter in (True,) if short else (False, True):
        panel = panels.settle(panels.legend(cun, sides, words, short=shorter, folded=folded), size, dots, [], bodies)
        if panel:
            settled.append(panel)
            break
    said = [_advice(r.region, r.advice, words) for r in located.refusals]
    for width in (0.62 * size[0], 0.42 * size[0], size[0] - 2 * MARGIN):
        note = panels.notes(list(dict.fromkeys(said))[:3], width)
        place = panels.settle(note, size, dots, [p.box for p in settled], bodies) if note else None
        if place:
            settled.append(place)
            break
    return settled


def _bodies(located: Located) -> list[Box]:
    """Boxes in which people are seen, as far as that is known: the small print had better lie elsewhere."""
    unit = unit_px(located.size_px)
    boxes = [tuple(v / unit for v in box) for box in located.people]
    if not boxes and located.landmarks and len(located.landmarks):
        xy = np.array([m.xy_px for m in located.landmarks]) / unit
        boxes = [(*xy.min(axis=0), *xy.max(axis=0))]
    return [(float(b[0]), float(b[1]), float(b[2]), float(b[3])) for b in boxes]


def _advice(part: Region | None, advice: str, words: Words) -> str:
    return words.part_not_placed.format(part=words.part(part), advice=advice) if part else advice


def _banner(located: Located, look: Style, words: Words) -> Panel:
    advice = list(dict.fromkeys(r.advice for r in located.refusals))
    if located.placements:
        title, texts = words.hidden_title, [words.hidden, *advice]
    elif located.refusals:
        title, texts = located.refusals[0].reason.replace("_", " ").capitalize(), advice
    else:
        title, texts = words.nothing_title, []
    return _panel(panels.banner(title, texts, _size(located)), look)


# Into the words of the scene


def _mark(dot: Dot, ring: float, look: Style, focus: Collection[str]) -> Mark:
    faded = bool(focus) and dot.code not in focus
    return Mark(dot.code, dot.side, SHAPES[dot.side], look.colour(dot.side), (dot.x, dot.y), dot.radius, ring, faded)


def _leader(tag: labels.Tag, path: tuple[XyPx, ...], look: Style, focus: Collection[str]) -> Leader:
    return Leader(tag.codes, look.colour(tag.side), path, bool(focus) and not set(tag.codes) & set(focus))


def _label(tag: labels.Tag, look: Style, focus: Collection[str], words: Words) -> Label:
    y = (tag.box[1] + tag.box[3]) / 2
    colour = look.colour(tag.side)
    texts = (
        _text(tag.text, tag.text_x, y, tag.size, look.ink),
        _text(words.letter(tag.side), tag.letter_x, y, tag.size, colour),
    )
    return Label(tag.codes, tag.side, colour, tag.box, texts, bool(focus) and not set(tag.codes) & set(focus))


def _text(text: str, x: float, y: float, size: float, colour: str) -> Text:
    return Text(text, (x, y), size, width_em(text) * size, colour)


def _panel(panel: panels.Panel, look: Style) -> Panel:
    texts = tuple(_text(t.text, t.x, t.y, t.size, look.quiet if t.quiet else look.ink) for t in panel.lines)
    marks = [Mark("", role, SHAPES[role], look.colour(role), (x, y), 4.0, 0.0) for role, x, y in panel.keys]
    if panel.ring:
        role = panel.keys[0][0] if panel.keys else "midline"
        marks.append(Mark("", role, SHAPES[role], look.colour(role), panel.ring, 2.6, panels.SAMPLE))
    bar = ((panel.bar[0], panel.bar[2]), (panel.bar[1], panel.bar[2])) if panel.bar else ()
    return Panel(panel.kind, panel.box, texts, tuple(marks), bar)


def _blank(located: Located, look: Style, crowd: Crowd) -> Scene:
    """A scene in this style with nothing in it yet; lengths in units."""
    return Scene(
        size_px=located.size_px,
        style=look.name,
        marks=(),
        leaders=(),
        labels=(),
        panels=(),
        left_out=(),
        dimmed=True,
        edge_colour=look.edge,
        plate_colour=look.plate,
        ink_colour=look.ink,
        plate_alpha=look.plate_alpha,
        edge_alpha=look.edge_alpha,
        ring_alpha=crowd.ring_alpha,
        fill_alpha=crowd.fill_alpha,
        leader_alpha=look.leader_alpha,
        unit_px=1.0,
        ring_width_px=crowd.ring,
        leader_width_px=crowd.leader,
        edge_width_px=1.0,
    )


def _in_px(scene: Scene) -> Scene:
    """A scene told in units, in the picture's pixels."""
    return replace(scaled(scene, unit_px(scene.size_px)), size_px=scene.size_px)
