"""Laws of the drawing, for any points anywhere: nothing covers anything, nothing leaves the picture, all is legible."""

from __future__ import annotations

import dataclasses
import json
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from locator.overlay import draw as drawing
from locator.overlay.assign import best_match, spaced
from locator.overlay.letters import CAP_HEIGHT
from locator.overlay.scene import Scene, build_scene
from locator.overlay.style import STYLES
from locator.placement import Located, Placement, Refusal

SIZES = st.sampled_from([(480, 640), (640, 480), (480, 480), (600, 800), (1280, 720), (480, 900)])
CODES = [f"BL{n}" for n in range(1, 68)] + [f"GV{n}" for n in range(1, 28)] + ["EX-B2", "EX-LE10"]
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def answers(draw: st.DrawFn, most: int = 60) -> Located:
    """Any number of points anywhere, in heaps and lines too, of either side."""
    width, height = draw(SIZES)
    count = draw(st.integers(1, most))
    spread = draw(st.sampled_from([1.0, 0.3, 0.02]))
    cx, cy = draw(st.floats(0.0, 1.0)), draw(st.floats(0.0, 1.0))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    xy = np.clip((np.array([cx, cy]) * (1 - spread) + rng.random((count, 2)) * spread), 0.0, 1.0) * [width, height]
    side = rng.choice(["left", "right", "midline"], count, p=[0.45, 0.45, 0.1])
    codes = rng.permutation(CODES)[:count]
    cun = draw(st.floats(3.0, 60.0))
    placed = tuple(
        Placement(str(c), str(s), p, 0.8 * cun, cun, True, "back", "")  # type: ignore[arg-type]
        for c, s, p in zip(codes, side, xy, strict=True)
    )
    refused = (Refusal("hips_missing", "Step back until your hips are in the picture.", "leg"),)
    return Located(None, (width, height), "back", placements=placed, refusals=refused if draw(st.booleans()) else ())


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1e-6 and min(a[3], b[3]) - max(a[1], b[1]) > 1e-6


def boxes(scene: Scene) -> list[tuple[float, ...]]:
    return [b.box_px for b in (*scene.labels, *scene.panels)]


@quick
@given(answers(), st.sampled_from(sorted(STYLES)))
def test_labels_and_panels_cover_neither_each_other_nor_a_point_nor_leave_the_picture(
    where: Located, style: str
) -> None:
    scene = build_scene(where, style)
    width, height = where.size_px
    for a, b in combinations(boxes(scene), 2):
        assert not overlap(a, b)
    for box in boxes(scene):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        for mark in scene.marks:
            (x, y), r = mark.xy_px, mark.dot_px
            assert not overlap(box, (x - r, y - r, x + r, y + r))


@quick
@given(answers())
def test_every_point_is_spoken_for_by_a_label_or_named_as_left_out(where: Located) -> None:
    scene = build_scene(where)
    spoken = {code for label in scene.labels for code in label.codes} | set(scene.left_out)
    assert spoken == {p.code for p in where.placements}
    assert len(scene.marks) == len(where.placements)
    for mark in scene.marks:
        if mark.code not in scene.left_out:
            assert any(
                mark.code in leader.codes and leader.path_px[0] == pytest.approx(mark.xy_px, abs=1e-6)
                for leader in scene.leaders
            )


@quick
@given(answers(), st.sampled_from(sorted(STYLES)))
def test_letters_are_at_least_nine_pixels_tall_on_a_picture_of_480(where: Located, style: str) -> None:
    scene = build_scene(where, style)
    least = 9.0 * min(where.size_px) / 480.0
    for text in [t for part in (*scene.labels, *scene.panels) for t in part.texts]:
        assert text.text_px * CAP_HEIGHT >= least


@quick
@given(answers(), st.sampled_from([1.5, 2.0, 3.0, 8.0]))
def test_an_enlarged_picture_has_the_same_scene_enlarged(where: Located, k: float) -> None:
    small = build_scene(where)
    large = build_scene(
        dataclasses.replace(
            where,
            size_px=(int(where.size_px[0] * k), int(where.size_px[1] * k)),
            placements=tuple(
                dataclasses.replace(p, xy_px=p.xy_px * k, ring_px=p.ring_px * k, cun_px=p.cun_px * k)
                for p in where.placements
            ),
        )
    )
    assert [label.codes for label in small.labels] == [label.codes for label in large.labels]
    for a, b in zip(boxes(small), boxes(large), strict=True):
        assert np.allclose(np.array(a) * k, b, atol=0.02 * k)
    for one, other in zip(small.marks, large.marks, strict=True):
        assert np.allclose(np.array(one.xy_px) * k, other.xy_px, atol=1e-4 * k) and one.dot_px * k == pytest.approx(
            other.dot_px
        )


@quick
@given(answers(), st.sampled_from(sorted(STYLES)), st.booleans())
def test_what_is_mixed_into_a_part_of_the_picture_is_drawn_as_if_into_all_of_it(
    where: Located, style: str, focused: bool
) -> None:
    width, height = where.size_px
    rgb = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    scene = build_scene(where, style, focus=["BL23"] if focused else [])  # all others are faded
    drawn = drawing.draw(rgb, scene)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drawing, "_around", lambda places_px, reach_px: (0.0, 0.0, width, height))
        np.testing.assert_array_equal(drawing.draw(rgb, scene), drawn)


@quick
@given(answers(most=20))
def test_a_scene_is_plain_json(where: Located) -> None:
    told = json.loads(json.dumps(build_scene(where).to_dict()))
    assert told["size_px"] == list(where.size_px)
    assert {m["code"] for m in told["marks"]} == {p.code for p in where.placements}


@quick
@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 2**31))
def test_the_match_is_the_cheapest_there_is(rows: int, more: int, seed: int) -> None:
    cost = np.random.default_rng(seed).random((rows, rows + more)).round(3)
    chosen = best_match(cost)
    every = [sum(cost[i, j] for i, j in enumerate(p)) for p in permutations(range(rows + more), rows)]
    assert len(set(chosen)) == rows
    assert sum(cost[i, j] for i, j in enumerate(chosen)) == pytest.approx(min(every))


@quick
@given(st.lists(st.floats(-5, 25), min_size=1, max_size=4), st.integers(1, 4), st.integers(0, 2**31))
@example([0.0, 1.0, 2.0, 3.0], 5, 0)  # more than there is room for
def test_spacing_keeps_order_and_distance_and_moves_least(wished: list[float], apart: int, seed: int) -> None:
    goal, places = np.array(sorted(wished)), np.arange(14.0)
    free = (np.random.default_rng(seed).random(14) > 0.25).astype(float)
    found = spaced(goal, places, free, apart)
    allowed = [
        c
        for c in combinations(range(14), len(goal))
        if all(free[i] for i in c) and all(b - a >= apart for a, b in pairwise(c))
    ]
    if found is None:
        assert not allowed
    else:
        least = min(float(((places[list(c)] - goal) ** 2).sum()) for c in allowed)
        assert (np.diff(found) >= apart).all() and float(((found - goal) ** 2).sum()) == pytest.approx(least)
