"""Which files a run reads and writes: no result overwrites another result, nor a picture that was given."""

from __future__ import annotations

import glob
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from locator.errors import RequestError
from locator.whole_file import write_whole

DRAWN = ".annotated.png"  # how the name of a drawing ends


@dataclass(frozen=True)
class Job:
    """One picture and the files its answer goes to."""

    photo: Path
    picture: Path  # <stem>.annotated.png
    report: Path  # <stem>.json
    renamed: bool = False  # True: another picture had the name first


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


def plan(photos: Iterable[Path], out: Path, keep: Iterable[Path] = ()) -> list[Job]:
    """The files each picture's answer is written to.  `keep`: more files that must not be overwritten.

    Of two pictures with one stem (`a/back.jpg`, `b/back.png`) the first has the plain name, the next is `back-2`.
    """
    photos = list(photos)
    taken = {_key(path) for path in (*photos, *keep)}
    jobs = []
    for photo in photos:
        stem, number = photo.stem or "picture", 1
        while True:
            name = stem if number == 1 else f"{stem}-{number}"
            job = Job(photo, out / f"{name}{DRAWN}", out / f"{name}.json", renamed=number > 1)
            if not {_key(job.picture), _key(job.report)} & taken:
                break
            number += 1
        taken |= {_key(job.picture), _key(job.report)}
        jobs.append(job)
    return jobs


def ready_folder(out: Path) -> None:
    """Make the folder, and make sure now, not after the first picture, that it takes files."""
    probe = out / f".acupoint-{os.getpid()}.part"
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise RequestError(
            f"--out {out}: expected a folder that can be written to, got one that cannot ({why}); choose another."
        ) from fault


def write_text(text: str, path: Path) -> None:
    """The file appears whole or not at all."""
    try:
        write_whole(path, text.encode("utf-8"))
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise RequestError(
            f"{path}: cannot be written ({why}); make room, choose another --out, or give the picture a shorter name."
        ) from fault


def _begins_as_report(path: Path) -> bool:
    from locator.report import SCHEMA

    try:
        with path.open("rb") as file:
            return f'"schema": "{SCHEMA}"'.encode() in file.read(80)
    except (OSError, ValueError):
        return False


def _key(path: Path) -> str:
    """Same for two names that are one file on a disk that ignores case and ways of writing accents."""
    return unicodedata.normalize("NFC", os.path.realpath(path) if "\0" not in str(path) else str(path)).casefold()
