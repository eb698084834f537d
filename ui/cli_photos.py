"""What the PHOTO arguments of `acupoint annotate` stand for: pictures, and folders of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ui import cli_folders
from ui.cli_files import expand, without_results
from ui.cli_folders import Found


@dataclass
class Photos:
    """The pictures to be answered, in order and each once, and what there is to say before the work."""

    paths: list[Path] = field(default_factory=list)
    places: dict[Path, Path] = field(default_factory=dict)  # folder below --out of a picture's results
    faults: list[str] = field(default_factory=list)  # folders that are of no use
    notes: list[str] = field(default_factory=list)
    earlier: list[Path] = field(default_factory=list)  # what an earlier run wrote among them


def photos_of(names: Iterable[str], out: Path) -> Photos:
    """The pictures named and those in the folders named, without what an earlier run has written."""
    named = expand(names)
    told, beside = Photos(), Found()
    for path in named:
        if os.path.isdir(path):  # Path's own raises where a folder may not be looked into: told when it is read
            _look_into(path, told, beside, alone=len(named) == 1, empty_is_told=not _is_out(path, out, named))
        else:
            told.paths += _without_results([path], told)
    told.paths = _each_once(told.paths)
    if told.earlier:
        told.notes.append(f"left aside, written by an earlier run: {cli_folders.named(told.earlier)}")
    told.notes += cli_folders.passed_over(beside.others, beside.links)
    return told


def _look_into(folder: Path, told: Photos, beside: Found, alone: bool, empty_is_told: bool) -> None:
    """Add what one folder holds to what there is; `beside` gathers what is no picture."""
    found, before = cli_folders.look_into(folder), len(told.earlier)
    pictures = _without_results(found.pictures, told)
    told.paths += pictures
    told.places.update({each: _place(each, folder, alone) for each in pictures})
    told.faults += found.faults
    beside.others += _without_results(found.others, told)
    beside.links += found.links
    if empty_is_told and not (pictures or found.faults or len(told.earlier) > before):
        told.faults.append(f"{folder}: expected pictures in this folder or below it, found none.")


def _without_results(files: list[Path], told: Photos) -> list[Path]:
    """These files but for what an earlier run wrote, which is told."""
    kept, ours = without_results(files)
    told.earlier += ours
    return kept


def _place(photo: Path, folder: Path, alone: bool) -> Path:
    """The folders between a picture and the folder named; below that one's own name where more than it was named."""
    between = photo.parent.relative_to(folder)
    return between if alone else Path(os.path.basename(os.path.abspath(folder)), between)


def _is_out(folder: Path, out: Path, named: list[Path]) -> bool:
    """Whether this is the folder of the results, which `study/*` names with the others."""
    return len(named) > 1 and os.path.realpath(folder) == os.path.realpath(out)


def _each_once(photos: Iterable[Path]) -> list[Path]:
    """A picture named by itself and with its folder, or linked to, is one picture, called by its own name."""
    called: dict[str, Path] = {}
    for photo in photos:
        key = os.path.realpath(photo) if "\0" not in str(photo) else str(photo)
        before = called.setdefault(key, photo)
        if os.path.islink(before) and not os.path.islink(photo):
            called[key] = photo
    return list(called.values())
