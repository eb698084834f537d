"""Draw the outlines again: `python -m recipes.fit_outline BACKS:back FRONTS:front` (rendered sets with truth.json).

Each whole body is looked at in the square its own answer asks for; the silhouettes, averaged with their mirror images,
give the drawn shape where half of the bodies are, and the mean joints give the guides.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from locator.detect.base import INDEX, Look
from locator.detect.mediapipe_pose import MediaPipePose
from locator.geometry import Array
from locator.photo import load_photo
from recipes.rendered import pictures
from recipes.said import said

OUT = Path(__file__).parents[1] / "locator" / "data" / "outline.json"
STEP = 0.012  # between corners of a drawn line, as a share of the square's side
TRUNK = (-0.5, 0.075)  # heights between which head, trunk and buttocks are drawn
LEGS = (0.075, 0.333)  # thighs below the crotch, to the ankles


def looks(where: str, detector: MediaPipePose) -> list[Look]:
    folder, _, view = where.partition(":")
    found = []
    for record in pictures(Path(folder), view):
        rgb = load_photo(record["path"]).rgb
        squares = detector.find(rgb)
        if squares:
            square = detector.look(rgb, squares[0]).implied
            found.append(detector.look(rgb, detector.look(rgb, square).implied, mask=True))
    return found


def mean_mask(seen: list[Look]) -> Array:
    mean: Array = np.mean([look.mask for look in seen if look.mask is not None], axis=0)
    return 0.5 * (mean + mean[:, ::-1])


def mean_joint(seen: list[Look], name: str) -> list[float]:
    """(x, y) of a joint of the right-hand side of the square, both sides averaged; turned upright."""
    places = []
    for look in seen:
        s = look.square
        away = (look.xy_px - (s.x_px, s.y_px)) / s.side_px
        c, n = np.cos(s.turn_rad), np.sin(s.turn_rad)
        upright = np.column_stack([away[:, 0] * c + away[:, 1] * n, -away[:, 0] * n + away[:, 1] * c])
        for side in ("left", "right"):
            x, y = upright[INDEX[f"{side}_{name}"]]
            places.append((abs(x), y))
    return [round(float(v), 4) for v in np.mean(places, axis=0)]


def crossings(row: Array) -> list[float]:
    """Where the right half of a mask's row crosses one half, in shares of the square from its middle, outward."""
    half = row[len(row) // 2 :] - 0.5
    at = np.flatnonzero((half[:-1] > 0) != (half[1:] > 0))
    return [float(i + 0.5 + half[i] / (half[i] - half[i + 1])) / len(row) for i in at]


def side_line(mask: Array, rows: tuple[float, float], inner: bool) -> list[tuple[float, float, float]]:
    """(height, inner edge, outer edge) down one half of the mask; without `inner` the body goes through the middle."""
    out = []
    for y in np.arange(rows[0], rows[1] + 1e-9, STEP):
        at = crossings(mask[min(len(mask) - 1, int((y + 0.5) * len(mask)))])
        if len(at) >= 1 + inner:
            out.append((float(y), at[0] if inner else 0.0, at[1] if inner else at[0]))
    return out


def trunk_line(mask: Array) -> list[list[float]]:
    """Head, shoulders and trunk, the arms cut where they leave the trunk, as one closed line."""
    down = [(y, outer) for y, _, outer in side_line(mask, TRUNK, False)]
    right = [[round(outer, 4), round(y, 4)] for y, outer in down]
    return right + [[-x, y] for x, y in reversed(right)]


def leg_lines(mask: Array) -> list[list[list[float]]]:
    """The two legs, each a closed line."""
    down = side_line(mask, LEGS, True)
    right = [[round(outer, 4), round(y, 4)] for y, _, outer in down]
    right += [[round(inner, 4), round(y, 4)] for y, inner, _ in reversed(down)]
    return [right, [[-x, y] for x, y in right]]


def main(backs: str, fronts: str) -> None:
    detector = MediaPipePose()
    behind, before = looks(backs, detector), looks(fronts, detector)
    joints = ("shoulder", "hip", "knee", "ankle")
    out = {
        "source": f"{len(behind)} rendered bodies from behind, {len(before)} from in front (recipes/fit_outline.py)",
        "joints": {
            face: {j: mean_joint(seen, j) for j in joints} for face, seen in (("back", behind), ("front", before))
        },
        "back": [trunk_line(mean_mask(behind))],
        "leg_back": leg_lines(mean_mask(behind)),
        "leg_front": leg_lines(mean_mask(before)),
    }
    OUT.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    first, second = said(2)[:2]
    main(first, second)
