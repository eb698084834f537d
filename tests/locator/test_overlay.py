"""What is drawn, and what is not: sides, order, hidden points, refusals, goldens."""

from __future__ import annotations

import dataclasses
import importlib.util
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from locator.errors import RequestError
from locator.overlay.draw import annotate_picture, draw
from locator.overlay.folding import Dot, fold, text_of
from locator.overlay.letters import mask, plain, width_em, wrap
from locator.overlay.panels import Words
from locator.overlay.scene import Scene, build_scene
from locator.photo import Photo, load_photo
from locator.placement import Located, Placement, Refusal

GOLDEN = Path(__file__).parents[1] / "golden"


def _redraw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_redraw", GOLDEN / "redraw.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


redraw = _redraw()


def pairs(view: str = "back", mirrored: bool = False, left_first: bool = True) -> Located:
    """Three pairs and a midline point; the body's left lies left in the picture when `left_first`."""
    rgb = np.full((640, 480, 3), 170, np.uint8)
    out = -1 if left_first else 1
    placed = []
    for code, y, away in (("BL13", 150, 15), ("BL23", 300, 15), ("BL52", 300, 30)):
        for side, sign in (("left", out), ("right", -out)):
            placed.append(Placement(code, side, np.array([240 + sign * away, y]), 8.0, 10.0, True, "back", ""))  # type: ignore[arg-type]
    placed.append(Placement("GV4", "midline", np.array([240.0, 302.0]), 8.0, 10.0, True, "back", ""))
    return Located(Photo(rgb, mirrored), (480, 640), view, placements=tuple(placed))  # type: ignore[arg-type]


def columns(scene: Scene) -> dict[str, set[bool]]:
    """Side -> whether its labels stand left of the middle."""
    found: dict[str, set[bool]] = {}
    for label in scene.labels:
        found.setdefault(label.side, set()).add(label.box_px[2] < 240)
    return found


@pytest.mark.parametrize("left_first", [True, False])
def test_labels_stand_on_their_own_side_of_the_body_also_in_a_mirror(left_first: bool) -> None:
    scene = build_scene(pairs(mirrored=not left_first, left_first=left_first))
    assert columns(scene)["left"] == {left_first} and columns(scene)["right"] == {not left_first}


@pytest.mark.parametrize(
    ("view", "mirrored", "on_the_left"),
    [("back", False, True), ("back", True, False), ("front", False, False), ("front", True, True)],
)
def test_a_single_side_goes_where_that_side_of_the_body_is(view: str, mirrored: bool, on_the_left: bool) -> None:
    both = pairs(view, mirrored)
    only = dataclasses.replace(both, placements=tuple(p for p in both.placements if p.side == "left"))
    assert columns(build_scene(only))["left"] == {on_the_left}


def test_left_and_right_differ_in_shape_and_letter_and_not_in_colour_alone() -> None:
    scene = build_scene(pairs())
    assert {m.side: m.shape for m in scene.marks} == {"left": "round", "right": "diamond", "midline": "triangle"}
    for label in scene.labels:
        assert {"left": "L", "right": "R", "midline": "M"}[label.side] in {t.text for t in label.texts}


def test_labels_of_a_column_follow_the_height_of_their_points() -> None:
    scene = build_scene(redraw.located("back_480"))
    height = {(m.code, m.side): m.xy_px[1] for m in scene.marks}
    for side in ("left", "right"):
        heights = [
            height[la.codes[0], side] for la in sorted(scene.labels, key=lambda la: la.box_px[1]) if la.side == side
        ]
        assert all(later > earlier - 12 for earlier, later in pairwise(heights))


def test_lines_do_not_cross() -> None:
    scene = build_scene(redraw.located("back_480"))

    def crossing(
        a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
    ) -> bool:
        def turn(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
            return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

        return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0

    crossed = 0
    for i, one in enumerate(scene.leaders):
        for other in scene.leaders[i + 1 :]:
            for a, b in pairwise(one.path_px):
                crossed += any(crossing(a, b, c, d) for c, d in pairwise(other.path_px))
    assert crossed <= 1  # of 41 lines; a pair may have to where a line leans aside


def test_a_hidden_point_is_not_drawn() -> None:
    everything = pairs()
    hidden = dataclasses.replace(
        everything, placements=tuple(dataclasses.replace(p, visible=p.code != "BL23") for p in everything.placements)
    )
    scene = build_scene(hidden)
    assert "BL23" not in {m.code for m in scene.marks} | {c for la in scene.labels for c in la.codes}


def test_a_refused_picture_says_why_and_what_to_do_and_shows_no_point() -> None:
    photo = Photo(np.full((640, 480, 3), 200, np.uint8))
    refused = Located(photo, (480, 640), "unknown", refusals=(Refusal("no_body", "Step back and turn on a light."),))
    scene = build_scene(refused)
    said = " ".join(t.text for p in scene.panels for t in p.texts)
    assert scene.marks == () and "No body" in said and "Step back and turn on a light." in said
    assert (annotate_picture(refused) != photo.rgb).mean() > 0.5


def test_another_language_says_everything_that_is_written_on_the_picture() -> None:
    foreign = Words(
        **{f.name: f"wort{i}" for i, f in enumerate(dataclasses.fields(Words)) if not f.name.startswith("letter")},
        letter_left="I", letter_right="D", letter_midline="Z",
    )  # fmt: skip
    partly = dataclasses.replace(pairs(), refusals=(Refusal("ankles_missing", "Zeig sie.", "leg"),))
    scene = build_scene(partly, words=foreign)
    said = [t.text for p in scene.panels for t in p.texts]
    assert said and all("wort" in line or line == "Zeig sie." for line in said)
    assert {label.texts[1].text for label in scene.labels} == {"I", "D", "Z"}


def test_points_out_of_sight_are_answered_in_words() -> None:
    everything = pairs()
    away = dataclasses.replace(
        everything, placements=tuple(dataclasses.replace(p, visible=False) for p in everything.placements)
    )
    assert "out of sight" in " ".join(t.text for p in build_scene(away).panels for t in p.texts)


def test_what_was_not_placed_is_noted_beside_what_was() -> None:
    partly = dataclasses.replace(pairs(), refusals=(Refusal("ankles_missing", "Step back.", "leg"),))
    assert "Leg: not placed. Step back." in " ".join(t.text for p in build_scene(partly).panels for t in p.texts)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    legend = next(p for p in build_scene(pairs()).panels if p.kind == "legend")
    (x0, _), (x1, _) = legend.bar_px
    assert "3 cun · your own" in {t.text for t in legend.texts}
    assert x1 - x0 == pytest.approx(3 * 10.0)


@pytest.mark.parametrize(("rows", "shared"), [(8, False), (45, True)])
def test_the_legend_tells_of_rings_and_of_labels_that_are_shared(rows: int, shared: bool) -> None:
    few = pairs()
    crowd = [
        Placement(f"BL{11 + 2 * i}", side, np.array([x, 20.0 + 9 * i]), 8.0, 10.0, True, "back", "")  # type: ignore[arg-type]
        for i in range(rows)
        for side, x in (("left", 300.0), ("right", 340.0))
    ]
    scene = build_scene(
        dataclasses.replace(few, placements=tuple(crowd), photo=Photo(np.full((440, 640, 3), 170, np.uint8)),
                            size_px=(640, 440))
    )  # fmt: skip
    said = " ".join(t.text for p in scene.panels if p.kind == "legend" for t in p.texts)
    assert any("+1" in label.texts[0].text for label in scene.labels) == shared
    assert ("+1: one more point beside it" in said) == shared and "2 times in 3" in said


def test_the_point_in_focus_stands_out() -> None:
    scene = build_scene(pairs(), focus=("BL23",))
    assert build_scene(pairs(), focus=["UB-23"]) == scene  # as `locate` takes its codes
    assert (
        {m.code for m in scene.marks if not m.faded}
        == {"BL23"}
        == {c for la in scene.labels if not la.faded for c in la.codes}
        == {c for line in scene.leaders if not line.faded for c in line.codes}
    )


def test_lines_of_points_that_are_not_in_focus_are_drawn_fainter() -> None:
    scene = build_scene(pairs(), focus=("BL23",))
    ground = np.full((scene.size_px[1], scene.size_px[0], 3), 128, np.uint8)
    lines = [dataclasses.replace(scene, marks=(), labels=(), panels=(), leaders=(each,)) for each in scene.leaders]
    strength: dict[bool, list[int]] = {True: [], False: []}
    for line in lines:
        strength[line.leaders[0].faded].append(int(np.abs(draw(ground, line).astype(int) - ground).max()))
    assert strength[True] and strength[False] and max(strength[True]) < 0.6 * min(strength[False])


def test_a_lying_body_gets_rows_above_and_below() -> None:
    upright = pairs()
    lying = dataclasses.replace(
        upright,
        photo=None,
        size_px=(640, 480),
        placements=tuple(dataclasses.replace(p, xy_px=p.xy_px[::-1].copy()) for p in upright.placements),
    )
    for label in build_scene(lying).labels:
        if label.side != "midline":
            assert (label.box_px[3] < 225) if label.side == "left" else (label.box_px[1] > 255)


def test_a_crowd_without_room_is_folded_into_ranges() -> None:
    run = [(Dot(f"BL{n}", "left", 10.0, 10.0 * n, 2.0),) for n in (13, 14, 15, 40)]
    assert [text_of(e) for e in fold(run, 2)] == ["BL13-15", "BL40"]
    assert text_of((run[0][0], run[3][0])) == "BL13 +1"


def test_the_callers_picture_stays_as_it_was() -> None:
    where = pairs()
    assert where.photo is not None
    before = where.photo.rgb.copy()
    drawn = annotate_picture(where)
    assert (where.photo.rgb == before).all() and drawn.shape == before.shape and drawn.dtype == np.uint8
    assert (drawn != before).any()


def test_a_scene_of_another_picture_and_an_unknown_style_are_refused() -> None:
    with pytest.raises(ValueError, match="picture of"):
        draw(np.zeros((10, 10, 3), np.uint8), build_scene(pairs()))
    with pytest.raises(RequestError, match="high-contrast"):
        build_scene(pairs(), "fancy")


def test_round_dots_are_round_and_diamonds_are_not_even_when_tiny() -> None:
    """Along the diagonal a circle is as wide as along the axes, in pixels 0.7 as many; a diamond only 0.5 as many."""
    where = pairs()
    drawn = annotate_picture(where).astype(int)
    scene = build_scene(where)
    for mark in scene.marks:
        if mark.code == "BL13":
            x, y = (round(v) for v in mark.xy_px)
            across = sum(np.abs(drawn[y, x + i] - _rgb(mark.colour)).max() < 60 for i in range(-6, 7))
            diagonal = sum(np.abs(drawn[y + i, x + i] - _rgb(mark.colour)).max() < 60 for i in range(-6, 7))
            assert (diagonal / across > 0.6) == (mark.shape == "round"), (mark.shape, across, diagonal)


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def test_letters_stand_in_the_middle_of_their_mask_and_keep_their_width() -> None:
    for size in (13.0, 16.3, 110.0):
        rows, _ = np.nonzero(mask("H", size) > 127)
        assert (rows.min() + rows.max()) / 2 == pytest.approx((mask("H", size).shape[0] - 1) / 2, abs=1.0)
        assert rows.max() - rows.min() + 1 == pytest.approx(0.7 * size, abs=1.2)
        assert np.nonzero(mask("BL23 inside", size))[1].max() <= width_em("BL23 inside") * size + 2


def test_words_that_the_face_lacks_are_made_plain() -> None:
    assert plain("Wèizhōng – 3 × 1") == "Weizhong - 3 x 1"
    assert all(width_em(line) <= 10 for line in wrap("the true spot is inside two times in three", 10))


@pytest.mark.parametrize("name", sorted(redraw.GOLDEN))
def test_the_golden_overlay_is_drawn_again(name: str) -> None:
    """Judged by eye once.  JPEG and another FreeType move edges a little: 1 % of pixels may differ clearly, no more."""
    golden = load_photo(GOLDEN / f"{name}.jpg").rgb.astype(int)
    drawn = redraw.drawn(name).astype(int)
    assert drawn.shape == golden.shape
    off = np.abs(drawn - golden).max(axis=2)
    assert off.mean() < 4.0 and (off > 48).mean() < 0.01
