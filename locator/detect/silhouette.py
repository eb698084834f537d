"""What the body's outline tells above the shoulders: the crown of the head, and where the neck widens to the shoulders.

Joints say where a body hangs; the outline says where it ends.  Between the two lies what differs from person to person,
so the outline's places steady the levels of the spine (see frames/trunk_view.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from locator.detect.base import Look
from locator.geometry import Array

BODY = 0.5  # silhouette value from which on a pixel counts as body
STEP = 0.01  # of the hip-to-shoulder length: a third of a silhouette's pixel on a whole body
LOWEST, HIGHEST, ASIDE = 0.9, 2.1, 0.6  # the window, in that length: above the hips from, to, and beside the midline
NECK_FROM = 1.1  # the neck is sought from here up to a little below the crown: below it the outline is the shoulders'
BELOW_CROWN = 0.15
# How far outside the neck's narrowest outline a side's outline is when it has reached the corner, and the slope.
WIDER = {"neck_corner": 0.06, "shoulder_slope": 0.15}
SLIP = 8  # steps by which a neck's middle may move from one row to the next


@dataclass(frozen=True, eq=False)
class Trunk:
    """A trunk's own measure in a look: origin between the hips, its hip-to-shoulder length the unit."""

    hips: Array  # (2,) px
    up_px: Array  # (2,) one unit toward the shoulders
    left_px: Array  # (2,) one unit toward the body's own left, whichever way it faces

    @classmethod
    def of(cls, look: Look) -> Trunk | None:
        """None where there is no silhouette to measure, or no trunk."""
        shoulders = 0.5 * (look.xy("left_shoulder") + look.xy("right_shoulder"))
        hips = 0.5 * (look.xy("left_hip") + look.xy("right_hip"))
        up_px = shoulders - hips
        if look.mask is None or math.hypot(*up_px) < 1.0:
            return None
        left_px = np.array([up_px[1], -up_px[0]])
        facing = (look.xy("left_shoulder") - look.xy("right_shoulder")) @ left_px > 0
        return cls(hips, up_px, left_px if facing else -left_px)

    def place(self, left: Array | float, up: Array | float) -> Array:
        """(..., 2) px of places given in units toward the body's left and up."""
        there: Array = self.hips + np.asarray(left)[..., None] * self.left_px + np.asarray(up)[..., None] * self.up_px
        return there


def on_mask(look: Look, xy_px: Array) -> Array:
    """(..., 2) columns and rows of the look's silhouette for places (..., 2) px of the picture."""
    assert look.mask is not None
    square, size = look.square, look.mask.shape[0]
    c, s = math.cos(square.turn_rad), math.sin(square.turn_rad)
    turn = np.array([[c, s], [-s, c]]) * (size / square.side_px)
    there: Array = (xy_px - np.array([square.x_px, square.y_px])) @ turn.T + 0.5 * size - 0.5
    return there


def beyond_px(look: Look, xy_px: Array) -> Array:
    """(n,) px by which places (n, 2) px lie beside the body that the look shows; 0 on it, and where nothing is known.

    Nothing is known beyond the look's square, nor where it has no silhouette.
    """
    import cv2  # 0.1 s, spared where only the atlas is read

    beyond = np.zeros(len(xy_px))
    if look.mask is None or not (look.mask > BODY).any():
        return beyond
    column, row = np.rint(on_mask(look, xy_px)).astype(np.intp).T
    height, width = look.mask.shape
    known = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    if (look.mask[row[known], column[known]] > BODY).all():
        return beyond
    away = cv2.distanceTransform((look.mask <= BODY).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    beyond[known] = away[row[known], column[known]] * look.square.side_px / width
    return beyond


def outline_above_shoulders(look: Look, size_px: tuple[int, int]) -> Mapping[str, Array]:
    """Name -> (2,) px of `crown` and each side's `neck_corner` and `shoulder_slope`, where the head is in the picture.

    Sides are the body's, whichever way it faces.  Empty where the look has no silhouette or no trunk.
    """
    trunk = Trunk.of(look)
    if trunk is None:
        return {}
    window = _window(look, trunk)
    rows, edges = _runs(window)
    if len(rows) < 2:
        return {}
    found = {"crown": _place(0.5 * edges[-1].sum(), rows[-1] + 0.5)} if rows[-1] < len(window) - 1 else {}
    neck = [k for k, row in enumerate(rows) if NECK_FROM < LOWEST + STEP * row < LOWEST + STEP * rows[-1] - BELOW_CROWN]
    if found and neck:
        narrow = min(neck, key=lambda k: edges[k, 1] - edges[k, 0])
        for side, sign, at in (("left", 1.0, 1), ("right", -1.0, 0)):
            for name, wider in WIDER.items():
                out = sign * (edges[: narrow + 1, at] - edges[narrow, at]) * STEP - wider
                below = np.flatnonzero(out > 0.0)
                if len(below):
                    k = int(below[-1])
                    share = out[k] / (out[k] - out[k + 1])
                    found[f"{side}_{name}"] = _place(
                        (1 - share) * edges[k, at] + share * edges[k + 1, at], rows[k] + share
                    )
    in_px = {name: trunk.place(left, high) for name, (left, high) in found.items()}
    inside = {n: xy for n, xy in in_px.items() if 1.0 <= xy[0] < size_px[0] - 1.0 and 1.0 <= xy[1] < size_px[1] - 1.0}
    return inside if "crown" in inside else {}  # beyond the picture's rim the model makes up a head of its own


def _place(column: float, row: float) -> tuple[float, float]:
    """(toward the left, up) in hip-to-shoulder lengths from the hips, of a column and a row of the window."""
    return float(column * STEP - ASIDE), float(LOWEST + STEP * row)


def _window(look: Look, trunk: Trunk) -> Array:
    """The silhouette resampled: rows go up the body, columns toward its left; -1 where the square does not reach."""
    import cv2  # 0.1 s, spared where only the atlas is read

    assert look.mask is not None
    start = on_mask(look, trunk.place(-ASIDE, LOWEST))
    left, up = (on_mask(look, trunk.place(*step)) - start for step in ((STEP - ASIDE, LOWEST), (-ASIDE, LOWEST + STEP)))
    shape = (round(2 * ASIDE / STEP) + 1, round((HIGHEST - LOWEST) / STEP) + 1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    to_mask = np.column_stack([left, up, start])
    return np.asarray(cv2.warpAffine(look.mask, to_mask, shape, flags=flags, borderValue=(-1.0,)), dtype=np.float64)


def _runs(window: Array) -> tuple[Array, Array]:
    """Rows (k,) and the body's edges (k, 2) in columns, going up along the run of body that holds the midline."""
    height, width = window.shape
    body = window > BODY
    column = np.arange(width)
    # For every place the next one without body on either side, -1 and `width` where the body reaches the window's rim.
    before = np.maximum.accumulate(np.where(body, -1, column), axis=1)
    beyond = np.minimum.accumulate(np.where(body, width, column)[:, ::-1], axis=1)[:, ::-1]
    middle = width // 2
    rows, edges = [], []
    for index in range(height):
        if not body[index, middle]:
            near = np.flatnonzero(body[index, max(0, middle - SLIP) : middle + SLIP + 1]) + max(0, middle - SLIP)
            if not len(near):
                break
            middle = int(near[np.abs(near - middle).argmin()])
        low, high = int(before[index, middle]), int(beyond[index, middle])
        if low < 0 or high == width:  # the body fills the window to its rim: no edge to be seen
            left, right = -1.0, float(width)
        else:
            left, right = _edge(window[index], low, 1), _edge(window[index], high, -1)
        rows.append(index)
        edges.append((left, right))
        if right - left < 0.6 / STEP:
            middle = min(max(round(0.5 * (left + right)), 0), width - 1)
    return np.array(rows), np.array(edges, dtype=np.float64).reshape(-1, 2)


def _edge(row: Array, outside: int, inward: int) -> float:
    """Where the silhouette crosses BODY between a column outside and its neighbour inside."""
    low, high = float(row[outside]), float(row[outside + inward])
    return outside + inward * (BODY - low) / (high - low) if low >= 0.0 else float(outside)
