"""A verdict in the language of the visit, as text and as the names of the recordings that together say it."""

from __future__ import annotations

from calibration.finger import NARROWEST_CUN
from locator.bearings import WAYS
from locator.check import FAR_CUN, Move, Touched, Verdict
from locator.whereabouts import PARTS
from ui.wording import Wording

MOST_FINGERS = round(FAR_CUN / NARROWEST_CUN)
# Every way, part and number that may be said; the table of sentences is held to them by a test.
SAID = (
    *("on", "probably", "near", "off", "far", "move", "likely"),
    *("of_left", "of_right", "no_finger", "which_finger"),
    *(f"way_{way}" for way in WAYS),
    *(f"part_{part}" for part in PARTS),
    "fingers_half",
    *(f"fingers_{count}" for count in range(1, MOST_FINGERS + 1)),
)


def spoken(say: Wording, verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """What is said of a press, short enough to be heard while pressing; and the keys of its recordings."""
    if verdict.word in ("on", "probably"):
        return _together(say, [verdict.word])
    keys: list[str] = ["far" if verdict.far else verdict.word]
    if verdict.part is not None:
        part, side = verdict.part
        keys += [f"part_{part}", *([] if side == "midline" else [f"of_{side}"])]
    return _together(say, keys, verdict.moves)


def written(say: Wording, verdict: Verdict) -> str:
    """The same for reading, with the point's name before it."""
    return f"{verdict.code}{side_of(say, verdict.side)}: {spoken(say, verdict)[0]}"


def named(say: Wording, near: tuple[Touched, ...]) -> str:
    """The points under a finger, the nearest first: "which point am I pressing?"."""
    if not near:
        return say("press.none_near")
    points = ", ".join(
        say("press.at", code=f"{each.code}{side_of(say, each.side)}", cun=say.number(each.distance_cun, ".1f"))
        for each in near
    )
    return say("press.nearest", points=points)


def side_of(say: Wording, side: str) -> str:
    """ " left", " right", or nothing for a point on the midline."""
    return "" if side == "midline" else f" {say(f'press.{side}')}"


def way_said(say: Wording, move: Move) -> str:
    """One step in words: "two fingers lower"."""
    return " ".join(say(f"press.{piece}") for piece in _pieces(move))


def counted(move: Move) -> str:
    """The key of a step's length in the fingers that it is counted in; empty where they are too many to count."""
    count = move.cun / move.finger_cun
    if move.cun > FAR_CUN or round(count) > MOST_FINGERS:
        return ""
    return "fingers_half" if count < 0.75 else f"fingers_{round(count)}"


def _together(say: Wording, keys: list[str], moves: tuple[Move, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Sentences from their pieces: "Near. Move two fingers lower. Probably one finger toward the spine."."""
    texts, heard = [say(f"press.{key}") for key in keys], list(keys)
    for opening, sure in (("move", True), ("likely", False)):
        of_kind = [move for move in moves if move.sure is sure]
        if of_kind:
            texts.append(f"{say(f'press.{opening}')} {', '.join(way_said(say, move) for move in of_kind)}.")
            heard += [opening, *(piece for move in of_kind for piece in _pieces(move))]
    return " ".join(texts), tuple(f"press_{key}" for key in heard)


def _pieces(move: Move) -> tuple[str, ...]:
    """Keys of one step; without a count where it would be too many to count."""
    return tuple(key for key in (counted(move), f"way_{move.way}") if key)
