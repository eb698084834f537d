"""What the check view is told of one frame: shares of the picture, and the verdict in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from locator.check import Touched, Verdict
from locator.geometry import RING_PER_SIGMA, Array
from locator.placement import Located, Side
from ui.check.wish import CheckWish
from ui.check.words import named, spoken
from ui.components.refused import advice_of
from ui.wording import wording


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
    """The frame's answer, ready to be sent."""
    say = wording(wish.language)
    width_px, height_px = located.size_px
    touched = {(each.code, each.side) for each in near}
    shown = [
        p
        for p in located.placements
        if p.visible
        and ((p.code, p.side) in touched if wish.naming else p.code in wish.codes and wish.side in (None, p.side))
    ]
    text, keys = ("", ())
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
    return {
        "status": located.status,
        "targets": [
            {
                "code": p.code,
                "side": p.side,
                "x": round(float(p.xy_px[0]) / width_px, 5),
                "y": round(float(p.xy_px[1]) / height_px, 5),
                "ring": round(p.ring_px / width_px, 5),
            }
            for p in shown
        ],
        "press": None
        if pressed is None
        else {
            "x": round(float(pressed.xy_px[0]) / width_px, 5),
            "y": round(float(pressed.xy_px[1]) / height_px, 5),
            "ring": round(pressed.sigma_cun * RING_PER_SIGMA * _cun_px(located) / width_px, 5),
            "finger": pressed.finger,
            "told": pressed.told,
        },
        "word": None if verdict is None else verdict.word,
        "cun": None if verdict is None else round(verdict.distance_cun, 2),
        "side": None if verdict is None else verdict.side,
        "text": text,
        "keys": list(keys),
    }


def _cun_px(located: Located) -> float:
    return located.placements[0].cun_px if located.placements else 0.0
