"""What an earlier run has answered already: the same picture, asked the same, by the same program.

Each report of `acupoint annotate` has a fingerprint of its picture's bytes and of all that was asked about it.  One
that bears the fingerprint which this run would give it, with its drawing whole beside it, need not be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import calibration
import locator
from locator.json_values import is_number
from locator.report import SCHEMA
from locator.version import version

if TYPE_CHECKING:
    from ui.cli_files import Job

# The options an answer or its drawing depends on; what others name (points, landmarks, a profile, a lens) is taken as
# it stands in their files, so that a profile that has learned more asks for another answer.
OPTIONS = ("region", "view", "person", "markers", "mirrored", "no_image", "style")

# All that an answer and its drawing come from; the rest here reads, names and writes files.
PLACING = (
    Path(locator.__file__).parent,
    Path(calibration.__file__).parent,
    *(Path(__file__).with_name(name) for name in ("annotating.py", "through.py")),
)
MADE_OF = (".py", ".json", ".npz", ".toml")
_TOLD = frozenset(("status", "view", "reason", "advice"))
_NUMBERS = ("x_px", "y_px", "ring_px", "cun_px")
_OF_POINT = frozenset(("code", "side", "visible", "frame", "rule", *_NUMBERS))


def fingerprint(picture: bytes, name: str, asked: Mapping[str, Any]) -> str:
    """64 hexadecimal digits that differ where the picture, its name, anything asked about it or the program differs."""
    told = json.dumps([version(), program(), name, plain(asked)], sort_keys=True)
    return hashlib.sha256(hashlib.sha256(picture).digest() + told.encode()).hexdigest()


@cache
def program(places: tuple[Path, ...] = PLACING) -> str:
    """Digits for the code and data that answer, and for MediaPipe: between two versions a checkout changes too."""
    digest = hashlib.sha256(metadata.version("mediapipe").encode())
    for place in places:
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.suffix in MADE_OF)
        for file in files:
            name = file.relative_to(place).as_posix()
            digest.update(name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def answered_before(job: Job, fingerprint: str, drawn: bool) -> dict[str, Any] | None:
    """The report of the very answer that is asked for, and None when it is not there or not whole."""
    try:
        report = json.loads(job.report.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(report, dict) or (report.get("schema"), report.get("fingerprint")) != (SCHEMA, fingerprint):
        return None
    return report if is_whole(report) and (not drawn or is_whole_png(job.picture)) else None


def is_whole(report: Mapping[str, Any]) -> bool:
    """Whether a report read again has all that the table and the count tell of it; a hand may have been at it."""
    points = report.get("points")
    return report.keys() >= _TOLD and isinstance(points, list) and all(map(_is_point, points))


def _is_point(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= _OF_POINT and all(is_number(value[key]) for key in _NUMBERS)


def is_whole_png(path: Path) -> bool:
    """Whether a drawing has reached the disk to its end, every part with its own check sum."""
    from PIL.PngImagePlugin import PngImageFile

    try:
        with path.open("rb") as file:
            PngImageFile(file).verify()
    except (OSError, ValueError, SyntaxError):  # the last is Pillow's word for bytes that are no PNG
        return False
    return True


def plain(value: Any) -> Any:
    """A value in the words of JSON, equal for equal values whichever run made them."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value
