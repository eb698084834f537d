"""An answer as JSON: the schema "acupoint-locator/1", the same on the command line, in the app and in downloads.

Coordinates are pixels of the upright, full-size picture, x to the right, y down.  A consumer may rely on every key
being there in every report; new keys may join, none changes its meaning within version 1.
"""

from __future__ import annotations

import json
from typing import Any

from locator.landmarks import Landmark
from locator.placement import FrameInfo, Located, Placement, Refusal, known_answer
from locator.version import version

SCHEMA = "acupoint-locator/1"
_PX_DIGITS = 2  # a hundredth of a pixel is far below any doubt we state
_LEAST_SIGMA_PX = 0.01  # rounded to nought, a tap told as surer could not be given back with its picture


def to_json(located: Located, file: str = "", fingerprint: str | None = None) -> dict[str, Any]:
    """The whole answer as plain dicts and lists.  `file` is the picture's name; the photo's own without it.

    `fingerprint` stands for the picture's bytes and all that was asked about it, where a run over many has told them.
    """
    known_answer(located)
    refused = located.status == "refused"
    why = _main_refusal(located) if refused else None  # falsy itself, so asked with `is None`
    width_px, height_px = located.size_px
    mirrored = located.photo.mirrored if located.photo is not None else False
    name = str(file) or (located.photo.name if located.photo is not None else "")
    return {
        "schema": SCHEMA,
        "version": version(),
        "image": {"file": name, "width_px": width_px, "height_px": height_px, "mirrored": mirrored},
        "status": located.status,
        "view": located.view,
        "profile": located.profile,
        "lens": located.lens,
        "fingerprint": fingerprint,
        "reason": None if why is None else why.reason,
        "advice": None if why is None else why.advice,
        "frames": [_frame(f) for f in located.frames],
        "landmarks": [_landmark(m) for m in located.landmarks or ()],
        "points": [_point(p) for p in located.placements],
        "refusals": [_refusal(r) for r in located.refusals],
        "people": [[_px(v) for v in box] for box in located.people],
    }


def as_text(report: dict[str, Any]) -> str:
    """A report in the words of its file; a number that is none (NaN) is our own mistake and raises ValueError.

    Bytes of a file's name that are no text, as old disks hold them, are escaped: who reads the JSON has the name whole.
    """
    lines = [f" {_dump(key)}: {_lines(value)}" for key, value in report.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace").decode("utf-8")


def _lines(value: Any) -> str:
    """A value on one line, a list with a line for each of its entries: quick to write and good to read."""
    if not isinstance(value, list) or not value:
        return _dump(value)
    return "[\n  " + ",\n  ".join(map(_dump, value)) + "\n ]"


_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _main_refusal(located: Located) -> Refusal:
    """Why the picture as a whole was refused: the reason that speaks of all of it, else the first of the parts'."""
    for refusal in located.refusals:
        if refusal.region is None:
            return refusal
    if located.refusals:
        return located.refusals[0]
    return Refusal("no_points", "None of the points asked for can be placed here; ask for others or show more.")


def _px(value: float) -> float:
    return round(float(value), _PX_DIGITS)


def _frame(frame: FrameInfo) -> dict[str, Any]:
    return {"region": frame.region, "side": frame.side, "cun_px": _px(frame.cun_px), "source": frame.source}


def _landmark(mark: Landmark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "x_px": _px(mark.xy_px[0]),
        "y_px": _px(mark.xy_px[1]),
        "sigma_px": max(_px(mark.sigma_px), _LEAST_SIGMA_PX),
        "visibility": round(float(mark.visibility), 3),
        "source": mark.source,
    }


def _point(place: Placement) -> dict[str, Any]:
    return {
        "code": place.code,
        "side": place.side,
        "x_px": _px(place.xy_px[0]),
        "y_px": _px(place.xy_px[1]),
        "ring_px": _px(place.ring_px),
        "cun_px": _px(place.cun_px),
        "visible": bool(place.visible),
        "frame": place.frame,
        "rule": place.rule,
    }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "region": refusal.region,
        "reason": refusal.reason,
        "advice": refusal.advice,
        "missing": list(refusal.missing),
    }
