"""`acupoint annotate` as a person says it, on small pictures of one colour; the fixture `asked` knows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

from ui.cli import main

SIZE = (64, 48)
EMPTY_COLOUR = (10, 200, 10)  # a picture of this colour is taken to have nobody in it


def picture(path: Path, colour: tuple[int, int, int] = (120, 90, 70), size: tuple[int, int] = SIZE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, quality=95)
    return path


def annotate(*argv: object) -> int:
    return main(["annotate", *map(str, argv)])


def report(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def study(folder: Path) -> Path:
    """Pictures of every fate: located, refused, damaged."""
    for name in ("a1.jpg", "a2.png", "p1/a1.jpg", "p1/b.jpg", "p2/c.jpg"):
        picture(folder / name, EMPTY_COLOUR if name == "p1/b.jpg" else (120, 90, 70))
    (folder / "p2" / "damaged.jpg").write_bytes(b"")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
