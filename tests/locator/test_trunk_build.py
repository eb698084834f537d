"""What stays of a body from picture to picture: the build and the little beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from recorded import recorded

from locator.detect.merge import merged
from locator.frames.trunk_build import BuildModel, Own, mirror_even
from locator.frames.trunk_posture import EVEN
from locator.frames.trunk_sight import SHOWN, SIDED, posed
from locator.frames.trunk_view import HEAD, view_trunk
from locator.landmarks import Landmark, LandmarkSet
from recipes.fit_person import fingerprint

STATE = len(mirror_even())
OWN = STATE + len(SHOWN)  # what may be a person's own, beside the build
POSTURES = ("whole", "seated", "cut")


def told() -> Own:
    """Half sure of a build of +0.4."""
    one = np.zeros((1, OWN + 1))
    one[0, 0] = 1.0
    return BuildModel.load().anybody().heard(one, np.array([0.8]), np.array([[1.0]]))


def test_the_builds_correct_the_trunk_model_that_stands() -> None:
    data = json.loads((resources.files("locator") / "data" / "build.json").read_text(encoding="utf-8"))
    assert data["trunk"] == fingerprint(), "trunk.json was fitted anew: run recipes/fit_person.py after it"
    for posture in POSTURES:
        assert np.shape(data[posture]["correction"]) == (STATE, len(EVEN))
        assert data[posture]["samples"] > 10 * len(EVEN)


@pytest.mark.parametrize("posture", POSTURES)
def test_a_mirror_leaves_corrections_and_builds_alone(posture: str) -> None:
    model = BuildModel.load().postures[posture]  # type: ignore[index]
    by_build = model.by_build[:STATE]
    np.testing.assert_allclose(mirror_even() @ by_build, by_build, atol=1e-5)
    np.testing.assert_allclose(mirror_even() @ model.correction, model.correction, atol=1e-4)
    values = np.linalg.eigvalsh(model.spread)
    assert values[0] > -1e-6 * values[-1]
    np.testing.assert_allclose(model.spread, model.spread.T, atol=1e-12)


def test_settling_leans_to_the_nearer_heap_and_not_beyond_it() -> None:
    before, after = BuildModel.load().anybody(), told()
    settled = before.settled(after)
    told_again = settled.heard(np.eye(1, OWN + 1), np.array([0.8]), np.array([[1.0]]))
    assert after.mean[0] < told_again.mean[0] < 1.0
    np.testing.assert_allclose(np.linalg.eigvalsh(told_again.spread)[0], 0.0, atol=1e-9)
    assert told_again.spread[0, 0] > 0.05


def test_who_is_not_known_at_all_leans_to_neither_side() -> None:
    before = BuildModel.load().anybody()
    settled = before.settled(before)
    assert settled.mean[0] == pytest.approx(0.0, abs=1e-12)
    assert settled.spread[0, 0] == pytest.approx(1.0, rel=0.3)


def test_evidence_adds_up_in_any_order() -> None:
    before = BuildModel.load().anybody()
    h = np.eye(3, OWN + 1)
    first, second = (h[:1], np.array([0.5]), np.eye(1)), (h, np.array([-0.2, 0.01, 0.02]), 0.1 * np.eye(3))
    there, back = before.heard(*first).heard(*second), before.heard(*second).heard(*first)
    np.testing.assert_allclose(there.mean, back.mean, atol=1e-9)
    np.testing.assert_allclose(there.spread, back.spread, atol=1e-9)


def back() -> LandmarkSet:
    """What the detector saw of a rendered back, head and outline with it."""
    return merged([recorded("back")], (600, 800), "back", "detected")


def broad(marks: LandmarkSet, at: str, by: float) -> LandmarkSet:
    """The same body, `by` times as broad at one height of its outline."""
    left, right = (marks[f"{side}_{at}"] for side in ("left", "right"))
    middle = 0.5 * (left.xy_px + right.xy_px)
    return marks.having(replace(m, xy_px=middle + by * (m.xy_px - middle)) for m in (left, right))


def outlined() -> LandmarkSet:
    """A body whose picture shows what a body of build 0 would."""
    view, marks = view_trunk(back()), back()
    told = BuildModel.load().postures[view.posture]
    usual = dict(zip(SHOWN, told.expected @ posed(view), strict=True))
    sides = []
    for name in SIDED:
        for side, sign in (("left", 1.0), ("right", -1.0)):
            sides.append(Landmark(f"{side}_{name}", view.to_px(sign * usual[name] / 2.0, 0.4)))
    return marks.having(sides)


def build_of(marks: LandmarkSet) -> Own:
    """What a picture alone tells of the build."""
    builds, view = BuildModel.load(), view_trunk(marks)
    return builds.told(builds.anybody(), builds.sight(view, marks), view, {})


def test_a_broader_waist_tells_of_the_build_whose_waist_is_broader() -> None:
    told = BuildModel.load().postures["whole"].by_build[STATE + SHOWN.index("waist_side")]
    slim, stout = (build_of(broad(outlined(), "waist_side", by)) for by in (0.97, 1.03))
    assert told > 0.0 and stout.mean[0] > slim.mean[0]


def test_what_is_shown_makes_the_build_surer_and_what_is_missing_says_nothing() -> None:
    marks = outlined()
    bare = replace(marks, marks={m.name: m for m in marks if not m.name.endswith("_side")})
    before, fewer, all_shown = BuildModel.load().anybody(), build_of(bare), build_of(marks)
    assert all_shown.spread[0, 0] < fewer.spread[0, 0] < before.spread[0, 0]
    with_sides, without = (BuildModel.load().sight(view_trunk(m), m).seen for m in (marks, bare))
    assert set(with_sides) - set(without) == {STATE + SHOWN.index(name) for name in SIDED}


def test_the_more_a_body_is_unlike_any_known_the_less_it_is_believed() -> None:
    bodies = [broad(broad(outlined(), "rib_side", 1.0 + by), "waist_side", 1.0 - by) for by in (0.0, 0.1, 0.15, 0.2)]
    doubts = [build_of(body).spread[0, 0] for body in bodies]
    assert all(less < more for less, more in pairwise(doubts)), doubts


def test_a_back_turned_far_aside_tells_little_of_the_build() -> None:
    builds, view = BuildModel.load(), view_trunk(outlined())
    spreads = []
    for sine in (0.0, 0.5, 0.7, 0.95):
        turned = replace(view, even={**view.even, "turn_squared": sine * sine})
        shown_by_it = builds.sight(turned, outlined())
        spreads.append(builds.told(builds.anybody(), shown_by_it, turned, {}).spread[0, 0])
    assert spreads == sorted(spreads)


def test_of_a_head_not_seen_the_build_tells() -> None:
    """The trunk model takes the usual head; a known build moves the spine by what its own head would have told."""
    marks = back()
    hidden = marks.having(replace(marks[n], visibility=0.0) for names in HEAD.values() for n in names if n in marks)
    builds = BuildModel.load()
    seen, unseen = (builds.gradient(builds.sight(view_trunk(m), m))[7, 0] for m in (marks, hidden))
    assert abs(unseen) > abs(seen)
