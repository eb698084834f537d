"""Values that came in JSON from outside: read, whether one is a number to reckon with, and how it is told back."""

from __future__ import annotations

import json
import math
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


def parsed(text: str, at: str, what: str, reason: str) -> Any:
    """The value in a JSON text; DataError with this reason says what was expected at `at`, and why it is not read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:  # no JSON, or more digits or levels than are read
        told = f"{at}: expected {what} in JSON; it cannot be read ({fault})"
        raise DataError([told], reason=reason, name=at) from None


def show(value: Any) -> str:
    """The value as JSON writes it, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
