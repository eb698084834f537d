"""Rendered people, shipped so that nobody has to undress for a first look at what the program does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from locator.detect.base import Rgb
from locator.landmarks import View
from locator.overlay.closer import box_around, closer
from locator.overlay.draw import draw
from locator.overlay.scene import build_scene
from locator.photo import load_photo
from locator.placement import Region
from locator.routines import routine
from ui.components.written import written
from ui.finder import Query, find
from ui.wording import ENGLISH, wording


@dataclass(frozen=True)
class Example:
    """A shipped picture, and what a person would say of it."""

    file: str
    region: Region | None = None
    view: View | None = None


BACK = "back.jpg"
PICTURES = {
    "back": Example(BACK, None, "back"),
    "back34": Example("back34.jpg"),
    "leg": Example("knee_back.jpg", "leg", "back"),
    "hand": Example("hand.jpg", "hand"),
    "foot": Example("foot.jpg", "foot"),
    "head": Example("head.jpg", "head"),
}
SHOWN_ROUTINE = "low_back"
SHOWN_PX = 900


def read(name: str) -> bytes:
    return resources.files(__name__).joinpath(name).read_bytes()


@lru_cache
def answered(language: str = ENGLISH) -> Rgb:
    """(H, W, 3): the example with the points of a routine on it, found by the program like any other picture's."""
    found = find(load_photo(read(BACK), name=BACK), Query(None, "back", routine(SHOWN_ROUTINE).codes))
    near = closer(found, box_around([p for p in found.placements if p.visible], found.size_px, 9.0), SHOWN_PX)
    if near.photo is None:
        raise AssertionError("an answer seen closer has its photograph")
    return draw(near.photo.rgb, build_scene(near, with_legend=False, words=written(wording(language))))
