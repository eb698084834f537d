"""What is known of a trunk before anyone touches it: where its landmarks lie for the joints that were seen.

A few coefficients (`data/trunk.json`, fitted by `recipes/fit_trunk.py`) turn the trunk's own measure (`trunk_view`)
into four places along the spine, the body's axes and the paired bones; the other levels lie between the four by the
anatomists' fractions.  What the coefficients miss is the state of the frame, with its spread.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

import numpy as np

from locator.anatomy import C7_TO_L4_CUN, SPINE_FRACTION
from locator.frames.base import Axes, BodyFrame, Linear
from locator.frames.trunk_view import HEAD, Posture, TrunkView
from locator.geometry import Array
from locator.landmarks import LandmarkSet

LEVELS = ("c7", "t7", "l4", "s4")
AXES = (  # the state's axes, px per cun over the unit: toward the left at L2 and at T4, out of the back; and the cun
    ("low_left", "even"), ("low_up", "odd"), ("high_left", "even"), ("high_up", "odd"),
    ("dorsal_left", "odd"), ("dorsal_up", "even"), ("cun", "even"),
)  # fmt: skip
EVEN = ("one", "shoulder_width", "hip_width", "tilt", "tilt_squared", "turn_squared", "turn_fourth", "arms_raised")
ODD = ("turn_shoulders", "turn_hips", "lean_shoulders", "lean_hips", "turn_tilted", "lean_tilted", "turn_cubed")
PAIRED = (
    "acromion", "scapula_inferior_angle", "scapula_spine_medial", "iliac_crest", "psis", "greater_trochanter",
)  # fmt: skip
SHOULDER_BORNE = frozenset({"acromion", "scapula_inferior_angle", "scapula_spine_medial"})
_HIGH, _LOW = SPINE_FRACTION["t4"][0], SPINE_FRACTION["l2"][0]
_KNOTS = tuple(SPINE_FRACTION[level][0] for level in LEVELS)
# What the cubic through the four levels leaves of a back's bow, cun: the next power of the fraction along the spine,
# nought at the four.  Fitted on rendered backs; it takes the level's own bias from .16 cun to .03.
BOW_CUN: Mapping[Posture, float] = {"whole": -1.6, "seated": -5.5, "cut": -4.6}
# A height of the head beyond what the fit has seen is doubted by half of what it lies beyond (one standard deviation):
# with a step between heads that count and heads that do not, a copy of a picture that brought a neck over the rim by a
# hundredth moved the spine by .6 cun.
BEYOND_DOUBT = 0.5
# The same of a trunk that is turned, times the fourth power of the sine: a head looks where it likes, and of a neck
# seen from the side one corner is the throat.  It takes BL23 of backs turned by 25 to 55 degrees from .53 to .48 cun,
# and what a steep one moves when its picture is turned by 30 degrees from .28 to .12.
ASIDE_DOUBT = 0.1
NO_DOUBT = 0.001  # leaving out doubts below this moved no place of 300 rendered backs by .001 cun; reckoning costs time
MAX_LOG_GROWTH = math.log(9.0)  # a ring at most three times as wide as a plain view's: beyond, refusing is better
# What a finger calls C7 is the tip of its spinous process, 8 mm above the lower border that is level with GV14
# (rendered bodies; the process is about 15 mm high); 22.5 mm to the cun.
C7_TIP_CUN = 0.36
COCCYX_FRACTION = (1.37, 0.05)  # tip of the coccyx on the scale of SPINE_FRACTION: rendered bodies
_SPINE = {**SPINE_FRACTION, "coccyx_tip": COCCYX_FRACTION}
# Toward the head is up: less of the distal axis.
_BOWS = {level: -math.prod(min(f, _KNOTS[-1]) - knot for knot in _KNOTS) for level, (f, _) in _SPINE.items()}

# Places that no model sees, as offsets (distal, lateral, cun) from one that is known, with their spread.
# Axillary fold: 0.213 of acromion-to-trochanter height below the acromion (ANSUR axilla height, sd 12 mm), about 1 cun
# medial of it.  Gluteal fold: 0.236 of that height below the trochanter's top (ANSUR I gluteal furrow, sd 16-18 mm), so
# 4.5 cun below its lateral prominence; its middle lies over the back of the thigh.
_HUNG: Mapping[str, tuple[str, float, float, float]] = {
    "posterior_axillary_fold": ("acromion", 4.9, -1.0, 0.8),
    "gluteal_fold": ("greater_trochanter", 4.5, -3.0, 0.9),
}


# Levels of the waist above the hip bones' tops, as shares of C7 tip to hip bones and of the hip bones' breadth: navel
# and tenth rib of 3,034 adults (ANSUR II, waist height at omphalion and tenth rib height), rms 17.8 and 15.1 mm.
_WAIST: Mapping[str, tuple[float, float, float]] = {
    "waist": (0.2707, -0.4619, 0.79),
    "tenth_rib": (0.1052, 0.0495, 0.67),
}


@lru_cache(maxsize=64)  # the same two dozen levels in every frame of a video
def spine_weights(fraction: float) -> Array:
    """(4,) weights of C7, T7, L4 and S4 in the place at this fraction of C7..L4: the cubic through the four."""
    weights = np.array(
        [math.prod((fraction - q) / (p - q) for q in _KNOTS if q != p) for p in _KNOTS],
        dtype=np.float64,
    )
    weights.flags.writeable = False
    return weights


@dataclass(frozen=True, eq=False)
class _Forms:
    """Every anchor and axis as linear forms of the state (n,): what they do not owe to the picture."""

    names: tuple[str, ...]  # k of them: anchors, then "<level> lateral", "distal", "dorsal"
    left: Array  # (k, n) the component toward the left
    up: Array  # (k, n)
    placed: Array  # (k, 1) 1 for anchors, which start from the trunk's origin; 0 for axes

    @staticmethod
    @cache
    def of(size: int, posture: Posture) -> _Forms:
        forms = _forms(size, BOW_CUN[posture])
        gradients = np.array([form.gradient for form in forms.values()])
        return _Forms(tuple(forms), gradients[:, 0, :-1], gradients[:, 1, :-1], gradients[:, 0, -1:])


def _forms(size: int, bow_cun: float) -> dict[str, Linear]:
    """Anchors and axes as functions of the state (n,) in the trunk's own measure, (left, up) in units.

    One number is added to the state: the trunk's origin, of which an anchor holds 1 and an axis 0.
    """
    one = np.eye(size + 1)

    def form(left: Array, up: Array) -> Linear:
        return Linear(np.zeros(2), np.array([left, up]))

    axis = {name: one[8 + i] for i, (name, _) in enumerate(AXES)}
    high, low = (form(axis[f"{at}_left"], axis[f"{at}_up"]) for at in ("high", "low"))
    spine, axes = {}, {"dorsal": form(axis["dorsal_left"], axis["dorsal_up"])}
    for level, (fraction, _) in _SPINE.items():
        weights = spine_weights(fraction)
        spine[level] = form(weights @ one[:4] + one[-1], weights @ one[4:8])
        share = float(np.clip((fraction - _HIGH) / (_LOW - _HIGH), -0.4, 1.6))
        axes[f"{level} lateral"] = high.toward(low, share)
    distal = axes["distal"] = (spine["l4"] + spine["c7"] * -1.0) * (1.0 / C7_TO_L4_CUN)
    anchors = {level: place + distal * (bow_cun * _BOWS[level]) for level, place in spine.items()}
    anchors["sacral_hiatus"] = anchors["s4"]
    anchors["c7_tip"] = anchors["c7"] + distal * -C7_TIP_CUN
    for k, name in enumerate(PAIRED):
        for side, at in (("left", 8 + len(AXES) + 4 * k), ("right", 10 + len(AXES) + 4 * k)):
            anchors[f"{side}_{name}"] = form(one[at] + one[-1], one[at + 1])
    anchors.update(_waist_levels(anchors))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        spine_root, tip = anchors[f"{side}_scapula_spine_medial"], anchors[f"{side}_acromion"]
        anchors[f"{side}_scapula_spine_middle"] = spine_root.toward(tip, 0.5)
        for name, (base, distal_cun, lateral_cun, _) in _HUNG.items():
            lateral = axes[f"{'t4' if base == 'acromion' else 's2'} lateral"]
            anchors[f"{side}_{name}"] = (
                anchors[f"{side}_{base}"] + distal * distal_cun + lateral * (sign * lateral_cun)
            )
    return {**anchors, **axes}


def _waist_levels(anchors: Mapping[str, Linear]) -> dict[str, Linear]:
    """Places on the midline, level with navel and tenth rib."""
    crests = anchors["left_iliac_crest"].toward(anchors["right_iliac_crest"], 0.5)
    rise = anchors["c7_tip"] + crests * -1.0
    across = anchors["left_iliac_crest"] + anchors["right_iliac_crest"] * -1.0
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])  # the body's left turned to point up its spine
    risen = Linear(across.value, quarter @ across.gradient)
    return {name: crests + rise * by_length + risen * by_breadth for name, (by_length, by_breadth, _) in _WAIST.items()}


# An anchor's own spread, cun: of the levels, and of what hangs on another.
_OWN_SPREAD_CUN: Mapping[str, float] = {
    **{level: spread * C7_TO_L4_CUN for level, (_, spread) in _SPINE.items()},
    "sacral_hiatus": SPINE_FRACTION["s4"][1] * C7_TO_L4_CUN,
    **{name: sigma for name, (_, _, sigma) in _WAIST.items()},
    **{f"{side}_{name}": sigma for name, (_, _, _, sigma) in _HUNG.items() for side in ("left", "right")},
}
_LEVELS_ALONG = frozenset([*_SPINE, "sacral_hiatus", *_WAIST])


def hardness_features(view: TrunkView) -> Array:
    """What makes a trunk harder to place than one that stands straight with its back to the camera."""
    lean = abs(view.odd["lean_shoulders"]) + abs(view.odd["lean_hips"])
    even = view.even
    return np.array([even["turn_squared"], min(even["tilt_squared"], 2.25), lean, even["arms_raised"]])


def doubt_aside(view: TrunkView) -> float:
    """Variance, units^2, of every height of the head on a body that is turned aside."""
    sd = ASIDE_DOUBT * view.even["turn_fourth"]
    return sd * sd if sd > NO_DOUBT else 0.0


def seen_from(state: Array, theirs: TrunkView, ours: TrunkView) -> Array:
    """A state (n,) told in one measure of a trunk, told in another measure of the same picture."""
    size, axes_at = len(state), 8 + len(AXES)
    told = np.array(state)
    places = [*((i, 4 + i) for i in range(4)), *((i, i + 1) for i in range(axes_at, size, 2))]
    for i, j in places:
        away = (theirs.to_px(state[i], state[j]) - ours.origin_px) / ours.unit_px
        told[i], told[j] = away @ ours.left, away @ ours.up
    for i, j in ((8, 9), (10, 11), (12, 13)):
        vector = theirs.unit_px / ours.unit_px * (state[i] * theirs.left + state[j] * theirs.up)
        told[i], told[j] = vector @ ours.left, vector @ ours.up
    told[axes_at - 1] = state[axes_at - 1] * theirs.unit_px / ours.unit_px
    return told


def paired_base(name: str, side: str, marks: LandmarkSet) -> Array:
    """(2,) px: the joint from which a paired bone is reckoned."""
    return marks.xy(f"{side}_shoulder" if name in SHOULDER_BORNE else f"{side}_hip")


def paired_features(view: TrunkView, sign: float) -> Array:
    """Features of the left side's bones (sign +1); the right side's (-1) are those of its mirror image."""
    even = [view.even[n] for n in EVEN]
    return np.array([*even, *(sign * view.odd[n] for n in ODD)])


@dataclass(frozen=True, eq=False)
class PostureModel:
    """The coefficients for one posture."""

    central: Array  # (15, features) even, odd and head side by side, zeros where parity forbids
    even_low: Array  # what the fit has seen, 1st and 99th percentile; features are clipped to it
    even_high: Array
    odd_high: Array  # the same of those that a mirror turns round, 99th percentile of their size
    head_low: Array  # the same of the head's; one far beyond it says next to nothing: a hat, long hair, a bent neck
    head_high: Array
    usual: Array  # (even + head,) what the fit has seen on the average, and how it goes together:
    together: Array  # (even + head, even + head) covariance, by which what is not seen is guessed from what is
    paired: Mapping[str, Array]  # name -> (2, features) left and up of the left bone from its joint
    spread: Array  # (n, n) of the state, units^2
    growth: Array  # (hardness features,) by which the log of the spread grows
    hardness_high: Array  # what the fit has seen, 99th percentile; beyond it the growth goes on at half pace

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> PostureModel:
        is_odd = np.array([True] * 4 + [False] * 4 + [parity == "odd" for _, parity in AXES])
        central = np.zeros((len(is_odd), len(EVEN) + len(ODD) + len(HEAD)))
        for names, group, start, rows in (
            (EVEN, "even", 0, ~is_odd), (ODD, "odd", len(EVEN), is_odd), (HEAD, "head", len(EVEN) + len(ODD), ~is_odd)
        ):  # fmt: skip
            central[rows, start : start + len(names)] = np.array([data[group][n] for n in names]).T
        return cls(
            central,
            np.array(data["even_low"]),
            np.array(data["even_high"]),
            np.array(data["odd_high"]),
            np.array(data["head_low"]),
            np.array(data["head_high"]),
            np.array(data["usual"]),
            np.array(data["together"]),
            {n: np.array([p["left"], p["up"]]) for n, p in data["paired"].items()},
            np.array(data["spread"]),
            np.array(data["growth"]),
            np.array(data["hardness_high"]),
        )


    @cached_property
    def bones(self) -> Array:
        """(bones, 2, features): `paired` in the order of PAIRED."""
        return np.array([self.paired[name] for name in PAIRED])

    @lru_cache(maxsize=16)  # noqa: B019 - the models live as long as the program; mean and spread ask for one view
    def features(self, view: TrunkView) -> tuple[Array, Array]:
        """(even + odd + head,) features and the covariance of those that had to be guessed.

        A head out of the picture, under a hat or bent far down says nothing: its features are then what they usually
        are beside the others' (the conditional mean of a normal), with the doubt that this leaves.
        """
        even = np.clip([view.even[n] for n in EVEN], self.even_low, self.even_high)
        head = np.array([view.head.get(n, np.nan) for n in HEAD])
        doubt = (BEYOND_DOUBT * np.fmax(np.fmax(head - self.head_high, self.head_low - head), 0.0)) ** 2
        doubt += doubt_aside(view) + np.array([view.head_doubt.get(n, 0.0) for n in HEAD])
        both = np.concatenate([even, np.clip(head, self.head_low, self.head_high)])
        told, guessed = completed(both, self.usual, self.together, np.concatenate([np.zeros(len(even)), doubt]))
        size = len(both) + len(ODD)
        at = [*range(len(EVEN)), *range(len(EVEN) + len(ODD), size)]
        spread = np.zeros((size, size))
        spread[np.ix_(at, at)] = guessed
        odd = np.clip([view.odd[n] for n in ODD], -self.odd_high, self.odd_high)
        unusual = told[len(EVEN) :] - self.usual[len(EVEN) :]
        return np.concatenate([told[: len(EVEN)], odd, unusual]), spread


def completed(
    values: Array, usual: Array, together: Array, doubt: Array | float = 0.0
) -> tuple[Array, Array]:
    """(n,) values with what is missing (NaN) at its conditional mean, and the (n, n) covariance that this leaves.

    `doubt` (n,) is the variance of values that are here but not sure: they come to lie between what they say and what
    the others lead one to expect.
    """
    missing = np.isnan(values)
    doubt = np.broadcast_to(doubt, values.shape)
    unsure = missing | (doubt > 0.0)
    if not unsure.any():
        return values, np.zeros_like(together)
    gain, left = _guessing(together.tobytes(), missing.tobytes(), doubt.tobytes())
    known = ~missing
    full = values.copy()
    full[unsure] = usual[unsure] + gain @ (values[known] - usual[known])
    return full, left


@lru_cache(maxsize=16)  # of a head that leaves the picture the same parts are missing from frame to frame
def _guessing(together_bytes: bytes, missing_bytes: bytes, doubt_bytes: bytes) -> tuple[Array, Array]:
    """What each known value tells of each unsure one, and the (n, n) covariance that is left then."""
    missing, doubt = np.frombuffer(missing_bytes, dtype=np.bool_), np.frombuffer(doubt_bytes)
    together = np.frombuffer(together_bytes).reshape(len(missing), len(missing))
    unsure, known = missing | (doubt > 0.0), ~missing
    # the constant has no variance of its own
    steady = together[np.ix_(known, known)] + np.diag(1e-9 + doubt[known])
    gain = np.linalg.solve(steady, together[np.ix_(known, unsure)]).T
    spread = together[np.ix_(unsure, unsure)] - gain @ together[np.ix_(known, unsure)]
    size, axes = np.linalg.eigh(0.5 * (spread + spread.T))  # no axis below nought for having been rounded
    left = np.zeros_like(together)
    left[np.ix_(unsure, unsure)] = (axes * np.clip(size, 0.0, None)) @ axes.T
    left.flags.writeable = gain.flags.writeable = False
    return gain, left


@dataclass(frozen=True, eq=False)
class TrunkModel:
    """Coefficients by posture, and the back's own roundness."""

    postures: Mapping[Posture, PostureModel]
    skin: Array  # (3,) cun of height per lateral cun^2, as 1, f, f^2 along the spine

    @cached_property
    def roundness(self) -> Mapping[str, float]:
        """By level of the spine: cun of height per lateral cun^2."""
        fractions = {level: min(fraction, 1.0) for level, (fraction, _) in _SPINE.items()}
        return {level: float(self.skin @ np.array([1.0, f, f**2])) for level, f in fractions.items()}

    @staticmethod
    @cache
    def load() -> TrunkModel:
        data = json.loads((resources.files("locator") / "data" / "trunk.json").read_text(encoding="utf-8"))
        return TrunkModel({p: PostureModel.read(data[p]) for p in ("whole", "seated", "cut")}, np.array(data["skin"]))

    def mean(self, view: TrunkView, marks: LandmarkSet) -> Array:
        """(n,) state in units of the trunk's own measure: central places and axes, then each paired bone."""
        model = self.postures[view.posture]
        base_px = np.array([[paired_base(name, side, marks) for side in ("left", "right")] for name in PAIRED])
        paired = (base_px - view.origin_px) @ np.array([view.left, view.up]).T / view.unit_px  # (bones, sides, 2)
        for column, sign in ((0, 1.0), (1, -1.0)):
            paired[:, column] += (model.bones @ paired_features(view, sign)) * (sign, 1.0)
        return np.concatenate([model.central @ model.features(view)[0], paired.ravel()])

    def spread(self, view: TrunkView) -> Array:
        """(n, n) covariance of the state, units^2; wider the further the trunk is turned, tilted or leaning."""
        return self.postures[view.posture].spread * self.grown(view) + self.guessed(view)

    def grown(self, view: TrunkView) -> float:
        """By how much a trunk that is hard to see has more spread than one that is easy; 1 or more."""
        model = self.postures[view.posture]
        hard = hardness_features(view)
        beyond = np.clip(hard - model.hardness_high, 0.0, None)
        return math.exp(min(float(model.growth @ (hard - 0.5 * beyond)), MAX_LOG_GROWTH))

    def guessed(self, view: TrunkView) -> Array:
        """(n, n) covariance, units^2, that a head not seen adds to the state."""
        model = self.postures[view.posture]
        added, size = np.zeros_like(model.spread), len(model.central)
        added[:size, :size] = model.central @ model.features(view)[1] @ model.central.T
        return added

    def frame(self, view: TrunkView, state: Array, covariance: Array, source: str) -> BodyFrame:
        """The back's frame around a state (n,) and its spread (n, n), both in units."""
        forms = _Forms.of(len(state), view.posture)
        left, up = view.unit_px * view.left, view.unit_px * view.up
        gradients = forms.left[:, None, :] * left[:, None] + forms.up[:, None, :] * up[:, None]
        values = gradients @ state + forms.placed * view.origin_px
        vectors = {name: Linear(value, g) for name, value, g in zip(forms.names, values, gradients, strict=True)}
        distal, dorsal = vectors.pop("distal"), vectors.pop("dorsal")
        axes_at = {level: Axes(distal, vectors.pop(f"{level} lateral"), dorsal) for level in _SPINE}
        axes_at["sacral_hiatus"] = axes_at["s4"]
        axes_at[""] = axes_at["t7"]
        cun_units = float(state[8 + len(AXES) - 1])
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
            own_spread_cun=_OWN_SPREAD_CUN,
            levels=_LEVELS_ALONG,
            way=distal.value / max(float(np.linalg.norm(distal.value)), 1e-9),
            roundness=self.roundness,
        )
