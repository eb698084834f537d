"""Making a picture smaller for a model that sees less of it."""

from __future__ import annotations

import numpy as np

from locator.detect.base import Rgb


def shrunk(rgb: Rgb, scale: float) -> Rgb:
    """The picture made smaller by area averaging, which keeps fine patterns from turning into false ones."""
    if scale >= 1.0:
        return rgb
    import cv2  # 0.1 s, spared where only the atlas is read

    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def halved(rgb: Rgb, scale: float) -> Rgb:
    """The picture halved as often as leaves it at least `scale` of its size.

    Each half is the mean of four pixels: a fifth of what an area average by another factor costs.  What is left to do,
    less than a half, is left to the model's own sampling.
    """
    if scale > 0.5:
        return rgb
    import cv2

    while scale <= 0.5:
        half = ((rgb.shape[1] + 1) // 2, (rgb.shape[0] + 1) // 2)
        rgb, scale = np.asarray(cv2.resize(rgb, half, interpolation=cv2.INTER_AREA), dtype=np.uint8), 2.0 * scale
    return rgb
