"""Whether a camera hands over mirror images, told by printed marks: they can be read one way round only.

Nothing in a body says so, and left and right are exchanged without a word.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from calibration.markers import read_marks
from calibration.notice import Notice

LOOK_EVERY = 12  # frames: one look costs a fifth of a frame
SURE = 2  # looks that must agree: one may be a mark read into wallpaper
STREAM_MIRRORED = Notice(
    "The printed marks are the wrong way round: the camera hands over mirror images, and left and right are "
    "exchanged. Switch that off where the camera is set up.",
    reason="mark_stream_mirrored",
)


class MirrorWatch:
    """Looks at a frame now and then.  For one camera, and one thread alone."""

    def __init__(self) -> None:
        self._frame = 0
        self._seen = 0  # looks in which a mark was the wrong way round, since one was right

    def on(self, rgb: npt.NDArray[np.uint8]) -> tuple[Notice, ...]:
        """What there is to say once this frame is seen: it stands until a mark is seen the right way round."""
        if self._frame % LOOK_EVERY == 0:
            self._look(rgb)
        self._frame += 1
        return (STREAM_MIRRORED,) if self._seen >= SURE else ()

    def _look(self, rgb: npt.NDArray[np.uint8]) -> None:
        turned = bool(read_marks(np.ascontiguousarray(rgb[:, ::-1])))
        if (turned or self._seen) and read_marks(rgb):
            self._seen = 0
        elif turned:
            self._seen += 1
