"""Where the acupoints of the rendered hand, feet and head lie, by the bodies' own mesh; those that face the camera."""

from __future__ import annotations

import json
from pathlib import Path


def truth_of(fixtures: Path, name: str) -> dict[tuple[str, str], tuple[tuple[float, float], float]]:
    """(code, side) -> ((x, y) px, px of one cun)."""
    points = json.loads((fixtures / "rendered_limbs.json").read_text(encoding="utf-8"))[name]
    told = {}
    for key, p in points.items():
        code, side = key.rsplit(".", 1)
        told[code, side] = ((float(p["x_px"]), float(p["y_px"])), float(p["cun_px"]))
    return told
