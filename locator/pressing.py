"""The press on a photograph: from an answered picture to the finger that presses nearest to a point of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from locator.check import meant
from locator.detect.base import Rgb
from locator.geometry import in_mirror
from locator.outward import mirrored_back
from locator.parts import hand_finder
from locator.photo import Photo
from locator.placement import Located, Side
from locator.press import Finger, Press, hands_at, nearest_press, on_foot, others_hands, presses


def press_near(
    photo: Photo, located: Located, code: str, side: Side | None = None, finger: Finger | None = None
) -> Press | None:
    """The finger that presses nearest to a point of this picture, of whoever's hand; None where none is near it.

    `finger` is the one that is said to press.  Places are in the picture's own pixels, mirrored or not.
    """
    rgb: Rgb = np.ascontiguousarray(photo.rgb[:, ::-1]) if photo.mirrored else photo.rgb
    near: list[tuple[float, Press]] = []
    seen = mirrored_back(located) if photo.mirrored else located  # as on the picture in which hands are looked for
    points = meant(seen, code, side)
    for point in points:
        hands = others_hands(hands_at(hand_finder(), rgb, point.xy_px, point.cun_px), seen, point)
        found = [p for hand in hands if not on_foot(hand, seen) for p in presses(hand, finger)]
        # Around one side's point a hand is seen that presses the other's, and around that one it may be overlooked.
        # Only of a point on a hand the hands are its own: what presses there may be what bears the other side's.
        for each in (point,) if point.frame == "hand" else points:
            press = nearest_press(found, each.xy_px, each.cun_px)
            if press is not None:
                near.append((float(np.linalg.norm(press.xy_px - each.xy_px)), replace(press, side=each.side)))
    if not near:
        return None
    best = min(near, key=lambda each: each[0])[1]
    return replace(best, xy_px=in_mirror(best.xy_px, photo.size_px[0])) if photo.mirrored else best
