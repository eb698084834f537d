"""The atlas to look through: search, choose a part, read a card."""

from __future__ import annotations

import streamlit as st

from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.placement import REGIONS
from locator.routines import technique
from locator.safety import offered
from ui.components.cautions import answered_so_far, doctor_first
from ui.components.figure import both_sides
from ui.components.point_card import Above, Where, show_card, tell_when_to_stop
from ui.components.points_box import tell_unread
from ui.components.request import tell_withheld
from ui.how_to import how_to
from ui.sought import missed, sought
from ui.state import answers, lasting, say
from ui.wording import Wording

AT_FIRST = 10  # cards that are drawn before somebody asks for all of them


def page() -> None:
    words = say()
    st.title(words("points.title"))
    if doctor_first(words):
        return
    st.markdown(words("points.intro"))
    search, part = st.columns([3, 2])
    hint = words("points.search_hint")
    text = search.text_input(words("points.search"), placeholder=hint, key=lasting("points_search"))
    region = part.selectbox(
        words("points.region"),
        ["all", *REGIONS],
        format_func=lambda it: words(f"points.region_{it}"),
        key=lasting("points_region"),
    )
    given = answered_so_far()
    keep, withheld = offered(found(words, text, region), given)
    tell_withheld(words, withheld)
    if missed(words, text) or not (keep or withheld):
        tell_unread(words, text)
    if not keep:
        return
    st.caption(words("points.count", count=len(keep)))
    if not text.strip():
        tell_groups(words, region)
    everything = len(keep) <= AT_FIRST or st.session_state.get("points_all") == (text, region)
    drawn = keep if everything else keep[:AT_FIRST]
    stop = tell_when_to_stop(words, (technique(point.code) for point in drawn))
    above = Above(stop, unasked=answers() is None, heading="h2")
    for point in drawn:
        where = Where(both_sides(words, point.code), words("card.drawn", code=point.code))
        show_card(words, point, how_to(point.code, given), where, above)
    if not everything:
        st.button(
            words("points.more", count=len(keep)),
            on_click=lambda: st.session_state.update({"points_all": (text, region)}),
        )


def tell_groups(words: Wording, region: str) -> None:
    """Names that stand for several points of one kind: a card for each would bury the others, so they are searched."""
    atlas = load_atlas()
    members = [point for point in atlas.values() if point.family and region in ("all", point.region)]
    first = {point.family: point for point in reversed(members)}
    if first:
        told = (f"{name} {first[name].pinyin} ({len(atlas.family(name))})" for name in sorted(first))
        st.caption(words("points.groups", groups=", ".join(told)))


def found(words: Wording, text: str, region: str) -> tuple[Acupoint, ...]:
    """Points by search text, best first, or all in the atlas's order; then of one part of the body alone."""
    atlas = load_atlas()
    hits = [atlas[code] for code in sought(words, text)] if text.strip() else atlas.standard
    return tuple(point for point in hits if region in ("all", point.region))
