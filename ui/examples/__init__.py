"""A rendered person, shipped so that nobody has to undress for a first look at what the program does."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np

from locator.overlay.closer import box_around, closer
from locator.overlay.draw import draw
from locator.overlay.scene import build_scene
from locator.photo import load_photo
from locator.routines import routine
from ui.finder import find

BACK = "back.jpg"
SHOWN_ROUTINE = "low_back"
SHOWN_PX = 900


def read(name: str) -> bytes:
    return resources.files(__name__).joinpath(name).read_bytes()


@lru_cache
def answered() -> np.ndarray:
    """(H, W, 3): the example with the points of a routine on it, found by the program like any other picture's."""
    found = find(load_photo(read(BACK), name=BACK), None, "back", None, routine(SHOWN_ROUTINE).codes)
    near = closer(found, box_around([p for p in found.placements if p.visible], found.size_px, 9.0), SHOWN_PX)
    if near.photo is None:
        raise AssertionError("an answer seen closer has its photograph")
    return draw(near.photo.rgb, build_scene(near, with_legend=False))
