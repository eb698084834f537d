"""Acupoints on a body in a picture: `locate(photo)` measures the body in its own cun and places the points."""

from __future__ import annotations

from locator.atlas.load import load_atlas
from locator.detect.base import Square
from locator.landmarks import Landmark, LandmarkSet
from locator.photo import Photo, load_photo
from locator.pipeline import locate, locate_landmarks
from locator.placement import Located, Placement, Refusal

__all__ = [
    "Landmark",
    "LandmarkSet",
    "Located",
    "Photo",
    "Placement",
    "Refusal",
    "Square",
    "load_atlas",
    "load_photo",
    "locate",
    "locate_landmarks",
]


def __getattr__(name: str) -> str:
    """`locator.__version__`, looked up when it is asked for."""
    if name == "__version__":
        from locator.version import version

        return version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
