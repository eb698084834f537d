"""A drawing of where a point lies, for who is led without a camera: a figure, and the marks on it.

On the body the marks are placed by the locator itself, on the joints of the drawn outline; so a point that joins the
atlas joins the drawing.  Hands, feet and the head are drawings of their own, with the few marks set by eye.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from locator.atlas.load import load_atlas
from locator.geometry import Array
from locator.landmarks import LandmarkSet, View
from locator.outline import joint_places, outline_for
from locator.overlay.style import SHAPES, Role, Style, style_named
from locator.pipeline import locate_landmarks
from ui.components.drawings import shape
from ui.components.inline import svg_url
from ui.components.written import written
from ui.wording import Wording

SIDE = 1000  # one side of the outline's unit square, in the drawing's units
SKIN, LINE = "#d9c3a6", "#3b342a"
# What of the unit square is drawn: x, y, width, height.
VIEWS = {"back": (290, 110, 420, 490), "leg": (320, 480, 360, 420)}
# On the drawings of hand, foot and head (160 x 180 units, the right hand's back, the right foot from in front, a head
# from behind): a place on the body's right; the left is its mirror image.
SET_BY_EYE = {
    "LI4": ("hand", 63, 112),
    "SI3": ("hand", 110, 108),
    "TE5": ("hand", 80, 163),
    "PC6": ("hand", 80, 163),
    "LR3": ("foot", 93, 112),
    "GV20": ("head", 80, 36),
    "GV16": ("head", 80, 104),
    "BL10": ("head", 90, 112),
    "GB20": ("head", 94, 103),
}
PALMAR = {"PC6"}  # on the palm's side: the drawing of the right hand's back, with these lines, is the left hand's palm
PALM_LINES = (
    '<path d="M64 99 q19 8 15 40 M64 99 q20 5 35 22 M107 101 q-16 7 -27 -7 M63 138 q20 5 39 0" fill="none"'
    f' stroke="{LINE}" stroke-width="2" stroke-linecap="round"/>'
)
MIDDLE_X = 80
DRAWN_HEIGHT = 180


@dataclass(frozen=True)
class Spot:
    """One mark of a drawing, in the drawing's own units."""

    side: Role
    x: float
    y: float


def figure(say: Wording, code: str, sides: Iterable[Role], style: str = "high-contrast", mirrored: bool = False) -> str:
    """The drawing with this point on these sides, as an address that an image takes; "" where none can be drawn.

    `mirrored`: as it looks beside a mirrored video; body and marks change places, the letters stay with their marks.
    """
    sides = tuple(sides)
    name, view = _figure_of(code)
    if not name:
        return ""
    if name in VIEWS:
        box = VIEWS[name]
        spots = [spot for spot in _placed(view, name).get(code, ()) if spot.side in sides]
        body = _body(view)
    else:
        box = (0, 0, 2 * MIDDLE_X, DRAWN_HEIGHT)
        _, x, y = SET_BY_EYE[code]
        spots = [Spot(side, x if side != "left" else 2 * MIDDLE_X - x, y) for side in sides]
        # a hand's other side is the drawing's mirror image; both sides at once are shown on the one hand
        body = shape(name) + (PALM_LINES if code in PALMAR else "")
        if name != "head":
            spots = spots[-1:]
            if (spots[-1].side == "left") != (code in PALMAR):
                body = _turned_over(body, MIDDLE_X)
    if not spots:
        return ""
    unit = box[3] / 100
    middle = box[0] + box[2] / 2
    if mirrored:
        body = _turned_over(body, middle)
        spots = [replace(spot, x=2 * middle - spot.x) for spot in spots]
    letters = letters_of(say)
    marks = "".join(_mark(spot, letters[spot.side], unit, middle, style_named(style)) for spot in spots)
    drawing = (
        f'<svg viewBox="{box[0]} {box[1]} {box[2]} {box[3]}" xmlns="http://www.w3.org/2000/svg">{body}{marks}</svg>'
    )
    return svg_url(drawing)


def both_sides(say: Wording, code: str) -> str:
    """The drawing with this point wherever the body has it."""
    return figure(say, code, load_atlas()[code].sides)


def letters_of(say: Wording) -> dict[Role, str]:
    """The letter that tells a side, as on photographs in this language."""
    words = written(say)
    return {"left": words.letter_left, "right": words.letter_right, "midline": words.letter_midline}


def _figure_of(code: str) -> tuple[str, View]:
    """Which figure shows a point, and from which side."""
    if code in SET_BY_EYE:
        return SET_BY_EYE[code][0], "back"
    point = load_atlas()[code]
    view: View = "front" if "front" in point.seen_from and "back" not in point.seen_from else "back"
    for name in ("back", "leg"):
        if code in _placed(view, name):
            return name, view
    return "", view


@cache
def _placed(view: View, region: str) -> dict[str, tuple[Spot, ...]]:
    """Every point of a region on the drawn body seen from there, placed by the locator."""
    joints = {name: (float(x), float(y)) for name, (x, y) in _joints(view).items()}
    body = LandmarkSet.from_points(joints, (SIDE, SIDE), view, source="detected")
    found: dict[str, tuple[Spot, ...]] = {}
    for spot in locate_landmarks(body, region="back" if region == "back" else "leg").placements:
        x, y, width, height = VIEWS[region]
        px, py = (float(v) for v in spot.xy_px)
        if spot.visible and x < px < x + width and y < py < y + height:
            found[spot.code] = (*found.get(spot.code, ()), Spot(spot.side, px, py))
    return found


def _joints(view: View) -> dict[str, Array]:
    return {name: SIDE * (place + 0.5) for name, place in joint_places(view).items()}


@cache
def _body(view: View) -> str:
    """The whole body's outline; all its edges first and then its skin, so that the pieces grow together."""
    lines = [*outline_for("leg", view).lines, *outline_for("back", "back").lines]
    pieces = "".join(f'<path d="M{_corners(line)}Z"/>' for line in lines) + _limbs(view)
    return f'<g stroke="{LINE}" stroke-width="6">{pieces}</g><g fill="{SKIN}" stroke="none">{pieces}</g>'


def _limbs(view: View) -> str:
    """What the outline to fit a body into leaves out: crown, hips, arms and feet, roughly, for the eye."""
    joints = _joints(view)
    crown = joints["left_shoulder"][1] - 115
    pieces = [f'<ellipse cx="{SIDE / 2:g}" cy="{crown:.0f}" rx="37" ry="46"/>']
    for side in ("left", "right"):
        away = 1 if joints[f"{side}_hip"][0] > SIDE / 2 else -1
        ankle, shoulder = joints[f"{side}_ankle"], joints[f"{side}_shoulder"]
        middle, x = SIDE / 2, float(ankle[0])
        pieces.append(
            f'<path d="M{middle:g} 545L{middle + 89 * away:.0f} 545L{middle + 88 * away:.0f} 585'
            f'L{middle + 4 * away:.0f} 580Z"/>'
            f'<path d="M{shoulder[0] + 8 * away:.0f} {shoulder[1] + 90:.0f}q{12 * away} -20 {24 * away} 0'
            f'l{26 * away} 190q{6 * away} 40 {-10 * away} 44q{-18 * away} -6 {-18 * away} -44z"/>'
            f'<ellipse cx="{x + 6 * away:.0f}" cy="{ankle[1] + 28:.0f}" rx="26" ry="16"/>'
            f'<path d="M{x - 17:.0f} {ankle[1] - 30:.0f}h34l3 55h-40z"/>'
        )
    return "".join(pieces)


def _corners(line: Array) -> str:
    return "L".join(f"{x:.0f} {y:.0f}" for x, y in np.asarray(line) * SIDE + SIDE / 2)


def _turned_over(body: str, middle: float) -> str:
    """The mirror image of a drawing about an upright line."""
    return f'<g transform="translate({2 * middle:g} 0) scale(-1 1)">{body}</g>'


def _mark(spot: Spot, letter: str, unit: float, middle: float, style: Style) -> str:
    """Shape and letter tell the side, as on photographs; the letter stands away from the body's middle."""
    r, x, y = 2.6 * unit, spot.x, spot.y
    ink = f'fill="{style.colour(spot.side)}" stroke="{style.edge}" stroke-width="{0.8 * unit:.2f}"'
    if SHAPES[spot.side] == "round":
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" {ink}/>'
    elif SHAPES[spot.side] == "diamond":
        d = 1.25 * r
        drawn = f'<path d="M{x:.1f} {y - d:.1f} l{d:.1f} {d:.1f} l{-d:.1f} {d:.1f} l{-d:.1f} {-d:.1f}z" {ink}/>'
    else:
        d = 1.25 * r
        drawn = f'<path d="M{x:.1f} {y - d:.1f} l{d:.1f} {1.6 * d:.1f} h{-2 * d:.1f}z" {ink}/>'
    if spot.side == "midline":
        return drawn
    away = 1 if spot.x > middle else -1
    where = f'x="{x + away * 2.2 * r:.1f}" y="{y + 0.36 * 2.6 * r:.1f}" font-size="{2.6 * r:.1f}"'
    face = 'text-anchor="middle" font-family="system-ui, sans-serif" font-weight="700"'
    ink = f'fill="{style.ink}" stroke="{style.edge}" stroke-width="{0.9 * unit:.2f}" paint-order="stroke"'
    return f"{drawn}<text {where} {face} {ink}>{letter}</text>"
