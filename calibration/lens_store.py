"""Where measured lenses live: one readable file each, beside the profiles, and nowhere else."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from calibration import store
from calibration.lens import Lens
from calibration.profile import can_be_kept, stripped
from locator.errors import DataError, RequestError
from locator.json_values import is_later, is_number, parsed, show
from locator.photo import MAX_SIDE_PX, MIN_SIDE_PX

SCHEMA = "acupoint-lens/1"
ENDING = ".lens.json"
FOCAL_RANGE = 50.0  # of the longer side, either way: beyond the widest and the longest lenses there are


def folder() -> Path:
    """The lenses' folder; it need not exist yet."""
    return store.home() / "lenses"


def names() -> tuple[str, ...]:
    """The names of all lenses kept, in order."""
    return store.names_in(folder(), ENDING)


def kept_as(name: str) -> str | None:
    """The name under which this lens is kept, by the rule for profiles; None when there is none."""
    return store.known_as(name, names())


def path_of(name: str) -> Path:
    """Where the lens of this name lies or would lie."""
    name = stripped(name)
    if not can_be_kept(name):
        raise RequestError(
            f"expected a camera's name of 1 to 40 letters, digits, spaces, - and ., got {name!r}.", reason="lens_name"
        )
    return folder() / f"{kept_as(name) or name}{ENDING}"


def save(lens: Lens) -> Path:
    """Keep a lens, in place of an earlier one of its name and called as that one was; gives its file."""
    path = path_of(lens.name)
    store.keep(path, to_text(replace(lens, name=path.name.removesuffix(ENDING))))
    return path


def load(name: str) -> Lens:
    """The lens of this name, called as its file is, for a file may have been copied.

    RequestError when there is none, DataError with every fault when it is broken.
    """
    path = path_of(name)
    try:
        lens = from_text(path.read_text(encoding="utf-8-sig"), path.name)
        return replace(lens, name=path.name.removesuffix(ENDING))
    except FileNotFoundError:
        raise RequestError(_unknown(name), reason="lens_gone", name=name) from None
    except UnicodeDecodeError:
        told = f"{path.name}: expected text, got bytes that are none; measure the lens again"
        raise DataError([told], reason="lens_broken", name=path.name) from None
    except OSError as fault:
        raise store.unread(path, fault) from fault


def delete(name: str) -> None:
    """Remove a lens for good; RequestError when there is none."""
    path = path_of(name)
    if not path.exists():
        raise RequestError(_unknown(name), reason="lens_gone", name=name)
    store.remove(path)


def to_text(lens: Lens) -> str:
    """The lens as JSON."""
    told = {
        "schema": SCHEMA,
        "name": lens.name,
        "when": lens.when,
        "size_px": list(lens.size_px),
        "focal_px": lens.focal_px,
        "centre_px": list(lens.centre_px),
        "bend": dict(zip(("k1", "k2", "p1", "p2"), lens.bend, strict=True)),
        "error_px": lens.error_px,
        "views": lens.views,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str, at: str = "lens") -> Lens:
    """The lens in a text; DataError names every fault with its path."""
    faults: list[str] = []
    told = parsed(text, at, "a lens", "lens_broken", faults)
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise _no_lens(told.get("schema") if isinstance(told, dict) else told, at)

    def numbers(key: str, values: Any, count: int, above: float = -math.inf) -> list[float]:
        if isinstance(values, list) and len(values) == count and all(is_number(v) and v > above for v in values):
            return [float(v) for v in values]
        over = "" if above == -math.inf else f" above {above:g}"
        faults.append(f"{at}: {key}: expected {count} number(s){over}, got {show(values)}")
        return [1.0] * count

    bend = told.get("bend")
    size = numbers("size_px", told.get("size_px"), 2, 0.0)
    (focal,) = numbers("focal_px", [told.get("focal_px")], 1, 0.0)
    centre = numbers("centre_px", told.get("centre_px"), 2)
    terms = numbers("bend", [bend.get(k) for k in ("k1", "k2", "p1", "p2")] if isinstance(bend, dict) else bend, 4)
    (error,) = numbers("error_px", [told.get("error_px")], 1)
    (views,) = numbers("views", [told.get("views")], 1)
    if not faults:
        faults += [f"{at}: {fault}" for fault in _slips(size, focal, centre)]
    if faults:
        raise DataError(faults, reason="lens_broken", name=at)
    return Lens(
        name=str(told.get("name")),
        size_px=(int(size[0]), int(size[1])),
        focal_px=focal,
        centre_px=(centre[0], centre[1]),
        bend=(terms[0], terms[1], terms[2], terms[3]),
        error_px=error,
        views=int(views),
        when=str(told.get("when", "")),
    )


def _no_lens(came: object, at: str) -> DataError:
    """That this file says that it holds something else, and what to do: one of a later version is whole."""
    expected = f"{at}: schema: expected {SCHEMA}, got {show(came)}"
    if is_later(came, SCHEMA):
        return DataError([f"{expected}; update acupoint"], reason="lens_newer", name=at)
    return DataError([f"{expected}; measure the lens again"], reason="lens_broken", name=at)


def _slips(size: list[float], focal: float, centre: list[float]) -> list[str]:
    """Where a hand slipped that edited the file: no camera's picture is so small, so long or looks so far aside."""
    longest = max(size)
    faults = []
    if min(size) < MIN_SIDE_PX or longest > MAX_SIDE_PX:
        faults.append(f"size_px: expected sides of {MIN_SIDE_PX} to {MAX_SIDE_PX} px, got {show(size)}")
    if not longest / FOCAL_RANGE <= focal <= longest * FOCAL_RANGE:
        faults.append(f"focal_px: expected the picture's longer side or near it, got {focal:g}")
    if any(not -side <= place <= 2 * side for place, side in zip(centre, size, strict=True)):
        faults.append(f"centre_px: expected a place near the picture's middle, got {show(centre)}")
    return faults


def _unknown(name: str) -> str:
    kept = ", ".join(names()) or "none yet"
    return f"expected the name of a measured lens ({kept}), got {name!r}; measure one with `acupoint lens`."
