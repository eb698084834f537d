"""How a patch of skin moved from one picture of a video to the next: optical flow, checked by going there and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from locator.geometry import Array

Grey = npt.NDArray[np.uint8]

# Where a patch is looked at, cun from the landmark: skin is smooth, so some of its width has to be taken in.
_GRID_CUN = np.array([(x, y) for y in (-1.0, -0.5, 0.0, 0.5, 1.0) for x in (-1.0, -0.5, 0.0, 0.5, 1.0)])
WINDOW_PX = 15
LEVELS = 2  # halvings of the picture: a step may be four times as wide as the window sees
THERE_AND_BACK_PX = 0.6  # a point that does not come back within this has been mixed up with another
ALIKE_PX = 1.5  # of one patch, points that differ more than this from the middle lie on something else
FEWEST = 6  # of the 25 points; fewer, and an edge behind the body could carry the vote
TOLD_APART = 4.0  # neighbouring windows overlap: so many points tell one thing


@dataclass(frozen=True, eq=False)
class SkinStep:
    """What the skin did beyond what the body's frame expected."""

    off_px: Array  # (2,)
    sigma_px: float  # one sd, from how far the points of the patch disagree


def skin_step(
    before: Grey, now: Grey, from_px: Array, to_px: Array, axes_before: Array, axes_now: Array
) -> SkinStep | None:
    """The motion of the skin around a place; None where it cannot be followed.

    `to_px` is where the place is expected now; `axes_*` (2, 2) px per cun carry the patch's shape along.
    """
    start = _points(from_px + _GRID_CUN @ axes_before.T)
    guess = _points(to_px + _GRID_CUN @ axes_now.T)
    height, width = now.shape
    inside = np.all((start >= 1) & (start < (width - 1, height - 1)), axis=1)
    inside &= np.all((guess >= 1) & (guess < (width - 1, height - 1)), axis=1)
    if int(inside.sum()) < FEWEST or before.shape != now.shape:
        return None
    start, guess = start[inside], guess[inside]
    corner, cut = _around(np.vstack([start, guess]), now)
    before, now, start, guess = before[cut], now[cut], start - corner, guess - corner
    found, there = _followed(before, now, start, guess)
    back, again = _followed(now, before, found, start.copy())
    sound = there & again & (np.linalg.norm(back - start, axis=1) < THERE_AND_BACK_PX)
    if int(sound.sum()) < FEWEST:
        return None
    off = (found - guess)[sound].astype(np.float64)
    middle = np.median(off, axis=0)
    alike = np.linalg.norm(off - middle, axis=1) < ALIKE_PX
    if int(alike.sum()) < FEWEST:
        return None
    off = off[alike]
    spread = float(np.sqrt(np.mean(np.square(off - np.median(off, axis=0)))))
    return SkinStep(np.median(off, axis=0), spread / float(np.sqrt(max(1.0, len(off) / TOLD_APART))))


def _around(points: npt.NDArray[np.float32], picture: Grey) -> tuple[npt.NDArray[np.float32], tuple[slice, slice]]:
    """(2,) the corner, and the piece of a picture that a search for these points looks at: halving all of it is dear.

    The corner lies on whole pixels of every halving, so that the halved piece is a piece of the halved picture.
    """
    whole, height, width = 2**LEVELS, *picture.shape
    reach = whole * (WINDOW_PX + 1)
    x0, y0 = (np.maximum(points.min(axis=0) - reach, 0.0) // whole * whole).astype(int)
    x1, y1 = np.minimum(points.max(axis=0) + reach, (width, height)).astype(int)
    return np.array([x0, y0], np.float32), (slice(y0, y1), slice(x0, x1))


def _points(xy: Array) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(xy, dtype=np.float32)


def _followed(a: Grey, b: Grey, start: Any, guess: Any) -> tuple[Any, Any]:
    """(n, 2) where points of `a` lie in `b`, and (n,) whether they could be followed."""
    found, status, _ = cv2.calcOpticalFlowPyrLK(
        a,
        b,
        start.reshape(-1, 1, 2),
        guess.reshape(-1, 1, 2).copy(),
        winSize=(WINDOW_PX, WINDOW_PX),
        maxLevel=LEVELS,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        criteria=(cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.02),
    )
    return found.reshape(-1, 2), status.reshape(-1).astype(bool)
