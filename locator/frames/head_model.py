"""Where a head's landmarks lie for the joints that were seen (`data/head.json`, fitted by `recipes/fit_head.py`)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

from locator.frames.base import SEEN_COSINE, Axes, BodyFrame, Linear
from locator.frames.head_view import EVEN, ODD, HeadView
from locator.geometry import Array, kept

Range = Literal["whole", "close"]  # the body found by its trunk and face, or a close-up of head and shoulders

# The state, in the head's units: left and up of the vertex, of the middle between the hollows under the skull and of
# C7; half the way from the right hollow to the left; and the cun.
STATE = (
    ("vertex_left", "odd"), ("vertex_up", "even"), ("nape_left", "odd"), ("nape_up", "even"),
    ("c7_left", "odd"), ("c7_up", "even"), ("half_left", "even"), ("half_up", "odd"), ("cun", "even"),
)  # fmt: skip
FACING = (("vertex", "even"), ("nape", "even"), ("half", "odd"))  # cosines to the camera: crown, hollows, left - right
LEAST_CUN_UNITS = 0.02  # no cun of nought or less, whatever the features: 138 rendered bodies have .047 and more
# How far a feature may lie outside what the fit has seen, all but half a per cent at either end, as a share of that
# range: rendered backs and photographs from behind stay within .18; heads from steeply above, and faces, reach .24 to
# .6.  Close-ups differ more among themselves, and their forest has judged them already.
KNOWN_BEYOND: Mapping[Range, float] = {"whole": 0.2, "close": 0.5}
HOLLOW_LATERAL_CUN = 1.84  # half the distance between the two hollows on the rendered bodies the model is fitted on
HOLLOW_TO_C7_CUN = 5.46  # from their level to C7 along the nape, on the same bodies
# The rendered bodies' hollows lie at the middle of the ears, a good cun above where photographs show them (level with
# the lobes); short of a set of measured napes, a quarter of a cun of that is taken back.  (A fit that knows prone and
# more seated bodies too is .1 cun nearer on those, and .2 further on photographs.)
HOLLOW_LOWER_CUN = 0.25
# What is left of that, and of heads bent otherwise than those fitted: with it GB20's rings hold two thirds on sitting
# and more on standing rendered bodies; photographed napes, by eye, are up to 1.5 cun lower still.
HOLLOW_SPREAD_CUN = 0.55
# Of a body that lies face down the head may be turned by any angle, and the model's guess at its face tells little of
# it: GB20 is 1.1 to 1.3 cun off in the middle.  A neck that runs across the picture, not up, tells that a body lies.
LYING_RAD, HOLLOW_SPREAD_LYING_CUN = math.radians(55.0), 1.1

# Places hung on the middle between the fitted hollows: (distal, lateral, spread), cun.  GV16 is level with GB20 and is
# 0.8 below the occiput's bump (atlas); BL10 is level with C2's upper border, half a cun lower, 1.3 cun out (WHO 2008).
_HUNG: Mapping[str, tuple[float, float, float]] = {
    "occiput": (-0.55, 0.0, 0.3),
    "c2": (0.75, 0.0, 0.35),
    "left_trapezius_c2": (0.75, 1.3, 0.35),
    "right_trapezius_c2": (0.75, -1.3, 0.35),
}


@cache
def _forms() -> tuple[tuple[str, ...], Array, Array]:
    """Every anchor and axis as a function of the state (n,) in the head's units: k names, (k, 2, n), and (k, 1).

    The last is 1 for anchors, which start from the head's origin, and 0 for axes.
    """
    at, one = {name: i for i, (name, _) in enumerate(STATE)}, np.eye(len(STATE))

    def place(name: str, placed: float = 1.0) -> Linear:
        return Linear(np.array([placed]), one[[at[f"{name}_left"], at[f"{name}_up"]]])

    nape, half = place("nape"), place("half", 0.0)
    distal = (place("c7") + nape * -1.0) * (1.0 / HOLLOW_TO_C7_CUN)
    lateral = half * (1.0 / HOLLOW_LATERAL_CUN)
    forms = {
        "distal": distal,
        "lateral": lateral,
        "dorsal": half * 0.0,  # a head's skin looks every way: no place is told out of it
        "vertex": place("vertex"),
        "left_nape_hollow": nape + distal * HOLLOW_LOWER_CUN + half,
        "right_nape_hollow": nape + distal * HOLLOW_LOWER_CUN + half * -1.0,
        **{name: nape + distal * down + lateral * aside for name, (down, aside, _) in _HUNG.items()},
    }
    gradients, placed = (np.array([getattr(form, part) for form in forms.values()]) for part in ("gradient", "value"))
    return kept((tuple(forms), gradients, placed))


def hardness_features(view: HeadView) -> Array:
    """What makes a head harder to place than one straight before the camera: turned with or on its shoulders, bent."""
    told = dict(zip((*EVEN, *ODD), [*view.even, *view.odd], strict=True))
    return np.array([abs(told["shoulders_turn"]), abs(told["nose_left"]), abs(told["shoulders_depth"])])


@dataclass(frozen=True, eq=False)
class RangeModel:
    """Coefficients for one way of seeing a head."""

    central: Array  # (9, features) even and odd side by side, zeros where parity forbids
    facing: Array  # (3, features)
    low: Array  # (len(EVEN),) what the fit has seen
    high: Array
    spread: Array  # (9, 9) of the state, units^2
    growth: Array  # (hardness features,) by which the log of the spread grows
    hardness_high: Array  # what the fit has seen, 99th percentile; it does not grow beyond

    def features(self, view: HeadView) -> Array:
        """(even + odd,) a head's features, the even ones no further than the fit has seen."""
        return np.concatenate([np.clip(view.even, self.low, self.high), view.odd])

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> RangeModel:
        def side_by_side(names: tuple[tuple[str, str], ...]) -> Array:
            rows = np.zeros((len(names), len(EVEN) + len(ODD)))
            for i, (name, parity) in enumerate(names):
                rows[i, : len(EVEN)] = data["even"][name] if parity == "even" else 0.0
                rows[i, len(EVEN) :] = data["odd"][name] if parity == "odd" else 0.0
            return rows

        return cls(
            side_by_side(STATE),
            side_by_side(tuple((f"{n}_facing", p) for n, p in FACING)),
            np.array(data["low"]),
            np.array(data["high"]),
            np.array(data["spread"]),
            np.array(data["growth"]),
            np.array(data["hardness_high"]),
        )


@dataclass(frozen=True, eq=False)
class HeadModel:
    """Coefficients by how the head is seen."""

    ranges: Mapping[Range, RangeModel]

    @staticmethod
    @cache
    def load() -> HeadModel:
        data = json.loads((resources.files("locator") / "data" / "head.json").read_text(encoding="utf-8"))
        return kept(HeadModel({"whole": RangeModel.read(data["whole"]), "close": RangeModel.read(data["close"])}))

    def knows(self, view: HeadView, seen_as: Range) -> bool:
        """Whether heads held like this were among those fitted; beyond them the coefficients are only a guess."""
        model = self.ranges[seen_as]
        beyond = np.maximum(view.even - model.high, model.low - view.even)
        return bool(np.all(beyond <= KNOWN_BEYOND[seen_as] * (model.high - model.low + 1e-6)))

    def cun_px(self, view: HeadView, seen_as: Range) -> float:
        """One cun of this head in the picture."""
        model = self.ranges[seen_as]
        return float(max(model.central[-1] @ model.features(view), LEAST_CUN_UNITS)) * view.unit_px

    def frame(self, view: HeadView, seen_as: Range, extra_px2: float, source: str) -> BodyFrame:
        """The head's frame; `extra_px2` is variance that joints less sure than usual add to every place."""
        model = self.ranges[seen_as]
        features = model.features(view)
        state, facing = model.central @ features, model.facing @ features
        names, forms, placed = _forms()
        gradients = (view.unit_px * np.column_stack([view.left, view.up])) @ forms
        values = gradients @ state + placed * view.origin_px
        anchors = {name: Linear(value, g) for name, value, g in zip(names, values, gradients, strict=True)}
        axes = Axes(*(anchors.pop(axis) for axis in ("distal", "lateral", "dorsal")))
        lies = math.acos(min(1.0, max(-1.0, -float(view.up[1])))) > LYING_RAD
        hollow_cun = HOLLOW_SPREAD_LYING_CUN if lies else HOLLOW_SPREAD_CUN
        own_spread = {"left_nape_hollow": hollow_cun, "right_nape_hollow": hollow_cun}
        for name, (_, _, sigma_cun) in _HUNG.items():
            own_spread[name] = max(sigma_cun, hollow_cun) if lies else sigma_cun
        crown, behind, turned = (float(f) for f in facing)
        looks = {
            "vertex": crown, "occiput": behind, "c2": behind,
            "left_nape_hollow": behind + turned, "right_nape_hollow": behind - turned,
            "left_trapezius_c2": behind + 0.7 * turned, "right_trapezius_c2": behind - 0.7 * turned,
        }  # fmt: skip
        hard = np.minimum(hardness_features(view), model.hardness_high)
        spread = model.spread * math.exp(float(model.growth @ hard))
        places = range(6)  # of the state: vertex, nape and C7
        spread[places, places] += extra_px2 / view.unit_px**2
        return BodyFrame(
            region="head",
            view="back" if behind > 0 else "front",
            side=None,
            anchors=anchors,
            axes_at={"": axes},
            covariance=spread,
            cun_px=self.cun_px(view, seen_as),
            turn_rad=0.0,  # of a head's anchors each is turned its own way: `hidden` names those that look away
            source=source,
            own_spread_cun=own_spread,
            hidden=frozenset(name for name, cosine in looks.items() if cosine < SEEN_COSINE),
        )
