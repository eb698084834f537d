"""What was held and how it felt, in a file of the person's own; nothing is written before they agree.

One JSON line a session, in the folder of all that is kept.  The file's being there is the agreement; erasing it takes
the agreement back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from calibration import store
from calibration.own_folder import make_own
from locator.whole_file import OWN_FILE

WORST, BEST = 0, 10  # comfort
# Codes, sides and routines are of letters and digits; what a hand wrote there may be a spreadsheet's formula.
_NAME = re.compile(r"(\w[\w:-]*)?", re.ASCII)


@dataclass(frozen=True)
class Held:
    """One hold of a session."""

    code: str
    side: str
    held_s: int
    planned_s: int


@dataclass(frozen=True)
class Entry:
    """One session."""

    at: str  # ISO date and time, local
    routine: str  # its name; "" for single points
    before: int  # comfort, 0 worst .. 10 best
    after: int
    holds: tuple[Held, ...]

    @property
    def held_s(self) -> int:
        return sum(each.held_s for each in self.holds)


def history_file() -> Path:
    """Where the history lies or would lie, beside the profiles."""
    return store.home() / "history.jsonl"


def at_home(address: object) -> bool:
    """True for who sits at this machine, for whom no address is told: a history is nobody else's to read."""
    return not isinstance(address, str) or address in ("127.0.0.1", "::1")


def agreed(file: Path) -> bool:
    return file.exists()


def agree(file: Path) -> None:
    """Start an empty history that only this user may read."""
    make_own(file.parent)
    file.touch(OWN_FILE)


def erase(file: Path) -> None:
    """Remove it for good; RequestError says why it cannot be."""
    store.remove(file)


def add(file: Path, entry: Entry) -> None:
    """Write one more line; OSError when the disk will not have it."""
    line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
    with file.open("ab+") as lines:
        # an editor, or a power cut, may have left the last line without its end: joined, neither could be read
        if lines.tell():
            lines.seek(-1, os.SEEK_END)
            line = line if lines.read(1) == b"\n" else f"\n{line}"
        lines.write(line.encode())


def entries(file: Path) -> tuple[tuple[Entry, ...], int]:
    """The sessions, oldest first, and how many lines could not be read; those stay in the file as they are.

    DataError where the file itself cannot be read.
    """
    if not agreed(file):
        return (), 0
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")  # an editor may have put a mark before it
    except OSError as fault:
        raise store.unread(file, fault) from fault
    lines = [line for line in text.splitlines() if line.strip()]
    read = [_read(line) for line in lines]
    good = tuple(entry for entry in read if entry is not None)
    return good, len(lines) - len(good)


def held_of(record: Mapping[str, Any]) -> tuple[Held, ...]:
    """The holds that the live view reports."""
    return tuple(Held(str(t["code"]), str(t["side"]), int(t["held_s"]), int(t["planned_s"])) for t in record["turns"])


def now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def as_csv(sessions: Sequence[Entry]) -> str:
    """One line a hold, for a spreadsheet."""
    rows = ["at,routine,before,after,code,side,held_s,planned_s"]
    for entry in sessions:
        for hold in entry.holds:
            values = (
                entry.at,
                entry.routine,
                entry.before,
                entry.after,
                hold.code,
                hold.side,
                hold.held_s,
                hold.planned_s,
            )
            rows.append(",".join(map(str, values)))
    return "\n".join(rows) + "\n"


def _read(line: str) -> Entry | None:
    try:
        values = json.loads(line)
        holds = held_of({"turns": values["holds"]})
        if not all(map(_NAME.fullmatch, (str(values["routine"]), *(word for h in holds for word in (h.code, h.side))))):
            return None
        at = datetime.fromisoformat(values["at"]).isoformat(timespec="seconds")
        return Entry(at, str(values["routine"]), int(values["before"]), int(values["after"]), holds)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):  # beyond all measure, or all depth
        return None
