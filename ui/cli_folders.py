"""The pictures in a folder and below it, and what else lies there."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MORE_ENDINGS = (".jpe", ".jfif", ".dib")  # more names of formats that are read
_MOST_NAMED = 3
_MOST_KINDS = 6


@dataclass
class Found:
    """What a folder holds; names that begin with a dot are a system's own and not looked at."""

    pictures: list[Path] = field(default_factory=list)  # by the endings of their names; not yet read
    others: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)  # to folders: they may lead in a circle, or out of what was named
    faults: list[str] = field(default_factory=list)  # folders that cannot be read


def look_into(folder: Path) -> Found:
    """All files of a folder and then those of its folders, each in natural order: a2 before a10."""
    from locator.landmarks_file import PICTURE_ENDINGS

    endings = PICTURE_ENDINGS.union(_MORE_ENDINGS)
    found, been = Found(), set()

    def unread(fault: OSError) -> None:
        found.faults.append(f"{fault.filename}: cannot be looked into ({fault.strerror}); change its permissions.")

    for at, folders, files in os.walk(folder, onerror=unread):
        here = Path(at)
        been.add(os.path.realpath(here))  # Windows has links that are not told as such
        inside = [here / name for name in _seen(folders)]
        found.links += [below for below in inside if below.is_symlink() or os.path.realpath(below) in been]
        folders[:] = [below.name for below in inside if below not in found.links]
        for name in _seen(files):
            (found.pictures if _ending(name) in endings else found.others).append(here / name)
    return found


def passed_over(others: list[Path], links: list[Path]) -> Iterator[str]:
    """A line on what was not taken for a picture, and one on links that were not followed; nothing where all was."""
    if others:
        kinds = Counter(_ending(path.name) or "no ending" for path in others)
        most = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(_MOST_KINDS))
        more = "" if len(kinds) <= _MOST_KINDS else ", …"
        yield f"passed over, without a picture's ending: {len(others)} file{'s' * (len(others) > 1)} ({most}{more})"
    if links:
        yield f"passed over, links to folders: {named(links)}; name them to have their pictures"


def named(paths: list[Path]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return ", ".join(map(str, paths[:_MOST_NAMED])) + more


def natural(name: str) -> tuple[list[tuple[int, str]], str]:
    """Sorts numbers in names as numbers, and big and small letters together."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts], name


def _seen(names: list[str]) -> list[str]:
    return sorted((name for name in names if not name.startswith(".")), key=natural)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()
