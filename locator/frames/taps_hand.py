"""The palm from three taps: the middle of the wrist, and the knuckles of index and little finger.

A palm is nearly stiff, so the two knuckles between follow.  Which face is seen follows from the order of the knuckles
round the wrist, as for a hand that was detected.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from locator.frames.hand_view import PALM
from locator.landmarks import SIDES, Landmark, LandmarkSet

TAPPED = ("wrist", "index_mcp", "little_mcp")
# The knuckles between lie this share of the way from index to little finger, and this share of the palm's length
# beyond that line: the knuckles' arch of an adult hand (middle metacarpal the longest but for the index's).
BETWEEN = {"middle_mcp": (0.31, 0.06), "ring_mcp": (0.66, 0.05)}
# A knuckle that is felt lies off the joint that a detector means by this share of the palm's length (one sd).
FELT_SD = 0.09


def with_palm(marks: LandmarkSet) -> LandmarkSet:
    """The same landmarks, and for each hand of which the three were tapped the two knuckles between."""
    added: list[Landmark] = []
    for side in SIDES:
        taps = [marks.get(f"{side}_hand_{name}") for name in TAPPED]
        if any(tap is None or tap.source != "tapped" for tap in taps):
            continue
        wrist, index, little = (np.array([*tap.xy_px, tap.depth_px]) for tap in taps if tap is not None)
        reach = 0.5 * (index + little) - wrist  # how deep a joint lies is known where the hand was seen, else nought
        sigma = max(tap.sigma_px for tap in taps if tap is not None)
        sigma = float(np.hypot(sigma, FELT_SD * np.linalg.norm(reach[:2])))
        added += [replace(tap, sigma_px=sigma) for tap in taps if tap is not None]
        for name, (share, beyond) in BETWEEN.items():
            place = index + share * (little - index) + beyond * reach
            added.append(Landmark(f"{side}_hand_{name}", place[:2], float(place[2]), sigma, source="tapped"))
    assert set(TAPPED) | set(BETWEEN) == set(PALM)
    return marks.having(added)
