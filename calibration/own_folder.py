"""Folders for what is somebody's own: nobody else on this machine may look into them."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

OWN = 0o700  # Windows keeps to the rights of the folder above, which in a user's own folders are the user's alone


def make_own(folder: Path) -> None:
    """Make a folder and those above it where they are missing; one that is there already stays as its owner set it."""
    missing = takewhile(lambda each: not each.exists(), (folder, *folder.parents))
    for each in reversed(list(missing)):
        each.mkdir(OWN, exist_ok=True)
    folder.mkdir(OWN, exist_ok=True)  # what stands there and is no folder is told
