"""`acupoint markers`: a sheet of marks to print, cut out and wear."""

from __future__ import annotations

import argparse
from typing import Any

from ui.cli_given import path_named

WRITTEN = 0


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "markers",
        help="print marks to wear on landmarks, read as taps",
        description="Writes a sheet of printed marks, one for each landmark. Worn on the skin where a finger feels "
        "the landmark, they are read in photographs (`acupoint annotate --markers`) and in the live view.",
    )
    ask.add_argument("sheet", type=path_named, metavar="SHEET.pdf|.png", help="the file to write; print it at 100 %%")
    ask.add_argument("--size-mm", type=float, default=40.0, metavar="MM", help="width of a mark, 15 to 80 (usual: 40)")
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write the sheet; the number is the exit code."""
    from ui.marks_sheet import marks_sheet
    from ui.sheet import write_sheet
    from ui.wording import wording

    words = wording()
    path = write_sheet(marks_sheet(words, given.size_mm), given.sheet, words("markers.title"))
    print(f"-> {path}")
    return WRITTEN
