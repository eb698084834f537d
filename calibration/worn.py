"""Marks worn in a photograph: read as taps, and the points placed again with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from calibration.carry import bare_frames
from calibration.markers import believed, read_marks
from calibration.notice import Notice
from locator.anew import told_anew
from locator.landmarks import LandmarkSet, View
from locator.outward import mirrored_back
from locator.photo import Photo
from locator.pipeline import locate_landmarks
from locator.placement import Located, Region
from locator.proportions import Proportions

NONE_READ = Notice(
    "No printed mark was read: show the marks flat and whole, in good light, and come nearer.", reason="mark_none"
)
ALONE = Notice(
    "Marks were read, but no body was seen that wears them: say which part it is (region) to use them alone.",
    reason="mark_alone",
)
# A mark can be read one way round only, so it tells a mirror image from the world, whatever was said of the picture.
MIRRORED = Notice(
    "The printed marks are the wrong way round, so this is a mirror image: say so (mirrored), or left and right are "
    "exchanged.",
    reason="mark_mirrored",
)
NOT_MIRRORED = Notice(
    "The printed marks are the right way round, so this is no mirror image: do not call it one (mirrored), or left and "
    "right are exchanged.",
    reason="mark_not_mirrored",
)


def with_worn(
    photo: Photo,
    seen: Located,
    own: Proportions | None = None,
    codes: Sequence[str] | None = None,
    region: Region | None = None,
    view: View | None = None,
    asked: bool = False,
) -> tuple[Located, tuple[Notice, ...]]:
    """The answer told the marks that the body wears, and what is to be said of marks not used.

    Without marks it is the answer that was given; that there are none is said where marks were asked for.  Where no
    body was seen, marks build one only if the person has said which part this is: marks on a table are no body.
    """
    world = mirrored_back(seen) if photo.mirrored else seen
    turned = np.ascontiguousarray(photo.rgb[:, ::-1])
    read = read_marks(turned if photo.mirrored else photo.rgb)
    if not read and read_marks(photo.rgb if photo.mirrored else turned):
        return seen, (NOT_MIRRORED if photo.mirrored else MIRRORED,)
    if not read:
        return seen, (NONE_READ,) if asked else ()
    joints = [m for m in world.landmarks or () if m.source != "derived"]
    marks = LandmarkSet(photo.size_px, view or world.view).having(joints)
    frames = bare_frames(marks, [mark.name for mark in read])
    told = believed(read, frames)
    if told.landmarks and not frames and region is None:
        return seen, (*told.notices, ALONE)
    if not told.landmarks:
        return seen, told.notices
    found = locate_landmarks(marks.having(told.landmarks), own, codes, region or seen.only)
    if found.status == "refused":
        return seen, told.notices
    found = mirrored_back(found) if photo.mirrored else found
    return told_anew(found, seen), told.notices
