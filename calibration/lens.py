"""A camera's lens: how it bends straight lines, and pictures and places with that taken out or put back in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from locator.errors import RequestError
from locator.geometry import Array, within
from locator.landmarks import Landmark, LandmarkSet
from locator.placement import Box, FrameInfo, Located

SAME_SHAPE = 0.01  # how far, as a share, a picture's sides may depart from the shape the lens was measured in
LEAST_ZOOM = 0.6  # a straightened picture is made smaller to keep its edges, but never by more than this
_STEP_PX = 0.5  # over which the lens's own enlargement is taken


@dataclass(frozen=True)
class Lens:
    """One camera at one picture shape.  Places are px of pictures of `size_px`."""

    name: str
    size_px: tuple[int, int]  # width, height
    focal_px: float
    centre_px: tuple[float, float]
    bend: tuple[float, float, float, float]  # k1, k2 outward, p1, p2 sideways (Brown and Conrady, as OpenCV has them)
    error_px: float  # rms by which the board's corners were missed
    views: int  # pictures of the board used
    when: str = ""  # date

    def at(self, size_px: tuple[int, int]) -> Lens:
        """The same lens on pictures of another size; RequestError when their shape is another."""
        if size_px == self.size_px:
            return self
        across, down = size_px[0] / self.size_px[0], size_px[1] / self.size_px[1]
        if abs(across / down - 1.0) > SAME_SHAPE:
            raise RequestError(
                f"the lens {self.name} was measured on pictures of {self.size_px[0]} x {self.size_px[1]} px, this one "
                f"has {size_px[0]} x {size_px[1]}: another shape, or turned. Take both the same way, or leave it out.",
                reason="lens_shape",
                name=self.name,
                measured=f"{self.size_px[0]} x {self.size_px[1]}",
                came=f"{size_px[0]} x {size_px[1]}",
            )
        # px centres are whole numbers, so a picture's own rim lies at -0.5
        x, y = (self.centre_px[0] + 0.5) * across - 0.5, (self.centre_px[1] + 0.5) * down - 0.5
        return replace(self, size_px=size_px, focal_px=self.focal_px * across, centre_px=(x, y))

    def mirrored(self) -> Lens:
        """The lens that would have taken the mirror image."""
        k1, k2, p1, p2 = self.bend
        return replace(
            self, centre_px=(self.size_px[0] - 1.0 - self.centre_px[0], self.centre_px[1]), bend=(k1, k2, p1, -p2)
        )


def straight_picture(lens: Lens, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture as a lens without bend would have taken it, of the same size."""
    across, down = _maps(lens.at((rgb.shape[1], rgb.shape[0])))
    return np.asarray(cv2.remap(rgb, across, down, cv2.INTER_LINEAR), np.uint8)


def straightened(lens: Lens, xy_px: Array) -> Array:
    """(n, 2) places of a picture as it was taken, in the straight one."""
    if len(xy_px) == 0:
        return np.zeros((0, 2))
    given = np.asarray(xy_px, float).reshape(-1, 1, 2)
    out = cv2.undistortPoints(given, _matrix(lens), np.array(lens.bend), P=_straight_matrix(lens))
    return np.asarray(out, float).reshape(-1, 2)


def bent(lens: Lens, xy_px: Array) -> Array:
    """(n, 2) places of the straight picture, in the one that was taken."""
    if len(xy_px) == 0:
        return np.zeros((0, 2))
    straight = _straight_matrix(lens)
    rays = (np.asarray(xy_px, float) - straight[:2, 2]) / straight[0, 0]
    rays = np.column_stack([rays, np.ones(len(rays))]).reshape(-1, 1, 3)
    out, _ = cv2.projectPoints(rays, np.zeros(3), np.zeros(3), _matrix(lens), np.array(lens.bend))
    return np.asarray(out, float).reshape(-1, 2)


def straightened_marks(lens: Lens, marks: tuple[Landmark, ...]) -> tuple[Landmark, ...]:
    """Landmarks given on the picture as it was taken, on the straight one."""
    if not marks:
        return ()
    places = straightened(lens, np.array([m.xy_px for m in marks]))
    return tuple(replace(m, xy_px=xy) for m, xy in zip(marks, places, strict=True))


def bent_back(lens: Lens, found: Located) -> Located:
    """The answer for the straight picture, laid on the one that was taken."""
    spots, marks = found.placements, tuple(found.landmarks or ())
    places = np.array([p.xy_px for p in spots] + [m.xy_px for m in marks]).reshape(-1, 2)
    taken, grown = bent(lens, places), _enlargement(lens, places)
    placed = tuple(
        replace(
            p,
            xy_px=xy,
            ring_px=p.ring_px * by,
            cun_px=p.cun_px * by,
            beside_px=p.beside_px * by,
            visible=p.visible and within(xy, lens.size_px),
        )
        for p, xy, by in zip(spots, taken, grown, strict=False)
    )
    moved = [
        replace(m, xy_px=xy, sigma_px=m.sigma_px * by, depth_px=m.depth_px * by)
        for m, xy, by in zip(marks, taken[len(spots) :], grown[len(spots) :], strict=True)
    ]
    landmarks = None
    if found.landmarks is not None:
        landmarks = LandmarkSet(found.size_px, found.view, {m.name: m for m in moved})
    people = tuple(_box(lens, box) for box in found.people)
    frames = tuple(replace(frame, cun_px=frame.cun_px * _grown_at(frame, found, grown, lens)) for frame in found.frames)
    return replace(found, frames=frames, placements=placed, landmarks=landmarks, people=people, lens=lens.name)


def _grown_at(frame: FrameInfo, found: Located, grown: Array, lens: Lens) -> float:
    """By how much a part is larger where its points lie, the middle one's; of one without points, the picture's middle.

    `grown` begins with that of each point.
    """
    spots = zip(found.placements, grown.tolist(), strict=False)
    there = [by for p, by in spots if p.frame == frame.region and frame.side in (None, p.side)]
    middle = 0.5 * np.array([[lens.size_px[0] - 1.0, lens.size_px[1] - 1.0]])
    return float(np.median(there)) if there else float(_enlargement(lens, middle)[0])


def _box(lens: Lens, box: Box) -> Box:
    x0, y0, x1, y1 = box
    corners = bent(lens, np.array([(x0, y0), (x1, y0), (x0, y1), (x1, y1)]))
    (low_x, low_y), (high_x, high_y) = corners.min(axis=0), corners.max(axis=0)
    return float(low_x), float(low_y), float(high_x), float(high_y)


def _enlargement(lens: Lens, xy_px: Array) -> Array:
    """(n,) by which the taken picture is larger than the straight one around each place."""
    if len(xy_px) == 0:
        return np.zeros(0)
    dx, dy = ((bent(lens, xy_px + step) - bent(lens, xy_px - step)) / (2.0 * _STEP_PX) for step in _STEP_PX * np.eye(2))
    area: Array = np.abs(dx[:, 0] * dy[:, 1] - dx[:, 1] * dy[:, 0])
    return np.sqrt(area)


def _matrix(lens: Lens) -> Array:
    x, y = lens.centre_px
    return np.array([[lens.focal_px, 0.0, x], [0.0, lens.focal_px, y], [0.0, 0.0, 1.0]])


@lru_cache(maxsize=8)
def _straight_matrix(lens: Lens) -> Array:
    """The straight picture's camera: the middles of the taken picture's four edges stay in it."""
    width, height = lens.size_px
    middle = np.array([0.5 * (width - 1), 0.5 * (height - 1)])
    edges = middle + 0.5 * np.array([(-width, 0.0), (width, 0.0), (0.0, -height), (0.0, height)])
    rays = cv2.undistortPoints(edges.reshape(-1, 1, 2), _matrix(lens), np.array(lens.bend)).reshape(-1, 2)
    across, down = float(np.ptp(rays[:2, 0])), float(np.ptp(rays[2:, 1]))
    zoom = min(width / (across * lens.focal_px), height / (down * lens.focal_px))
    zoom = max(LEAST_ZOOM, min(1.0, zoom)) if math.isfinite(zoom) and zoom > 0 else LEAST_ZOOM
    focal = lens.focal_px * zoom
    x, y = middle - focal * np.array([0.5 * (rays[0, 0] + rays[1, 0]), 0.5 * (rays[2, 1] + rays[3, 1])])
    matrix = np.array([[focal, 0.0, x], [0.0, focal, y], [0.0, 0.0, 1.0]])
    matrix.setflags(write=False)
    return matrix


@lru_cache(maxsize=2)  # of a live view's lens and a photograph's; 8 bytes a px
def _maps(lens: Lens) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    across, down = cv2.initUndistortRectifyMap(
        _matrix(lens), np.array(lens.bend), np.eye(3), _straight_matrix(lens), lens.size_px, cv2.CV_32FC1
    )
    return np.asarray(across, np.float32), np.asarray(down, np.float32)
