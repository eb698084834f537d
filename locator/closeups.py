"""The body in a close-up: many squares looked at, the one whose points should lie nearest chosen, or none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import PRESENT, sane
from locator.detect.closeup import (
    LEANS,
    QUARTERS,
    both_faces,
    explored,
    explored_near,
    near_told,
    proposed,
    upright_size,
    uprighted,
)
from locator.detect.closeup_choice import ERROR_FLOOR_CUN, predicted_error_cun
from locator.landmarks import View
from locator.looks import backness

# Expected error (cun) of the chosen look above which nothing is drawn.  Said where the camera points, a person is shown
# points up to here with rings to match; unasked, only what is nearly as sure as a whole body.
# (Two hands on a table look like a back that is expected to be 1.6 off.)
MOST_EXPECTED_CUN = {"back": 1.5, "leg": 1.3}
MOST_TOLD_CUN = {"back": 2.5, "leg": 1.9}  # where the square was told too: the place cannot be wholly wrong
MOST_UNASKED_CUN = 1.1
_UNASKED = dict.fromkeys(MOST_EXPECTED_CUN, MOST_UNASKED_CUN)
QUARREL = 1.4  # a front and a back whose expected errors differ by less than this factor cannot be told apart
# Looks expected to be nearly as good as the best, and within this share of the body's square of it, are averaged, the
# surer ones weighing more; at most twelve (headless backs of training sets, nine in ten: 2.47 cun so, 2.57 with five
# within .05 that weigh alike).
ALIKE, ALIKE_CUN, COMPANY, AGREE = 1.5, 0.2, 12, 0.1
# A best look expected to be further off than this is not settled for before as many looks again were taken: of headless
# backs not trained on .95 are answered so, nine in ten points within 2.1 cun; by the first looks alone .92 and 2.3.
SURE_CUN = 1.2
SAME = 0.05  # a mirrored look further off than this share of the square is not of the same opinion
OTHER_BODY = 0.15  # looks further apart than this share of the square do not see the same body
TURNED = 0.85  # a turned picture must be surer by this factor: it was looked at five times more, and chance with it
OUTLINE_TURNED = math.radians(20.0)  # an outline turned further than this says that the body leans
WHOLE_SIGHT = 0.6  # higher costs seated bodies their answer and spares no wrong one (.75: 19 of 20 for 20)
# Legs may be taken for a small folded body on its head (presence .52), or for one whose hips lie above the picture
# though the model believes them inside it.  Of 180 rendered and 34 photographed whole bodies none had less presence
# than .73, and none a joint outside the picture.
WHOLE_PRESENCE, WHOLE_OUTSIDE = 0.7, 0.02  # the latter a share of the body's square
COMPARED = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle"))


@dataclass(frozen=True, eq=False)
class CloseUp:
    """The looks chosen for a close-up and how far off their points are expected to be."""

    looks: tuple[Look, ...]
    error_cun: float
    region: str
    weights: tuple[float, ...]  # how much each look counts


@dataclass(frozen=True)
class Unsure:
    """Why no look was chosen: nothing good enough, or front and back alike.  Falsy."""

    reason: str  # "not_sure" or "front_or_back"

    def __bool__(self) -> bool:
        return False


def is_whole(look: Look, rgb: Rgb) -> bool:
    """Whether shoulders, hips and knees are all in the picture: then the finder's answer stands by itself."""
    joints = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip", "knee")]
    outside = np.maximum(-look.xy_px[joints], look.xy_px[joints] - (rgb.shape[1], rgb.shape[0])).max()
    return (
        look.presence > WHOLE_PRESENCE
        and bool(look.inside[joints].min() > WHOLE_SIGHT)
        and bool(outside < WHOLE_OUTSIDE * look.implied.side_px)
    )


def find_closeup(
    detector: Detector,
    rgb: Rgb,
    regions: Sequence[str],
    view: View | None,
    more: Sequence[Look] = (),
    asked: bool = True,
    told: Square | None = None,
    turns: bool = True,
) -> CloseUp | Unsure:
    """The best look at a close-up of one of these regions.

    `more` are looks already taken, which compete with the proposed squares'; `asked` whether the person said what the
    picture shows; `told` the square that a person fitted the body into, in which it is looked for alone; `turns`
    whether the picture may be on its side, upside down or leaning, which is tried where nothing sure is found upright.
    """
    size_px = (rgb.shape[1], rgb.shape[0])
    if told is not None:
        turn = told.turn_rad if abs(told.turn_rad) > OUTLINE_TURNED else 0.0
        seen = [*more, *explored_near(detector, rgb, told)]
        found = _contest(rgb, dict.fromkeys(regions, seen), view, turn, told)
        return _settled(detector, rgb, found, view, MOST_TOLD_CUN if asked else _UNASKED)

    def looks(region: str, turn: float = 0.0, every: int = 1, mirror_first: bool = False) -> list[Look]:
        return explored(detector, rgb, proposed(size_px, region, turn)[::every], mirror_first)

    def contest(turn: float, every: int) -> list[CloseUp]:
        return _contest(rgb, {region: [*more, *looks(region, turn, every)] for region in regions}, view, turn)

    taken = {region: [*more, *looks(region)] for region in regions}
    found = _contest(rgb, taken, view, 0.0)
    if asked and not (found and found[0].error_cun < SURE_CUN):
        taken = {region: [*taken[region], *looks(region, mirror_first=True)] for region in regions}
        found = _contest(rgb, taken, view, 0.0)
    upright = _settled(detector, rgb, found, view, MOST_EXPECTED_CUN if asked else _UNASKED)
    if isinstance(upright, CloseUp) or upright.reason == "front_or_back" or not (asked and turns):
        return upright
    for group, every in ((QUARTERS, 1), (LEANS, 2)):
        ways = [found for found in (contest(turn, every) for turn in group) if found]
        if not ways:
            continue
        best = min(ways, key=lambda found: found[0].error_cun)
        rivals = [found[0] for found in ways if apart(found[0].looks[0], best[0].looks[0]) > OTHER_BODY]
        if any(rival.error_cun < QUARREL * best[0].error_cun for rival in rivals):
            continue
        turned = _settled(detector, rgb, best, view, {k: TURNED * most for k, most in MOST_EXPECTED_CUN.items()})
        if isinstance(turned, CloseUp) or turned.reason == "front_or_back":
            return turned
    return upright


def _contest(
    rgb: Rgb,
    seen: Mapping[str, Sequence[Look]],
    view: View | None,
    turn_rad: float,
    told: Square | None = None,
) -> list[CloseUp]:
    """The best of each region and each face that the person's words allow, the most certain first."""
    size_px = (rgb.shape[1], rgb.shape[0])
    found = []
    for region, taken in seen.items():
        looks = both_faces(taken, region)
        upright = [uprighted(look, size_px, turn_rad) for look in looks]
        errors = predicted_error_cun(upright, upright_size(size_px, turn_rad), region)
        if told is not None:
            errors = np.where([near_told(look, told) for look in looks], errors, math.inf)
        facing = np.array([backness(look) for look in looks])
        wants_back = view == "back" or (region == "back" and view != "front")
        for back in (True, False):
            of_face = np.flatnonzero((facing > 0) == back)
            if not len(of_face) or (view == "front" and back) or (wants_back and not back):
                continue
            order = of_face[errors[of_face].argsort()]
            error = float(errors[order[0]])
            most_cun = max(error, min(ALIKE * error + ALIKE_CUN, MOST_EXPECTED_CUN[region]))
            chosen = [i for i in order if errors[i] <= most_cun][:COMPANY]
            chosen = [i for i in chosen if apart(looks[i], looks[order[0]]) < AGREE]
            weights = [float(errors[i] + ERROR_FLOOR_CUN) ** -2 for i in chosen]
            found.append(CloseUp(tuple(looks[i] for i in chosen), error, region, tuple(weights)))
    return sorted(found, key=lambda close: close.error_cun)


def _settled(
    detector: Detector, rgb: Rgb, found: Sequence[CloseUp], view: View | None, most_cun: Mapping[str, float]
) -> CloseUp | Unsure:
    """The best of a contest, with one more look in the mirror; Unsure where it is not good enough or has a rival."""
    if not found or found[0].error_cun > most_cun[found[0].region]:
        return Unsure("not_sure")
    best = found[0]
    quarrel = len(found) > 1 and found[1].error_cun < QUARREL * best.error_cun
    if view not in ("back", "front") and best.region != "back" and quarrel:
        return Unsure("front_or_back")
    mirrored = _mirrored(detector, rgb, best.looks[0])
    return replace(best, looks=(*best.looks, *mirrored), weights=(*best.weights, *(best.weights[:1] * len(mirrored))))


def _mirrored(detector: Detector, rgb: Rgb, first: Look) -> tuple[Look, ...]:
    """A look at the mirror image of what `first` saw, where it sees the same joints on the same face; else nothing."""
    if not sane(first.implied, rgb):
        return ()
    second = detector.look(rgb, first.implied, mirrored=not first.mirrored, plain_surround=first.plain_surround)
    return (second,) if second.presence >= PRESENT and apart(second, first) < SAME else ()


def apart(look: Look, other: Look) -> float:
    """How far apart two looks see the joints, as a share of the body's square."""
    away = np.linalg.norm(look.xy_px - other.xy_px, axis=1)
    return float(np.mean([away[INDEX[name]] for name in COMPARED])) / other.implied.side_px
