"""Where a body part lies in the picture when only fingers have said so: the similarity that carries a model onto taps.

A model place (across, along) in units lies at origin + unit * (across * side + along * way), `side` being `way` turned
a quarter.  Two taps fix the four numbers of a similarity; more are weighed by how sure the model is of each place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from locator.geometry import Array

# How little is known of the part's place before a tap, beside what the taps' own fit found: units, units, rad, log.
LOOSE_SD = (1.0, 1.0, 0.5, 0.5)
MAX_END_SIGMA_CUN = 1.6  # an end less sure than this after the taps, C7 or L4 by two levels, asks for another tap


@dataclass(frozen=True, eq=False)
class Pose:
    """Where the model's origin lies, where its long axis points and how long its unit is."""

    origin_px: Array  # (2,)
    way: Array  # (2,) unit vector
    unit_px: float


def pose_through(
    model: Mapping[str, Array], taps: Mapping[str, Array], sigma_units: Mapping[str, float], quarter: float
) -> Pose | None:
    """The least-squares pose through the taps the model knows; None when fewer than two apart are known.

    `model` holds (across, along) in units; `quarter` is -1 when `side` is `way` turned so that (ux, uy) -> (uy, -ux),
    +1 for the other hand.
    """
    names = [n for n in taps if n in model]
    if len(names) < 2:
        return None
    m = np.array([complex(model[n][1], quarter * model[n][0]) for n in names])
    p = np.array([complex(*taps[n]) for n in names])
    w = np.array([1.0 / max(sigma_units[n], 1e-3) ** 2 for n in names])
    w = w / w.sum()
    middle_m, middle_p = w @ m, w @ p
    spread = float(w @ np.abs(m - middle_m) ** 2)
    if spread < 1e-4:
        return None
    turn = complex(w @ ((p - middle_p) * np.conj(m - middle_m))) / spread
    unit = abs(turn)
    if unit < 1e-6:
        return None
    origin = middle_p - turn * middle_m
    return Pose(np.array([origin.real, origin.imag]), np.array([turn.real, turn.imag]) / unit, unit)


def loosened(
    spread: Array,
    state: Array,
    places: Sequence[tuple[int, int]],
    vectors: Sequence[tuple[int, int]],
    cun: int | None,
) -> Array:
    """(n, n) spread of a state once its pose is unknown too: moved, turned and enlarged as one.

    `places` and `vectors` are the (across, along) indices of the state's places and axes, `cun` the index of its scale.
    """
    moves = np.zeros((len(state), 4))
    for i, j in places:
        moves[i, 0], moves[j, 1] = 1.0, 1.0
    for i, j in [*places, *vectors]:
        moves[i, 2], moves[j, 2] = -state[j], state[i]
        moves[i, 3], moves[j, 3] = state[i], state[j]
    if cun is not None:
        moves[cun, 3] = state[cun]
    loose: Array = spread + moves @ np.diag(np.square(LOOSE_SD)) @ moves.T
    return loose
