"""A person's profile: a name, what each sitting's picture told, and the widths of their fingers.  Readable JSON.

Kept are the joints and taps themselves, not what was fitted from them: a better model makes better use of them, a
person can read what is kept, and a single bad sitting can be taken out again.  No picture is kept.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeGuard, get_args

import numpy as np

from calibration.finger import FingerWidths
from calibration.fit import Fitted, Sitting, fit
from locator.errors import DataError, RequestError
from locator.json_values import is_later, is_number, parsed, show
from locator.landmarks import Landmark, LandmarkSet, Source, View
from locator.landmarks_file import TAP_SIGMA_PX
from locator.tables import near

SCHEMA = "acupoint-profile/2"
NAME = re.compile(r"[^\W_][\w \-.]{0,39}")  # letters of any script and digits; safe as a file name everywhere
# A joint may lie beyond the picture's rim, but not further than this many of its longer sides: there a hand slipped
# that edited the file, and what is reckoned with such numbers places nothing or ends the program.
REACH = 100.0
FINGERS_CUN = (0.2, 10.0)  # likewise; whom a ruler has measured lies well within
LEAST_SIGMA_PX = 0.001  # what is surer is written as this: rounded to nought, it could not be read again
_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{p}{i}" for p in ("com", "lpt") for i in range(1, 10))])


@dataclass(frozen=True, eq=False)
class Profile:
    """One person, or one body."""

    name: str
    sittings: tuple[Sitting, ...] = ()
    fingers: FingerWidths | None = None

    def __post_init__(self) -> None:
        check_name(self.name)

    def fitted(self) -> Fitted:
        """This person's proportions from all sittings."""
        return fit(self.sittings, self.name)

    def having(self, sitting: Sitting) -> Profile:
        """A new profile with one more sitting; one of a picture that is in it already takes the older one's place.

        What a picture adds of its own is the same both times: heard twice it would be taken for the person's.
        """
        return replace(self, sittings=(*self.without_picture_of(sitting).sittings, sitting))

    def without(self, number: int) -> Profile:
        """What the other sittings told; they count from 1, and RequestError says which there are."""
        if not 1 <= number <= len(self.sittings):
            there = f"1 to {len(self.sittings)}" if self.sittings else "none"
            raise RequestError(f"{self.name}: expected the number of a sitting ({there}), got {number}.")
        return replace(self, sittings=(*self.sittings[: number - 1], *self.sittings[number:]))

    def with_all_since(self, now: Profile) -> Profile:
        """This profile as it was, with the pictures and fingers that `now` has learned since."""
        since = [each for each in now.sittings if not any(each.shares_picture(mine) for mine in self.sittings)]
        return replace(self, sittings=(*self.sittings, *since), fingers=now.fingers or self.fingers)

    def without_picture_of(self, sitting: Sitting) -> Profile:
        """What the other pictures told."""
        return replace(self, sittings=tuple(each for each in self.sittings if not each.shares_picture(sitting)))


def can_be_kept(name: object) -> bool:
    """Whether a file can have this name on every system."""
    if not isinstance(name, str) or NAME.fullmatch(name) is None:
        return False
    return not name.endswith((" ", ".")) and name.split(".")[0].lower() not in _RESERVED


def stripped(name: str) -> str:
    """The name without spaces around it; a name that is no text is left for `check_name` to refuse."""
    return name.strip() if isinstance(name, str) else name


def check_name(name: str) -> str:
    """The name, when it can be a profile's; RequestError says what a name may be."""
    if can_be_kept(name):
        return name
    raise RequestError(
        f"expected a profile name of 1 to 40 letters, digits, spaces, - and ., got {name!r}; try a first name.",
        reason="profile_name",
    )


def to_text(profile: Profile) -> str:
    """The profile as JSON, one landmark a line."""
    sittings = []
    for sitting in profile.sittings:
        width, height = sitting.marks.size_px
        marks = {
            m.name: {
                "x_px": round(float(m.xy_px[0]), 2),
                "y_px": round(float(m.xy_px[1]), 2),
                "depth_px": round(m.depth_px, 2),
                "sigma_px": min(max(round(m.sigma_px, 3), LEAST_SIGMA_PX), REACH * max(width, height)),
                "visibility": round(m.visibility, 3),
                "source": m.source,
            }
            for m in sitting.marks
        }
        sittings.append(
            {"when": sitting.when, "size_px": [width, height], "view": sitting.marks.view, "landmarks": marks}
        )
    out: dict[str, Any] = {"schema": SCHEMA, "name": profile.name, "sittings": sittings}
    if profile.fingers is not None:
        out["fingers"] = {"thumb_cun": profile.fingers.thumb_cun, "four_fingers_cun": profile.fingers.four_cun}
    text = json.dumps(out, ensure_ascii=False, indent=1)
    return (
        re.sub(r"\{\s+(\"x_px\"[^}]*?)\s+\}", lambda m: "{" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "}", text) + "\n"
    )


def from_text(text: str, at: str = "profile") -> Profile:
    """The profile in a text; DataError names every fault with its path."""
    faults: list[str] = []
    content = parsed(text, at, "a profile", "profile_none", faults)
    if not isinstance(content, dict):
        raise DataError([f"{at}: expected a profile, got {show(content)}"], reason="profile_none", name=at)
    content = migrated(content, at)
    faults += _unknown(at, content, ("schema", "name", "sittings", "fingers"))
    name = content.get("name")
    if not isinstance(name, str) or not can_be_kept(name):
        faults.append(f"{at}: name: expected a name such as anna, got {show(name)}")
    listed = content.get("sittings", [])
    if not isinstance(listed, list):
        faults.append(f"{at}: sittings: expected a list, got {show(listed)}")
        listed = []
    sittings = [_sitting(f"{at}: sittings[{i}]", s, faults) for i, s in enumerate(listed)]
    fingers = _fingers(f"{at}: fingers", content.get("fingers"), faults)
    if faults:
        raise DataError(faults, reason="profile_faults", name=at, count=len(faults))
    profile = Profile(str(name), (), fingers)
    for sitting in sittings:
        if sitting is not None:
            profile = profile.having(sitting)  # earlier versions kept one picture as often as it was told
    return profile


def _from_1(content: Mapping[str, Any]) -> dict[str, Any]:
    """Version 1 kept landmarks as [x, y, depth, sigma, visibility, source] lists."""
    keys = ("x_px", "y_px", "depth_px", "sigma_px", "visibility", "source")
    sittings = []
    listed = content.get("sittings", [])
    if not isinstance(listed, list):
        return {**content, "schema": SCHEMA}  # what is no list is told as a fault of this version
    for sitting in listed:
        marks = sitting.get("landmarks") if isinstance(sitting, dict) else None
        if isinstance(marks, dict):
            told = {n: dict(zip(keys, v, strict=False)) if isinstance(v, list) else v for n, v in marks.items()}
            sitting = {**sitting, "landmarks": told}
        sittings.append(sitting)
    return {**content, "schema": SCHEMA, "sittings": sittings}


MIGRATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {"acupoint-profile/1": _from_1}


def migrated(content: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The content as this version writes it; DataError when it comes from a later version or from elsewhere."""
    told = dict(content)
    while told.get("schema") != SCHEMA:
        came = told.get("schema")
        step = MIGRATIONS.get(str(came))
        if step is None and is_later(came, SCHEMA):
            raise DataError(
                [f"{at}: schema: expected {SCHEMA} or older, got {show(came)}; update acupoint"],
                reason="profile_newer",
                name=at,
            )
        if step is None:
            got = show(came) if "schema" in told else "none"
            raise DataError(
                [f"{at}: this is no profile: expected schema {SCHEMA}, got {got}; choose a saved copy of a profile"],
                reason="profile_other",
                name=at,
            )
        told = step(told)
    return told


def _unknown(at: str, told: Mapping[str, Any], known: Sequence[str]) -> list[str]:
    """The faults of names that nobody asks for: what stands under a misspelt one would be gone when this is kept."""
    names = ", ".join(known)
    return [f"{at}: {name}: expected one of {names}{near(name, known)}" for name in told if name not in known]


def _sitting(at: str, value: Any, faults: list[str]) -> Sitting | None:
    if not isinstance(value, dict):
        faults.append(f"{at}: expected a sitting, got {show(value)}")
        return None
    before = len(faults)
    faults += _unknown(at, value, ("when", "size_px", "view", "landmarks"))
    size = value.get("size_px")
    if not (isinstance(size, list) and len(size) == 2 and all(is_number(v) and v >= 1 for v in size)):
        faults.append(f"{at}.size_px: expected width and height in px, got {show(size)}")
    view = value.get("view", "unknown")
    if view not in get_args(View):
        faults.append(f"{at}.view: expected one of {', '.join(get_args(View))}, got {show(view)}")
    listed = value.get("landmarks")
    if not isinstance(listed, dict):
        faults.append(f"{at}.landmarks: expected landmarks by name, got {show(listed)}")
        listed = {}
    marks = {}
    most_px = math.inf if len(faults) > before or not isinstance(size, list) else REACH * max(size)
    for name, mark in listed.items():
        read = _mark(f"{at}.landmarks.{name}", name, mark, most_px, faults)
        if read is not None:
            marks[name] = read
    if len(faults) > before or not isinstance(size, list):
        return None
    return Sitting(LandmarkSet((int(size[0]), int(size[1])), view, marks), str(value.get("when", "")))


def _mark(at: str, name: str, value: Any, most_px: float, faults: list[str]) -> Landmark | None:
    if not isinstance(value, dict):
        faults.append(f"{at}: expected a place, got {show(value)}")
        return None
    usual: dict[str, float] = {"depth_px": 0.0, "sigma_px": TAP_SIGMA_PX, "visibility": 1.0}
    numbers: dict[str, float | None] = {"x_px": None, "y_px": None, **usual}
    unknown = _unknown(at, value, (*numbers, "source"))
    faults += unknown
    read: dict[str, float] = {}
    for key, default in numbers.items():
        number: Any = value.get(key, default)
        if not is_number(number) or (key == "sigma_px" and number <= 0):
            faults.append(f"{at}.{key}: expected a number{' above 0' if key == 'sigma_px' else ''}, got {show(number)}")
        elif key == "visibility" and not 0.0 <= number <= 1.0:
            faults.append(f"{at}.visibility: expected a number from 0 to 1, got {show(number)}")
        elif key != "visibility" and abs(number) > most_px:
            faults.append(f"{at}.{key}: expected at most {most_px:g} px in a picture of this size, got {show(number)}")
        else:
            read[key] = float(number)
    source = value.get("source", "tapped")
    if source not in get_args(Source):
        faults.append(f"{at}.source: expected one of {', '.join(get_args(Source))}, got {show(source)}")
    if unknown or len(read) < len(numbers) or source not in get_args(Source):
        return None
    xy = np.array([read["x_px"], read["y_px"]])
    return Landmark(name, xy, read["depth_px"], read["sigma_px"], read["visibility"], source)


def _fingers(at: str, value: Any, faults: list[str]) -> FingerWidths | None:
    if value is None:
        return None
    if isinstance(value, dict):
        faults += _unknown(at, value, ("thumb_cun", "four_fingers_cun"))
        thumb, four = value.get("thumb_cun"), value.get("four_fingers_cun")
        if _a_finger(thumb) and _a_finger(four):
            return FingerWidths(float(thumb), float(four))
    low, high = FINGERS_CUN
    faults.append(f"{at}: expected thumb_cun and four_fingers_cun of {low:g} to {high:g}, got {show(value)}")
    return None


def _a_finger(value: Any) -> TypeGuard[float]:
    return is_number(value) and FINGERS_CUN[0] <= value <= FINGERS_CUN[1]
