"""What there is to say about something a person gave, when the answer goes on without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict


@dataclass(frozen=True)
class Notice:
    """As faults are told (`locator.errors`): a page in another language has a sentence of its own for each `reason`."""

    say: str
    reason: str = ""  # one word; "": nobody has another sentence for it than `say`
    told: Mapping[str, object] = field(default_factory=dict)  # what such a sentence names

    def __str__(self) -> str:
        return self.say


class Told(TypedDict):
    """What there is to say of the marks on one frame."""

    used: list[str]  # landmarks given
    lost: list[str]  # landmarks given up so far
    doubted: list[Notice]  # about marks that were read and not believed
