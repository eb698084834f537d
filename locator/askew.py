"""How much of what the looks at a back without its head promise is to be believed, by how it stands to the camera.

What the choice among looks expects of the best one is about right for backs that stand square to a level camera, and
too little for those that are turned aside, tipped, or seen from above: of 200 of those the rings held .53, of 180
square ones .74.  The signs of the looks chosen tell the two kinds apart (of .90 of the pairs of one of each; among
pictures made in the second way alone, where arms are bent and the cutting is another too, of .70).  So what stands
askew, or is seen as few backs are, is given wider rings and sooner refused, and what stands square smaller rings, and
is answered where it was refused.  Fitted by recipes/fit_askew.py.
"""

from __future__ import annotations

import numpy as np

from locator.geometry import Array
from locator.odds import chance, regression

MOST_ODD = 3.0  # spreads: a sign further than this from the mean says no more, whatever strange thing was looked at
SQUARE, ASKEW = 0.85, 1.8  # an expected error's factor where a back surely stands square, and where it surely does not


def askew(signs: Array) -> float:
    """0..1: how likely it is that a back is turned or tipped by 20 degrees or more; (k,) mean signs of its looks."""
    fit = regression("askew")
    odd = np.clip((signs - fit["mean"]) / fit["spread"], -MOST_ODD, MOST_ODD)
    return chance(float(fit["bias"] + odd @ fit["weight"]))


def doubt_cun(error_cun: float, chance_askew: float) -> float:
    """How far off the points of a back are to be expected, of which the looks alone expect `error_cun`."""
    return error_cun * (SQUARE + (ASKEW - SQUARE) * chance_askew)
