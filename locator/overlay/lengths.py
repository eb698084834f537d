"""The parts of a scene taken as values: every length in them multiplied, or all of it written in plain values.

A part is a dataclass, and a length in it is a field whose name ends in `_px`, with all the numbers that it holds.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def scaled(value: T, factor: float) -> T:
    """The same with every length, that is every field ending in `_px`, multiplied."""
    kind: Any = type(value)
    told = ((getattr(value, name), is_length) for name, is_length in _fields(kind))
    grown: T = kind(*(_times(each, factor) if is_length else _within(each, factor) for each, is_length in told))
    return grown


@cache  # a scene of a hundred points has hundreds of parts of few kinds
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a part of the scene in order, and which of them are lengths; none where it is no part."""
    of_a_part = dataclasses.is_dataclass(kind)
    return tuple((f.name, f.name.endswith("_px")) for f in dataclasses.fields(kind)) if of_a_part else ()


def _times(value: Any, factor: float) -> Any:
    """A length multiplied, or all that a length's field holds."""
    return tuple(_times(v, factor) for v in value) if isinstance(value, tuple) else value * factor


def _within(value: Any, factor: float) -> Any:
    """What is no length itself, with the lengths in its parts multiplied."""
    if isinstance(value, tuple):
        return tuple(_within(v, factor) for v in value)
    return scaled(value, factor) if _fields(value.__class__) else value


def written(value: Any) -> Any:
    """The same in plain values for JSON, numbers to a hundredth."""
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, (tuple, list)):
        return [written(v) for v in value]
    fields = _fields(value.__class__)
    return {name: written(getattr(value, name)) for name, _ in fields} if fields else value
