"""A back cut off by the picture's lower edge, known by its head and shoulders where the hips are not seen.

The choice among a close-up's looks was fitted on backs without a head.  It is unsure about pictures that end at the
waist or above, though the finder, which goes by heads, sees these bodies well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from locator.detect.base import INDEX, Detector, Look, Rgb
from locator.detect.merge import inside_silhouette
from locator.geometry import Array, to_rim, unit
from locator.landmarks import View
from locator.looks import backness, settled_looks

HEAD = ("nose", "left_ear", "right_ear")
SHOULDERS = ("left_shoulder", "right_shoulder")
# On 840 crops of 140 rendered backs that end between coccyx and T9, .89 of them found, these let .92 of the found pass
# (a median of .76 cun); of 240 crops of fronts and of 532 pictures of animals, plants and things none, the nearest with
# a presence of .92 and shoulders .12 of the trunk apart.
SURE_PRESENCE, HEAD_SEEN, SHOULDERS_SEEN, ALIKE_TRUNKS = 0.95, 0.8, 0.6, 0.08
# Less of the trunk than this below the shoulders, in hip-to-shoulder lengths, is less than any of those crops shows (T9
# is .29 down).  Of 20 rendered heads and shoulders seen from above 7 show .17 to .26 and were answered: backs lay 1.9
# cun off in the middle of them, and the rings held .13.
LEAST_TRUNK = 0.28
MOST_TURNED = math.radians(55.0)  # beyond it one point in fifteen lies more than 3 cun off

# How far off such a back is expected to be, square and turned: of 192 crops of 24 square and 8 turned rendered backs,
# cut off at six heights, rings so hold .74 to .77 and .73 of the seen points (.85 for both: .68 to .90 and .52).
SQUARE_CUN, TURNED_CUN = 0.72, 0.7


def headed_back(detector: Detector, rgb: Rgb, first: Look, view: View | None) -> tuple[Look, ...] | None:
    """Looks that agree about the back of the body that the finder's look saw, its head and shoulders in the picture.

    None where it shows another side, or is not as sure as it should be.
    """
    if view not in (None, "unknown", "back"):
        return None
    looks = settled_looks(detector, rgb, first, view)
    return looks if looks and len(looks) > 1 and _stands_by_itself(looks, rgb) else None


def headed_error_cun(looks: Sequence[Look]) -> float:
    """How far off (cun) the joints of a back that stands by its head are expected to be, more if it is turned."""
    return SQUARE_CUN + TURNED_CUN * math.sqrt(max(0.0, 1.0 - float(np.mean([backness(look) for look in looks])) ** 2))


def _stands_by_itself(looks: Sequence[Look], rgb: Rgb) -> bool:
    last = looks[0]
    head, shoulders = ([INDEX[name] for name in names] for names in (HEAD, SHOULDERS))
    return bool(
        min(look.presence for look in looks) > SURE_PRESENCE
        and min(backness(look) for look in looks) > math.cos(MOST_TURNED)
        and last.inside[head].min() > HEAD_SEEN
        and last.inside[shoulders].min() > SHOULDERS_SEEN
        and _in_picture(last.xy_px[[*head, *shoulders]], rgb)
        and inside_silhouette(last)[[*head, *shoulders]].min() == 1.0
        and _shoulders_apart(looks) < ALIKE_TRUNKS
        and _in_sight(last, rgb) > LEAST_TRUNK
    )


def _in_sight(look: Look, rgb: Rgb) -> float:
    """How much of the trunk the picture shows below the shoulders, as a share of its length."""
    shoulders, hips = (0.5 * (look.xy(f"left_{end}") + look.xy(f"right_{end}")) for end in ("shoulder", "hip"))
    shown_px = to_rim(shoulders, unit(hips - shoulders), (rgb.shape[1], rgb.shape[0]))
    return shown_px / max(math.dist(shoulders, hips), 1e-6)


def _in_picture(xy_px: Array, rgb: Rgb) -> bool:
    return bool((xy_px > 0.0).all() and (xy_px < (rgb.shape[1], rgb.shape[0])).all())


def _shoulders_apart(looks: Sequence[Look]) -> float:
    """How far two looks see a shoulder apart, as a share of the trunk."""
    one, other = looks[0], looks[-1]
    apart_px = max(float(np.linalg.norm(one.xy(name) - other.xy(name))) for name in SHOULDERS)
    shoulders, hips = (one.xy(f"left_{end}") + one.xy(f"right_{end}") for end in ("shoulder", "hip"))
    return apart_px / max(0.5 * math.dist(shoulders, hips), 1e-6)
