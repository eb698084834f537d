"""Data files read with patience: every fault is written down with its path before anyone is told.

A `Table` wraps one TOML table.  Each question asked of it (`text`, `number`, …) answers with a value of the right type
and, where the file is at fault, notes the fault in the shared list and answers with a harmless stand-in, so that the
reading goes on to the next fault.  Whoever opened the file raises `DataError` once, at the end.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:  # Python 3.10 has no TOML reader of its own
    import tomli as tomllib

from locator.errors import DataError
from locator.json_values import is_number


@dataclass
class Table:
    """One TOML table, the path that names it, and the list in which its faults are collected."""

    path: str  # "leg.toml: ST36.position"
    values: dict[str, Any]
    faults: list[str]
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, message: str) -> None:
        """Note a fault of one key ("" for the table as a whole)."""
        self.faults.append(f"{self._at(key)}: {message}")

    def _at(self, key: str) -> str:
        if not key:
            return self.path
        return f"{self.path}{' ' if self.path.endswith(':') else '.'}{key}"

    def _get(self, key: str, kind: str, required: bool) -> Any:
        self.asked.add(key)
        if key not in self.values and required:
            self.fault(key, f"expected {kind}, got nothing; add it")
        return self.values.get(key)

    def text(self, key: str, default: str | None = None, among: Collection[str] = ()) -> str:
        """A string; required unless a default is given; one of `among` when that is given."""
        value = self._get(key, "text", default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(key, f"expected text, got {show(value)}")
            return default or ""
        if among and value not in among:
            self.fault(key, f"expected {one_of(among)}, got {show(value)}{near(value, among)}")
        return value

    def number(self, key: str, default: float | None = None, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number within [low, high]; required unless a default is given."""
        value = self._get(key, "a number", default is None)
        if value is None:
            return default if default is not None else 0.0
        if not is_number(value):
            self.fault(key, f"expected a number, got {show(value)}")
            return default if default is not None else 0.0
        if not low <= value <= high:
            self.fault(key, f"expected a number from {low:g} to {high:g}, got {show(value)}")
        return float(value)

    def whole(self, key: str, default: int | None = None, low: int = 0, high: int = 10_000) -> int:
        """A whole number within [low, high]; required unless a default is given."""
        value = self._get(key, "a whole number", default is None)
        if value is None:
            return default or 0
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, f"expected a whole number, got {show(value)}")
            return default or 0
        if not low <= value <= high:
            self.fault(key, f"expected a whole number from {low} to {high}, got {value}")
        return value

    def texts(self, key: str, required: bool = False, among: Collection[str] = ()) -> tuple[str, ...]:
        """A list of strings, no two alike; each one of `among` when that is given."""
        value = self._get(key, "a list of texts", required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(key, f"expected a list of texts, got {show(value)}")
            return ()
        kept: list[str] = []
        for i, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.fault(f"{key}[{i}]", f"expected text, got {show(item)}")
            elif among and item not in among:
                self.fault(f"{key}[{i}]", f"expected {one_of(among)}, got {show(item)}{near(item, among)}")
            elif item in kept:
                self.fault(f"{key}[{i}]", f"expected each text once, got {show(item)} again")
            else:
                kept.append(item)
        if required and not value:
            self.fault(key, "expected at least one text, got an empty list")
        return tuple(kept)

    def table(self, key: str, required: bool = True) -> Table | None:
        """The table under this key, or None (noted as a fault when it is required or not a table)."""
        value = self._get(key, "a table", required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, f"expected a table, got {show(value)}")
            return None
        return Table(self._at(key), value, self.faults)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list under this key, each named by its place in the list."""
        value = self._get(key, "a list of tables", required=True)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, f"expected a list of tables, got {show(value)}")
            return []
        found = []
        for i, item in enumerate(value):
            if isinstance(item, dict):
                found.append(Table(self._at(f"{key}[{i}]"), item, self.faults))
            else:
                self.fault(f"{key}[{i}]", f"expected a table, got {show(item)}")
        return found

    def finish(self) -> None:
        """Every key nobody asked for is a fault: a misspelt key must not be silently without effect."""
        for key in self.values:
            if key not in self.asked:
                known = f"; known here: {', '.join(sorted(self.asked))}"
                self.fault(key, f"unknown key{near(key, self.asked) or known}")


def read_toml(file: Path, faults: list[str]) -> Table:
    """The whole file as a table; unreadable or broken files give an empty one and a fault."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: expected a readable UTF-8 text file, got {error}")
        values = {}
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{file.name}: expected valid TOML, got {error}")
        values = {}
    return Table(f"{file.name}:", values, faults)


def raise_if_any(faults: list[str]) -> None:
    """One DataError with every fault, in the order found; nothing when there is none."""
    if faults:
        raise DataError(faults)


def shipped(package: str, *parts: str) -> Path:
    """Path of a data file that comes with the product."""
    return Path(str(resources.files(package).joinpath(*parts)))


def show(value: object) -> str:
    """A value as a person would write it in the file, cut short."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def one_of(names: Collection[str]) -> str:
    """The allowed names when they are few, a hint at where they are listed when they are many."""
    listed = sorted(names)
    return "one of " + ", ".join(listed) if len(listed) <= 12 else "one of the known names"


def near(text: str, names: Collection[str]) -> str:
    """`; did you mean …?` when a known name lies close, else nothing."""
    close = get_close_matches(text, sorted(names), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""
