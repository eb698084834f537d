"""What stands on the page for the wall: each point with how to press it, and what to mind there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from calibration.finger import FingerWidths
from locator.atlas.load import load_atlas
from locator.routines import Step
from locator.safety import Answers
from ui.card import Card, Entry
from ui.components.point_card import find_line, hold_line, how_line, most_said
from ui.components.request import Wanted, routine_title
from ui.how_to import how_to
from ui.wording import Wording

MOST_UNSEEN = 12  # of all points many are on the other side of any body: a list of them helps nobody


def printed(
    words: Wording,
    given: Answers,
    wanted: Wanted,
    shown: Sequence[str],
    name: str,
    widths: FingerWidths | None,
) -> Card:
    """The page for the points `shown`, in this order; `name` and `widths`: whose fingers the distances count in.

    What is to be minded at every point is a note, said once; what only some ask for stands with each of those.
    """
    hows = {code: how_to(code, given, step_of(wanted, code)) for code in shown}
    said = {code: tuple(map(words.of, how.warnings)) for code, how in hows.items()}
    everywhere = [each for each in _each_once(said.values()) if all(each in warnings for warnings in said.values())]
    stop = most_said(how.technique for how in hows.values())
    entries = []
    for code, how in hows.items():
        stops = [] if how.technique.stop == stop else [how.technique.stop]
        care = [*(each for each in said[code] if each not in everywhere), *map(words.of, stops)]
        point = load_atlas()[code]
        entries.append(
            Entry(
                code=code,
                name=f"{point.pinyin} · {words.of(point.english)}",
                chinese=point.chinese,
                hold=hold_line(words, how),
                find=find_line(words, point, widths),
                how=how_line(words, how),
                care=tuple(f"{words('card.stop')} {each}" for each in care),
            )
        )
    unseen = [code for code in wanted.codes if code not in shown]
    notes = [
        words("card.ring_short"),
        *([words("fingers.on_cards", name=name)] if widths is not None else []),
        *([words("photo.unseen", codes=", ".join(unseen))] if 0 < len(unseen) <= MOST_UNSEEN else []),
        *(f"{words('card.stop_all')} {each}" for each in everywhere),
        words("download.card_for"),
        words("download.card_stop"),
    ]
    return Card(
        title=routine_title(words, wanted.routine) if wanted.routine else words("download.card_title"),
        entries=tuple(entries),
        notes=tuple(notes),
        made_on=date.today(),
        footer=words("download.card_footer"),
        more=words("download.card_more"),
    )


def step_of(wanted: Wanted, code: str) -> Step | None:
    """What the routine asked for says of this point, if it is one."""
    steps = wanted.routine.steps if wanted.routine else ()
    return next((step for step in steps if step.code == code), None)


def _each_once(texts: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(each for group in texts for each in group))
