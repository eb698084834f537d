"""Values that came in JSON from outside: read, whether one is a number to reckon with, and how it is told back."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeGuard

from locator.errors import DataError

SHOWN = 60  # characters of a value that are told back: enough to find it again


def is_number(value: object) -> TypeGuard[float]:
    """Whether this is a finite number; True and False are none, nor is a whole number too large for a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def parsed(text: str, at: str, what: str, reason: str, faults: list[str] | None = None) -> Any:
    """The value in a JSON text; DataError with this reason says what was expected at `at`, and why it is not read.

    `faults`: where names that stand more than once in one object are noted; without it the last one counts.
    """
    try:
        return json.loads(text, object_pairs_hook=None if faults is None else each_once(at, faults))
    except (ValueError, RecursionError) as fault:  # no JSON, or more digits or levels than are read
        told = f"{at}: expected {what} in JSON; it cannot be read ({fault})"
        raise DataError([told], reason=reason, name=at) from None


def is_later(came: object, schema: str) -> bool:
    """Whether this names a version of `schema`, such as "acupoint-lens/1", that this program does not know yet."""
    kind, own = schema.rsplit("/", 1)
    version = re.fullmatch(rf"{re.escape(kind)}/([0-9]{{1,9}})", str(came))
    return version is not None and int(version[1]) > int(own)


def each_once(at: str, faults: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """For `json.loads(object_pairs_hook=)`: an object's dict, names that stand in it more than once noted as faults."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        faults.extend(repeated(at, (name for name, _ in pairs)))
        return dict(pairs)

    return made


def repeated(at: str, names: Iterable[str]) -> list[str]:
    """The faults of names that stand there more than once: which of them is meant nobody knows."""
    return [f"{at}: expected {name} once, got it {n} times" for name, n in Counter(names).items() if n > 1]


def show(value: Any) -> str:
    """The value as JSON writes it, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
