"""Colours and sizes of what is drawn, as data.

Sizes are in units: a 480th of the picture's shorter side, so that a drawing reads the same at 480 px and at 4000 px.
Colours are written "#rrggbb" because the live canvas takes them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from locator.errors import RequestError

Role = Literal["left", "right", "midline"]
Shape = Literal["round", "diamond", "triangle"]

SHORT_SIDE_UNITS = 480.0
LEAST_UNIT_PX = 0.8  # on a picture under 384 px letters stop shrinking: they would no longer be letters
LEAST_TEXT = 13.0  # type size; its capitals are 9.1 units tall, the smallest that read at 480 px

# Body side -> shape and letter.  Side is never told by colour alone (WCAG 2.2, 1.4.1).
SHAPES: MappingProxyType[Role, Shape] = MappingProxyType({"left": "round", "right": "diamond", "midline": "triangle"})
LETTERS: MappingProxyType[Role, str] = MappingProxyType({"left": "L", "right": "R", "midline": "M"})


@dataclass(frozen=True)
class Crowd:
    """How large things are for so many points."""

    up_to: int  # points
    text: float  # units, type size wished for; shrinks to LEAST_TEXT where there is no room
    dot: float  # units, radius
    ring: float  # units, width of the ring's line
    ring_alpha: float  # 0..1 of that line
    fill_alpha: float  # 0..1 of the ring's inside
    leader: float  # units, width


@dataclass(frozen=True)
class Style:
    """One way of drawing.  Crowds go from few points to many."""

    name: str
    left: str
    right: str
    midline: str
    edge: str  # line around dots, under rings and under leaders, so that they show on any skin, shirt or wall
    plate: str  # behind letters
    plate_alpha: float  # 0..1
    ink: str  # letters
    quiet: str  # letters of lesser weight
    edge_alpha: float  # 0..1, of the line under rings and leaders
    leader_alpha: float
    crowds: tuple[Crowd, ...]

    def colour(self, role: Role) -> str:
        return {"left": self.left, "right": self.right, "midline": self.midline}[role]

    def crowd(self, count: int) -> Crowd:
        """The sizes for `count` points."""
        return next((c for c in self.crowds if count <= c.up_to), self.crowds[-1])


# Amber, sky blue and white stay apart in all three common kinds of colour blindness (after Okabe and Ito, 2008).
STANDARD = Style(
    name="standard",
    left="#ffc233",
    right="#5cc8ff",
    midline="#ffffff",
    edge="#10151c",
    plate="#151b24",
    plate_alpha=0.78,
    ink="#ffffff",
    quiet="#c9d1db",
    edge_alpha=0.45,
    leader_alpha=0.75,
    crowds=(
        Crowd(up_to=10, text=17.0, dot=4.6, ring=1.7, ring_alpha=0.95, fill_alpha=0.20, leader=1.4),
        Crowd(up_to=28, text=15.0, dot=3.8, ring=1.2, ring_alpha=0.75, fill_alpha=0.10, leader=1.1),
        Crowd(up_to=10_000, text=14.0, dot=3.1, ring=0.9, ring_alpha=0.50, fill_alpha=0.0, leader=0.9),
    ),
)

HIGH_CONTRAST = Style(
    name="high-contrast",
    left="#ffff00",
    right="#00ffff",
    midline="#ffffff",
    edge="#000000",
    plate="#000000",
    plate_alpha=1.0,
    ink="#ffffff",
    quiet="#ffffff",
    edge_alpha=0.9,
    leader_alpha=1.0,
    crowds=(
        Crowd(up_to=10, text=20.0, dot=5.6, ring=2.6, ring_alpha=1.0, fill_alpha=0.0, leader=2.2),
        Crowd(up_to=28, text=16.0, dot=4.6, ring=1.9, ring_alpha=1.0, fill_alpha=0.0, leader=1.7),
        Crowd(up_to=10_000, text=14.0, dot=3.8, ring=1.4, ring_alpha=0.85, fill_alpha=0.0, leader=1.4),
    ),
)

STYLES: MappingProxyType[str, Style] = MappingProxyType({s.name: s for s in (STANDARD, HIGH_CONTRAST)})


def style_named(style: str | Style) -> Style:
    """The style of that name, or the style itself."""
    if isinstance(style, Style):
        return style
    if style not in STYLES:
        raise RequestError(f'expected a style named {" or ".join(STYLES)}, got "{style}"; choose one of these.')
    return STYLES[style]


def unit_px(size_px: tuple[int, int]) -> float:
    """Pixels in one unit of a picture of this width and height."""
    return max(min(size_px) / SHORT_SIDE_UNITS, LEAST_UNIT_PX)
