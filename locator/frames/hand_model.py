"""Where a hand's landmarks lie for the joints that were seen (`data/hand.json`, fitted by `recipes/fit_hand.py`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from locator.anatomy import ELBOW_TO_WRIST_CUN
from locator.frames.base import SEEN_COSINE, Axes, BodyFrame, Linear
from locator.frames.hand_view import HandView
from locator.geometry import Array, kept

FITTED = ("mcp5_ulnar", "metacarpal_2_middle_radial")
CREASES = {"wrist_crease_dorsal": 1.0, "wrist_crease_palmar": -1.0}
# Half a wrist's thickness: 38 mm / 2 (ANSUR wrist breadth and circumference, an ellipse), 22.5 mm to the cun.
HALF_WRIST_CUN = 0.85
CREASE_SPREAD_CUN = 0.35  # the model's wrist against the crease, along the arm: a few mm either way, judged by eye
BENT_SPREAD_CUN = 0.5  # 2 cun up a forearm that is not seen: a wrist bent 15 degrees sideways


@dataclass(frozen=True, eq=False)
class HandModel:
    """Weights of the two knuckles and of the height above the palm for each anchor, and their spread."""

    weights: Mapping[str, Array]  # (3,): index knuckle, little knuckle, height, from the wrist
    facing: Mapping[str, Array]  # (2,): how much the skin there looks toward the ulnar side and out of the back
    cun_per_size: float
    spread: Array  # (2, 2) per anchor along the diagonal: (2 anchors, 2 anchors), sizes^2, of a hand held square
    aslant: Mapping[str, float]  # sizes^2 by which that has grown when the hand is on edge

    @staticmethod
    @cache
    def load() -> HandModel:
        data = json.loads((resources.files("locator") / "data" / "hand.json").read_text(encoding="utf-8"))
        return kept(HandModel(
            {a: np.array(data["anchors"][a]["weights"]) for a in FITTED},
            {a: np.array(data["anchors"][a]["facing"]) for a in FITTED},
            float(data["cun_per_size"]),
            np.array(data["spread"]),
            {a: float(data["anchors"][a]["aslant"]) for a in FITTED},
        ))

    def frame(self, view: HandView, elbow_px: Array | None, extra_px2: float, source: str) -> BodyFrame:
        """The hand's frame; `elbow_px` gives the forearm its own direction and cun, `extra_px2` adds variance."""
        size = 2 * len(FITTED) + 2
        cun_px = self.cun_per_size * view.size_px
        anchors: dict[str, Linear] = {}
        hidden: set[str] = set()
        for i, name in enumerate(FITTED):
            gradient = np.zeros((2, size))
            gradient[:, 2 * i : 2 * i + 2] = view.size_px * np.eye(2)
            anchors[f"{view.side}_{name}"] = Linear(self.place(view, name), gradient)
            if self.facing[name] @ np.array([-view.ulnar[2], view.dorsal]) < SEEN_COSINE:
                hidden.add(f"{view.side}_{name}")
        still = np.zeros((2, size))
        at_wrist = np.zeros((2, size))
        at_wrist[:, -2:] = view.size_px * np.eye(2)
        for name, sign in CREASES.items():
            raised = view.wrist_px + sign * HALF_WRIST_CUN * cun_px * view.back[:2]
            anchors[f"{view.side}_{name}"] = Linear(raised, at_wrist)
            if sign * view.dorsal < SEEN_COSINE:
                hidden.add(f"{view.side}_{name}")
        axes = Axes(
            distal=Linear(cun_px * view.distal[:2], still),
            lateral=Linear(-cun_px * view.ulnar[:2], still),
            dorsal=Linear(cun_px * view.back[:2], still),
        )
        along = axes.distal if elbow_px is None else Linear((view.wrist_px - elbow_px) / ELBOW_TO_WRIST_CUN, still)
        arm = Axes(along, axes.lateral, axes.dorsal)
        arm_spread = CREASE_SPREAD_CUN if elbow_px is not None else float(np.hypot(CREASE_SPREAD_CUN, BENT_SPREAD_CUN))
        spread = np.zeros((size, size))
        spread[:-2, :-2] = self.spread + view.aslant * np.diag(np.repeat([self.aslant[a] for a in FITTED], 2))
        spread[-2:, -2:] = self.spread[:2, :2]
        spread += extra_px2 / view.size_px**2 * np.tile(np.eye(2), (size // 2, size // 2))
        return BodyFrame(
            region="hand",
            view="unknown",
            side=view.side,
            anchors=anchors,
            axes_at={"": axes, **{f"{view.side}_{name}": arm for name in CREASES}},
            covariance=spread,
            cun_px=cun_px,
            turn_rad=float(np.arctan2(-view.ulnar[2], view.dorsal)),
            source=source,
            own_spread_cun={f"{view.side}_{name}": arm_spread for name in CREASES},
            hidden=frozenset(hidden),
        )

    def place(self, view: HandView, anchor: str) -> Array:
        """(2,) px of a fitted anchor."""
        index, little, height = self.weights[anchor]
        flat = view.wrist_px + index * view.index_px + little * view.little_px
        place: Array = flat + height * view.size_px * view.back[:2]
        return place
