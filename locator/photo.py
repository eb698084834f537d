"""A photograph as the rest of the line wants it: upright, RGB, eight bits, in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Photo:
    """An upright picture.  Nothing of the file's metadata is kept."""

    rgb: npt.NDArray[np.uint8]  # (H, W, 3), read-only, EXIF orientation applied
    mirrored: bool = False  # True: a selfie preview or a flipped picture; the body's left lies where right is expected
    name: str = ""  # file name, for reports

    @property
    def size_px(self) -> tuple[int, int]:
        """Width, height."""
        return int(self.rgb.shape[1]), int(self.rgb.shape[0])
