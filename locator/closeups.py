"""The body in a close-up: many squares looked at, the one whose points should lie nearest chosen, or none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, other_face
from locator.detect.body import PRESENT, sane
from locator.detect.closeup import both_faces, explored, proposed
from locator.detect.closeup_choice import predicted_error_cun
from locator.landmarks import View
from locator.looks import backness, shows_back

# Expected error (cun) of the chosen look above which nothing is drawn.  Said where the camera points, a person is shown
# points up to here with rings to match; unasked, only what is nearly as sure as a whole body.
MOST_EXPECTED_CUN = {"back": 2.2, "leg": 2.0}
MOST_UNASKED_CUN = 1.1
QUARREL = 1.4  # a front and a back whose expected errors differ by less than this factor cannot be told apart
AGREE = 0.06  # the mirrored look must find the joints within this share of the body's square to be averaged in
WHOLE_SIGHT = 0.6
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
) -> CloseUp | Unsure:
    """The best look at a close-up of one of these regions.

    `more` are looks already taken, which compete with the proposed squares'; `asked` whether the person said what the
    picture shows.
    """
    best: CloseUp | None = None
    other_face = math.inf
    size_px = (rgb.shape[1], rgb.shape[0])
    for region in regions:
        looks = both_faces([*more, *explored(detector, rgb, proposed(size_px, region))], region)
        errors = predicted_error_cun(looks, size_px, region)
        facing = np.array([backness(look, rgb) for look in looks])
        wants_back = view == "back" or (region == "back" and view != "front")
        for back in (True, False):
            of_face = np.flatnonzero((facing > 0) == back)
            if not len(of_face) or (view == "front" and back) or (wants_back and not back):
                continue
            i = int(of_face[errors[of_face].argmin()])
            if best is None or errors[i] < best.error_cun:
                if best is not None:
                    other_face = min(other_face, best.error_cun)
                best = CloseUp((looks[i],), float(errors[i]), region)
            else:
                other_face = min(other_face, float(errors[i]))
    if best is None or best.error_cun > (MOST_EXPECTED_CUN[best.region] if asked else MOST_UNASKED_CUN):
        return Unsure("not_sure")
    if view not in ("back", "front") and best.region != "back" and other_face < QUARREL * best.error_cun:
        return Unsure("front_or_back")
    return CloseUp(_with_mirror(detector, rgb, best.looks[0]), best.error_cun, best.region)


def _with_mirror(detector: Detector, rgb: Rgb, first: Look) -> tuple[Look, ...]:
    """The look and its mirror image's, where the two see the same body."""
    if not sane(first.implied, rgb):
        return (first,)
    second = detector.look(rgb, first.implied, mirrored=True, plain_surround=first.plain_surround)
    if shows_back(second, rgb) != shows_back(first, rgb):
        second = other_face(second)
    away = np.linalg.norm(second.xy_px - first.xy_px, axis=1)
    apart = float(np.mean([away[INDEX[name]] for name in COMPARED]))
    same = second.presence >= PRESENT / 2 and apart < AGREE * first.implied.side_px
    return (first, second) if same else (first,)
