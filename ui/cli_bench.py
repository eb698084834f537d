"""`acupoint bench`: the measurements in tests/benchmarks, run by name."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Any

from locator.errors import RequestError

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "benchmarks"
_PREFIX = "bench_"
_USAGE = re.compile(r"`(acupoint bench \S+ [A-Z][^`]*)`")  # a measurement's first line tells what it cannot do without
_A_SET = re.compile(r" (SET|CLIP)\b")
_TELLS = {"SET": {"file", "view"}, "CLIP": {"t_s", "acupoints"}}  # what each record of the two is known by


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "bench",
        help="measure speed and accuracy (needs the source checkout)",
        description="Runs one measurement; without a name, lists them. What follows the name is handed on to it.",
    )
    ask.add_argument("name", nargs="?", help="which measurement")
    ask.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    ask.set_defaults(run=run)


def available(folder: Path = FOLDER) -> dict[str, Path]:
    """Measurements by name: bench_speed.py is "speed"."""
    return {file.stem.removeprefix(_PREFIX): file for file in sorted(folder.glob(f"{_PREFIX}*.py"))}


def run(given: argparse.Namespace) -> int:
    """Run one measurement in a process of its own, or list them."""
    known = available()
    if not known:
        raise RequestError(f"expected measurements in {FOLDER}, found none; run this from a checkout of the sources.")
    if given.name is None:
        for name, file in known.items():
            print(f"{name:12} {_first_line(file)}")
        return 0
    if given.name not in known:
        raise RequestError(f"bench: expected one of {', '.join(known)}, got {given.name}.")
    usage = _USAGE.search(_first_line(known[given.name]))
    if usage is not None and not given.rest:
        raise RequestError(f"bench {given.name}: expected something to measure: {usage[1]}")
    asked = _A_SET.search(usage[1]) if usage is not None else None
    if asked is not None:
        for folder in given.rest if asked[1] == "CLIP" else given.rest[:1]:
            check_set(given.name, Path(folder), asked[1])
    import subprocess

    return subprocess.run([sys.executable, str(known[given.name]), *given.rest], check=False).returncode


def check_set(name: str, folder: Path, kind: str) -> None:
    """RequestError when a folder to be measured is none; an option that stands before it is the measurement's own.

    A clip measured as a set, or a set of nothing, would come out as so many noughts.
    """
    from locator.json_values import parsed

    if folder.name.startswith("-"):
        return
    truth = folder / "truth.json"
    if not os.path.isfile(truth):
        raise RequestError(f"bench {name}: {folder}: expected a folder with truth.json in it, got none.")
    records = parsed(truth.read_text(encoding="utf-8", errors="replace"), f"bench {name}: {truth}", "records", "")
    needed = _TELLS[kind]
    whole = isinstance(records, list) and records and all(isinstance(r, dict) and r.keys() >= needed for r in records)
    if not whole or (kind == "CLIP" and not os.path.isfile(folder / "webcam.mjpeg")):
        film = ", and webcam.mjpeg beside it" if kind == "CLIP" else ""
        told = " and ".join(sorted(needed))
        raise RequestError(f"bench {name}: {truth}: expected a list of records that tell {told}{film}; is it a {kind}?")


def _first_line(file: Path) -> str:
    import ast

    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n")[0]
