"""Where a lower leg's landmarks lie for the joints that were seen (`data/leg.json`, fitted by `recipes/fit_leg.py`)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

from locator.anatomy import CREASE_TO_LATERAL_MALLEOLUS_CUN
from locator.frames.base import Axes, BodyFrame, Linear, combined
from locator.frames.leg_typical import usual_sd
from locator.frames.leg_view import CLOSE_FEATURES, FEATURES, LegView
from locator.geometry import Array, kept

Face = Literal["back", "front"]
ANCHORS = (
    "popliteal_crease", "lateral_malleolus", "medial_malleolus", "patella_base", "patella_apex", "ankle_front", "heel",
    "calf_tip",
)  # fmt: skip
FACES: tuple[Face, ...] = ("back", "front")
_EACH = np.eye(2 * len(ANCHORS)).reshape(len(ANCHORS), 2, -1)  # (anchors, 2, n) each anchor's part of the state
_ALIKE = np.tile(np.eye(2), (len(ANCHORS), len(ANCHORS)))  # (n, n) covariance of anchors that move together
BLEND_COSINE = 0.2  # a leg turned so nearly to its side belongs to both faces, so that none of its points jumps
# Half the knee's breadth in leg cun: epicondylar breadth about 9 cm, 2.45 cm to the leg cun.
HALF_BREADTH_CUN = 1.9
# How far the crease lies behind the line of the bones, which the malleoli lie on: rendered bodies, sd 0.1 leg cun.
CREASE_BEHIND_CUN = 2.2
CALF_TIP_CUN = 8.0  # below the crease, where the two bellies meet the tendon: SOURCES.md beside the atlas, BL57
HEEL_DROP_CUN = 1.7  # how far below the malleoli the heel's back is: rendered bodies, sd 0.1 leg cun

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
class Places:
    """Where each anchor lies, or by how much it is shifted, for a leg's features."""

    coefficients: Array  # (anchors, features, 2): out and down, units
    low: Array  # (features,) what the fit has seen
    high: Array

    @staticmethod
    def read(table: Mapping[str, Any]) -> Places:
        coefficients = np.array([table["anchors"][anchor] for anchor in ANCHORS])
        return Places(coefficients, np.array(table["low"]), np.array(table["high"]))

    def __call__(self, features: Array) -> Array:
        """(anchors, 2) units, out and down."""
        places: Array = np.clip(features, self.low, self.high) @ self.coefficients
        return places


def face_of(turn_rad: float) -> Face:
    return "back" if math.cos(turn_rad) > 0 else "front"


@dataclass(frozen=True, eq=False)
class LegModel:
    """Coefficients of every anchor on the leg's features, and their spread, for legs seen from behind and before."""

    whole: Mapping[Face, Places]
    close: Mapping[Face, Places]  # added to them where the leg is seen close
    spread: Mapping[Face, Array]  # (2 anchors, 2 anchors), units^2

    @staticmethod
    @cache
    def load() -> LegModel:
        folder = resources.files("locator") / "data"
        data, close = (json.loads((folder / f"{n}.json").read_text(encoding="utf-8")) for n in ("leg", "leg_close"))
        for name, told, features in (("leg", data, FEATURES), ("leg_close", close, CLOSE_FEATURES)):
            if tuple(told["features"]) != features:
                raise ValueError(f"{name}.json: features: expected {features}, got {told['features']}: fit it again")
        return kept(LegModel(
            {face: Places.read(data[face]) for face in FACES},
            {face: Places.read(close[face]) for face in FACES},
            {face: np.array(data[face]["spread"]) for face in FACES},
        ))

    def seen_whole(self, view: LegView) -> Array:
        """(anchors, 2) units, out and down: where the anchors of a leg seen whole lie."""
        back = 0.5 + 0.5 * math.cos(view.turn_rad) / BLEND_COSINE
        if not 0.0 < back < 1.0:
            return self.whole[face_of(view.turn_rad)](view.features)
        places: Array = back * self.whole["back"](view.features) + (1.0 - back) * self.whole["front"](view.features)
        return places

    def guessed(self, view: LegView) -> Array:
        """(n, n) covariance, units^2, that what nobody has seen of a leg adds: parts of it, and its exact turn."""
        base = self.seen_whole(view)
        steps = [usual_sd(name, view.lying) * _one(name) for name in sorted(view.guessed)]
        others = [(1.0, replace(view, features=view.features + step)) for step in steps]
        if view.turn_sd_rad > 0.0:
            others += [(0.5, view.turned_to(view.turn_rad + way * view.turn_sd_rad)) for way in (1.0, -1.0)]
        changes = [(weight, (self.seen_whole(other) - base).ravel()) for weight, other in others]
        added: Array = sum((w * np.outer(change, change) for w, change in changes), np.zeros((base.size, base.size)))
        return added

    def frame(self, view: LegView, extra_px2: float, source: str) -> BodyFrame:
        """The leg's frame; `extra_px2` is variance that joints less sure than usual add to every anchor."""
        face = face_of(view.turn_rad)
        places = self.seen_whole(view)
        if source == "close-up":
            places = places + self.close[face](view.close)
        to_px = view.unit_px * np.array([view.out, view.down])  # (2, 2) the leg's own directions in the picture
        values = view.origin_px + places @ to_px
        gradients = to_px.T @ _EACH
        anchors = {f"{view.side}_{n}": Linear(v, g) for n, v, g in zip(ANCHORS, values, gradients, strict=True)}
        axes = leg_axes(anchors, view.side, view.turn_rad, view.out)
        cun_px = math.hypot(*axes.distal.value)
        anchors, own_spread = with_hung(anchors, axes, view.side)
        return BodyFrame(
            region="leg",
            view=face,
            side=view.side,
            anchors=anchors,
            axes_at={"": axes, f"{view.side}_popliteal_crease": replace(axes, distal=along_calf(anchors, view.side))},
            covariance=self.spread[face] + self.guessed(view) + extra_px2 / view.unit_px**2 * _ALIKE,
            cun_px=cun_px,
            turn_rad=view.turn_rad,
            source=source,
            own_spread_cun=own_spread,
        )


def _one(feature: str) -> Array:
    """(features,) nought but for this one."""
    return np.array([float(name == feature) for name in FEATURES])


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


def along_calf(anchors: Mapping[str, Linear], side: str) -> Linear:
    """One cun from the crease down the calf's skin, which stands out from the bones: a camera above sees it lower."""
    return (anchors[f"{side}_calf_tip"] + anchors[f"{side}_popliteal_crease"] * -1.0) * (1.0 / CALF_TIP_CUN)


def with_hung(
    anchors: Mapping[str, Linear], axes: Axes, side: str
) -> tuple[dict[str, Linear], dict[str, float]]:
    """The anchors with those that hang on them, and the spread (cun) that hanging adds."""
    full, spread = dict(anchors), {}
    values, gradients = combined(
        [
            [(1.0, full[f"{side}_{base}"]), (distal, axes.distal), (lateral, axes.lateral), (dorsal, axes.dorsal)]
            for base, distal, lateral, dorsal, _ in _HUNG.values()
        ]
    )
    for (name, (*_, sigma)), value, gradient in zip(_HUNG.items(), values, gradients, strict=True):
        full[f"{side}_{name}"] = Linear(value, gradient)
        spread[f"{side}_{name}"] = sigma
    if not {f"{side}_heel", f"{side}_lateral_malleolus"} - set(full):
        # the tendon lies before the heel's back at the height of the malleoli, as a camera above them shows it
        level = full[f"{side}_lateral_malleolus"].toward(full[f"{side}_medial_malleolus"], 0.5)
        full[f"{side}_calcaneal_tendon"] = level.toward(full[f"{side}_heel"] + axes.distal * -HEEL_DROP_CUN, 0.85)
        spread[f"{side}_calcaneal_tendon"] = 0.3
    return full, spread
