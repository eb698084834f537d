"""`acupoint points`: the atlas on a terminal: the list, a search, and one point's card."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from locator.errors import RequestError

if TYPE_CHECKING:
    from locator.atlas.schema import Acupoint, Atlas

_LABEL = 16  # columns for what a line of a card is about
_WIDEST = 100  # columns; longer lines are hard to read
_CUN_MM = 22.5  # one cun of a person of 1.69 m: stature / 75, the proportional measure


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser("points", help="list, search and explain the points", description="The points we know.")
    ask.set_defaults(run=show_list, region=None, json=False)
    parts = ask.add_subparsers(dest="part", metavar="list | search | show")
    every = parts.add_parser("list", help="all points, a line each (the default)")
    every.add_argument("--region", choices=("back", "leg", "hand", "foot", "head"), help="only points of this part")
    every.set_defaults(run=show_list)
    find = parts.add_parser("search", help="find points by code, name, place or use", description=_FIND)
    find.add_argument("text", nargs="+", metavar="TEXT")
    find.set_defaults(run=show_found)
    card = parts.add_parser("show", help="the card of one point or more", description="All we know about a point.")
    card.add_argument("codes", nargs="+", metavar="CODE")
    card.add_argument("--profile", metavar="NAME", help="whose body it is: widths are told in their own fingers")
    card.set_defaults(run=show_cards)
    for part in (ask, every, find, card):
        # SUPPRESS: the part's default must not undo what was said before it
        part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for programs to read")


_MOST = 20  # points of a search: a screen full
_TRY = (
    "Try a code (BL23), a name (Shenshu, 肾俞) or a place (calf); "
    "there are {count} points of back, hip, leg, hand, foot and head here."
)
_FIND = 'Understands "bl 23", "B23", "shenshu", "肾俞", "kidney", "sciatic", "L2" and the older numbers ("B54").'


def show_list(given: argparse.Namespace) -> int:
    """A line a point."""
    atlas = _atlas()
    points = [p for p in atlas.standard if given.region in (None, p.region)]
    families = [p for p in atlas.values() if p.family and given.region in (None, p.region)]
    if given.json:
        _print_json([_as_dict(p) for p in (*points, *families)])
        return 0
    for point in points:
        print(_line(point))
    for name in dict.fromkeys(p.family for p in families):
        members = atlas.family(name)
        told = f"{len(members)} points, drawn when asked for by name"
        print(_columns(name, members[0].pinyin, members[0].chinese, told))
    return 0


def show_found(given: argparse.Namespace) -> int:
    """The points a text may mean, each with the reason; then what it names that is not here."""
    from ui.sought import missed, sought
    from ui.wording import wording

    text, atlas = " ".join(given.text), _atlas()
    found = sought(wording(), text)
    if given.json:
        _print_json([{**_as_dict(atlas[code]), "why": why} for code, why in found.items()])
        return 0
    for code, why in list(found.items())[:_MOST]:
        print(f"{_line(atlas[code])}\n{'':9}{why}")
    if len(found) > _MOST:
        print(f"… and {len(found) - _MOST} more: add a word, or use --json for all of them.")
    for each in missed(wording(), text):
        print(each.said)
    if not found:
        nothing = f'Nothing found for "{text}".' if text.strip() else "Nothing was given to look for."
        print(f"{nothing} {_TRY.format(count=len(atlas.standard))}")
    return 0


def show_cards(given: argparse.Namespace) -> int:
    """Everything about each point asked for; of names that mean none, what may have been meant, after the others."""
    find = _in_fingers_of(given.profile)
    points, faults = _select(_atlas(), given.codes)
    if given.json:
        _print_json([_as_dict(p) for p in points])
    elif points:
        print("\n\n".join(card(replace(point, find=find(point))) for point in points))
    if faults:
        sys.stdout.flush()  # the cards stand before the faults in a file that takes both
        raise RequestError("\n".join(faults))
    return 0


def _in_fingers_of(name: str | None) -> Callable[[Acupoint], str]:
    """How a point is found, in the fingers of a profile's person; RequestError where there is no such profile."""
    if name is None:
        return lambda point: point.find
    from calibration import store
    from ui.own_fingers import in_own
    from ui.wording import wording

    widths = store.load(name).fingers
    return lambda point: in_own(wording(), point.find, widths)


def card(point: Acupoint, width: int | None = None) -> str:
    """One point's card as text."""
    from locator.routines import technique
    from locator.safety import load_safety

    how = technique(point.code)
    atlas = _atlas()
    also = (*point.aliases, *(f"{old} in the older numbering" for old in point.old_codes))
    chinese = " ".join(dict.fromkeys((point.chinese, point.chinese_traditional)))
    named = load_safety().naming(point)
    cautions = [f"{c.question} {effect.advice}" for c in named if (effect := c.effect_on(point))]
    a_side = " a side" if point.paired else ""
    rows: list[tuple[str, str]] = [
        ("Where", f"{point.rule}{'; left and right' if point.paired else '; on the midline'} ({point.part})"),
        ("Find it", point.find),
        ("Press", f"{how.technique} {how.tool}."),
        ("How long", f"{how.hold_s} s, {how.repeats} times{a_side}; breathe in {how.in_s} s and out {how.out_s} s."),
        ("Feels like", how.feel),
        ("Stop", how.stop),
        ("Traditionally", f"used for {point.traditional_use}"),
        *(("Caution", text) for text in cautions),
        ("Also known as", ", ".join(also)),
        ("Mind", point.note),
        ("Doubt", f"even good hands differ by about {point.sigma_cun:g} cun ({point.sigma_cun * _CUN_MM:.0f} mm) here"),
        ("Source", _cited(atlas, point)),
    ]
    columns = min(width or shutil.get_terminal_size().columns, _WIDEST)
    head = f"{point.code}  {point.pinyin}  {chinese}  {point.english}  · {point.meridian}"
    return "\n".join([head, *(_row(label, text, columns) for label, text in rows if text)])



def _cited(atlas: Atlas, point: Acupoint) -> str:
    note = atlas.sources[point.citation]
    return f"{note.text} {note.url}".strip()


def _row(label: str, text: str, columns: int) -> str:
    return textwrap.fill(
        text,
        max(columns, 40),
        initial_indent=f"  {label:{_LABEL}}",
        subsequent_indent=" " * (_LABEL + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _line(point: Acupoint) -> str:
    return _columns(point.code, point.pinyin, point.chinese, point.rule)


def _columns(code: str, pinyin: str, chinese: str, text: str) -> str:
    wide = 2 * len(chinese)  # a Chinese sign takes two columns
    return f"{code:<8} {pinyin:16}{chinese}{' ' * max(1, 10 - wide)}{text}"


def _select(atlas: Atlas, codes: list[str]) -> tuple[tuple[Acupoint, ...], list[str]]:
    """The points named, and what there is to say of names that mean none.

    "bl 23" comes from a shell as two words and is one point.
    """
    each = [_meant(atlas, code) for code in codes]
    if len(codes) > 1 and not any(c.isdigit() for c in codes[0]) and any(fault for _, fault in each):
        whole = _meant(atlas, " ".join(codes))
        if whole[0] or not any(points for points, _ in each):
            each = [whole]
    found = {point.code: point for points, _ in each for point in points}
    return tuple(found.values()), [fault for _, fault in each if fault]


def _meant(atlas: Atlas, text: str) -> tuple[tuple[Acupoint, ...], str]:
    """The points that a text means, or else why it means none."""
    try:
        return atlas.select([text]), ""
    except RequestError as fault:
        return (), str(fault)


def _as_dict(point: Acupoint) -> dict[str, Any]:
    """A point for programs: its own fields, and how to hold it."""
    from dataclasses import asdict

    from locator.routines import technique

    how = {k: v for k, v in asdict(technique(point.code)).items() if k != "code"}
    return {**asdict(point), "hold": how}


def _print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))


def _atlas() -> Atlas:
    from locator.atlas.load import load_atlas

    return load_atlas()
