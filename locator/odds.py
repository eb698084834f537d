"""How likely something is by a logistic regression: its coefficients as they are kept, and what the odds amount to."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np

from locator.geometry import Array, kept

BEYOND_DOUBT = 700.0  # a float holds e to the power of 709; what is less likely than this is as good as 0


@cache
def regression(name: str) -> Mapping[str, Array]:
    """The coefficients in `locator/data/<name>.json`, read-only."""
    told = json.loads((resources.files("locator") / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return kept(MappingProxyType({column: np.array(values) for column, values in told.items()}))


def chance(log_odds: float) -> float:
    """0..1, from the logarithm of the odds that it is so, however wild the signs that they come from."""
    return 1.0 / (1.0 + math.exp(-max(log_odds, -BEYOND_DOUBT)))


def log_odds(share: float, most: float) -> float:
    """The logarithm of the odds that a share 0..1 amounts to; no more is made of it than of `most`, below 1."""
    share = min(max(share, 1.0 - most), most)
    return math.log(share / (1.0 - share))
