"""A file that appears whole or not at all: who looks meanwhile, or pulls the plug, finds what was there before."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from locator.errors import RequestError

OWN_FILE = 0o600  # its owner may read and write it, and nobody else
_USUAL = 0o666  # as the user's own umask leaves it


def write_whole(path: Path, data: bytes, mode: int = _USUAL) -> None:
    """Write the file, in place of an earlier one; OSError when its folder will not have it, and nothing is left."""
    write_together([(path, data)], mode)


def write_together(files: Sequence[tuple[Path, bytes]], mode: int = _USUAL) -> None:
    """Write files that belong together: all of them or, with an OSError, none.

    None of them ever stands beside an older one of the others: between the first and the last, the others are missing.
    """
    parts = [(part_of(path), path) for path, _ in files]
    try:
        for (part, _), (_, data) in zip(parts, files, strict=True):
            part.touch(mode, exist_ok=False)  # who may read it is settled before there is anything to read
            part.write_bytes(data)
        for _, path in parts[1:]:
            path.unlink(missing_ok=True)
        for part, path in parts:
            os.replace(part, path)
    finally:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def try_folder(folder: Path) -> None:
    """OSError where no file can be written in this folder: now, not after the work."""
    probe = part_of(folder / "probe")
    probe.touch(exist_ok=False)
    probe.unlink()


def try_name(path: Path) -> None:
    """OSError where the disk takes no file of this name, because it is too long, say: now, not after the work."""
    with contextlib.suppress(FileNotFoundError):
        os.lstat(path)


def unclaimed(path: Path) -> None:
    """RequestError where a file of this name is there: what nobody made for this is not written over."""
    if os.path.exists(path):
        raise RequestError(f"{path}: exists already; choose another name.")


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole: beside its place, under a name that nobody else has."""
    return path.with_name(f".{secrets.token_hex(8)}.part")  # of one length: every name a disk takes fits
