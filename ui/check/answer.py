"""What the check view is told of one frame: shares of the picture, and the verdict in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from locator.check import Touched, Verdict
from locator.geometry import RING_PER_SIGMA, Array
from locator.placement import Located, Placement, Side
from ui.check.wish import CheckWish
from ui.check.words import named, spoken
from ui.components.refused import advice_of
from ui.wording import Wording, wording

NO_KEYS: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Pressed:
    """Where a finger presses, and what is known of it."""

    xy_px: Array  # (2,)
    sigma_cun: float
    finger: str  # "" for a place shown by hand
    told: bool  # it is known to be the finger that presses
    side: Side | None = None  # of the point it is nearest to, where two hands bear it: not of the one that presses


def answer(
    located: Located,
    wish: CheckWish,
    pressed: Pressed | None,
    verdict: Verdict | None,
    near: tuple[Touched, ...] = (),
) -> dict[str, Any]:
    """The frame's answer, ready to be sent; `near` are the points under a finger that is to be named."""
    text, keys = _said(wording(wish.language), located, pressed, verdict, near)
    return {
        "status": located.status,
        "targets": [_target(point, located.size_px) for point in _shown(located, wish, near)],
        "press": None if pressed is None else _press(pressed, located),
        "word": None if verdict is None else verdict.word,
        "cun": None if verdict is None else round(verdict.distance_cun, 2),
        "side": None if verdict is None else verdict.side,
        "text": text,
        "keys": list(keys),
    }


def _shown(located: Located, wish: CheckWish, near: tuple[Touched, ...]) -> list[Placement]:
    """The points in sight that are meant, or, to be named, those under the finger."""
    touched = {(each.code, each.side) for each in near}
    return [
        p
        for p in located.placements
        if p.visible
        and ((p.code, p.side) in touched if wish.naming else p.code in wish.codes and wish.side in (None, p.side))
    ]


def _said(
    say: Wording, located: Located, pressed: Pressed | None, verdict: Verdict | None, near: tuple[Touched, ...]
) -> tuple[str, tuple[str, ...]]:
    """What is written of the frame, and the keys of the recordings that say it."""
    text, keys = "", NO_KEYS
    if verdict is not None:
        text, keys = spoken(say, verdict)
    elif near:
        text = named(say, near)
    elif located.status == "refused":
        text = next(iter(advice_of(say, located.refusals)), "")
    elif pressed is None:
        text, keys = say("press.no_finger"), ("press_no_finger",)
    if pressed is not None and not pressed.told and verdict is not None and verdict.word not in ("on", "probably"):
        text, keys = f"{text} {say('press.which_finger')}", (*keys, "press_which_finger")
    return text, keys


def _target(point: Placement, size_px: tuple[int, int]) -> dict[str, Any]:
    x, y = _shares(point.xy_px, size_px)
    return {"code": point.code, "side": point.side, "x": x, "y": y, "ring": round(point.ring_px / size_px[0], 5)}


def _press(pressed: Pressed, located: Located) -> dict[str, Any]:
    x, y = _shares(pressed.xy_px, located.size_px)
    ring_px = pressed.sigma_cun * RING_PER_SIGMA * _cun_px(located)
    return {
        "x": x,
        "y": y,
        "ring": round(ring_px / located.size_px[0], 5),
        "finger": pressed.finger,
        "told": pressed.told,
    }


def _shares(xy_px: Array, size_px: tuple[int, int]) -> tuple[float, float]:
    """A place as shares of the picture's width and height."""
    return round(float(xy_px[0]) / size_px[0], 5), round(float(xy_px[1]) / size_px[1], 5)


def _cun_px(located: Located) -> float:
    return located.placements[0].cun_px if located.placements else 0.0
