"""A scene drawn onto its picture with OpenCV: `draw`, and `annotate_picture` for those in a hurry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

import cv2
import numpy as np

from locator.overlay import pen
from locator.overlay.letters import mask
from locator.overlay.panels import ENGLISH, Words
from locator.overlay.pen import Colour, Rgb
from locator.overlay.scene import Label, Mark, Panel, Scene, Text, build_scene
from locator.overlay.style import Style
from locator.placement import Box, Located, known_answer

# Corners of each shape for radius 1, chosen to weigh the same to the eye.  The round one is a polygon too: OpenCV's own
# filled circle of two or three pixels comes out as a diamond, which here would mean the other side of the body.
_TURN = np.linspace(0.0, 2.0 * np.pi, 32, endpoint=False)
_OUTLINES = {
    "round": np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1),
    "diamond": 1.22 * np.array([(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]),
    "triangle": 1.2 * np.array([(0.0, -1.0), (0.95, 0.7), (-0.95, 0.7)]),
}

_DIM = 0.45  # share of the picture's light left behind a banner
_FADED = 0.35  # share of its own strength left to what is not in focus
_SOFT_PX = 3.0  # further than OpenCV's smoothing draws an edge beyond its width
_EMPTY_GREY = 236  # paper, when there is an answer but no photograph


def annotate_picture(
    located: Located, style: str | Style = "standard", *, focus: Iterable[str] = (), words: Words = ENGLISH
) -> Rgb:
    """(H, W, 3): the located photograph with its points, labels and legend; without a photograph, on plain paper."""
    known_answer(located)
    width, height = located.size_px
    rgb = located.photo.rgb if located.photo else np.full((height, width, 3), _EMPTY_GREY, np.uint8)
    return draw(rgb, build_scene(located, style, focus=focus, words=words))


def draw(rgb: Rgb, scene: Scene) -> Rgb:
    """A new picture (H, W, 3) with the scene on it; ValueError when the scene belongs to a picture of another size."""
    if (rgb.shape[1], rgb.shape[0]) != scene.size_px:
        came = (rgb.shape[1], rgb.shape[0])
        raise ValueError(
            f"expected the picture of {scene.size_px} px that the scene was made for, got one of {came} px"
        )
    canvas = (rgb * _DIM).astype(np.uint8) if scene.dimmed else np.ascontiguousarray(rgb).copy()
    _rings(canvas, scene, scene.marks)
    _leaders(canvas, scene)
    _dots(canvas, scene)
    for label in scene.labels:
        _label(canvas, scene, label)
    for panel in scene.panels:
        _panel(canvas, scene, panel)
    return canvas


# Rings and lines are drawn on a copy that is mixed in once: where they overlap they do not grow darker, and a crowded
# back stays calm.


def _rings(canvas: Rgb, scene: Scene, marks: Iterable[Mark]) -> None:
    for faded in (True, False):
        group = [m for m in marks if m.faded is faded and m.ring_px > 0]
        if not group:
            continue
        strength = _FADED if faded else 1.0
        wide, edge = pen.thick(scene.ring_width_px), pen.thick(scene.ring_width_px + scene.edge_width_px)
        around = _around([m.xy_px for m in group], max(m.ring_px for m in group) + edge)
        if scene.fill_alpha > 0:
            with _mixed(canvas, around, scene.fill_alpha * strength) as layer:
                for mark in group:
                    pen.circle(layer, mark.xy_px, mark.ring_px, mark.colour, pen.FILLED)
        with _mixed(canvas, around, scene.edge_alpha * 0.6 * scene.ring_alpha * strength) as layer:
            for mark in group:
                pen.circle(layer, mark.xy_px, mark.ring_px, scene.edge_colour, edge)
        with _mixed(canvas, around, scene.ring_alpha * strength) as layer:
            for mark in group:
                pen.circle(layer, mark.xy_px, mark.ring_px, mark.colour, wide)


def _leaders(canvas: Rgb, scene: Scene) -> None:
    for faded in (True, False):
        group = [leader for leader in scene.leaders if leader.faded is faded]
        for edge in (True, False) if group else ():
            wide = pen.thick(scene.leader_width_px + (1.2 * scene.edge_width_px if edge else 0.0))
            alpha = (_FADED if faded else 1.0) * (scene.edge_alpha * 0.7 if edge else scene.leader_alpha)
            around = _around([xy for leader in group for xy in leader.path_px], wide)
            with _mixed(canvas, around, alpha) as layer:
                for leader in group:
                    path = np.array([pen.at(xy) for xy in leader.path_px], np.int32)
                    colour = pen.rgb(scene.edge_colour if edge else leader.colour)
                    cv2.polylines(layer, [path], False, colour, wide, cv2.LINE_AA, pen.SHIFT)


def _dots(canvas: Rgb, scene: Scene) -> None:
    for faded in (True, False):
        group = [mark for mark in scene.marks if mark.faded is faded]
        if not group:
            continue
        rim = 0.9 * scene.edge_width_px
        around = _around([m.xy_px for m in group], 2.0 * (max(m.dot_px for m in group) + rim))  # a shape's corners too
        with _mixed(canvas, around, _FADED) if faded else nullcontext(canvas) as layer:
            for mark in group:
                _shape(layer, mark, mark.dot_px + rim, pen.rgb(scene.edge_colour))
                _shape(layer, mark, mark.dot_px, pen.rgb(mark.colour))


def _around(places_px: Sequence[pen.Place], reach_px: float) -> Box:
    """What is drawn at these places and reaches this far lies in here, with its soft edges."""
    places = np.array(places_px, float)
    (x0, y0), (x1, y1) = places.min(axis=0) - reach_px - _SOFT_PX, places.max(axis=0) + reach_px + _SOFT_PX
    return float(x0), float(y0), float(x1), float(y1)


@contextmanager
def _mixed(canvas: Rgb, box_px: Box, alpha: float) -> Iterator[Rgb]:
    """A copy of the canvas to be drawn on within this box, and mixed in when that is done.

    No more than the box is copied and mixed: of 12 Mpx all of it, three times for rings, took a tenth of a second.
    """
    height, width = canvas.shape[:2]
    x0, y0, x1, y1 = box_px
    part = np.s_[max(0, int(y0)) : max(0, min(height, int(y1) + 1)), max(0, int(x0)) : max(0, min(width, int(x1) + 1))]
    layer = np.empty_like(canvas)
    layer[part] = canvas[part]
    yield layer
    if canvas[part].size:
        canvas[part] = cv2.addWeighted(layer[part], alpha, canvas[part], 1.0 - alpha, 0.0)


def _shape(canvas: Rgb, mark: Mark, radius: float, colour: Colour) -> None:
    corners = np.array(mark.xy_px) + radius * _OUTLINES[mark.shape]
    cv2.fillPoly(canvas, [np.rint(corners * pen.ONE).astype(np.int32)], colour, cv2.LINE_AA, pen.SHIFT)


def _label(canvas: Rgb, scene: Scene, label: Label) -> None:
    strength = _FADED if label.faded else 1.0
    _plate(canvas, label.box_px, pen.rgb(scene.plate_colour), scene.plate_alpha * (0.6 if label.faded else 1.0), scene)
    for text in label.texts:
        _text(canvas, text, strength)


def _panel(canvas: Rgb, scene: Scene, panel: Panel) -> None:
    alpha = max(scene.plate_alpha, 0.88) if panel.kind == "banner" else scene.plate_alpha
    _plate(canvas, panel.box_px, pen.rgb(scene.plate_colour), alpha, scene)
    if panel.bar_px:
        _bar(canvas, scene, panel)
    for mark in panel.marks:
        if mark.ring_px > 0:
            wide = pen.thick(1.3 * scene.edge_width_px)
            pen.circle(canvas, mark.xy_px, mark.ring_px, mark.colour, wide)
        _shape(canvas, mark, mark.dot_px, pen.rgb(mark.colour))
    for text in panel.texts:
        _text(canvas, text, 1.0)


def _bar(canvas: Rgb, scene: Scene, panel: Panel) -> None:
    """The scale bar, with feet at both ends."""
    wide, foot = pen.thick(1.6 * scene.edge_width_px), 3.5 * scene.edge_width_px
    (x0, y), (x1, _) = panel.bar_px
    for a, b in (((x0, y), (x1, y)), ((x0, y - foot), (x0, y + foot)), ((x1, y - foot), (x1, y + foot))):
        pen.line(canvas, a, b, scene.ink_colour, wide)


def _plate(canvas: Rgb, box_px: Box, colour: Colour, alpha: float, scene: Scene) -> None:
    """A filled box with rounded corners, mixed into the picture."""
    x0, y0, x1, y1 = (round(v) for v in box_px)
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, canvas.shape[1]), min(y1, canvas.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    radius = max(1, min(round(3.0 * scene.unit_px), (x1 - x0) // 2, (y1 - y0) // 2))
    cover: Rgb = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.rectangle(cover, (radius, 0), (x1 - x0 - 1 - radius, y1 - y0), (255,), -1)
    cv2.rectangle(cover, (0, radius), (x1 - x0, y1 - y0 - 1 - radius), (255,), -1)
    for cx in (radius, x1 - x0 - 1 - radius):
        for cy in (radius, y1 - y0 - 1 - radius):
            cv2.circle(cover, (cx, cy), radius, (255,), -1, cv2.LINE_AA)
    _stamp(canvas[y0:y1, x0:x1], cover, colour, alpha)


def _text(canvas: Rgb, text: Text, strength: float) -> None:
    cover = mask(text.text, round(text.text_px, 1))
    left, top = round(text.xy_px[0]) - 1, round(text.xy_px[1] - cover.shape[0] / 2)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + cover.shape[1], canvas.shape[1]), min(top + cover.shape[0], canvas.shape[0])
    if x1 > x0 and y1 > y0:
        part = cover[y0 - top : y1 - top, x0 - left : x1 - left]
        _stamp(canvas[y0:y1, x0:x1], part, pen.rgb(text.colour), max(strength, 0.5))


def _stamp(area: Rgb, cover: Rgb, colour: Colour, alpha: float) -> None:
    """Colour pressed onto a part of the picture through a mask (h, w) of 0..255; the part is changed in place."""
    share = cover.astype(np.float32)[:, :, None] * (alpha / 255.0)
    area[:] = np.rint(area * (1.0 - share) + np.array(colour, np.float32) * share).astype(np.uint8)
