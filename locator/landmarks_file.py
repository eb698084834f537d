"""Landmarks given in a file: taps made elsewhere, or the landmarks of an earlier report.

The plainest form is a name and a place in pixels of the upright picture::

    {"c7": [297, 203], "left_iliac_crest": [268, 371], "sigma_px": 3, "view": "back"}

A report's own list of landmarks is read as well, and so is a file that holds one entry for each of several pictures
under the picture's file name.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np

from locator.errors import DataError
from locator.json_values import each_once, is_later, is_number, repeated, show
from locator.landmark_names import KNOWN, no_use
from locator.landmarks import SIGMA, Landmark, Source, View, by, is_sigma, misplaced
from locator.report import SCHEMA

TAP_SIGMA_PX = 3.0  # a fingertip on a screen, a mouse on a photograph: a few pixels; the caller may know better
_SETTINGS = ("sigma_px", "view", "size_px", "schema", "image")
_LISTS = ("landmarks", "points")  # under which the landmarks may stand together


@dataclass(frozen=True, eq=False)
class GivenLandmarks:
    """What a file says about one picture."""

    marks: tuple[Landmark, ...]
    view: View | None = None  # None: the file does not say
    size_px: tuple[int, int] | None = None  # width, height of the picture they were given on; None: not said
    picture: str = ""  # file name of the picture they were found on, as a report tells it; empty: not said

    @property
    def unknown(self) -> tuple[str, ...]:
        """Tapped names that mean no landmark here: most often a slip of the pen, so worth a word to the person.

        What a report calls detected is its own affair: it lists the body's outline beside the joints.
        """
        return tuple(mark.name for mark in self.marks if mark.source == "tapped" and mark.name not in KNOWN)

    def is_of(self, picture: Path) -> bool:
        """Whether these may be this picture's landmarks by its name, whatever its folder and format."""
        return not self.picture or _stem(self.picture) == _stem(picture.name)

    def misfits(self, size_px: tuple[int, int]) -> list[str]:
        """Why these landmarks cannot have been given on a picture of this size (width, height); empty when they can."""
        if self.size_px is not None and self.size_px != size_px:
            return [
                f"expected landmarks given on a picture of {by(size_px)} px, got some given on {by(self.size_px)}; "
                "give them on this picture."
            ]
        return misplaced(self.marks, size_px)


@dataclass(frozen=True, eq=False)
class LandmarksFile:
    """Landmarks for one picture, or for several by their file names."""

    path: Path
    any_picture: GivenLandmarks | None
    by_picture: Mapping[str, GivenLandmarks]  # file name -> what is given for it

    def of(self, picture: Path) -> GivenLandmarks | None:
        """What is given for this picture; None when the file names others only."""
        name = self.entry_of(picture)
        return self.any_picture if name is None else self.by_picture[name]

    def entry_of(self, picture: Path) -> str | None:
        """The name under which this picture's landmarks stand: its own, with or without folders and ending.

        Of several that fit the one that says most, so that `a/back.jpg` is not taken for `b/back.jpg`.
        """
        fitting = (name for end in _ends(_parts(os.path.abspath(picture))) for name in self._by_parts.get(end, ()))
        return max(fitting, key=lambda name: (len(Path(name).parts), len(name)), default=None)

    @cached_property
    def _by_parts(self) -> Mapping[tuple[str, ...], list[str]]:
        """The entries by what a picture's path has to end in: thousands of pictures look theirs up."""
        names: dict[tuple[str, ...], list[str]] = {}
        for name in self.by_picture:
            names.setdefault(_parts(name), []).append(name)
        return names

    def shared(self, pictures: Iterable[Path]) -> dict[str, list[Path]]:
        """Entries that stand for more than one of these pictures, with those pictures."""
        named: dict[str, list[Path]] = {}
        for picture in pictures:
            name = self.entry_of(picture)
            if name is not None:
                named.setdefault(name, []).append(picture)
        return {name: those for name, those in named.items() if len(those) > 1}


def _stem(name: str) -> str:
    """A file's name without its ending, as it is compared."""
    return unicodedata.normalize("NFC", Path(name).stem).casefold()


def _parts(name: str) -> tuple[str, ...]:
    """A path's parts, accents written one way: a Mac writes them in two letters, a keyboard in one."""
    return Path(unicodedata.normalize("NFC", name)).parts


def _ends(whole: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All that a picture's path ends in, the picture's own ending left out or not."""
    for first in range(len(whole)):
        tail = whole[first:]
        yield tail
        yield (*tail[:-1], Path(tail[-1]).stem)


def read_landmarks(path: Path | str) -> LandmarksFile:
    """The landmarks in a JSON file; DataError names every fault with its path."""
    path = Path(path)
    faults: list[str] = []
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=each_once(path.name, faults))
    except FileNotFoundError:
        raise DataError([f"{path}: expected a landmarks file, found none; check the name and the folder"]) from None
    except IsADirectoryError:
        raise DataError([f"{path}: expected a landmarks file, got a folder; name the file inside it"]) from None
    except OSError as fault:
        raise DataError([f"{path}: cannot be read ({fault.strerror}); check its permissions"]) from fault
    except (ValueError, RecursionError) as fault:  # no text, no JSON, or more digits or levels than are read
        raise DataError([f'{path}: expected JSON such as {{"c7": [297, 203]}}; it cannot be read ({fault})']) from fault
    found = _file(path, content, faults)
    if faults:
        raise DataError([*faults, *_slips(found)])
    return found


def _slips(found: LandmarksFile) -> list[str]:
    """Names without a use, told beside the faults: who mends the file mends it once."""
    entries = {
        found.path.name: found.any_picture,
        **{f"{found.path.name}: {n}": e for n, e in found.by_picture.items()},
    }
    return [
        f"{at}.{name}: {no_use(name)}" for at, given in entries.items() if given is not None for name in given.unknown
    ]


def _file(path: Path, content: Any, faults: list[str]) -> LandmarksFile:
    at = path.name
    if isinstance(content, dict) and content and all(_is_picture_entry(k, v) for k, v in content.items()):
        entries = {name: _given(f"{at}: {name}", entry, faults) for name, entry in content.items()}
        return LandmarksFile(path, None, entries)
    return LandmarksFile(path, _given(at, content, faults), {})


# Endings of the formats that photo_formats reads.
PICTURE_ENDINGS = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".gif")
)


def _is_picture_entry(name: str, value: Any) -> bool:
    """Whether this is a picture's name with its landmarks, rather than a landmark's name with its place."""
    looks_like_file = Path(name).suffix.lower() in PICTURE_ENDINGS
    if name in (*_SETTINGS, *_LISTS) or not isinstance(value, (dict, list)):
        return False
    return looks_like_file or _holds_marks(value)


def _holds_marks(value: Any) -> bool:
    inner = value if isinstance(value, dict) else {}
    return bool(inner) and "x_px" not in inner and any(isinstance(v, (list, dict)) for v in inner.values())


def _given(at: str, entry: Any, faults: list[str]) -> GivenLandmarks:
    settings: dict[str, Any] = entry if isinstance(entry, dict) else {}
    sigma_px = _sigma(f"{at}.sigma_px", settings.get("sigma_px", TAP_SIGMA_PX), faults)
    marks: list[Landmark] = []
    within = next((key for key in _LISTS if key in settings), None)  # a report has both: its landmarks are meant
    places = entry if within is None else settings[within]
    if within is not None:
        faults += _beside(at, within, settings)
    faults += _schema(at, settings)
    if isinstance(places, dict):
        for name, value in places.items():
            if not (places is entry and name in _SETTINGS):
                marks += _mark(f"{at}.{name}", name, value, sigma_px, faults)
    elif isinstance(places, list):
        for index, value in enumerate(places):
            name = value.get("name") if isinstance(value, dict) else None
            if not isinstance(name, str) or not name:
                faults.append(f'{at}[{index}]: expected {{"name": "c7", "x_px": 297, "y_px": 203}}, got {show(value)}')
                continue
            marks += _mark(f"{at}.{name}", name, value, sigma_px, faults)
        faults += repeated(at, (mark.name for mark in marks))
    else:
        faults.append(f'{at}: expected landmarks such as {{"c7": [297, 203]}}, got {show(entry)}')
    if not marks and not faults:
        faults.append(f'{at}: expected at least one landmark such as {{"c7": [297, 203]}}, got none')
    return GivenLandmarks(tuple(marks), _view(at, settings, faults), _size(at, settings, faults), _picture(settings))


def _beside(at: str, within: str, settings: dict[str, Any]) -> list[str]:
    """The faults of landmarks that stand beside the list of them, where nobody looks for any."""
    others = {name: value for name, value in settings.items() if name not in (*_SETTINGS, *_LISTS)}
    stray = [name for name, value in others.items() if name in KNOWN or _is_place(value)]
    return [f"{at}.{name}: expected it in {within}, got it beside; write it there" for name in stray]


def _schema(at: str, settings: dict[str, Any]) -> list[str]:
    """The fault of a report whose words may mean something else than this program takes them for."""
    came = settings.get("schema", SCHEMA)
    if came == SCHEMA:
        return []
    update = "update acupoint, or " if is_later(came, SCHEMA) else ""
    return [f"{at}.schema: expected {SCHEMA}, got {show(came)}; {update}give the landmarks alone"]


def _is_place(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(is_number(v) for v in value)


def _mark(at: str, name: str, value: Any, sigma_px: float, faults: list[str]) -> list[Landmark]:
    """The landmark in a list of its own; an empty list, and a fault noted, when it is none."""
    source: Source = "tapped"
    visibility = 1.0  # a finger touches what it sees
    if isinstance(value, dict):
        if value.get("source") == "derived":
            return []  # it follows from the others, and follows again
        source = value.get("source", source)
        if source not in get_args(Source):
            faults.append(f"{at}.source: expected one of {', '.join(get_args(Source))}, got {show(source)}")
        sigma_px = _sigma(f"{at}.sigma_px", value.get("sigma_px", sigma_px), faults)
        visibility = _share(f"{at}.visibility", value.get("visibility", visibility), faults)
        xy: Any = [value.get("x_px", value.get("x")), value.get("y_px", value.get("y"))]
    else:
        xy = value
    if not _is_place(xy):
        strange = "" if name in KNOWN else f"; and {no_use(name)}"
        faults.append(f"{at}: expected a place in pixels such as [297, 203], got {show(value)}{strange}")
        return []
    return [Landmark(name, np.asarray(xy, float), sigma_px=sigma_px, visibility=visibility, source=source)]


def _view(at: str, settings: dict[str, Any], faults: list[str]) -> View | None:
    view = settings.get("view")
    if view is None or view in get_args(View):
        return view
    faults.append(f"{at}.view: expected one of {', '.join(get_args(View))}, got {show(view)}")
    return None


def _picture(settings: dict[str, Any]) -> str:
    image = settings.get("image")
    name = image.get("file") if isinstance(image, dict) else None
    return name if isinstance(name, str) else ""


def _size(at: str, settings: dict[str, Any], faults: list[str]) -> tuple[int, int] | None:
    image = settings.get("image")
    size = settings.get("size_px")
    if size is None and isinstance(image, dict):
        size = [image.get("width_px"), image.get("height_px")]
    if size is None:
        return None
    if isinstance(size, list) and len(size) == 2 and all(is_number(v) and v >= 1 for v in size):
        return int(size[0]), int(size[1])
    faults.append(f"{at}.size_px: expected width and height in pixels such as [600, 800], got {show(size)}")
    return None


def _share(at: str, value: Any, faults: list[str]) -> float:
    if is_number(value) and 0.0 <= value <= 1.0:
        return float(value)
    faults.append(f"{at}: expected a number from 0 to 1, got {show(value)}")
    return 1.0


def _sigma(at: str, value: Any, faults: list[str]) -> float:
    if is_sigma(value):
        return float(value)
    faults.append(f"{at}: {SIGMA}, got {show(value)}")
    return TAP_SIGMA_PX
