"""What is known better than the detector of one viewer's body, frame after frame: taps that ride, and marks worn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from calibration.carry import Carried, Glimpse, Mark, bare_frames, carry, ground, pick_up
from calibration.markers import LANDMARK_OF, believed, read_marks
from calibration.notice import Notice, Told
from calibration.taps import prompt
from locator.json_values import is_number
from locator.landmarks import Landmark
from locator.placement import Located

READ_EVERY = 4  # frames between looks for worn marks: one costs a fifth of a frame, and what was read rides along
GAP_S = 1.0  # between two frames: longer, and skin cannot be followed from one to the other
MOST_MARKS = 20
_NUMBERS = ("lateral_cun", "distal_cun", "sigma_cun", "turn_rad")
_MOST_CUN = 12.0  # a tap further than this from where the average body has the landmark was a slip
_MOST_RAD = 3.2  # a part is turned by half a turn at most, either way; the rest is for digits lost on the way


class Known:
    """Holds the marks between frames.  For one viewer, and one thread alone."""

    def __init__(self, marks: Sequence[Mark] = (), worn: bool = False, lost: Sequence[str] = ()) -> None:
        """`lost`: names of marks that were given up before; they stay so."""
        self._marks = {mark.name: mark for mark in marks if mark.name not in lost}
        self._worn = worn
        self._before: Glimpse | None = None
        self._before_s = 0.0
        self._frame = 0
        self.used: tuple[str, ...] = ()  # landmarks given on the last frame
        self.lost = tuple(mark.name for mark in marks if mark.name in lost)  # given up so far, to be said
        self.doubted: tuple[Notice, ...] = ()  # about marks that were read and not believed

    def on(self, rgb: npt.NDArray[np.uint8], found: Located, t_s: float) -> tuple[Landmark, ...]:
        """Where the known landmarks lie on this frame, each with its sigma."""
        grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        looked = self._worn and self._frame % READ_EVERY == 0
        read = read_marks(grey) if looked else ()
        if looked and not read:  # the sheet was put away, the wrong mark taken off
            self.doubted = ()
        self._frame += 1
        names = {*self._marks, *(mark.name for mark in read)}
        now = Glimpse(grey, ground(found.landmarks, names) if found.landmarks is not None and names else ())
        carried = self._carried(now, max(0.0, t_s - self._before_s) if self._before is not None else 0.0)
        self._before, self._before_s = now, t_s
        landmarks = {mark.name: mark for mark in carried.landmarks}
        if read and now.frames and found.landmarks is not None:
            told = believed(read, bare_frames(found.landmarks, names))
            self.doubted = told.notices
            self._marks |= {mark.name: mark for mark in pick_up(told.landmarks, now.frames)}
            landmarks |= {mark.name: mark for mark in told.landmarks}
            self.lost = tuple(name for name in self.lost if name not in landmarks)
        self.used = tuple(landmarks)
        return tuple(landmarks.values())

    def told(self) -> Told:
        """Landmarks in use and lost, and what is to be said about marks not believed."""
        return {"used": list(self.used), "lost": list(self.lost), "doubted": list(self.doubted)}

    def _carried(self, now: Glimpse, step_s: float) -> Carried:
        marks, before = tuple(self._marks.values()), self._before
        if step_s > GAP_S:  # a hidden tab, a sleeping laptop: nobody saw what happened in between
            waited = carry(None, Glimpse(now.grey, ()), marks, step_s)
            marks, before, step_s = waited.marks, None, 0.0  # the wait is told: it counts once
            self._give_up(waited.dropped)
        carried = carry(before, now, marks, step_s)
        self._give_up(carried.dropped)
        self._marks = {mark.name: mark for mark in carried.marks}
        return carried

    def _give_up(self, names: Sequence[str]) -> None:
        self.lost = tuple(dict.fromkeys((*self.lost, *names)))


def mark_to_dict(mark: Mark) -> dict[str, Any]:
    """A mark in plain values, to be handed through a browser."""
    return {"name": mark.name, **{key: round(float(getattr(mark, key)), 5) for key in _NUMBERS}}


def marks_from(told: Any) -> tuple[Mark, ...]:
    """The marks in what a browser sent; anything unsound is passed over, for it cannot be asked back."""
    marks = []
    for each in told[:MOST_MARKS] if isinstance(told, (list, tuple)) else ():
        if not isinstance(each, Mapping) or not _is_landmark(each.get("name")):
            continue
        values = [float(v) for key in _NUMBERS if is_number(v := each.get(key))]
        if len(values) < len(_NUMBERS):
            continue
        lateral, distal, sigma, turn = values
        if max(abs(lateral), abs(distal)) <= _MOST_CUN and 0.0 < sigma <= _MOST_CUN and abs(turn) <= _MOST_RAD:
            marks.append(Mark(str(each["name"]), lateral, distal, sigma, turn))
    return tuple(marks)


def _is_landmark(name: Any) -> bool:
    return isinstance(name, str) and (prompt(name) is not None or name in LANDMARK_OF.values())
