"""The outline to fit a body into: drawn over a picture it tells the square in which the landmark model is to look.

An outline lies in the unit square of the landmark model: the origin is the middle of the hips, x to the right, y down,
and the square's rim at 0.5 each way.  Drawn with `placed` and moved, enlarged or turned until the body fits, it is the
`Square` to hand to `locate(..., square=)` or to `Tracker.tell`.  The shapes are those of rendered bodies standing with
their arms down (recipes/fit_outline.py); arms are left out, since they hang as they like.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from locator.detect.base import Square
from locator.geometry import Array, frozen_array, kept
from locator.landmarks import View, known_view
from locator.placement import Region, known_region

KNEECAP = 0.017  # half height of a drawn kneecap, as a share of the square; for the eye alone
# Where an outline begins: (side, height of the hips) as shares of the picture's height, the middle of the squares that
# close-ups of this region usually have (locator.detect.closeup.SEEDS).
FIRST = {"back": (2.8, 0.88), "leg": (2.4, 0.06)}
# Each shape in the data, the part it is of and the side of the body that it shows.
SHAPES: tuple[tuple[str, Region, View], ...] = (
    ("back", "back", "back"), ("leg_back", "leg", "back"), ("leg_front", "leg", "front"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Outline:
    """One shape to fit a body into, in shares of the square's side."""

    region: Region
    view: View  # "back" or "front": the side of the body that faces the camera
    lines: tuple[Array, ...]  # (n, 2) each, closed: the last corner joins the first
    guides: tuple[Array, ...]  # (n, 2) each, open: spine and hips, or the creases of the knees, or kneecaps

    def placed(self, square: Square) -> tuple[Array, ...]:
        """The closed lines in picture pixels."""
        return tuple(to_px(line, square) for line in self.lines)

    def first(self, size_px: tuple[int, int]) -> Square:
        """The square to begin with in a picture of this (width, height)."""
        width, height = size_px
        side, hips = FIRST[self.region]
        return Square(width / 2, hips * height, side * height)


def to_px(places: Array, square: Square) -> Array:
    """(n, 2) shares of the square's side -> (n, 2) picture pixels."""
    c, s = math.cos(square.turn_rad), math.sin(square.turn_rad)
    turned = places @ np.array([[c, s], [-s, c]])
    px: Array = np.array([square.x_px, square.y_px]) + square.side_px * turned
    return px


def joint_places(view: View) -> dict[str, Array]:
    """(2,) each, mean place in the unit square of the joints, "left_shoulder" ... "right_ankle"."""
    known_view(view)
    table = _data()["joints"]["front" if view == "front" else "back"]
    left = 1.0 if view == "front" else -1.0  # from behind the body's left is the picture's left
    return {
        f"{side}_{joint}": np.array([sign * x, y])
        for joint, (x, y) in table.items()
        for side, sign in (("left", left), ("right", -left))
    }


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline there is: a back, and legs from behind and from in front."""
    data = _data()
    made: list[Outline] = []
    for name, region, view in SHAPES:
        lines = tuple(frozen_array(line, (len(line), 2)) for line in data[name])
        made.append(Outline(region, view, lines, _guides(region, view)))
    return kept(tuple(made))


def outline_for(region: Region | None, view: View | None = None) -> Outline:
    """The outline for what a person wants to see: legs from the side said, else the back."""
    known_region(region)
    known_view(view)
    for outline in outlines():
        if outline.region == region and outline.view == (view if view == "front" else "back"):
            return outline
    return outlines()[0]


def _guides(region: Region, view: View) -> tuple[Array, ...]:
    """(n, 2) each, open lines in the unit square by which the eye lays a shape on the body."""
    joints = joint_places(view)
    if region == "back":
        hips, shoulders = (np.array([joints[f"left_{j}"], joints[f"right_{j}"]]) for j in ("hip", "shoulder"))
        spine = np.array([shoulders.mean(axis=0), hips.mean(axis=0)])
        return spine, shoulders, hips
    knees = [joints["left_knee"], joints["right_knee"]]
    if view == "front":
        turn = np.linspace(0.0, 2 * math.pi, 17)
        ring = KNEECAP * np.column_stack([0.8 * np.sin(turn), np.cos(turn)])
        return tuple(knee + ring for knee in knees)
    return tuple(knee + np.array([[-0.9 * KNEECAP, 0.0], [0.9 * KNEECAP, 0.0]]) for knee in knees)


@cache
def _data() -> dict[str, Any]:
    text = (resources.files("locator") / "data" / "outline.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
