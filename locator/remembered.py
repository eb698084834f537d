"""What was seen of a body that is followed and has left the picture: the heights of its head.

They tell how a body is built, and with it where its spine lies: without them the points of a back jumped by a cun in
the frame in which the head left the picture.  Measured in trunk lengths they hardly change while a person comes closer;
because they do change a little, their doubt grows with time (FORGOTTEN).
"""

from __future__ import annotations

from dataclasses import replace

from locator.frames.trunk_view import JOINTS, head_heights
from locator.landmarks import LandmarkSet

# Of the head's heights those that every look tells.  The outline of crown and neck is read in a video's first look
# only, in another square than all that follow: remembered, it moved whole bodies by .4 cun.
FACE = ("ears", "eyes", "nose")
# Share of a new frame's heights taken into what is remembered: a nod of half a second weighs little.
NEW = 0.2
# Hip-to-shoulder lengths of doubt (one standard deviation) that a second adds.  Both were chosen on five rendered
# clips of people who come closer: without forgetting, medians of three rose by .1 cun; with it the drift while coming
# closer fell from .23 to .20 cun, and two medians from .72 to .67 and from .81 to .65.
FORGOTTEN = 0.03


class HeadMemory:
    """Holds the heights of the head of one body, in hip-to-shoulder lengths, and when they were seen."""

    def __init__(self) -> None:
        self._heights: dict[str, tuple[float, float]] = {}

    def reset(self) -> None:
        """The next frame shows another body."""
        self._heights = {}

    def __call__(self, marks: LandmarkSet, time_s: float) -> LandmarkSet:
        """The same landmarks, with what was seen of the head before."""
        if marks.require(*JOINTS):
            return marks
        try:
            seen = head_heights(marks)
        except ValueError:  # no trunk to measure in this frame
            return marks
        before = {name: (height, FORGOTTEN * (time_s - at_s)) for name, (height, at_s) in self._heights.items()}
        for name in FACE:
            if name in seen:
                height, _ = before.get(name, (seen[name], 0.0))
                self._heights[name] = height + NEW * (seen[name] - height), time_s
        return replace(marks, head_before=before)
