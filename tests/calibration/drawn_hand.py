"""A flat hand drawn by hand, where every breadth is known: straight fingers of even breadth on a plain ground."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from locator.detect.hands import Hand

Rgb = npt.NDArray[np.uint8]
SKIN, GROUND = (214, 160, 130), (70, 90, 120)
SIZE = 700
FINE = 4  # drawn so many times as large: OpenCV's own soft borders are half a pixel too far out
# Middle of each knuckle over the wrist's level, px; the fingers' lengths; all in a hand held upright, its thumb left.
KNUCKLES = {"index": 205.0, "middle": 210.0, "ring": 200.0, "little": 180.0}
LENGTHS = {"index": 160.0, "middle": 180.0, "ring": 165.0, "little": 130.0}
SHARES = (0.0, 0.5, 0.75, 1.0)  # of a finger's length: its joints
WRIST = np.array([350.0, 560.0])


@dataclass(frozen=True)
class Drawn:
    """A picture of a hand, the hand as a perfect detector sees it, and its true breadths."""

    rgb: Rgb
    hand: Hand
    thumb_px: float
    four_px: float


def drawn_hand(
    breadth_px: float = 38.0,
    thumb_px: float = 46.0,
    gap_px: float = 0.0,
    fan_rad: float = 0.0,
    ground: tuple[int, int, int] = GROUND,
    turn_rad: float = 0.0,
    zoom: float = 1.0,
    mirrored: bool = False,
    tilt: float = 1.0,
) -> Drawn:
    """Fingers `breadth_px` broad, with `gap_px` between neighbours at their knuckles and `fan_rad` between their ways.

    The whole turned about the picture's middle and enlarged; `tilt` is the cosine between palm and picture.
    """
    places = np.zeros((21, 3))
    bones: list[tuple[np.ndarray, np.ndarray, float]] = []
    for k, name in enumerate(KNUCKLES):
        step = k - 1.5
        base = WRIST + np.array([step * (breadth_px + gap_px), -KNUCKLES[name]])
        way = np.array([np.sin(step * fan_rad), -np.cos(step * fan_rad)])
        for j, share in enumerate(SHARES):
            places[5 + 4 * k + j, :2] = base + share * LENGTHS[name] * way
        bones.append((base, base + LENGTHS[name] * way, breadth_px))
        bones.append((WRIST, base, breadth_px + gap_px))
    out = np.array([-np.sin(0.7), -np.cos(0.7)])
    base = WRIST + np.array([-60.0, -60.0])
    for j, away in enumerate((0.0, 70.0, 130.0, 170.0)):
        places[1 + j, :2] = base + away * out
    bones.append((base, base + 170.0 * out, thumb_px))
    places[0, :2] = WRIST
    turn = np.array([[np.cos(turn_rad), -np.sin(turn_rad)], [np.sin(turn_rad), np.cos(turn_rad)]])
    size = round(SIZE * zoom)
    flip = np.array([-1.0, 1.0]) if mirrored else np.ones(2)

    def put(xy: np.ndarray) -> np.ndarray:
        return 0.5 * size + zoom * flip * ((xy - 0.5 * SIZE) @ turn.T)

    large = np.full((FINE * size, FINE * size, 3), ground, np.uint8)
    for a, b, breadth in bones:
        way = (b - a) / np.linalg.norm(b - a)
        side = 0.5 * breadth * np.array([-way[1], way[0]])
        corners = np.array([put(p) for p in (a - side, a + side, b + side, b - side)])
        cv2.fillConvexPoly(large, np.rint((corners + 0.5) * FINE - 0.5).astype(np.int32), SKIN)
    rgb = np.asarray(cv2.resize(large, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
    places[:, :2] = put(places[:, :2])
    # a palm that leans so far: its own plane goes away from the camera along the fingers
    lean = np.sqrt(max(1.0 / tilt**2 - 1.0, 0.0))
    up = turn @ np.array([0.0, -1.0]) * flip
    places[:, 2] = lean * (places[:, :2] - places[0, :2]) @ up
    hand = Hand(places, 1.0, 1.0, 1.0, 2.6 * 210.0 * zoom)
    return Drawn(rgb, hand, thumb_px * zoom, (4.0 * breadth_px + 3.0 * gap_px) * zoom)
