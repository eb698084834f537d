"""What the person wants: which part is in the picture, and which points to find on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.landmarks import View
from locator.placement import Region
from locator.routines import Routine, routine, routines, technique
from locator.safety import Answers, Withheld, offered, warnings_for
from ui.components.cautions import withheld_reason
from ui.components.choice import one_of
from ui.components.place import keep_place
from ui.components.points_box import points_box
from ui.state import choose_next, lasting
from ui.wording import Wording

# What people say they point at; a whole body and "not sure" leave the region open.
PARTS: dict[str, Region | None] = {
    "unsure": None,
    "body": None,
    "back": "back",
    "leg": "leg",
    "hand": "hand",
    "foot": "foot",
    "head": "head",
}
VIEWS: dict[str, View | None] = {"unsure": None, "back": "back", "front": "front", "left": "left", "right": "right"}
MOST_NAMED = 12  # codes before a sentence; more of them would bury it
ABOUT_THE_PICTURE = ("photo", "taps", "check", "learn")  # pages that ask it of the picture in hand; live films


@dataclass(frozen=True)
class Wanted:
    """Points to be found, those that the answers to the cautions rule out, and the routine they come from."""

    codes: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    routine: Routine | None = None


def part_and_view(say: Wording, key: str) -> tuple[str, View | None]:
    """Which part is in the picture and which side of it faces the camera."""
    part = st.selectbox(
        say("request.part"), list(PARTS), format_func=lambda it: say(f"request.part_{it}"), key=lasting(f"{key}_part")
    )
    view = st.selectbox(
        say("request.view"),
        list(VIEWS),
        format_func=lambda it: say(f"request.view_{it}"),
        key=lasting(f"{key}_view"),
        help=say("request.view_help"),
    )
    return part, VIEWS[view]


def forget_part_and_view() -> None:
    """Not sure again, on every page: what was said of one picture is not true of the next."""
    for key in ABOUT_THE_PICTURE:
        for told in ("part", "view"):
            choose_next(f"{key}_{told}", "unsure")


def wanted_points(say: Wording, answers: Answers, key: str, *, everything: bool = False) -> Wanted:
    """A routine or single points, without those that the answers rule out; with `everything`, also all there are."""
    ways = ["routine", "points", *(["all"] if everything else [])]
    by = one_of(say, "request.by", ways, key=lasting(f"{key}_by"))
    atlas = load_atlas()
    chosen: Routine | None = None
    if by == "routine":
        chosen = routine_choice(say, key)
        codes = list(chosen.codes)
    elif by == "all":
        codes = [point.code for point in atlas.standard]
    else:
        codes = points_box(say, {point.code: label(say, point) for point in atlas.standard}, key=f"{key}_codes")
    keep, withheld = offered(atlas.select(codes), answers)
    if chosen is not None:
        chosen = chosen.without(frozenset(each.code for each in withheld))
    return Wanted(tuple(point.code for point in keep), withheld, chosen)


def routine_choice(say: Wording, key: str) -> Routine:
    """One of the routines, whole."""
    titles = {each.name: routine_title(say, each) for each in routines()}
    where = lasting(f"{key}_routine")
    name = st.selectbox(say("request.routine"), list(titles), format_func=titles.__getitem__, key=where)
    return routine(name)


def routine_title(say: Wording, each: Routine) -> str:
    return say.get(f"routine.{each.name}", each.title)


def label(say: Wording, point: Acupoint) -> str:
    """One line by which a point can be searched: code, names in three tongues, and where it is."""
    return f"{point.code} {point.pinyin} {point.chinese} · {say.of(point.english)} · {say.of(point.part)}"


def tell_withheld(say: Wording, withheld: tuple[Withheld, ...]) -> None:
    """Name every point that is not offered, and why; points with the same reason share a line."""
    place = keep_place()
    if not withheld:
        return
    reasons = dict.fromkeys(each.reason for each in withheld)
    lines = (
        f"- **{', '.join(each.code for each in withheld if each.reason == why)}**: {withheld_reason(say, why)}"
        for why in reasons
    )
    place.warning(say("request.withheld") + "\n" + "\n".join(lines))


def tell_warnings(say: Wording, codes: tuple[str, ...], answers: Answers) -> None:
    """What the answers ask to mind on points that are offered, for pages without cards."""
    place, lines = keep_place(), _each_once(say, {code: warnings_for(code, answers) for code in codes})
    if lines:
        place.warning("\n- ".join([say("request.mind"), *lines]))


def tell_stops(say: Wording, codes: Sequence[str]) -> None:
    """When to let these points be, for pages without cards."""
    place, lines = keep_place(), _each_once(say, {code: (technique(code).stop,) for code in codes})
    if lines:
        between = " " if len(lines) == 1 else "\n- "
        place.markdown(between.join([f"**{say('card.stop')}**", *lines]))


def _each_once(say: Wording, told: Mapping[str, Sequence[str]]) -> list[str]:
    """A line for each sentence that is `told` of points, by their codes.

    The points are named where a sentence is not about all of them, unless they are too many to be read.
    """
    touched: dict[str, list[str]] = {}
    for code, sentences in told.items():
        for sentence in sentences:
            touched.setdefault(sentence, []).append(code)
    lines = []
    for sentence, on in touched.items():
        named = f"**{', '.join(on)}**: " if len(on) < min(len(told), MOST_NAMED + 1) else ""
        lines.append(f"{named}{say.of(sentence)}")
    return lines
