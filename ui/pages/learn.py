"""The learn page: place a point yourself, then see where it is and how far off you were."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import streamlit as st

from locator.atlas.load import load_atlas
from locator.check import ON_CUN, Move, Verdict, check
from locator.photo import Photo, load_photo
from locator.placement import Box, Located, Placement, Side
from locator.safety import offered
from ui import examples
from ui.check.summary import in_fingers
from ui.check.words import side_of, way_said
from ui.components.answer_in_sight import answer_here, bring_answer
from ui.components.cautions import asked_once
from ui.components.choice import one_of
from ui.components.inline import jpeg_url
from ui.components.looked import looked
from ui.components.nearer import nearer
from ui.components.outlined import lead_to_outline, query_of, tell_fit
from ui.components.person import chosen_person
from ui.components.picture import chosen_photo
from ui.components.pictured import Pictured
from ui.components.point_card import find_line
from ui.components.refused import tell_refused
from ui.components.request import part_and_view, tell_withheld
from ui.components.spot import Ground, Mark, data_for, spot
from ui.components.tapped_before import tell_taps, with_taps_before
from ui.components.whom import ask_whom, frame_of
from ui.meanwhile import StoppedError
from ui.own_fingers import finger_cun, widths_of
from ui.state import kept, lasting, say
from ui.wording import Wording

SERIES = 8  # questions of one series
CLOSE_CUN = 2.0
EASY_PX = 1400
AROUND_CUN = 8.0  # of body about the outermost points: the picture's rim must not tell where they are
TRUE_COLOUR, OWN_COLOUR = "#53ff8a", "#ffffff"
SERIES_SLOT = "learn_series"
ASIDE = "learn_aside"  # session: the series on other pictures, by their keys: who comes back goes on there
SHOWN = "learn_shown"  # session: a question, and the place that was shown last in answer
KIND = "learn_kind"  # session: "example" or "own"
PERSON = "learn_person"


@dataclass(frozen=True)
class Answer:
    """One place that was given, and what was right."""

    code: str
    side: str
    distance_cun: float

    @property
    def hit(self) -> bool:
        return self.distance_cun <= ON_CUN


@dataclass(frozen=True)
class Series:
    """Questions about one picture, and the answers so far."""

    key: str
    asked: tuple[tuple[str, Side], ...]  # code and side, in the order of asking
    answers: tuple[Answer, ...] = ()
    given: tuple[float, float] | None = None  # px, the place given for the question that stands; None: not yet
    hinted: bool = False

    @property
    def over(self) -> bool:
        return len(self.answers) == len(self.asked) and self.given is None

    @property
    def index(self) -> int:
        return len(self.answers) - (self.given is not None)


def page() -> None:
    words = say()
    st.title(words("learn.title"))
    st.markdown(words("learn.intro"))
    given = asked_once(words)
    if given is None:
        return
    picked = picture(words)
    if picked is None:
        return
    pictured, codes = picked
    points, withheld = offered(load_atlas().select(codes), given)
    tell_withheld(words, withheld)
    if not points:
        return
    query = query_of(pictured, [point.code for point in points])
    try:
        seen = looked(words, "learn_found", pictured, query)
    except StoppedError:
        return
    counted = with_taps_before("learn_tapped", pictured, query, seen)
    found = counted.located
    ask_whom(words, "learn.whom", found, pictured.name)
    tell_fit(words, pictured.name)
    if found.status == "refused":
        tell_refused(words, found, pictured.part)
        lead_to_outline(words, found, pictured)
        return
    in_sight = [p for p in found.placements if p.visible]
    located = kept("learn_near", counted.key, lambda: nearer(found, in_sight, AROUND_CUN))
    photo = located.photo or pictured.photo
    spots = {(p.code, p.side): p for p in located.placements if p.visible}
    series = current(counted.word(), sorted(spots))
    if not series.asked:
        st.info(words("learn.none"))
    elif series.over:
        tell_score(words, series)
    else:
        with answer_here():
            ask(words, series, photo, located, spots[series.asked[series.index]], frame_of(located, query.person))
            bring_answer()
    tell_taps(words, counted)


def picture(words: Wording) -> tuple[Pictured, list[str]] | None:
    """The picture to learn on, one from here or the person's own; and the points that may be asked for on it."""
    source, which = st.columns(2, gap="medium")
    with source:
        kind = one_of(words, "learn.which", ["example", "own"], key=lasting(KIND))
    if kind == "example":
        with which:
            example = st.selectbox(
                words("learn.which_example"),
                list(examples.PICTURES),
                format_func=lambda it: words(f"learn.example_{it}"),
                key=lasting("learn_example"),
            )
        given = examples.PICTURES[example]
        photo = kept("learn_photo", example, lambda: load_photo(examples.read(given.file), name=given.file))
        # a whole body is asked about its back: the rest would be too small to point at
        codes = [point.code for point in load_atlas().standard if point.region == (given.region or "back")]
        return Pictured(example, photo, given.region or "body", given.view), codes
    with which:
        part, view = part_and_view(words, key="learn")
        own = chosen_person(words, key=PERSON)
        if widths_of(whose()) is not None:
            st.caption(words("fingers.in_check", name=whose()))
        picked = chosen_photo(words)
    if picked is None:
        st.info(words("learn.no_photo"))
        return None
    return Pictured(*picked, part, view, own), [point.code for point in load_atlas().standard]


def whose() -> str:
    """Whose body it is, and whose fingers are counted in; nobody known on a picture from here."""
    return str(st.session_state.get(PERSON) or "") if st.session_state.get(KIND) == "own" else ""


def current(name: str, spots: list[tuple[str, Side]]) -> Series:
    """The series that is under way on this picture, or a new one."""
    series: Series | None = st.session_state.get(SERIES_SLOT)
    if series is not None and series.key == name:
        return series
    aside: dict[str, Series] = st.session_state.setdefault(ASIDE, {})
    if series is not None:
        aside[series.key] = series
    here = aside.pop(name, None) or begun(name, spots)
    st.session_state.update({SERIES_SLOT: here, SHOWN: (None, None)})
    return here


def begun(name: str, spots: list[tuple[str, Side]]) -> Series:
    """A new series: other points each time, no point twice."""
    shuffled = random.sample(spots, len(spots))
    once = {code: (code, side) for code, side in shuffled}  # one side of each
    return Series(name, tuple(once.values())[:SERIES])


def ask(
    words: Wording, series: Series, photo: Photo, located: Located, target: Placement, frame: Box | None = None
) -> None:
    """One question: the picture to click on; after that the truth on it.  `frame`: around the body that is meant."""
    point = load_atlas()[target.code]
    # above the picture: on a phone what stands beside it comes below, where nobody knew yet what was asked
    st.markdown(words("learn.question", number=series.index + 1, count=len(series.asked)))
    side = "" if target.side == "midline" else words(f"learn.{target.side}")
    asked = words("learn.ask", code=target.code, name=point.pinyin, side=side)
    st.header(asked)
    left, right = st.columns([3, 2], gap="large")
    with left:
        at = place_on(words, series, photo, target, asked, frame)
    if at is not None:
        verdict = check(located, at, target.code, target.side, finger_sigma_cun=0.0)
        answer = Answer(target.code, target.side, verdict.distance_cun)
        st.session_state[SERIES_SLOT] = replace(series, given=at, answers=(*series.answers, answer))
        st.rerun()
    with right:
        if series.given is not None:
            verdict = check(located, series.given, target.code, target.side, 0.0, finger_cun(whose()))
            told(words, series, verdict)
            st.button(words("learn.next"), key="learn_next", type="primary", on_click=go_on)
        else:
            st.markdown(words("learn.how"))
            if series.hinted:
                st.info(find_line(words, point, widths_of(whose())))
            else:
                st.button(words("learn.hint"), key="learn_hint", on_click=hint)
            if st.button(words("learn.show"), key="learn_show"):
                missed = Answer(target.code, target.side, float("inf"))
                place = (float(target.xy_px[0]), float(target.xy_px[1]))
                st.session_state[SERIES_SLOT] = replace(series, given=place, answers=(*series.answers, missed))
                st.rerun()


def place_on(
    words: Wording, series: Series, photo: Photo, target: Placement, asked: str, frame: Box | None
) -> tuple[float, float] | None:
    """The picture, without a mark while the place is asked for; what the person has shown on it by then.

    Keys go from *Next point* to the cross, past what is `asked`: it is heard with the cross.
    """
    marks, path = [], None
    if series.given is not None:
        x, y = (float(v) for v in target.xy_px)
        marks = [
            Mark(x, y, target.ring_px, f"{target.code}{side_of(words, target.side)}", TRUE_COLOUR),
            Mark(*series.given, 0.15 * target.cun_px, "", OWN_COLOUR),
        ]
        path = (series.given, (x, y))
    address = kept("learn_picture", series.key, lambda: jpeg_url(photo.rgb, EASY_PX))
    question = f"{series.key}-{series.index}-{target.code}"
    cross = f"{asked}. {words('learn.cross')}"
    ground = Ground(question, address, photo.size_px, words("learn.picture"), cross)
    data = data_for(ground, marks, path, open_=series.given is None, frame=frame)
    spot(data, "learn_spot", lambda place: st.session_state.update({SHOWN: (question, place)}))
    asked, at = st.session_state.get(SHOWN, (None, None))
    return at if asked == question and series.given is None else None


def told(words: Wording, series: Series, verdict: Verdict) -> None:
    """How far off it was, and which way the point lies."""
    answer = series.answers[-1]
    if answer.distance_cun != float("inf"):
        kind = "hit" if answer.hit else "close" if answer.distance_cun <= CLOSE_CUN else "miss"
        said = words(f"learn.{kind}", fingers=in_fingers(words, answer.distance_cun, finger_cun(whose())))
        (st.success if answer.hit else st.warning)(f"**{said}**")
        if verdict.moves and not answer.hit:
            st.markdown(words("learn.way", way=ways(words, verdict.moves)))
    point = load_atlas()[answer.code]
    st.markdown(find_line(words, point, widths_of(whose())))
    st.markdown(words("learn.ring"))


def ways(words: Wording, moves: tuple[Move, ...]) -> str:
    likely = words("press.likely").lower()
    return ", ".join(way_said(words, m) if m.sure else f"{likely} {way_said(words, m)}" for m in moves)


def hint() -> None:
    st.session_state[SERIES_SLOT] = replace(st.session_state[SERIES_SLOT], hinted=True)


def go_on() -> None:
    st.session_state[SERIES_SLOT] = replace(st.session_state[SERIES_SLOT], given=None, hinted=False)


def tell_score(words: Wording, series: Series) -> None:
    """The series at its end: what was only shown is no try, and has no distance."""
    tried = [each for each in series.answers if each.distance_cun != float("inf")]
    if tried:
        hits = sum(each.hit for each in tried)
        mean = sum(each.distance_cun for each in tried) / len(tried)
        fingers = in_fingers(words, mean, finger_cun(whose()))
        st.header(words("learn.score", hits=hits, count=len(tried), fingers=fingers))
    shown = [each.code for each in series.answers if each not in tried]
    if shown:
        st.markdown(words("learn.shown", codes=", ".join(shown)))
    if tried and len(series.answers) > 1:
        by_distance = sorted(series.answers, key=lambda each: each.distance_cun)
        st.markdown(words("learn.best", code=by_distance[0].code, worst=by_distance[-1].code))
    st.button(words("learn.again"), key="learn_again", type="primary", on_click=forget)


def forget() -> None:
    st.session_state.pop(SERIES_SLOT, None)
