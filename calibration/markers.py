"""Printed marks worn on the skin: squares that a camera reads, each glued where a finger has felt a landmark.

Seven by seven fields with the border (the 5 x 5 code of ArUco's first fifty).  Smaller codes are found in wallpaper,
larger ones need the camera nearer; a mark is read from about 20 px of width on.  What is read is believed only where
the body allows it: a sheet of marks on the wall is no body.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from calibration.notice import Notice
from locator.errors import RequestError
from locator.frames.base import BodyFrame
from locator.frames.taps_slip import MAX_SURPRISE
from locator.frames.trunk import felt_as
from locator.geometry import Array
from locator.landmarks import Landmark
from locator.tables import near

# Which number means which landmark.  Printed on sheets that people keep: numbers may be added, never changed.
LANDMARK_OF: Mapping[int, str] = {
    7: "c7",
    12: "s2",
    21: "left_psis",
    22: "right_psis",
    31: "left_iliac_crest",
    32: "right_iliac_crest",
    41: "left_popliteal_crease",
    42: "right_popliteal_crease",
    43: "left_lateral_malleolus",
    44: "right_lateral_malleolus",
}
SHEET = 0  # printed once on each sheet: where it is seen, the marks beside it are not worn
SHEET_SEEN = Notice(
    "A printed sheet of marks is in the picture: none is used. Cut the marks out, and put the sheet away.",
    reason="mark_sheet",
)
FIELDS = 7  # across a mark, black border included
MIN_SIDE_PX = 14.0  # below this, what is read is as often chance as a mark
SHARE_OF_SIDE = 0.08  # how far, of its side, a mark is glued from what the finger felt (one sd): 3 mm of 40
CORNER_PX = 0.5  # how far a corner is misread, one sd


@dataclass(frozen=True, eq=False)
class Worn:
    """A mark that was read."""

    name: str  # the landmark it means
    xy_px: Array  # (2,) its middle
    side_px: float

    def landmark(self) -> Landmark:
        """As a finger's tap."""
        sigma_px = math.hypot(SHARE_OF_SIDE * self.side_px, CORNER_PX)
        return Landmark(self.name, self.xy_px, sigma_px=sigma_px, source="tapped")


@dataclass(frozen=True)
class Believed:
    """Marks that can be where they were read, and what is to be said of the others."""

    landmarks: tuple[Landmark, ...]
    notices: tuple[Notice, ...] = ()


def read_marks(picture: npt.NDArray[np.uint8]) -> tuple[Worn, ...]:
    """Our marks in a picture, (H, W) grey or (H, W, 3) RGB, seen as the world is (not in a mirror).

    Of a number read twice neither is taken: one of them is not on this body.  The sheet's own is called "sheet".
    """
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    corners, numbers, _ = _reader().detectMarkers(grey)
    if numbers is None:
        return ()
    names = {SHEET: "sheet", **LANDMARK_OF}
    found: dict[str, list[Worn]] = {}
    for four, number in zip(corners, np.asarray(numbers).ravel(), strict=True):
        name = names.get(int(number))
        quad = np.asarray(four, float).reshape(4, 2)
        side_px = float(np.mean(np.linalg.norm(quad - np.roll(quad, 1, axis=0), axis=1)))
        if name is not None and side_px >= MIN_SIDE_PX:
            found.setdefault(name, []).append(Worn(name, _middle(quad), side_px))
    return tuple(worn[0] for worn in found.values() if len(worn) == 1)


def believed(marks: Sequence[Worn], frames: Sequence[BodyFrame]) -> Believed:
    """The marks that lie where this body can have them, as taps; the others named.

    With no frame at all there is nothing to doubt them by, and marks alone may build one.
    """
    if any(worn.name == "sheet" for worn in marks):
        return Believed((), (SHEET_SEEN,))
    landmarks, notices = [], []
    for worn in marks:
        tap = worn.landmark()
        anchor = felt_as(worn.name)
        frame = next((f for f in frames if anchor in f.anchors), None)
        if frame is not None and frame.surprise({anchor: (tap.xy_px, tap.sigma_px)}) > MAX_SURPRISE:
            say = (
                f"The mark for {worn.name.replace('_', ' ')} does not lie on this body's: it is not used. "
                "Check its number and its place, and keep other sheets out of the picture."
            )
            notices.append(Notice(say, reason="mark_elsewhere", told={"landmark": worn.name}))
            continue
        landmarks.append(tap)
    return Believed(tuple(landmarks), tuple(notices))


def mark_picture(name: str, field_px: int = 24) -> npt.NDArray[np.uint8]:
    """The mark for a landmark as a grey picture without its white rim, `FIELDS` fields wide.

    RequestError for one that has no mark.
    """
    numbers = {"sheet": SHEET} | {landmark: number for number, landmark in LANDMARK_OF.items()}
    if name not in numbers:
        hint = near(name, numbers) or f"; there are {', '.join(numbers)}"
        raise RequestError(f"{name}: expected a landmark that has a mark{hint}")
    return np.asarray(cv2.aruco.generateImageMarker(_dictionary(), numbers[name], FIELDS * field_px), np.uint8)


def _middle(quad: Array) -> Array:
    """Where the diagonals cross: the mark's middle in perspective too, which the corners' mean is not."""
    a, b, c, d = quad
    p, q = c - a, d - b
    cross = p[0] * q[1] - p[1] * q[0]
    if abs(cross) < 1e-9:
        return np.asarray(quad.mean(axis=0))
    along = ((b - a)[0] * q[1] - (b - a)[1] * q[0]) / cross
    return np.asarray(a + along * p)


def _dictionary() -> Any:
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_50)


@lru_cache(maxsize=1)
def _reader() -> Any:
    how = cv2.aruco.DetectorParameters()
    how.adaptiveThreshWinSizeMin, how.adaptiveThreshWinSizeMax, how.adaptiveThreshWinSizeStep = 7, 23, 16
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    how.minMarkerPerimeterRate = 0.015  # a mark of 20 px in a picture of 4000; the default 0.03 stops at 40
    how.errorCorrectionRate = 0.3  # one field of 25 may be misread: the codes lie seven apart
    return cv2.aruco.ArucoDetector(_dictionary(), how)
