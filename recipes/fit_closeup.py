"""Fit the choice among many looks: `python -m recipes.fit_closeup leg|back OUT.npz SET[:VIEW,VIEW[/MOST]][@TURN]...`.

Every proposed square of every picture is looked at; what the product would place from each look is held against the
truth; boosted trees learn the logarithm of that error from the look's own signs and its company.  Where the chooser
that ships would not be sure yet, they learn from the looks that it would take further as well.  Pictures of empty
rooms (a folder without truth.json), of other parts than the one said, and turned ones (TURN quarter turns, left) teach
it what is not to be believed.  MOST: pictures of each view.  Needs scikit-learn, which the product does not.

The shipped ones: leg 544 pictures (knees, calves and lower bodies of two sets, 28 knees each turned by one, two and
three quarters, rooms, backs; the older part of them looked at without the mirror), back 1,736: 700 headless backs as
the generator shows them; 750 turned aside by up to 50 degrees (seven in ten), from 20 below to 38 above, leaning by up
to 8, with arms bent and forward; 60 upper backs; 66 of these turned by one, two and three quarters; 100 hands, feet,
heads, knees and fronts; 60 rooms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingRegressor

from locator.closeups import FOLLOWED, SURE_CUN
from locator.contest import as_backs
from locator.detect.base import Look, Rgb
from locator.detect.body import named
from locator.detect.closeup import both_faces, explored, proposed, refined
from locator.detect.closeup_choice import choice_features, predicted_error_cun
from locator.detect.mediapipe_pose import MediaPipePose
from locator.forest import ERROR_FLOOR_CUN
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.looks import shows_back
from locator.photo import load_photo
from locator.pipeline import chosen
from locator.place import place
from locator.proportions import POPULATION
from recipes.asked import asked
from recipes.said import said

Array = npt.NDArray[np.float64]
CODES = {
    "leg": ("BL40", "BL57", "ST36", "SP6", "KI3", "BL60", "ST41"),
    "back": ("BL13", "BL17", "BL23", "BL28", "BL52", "BL43", "GV4", "GV9"),
}
SHOWN = {"leg": ("knee_back", "knee_front", "lower_back_legs"), "back": ("back_close", "back_upper")}
WORST_CUN = 6.0  # beyond this an answer is as wrong as any other
KEPT = 0.8  # share of the points, the nearest, that an error is taken over: one hidden limb does not condemn a look


@dataclass(frozen=True, eq=False)
class Picture:
    """One close-up's looks: their signs and how far off each would be."""

    features: Array  # (looks, k)
    error_cun: Array  # (looks,)


def error_of(look: Look, rgb: Any, truth: dict[str, Any] | None, region: str) -> float:
    """Mean error, cun, of the nearest four fifths of the true points seen, from this look alone."""
    if truth is None:
        return WORST_CUN
    placed = {}
    for frame in BUILDERS[region](named([look], rgb, "close-up"), POPULATION):  # type: ignore[index]
        if isinstance(frame, BodyFrame):
            for spot in place(chosen(CODES[region]), frame, (rgb.shape[1], rgb.shape[0])):
                placed[f"{spot.code}.{spot.side}"] = spot.xy_px
    errors = []
    for key, point in truth["acupoints"].items():
        if point["seen"] and key.split(".")[0] in CODES[region]:
            away = np.linalg.norm(placed[key] - point["px"]) / point["cun_px"] if key in placed else WORST_CUN
            errors.append(min(WORST_CUN, float(away)))
    return float(np.mean(sorted(errors)[: max(1, int(KEPT * len(errors)))])) if errors else WORST_CUN


def turned(place: list[float], size_px: tuple[int, int], quarters: int) -> list[float]:
    """A place (x, y) px in the picture of this (width, height) turned to the left by quarters."""
    (x, y), (width, height) = place, size_px
    for _ in range(quarters):
        x, y, width, height = y, width - x, height, width
    return [x, y]


def readings(looks: list[Look], region: str) -> list[Look]:
    """The looks as the product reads them: of backs every one as of a back, of legs both ways."""
    return as_backs(looks) if region == "back" else both_faces(looks, region)


def stages(region: str, rgb: Rgb, detector: MediaPipePose) -> list[list[Look]]:
    """The looks first taken; and where the shipped chooser is not sure of any, those with the ones that come next."""
    size_px = (rgb.shape[1], rgb.shape[0])
    squares = proposed(size_px, region)
    first = explored(detector, rgb, squares)
    signs = choice_features(readings(first, region)[: len(first)], size_px, region)
    expected = predicted_error_cun(signs, region)
    order = expected.argsort()
    if expected[order[0]] < SURE_CUN:
        return [first]
    if region == "leg":
        return [first, [*first, *explored(detector, rgb, squares, mirror_first=True)]]
    return [first, [*first, *refined(detector, rgb, [first[i] for i in order[:FOLLOWED]])]]


def pictures(region: str, where: str, detector: MediaPipePose) -> list[Picture]:
    wanted = asked(where)
    turn = wanted.quarters
    out = []
    for record in wanted.records():
        upright = load_photo(wanted.folder / record["file"]).rgb
        rgb = np.ascontiguousarray(np.rot90(upright, turn))
        points = {
            key: {**point, "px": turned(point["px"], (upright.shape[1], upright.shape[0]), turn)}
            for key, point in (record["acupoints"] or {}).items()
        }
        truth = {"acupoints": points}
        shows = record["view"] in SHOWN[region] and any(
            point["seen"] and key.split(".")[0] in CODES[region] for key, point in points.items()
        )
        # the choice is among readings of one face, said or asked for in turn: the true one is learned from
        back = "front" not in record["view"]
        size_px = (rgb.shape[1], rgb.shape[0])
        for taken in stages(region, rgb, detector):
            looks = readings(taken, region)
            signs = choice_features(looks, size_px, region)
            face = [i for i, look in enumerate(looks) if not shows or shows_back(look) == back]
            errors = np.array([error_of(looks[i], rgb, truth if shows else None, region) for i in face])
            out.append(Picture(signs[face], errors))
    return out


def learn(features: Array, error_cun: Array) -> dict[str, Array]:
    """Boosted trees on log(error + floor), as the arrays that `Forest` reads."""
    model = HistGradientBoostingRegressor(
        max_iter=150, learning_rate=0.07, max_leaf_nodes=12, min_samples_leaf=15, l2_regularization=1.0, random_state=0
    )
    model.fit(features, np.log(error_cun + ERROR_FLOOR_CUN))
    trees = [stage[0].nodes for stage in model._predictors]
    widest = max(len(nodes) for nodes in trees)
    packed = {n: np.zeros((len(trees), widest)) for n in ("feature", "threshold", "left", "right", "value")}
    packed["feature"] -= 1.0
    for t, nodes in enumerate(trees):
        inner = ~nodes["is_leaf"].astype(bool)
        size = len(nodes)
        packed["feature"][t, :size] = np.where(inner, nodes["feature_idx"], -1)
        packed["threshold"][t, :size] = nodes["num_threshold"]
        packed["left"][t, :size], packed["right"][t, :size] = nodes["left"], nodes["right"]
        packed["value"][t, :size] = np.where(inner, 0.0, nodes["value"])
    small = {
        "feature": packed["feature"].astype(np.int16),
        "threshold": packed["threshold"].astype(np.float32),
        "left": packed["left"].astype(np.int16),
        "right": packed["right"].astype(np.int16),
        "value": packed["value"].astype(np.float32),
    }
    return {**small, "base": np.float64(model._baseline_prediction.ravel()[0])}  # type: ignore[dict-item]


def main(region: str, out: str, sets: list[str]) -> None:
    detector = MediaPipePose()
    all_pictures = [p for where in sets for p in pictures(region, where, detector)]
    features = np.vstack([p.features for p in all_pictures])
    errors = np.concatenate([p.error_cun for p in all_pictures])
    np.savez_compressed(out, **learn(features, errors))
    print(f"{region}: {len(all_pictures)} pictures, {len(errors)} looks")


if __name__ == "__main__":
    part, out, *sets = said(3)
    main(part, out, sets)
