"""Which files a run reads and writes: no result overwrites another result, nor a picture that was given."""

from __future__ import annotations

import errno
import glob
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from locator.errors import RequestError
from locator.whole_file import try_folder, write_together

DRAWN = ".annotated.png"  # how the name of a drawing ends
FULL = (errno.ENOSPC, errno.EDQUOT)  # the disk, or this user's share of it


class NoRoomError(RequestError):
    """The disk is full: what comes next would be worked out and lost, picture after picture."""


@dataclass(frozen=True)
class Job:
    """One picture and the files its answer goes to."""

    photo: Path
    picture: Path  # <stem>.annotated.png
    report: Path  # <stem>.json
    renamed: bool = False  # True: its name was taken,
    by_file: bool = False  # by a file that was there already; False: by another picture

    @property
    def why_renamed(self) -> str:
        """What there is to say about the name of its results."""
        if not self.renamed:
            return ""
        if self.by_file:
            return " (a file of that name was there already)"
        return f" (another picture is called {self.photo.stem} too)"


def expand(names: Iterable[str]) -> list[Path]:
    """The pictures named, each once, in order; a pattern the shell left alone (Windows) is filled in here."""
    found: dict[str, Path] = {}
    for name in names:
        matches = sorted(glob.glob(name)) if glob.has_magic(name) and not os.path.lexists(name) else []
        for match in matches or [name]:
            # two spellings of one file are one picture; a name that cannot be resolved is told when it is read
            found.setdefault(os.path.realpath(match) if "\0" not in match else match, Path(match))
    return list(found.values())


def without_results(photos: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The pictures, and what an earlier run wrote beside them: `annotate *` in one folder must come out the same twice.

    A drawing is ours when its report lies beside it, so a picture that only bears such a name is still a picture.
    """
    kept: list[Path] = []
    ours: list[Path] = []
    for photo in photos:
        report = photo.with_name(photo.name.removesuffix(DRAWN) + ".json") if photo.name.endswith(DRAWN) else photo
        (ours if report.suffix == ".json" and _begins_as_report(report) else kept).append(photo)
    return kept, ours


def plan(
    photos: Iterable[Path], out: Path, keep: Iterable[Path] = (), places: Mapping[Path, Path] | None = None
) -> list[Job]:
    """The files each picture's answer is written to: in `out`, or in the folder below it that `places` names.

    Of two pictures with one stem (`a/back.jpg`, `b/back.png`) the first has the plain name, the next is `back-2`; so is
    one beside a file of that name which is nobody's report, such as landmarks set by hand.  `keep`: more such files.
    """
    photos, places = list(photos), places or {}
    folders = (folder for place in set(places.values()) for folder in (place, *place.parents))
    kept = {_key(path) for path in (*photos, *keep, *(out / folder for folder in folders))}
    taken: set[str] = set()
    jobs = []
    for photo in photos:
        stem, number, by_file = photo.stem or "picture", 1, False
        while True:
            name = str(out / places.get(photo, "") / (stem if number == 1 else f"{stem}-{number}"))
            job = Job(photo, Path(f"{name}{DRAWN}"), Path(f"{name}.json"), number > 1, by_file)
            results = {_key(job.picture), _key(job.report)}
            if not results & (kept | taken) and not _is_somebodys(job.report):
                break
            by_file = not results & taken
            number += 1
        taken |= results
        jobs.append(job)
    return jobs


def ready_folder(out: Path) -> None:
    """Make the folder, and make sure now, not after the first picture, that it takes files."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        try_folder(out)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise RequestError(
            f"--out {out}: expected a folder that can be written to, got one that cannot ({why}); choose another."
        ) from fault


def write_results(job: Job, report: str, drawing: bytes | None = None) -> None:
    """The report and its drawing, both or neither; NoRoomError when the disk is full, which ends the whole run."""
    files = [(job.report, report.encode("utf-8"))]
    if drawing is not None:
        files.append((job.picture, drawing))
    try:
        job.report.parent.mkdir(parents=True, exist_ok=True)
        write_together(files)
    except OSError as fault:
        why = fault.strerror or str(fault)
        if fault.errno in FULL:
            raise NoRoomError(
                f"{job.report.parent}: no room for more results ({why}); make room, then go on with --resume."
            ) from fault
        raise RequestError(
            f"{job.report}: cannot be written ({why}); make room, choose another --out, or give the picture a "
            "shorter name."
        ) from fault


def _is_somebodys(report: Path) -> bool:
    """Whether a file lies there that is neither a report nor what a power cut leaves of one, or may not be read."""
    head = _head(report)
    return head is None or (bool(head.strip(b"\0")) and not _is_report(head))


def _begins_as_report(path: Path) -> bool:
    return _is_report(_head(path) or b"")


def _is_report(head: bytes) -> bool:
    from locator.report import SCHEMA

    return f'"schema": "{SCHEMA}"'.encode() in head


def _head(path: Path) -> bytes | None:
    """How the file there begins; None where it may not be read."""
    if not os.path.isfile(path):  # a pipe would be waited for
        return b""
    try:
        with path.open("rb") as file:
            return file.read(80)
    except OSError:
        return None


def _key(path: Path) -> str:
    """Same for two names that are one file on a disk that ignores case and ways of writing accents."""
    return unicodedata.normalize("NFC", os.path.realpath(path) if "\0" not in str(path) else str(path)).casefold()
