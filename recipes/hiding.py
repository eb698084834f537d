"""Rendered bodies that something hides in part: a wall beside them, a table before them, a thing, the picture's rim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from locator.detect.base import Rgb
from locator.geometry import Array

Mask = npt.NDArray[np.bool_]
TRUNK_CUN = 18.5  # hip to shoulder joints of the rendered bodies
LEAST_PX = 40  # of a picture that the rim cuts


@dataclass(frozen=True, eq=False)
class Body:
    """A trunk's own measure: every pixel's way down from the shoulders and to the picture's right, in trunk lengths."""

    down: Array  # (h, w)
    aside: Array  # (h, w)
    upright: bool  # only of such a body does the picture's rim cut off a side, the head or the legs

    @staticmethod
    def of(joints: Mapping[str, Any], shape: tuple[int, ...]) -> Body:
        shoulders, hips = (
            np.mean([joints[f"{side}_{joint}"]["px"] for side in ("left", "right")], axis=0)
            for joint in ("shoulder", "hip")
        )
        trunk = float(np.linalg.norm(shoulders - hips))
        up = (shoulders - hips) / trunk
        y, x = np.mgrid[: shape[0], : shape[1]]
        away = (np.stack([x, y], axis=-1) - shoulders) / trunk
        return Body(-(away @ up), away @ np.array([-up[1], up[0]]), up[1] < -0.9)


def wall(body: Body, rng: np.random.Generator) -> Mask:
    """What stands before one side, from beside the arm to beyond the midline; now and then no broader than a door."""
    side = rng.choice([-1.0, 1.0])
    edge = rng.uniform(-3.0, 7.0) / TRUNK_CUN + body.down * np.tan(rng.normal(0.0, 0.02))
    broad = rng.uniform(0.3, 0.8) if rng.random() < 0.3 else np.inf
    hidden: Mask = (side * body.aside > edge) & (side * body.aside < edge + broad)
    return hidden


def table(body: Body, rng: np.random.Generator) -> Mask:
    """What hides the body from some height downward: a bed, a bench; now and then no broader than a chair."""
    hidden: Mask = body.down > rng.uniform(0.55, 2.2) + body.aside * np.tan(rng.normal(0.0, 0.04))
    chair = np.abs(body.aside - rng.normal(0.0, 0.1)) < rng.uniform(0.35, 0.8)
    return hidden & chair if rng.random() < 0.4 else hidden


def thing(body: Body, rng: np.random.Generator) -> Mask:
    """A box somewhere before trunk or thighs."""
    down, aside = rng.uniform(-0.3, 1.6), rng.normal(0.0, 0.35)
    tall, broad = rng.uniform(0.08, 0.4, 2)
    hidden: Mask = (np.abs(body.down - down) < tall) & (np.abs(body.aside - aside) < broad)
    return hidden


def pole(body: Body, rng: np.random.Generator) -> Mask:
    """Somebody's arm, or a pole, that reaches across the back."""
    slope, side = rng.uniform(-1.2, 1.2), rng.choice([-1.0, 1.0])
    down, aside = body.down - rng.uniform(-0.2, 1.2), body.aside - rng.normal(0.0, 0.3)
    across, along = down * np.cos(slope) + aside * np.sin(slope), aside * np.cos(slope) - down * np.sin(slope)
    hidden: Mask = (np.abs(across) < rng.uniform(0.07, 0.13)) & (side * along > -0.2)
    return hidden


HIDING: Mapping[str, Callable[[Body, np.random.Generator], Mask]] = {
    "wall": wall, "table": table, "thing": thing, "pole": pole,
}  # fmt: skip
SHARES = {"wall": 0.25, "rim": 0.25, "table": 0.2, "thing": 0.13, "pole": 0.1, "blur": 0.07}


def partly_hidden(rgb: Rgb, joints: Mapping[str, Any], rng: np.random.Generator) -> tuple[Rgb, Array]:
    """The picture with a part of its body hidden, or blurred, at random; and where its first pixel lay, (x, y) px."""
    body = Body.of(joints, rgb.shape)
    how = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    if how == "blur":
        blurred = cv2.GaussianBlur(rgb, (0, 0), rng.uniform(0.002, 0.012) * max(rgb.shape))
        return np.asarray(blurred, dtype=np.uint8), np.zeros(2)
    if how == "rim" and body.upright:
        return _cut(rgb, body, rng)
    return _before(rgb, HIDING["wall" if how == "rim" else how](body, rng), rng), np.zeros(2)


def _cut(rgb: Rgb, body: Body, rng: np.random.Generator) -> tuple[Rgb, Array]:
    """The picture without one side of the body, without its legs or without its head."""
    height, width = rgb.shape[:2]
    row, column = int(np.abs(body.down[:, 0]).argmin()), int(np.abs(body.aside[0]).argmin())  # shoulders, midline
    trunk = 1.0 / abs(float(body.down[1, 0] - body.down[0, 0]))
    left, top, right, bottom = 0, 0, width, height
    edge = int(rng.uniform(-3.0, 7.0) / TRUNK_CUN * trunk)
    match rng.integers(5):
        case 0 | 1:
            left = column - edge
        case 2 | 3:
            right = column + edge
        case 4 if rng.random() < 0.6:
            bottom = row + int(rng.uniform(0.75, 2.1) * trunk)
        case _:
            top = row - int(rng.uniform(-0.1, 0.45) * trunk)
    left, top = min(max(left, 0), width - LEAST_PX), min(max(top, 0), height - LEAST_PX)
    part = rgb[top : max(bottom, top + LEAST_PX), left : max(right, left + LEAST_PX)]
    return np.ascontiguousarray(part), np.array([left, top], dtype=float)


def _before(rgb: Rgb, hidden: Mask, rng: np.random.Generator) -> Rgb:
    """The picture with something plain, shaded or striped where it is hidden."""
    height, width = rgb.shape[:2]
    down, right = np.linspace(-1, 1, height)[:, None, None], np.linspace(-1, 1, width)[None, :, None]
    colour = rng.uniform(20, 235) + rng.normal(0, rng.uniform(0, 50), 3)
    there = colour + down * rng.uniform(-20, 20) + right * rng.uniform(-20, 20)
    if rng.random() < 0.3:
        there = there + 20 * (np.sin(width * right / rng.uniform(4, 40)) > 0)
    there = there + rng.normal(0, rng.uniform(1, 5), (height, width, 1))
    share = cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), rng.uniform(0.5, 1.2))[..., None]
    shown: Rgb = np.clip(rgb * (1 - share) + there * share, 0, 255).astype(np.uint8)
    return shown
