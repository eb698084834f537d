"""What an answer looks like where it is printed: a line that tells what became of the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from locator import Photo, load_photo, locate
from locator.placement import Located, Refusal


def test_an_answer_is_printed_as_one_line(fixtures: Path) -> None:
    located = locate(load_photo(fixtures / "rendered_back.jpg"), codes=["BL23", "BL40"])
    width, height = located.size_px
    assert repr(located) == f"<Located: located, view back, {width} x {height} px, 4 points, no refusals>"


def test_a_refused_picture_prints_why() -> None:
    refused = locate(Photo(np.full((60, 80, 3), 120, np.uint8)))
    assert refused.refusals
    line = str(refused)
    assert line.startswith("<Located: refused, view unknown, 80 x 60 px, 0 points, refusals: ")
    assert all(refusal.reason in line for refusal in refused.refusals)


def test_a_refusal_is_printed_with_its_part() -> None:
    reasons = (Refusal("hips_missing", "Step back.", "back"), Refusal("faces_away", "Turn.", "foot"))
    line = repr(Located(None, (600, 800), "back", refusals=reasons))
    assert line.endswith("0 points, refusals: hips_missing (back), faces_away (foot)>")
