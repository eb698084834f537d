"""Write constraints.txt: the exact versions this project is tried with, on every Python and system it supports.

Needs `uv` on the path (or UV=/path/to/uv); run by `make constraints`.  uv finds the versions; here its long markers
become the shortest that mean the same on the systems we name.
"""

from __future__ import annotations

import itertools
import os
import subprocess
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# The exact versions this project is tried with; `make constraints` writes this file anew.
# pip install -c constraints.txt -e .
"""
PYTHONS = ("3.10", "3.11", "3.12")
MACHINES = (("linux", "x86_64"), ("win32", "AMD64"), ("darwin", "arm64"), ("darwin", "x86_64"))
PYTHON_MARKERS = (
    "",
    "python_version < '3.11'",
    "python_version >= '3.11'",
    "python_version < '3.12'",
    "python_version >= '3.12'",
)
SYSTEM_MARKERS = (
    "",
    "sys_platform == 'win32'",
    "sys_platform == 'darwin'",
    "sys_platform == 'linux'",
    "sys_platform != 'win32'",
    "sys_platform != 'darwin'",
    "sys_platform == 'darwin' and platform_machine == 'x86_64'",
    "(sys_platform != 'darwin' or platform_machine != 'x86_64')",
)


def environments() -> list[dict[str, str]]:
    """One marker environment for each Python on each kind of machine."""
    return [
        {
            "python_version": python,
            "python_full_version": f"{python}.9",
            "sys_platform": system,
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
        }
        for python, (system, machine) in itertools.product(PYTHONS, MACHINES)
    ]


def resolved() -> list[Requirement]:
    """What uv chooses for all of them together."""
    call = [os.environ.get("UV", "uv"), "pip", "compile", "-q", "--universal", "--no-annotate", "--no-header"]
    call += ["--only-binary", ":all:"]
    call += ["--python-version", PYTHONS[0], "--extra", "test", "--extra", "bench", "pyproject.toml"]
    text = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Requirement(line) for line in text.splitlines() if line.strip() and not line.startswith(("#", "-"))]


def holds(marker: str, where: dict[str, str]) -> bool:
    return not marker or bool(Requirement(f"x ; {marker}").marker.evaluate(where))  # type: ignore[union-attr]


def shortest(wanted: list[bool], needed: list[bool], where: list[dict[str, str]]) -> str:
    """The first marker that is true where wanted and false where another version is needed."""
    for python, system in itertools.product(PYTHON_MARKERS, SYSTEM_MARKERS):
        marker = " and ".join(filter(None, (python, system)))
        if all(holds(marker, e) == w for e, w, n in zip(where, wanted, needed, strict=True) if n):
            return marker
    raise SystemExit("pin.py: no short marker fits; add one to SYSTEM_MARKERS")


def main() -> None:
    where = environments()
    by_name: dict[str, list[Requirement]] = {}
    for requirement in resolved():
        by_name.setdefault(requirement.name, []).append(requirement)
    lines = []
    for name, versions in sorted(by_name.items()):
        tables = [[r.marker is None or r.marker.evaluate(e) for e in where] for r in versions]
        needed = [any(column) for column in zip(*tables, strict=True)]
        for requirement, table in zip(versions, tables, strict=True):
            if any(table):
                marker = shortest(table, needed, where)
                lines.append(f"{name}{requirement.specifier}" + (f" ; {marker}" if marker else ""))
    (ROOT / "constraints.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"constraints.txt: {len(lines)} lines")


if __name__ == "__main__":
    main()
