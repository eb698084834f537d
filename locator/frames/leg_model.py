"""Where a lower leg's landmarks lie for the joints that were seen (`data/leg.json`, fitted by `recipes/fit_leg.py`)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from locator.anatomy import CREASE_TO_LATERAL_MALLEOLUS_CUN
from locator.frames.base import Axes, BodyFrame, Linear
from locator.frames.leg_view import FEATURES, LegView
from locator.geometry import Array

ANCHORS = (
    "popliteal_crease", "lateral_malleolus", "medial_malleolus", "patella_base", "patella_apex", "ankle_front", "heel",
)  # fmt: skip
# Half the knee's breadth in leg cun: epicondylar breadth about 9 cm, 2.45 cm to the leg cun.
HALF_BREADTH_CUN = 1.9
# How far the crease lies behind the line of the bones, which the malleoli lie on: rendered bodies, sd 0.1 leg cun.
CREASE_BEHIND_CUN = 2.2

# Places hung on others: (from, distal, lateral, dorsal, spread), leg cun.
# Knee eyes: the dips either side of the patellar ligament, a thumb from the midline; that they lie 8 mm below the
# patella's apex and 15 mm behind its skin brings ST36 to its place on rendered legs from before and from the side.
# Fibular head: two fingers below the joint line, on the outer face (surface anatomy: 2.5 to 4 cm below it).
# Medial condyle's lower edge: 13 cun above the medial malleolus (WHO 2008).  Calcaneal tendon: before the heel's back.
_HUNG: Mapping[str, tuple[str, float, float, float, float]] = {
    "lateral_knee_eye": ("patella_apex", 0.35, 0.9, 0.6, 0.3),
    "medial_knee_eye": ("patella_apex", 0.35, -0.9, 0.6, 0.3),
    "fibular_head": ("popliteal_crease", 1.6, HALF_BREADTH_CUN, -1.4, 0.5),
    "medial_tibial_condyle": ("medial_malleolus", -13.0, -0.9, -0.4, 0.5),
}


@dataclass(frozen=True, eq=False)
class LegModel:
    """Coefficients of every anchor on the leg's features, and their spread."""

    out: Array  # (anchors, features)
    down: Array
    low: Array  # (features,) what the fit has seen
    high: Array
    spread: Array  # (2 anchors, 2 anchors), units^2
    front_close: Mapping[str, Array]  # (2,) out and down: how a close-up from in front differs from a whole leg

    @staticmethod
    @cache
    def load() -> LegModel:
        folder = resources.files("locator") / "data"
        data = json.loads((folder / "leg.json").read_text(encoding="utf-8"))
        close = json.loads((folder / "leg_front_close.json").read_text(encoding="utf-8"))
        if tuple(data["features"]) != FEATURES:
            raise ValueError(f"leg.json: features: expected {FEATURES}, got {data['features']}: fit it again")
        return LegModel(
            np.array([data["anchors"][a]["out"] for a in ANCHORS]),
            np.array([data["anchors"][a]["down"] for a in ANCHORS]),
            np.array(data["low"]),
            np.array(data["high"]),
            np.array(data["spread"]),
            {anchor: np.array(both) for anchor, both in close["out_down"].items()},
        )

    def frame(self, view: LegView, extra_px2: float, source: str) -> BodyFrame:
        """The leg's frame; `extra_px2` is variance that joints less sure than usual add to every anchor."""
        features = np.clip(view.features, self.low, self.high)
        size = 2 * len(ANCHORS)
        anchors: dict[str, Linear] = {}
        for i, name in enumerate(ANCHORS):
            gradient = np.zeros((2, size))
            gradient[:, 2 * i] = view.unit_px * view.out
            gradient[:, 2 * i + 1] = view.unit_px * view.down
            out, down = float(self.out[i] @ features), float(self.down[i] @ features)
            if source == "close-up" and math.cos(view.turn_rad) < 0 and name in self.front_close:
                out, down = np.array([out, down]) + self.front_close[name]
            place = view.to_px(out, down)
            anchors[f"{view.side}_{name}"] = Linear(place, gradient)
        axes = leg_axes(anchors, view.side, view.turn_rad, view.out)
        cun_px = float(np.linalg.norm(axes.distal.value))
        anchors, own_spread = with_hung(anchors, axes, view.side)
        spread = self.spread + extra_px2 / view.unit_px**2 * np.tile(np.eye(2), (len(ANCHORS), len(ANCHORS)))
        return BodyFrame(
            region="leg",
            view="back" if math.cos(view.turn_rad) > 0 else "front",
            side=view.side,
            anchors=anchors,
            axes_at={"": axes},
            covariance=spread,
            cun_px=cun_px,
            turn_rad=view.turn_rad,
            source=source,
            own_spread_cun=own_spread,
        )


def leg_axes(anchors: Mapping[str, Linear], side: str, turn_rad: float, out: Array) -> Axes:
    """The leg's axes, px per leg cun: distal from crease to lateral malleolus, 16 cun; the others by the turn.

    Distal runs along the bones: neither toward the malleolus's own side nor, seen from the side, from the skin behind
    the knee.
    """
    crease = anchors[f"{side}_popliteal_crease"]
    along = anchors[f"{side}_lateral_malleolus"] + crease * -1.0
    length = float(np.linalg.norm(along.value)) / CREASE_TO_LATERAL_MALLEOLUS_CUN
    still = np.zeros_like(along.gradient)
    lateral = Linear(out * length * math.cos(turn_rad), still)
    dorsal = Linear(out * length * math.sin(turn_rad), still)
    middle = anchors[f"{side}_lateral_malleolus"].toward(anchors[f"{side}_medial_malleolus"], 0.5)
    along = middle + crease * -1.0 + dorsal * CREASE_BEHIND_CUN
    distal = along * (length / max(float(np.linalg.norm(along.value)), 1e-6))
    return Axes(distal, lateral, dorsal)


def with_hung(
    anchors: Mapping[str, Linear], axes: Axes, side: str
) -> tuple[dict[str, Linear], dict[str, float]]:
    """The anchors with those that hang on them, and the spread (cun) that hanging adds."""
    full, spread = dict(anchors), {}
    for name, (base, distal, lateral, dorsal, sigma) in _HUNG.items():
        if f"{side}_{base}" not in full:
            continue
        full[f"{side}_{name}"] = (
            full[f"{side}_{base}"] + axes.distal * distal + axes.lateral * lateral + axes.dorsal * dorsal
        )
        spread[f"{side}_{name}"] = sigma
    if not {f"{side}_heel", f"{side}_lateral_malleolus"} - set(full):
        # the tendon lies before the heel's back at the height of the malleoli
        level = full[f"{side}_lateral_malleolus"].toward(full[f"{side}_medial_malleolus"], 0.5)
        down = axes.distal.value / max(float(np.linalg.norm(axes.distal.value)), 1e-6)
        away = full[f"{side}_heel"] + level * -1.0
        flat = np.eye(2) - np.outer(down, down)
        full[f"{side}_calcaneal_tendon"] = level + Linear(flat @ away.value, flat @ away.gradient) * 0.85
        spread[f"{side}_calcaneal_tendon"] = 0.3
    return full, spread
