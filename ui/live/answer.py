"""What the live view is told of one frame: shares of the picture, so that it fits a video of any size."""

from __future__ import annotations

from typing import Any

from locator.landmarks import LandmarkSet, View
from locator.placement import Located
from ui.live.hints import hint

ABOVE_HEAD = 0.5  # of the head's height over the shoulders: a raised wrist, not one that scratches the neck


def answer(located: Located, wanted: View | None = None) -> dict[str, Any]:
    """Points as shares of width and height, the ring as a share of width, advice where something is missing.

    `wanted` is the side of the body that should face the camera; None where it does not matter.
    """
    width_px, height_px = located.size_px
    return {
        "status": located.status,
        "view": located.view,
        "points": [
            {
                "code": placement.code,
                "side": placement.side,
                "x": round(float(placement.xy_px[0]) / width_px, 5),
                "y": round(float(placement.xy_px[1]) / height_px, 5),
                "ring": round(placement.ring_px / width_px, 5),
                "cun": round(placement.cun_px / width_px, 5),
            }
            for placement in located.placements
            if placement.visible
        ],
        "advice": list(dict.fromkeys(refusal.advice for refusal in located.refusals)),
        "reasons": list(dict.fromkeys(refusal.reason for refusal in located.refusals)),
        "hint": hint(located, wanted),
        "raised": hand_raised(located.landmarks),
    }


def hand_raised(landmarks: LandmarkSet | None) -> bool:
    """True when a wrist is clearly above the head: the sign by which someone across the room says "go on"."""
    if landmarks is None or landmarks.require("left_shoulder", "right_shoulder"):
        return False
    heads = [mark for name in ("nose", "left_ear", "right_ear") if (mark := landmarks.get(name)) is not None]
    if not heads:
        return False
    top_px = min(float(mark.xy_px[1]) for mark in heads)
    shoulders_px = 0.5 * float(landmarks.xy("left_shoulder")[1] + landmarks.xy("right_shoulder")[1])
    if top_px >= shoulders_px:  # lying down, or upside down: "above" means nothing
        return False
    limit_px = top_px - ABOVE_HEAD * (shoulders_px - top_px)
    wrists = (landmarks.get(f"{side}_wrist") for side in ("left", "right"))
    return any(w is not None and w.visibility > 0.5 and float(w.xy_px[1]) < limit_px for w in wrists)
