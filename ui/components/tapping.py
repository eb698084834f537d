"""A picture with its points, on which landmarks are tapped: the tap editor, and what the taps do at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from calibration.asking import in_a_mirror, requests
from calibration.strayed import JOINTS, SEEN
from locator.atlas.schema import Acupoint
from locator.landmarks import LandmarkSet
from locator.placement import Region
from ui.components.looked import looked
from ui.components.person_picker import slot_of
from ui.components.pictured import Pictured, picture_of
from ui.components.tap_editor import Asked, Edit, Handle, data_for, tap_editor
from ui.components.whom import ask_whom
from ui.landmark_titles import title_of
from ui.tapped import Tapped, tapped
from ui.wording import Wording

EDITORS = ("taps", "live_taps")  # every `key` there is
REGION_JOINTS: dict[Region | None, tuple[str, ...]] = {
    "back": ("shoulder", "hip"),
    "leg": ("knee", "ankle"),
    None: JOINTS,
}


def tapped_on(
    words: Wording, pictured: Pictured, points: Sequence[Acupoint], key: str = "taps", into_view: bool = False
) -> Tapped:
    """Mount the editor on a picture; a tap runs the page again.  One editor a `key`."""
    person = None if into_view else st.session_state.get(slot_of(pictured.name))
    photo, slot, query = pictured.photo, pictured.slot(person), pictured.query([each.code for each in points], person)
    seen = looked(words, f"{key}_seen", pictured, query, filmed=into_view)
    if not into_view:
        ask_whom(words, "taps.whom", seen, pictured.name)
    last = edits(key).get(slot, Edit(0, {}))
    now = tapped(seen, photo, query, last)
    data = data_for(
        words,
        slot,
        photo,
        handles(words, now.marks, query.region, joints=not into_view),
        asked(words, now.body, pictured, points, seen.only),
        now.located.placements,
        known=[*last.taps, *(m.name for m in seen.landmarks or ())],
    )
    tap_editor(
        {**data, "into_view": into_view},
        key,
        keep=lambda edit: _keep(key, slot, edit),
    )
    return now


def asked(
    words: Wording, body: LandmarkSet, pictured: Pictured, points: Sequence[Acupoint], only: Region | None = None
) -> list[Asked]:
    """What to feel for next on this body, the most useful first; `only`: the one part that a close-up supports."""
    wanted = requests(body, pictured.region or only, points, pictured.own)
    if pictured.photo.mirrored:
        wanted = in_a_mirror(wanted, pictured.photo.size_px[0])
    return [
        Asked(
            each.prompt.name,
            title_of(words, each.prompt.name),
            words.get(f"tap_say.{each.prompt.name}", each.prompt.say),
            None if each.expected_px is None else (float(each.expected_px[0]), float(each.expected_px[1])),
            each.share,
        )
        for each in wanted
    ]


def edits(key: str = "taps") -> Mapping[str, Edit]:
    """What was done on this visit in the editor called `key`: by picture, part and view, the newest last."""
    done: Mapping[str, Edit] = st.session_state.get(f"{key}_edit", {})
    return done


def _keep(key: str, slot: str, edit: Edit) -> None:
    """Beside what was done on other pictures, or on this one as another part: who comes back to it finds it there."""
    others = {each: done for each, done in edits(key).items() if each != slot}
    st.session_state[f"{key}_edit"] = {**others, slot: edit}


def forget_edits(key: str = "taps", picture: str | None = None) -> None:
    """What was done in the editor called `key`; of one picture alone where its name is given."""
    kept = {} if picture is None else edits(key)
    elsewhere = {slot: done for slot, done in kept.items() if picture_of(name_in(slot)) != picture}
    st.session_state.pop(f"{key}_edit", None)
    if elsewhere:
        st.session_state[f"{key}_edit"] = elsewhere


def name_in(slot: str) -> str:
    """The body's name (see `body_of`) without part and view."""
    return slot.rsplit("-", 2)[0]


def side_in(slot: str) -> str:
    """From which side the body is seen there; of bodies whose side is not said, those seen from behind come first."""
    view = slot.rsplit("-", 1)[1]
    return "back" if view == "None" else view


def handles(words: Wording, marks: LandmarkSet, region: Region | None, joints: bool = True) -> list[Handle]:
    """What can be moved: every tap, and the joints of this part that were seen."""
    judged = REGION_JOINTS.get(region, ()) if joints else ()
    shown = []
    for mark in marks:
        movable = mark.name.partition("_")[2] in judged and mark.visibility >= SEEN
        if mark.source == "tapped" or movable:
            xy_px = (float(mark.xy_px[0]), float(mark.xy_px[1]))
            shown.append(Handle(mark.name, title_of(words, mark.name), xy_px, mark.source == "tapped"))
    return shown
