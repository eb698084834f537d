"""The printed tables that expected values come from, read as rows."""

from __future__ import annotations

import csv
from pathlib import Path

AUTHORITIES = Path(__file__).parents[1] / "authorities"


def printed(name: str) -> list[dict[str, str]]:
    """The rows of one table; lines that begin with # tell where it comes from."""
    lines = (AUTHORITIES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
