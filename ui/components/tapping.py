"""A picture with its points, on which landmarks are tapped: the tap editor, and what the taps do at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from calibration.asking import in_a_mirror, requests
from locator import locate_landmarks
from locator.atlas.schema import Acupoint
from locator.landmarks import Landmark, LandmarkSet, View
from locator.landmarks_file import TAP_SIGMA_PX
from locator.photo import Photo
from locator.pipeline import mirrored_back
from locator.placement import Located, Region
from ui.components.faults import tell_notice
from ui.components.pictured import Pictured
from ui.components.tap_editor import Asked, Edit, Handle, data_for, tap_editor
from ui.finder import Query, find_and_tell
from ui.landmark_titles import title_of
from ui.state import kept
from ui.wording import Wording

MOVABLE = ("shoulder", "hip", "knee", "ankle")  # joints a person can judge by eye
SURE = 0.5  # of a joint's sight: a guessed one is not worth putting right
REGION_JOINTS: dict[Region | None, tuple[str, ...]] = {
    "back": ("shoulder", "hip"),
    "leg": ("knee", "ankle"),
    None: MOVABLE,
}


@dataclass(frozen=True, eq=False)
class Tapped:
    """What stands on the picture now, as the world is (not mirrored)."""

    body: LandmarkSet
    located: Located
    region: Region | None


def tapped_on(
    words: Wording, pictured: Pictured, points: Sequence[Acupoint], key: str = "taps", into_view: bool = False
) -> Tapped:
    """Mount the editor on a picture; a tap runs the page again.  One editor a `key`."""
    name, photo, region, view = pictured.name, pictured.photo, pictured.region, pictured.view
    codes = [p.code for p in points]
    with st.spinner(words("photo.looking")):
        seen, notices = kept(
            f"{key}_seen",
            (name, region, view),
            lambda: find_and_tell(photo, Query(region, view, codes)),
        )
    for notice in notices:
        tell_notice(words, notice)
    slot = f"{name}-{region}-{view}"
    last = edits(key).get(slot, Edit(0, {}))
    marks = with_taps(seen, photo, view, last)
    body = marks.mirrored() if photo.mirrored else marks  # what is shown lies on the mirror image
    located = locate_landmarks(body, proportions=pictured.own, codes=codes, region=region)
    asked = requests(body, region, points, pictured.own)
    if photo.mirrored:
        located, asked = mirrored_back(located), in_a_mirror(asked, photo.size_px[0])
    data = data_for(
        words,
        slot,
        photo,
        handles(words, marks, region, joints=not into_view),
        [
            Asked(
                r.prompt.name,
                title_of(words, r.prompt.name),
                words.get(f"tap_say.{r.prompt.name}", r.prompt.say),
                None if r.expected_px is None else (float(r.expected_px[0]), float(r.expected_px[1])),
                r.share,
            )
            for r in asked
        ],
        located.placements,
        known=[*last.taps, *(m.name for m in seen.landmarks or ())],
    )
    edit = tap_editor({**data, "into_view": into_view}, key=f"{key}_editor")
    if edit.serial and dict(edit.taps) != dict(last.taps):
        st.session_state[f"{key}_edit"] = {slot: edit}
        st.rerun()
    return Tapped(body, located, region)


def edits(key: str = "taps") -> Mapping[str, Edit]:
    """What was done on this visit in the editor called `key`: by picture, part and view."""
    done: Mapping[str, Edit] = st.session_state.get(f"{key}_edit", {})
    return done


def forget_edits(key: str = "taps") -> None:
    st.session_state.pop(f"{key}_edit", None)


def name_in(slot: str) -> str:
    """The picture's name without part and view."""
    return slot.rsplit("-", 2)[0]


def with_taps(seen: Located, photo: Photo, view: View | None, edit: Edit) -> LandmarkSet:
    """What was detected, with every tap in place of it or beside it; marks worn count until the person has tapped."""
    dropped = ("derived", "tapped") if edit.serial else ("derived",)
    detected = [m for m in seen.landmarks or () if m.source not in dropped]
    sigma = TAP_SIGMA_PX * max(1.0, max(photo.size_px) / 1000.0)  # a finger is as broad on a large photograph
    worn = {m.name: m for m in seen.landmarks or () if m.source == "tapped"}
    taps = [Landmark(n, np.array(xy), sigma_px=sigma, source="tapped") for n, xy in edit.taps.items()]
    unmoved = [replace(worn[t.name], xy_px=t.xy_px) if _stayed(t, worn) else t for t in taps]
    return LandmarkSet(photo.size_px, view or seen.view).having(detected).having(unmoved)


def _stayed(tap: Landmark, worn: dict[str, Landmark]) -> bool:
    """Whether this is a mark that was read, where it was read (to the tenth of a px that the browser keeps)."""
    mark = worn.get(tap.name)
    return mark is not None and bool(abs(mark.xy_px - tap.xy_px).max() <= 0.1)


def handles(words: Wording, marks: LandmarkSet, region: Region | None, joints: bool = True) -> list[Handle]:
    """What can be moved: every tap, and the joints of this part that were seen."""
    judged = REGION_JOINTS.get(region, ()) if joints else ()
    shown = []
    for mark in marks:
        movable = mark.name.partition("_")[2] in judged and mark.visibility >= SURE
        if mark.source == "tapped" or movable:
            xy_px = (float(mark.xy_px[0]), float(mark.xy_px[1]))
            shown.append(Handle(mark.name, title_of(words, mark.name), xy_px, mark.source == "tapped"))
    return shown
