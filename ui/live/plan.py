"""The session as the component in the browser is told it: hold after hold, with all that will be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from calibration.finger import FingerWidths
from locator.atlas.load import load_atlas
from locator.placement import Side
from locator.routines import Routine, Step, Turn, technique
from locator.safety import Answers, gently
from ui.components.figure import figure
from ui.components.point_card import find_line
from ui.live import clips
from ui.wording import Wording

CHANGE_S = 8  # to find the place, where no routine says how long
SHORTEST_HOLD_S = 10
# How long a session takes besides its holds: a letter of what is said, the time until the first place is told (a
# judgement), and the pause after a hold (RELEASE_S in js/session.js).  The recordings of places take .094 s a letter;
# .08 comes nearer to the one session that was timed, low back with recordings: 8:48, reckoned 9:11.
LETTER_S, START_S, RELEASE_S = 0.08, 15.0, 3.0
PACES = {"short": 0.5, "usual": 1.0, "long": 1.5}  # what the person chose, times the seconds in the routine


def turns_of(routine: Routine | None, codes: Iterable[str]) -> tuple[Turn, ...]:
    """Every hold in order: the routine's own, or for single points each with its technique."""
    if routine is not None:
        return routine.turns
    atlas = load_atlas()
    steps = (
        Step(code, "left_then_right" if atlas[code].paired else "midline", technique(code).hold_s, 1) for code in codes
    )
    return tuple(turn for step in steps for turn in step.turns(CHANGE_S))


def plan(
    say: Wording, turns: Iterable[Turn], answers: Answers, pace: str = "usual", widths: FingerWidths | None = None
) -> list[dict[str, Any]]:
    """One entry a hold, ready to be shown and spoken; `widths` are the fingers to count in, if not average ones."""
    entries, warned, before = [], set[str](), ("", "")
    for turn in turns:
        stop, place = clips.stop_said(say, turn.code), (turn.code, turn.side)
        entry = _entry(say, turn, answers, PACES[pace], widths)
        again = say("session.same_place") if place == before else ""
        entries.append({**entry, "again": again, **_stop(say, turn.code, stop in warned)})
        warned.add(stop)
        before = place
    return entries


def takes_s(entries: Sequence[Mapping[str, Any]]) -> float:
    """About how long a session of these holds takes, with all that is said before each."""
    seconds = START_S
    for entry in entries:
        place = ("again",) if entry["again"] else ("where", "how")
        told = ("title", "side_said", *place, "stop")
        said_s = LETTER_S * sum(len(entry[part]) for part in told)
        seconds += max(float(entry["change_s"]), said_s) + float(entry["hold_s"]) + RELEASE_S
    return seconds


def _stop(say: Wording, code: str, told: bool) -> dict[str, Any]:
    """When to stop, and its recording; nothing where that was said at an earlier hold."""
    stop, key = clips.stop_said(say, code), clips.stop_key(say, code)
    return {"stop": "" if told else stop, "stop_clips": [] if told else [key]}


def _entry(say: Wording, turn: Turn, answers: Answers, factor: float, widths: FingerWidths | None) -> dict[str, Any]:
    point, how = load_atlas()[turn.code], technique(turn.code)
    sides: tuple[Side, ...] = ("left", "right") if turn.side == "both" else (turn.side,)
    light = gently(turn.code, answers)
    where = find_line(say, point, widths)
    # the recording counts in average fingers: to a person whose fingers are told otherwise it is not played
    recorded = [clips.point_key(turn.code)] if where == find_line(say, point) else []
    how_key = "lightly" if light else clips.technique_key(say, turn.code)
    return {
        "code": turn.code,
        "side": turn.side,
        "targets": [f"{turn.code}.{side}" for side in sides],
        "title": f"{turn.code} {point.pinyin}",
        "side_said": say(f"session.side_{turn.side}"),
        "where": where,
        "light": light,
        "how": say("session.lightly") if light else clips.technique_said(say, turn.code),
        "figure": figure(say, turn.code, sides),
        "figure_mirrored": figure(say, turn.code, sides, mirrored=True),  # beside the video as in a mirror
        "clips": [*recorded, f"side_{turn.side}", how_key],
        "hold_s": max(SHORTEST_HOLD_S, round(turn.hold_s * factor)),
        "change_s": turn.change_s,
        "in_s": how.in_s,
        "out_s": how.out_s,
    }
