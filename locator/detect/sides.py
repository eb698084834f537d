"""What the body's outline tells beside the trunk: how broad it is at hips, waist, ribs and chest.

Breadths say how a body is built, and the build where its bones lie between the joints (see frames/trunk_build.py).  An
arm that hangs against the trunk belongs to the outline; whoever uses the breadths has seen such bodies.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from locator.detect.base import Look
from locator.detect.silhouette import BODY, STEP, Trunk, on_mask
from locator.geometry import Array

# Heights above the hips at which the outline is read, in hip-to-shoulder lengths.  Of fifteen heights these four, taken
# together, tell the build of rendered bodies best.
LEVELS = {"hip_side": 0.0, "waist_side": 0.5, "rib_side": 0.6, "chest_side": 0.8}
ASIDE = 0.9  # how far beside the midline the outline is sought, in that length
SLIP = 15  # steps by which the body's middle may lie beside the line from hips to shoulders


def outline_beside_trunk(look: Look, size_px: tuple[int, int]) -> Mapping[str, Array]:
    """Name -> (2,) px of each side's `hip_side`, `waist_side`, `rib_side`, `chest_side`; both sides of one or none.

    Sides are the body's, whichever way it faces.  Left out where the outline runs out of the picture or of the square,
    or where the look has no silhouette or no trunk.
    """
    import cv2  # 0.1 s, spared where only the atlas is read

    trunk = Trunk.of(look)
    if trunk is None or look.mask is None:
        return {}
    heights = np.array(list(LEVELS.values()))
    offsets = STEP * np.arange(-round(ASIDE / STEP), round(ASIDE / STEP) + 1)
    places = trunk.place(offsets[None, :], heights[:, None])  # (4, n, 2) px
    at = on_mask(look, places).astype(np.float32)
    rows = cv2.remap(
        look.mask, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(-1.0,)
    )
    found = {}
    for name, row, line in zip(LEVELS, np.asarray(rows, dtype=np.float64), places, strict=True):
        columns = _edges(row)
        if columns is None:
            continue
        right, left_side = (line[0] + column * (line[1] - line[0]) for column in columns)
        if all(np.all((xy >= 1.0) & (xy < np.array(size_px) - 1.0)) for xy in (right, left_side)):
            found[f"left_{name}"], found[f"right_{name}"] = left_side, right
    return found


def _edges(row: Array) -> tuple[float, float] | None:
    """Columns between which the body around the row's middle lies; None when there is none, or no end to it."""
    middle = len(row) // 2
    body = row > BODY
    near = np.flatnonzero(body[middle - SLIP : middle + SLIP + 1]) + middle - SLIP
    if not len(near):
        return None
    start = int(near[np.abs(near - middle).argmin()])
    outside = np.flatnonzero(~body)
    after = int(np.searchsorted(outside, start))
    if after in (0, len(outside)):
        return None
    low, high = int(outside[after - 1]), int(outside[after])
    if row[low] < 0.0 or row[high] < 0.0:  # beyond the silhouette's own square
        return None
    return (
        low + float((BODY - row[low]) / (row[low + 1] - row[low])),
        high - float((BODY - row[high]) / (row[high - 1] - row[high])),
    )
