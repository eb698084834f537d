"""A command's options, each told once; and help that names what the data hold, read only when it is asked for."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Callable
from typing import Any

_WIDEST = 100  # columns; longer lines are hard to read


class _Once(argparse.Action):
    """Keeps what an option is given, as usual; one that is given again is refused: only the last would count."""

    _told: argparse.Namespace | None = None  # what this option was heard for

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        if option is not None and self._told is namespace:
            before = getattr(namespace, self.dest)
            raise argparse.ArgumentError(self, f"expected it once, got {before} and {values}; leave one of them out")
        self._told = namespace
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """A command's options; `names` gives more lines for the end of its help."""

    names: Callable[[], str] | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in (None, "store"):  # what an option does that says nothing of it
            self.register("action", name, _Once)

    def format_help(self) -> str:
        """The usual help, then the names."""
        told = super().format_help()
        return told if self.names is None else f"{told}\n{self.names()}\n"


def landmark_names() -> str:
    """What a landmarks file may name."""
    from locator.landmark_names import listed

    middle, paired = listed()
    told = f"{', '.join(middle)}; with left_ or right_ before them: {', '.join(paired)}"
    return _paragraph(f"landmarks (--landmarks): {told}")


def routine_names() -> str:
    """What --routine may name."""
    from locator.routines import routines

    return _paragraph(f"routines (--routine): {', '.join(each.name for each in routines())}")


def _paragraph(text: str) -> str:
    columns = min(shutil.get_terminal_size().columns - 2, _WIDEST)
    return textwrap.fill(text, max(columns, 40), subsequent_indent="  ", break_on_hyphens=False)
