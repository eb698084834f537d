"""What is known of a trunk before anyone touches it: where its landmarks lie for the joints that were seen.

A few coefficients (`data/trunk.json`, fitted by `recipes/fit_trunk.py`) turn the trunk's own measure (`trunk_view`)
into four places along the spine, the body's axes and the paired bones (`trunk_state`).  What the coefficients miss is
the state of the frame, with its spread.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np

from locator.frames.base import Axes, BodyFrame, Linear
from locator.frames.trunk_legs import LegsModel
from locator.frames.trunk_own import COUNTED, HIDDEN, LEVELS_ALONG, OWN_DEPTH_CUN, OWN_SPREAD_CUN, bones_cun2
from locator.frames.trunk_places import SPINE, Forms
from locator.frames.trunk_posed import Posed
from locator.frames.trunk_posture import EVEN, PostureModel, hardness_features, paired_features
from locator.frames.trunk_state import AT_AXIS, PAIRED, paired_base
from locator.frames.trunk_view import POSTURES, Posture, TrunkView
from locator.geometry import Array, kept
from locator.landmarks import SIDES, LandmarkSet

# A trunk without legs unlike those the fit has seen (from above, leaning, sitting) is placed less surely: its variance
# grows by UNUSUAL for each by which it is more unusual than AS_USUAL.  Of 512 such rendered ones the squared miss was
# 1.5 of what was told up to there, then 1.7, 2.7, 4.2 and 5.1 where they were 1.5, 2.3, 3.5 and more than 5 as unusual.
# With legs in the picture it does not rise, standing or sitting (1,439).
UNUSUAL, AS_USUAL = 0.7, 1.2
MAX_LOG_GROWTH = math.log(9.0)  # a ring at most three times as wide as a plain view's: beyond, refusing is better
# Of who crouches the fit has seen nobody: by how much the log of the variance grows, by 80 rendered ones
# (recipes/measure_typical.py).  Of 59 others rings held .40 without this and hold .60; of 115 that sit .67 and .70;
# none of 60 that stand is taken for one.
CROUCHED: Mapping[Posture, float] = {"whole": 2.0, "seated": 1.2, "cut": 0.0}
# A body seen from above is harder to see than one seen from as far below; the fit goes by the square of the tilt, which
# is the same for both.  By posture: what is added to the log of the variance at any tilt, and for each unit by which
# the body tilts toward the camera.  Measured on 1,122 rendered bodies that stand or lie, seen from 28 degrees below to
# 85 above (recipes/measure_typical.py).  338 that are cut off below the hips show no such growth, and for those that
# sit the square is enough.
FROM_ABOVE: Mapping[Posture, tuple[float, float]] = {"whole": (-0.08, 0.7), "seated": (0.0, 0.0), "cut": (0.0, 0.0)}


@dataclass(frozen=True, eq=False)
class TrunkModel:
    """Coefficients by posture, and the back's own roundness."""

    postures: Mapping[Posture, PostureModel]
    skin: Array  # (3,) cun of height per lateral cun^2, as 1, f, f^2 along the spine
    posed: Posed
    legs: LegsModel

    @cached_property
    def roundness(self) -> Mapping[str, float]:
        """By level of the spine: cun of height per lateral cun^2."""
        fractions = {level: min(fraction, 1.0) for level, (fraction, _) in SPINE.items()}
        return {level: float(self.skin @ np.array([1.0, f, f**2])) for level, f in fractions.items()}

    @staticmethod
    @cache
    def load() -> TrunkModel:
        data = json.loads((resources.files("locator") / "data" / "trunk.json").read_text(encoding="utf-8"))
        postures = {p: PostureModel.read(data[p]) for p in POSTURES}
        return kept(TrunkModel(postures, np.array(data["skin"]), Posed.load(), LegsModel.load()))

    def mean(self, view: TrunkView, marks: LandmarkSet) -> Array:
        """(n,) state in units of the trunk's own measure: central places and axes, then each paired bone."""
        model = self.postures[view.posture]
        base_px = np.array([[paired_base(name, side, marks) for side in SIDES] for name in PAIRED])
        paired = (base_px - view.origin_px) @ np.array([view.left, view.up]).T / view.unit_px  # (bones, sides, 2)
        for column, sign in ((0, 1.0), (1, -1.0)):
            paired[:, column] += (model.bones @ paired_features(view, sign)) * (sign, 1.0)
        features = model.features(view)[0]
        central = model.central @ features + self.posed.shift(view)
        mean: Array = np.concatenate([central, paired.ravel()]) + self.legs.shift(view.legs, features[: len(EVEN)])
        return mean

    def spread(self, view: TrunkView) -> Array:
        """(n, n) covariance of the state, units^2; wider the further the trunk is turned, tilted or leaning."""
        return self.plain_spread(view) * self.grown(view) + self.guessed(view) + self.besides(view)

    def plain_spread(self, view: TrunkView) -> Array:
        """(n, n) covariance, units^2, of a trunk that is easy to see: the fit's, less what this one's legs tell."""
        model = self.postures[view.posture]
        spread: Array = model.spread - self.legs.explained(view.legs, model.features(view)[0][: len(EVEN)])
        return spread

    def besides(self, view: TrunkView) -> Array:
        """(n, n) covariance, units^2, of the paired bones beyond what their joints tell, and of a trunk as it poses."""
        model = self.postures[view.posture]
        cun_units = float(model.central[-1] @ model.features(view)[0])
        added, size = bones_cun2(view.posture) * cun_units**2, len(model.central)
        added[:size, :size] += self.posed.spread(view)
        return added

    def grown(self, view: TrunkView) -> float:
        """By how much a trunk that is hard to see has more spread than one that is easy."""
        model = self.postures[view.posture]
        hard = hardness_features(view)
        beyond = np.clip(hard - model.hardness_high, 0.0, None)
        log = float(model.growth @ (hard - 0.5 * beyond))
        if view.posture == "cut":
            log += math.log1p(UNUSUAL * max(0.0, model.unusual(view) - AS_USUAL))
        level, above = FROM_ABOVE[view.posture]
        log += level + above * max(0.0, -view.even["tilt"]) + CROUCHED[view.posture] * view.even["crouched"]
        return math.exp(min(log, MAX_LOG_GROWTH))

    def guessed(self, view: TrunkView) -> Array:
        """(n, n) covariance, units^2, that a head not seen adds to the state."""
        model = self.postures[view.posture]
        added, size = np.zeros_like(model.spread), len(model.central)
        added[:size, :size] = model.central @ model.features(view)[1] @ model.central.T
        return added

    def frame(self, view: TrunkView, state: Array, covariance: Array, source: str) -> BodyFrame:
        """The back's frame around a state (n,) and its spread (n, n), both in units."""
        forms = Forms.of(len(state), view.posture)
        left, up = view.unit_px * view.left, view.unit_px * view.up
        gradients = forms.left[:, None, :] * left[:, None] + forms.up[:, None, :] * up[:, None]
        values = gradients @ state + forms.placed * view.origin_px
        vectors = {name: Linear(value, g) for name, value, g in zip(forms.names, values, gradients, strict=True)}
        distal, dorsal = vectors.pop("distal"), vectors.pop("dorsal")
        axes_at = {level: Axes(distal, vectors.pop(f"{level} lateral"), dorsal) for level in SPINE}
        axes_at["sacral_hiatus"] = axes_at["s4"]
        axes_at[""] = axes_at["t7"]
        cun_units = float(state[AT_AXIS["cun"]])
        return BodyFrame(
            region="back",
            view="back",
            side=None,
            anchors=vectors,
            axes_at=axes_at,
            covariance=covariance,
            cun_px=cun_units * view.unit_px,
            turn_rad=view.turn_rad,
            source=source,
            own_spread_cun=OWN_SPREAD_CUN,
            own_depth_cun=OWN_DEPTH_CUN,
            levels=LEVELS_ALONG,
            counted=COUNTED,
            way=distal.value / max(float(np.linalg.norm(distal.value)), 1e-9),
            roundness=self.roundness,
            hidden=HIDDEN[view.posture].union(f"{side}_greater_trochanter" for side in view.bent_hips),
        )
