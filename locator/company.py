"""Whoever stands beside the body that is meant: painted over before it is measured, in a picture and in a film.

Who stands beside a body draws its joints aside, by a cun and more: on 51 rendered pairs the median is .59 cun with the
other in sight, rings holding .59, and .45 with the other painted over, rings holding .70.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from locator.detect.base import Detector, Look, Rgb
from locator.detect.body import PRESENT, sane
from locator.painted import painted_over
from locator.people import Person, as_person, boxes, found_beside, is_around, trunk_of
from locator.placement import Box, Boxes

LOOK_S = 2.0  # of a film, between two searches for company: one costs as much as looking at one or two frames
GONE_S = 5.0  # who is not found again for so long has left; till then the finder may have missed them


def alone(detector: Detector, rgb: Rgb, person: Person, people: Sequence[Person]) -> tuple[Rgb, Person]:
    """The picture with everybody else painted over where they stand beside this person, who is looked at there anew."""
    others = [each for each in people if each is not person]
    if not others:
        return rgb, person
    painted = painted_over(rgb, boxes(others), person.box_px)
    squares = [square for square in detector.find(painted) if is_around(square, person)]
    look = detector.look(painted, squares[0] if squares else person.look.square, mask=True, shared=True)
    if look.presence < PRESENT or not sane(look.implied, painted):
        return rgb, person
    return painted, as_person(look, painted)


class Company:
    """Who stands beside the body that is followed through a film."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self.reset()

    def reset(self) -> None:
        """The next frame shows another body."""
        self._boxes: Boxes = ()
        self._seen_s = self._looked_s = -math.inf
        self._beyond = np.zeros(4)  # by how many trunks its box reaches beyond the joints: a crown, hair

    def painted(self, rgb: Rgb, own: Look, t_s: float) -> Rgb:
        """The frame of `t_s` seconds without them; `own`: the last look at the body that is followed."""
        due = t_s - self._looked_s >= LOOK_S
        if due:
            self._look_for(own, rgb, t_s)
        return painted_over(rgb, self._boxes, self._spared(own, rgb)) if self._boxes else rgb

    def _look_for(self, own: Look, rgb: Rgb, t_s: float) -> None:
        """Search beside the body, which is looked at with its silhouette: a crown left over would pass for somebody."""
        self._looked_s = t_s
        shown = self._detector.look(rgb, own.implied, mask=True, shared=True)
        if shown.presence < PRESENT or not sane(shown.implied, rgb):
            return
        person, joints = as_person(shown, rgb), as_person(replace(shown, mask=None), rgb)
        self._beyond = (np.array(person.box_px) - joints.box_px) / max(trunk_of(person.marks)[1], 1.0)
        found = found_beside(self._detector, rgb, [person])
        if found:
            self._boxes, self._seen_s = boxes(found), t_s
        elif t_s - self._seen_s >= GONE_S:
            self._boxes = ()

    def _spared(self, own: Look, rgb: Rgb) -> Box:
        """The followed body's own box, as it stands now."""
        person = as_person(replace(own, mask=None), rgb)
        x0, y0, x1, y1 = np.array(person.box_px) + self._beyond * trunk_of(person.marks)[1]
        return x0, y0, x1, y1
