"""Where the top of a foot lies for ankle, heel and toes (`data/foot.json`, fitted by `recipes/fit_foot.py`).

Each place is the ankle plus a share of the way to the toes and a share of the way to the heel, so that it rides with
the foot whatever its turn and foreshortening, on either foot and in a mirror.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from locator.frames.base import Axes, BodyFrame, Linear
from locator.geometry import Array, kept
from locator.landmarks import Pair

FITTED = ("metatarsal_1_2_junction", "ankle_front")
# How much of the spread with the whole leg in view is the foot's own and stays however well its joints are known.  By
# the rendered bodies' own ankle, heel and big toe's joint, which are known exactly, LR3 and ST41 of 240 feet are missed
# by .19 and .23 cun (one standard deviation, what all have in common left out); this share makes it .24 and .18.
OWN_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class FootModel:
    """Shares by anchor, and what a cun is on a foot."""

    shares: Mapping[str, Array]  # (2,): toward the toes, toward the heel
    spread_cun: Mapping[str, float]  # one standard deviation with the whole leg in view
    doubt: Mapping[str, float]  # standard deviation per cun of the error expected of a close-up
    instep_cun: float  # from the ankle's front to the metatarsals' junction, on rendered feet

    @staticmethod
    @cache
    def load() -> FootModel:
        data = json.loads((resources.files("locator") / "data" / "foot.json").read_text(encoding="utf-8"))
        anchors = data["anchors"]
        return kept(FootModel(
            {a: np.array(anchors[a]["shares"]) for a in FITTED},
            {a: float(anchors[a]["spread_cun"]) for a in FITTED},
            {a: float(anchors[a]["doubt"]) for a in FITTED},
            float(data["instep_cun"]),
        ))

    def place(self, anchor: str, ankle: Array, heel: Array, toe: Array) -> Array:
        """(2,) px of an anchor."""
        toward_toe, toward_heel = self.shares[anchor]
        place: Array = ankle + toward_toe * (toe - ankle) + toward_heel * (heel - ankle)
        return place

    def cun_px(self, ankle: Array, heel: Array, toe: Array) -> float:
        """One cun along the top of the foot, as this picture foreshortens it."""
        ends = [self.place(a, ankle, heel, toe) for a in FITTED]
        return float(np.linalg.norm(ends[0] - ends[1])) / self.instep_cun

    def frame(
        self, side: Pair, ankle: Array, heel: Array, toe: Array, sigma_px: float, source: str
    ) -> BodyFrame:
        """A foot's frame from three joints, each good to `sigma_px`."""
        size = 2 * len(FITTED)
        cun_px = self.cun_px(ankle, heel, toe)
        anchors, spread = {}, np.zeros((size, size))
        for i, name in enumerate(FITTED):
            gradient = np.zeros((2, size))
            gradient[:, 2 * i : 2 * i + 2] = np.eye(2)
            anchors[f"{side}_{name}"] = Linear(self.place(name, ankle, heel, toe), gradient)
            sigma = math.hypot(OWN_SHARE * self.spread_cun[name] * cun_px, self.doubt[name] * sigma_px)
            spread[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = sigma**2 * np.eye(2)
        along = (anchors[f"{side}_{FITTED[0]}"] + anchors[f"{side}_{FITTED[1]}"] * -1.0) * (1.0 / self.instep_cun)
        still = np.zeros((2, size))
        direction = along.value / max(float(np.linalg.norm(along.value)), 1e-6)
        sign = 1.0 if side == "left" else -1.0  # the little toe of a left foot seen from in front lies to the right
        lateral = Linear(sign * cun_px * np.array([direction[1], -direction[0]]), still)
        axes = Axes(along, lateral, Linear(np.zeros(2), still))
        return BodyFrame(
            region="foot",
            view="front",
            side=side,
            anchors=anchors,
            axes_at={"": axes},
            covariance=spread,
            cun_px=cun_px,
            turn_rad=math.pi,  # the top of the foot is seen
            source=source,
        )
