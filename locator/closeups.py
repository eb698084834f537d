"""The body in a close-up: many squares looked at, the one whose points should lie nearest chosen, or none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import PRESENT, sane
from locator.detect.closeup import both_faces, explored, explored_near, near_told, proposed
from locator.detect.closeup_choice import predicted_error_cun
from locator.landmarks import View
from locator.looks import backness

# Expected error (cun) of the chosen look above which nothing is drawn.  Said where the camera points, a person is shown
# points up to here with rings to match; unasked, only what is nearly as sure as a whole body.
MOST_EXPECTED_CUN = {"back": 1.95, "leg": 1.3}
MOST_TOLD_CUN = {"back": 2.5, "leg": 1.9}  # where the square was told too: the place cannot be wholly wrong
MOST_UNASKED_CUN = 1.1
QUARREL = 1.4  # a front and a back whose expected errors differ by less than this factor cannot be told apart
AGREE = 0.05  # looks that see the joints within this share of the body's square are averaged
ALIKE, ALIKE_CUN, COMPANY = 1.3, 0.1, 5  # ... of those expected to be nearly as good as the best, at most five
WHOLE_SIGHT = 0.6  # higher costs seated bodies their answer and spares no wrong one (.75: 19 of 20 for 20)
COMPARED = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle"))


@dataclass(frozen=True, eq=False)
class CloseUp:
    """The looks chosen for a close-up and how far off their points are expected to be."""

    looks: tuple[Look, ...]
    error_cun: float
    region: str


@dataclass(frozen=True)
class Unsure:
    """Why no look was chosen: nothing good enough, or front and back alike.  Falsy."""

    reason: str  # "not_sure" or "front_or_back"

    def __bool__(self) -> bool:
        return False


def is_whole(look: Look) -> bool:
    """Whether shoulders, hips and knees are all in the picture: then the finder's answer stands by itself."""
    names = [f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip", "knee")]
    return bool(min(look.inside[INDEX[name]] for name in names) > WHOLE_SIGHT)


def find_closeup(
    detector: Detector,
    rgb: Rgb,
    regions: Sequence[str],
    view: View | None,
    more: Sequence[Look] = (),
    asked: bool = True,
    told: Square | None = None,
) -> CloseUp | Unsure:
    """The best look at a close-up of one of these regions.

    `more` are looks already taken, which compete with the proposed squares'; `asked` whether the person said what the
    picture shows; `told` the square that a person fitted the body into, in which it is looked for alone.
    """
    best: CloseUp | None = None
    other_face = math.inf
    size_px = (rgb.shape[1], rgb.shape[0])
    for region in regions:
        if told is None:
            taken = [*more, *explored(detector, rgb, proposed(size_px, region))]
        else:
            taken = [*more, *explored_near(detector, rgb, told)]
        looks = both_faces(taken, region)
        errors = predicted_error_cun(looks, size_px, region)
        if told is not None:
            errors = np.where([near_told(look, told) for look in looks], errors, math.inf)
        facing = np.array([backness(look, rgb) for look in looks])
        wants_back = view == "back" or (region == "back" and view != "front")
        for back in (True, False):
            of_face = np.flatnonzero((facing > 0) == back)
            if not len(of_face) or (view == "front" and back) or (wants_back and not back):
                continue
            order = of_face[errors[of_face].argsort()]
            chosen = [looks[i] for i in order if errors[i] <= ALIKE * errors[order[0]] + ALIKE_CUN][:COMPANY]
            error = float(errors[order[0]])
            if best is None or error < best.error_cun:
                other_face = min(other_face, best.error_cun) if best is not None else other_face
                best = CloseUp(tuple(chosen), error, region)
            else:
                other_face = min(other_face, error)
    most = MOST_TOLD_CUN if told is not None else MOST_EXPECTED_CUN
    if best is None or best.error_cun > (most[best.region] if asked else MOST_UNASKED_CUN):
        return Unsure("not_sure")
    if view not in ("back", "front") and best.region != "back" and other_face < QUARREL * best.error_cun:
        return Unsure("front_or_back")
    company = [look for look in best.looks if apart(look, best.looks[0]) < AGREE]
    return CloseUp((*company, *_mirrored(detector, rgb, best.looks[0])), best.error_cun, best.region)


def _mirrored(detector: Detector, rgb: Rgb, first: Look) -> tuple[Look, ...]:
    """A look at the mirror image of what `first` saw, where it sees the same joints on the same face; else nothing."""
    if not sane(first.implied, rgb):
        return ()
    second = detector.look(rgb, first.implied, mirrored=not first.mirrored, plain_surround=first.plain_surround)
    return (second,) if second.presence >= PRESENT and apart(second, first) < AGREE else ()


def apart(look: Look, other: Look) -> float:
    """How far apart two looks see the joints, as a share of the body's square."""
    away = np.linalg.norm(look.xy_px - other.xy_px, axis=1)
    return float(np.mean([away[INDEX[name]] for name in COMPARED])) / other.implied.side_px
