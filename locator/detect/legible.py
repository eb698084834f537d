"""What can be known of a picture before any body is looked for: of one colour, too dark, blurred, a drawing.

A picture of one colour shows nothing: asked for by name, a leg was found in a grey one.  Darkness and blur are said as
the reason where nothing sure was found, and no picture is refused for them alone.  A drawing is refused though a body
may well be found in it: its proportions are the draughtsman's.
"""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from locator.detect.base import Rgb
from locator.detect.shrink import OfLast, shrunk
from locator.placement import Refusal

Grey = npt.NDArray[np.float32]

SIDE_PX = 320  # the size at which pictures are judged: noise and compression are averaged out, shapes are not
# The brightest tenth of a picture begins at 96 and above on rendered rooms by day, at 85 and below on dark ones.
BRIGHT_SHARE, DIM = 90.0, 85.0
# What is finer than 1 px against what lies between 1 and 4 px, at SIDE_PX: .28 and above on 44 sharp photographs and
# 200 renders, .24 and below on the same blurred by half a per cent of their longer side or more.
SHARP = 0.24
# A line drawing: one plain ground, level areas, and edges harder than a lens draws.  Photographs cut out on white reach
# .94 of the last and .75 of the first; of 44 photographs and 400 renders none passes all three.
PLAIN_GROUND, LEVEL, HARD, HARDEST = 0.35, 0.5, 0.7, 1.0
# Grey levels that a picture of one colour spans at SIDE_PX: compression and rounding.  Bodies faded until the whole
# picture spans eight are not found either.
ONE_COLOUR = 4
ROUNDED = 3  # grey levels at most by which the span of the same in grey is larger: either is rounded pixel by pixel
INK = 16.0  # grey levels finer than 1 px: ink reaches 120 and more, the noise of a black or a white picture 4

TOO_DARK = Refusal(
    "too_dark",
    "It is too dark to find the body with confidence: turn on a light in front of you or beside the camera, "
    "not behind you.",
)
BLURRED = Refusal(
    "blurred",
    "The picture is blurred: hold the camera still or prop it up, wipe the lens, and wait until it is in focus.",
)
DRAWING = Refusal(
    "drawing",
    "This looks like a drawing, whose proportions are no real body's: take a photograph of the person.",
)
UNFOUND = {"no_body", "no_person", "not_sure", "not_in_outline"}  # reasons that darkness and blur explain


def explained(refusals: tuple[Refusal, ...], rgb: Rgb) -> tuple[Refusal, ...]:
    """The same refusals, with darkness or blur told instead where nothing was found and that may be why."""
    if not any(each.reason in UNFOUND for each in refusals):
        return refusals
    fault = TOO_DARK if is_dark(rgb) else BLURRED if is_blurred(rgb) else None
    if fault is None:
        return refusals
    kept = tuple(each for each in refusals if each.reason not in UNFOUND)
    return (fault, *kept)


def is_plain(rgb: Rgb) -> bool:
    """Whether the picture is of one colour: a lens that is covered, a screen, a file without a picture in it."""
    if np.ptp(_small_grey(rgb)) > ONE_COLOUR + ROUNDED:  # as nearly always; the grey is asked for again
        return False
    small = shrunk(rgb, min(1.0, SIDE_PX / max(rgb.shape[:2])))
    return int(np.ptp(small.reshape(-1, small.shape[-1]), axis=0).max()) <= ONE_COLOUR


def is_dark(rgb: Rgb) -> bool:
    """Whether hardly anything in the picture is lit.

    Not judged by the body itself: dark skin before a white wall is no lack of light.
    """
    return float(np.percentile(_small_grey(rgb), BRIGHT_SHARE)) <= DIM


def is_blurred(rgb: Rgb) -> bool:
    """Whether the picture holds nothing as fine as a focused lens draws."""
    return sharpness(rgb) < SHARP


def sharpness(rgb: Rgb) -> float:
    """What is finer than 1 px against what lies between 1 and 4 px, at SIDE_PX."""
    fine, middling = _detail(_small_grey(rgb))
    return float(fine.mean()) / max(float(middling.mean()), 1e-9)


def is_drawing(rgb: Rgb) -> bool:
    """Whether this is a line drawing on plain ground; shaded paintings, dolls and statues pass for photographs."""
    grey = _small_grey(rgb)
    ground = np.bincount((grey / 8).astype(np.intp).ravel()).max() / grey.size
    if ground < PLAIN_GROUND:
        return False
    fine, middling = _detail(grey)
    if fine.max() < INK:  # one colour: a lens that is covered, a lamp before it
        return False
    if fine.mean() < HARD * middling.mean():
        return False
    if np.percentile(fine, 99) < HARDEST * np.percentile(middling, 99):
        return False
    import cv2  # 0.1 s, spared where only the atlas is read

    level = cv2.morphologyEx(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) <= 1
    return float(level.mean()) > LEVEL


def _small_grey(rgb: Rgb) -> Grey:
    """(H, W) grey levels at SIDE_PX, made once of a picture that nobody may write to."""
    if rgb.flags.writeable:
        return _made_small_grey(rgb)
    if not hasattr(_GREYS, "small"):
        _GREYS.small = OfLast(_made_small_grey)
    grey: Grey = _GREYS.small(rgb)
    return grey


_GREYS = threading.local()  # one a thread: pictures are answered side by side


def _made_small_grey(rgb: Rgb) -> Grey:
    import cv2  # 0.1 s, spared where only the atlas is read

    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)  # first, so that one colour is averaged
    return shrunk(grey, min(1.0, SIDE_PX / max(rgb.shape[:2]))).astype(np.float32)


def _detail(grey: Grey) -> tuple[Grey, Grey]:
    """(H, W) each: what is finer than 1 px, and what lies between 1 and 4 px."""
    import cv2  # 0.1 s, spared where only the atlas is read

    near, wide = (np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma)) for sigma in (1.0, 4.0))
    return np.abs(grey - near), np.abs(near - wide)
