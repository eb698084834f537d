"""Measured lengths drawn onto a picture: a line from border to border with a stop at each end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locator.geometry import Array
from locator.overlay import pen
from locator.overlay.pen import Rgb
from locator.overlay.style import style_named, unit_px

WIDTH, EDGE, STOP = 1.4, 1.2, 7.0  # units: the line, the dark rim beside it, half of the stop across each end


def draw_spans(rgb: Rgb, spans: Sequence[Array]) -> Rgb:
    """A new picture with a line for each span, (2, 2) px."""
    canvas = np.ascontiguousarray(rgb).copy()
    look = style_named("high-contrast")
    unit = unit_px((rgb.shape[1], rgb.shape[0]))
    for colour, width in ((look.edge, WIDTH + 2.0 * EDGE), (look.midline, WIDTH)):
        for span in spans:
            for a, b in _strokes(np.asarray(span, np.float64), STOP * unit):
                pen.line(canvas, a, b, colour, pen.thick(width * unit))
    return canvas


def _strokes(span: Array, stop_px: float) -> list[tuple[Array, Array]]:
    """The line and its two stops."""
    way = span[1] - span[0]
    side = stop_px * np.array([-way[1], way[0]]) / max(float(np.linalg.norm(way)), 1e-9)
    return [(span[0], span[1]), *((end - side, end + side) for end in span)]
