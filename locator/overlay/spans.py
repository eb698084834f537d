"""Measured lengths drawn onto a picture: a line from border to border with a stop at each end."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from locator.geometry import Array
from locator.overlay.style import style_named, unit_px

Rgb = npt.NDArray[np.uint8]
WIDTH, EDGE, STOP = 1.4, 1.2, 7.0  # units: the line, the dark rim beside it, half of the stop across each end
_SHIFT = 4  # sixteenths of a pixel


def draw_spans(rgb: Rgb, spans: Sequence[Array], style: str = "high-contrast") -> Rgb:
    """A new picture with a line for each span, (2, 2) px."""
    canvas = np.ascontiguousarray(rgb).copy()
    look = style_named(style)
    unit = unit_px((rgb.shape[1], rgb.shape[0]))
    for colour, width in ((look.edge, WIDTH + 2.0 * EDGE), (look.midline, WIDTH)):
        for span in spans:
            for a, b in _strokes(np.asarray(span, np.float64), STOP * unit):
                thick = max(1, round(width * unit))
                cv2.line(canvas, _at(a), _at(b), _rgb(colour), thick, cv2.LINE_AA, _SHIFT)
    return canvas


def _strokes(span: Array, stop_px: float) -> list[tuple[Array, Array]]:
    """The line and its two stops."""
    way = span[1] - span[0]
    side = stop_px * np.array([-way[1], way[0]]) / max(float(np.linalg.norm(way)), 1e-9)
    return [(span[0], span[1]), *((end - side, end + side) for end in span)]


def _at(place: Array) -> tuple[int, int]:
    x, y = np.rint(place * (1 << _SHIFT)).astype(int)
    return int(x), int(y)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
