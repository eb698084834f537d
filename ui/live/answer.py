"""What the live view is told of one frame: the scene to draw, what is missing, what could be better."""

from __future__ import annotations

from typing import Any

from locator.detect.legible import UNFOUND
from locator.landmarks import LandmarkSet, View
from locator.overlay.scene import build_scene
from locator.placement import Located
from ui.live.checks import checks
from ui.live.hints import hint

STYLE = "high-contrast"
ABOVE_HEAD = 0.5  # of the head's height over the shoulders: a raised wrist, not one that scratches the neck
# Of the scene the canvas takes these.  Labels are laid out there: they have to follow the mirror and to stay where
# they are from frame to frame, and a crowd of them is left out.
DRAWN = ("size_px", "marks", "edge_colour", "ink_colour", "ring_width_px")


def answer(located: Located, light: bool = True, wanted: View | None = None) -> dict[str, Any]:
    """The answer for the browser, in plain values.

    `light`: whether there is enough of it.  `wanted` is the side of the body that should face the camera; None where it
    does not matter.
    """
    seen = checks(located, light, wanted)
    return {
        "status": located.status,
        "view": located.view,
        "scene": scene(located),
        "advice": list(dict.fromkeys(refusal.advice for refusal in located.refusals)),
        "refused": [[refusal.reason, refusal.region] for refusal in located.refusals[:1]],
        "reasons": list(dict.fromkeys(refusal.reason for refusal in located.refusals)),
        "checks": seen,
        "hint": hint(located, wanted, seen),
        "somebody": somebody(located),
        "raised": hand_raised(located.landmarks),
    }


def scene(located: Located) -> dict[str, Any]:
    """The scene without its words: what `Scene.to_dict` says of marks and strokes, lengths in pixels of the frame."""
    whole = build_scene(located, STYLE, with_labels=False, with_legend=False).to_dict()
    return {key: whole[key] for key in DRAWN}


def somebody(located: Located) -> bool:
    """Whether a person may be in the picture: one is seen, or there is another reason than that for seeing none."""
    return located.landmarks is not None or any(why.reason not in UNFOUND for why in located.refusals)


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
