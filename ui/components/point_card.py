"""One point as a card: what to do, where to feel for it, and what to mind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from calibration.finger import AVERAGE, FingerWidths
from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.placement import Placement
from locator.routines import Technique
from locator.safety import load_safety
from ui.components.cautions import caution_question
from ui.how_to import HowTo
from ui.own_fingers import in_own
from ui.wording import Wording


@dataclass(frozen=True)
class Where:
    """Where the point lies: on a small picture, and on the person's own where it was found there."""

    address: str  # of the small picture; "": there is none
    alt: str  # the same in words
    placed: tuple[Placement, ...] = ()


@dataclass(frozen=True)
class Above:
    """What the cards of a page have in common, and is said once above them."""

    stop: str = ""  # when to stop
    widths: FingerWidths | None = None  # the fingers to count in, if not average ones
    unasked: bool = False  # nobody has answered the questions yet: a card asks those that its point names
    heading: Literal["h2", "h3"] = "h3"  # the level that follows on the page's own headings


def show_card(
    say: Wording, point: Acupoint, how: HowTo, where: Where, above: Above, number: int | None = None
) -> None:
    """Draw the card; for a point that was placed, also what the ring on the picture means."""
    technique, widths = how.technique, above.widths
    with st.container(border=True):
        before = f"{number}. " if number else ""
        ring = ring_line(say, where.placed, widths) if where.placed else ""
        alt = f"{where.alt}. {say('card.ring')} {ring}" if ring else where.alt
        shown = f'<img class="card-picture" src="{where.address}" alt="{escape(alt)}">' if where.address else ""
        facts = ([] if how.light else [tool_line(say, technique)]) + [breathing_line(say, technique)]
        st.html(
            '<div class="card-top"><div>'  # the heading first: what is read out after it is this point's
            f'<{above.heading}><span class="card-code">{before}{point.code}</span> <span class="card-names">'
            f'{point.pinyin} <span lang="zh">{point.chinese}</span> · {say.of(point.english)}</span></{above.heading}>'
            f'<p class="hold-line">{hold_line(say, how)}</p>'
            f'</div>{shown}<ul class="card-facts">{"".join(f"<li>{escape(fact)}</li>" for fact in facts)}</ul></div>'
        )
        for warning in how.warnings:
            st.warning(say.of(warning))
        if above.unasked:
            for line in asked_lines(say, point):
                st.warning(line)
        felt = [] if how.light else [f"**{say('card.feel')}** {say.of(technique.feel)}"]
        st.markdown(
            "  \n".join(
                [
                    f"**{say('card.find')}** {find_line(say, point, widths)}",
                    f"**{say('card.how')}** {how_line(say, how)}",
                    *felt,
                ]
            )
        )
        if technique.stop != above.stop:
            st.markdown(f"**{say('card.stop')}** {say.of(technique.stop)}")
        st.caption(say("card.traditional", use=say.of(point.traditional_use)))
        with st.expander(say("card.more")):
            st.markdown(f"**{say('card.place')}** {say.of(point.rule)}")
            if ring:
                st.markdown(f"**{say('card.ring')}** {ring}")
            if point.note:
                st.markdown(f"**{say('card.note')}** {say.of(point.note)}")
            if point.old_codes or point.aliases:
                st.markdown(say("card.codes", codes=", ".join((*point.old_codes, *point.aliases))))
            st.markdown(f"**{say('card.source')}** {say.of(load_atlas().sources[point.citation].text)}")


def asked_lines(say: Wording, point: Acupoint) -> tuple[str, ...]:
    """The cautions that a point names, each as its question and what a yes means: for who has not been asked."""
    named = load_safety().naming(point)
    return tuple(f"{caution_question(say, c)} {say.of(e.advice)}" for c in named if (e := c.effect_on(point)))


def tell_when_to_stop(say: Wording, techniques: Iterable[Technique]) -> str:
    """What most of these techniques say about stopping, said once; gives it, for the cards to leave it out."""
    most = most_said(techniques)
    if most:
        st.markdown(f"**{say('card.stop_all')}** {say.of(most)}")
    return most


def most_said(techniques: Iterable[Technique]) -> str:
    """What most of these techniques say about stopping; empty when no two say the same."""
    stops = Counter(each.stop for each in techniques)
    most, count = stops.most_common(1)[0] if stops else ("", 0)
    return most if count > 1 else ""


def find_line(say: Wording, point: Acupoint, widths: FingerWidths | None = None) -> str:
    """How to feel for the point, its distances counted in a person's own fingers where those are known."""
    return in_own(say, say.get(f"find.{point.code}", say.of(point.find)), widths)


def how_line(say: Wording, how: HowTo) -> str:
    """How to press; with a light hand alone where the person's answers ask for it."""
    return say("session.lightly") if how.light else say.get(f"technique.{how.code}", say.of(how.technique.technique))


def hold_line(say: Wording, how: HowTo) -> str:
    """Seconds and repeats."""
    key = "card.hold" if how.repeats == 1 else "card.hold_repeated"
    return say(key, seconds=say.number(how.hold_s), repeats=how.repeats)


def breathing_line(say: Wording, technique: Technique) -> str:
    breaths = say("card.breaths", inward=say.number(technique.in_s), outward=say.number(technique.out_s))
    return f"{say('card.breathing')} {breaths}"


def tool_line(say: Wording, technique: Technique) -> str:
    return f"{say('card.tool')} {say.of(technique.tool)}"


def ring_line(say: Wording, placed: tuple[Placement, ...], widths: FingerWidths | None = None) -> str:
    """The ring in thumb-widths: the one unit a person has at hand."""
    widest = max(each.ring_px / each.cun_px for each in placed)
    return say("card.ring_means", thumbs=say.number(widest / (widths or AVERAGE).thumb_cun, ".1f"))
