"""The check page: is the finger on the point?  With the camera, or on a photograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from locator.atlas.load import load_atlas
from locator.check import FINGER_SIGMA_CUN, check, meant, touched
from locator.geometry import RING_PER_SIGMA
from locator.helped import less_sure_helped
from locator.landmarks import View
from locator.photo import Photo
from locator.placement import Box, Located, Placement, Side
from locator.press import FINGERS, Finger, Press
from locator.pressing import press_near
from locator.proportions import Proportions
from locator.routines import Routine
from locator.safety import Answers, offered
from ui.check.answer import Pressed
from ui.check.summary import show_summary
from ui.check.wish import CheckWish
from ui.check.words import named, written
from ui.components import check_view, live_taps
from ui.components.answer_in_sight import answer_here, bring_answer
from ui.components.cautions import ask_again, asked_once
from ui.components.choice import one_of
from ui.components.courier import last
from ui.components.figure import letters_of
from ui.components.inline import jpeg_url
from ui.components.looked import looked
from ui.components.nearer import nearer
from ui.components.outlined import lead_to_outline, query_of, tell_fit
from ui.components.person import chosen_person
from ui.components.picture import chosen_photo
from ui.components.pictured import Pictured
from ui.components.place import keep_place
from ui.components.points_box import point_box
from ui.components.refused import tell_refused
from ui.components.request import (
    PARTS,
    label,
    part_and_view,
    routine_choice,
    routine_title,
    tell_stops,
    tell_warnings,
    tell_withheld,
)
from ui.components.shown_place import forget_shown, holds_shown, keep_shown, laid, shown_on
from ui.components.spot import Ground, Mark, data_for, spot
from ui.components.tapped_before import tell_taps, with_taps_before
from ui.components.waiting import waited
from ui.components.whom import ask_whom, frame_of
from ui.finder import HandsWhileWanted, in_turn
from ui.live.plan import plan, turns_of
from ui.meanwhile import StoppedError
from ui.own_fingers import finger_cun, widths_of
from ui.state import kept, lasting, say
from ui.wording import Wording

PERSON = "check_person"
SENT_PX = 1400
AROUND_CUN = 14.0  # of body about the point: room for the hand that presses
ASIDE_CUN = 2.5  # of body between a point's ring and the cross that waits: half the cross, and some air
POINT_COLOUR, FINGER_COLOUR = "#53ff8a", "#ffffff"


@dataclass(frozen=True)
class Question:
    """What is to be checked: a point on a side, a routine, or which point is pressed."""

    codes: tuple[str, ...]
    side: Side | None = None
    naming: bool = False
    routine: Routine | None = None


def page() -> None:
    words = say()
    st.title(words("check.title"))
    st.markdown(words("check.intro"))
    given = asked_once(words)
    if given is None:
        return
    with_camera = st.session_state.get(lasting("check_mode"), "camera") == "camera"
    # with the camera, a phone shows the choices below the view (look.CSS); a photo is one of them and comes first
    choices = st.container(key="below_check" if with_camera else "check_choices")
    what, where, how = choices.columns(3, gap="medium")
    with how:
        mode = one_of(words, "check.mode", ["camera", "photo"], key="check_mode")
    with what:
        question = asked(words, given, with_camera=mode == "camera")
    with where:
        part, view = part_and_view(words, key="check")
    with how:
        own = chosen_person(words, key=PERSON)
        if widths_of(st.session_state.get(PERSON)) is not None:
            st.caption(words("fingers.in_check", name=st.session_state[PERSON]))
        picked = chosen_photo(words) if mode == "photo" else None
    with st.container() if picked is None else answer_here():  # what to take care of comes into sight with the picture
        tell_warnings(words, question.codes, given)
        tell_stops(words, question.codes)
        if not question.codes:
            st.info(words("photo.choose_points"))
        elif mode == "camera":
            by_camera(words, given, question, part, view, own)
        elif picked is not None:
            on_photo(words, question, Pictured(*picked, part, view, own))
            bring_answer()
    with st.container(key="below_check_again"):
        ask_again(words, key="again_check")


def asked(words: Wording, given: Answers, with_camera: bool) -> Question:
    """The question, without points that the answers to the cautions rule out."""
    kinds = ["point", *(["routine"] if with_camera else []), "naming"]
    what = lasting("check_what")
    kind = st.selectbox(words("check.what"), kinds, format_func=lambda it: words(f"check.what_{it}"), key=what)
    atlas = load_atlas()
    keep, withheld = offered(atlas.standard, given)
    codes = [point.code for point in keep]
    if kind == "naming":
        return Question(tuple(codes), naming=True)
    if kind == "routine":
        chosen = routine_choice(words, key="check")
        tell_withheld(words, tuple(w for w in withheld if w.code in chosen.codes))
        chosen = chosen.without(frozenset(w.code for w in withheld))
        followed = tuple(code for code in chosen.codes if code in codes)
        return Question(followed, routine=chosen.without(frozenset(chosen.codes) - frozenset(followed)))
    labels = {each: label(words, atlas[each]) for each in codes}
    code = point_box(words, words("check.point"), labels, key="check_point", first="BL23")
    tell_withheld(words, withheld)
    either = "both" if with_camera else "nearer"  # one after the other, where time passes
    sides: dict[str, Side | None] = {either: None, "left": "left", "right": "right"}
    side = either
    if atlas[code].paired:
        side = one_of(words, "check.side", list(sides), key=lasting("check_side"))
    return Question((code,), sides[side])


def by_camera(
    words: Wording, given: Answers, question: Question, part: str, view: View | None, own: Proportions
) -> None:
    """The view that watches the finger, and taps on bones that make it surer; after it, how it went."""
    region = PARTS[part]
    with st.container(key="chosen_check"):
        st.markdown(words("check.chosen", what=_called(words, question)))
    profile = st.session_state.get(PERSON) or ""
    turns = () if question.naming else turns_of(question.routine, question.codes)
    if question.side is not None:
        turns = tuple(turn for turn in turns if turn.side in (question.side, "both"))
    steps = plan(words, turns, given, widths=widths_of(profile))
    codes = question.codes if question.naming else tuple(step["code"] for step in steps)
    place = keep_place()
    if region == "hand" or any(load_atlas()[code].region == "hand" for code in codes if not question.naming):
        place.info(words("check.hands_how"))
    wish = CheckWish(codes, naming=question.naming, region=region, view=view, profile=profile)
    record = last(check_view.RECORD)
    result = check_view.check_view(check_view.told(words, wish, steps, live_taps.riding()))
    live_taps.hold(words, result)
    if not wish.on_hand:
        live_taps.tap_on_frozen(words, part, view, own, load_atlas().select(list(dict.fromkeys(codes))))
    if record:
        show_summary(words, record, finger_cun(profile))


def _called(words: Wording, question: Question) -> str:
    """What is checked, in two or three words."""
    if question.naming:
        return words("check.what_naming")
    if question.routine is not None:
        return routine_title(words, question.routine)
    point = load_atlas()[question.codes[0]]
    return f"{point.code} {point.pinyin}"


def on_photo(words: Wording, question: Question, pictured: Pictured) -> None:
    """The verdict on a photograph: the finger found by itself, or shown on the picture."""
    query = query_of(pictured, question.codes)
    try:
        bare = looked(words, "checked", pictured, query)
    except StoppedError:
        return
    with st.spinner(words("photo.looking")):
        counted = with_taps_before("checked_tapped", pictured, query, bare)
        whole, key = counted.located, (*counted.key, question.side)
        located = kept("checked_near", key, lambda: less_sure_helped(nearer(whole, seen(whole, question), AROUND_CUN)))
        if not holds_shown(pictured.name, whole, located):
            located = kept("checked_whole", key, lambda: less_sure_helped(whole))
        photo = located.photo or pictured.photo
    ask_whom(words, "check.whom", whole, pictured.name)
    tell_fit(words, pictured.name)
    if located.status == "refused":
        tell_refused(words, located, pictured.part)
        lead_to_outline(words, located, pictured)
        return
    targets = seen(located, question)
    if not targets:
        st.warning(words("check.not_seen", code=question.codes[0]))
        return
    picture, told = st.columns([3, 2], gap="large")
    with told:
        st.markdown(words("check.photo_how"))
        chosen = st.selectbox(
            words("press.finger"),
            ("", *FINGERS),
            format_func=lambda it: words(f"press.finger_{it or 'any'}"),
            key=lasting("check_finger"),
            on_change=forget_shown,  # it is looked for
        )
        finger = next((each for each in FINGERS if each == chosen), None)
        verdict = st.container(key="verdict")
    slot = counted.word(question.side, finger)
    place = shown_on(pictured.name)
    press, searched = None, True
    try:
        with verdict:
            if place is not None:
                press = Pressed(laid(whole, located)(place), FINGER_SIGMA_CUN, "", True, question.side)
            elif not question.naming:
                press = looked_for(words, question, photo, located, finger, slot)
    except StoppedError:
        searched = False  # the place can be shown on the picture all the same

    name, on_whole = pictured.name, laid(located, whole)
    with picture:  # before what is said of it
        frame = frame_of(located, query.person)
        judged = judgement(words, question, located, press)
        ground = ground_for(words, photo, slot, judged)
        show_press(words, question, ground, targets, press, frame, lambda shown: keep_shown(name, on_whole(shown)))
        tell_taps(words, counted)
    if searched:
        with verdict:
            tell_verdict(words, judged, press)
            if place is not None and not question.naming:
                st.button(words("press.untap"), key="check_untap", on_click=forget_shown)


def looked_for(
    words: Wording, question: Question, photo: Photo, located: Located, finger: Finger | None, slot: str
) -> Pressed | None:
    """Where a finger is found by itself to press; StoppedError where the person stopped the search."""
    code, side = question.codes[0], question.side

    def search() -> Press | None:
        return press_near(photo, located, code, side, finger, HandsWhileWanted())

    press = waited(words, "check.finding", "press", slot, search, in_turn)
    if press is None:
        return None
    return Pressed(press.xy_px, press.sigma_cun, press.finger, press.told, question.side or press.side)


def ground_for(words: Wording, photo: Photo, slot: str, judged: str) -> Ground:
    """The picture on which the place is shown, and what is said of it to who moves the cross there by key."""
    address = kept("check_picture", (slot, photo.size_px), lambda: jpeg_url(photo.rgb, SENT_PX))
    return Ground(slot, address, photo.size_px, words("check.picture"), words("press.cross"), judged)


def show_press(
    words: Wording,
    question: Question,
    ground: Ground,
    targets: tuple[Placement, ...],
    press: Pressed | None,
    frame: Box | None,
    keep: Callable[[tuple[float, float]], None],
) -> None:
    """The picture with the points and the press on it; a place that the person shows there runs the page again.

    `frame`: around the body that is meant, where there are several.  `keep` is given the place, px of the picture.
    """
    letters = letters_of(words)
    marks = [
        Mark(float(p.xy_px[0]), float(p.xy_px[1]), p.ring_px, f"{p.code} {letters[p.side]}".strip(), POINT_COLOUR)
        for p in (targets if not question.naming else ())
    ]
    at, path = waiting(targets, ground.size_px), None
    if press is not None:
        at = (float(press.xy_px[0]), float(press.xy_px[1]))
        base = min(targets, key=lambda p: float(np.linalg.norm(p.xy_px - press.xy_px)))
        ring_px = press.sigma_cun * RING_PER_SIGMA * base.cun_px
        marks.append(Mark(*at, ring_px, "", FINGER_COLOUR, dashed=True))
        path = None if question.naming else (at, (float(base.xy_px[0]), float(base.xy_px[1])))
    data = data_for(ground, marks, path, at, at_once=True, frame=frame)
    spot(data, "check_spot", keep)


def judgement(words: Wording, question: Question, located: Located, press: Pressed | None) -> str:
    """How far off the press is and which way to go, or the points it is near; nothing where there is none."""
    if press is None:
        return ""
    if question.naming:
        return named(words, touched(located, press.xy_px, press.sigma_cun))
    width_cun = finger_cun(st.session_state.get(PERSON))
    return written(words, check(located, press.xy_px, question.codes[0], press.side, press.sigma_cun, width_cun))


def tell_verdict(words: Wording, judged: str, press: Pressed | None) -> None:
    """What is `judged` of the press, and how it was found."""
    if press is None:
        st.info(words("check.photo_none"))
        return
    st.header(judged)
    if press.finger:
        found = words("check.photo_found", finger=words(f"press.finger_{press.finger}"))
        st.markdown(found if press.told else words("check.photo_unsure"))


def waiting(targets: tuple[Placement, ...], size_px: tuple[int, int]) -> tuple[float, float]:
    """Where the cross waits to be moved, px: below the points, or above their names where the picture ends there."""
    places = np.array([p.xy_px for p in targets])
    room = max(p.ring_px + ASIDE_CUN * p.cun_px for p in targets)
    low, high = float(places[:, 1].max()) + room, float(places[:, 1].min()) - 2.0 * room
    return float(places[:, 0].mean()), low if low < size_px[1] else max(0.0, high)


def seen(located: Located, question: Question) -> tuple[Placement, ...]:
    """The places that are meant, or all in sight where any may be pressed."""
    if question.naming:
        return tuple(p for p in located.placements if p.visible)
    return meant(located, question.codes[0], question.side)
