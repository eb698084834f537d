"""Bodies for laws that need no detector: what the model once saw in rendered pictures, moved, turned, mirrored.

`recorded_looks.json` holds one look each at rendered_back, rendered_back34 and rendered_front; `looks_at_nobody.json`
those at things that passed for a whole body; `rendered_truth.json` where the rendered bodies truly have their points,
by their own mesh.  `posed_bodies.json`, `sitting_bodies.json`, `lying_bodies.json` and `bodies_from_above.json` hold
what was seen of rendered bodies that no fit has met, each with its true points.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from locator.detect.base import SWAP, Look, Rgb, Square
from locator.detect.body import named
from locator.frames.base import BodyFrame
from locator.geometry import ring_radii
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Located, Placement, Region

FIXTURES = Path(__file__).parents[1] / "fixtures"
ROOM_PX = 6000  # a picture so large that a body moved about in it never leaves it
EXCHANGED = {"left": "right", "right": "left", "midline": "midline"}
Key = tuple[str, str]  # code, side
Array = npt.NDArray[np.float64]


@cache
def recorded(name: str) -> Look:
    """The look at "back", "back34" or "front"."""
    return _look(json.loads((FIXTURES / "recorded_looks.json").read_text(encoding="utf-8"))[name])


@cache
def at_nobody(name: str) -> tuple[Look, ...]:
    """The finder's look, and those that settled on it, at a photographed "goose", "pig" or "wrench"."""
    return tuple(map(_look, json.loads((FIXTURES / "looks_at_nobody.json").read_text(encoding="utf-8"))[name]))


@cache
def unmet(file: str) -> dict[str, tuple[LandmarkSet, dict[str, Any]]]:
    """Bodies by name: what was seen of each, and its true points: [x px, y px, cun px] by "BL23.left"."""
    return {
        name: (
            LandmarkSet(
                tuple(told["size_px"]),
                "back",
                {
                    mark: Landmark(mark, np.array([x, y]), depth_px=deep, sigma_px=sigma, visibility=seen)
                    for mark, (x, y, deep, sigma, seen) in told["marks"].items()
                },
            ),
            told["points"],
        )
        for name, told in json.loads((FIXTURES / file).read_text(encoding="utf-8")).items()
    }


def missed(
    marks: LandmarkSet, truth: dict[str, Any], region: Region = "back"
) -> tuple[list[float], list[bool]]:
    """How far each point of the region that is known lies off, cun, and whether its ring held the truth."""
    away, held = [], []
    for point in locate_landmarks(marks, region=region).placements:
        true = truth.get(f"{point.code}.{point.side or 'midline'}")
        if true is not None:
            miss_px = math.dist(point.xy_px, true[:2])
            away.append(miss_px / true[2])
            held.append(miss_px < point.ring_px)
    return away, held


def missed_by(marks: LandmarkSet, truth: dict[str, Any], codes: Sequence[str]) -> Array:
    """(n, 2) where in the picture the back's points of these codes lie from their true places, cun."""
    placed = locate_landmarks(marks, region="back", codes=codes).placements
    known = [(spot.xy_px, truth[key]) for spot in placed if (key := f"{spot.code}.{spot.side}") in truth]
    return np.array([(xy_px - true[:2]) / true[2] for xy_px, true in known])


def _look(told: dict[str, Any]) -> Look:
    return Look(
        square=Square(*told["square"]),
        presence=told["presence"],
        xy_px=np.array(told["xy_px"]),
        depth_px=np.array(told["depth_px"]),
        visibility=np.array(told["visibility"]),
        inside=np.array(told["inside"]),
        world_m=np.array(told["world_m"]) if "world_m" in told else np.zeros((33, 3)),
        implied=Square(*told["implied"]),
        mirrored=told.get("mirrored", False),
    )


def picture(size_px: tuple[int, int] = (600, 800)) -> Rgb:
    """A picture for detectors that do not look at it."""
    return np.full((size_px[1], size_px[0], 3), 128, np.uint8)


def grained(size_px: tuple[int, int] = (600, 800)) -> Rgb:
    """The same with a grain as fine as a focused lens draws: one of a single colour is as blurred as can be."""
    grain = np.random.default_rng(1).integers(-20, 20, (size_px[1], size_px[0], 1))
    return np.asarray(picture(size_px) + grain, np.uint8)


def lit(size_px: tuple[int, int] = (600, 800)) -> Rgb:
    """The same lit from aside, for `locate`, to which a picture of one colour shows nobody."""
    rgb = picture(size_px)
    rgb[:] += np.linspace(0, 40, size_px[0]).astype(np.uint8)[:, None]
    return rgb


def body(name: str = "back") -> LandmarkSet:
    """The landmarks of a recorded look, in the middle of a very large picture."""
    marks = named([recorded(name)], picture())
    middle = np.array([ROOM_PX / 2 - 300.0, ROOM_PX / 2 - 400.0])
    here = LandmarkSet((ROOM_PX, ROOM_PX))
    return here.having(replace(m, xy_px=m.xy_px + middle) for m in marks)


def carried(xy_px: Array, turn_rad: float, zoom: float, by_px: tuple[float, float]) -> Array:
    """A place after the picture was turned and enlarged about its middle, then moved."""
    c, s = zoom * math.cos(turn_rad), zoom * math.sin(turn_rad)
    middle = np.array([ROOM_PX / 2, ROOM_PX / 2])
    x, y = np.asarray(xy_px) - middle
    return np.array([c * x - s * y, s * x + c * y]) + middle + by_px


def moved(marks: LandmarkSet, turn_rad: float, zoom: float, by_px: tuple[float, float]) -> LandmarkSet:
    """The same body in the picture turned, enlarged and moved; depth and doubt grow with it."""
    return marks.having(
        replace(
            m,
            xy_px=carried(m.xy_px, turn_rad, zoom, by_px),
            depth_px=zoom * m.depth_px,
            sigma_px=zoom * m.sigma_px,
        )
        for m in marks
    )


def flipped(xy_px: Array) -> Array:
    """A place in the mirror image."""
    return np.array([ROOM_PX - xy_px[0], xy_px[1]])


def mirrored(marks: LandmarkSet) -> LandmarkSet:
    """The mirror image of a body: another body, whose left is where this one's right was."""

    def other(name: str) -> str:
        return name.replace("left", "*").replace("right", "left").replace("*", "right")

    return LandmarkSet(marks.size_px, marks.view).having(
        replace(m, name=other(m.name), xy_px=flipped(m.xy_px)) for m in marks
    )


def spots(found: Located, visible_only: bool = False) -> dict[Key, Placement]:
    return {(p.code, p.side): p for p in found.placements if p.visible or not visible_only}


def rings_px(frame: BodyFrame) -> dict[str, float]:
    """The ring about each anchor of a frame."""
    spreads = [frame.spread_px(place, (name,)) for name, place in frame.anchors.items()]
    return dict(zip(frame.anchors, map(float, ring_radii(np.array(spreads))), strict=True))


def turned_round(look: Look) -> Look:
    """The model's own flip: the same joints, left and right exchanged, so that a back is taken for a front."""
    return replace(look, xy_px=look.xy_px[SWAP], depth_px=-look.depth_px[SWAP], inside=look.inside[SWAP])


@cache
def truth(name: str) -> dict[Key, tuple[Array, float]]:
    """(code, side) -> true place (2,) px and px of one cun, of the points in sight of a rendered picture."""
    told = json.loads((FIXTURES / "rendered_truth.json").read_text(encoding="utf-8"))[name]
    keyed = {}
    for key, (x, y, cun_px) in told.items():
        code, side = key.rsplit(".", 1)
        keyed[code, side] = (np.array([x, y]), float(cun_px))
    return keyed


def errors_cun(found: Located, name: str) -> dict[Key, float]:
    """How far each point that was placed, and whose place is known, lies from it."""
    seen = spots(found, visible_only=True)
    known = truth(name)
    return {k: math.dist(seen[k].xy_px, known[k][0]) / known[k][1] for k in seen if k in known}
