"""The press on a photograph: from an answered picture to the finger that presses nearest to a point of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from locator.check import meant
from locator.detect.base import Rgb
from locator.detect.hands import Hand, HandFinder
from locator.geometry import in_mirror
from locator.outward import mirrored_back
from locator.parts import hand_finder
from locator.photo import Photo, known_photo
from locator.placement import Located, Placement, Side, known_answer
from locator.press import (
    Finger,
    Press,
    all_hands_at,
    hands_at,
    known_finger,
    nearest_press,
    on_foot,
    others_hands,
    presses,
)


def press_near(
    photo: Photo,
    located: Located,
    code: str,
    side: Side | None = None,
    finger: Finger | None = None,
    finder: HandFinder | None = None,
) -> Press | None:
    """The finger that presses nearest to a point of this picture, of whoever's hand; None where none is near it.

    `finger` is the one that is said to press; `finder` looks for hands, this thread's own without it.  Places are in
    the picture's own pixels, mirrored or not.  RequestError for a point, side or finger that there is not.
    """
    known_photo(photo)
    known_answer(located)
    known_finger(finger)  # with no hand in sight nobody else would look at it
    rgb: Rgb = np.ascontiguousarray(photo.rgb[:, ::-1]) if photo.mirrored else photo.rgb
    near: list[tuple[float, Press]] = []
    seen = mirrored_back(located) if photo.mirrored else located  # as on the picture in which hands are looked for
    points = meant(seen, code, side)
    for point, hands in zip(points, _hands(finder or hand_finder(), rgb, seen, points), strict=True):
        found = [p for hand in hands if not on_foot(hand, seen) for p in presses(hand, finger)]
        press = nearest_press(found, point.xy_px, point.cun_px)
        if press is not None:
            near.append((float(np.linalg.norm(press.xy_px - point.xy_px)), replace(press, side=point.side)))
    if not near:
        return None
    best = min(near, key=lambda each: each[0])[1]
    return replace(best, xy_px=in_mirror(best.xy_px, photo.size_px[0])) if photo.mirrored else best


def _hands(finder: HandFinder, rgb: Rgb, located: Located, points: Sequence[Placement]) -> list[list[Hand]]:
    """The hands that may press on each of these points.

    About one side's point a hand is seen that presses the other's, and about that one it may be overlooked: all looks
    count for both.  Of the hand that bears a point one look is enough; others might make a second hand of it.
    """
    if any(point.frame == "hand" for point in points):
        return [others_hands(hands_at(finder, rgb, each.xy_px, each.cun_px), located, each) for each in points]
    sides = meant(located, points[0].code) if points else ()
    about = [hand for each in sides for hand in all_hands_at(finder, rgb, each.xy_px, each.cun_px)]
    return [about] * len(points)
