"""The printed board as a lens of known bend would photograph it."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from calibration.board import ACROSS, DOWN, SQUARE_MM, board_picture
from calibration.lens import Lens
from calibration.measure_lens import BoardPhoto

SIZE_PX = (960, 720)
TRUE = Lens("true", SIZE_PX, 700.0, (470.0, 368.0), (-0.24, 0.06, 0.0, 0.0), 0.0, 0)
FIELD_PX = 50  # px of the drawn board to a square: six whole ones to a field of its codes
# Turns about x, y, z in degrees, and where the board's middle lies, in mm from the camera: the middle, the corners.
POSES = [
    ((0, 0, 0), (0, 0, 420)),
    ((30, 0, 5), (-150, 30, 430)),
    ((-30, 5, 0), (150, -20, 430)),
    ((0, 32, 0), (-110, 20, 400)),
    ((5, -32, 8), (115, 0, 410)),
    ((20, 20, 90), (-60, -85, 360)),
    ((-20, -20, 92), (70, 80, 360)),
    ((15, -25, 45), (0, 40, 380)),
]


@cache
def _rays(lens: Lens) -> np.ndarray:
    """(H * W, 3) where each pixel looks: the same of every board that this lens films, and half a second's work."""
    width, height = lens.size_px
    camera = np.array([[lens.focal_px, 0, lens.centre_px[0]], [0, lens.focal_px, lens.centre_px[1]], [0, 0, 1.0]])
    grid = np.stack(np.meshgrid(np.arange(width, dtype=float), np.arange(height, dtype=float)), -1).reshape(-1, 1, 2)
    many = (cv2.TERM_CRITERIA_COUNT, 40, 0.0)
    rays = cv2.undistortPointsIter(grid, camera, np.array(lens.bend), np.eye(3), np.eye(3), many).reshape(-1, 2)
    return np.column_stack([rays, np.ones(len(rays))])


def filmed(lens: Lens, turned: tuple[float, ...], at_mm: tuple[float, ...], blur_px: float = 0.6) -> np.ndarray:
    """(H, W, 3) of the board held so."""
    width, height = lens.size_px
    rays = _rays(lens)
    a, b, c = np.radians(turned)
    turn = cv2.Rodrigues(np.array([0, 0, c]))[0] @ cv2.Rodrigues(np.array([a, b, 0.0]))[0]
    out = turn[:, 2]
    on_board = (rays * ((out @ np.array(at_mm)) / (rays @ out))[:, None] - np.array(at_mm)) @ turn
    board = np.pad(board_picture(FIELD_PX), FIELD_PX, constant_values=255)
    shown = on_board[:, :2] / SQUARE_MM + (ACROSS / 2 + 1.0, DOWN / 2 + 1.0)
    where = (shown * FIELD_PX - 0.5).astype(np.float32).reshape(height, width, 2)
    picture = cv2.remap(board, where, None, cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=110)
    picture = cv2.GaussianBlur(picture, (0, 0), blur_px).astype(float)
    picture = 25.0 + 0.8 * picture + np.random.default_rng(1).normal(0.0, 2.0, picture.shape)
    return np.repeat(np.clip(picture, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def filmed_boards(lens: Lens = TRUE) -> list[BoardPhoto]:
    return [BoardPhoto(f"board-{i}.jpg", filmed(lens, turned, at)) for i, (turned, at) in enumerate(POSES)]
