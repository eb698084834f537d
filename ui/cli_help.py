"""Help that names what the data hold, read only when the help is asked for: every other command starts without it."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Callable

_WIDEST = 100  # columns; longer lines are hard to read


class Parser(argparse.ArgumentParser):
    """A command's options; `names` gives more lines for the end of its help."""

    names: Callable[[], str] | None = None

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
