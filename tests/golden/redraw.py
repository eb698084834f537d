"""Draw the golden overlays anew: `python tests/golden/redraw.py`.  Look at every one before it is committed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from locator.overlay.draw import annotate_picture
from locator.photo import load_photo, save_picture
from locator.placement import Located, Placement, Refusal

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
ADVICE = Refusal("ankles_missing", "Step back until both ankles are in the picture.", "leg", ("left_ankle",))
NOBODY = Refusal("no_body", "Step back until your head, shoulders and hips are in the picture.")

# name -> picture, style, codes (empty: all), focus, refusals
GOLDEN = {
    "back_all": ("back_480", "standard", (), (), ()),
    "back_few": ("back_480", "standard", ("BL23", "BL40", "GV3"), (), ()),
    "back_close_contrast": ("back_close_480", "high-contrast", (), (), (ADVICE,)),
    "back_close_focus": ("back_close_480", "standard", ("BL18", "BL23", "BL25", "GV9"), ("BL23",), (ADVICE,)),
    "refused": ("back_480", "standard", ("none",), (), (NOBODY,)),
}


def located(picture: str, codes: tuple[str, ...] = (), refusals: tuple[Refusal, ...] = ()) -> Located:
    """The answer that a fixture file holds for its picture."""
    told = json.loads((FIXTURES / f"{picture}.json").read_text())
    placements = tuple(
        Placement(
            code=p["code"],
            side=p["side"],
            xy_px=np.array([p["x_px"], p["y_px"]]),
            ring_px=p["ring_px"],
            cun_px=p["cun_px"],
            visible=p["visible"],
            frame="back",
            rule="",
        )
        for p in told["points"]
        if not codes or p["code"] in codes
    )
    photo = load_photo(FIXTURES / told["image"])
    return Located(photo, photo.size_px, told["view"], placements=placements, refusals=refusals)


def drawn(name: str) -> np.ndarray:
    picture, style, codes, focus, refusals = GOLDEN[name]
    return annotate_picture(located(picture, codes, refusals), style, focus=focus)


if __name__ == "__main__":
    for name in GOLDEN:
        save_picture(drawn(name), HERE / f"{name}.jpg")
