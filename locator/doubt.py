"""Doubt that the looks do not know of themselves: of a body that lies, is hidden in part, seen close or blurred."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from locator.detect.base import Rgb
from locator.detect.hands import Hand
from locator.detect.legible import sharpness
from locator.frames.trunk_view import JOINTS
from locator.landmarks import SIDES, LandmarkSet

TRUNK_CUN = 21.0  # MediaPipe's shoulders to its hips on rendered backs, sd 0.7
USUAL_ERROR_CUN = 0.6  # what a plain view's points miss by: an expected error up to here adds nothing to the rings
PLAIN_CUN = 0.9  # of 179 rendered backs in plain view ten are expected to be further off than this, by how they lie
# What is made up of a body is off together, and some of it by more than the mean: a judgement.
TOGETHER = 1.5
# The model has met few bodies that lie.  On 180 rendered ones with their backs to the camera (not those of the README)
# rings as wide as a standing body's held .59 of the truth, with this much more doubt of each shoulder and hip .67.
LYING_RAD, LYING_CUN = math.radians(60.0), 0.4
# The same of its knees and ankles: rings of the leg points of 96 bodies that lie held .55 without it, .69 with it.
LYING_LEGS_CUN = 0.6
SHINS = tuple(f"{side}_{joint}" for side in SIDES for joint in ("knee", "ankle"))
# A body is less sure by BLUR_CUN for every BLUR by which the picture is less sharp than SHARP_ENOUGH.  On 168 rendered
# bodies (sharpness .33 and above) rings hold .68 of the points; blurred by a half (.17) and by one per cent (.135) of
# the picture's longer side they held .63 and .53 without this, and hold .66 and .69.
SHARP_ENOUGH, BLUR, BLUR_CUN = 0.2, 0.065, 0.6
# The same of a hand seen by itself, as a share of its palm's length (.16 cun), chosen on 40 hands.  Of 109 points of
# others blurred by one per cent rings held .43 without this and hold .65 with it, blurred by half of that .71 and .73.
BLUR_PALM = 0.047
# The same of a foot seen by itself, besides what the choice among looks expects.  Of 192 points of feet blurred by a
# half and by one per cent rings held .60 before this and before the ankle's front was doubted as it is; now .71.
BLUR_FOOT_CUN = 0.4


def less_sure_lying(marks: LandmarkSet) -> LandmarkSet:
    """The landmarks of a body, those of trunk and legs with more doubt where it lies or hangs across the picture."""
    shoulders, hips = (marks.xy(f"left_{end}") + marks.xy(f"right_{end}") for end in ("shoulder", "hip"))
    x, y = shoulders - hips
    if math.atan2(abs(x), -y) < LYING_RAD:
        return marks
    return _less_sure(_less_sure(marks, LYING_CUN, JOINTS), LYING_LEGS_CUN, SHINS)


def less_sure_close(marks: LandmarkSet, error_cun: float) -> LandmarkSet:
    """The landmarks with the doubt of a close-up whose joints are expected to be this far off."""
    return _less_sure(marks, _beyond(error_cun, USUAL_ERROR_CUN), marks.marks)


def less_sure_near(marks: LandmarkSet, error_cun: float, known_cun: float) -> LandmarkSet:
    """The landmarks of a close-up from very near, as unsure as `error_cun`; so far they are so by `known_cun`."""
    return _less_sure(marks, _beyond(error_cun, max(known_cun, USUAL_ERROR_CUN)), marks.marks)


def together_cun(error_cun: float, known_cun: float) -> float:
    """The error to reckon with, cun, where `error_cun` is expected and `known_cun` of it is reckoned with already.

    What is expected beyond that counts TOGETHER times, since it is common to all points.
    """
    known_cun = max(known_cun, USUAL_ERROR_CUN)
    return math.hypot(known_cun, TOGETHER * _beyond(error_cun, known_cun))


def less_sure_hidden(marks: LandmarkSet, error_cun: float) -> LandmarkSet:
    """The landmarks of a body that something may hide in part, with the doubt of an expected error of `error_cun`."""
    return _less_sure(marks, TOGETHER * _beyond(error_cun, PLAIN_CUN), marks.marks)


def _beyond(error_cun: float, known_cun: float) -> float:
    """The doubt, cun, that an expected error adds to a smaller one that is reckoned with already; never below 0."""
    return math.sqrt(max(0.0, error_cun**2 - known_cun**2))


def less_sure_blurred(marks: LandmarkSet, rgb: Rgb) -> LandmarkSet:
    """The landmarks of a body in this picture, with more doubt where it is blurred."""
    blur = _blur(rgb)
    return _less_sure(marks, BLUR_CUN * blur, marks.marks) if blur else marks


def hands_less_sure_blurred(hands: Sequence[Hand], rgb: Rgb) -> list[Hand]:
    """The hands seen in this picture, their joints with more doubt where it is blurred."""
    blur = _blur(rgb) if hands else 0.0
    return [replace(h, sigma_px=math.hypot(h.sigma_px, BLUR_PALM * blur * h.palm_px)) for h in hands]


def blurred_foot_cun(error_cun: float, rgb: Rgb) -> float:
    """The error to reckon with of a foot seen by itself that is expected to be this far off, by the picture's blur."""
    return math.hypot(error_cun, BLUR_FOOT_CUN * _blur(rgb))


def _blur(rgb: Rgb) -> float:
    """By how many steps the picture is less sharp than it has to be; 0 where it is sharp enough."""
    return max(0.0, (SHARP_ENOUGH - sharpness(rgb)) / BLUR)


def cun_px(marks: LandmarkSet) -> float:
    """One cun of the body these joints belong to, by its trunk's length."""
    shoulders = marks.xy("left_shoulder") + marks.xy("right_shoulder")
    hips = marks.xy("left_hip") + marks.xy("right_hip")
    return 0.5 * math.dist(shoulders, hips) / TRUNK_CUN


def _less_sure(marks: LandmarkSet, doubt_cun: float, names: Iterable[str]) -> LandmarkSet:
    if not doubt_cun:
        return marks
    doubt_px = doubt_cun * cun_px(marks)
    return marks.having(replace(marks[name], sigma_px=math.hypot(marks[name].sigma_px, doubt_px)) for name in names)
