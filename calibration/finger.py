"""Finger cun: how wide this person's own fingers are in their own body's cun, and the words that follow from it.

Tradition calls the thumb one cun and the four fingers three.  Measured people differ from that and from each other,
so a distance told in fingers is told in this person's fingers, rounded to half a finger, or in cun when none fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from locator.anatomy import CUN_PER_STATURE
from locator.errors import RequestError
from locator.geometry import Array
from locator.tables import near

THUMB_CUN, FOUR_CUN = 1.0, 3.0  # WHO 2008, finger-cun measurement: what is assumed of a person not measured
# A thumb or hand outside these is a slip of the measure, not a hand (ANSUR II hand breadth 71 to 105 mm).
THUMB_MM, FOUR_MM = (12.0, 32.0), (50.0, 115.0)
THUMB_RANGE, FOUR_RANGE = (0.4, 1.6), (1.8, 5.0)  # cun: the same of a picture
NARROWEST_CUN = FOUR_RANGE[0] / 4  # one finger of the narrowest hand
NEAR_CUN = 0.2  # a distance told in half fingers may be off by this; beyond, it is told in cun
MOST_THUMBS = 3
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class FingerWidths:
    """Widths in cun of the person's own body."""

    thumb_cun: float = THUMB_CUN  # across the thumb's knuckle
    four_cun: float = FOUR_CUN  # across index to little finger at the middle knuckles

    @property
    def finger_cun(self) -> float:
        """One of the four fingers."""
        return self.four_cun / 4.0


AVERAGE = FingerWidths()
# What is tapped on a picture of fingers laid on the body: the thumb's knuckle's borders, the outer borders of the four.
FINGER_TAPS = ("thumb_inner", "thumb_outer", "index_border", "little_border")
_OTHER_OF = dict(zip(FINGER_TAPS, (FINGER_TAPS[1], FINGER_TAPS[0], FINGER_TAPS[3], FINGER_TAPS[2]), strict=True))


def from_mm(thumb_mm: float, four_mm: float, stature_mm: float) -> FingerWidths:
    """From widths and body height by a ruler, mm; RequestError when they cannot be a hand's."""
    faults = []
    for label, value, (low, high) in (("thumb", thumb_mm, THUMB_MM), ("four fingers", four_mm, FOUR_MM)):
        if not low <= value <= high:
            faults.append(f"{label}: expected {low:g} to {high:g} mm, got {value:g}")
    if not 1000.0 <= stature_mm <= 2300.0:
        faults.append(f"body height: expected 100 to 230 cm, got {stature_mm / 10.0:g}")  # as everybody is asked for it
    if faults:
        raise RequestError("; ".join(faults) + "; measure again.", reason="fingers_mm")
    cun_mm = stature_mm / CUN_PER_STATURE
    return FingerWidths(thumb_mm / cun_mm, four_mm / cun_mm)


def from_taps(taps: Mapping[str, Array], cun_px: float, before: FingerWidths = AVERAGE) -> FingerWidths:
    """From four taps ((2,) px each) on fingers laid on the body, in one picture with a known cun (px).

    `thumb_inner`, `thumb_outer` are the two borders of the thumb's knuckle; `index_border`, `little_border` the outer
    borders of the four fingers held together.  A pair that is missing leaves its width as it was `before`; a tap of
    another name, or without the other of its pair, is a RequestError, for it would not be heard, and so is a width that
    no hand has.
    """
    faults = [
        f"{name}: expected a tap out of {', '.join(FINGER_TAPS)}{near(name, FINGER_TAPS)}"
        if name not in FINGER_TAPS
        else f"{name}: expected {_OTHER_OF[name]} with it, got it alone; tap both"
        for name in taps
        if _OTHER_OF.get(name) not in taps
    ]
    if faults:
        raise RequestError("\n".join(faults))
    if cun_px <= 0:
        raise RequestError(f"expected the length of one cun in px above 0, got {cun_px:g}")

    def width(a: str, b: str) -> float | None:
        if a not in taps or b not in taps:
            return None
        return float(np.linalg.norm(np.asarray(taps[a]) - np.asarray(taps[b]))) / cun_px

    thumb, four = width(*FINGER_TAPS[:2]), width(*FINGER_TAPS[2:])
    odd = [
        f"{label} of {low:g} to {high:g} cun, got {cun:.2f}"
        for label, cun, (low, high) in (("a thumb", thumb, THUMB_RANGE), ("four fingers", four, FOUR_RANGE))
        if cun is not None and not low <= cun <= high
    ]
    if odd:
        raise RequestError(f"expected {' and '.join(odd)}; tap again.")
    return FingerWidths(before.thumb_cun if thumb is None else thumb, before.four_cun if four is None else four)


def in_fingers(distance_cun: float, widths: FingerWidths = AVERAGE) -> float | None:
    """How many fingers' widths a distance measures, in halves from one to six; None when no half comes near enough."""
    halves = round(2.0 * distance_cun / widths.finger_cun)
    off = abs(halves * widths.finger_cun / 2.0 - distance_cun)
    return halves / 2.0 if 2 <= halves <= 2 * (len(_NUMBERS) - 1) and off <= NEAR_CUN else None


def in_thumbs(distance_cun: float, widths: FingerWidths = AVERAGE) -> float | None:
    """How many thumbs' widths a distance measures, in halves up to three; None when no half comes near enough.

    Thumbs measure what is small: they have to come twice as near as fingers.
    """
    halves = round(2.0 * distance_cun / widths.thumb_cun)
    off = abs(halves * widths.thumb_cun / 2.0 - distance_cun)
    return halves / 2.0 if 1 <= halves <= 2 * MOST_THUMBS and off <= NEAR_CUN / 2 else None


def in_words(distance_cun: float, widths: FingerWidths = AVERAGE) -> str:
    """A distance for a person without a ruler: "three of your fingers", "the width of your thumb", or cun."""
    if in_thumbs(distance_cun, widths) == 1.0:
        return "the width of your thumb"
    fingers = in_fingers(distance_cun, widths)
    if fingers is None:
        return f"{distance_cun:.2g} cun"
    count = _NUMBERS[int(fingers)] + ("" if fingers == int(fingers) else " and a half")
    return f"{count} of your fingers"
