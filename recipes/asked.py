"""Sets of pictures as they are named on a recipe's command line: SET[:VIEW,VIEW...[/MOST]][~][@QUARTERS]."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAMED = re.compile(
    r"(?P<set>(?:[A-Za-z]:[\\/])?[^:]+?)"  # on Windows a drive's colon comes first
    r"(?::(?P<views>[\w,]*)(?:/(?P<most>\d+))?)?(?P<cut>~)?(?:@(?P<quarters>\d))?"
)


@dataclass(frozen=True)
class Asked:
    """Which pictures of a set are wanted, and what is to be done with them."""

    folder: Path
    views: frozenset[str]  # empty: all
    most: int  # of each view
    cut: bool  # ~: cut out around the part at random
    quarters: int  # @: turned to the left by so many quarters

    def records(self) -> list[dict[str, Any]]:
        """What is known of each picture; a folder without truth.json shows nobody."""
        if not (self.folder / "truth.json").exists():
            found = sorted(self.folder.glob("*.jpg"))[: self.most]
            return [{"file": file.name, "view": "empty", "acupoints": {}} for file in found]
        of_view: dict[str, list[dict[str, Any]]] = {}
        for record in json.loads((self.folder / "truth.json").read_text()):
            if not self.views or record["view"] in self.views:
                of_view.setdefault(record["view"], []).append(record)
        return [record for same in of_view.values() for record in same[: self.most]]


def asked(where: str) -> Asked:
    """One such name, read; SystemExit says how it is written."""
    told = _NAMED.fullmatch(where)
    if told is None:
        raise SystemExit(f"expected SET, SET:back,front/50 or SET:back~, got {where!r}; write the set's folder first")
    return Asked(
        Path(told["set"]),
        frozenset(filter(None, (told["views"] or "").split(","))),
        int(told["most"] or sys.maxsize),
        told["cut"] is not None,
        int(told["quarters"] or 0),
    )
