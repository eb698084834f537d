"""The printed chessboard with codes in its white fields (ChArUco) by which a lens is measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from locator.geometry import Array

ACROSS, DOWN = 7, 10  # squares; 6 x 9 inner corners
SQUARE_MM = 25.0  # 175 x 250 mm: as large as a sheet of paper takes
CODE_SHARE = 0.72  # of a square, the code inside it
CORNERS = (ACROSS - 1) * (DOWN - 1)
FEWEST_CORNERS = 12  # of 54 in one picture: fewer leave the board's own tilt unsure
# The drawn board falls below this from a blur of 1.5 px on, and its codes are no longer read from 2 px on.
SHARP_SHARE = 0.28
# A board that lies within this of where another picture has it, on the mean of its corners, tells nothing that that one
# has not told.  Corners are found to a tenth of a pixel; a camera or a sheet held by hand moves by dozens.
SAME_PX = 1.0


@dataclass(frozen=True, eq=False)
class BoardView:
    """The board in one picture."""

    board_mm: Array  # (n, 3) corners on the board
    xy_px: Array  # (n, 2) where they were seen
    sharpness: float  # steepest grey step per px at the corners, as a share of the contrast there


def same_sight(view: BoardView, other: BoardView) -> bool:
    """Whether two pictures show the board where it was: one picture twice, or saved again in another way."""
    before = {tuple(at_mm): xy_px for at_mm, xy_px in zip(view.board_mm, view.xy_px, strict=True)}
    both = [(before[tuple(at)], xy) for at, xy in zip(other.board_mm, other.xy_px, strict=True) if tuple(at) in before]
    if len(both) < FEWEST_CORNERS:
        return False
    return float(np.mean([np.linalg.norm(there - here) for there, here in both])) < SAME_PX


def see_board(grey: npt.NDArray[np.uint8]) -> BoardView | None:
    """The board's corners in a grey picture; None where it does not show at all."""
    corners, numbers, _, _ = _reader().detectBoard(grey)
    if numbers is None or len(numbers) == 0:
        return None
    places, seen = _board().matchImagePoints(corners, numbers)
    xy_px = np.asarray(seen, float).reshape(-1, 2)
    return BoardView(np.asarray(places, float).reshape(-1, 3), xy_px, _sharpness(grey, xy_px))


def board_picture(square_px: int = 60) -> npt.NDArray[np.uint8]:
    """The board to print, each square so many pixels wide."""
    return np.asarray(_board().generateImage((ACROSS * square_px, DOWN * square_px)), np.uint8)


def _sharpness(grey: npt.NDArray[np.uint8], xy_px: Array) -> float:
    """Median over the corners of the steepest step beside them, over the contrast there."""
    steep = []
    for x, y in xy_px.round().astype(int):
        patch = grey[max(0, y - 6) : y + 7, max(0, x - 6) : x + 7].astype(float)
        contrast = float(np.ptp(patch)) if patch.size else 0.0
        if min(patch.shape) > 3 and contrast > 20.0:
            steps = [np.abs(np.diff(patch, axis=axis)).max() for axis in (0, 1)]
            steep.append(max(steps) / contrast)
    return float(np.median(steep)) if steep else 0.0


# Another code than that of the marks to wear, so that neither is taken for the other.
@lru_cache(maxsize=1)
def _board() -> Any:
    codes = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.CharucoBoard((ACROSS, DOWN), SQUARE_MM, CODE_SHARE * SQUARE_MM, codes)


@lru_cache(maxsize=1)
def _reader() -> Any:
    return cv2.aruco.CharucoDetector(_board())
