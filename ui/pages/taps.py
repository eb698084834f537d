"""Feel and tap: a finger knows where C7 and the hip bones are; the picture's points follow, and a profile remembers."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calibration import store
from calibration.asking import in_a_mirror, requests
from calibration.fit import Sitting, fits
from calibration.profile import Profile
from locator import locate_landmarks
from locator.atlas.load import load_atlas
from locator.errors import AcupointError, RequestError
from locator.landmarks import Landmark, LandmarkSet, View
from locator.landmarks_file import TAP_SIGMA_PX
from locator.photo import Photo
from locator.pipeline import mirrored_back
from locator.placement import Located, Region
from locator.proportions import POPULATION, Proportions
from locator.safety import Answers, offered
from ui.components.cautions import asked_once
from ui.components.person import chosen_person
from ui.components.picture import chosen_photo
from ui.components.request import PARTS, part_and_view, tell_withheld
from ui.components.tap_editor import Asked, Edit, Handle, data_for, tap_editor
from ui.finder import find
from ui.state import kept, say
from ui.wording import Wording

MOVABLE = ("shoulder", "hip", "knee", "ankle")  # joints a person can judge by eye
SURE = 0.5  # of a joint's sight: a guessed one is not worth putting right
REGION_JOINTS: dict[Region | None, tuple[str, ...]] = {
    "back": ("shoulder", "hip"),
    "leg": ("knee", "ankle"),
    None: MOVABLE,
}


def page() -> None:
    words = say()
    st.title(words("taps.title"))
    st.markdown(words("taps.intro"))
    given = asked_once(words)
    if given is None:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        part, view = part_and_view(words, key="taps")
        own = chosen_person(words, key="taps_person")
    with right:
        picked = chosen_photo(words)
    if picked is None:
        st.info(words("taps.no_photo"))
        return
    name, photo = picked
    edit_on(words, name, photo, PARTS[part], view, own, given)


def edit_on(
    words: Wording,
    name: str,
    photo: Photo,
    region: Region | None,
    view: View | None,
    own: Proportions,
    answers: Answers,
) -> None:
    """The editor with its rings, and below it what can be kept."""
    points, withheld = offered([p for p in load_atlas().standard if region is None or p.region == region], answers)
    tell_withheld(words, withheld)
    codes = [p.code for p in points]
    with st.spinner(words("photo.looking")):
        seen = kept("taps_seen", (name, region, view), lambda: find(photo, region, view, None, codes))
    slot = f"{name}-{region}-{view}"
    last: Edit = st.session_state.get("taps_edit", {}).get(slot, Edit(0, {}))
    marks = with_taps(seen, photo, view, last)
    body = marks.mirrored() if photo.mirrored else marks  # as the world is; what is shown lies on the mirror image
    located = locate_landmarks(body, proportions=own, codes=codes, region=region)
    asked = requests(body, region, points, own)
    if photo.mirrored:
        located, asked = mirrored_back(located), in_a_mirror(asked, photo.size_px[0])
    data = data_for(
        words,
        slot,
        photo,
        handles(words, marks, region),
        [
            Asked(
                r.prompt.name,
                words.get(f"tap_title.{r.prompt.name}", r.prompt.title),
                words.get(f"tap_say.{r.prompt.name}", r.prompt.say),
                None if r.expected_px is None else (float(r.expected_px[0]), float(r.expected_px[1])),
                r.share,
            )
            for r in asked
        ],
        located.placements,
        known=[*last.taps, *(m.name for m in seen.landmarks or ())],
    )
    edit = tap_editor(data, key="tap_editor")
    if edit.serial and dict(edit.taps) != dict(last.taps):
        st.session_state["taps_edit"] = {slot: edit}
        st.rerun()
    tell(words, located, body, own)
    keep(words, body)


def with_taps(seen: Located, photo: Photo, view: View | None, edit: Edit) -> LandmarkSet:
    """What was detected, with every tap in place of it or beside it."""
    detected = [m for m in seen.landmarks or () if m.source != "derived"]
    sigma = TAP_SIGMA_PX * max(1.0, max(photo.size_px) / 1000.0)  # a finger is as broad on a large photograph
    taps = [Landmark(n, xy, sigma_px=sigma, source="tapped") for n, xy in edit.taps.items()]
    return LandmarkSet(photo.size_px, view or seen.view).having(detected).having(taps)


def handles(words: Wording, marks: LandmarkSet, region: Region | None) -> list[Handle]:
    """What can be moved: every tap, and the joints of this part that were seen."""
    joints = REGION_JOINTS.get(region, ())
    shown = []
    for mark in marks:
        movable = mark.name.partition("_")[2] in joints and mark.visibility >= SURE
        if mark.source == "tapped" or movable:
            label = words.get(f"tap_title.{mark.name}", mark.name.replace("_", " "))
            shown.append(
                Handle(mark.name, label, (float(mark.xy_px[0]), float(mark.xy_px[1])), mark.source == "tapped")
            )
    return shown


def tell(words: Wording, located: Located, marks: LandmarkSet, own: Proportions) -> None:
    """How the rings stand, and what does not fit."""
    for advice in dict.fromkeys(r.advice for r in located.refusals if not located.placements):
        st.warning(advice)
    if located.placements:
        rings = [p.ring_px / p.cun_px for p in located.placements]
        st.markdown(words("taps.rings", count=len(rings), ring=f"{sum(rings) / len(rings):.2f}"))
    if own is not POPULATION and not fits(marks, own):
        st.warning(words("taps.strange", name=own.name))


def keep(words: Wording, marks: LandmarkSet) -> None:
    """Add this picture's taps to a profile.  The picture itself is not kept."""
    if not any(m.source == "tapped" for m in marks):
        return
    with st.form("keep_taps"):
        name = st.text_input(words("taps.name"), max_chars=40, help=words("taps.name_help"))
        if not st.form_submit_button(words("taps.keep")):
            return
    try:
        old = store.load(name) if name in store.names() else Profile(name)
        path = store.save(old.having(Sitting(marks, date.today().isoformat())))
    except (RequestError, AcupointError) as fault:
        st.error(str(fault))
        return
    st.success(words("taps.kept", path=path))
