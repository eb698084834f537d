"""The accuracy benchmark counts what it says it counts."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from accuracy_measures import Judged, Key, Known, Row, Spot, figures, judge, known_points, region_of, sources, table
from accuracy_report import page
from bench_accuracy import read_set

from locator.errors import RequestError

HERE = Path(__file__).parent
CUN_PX = 10.0


def body() -> dict[Key, Known]:
    """A back that leans: GV14 above and to the left of GV3."""
    places = {
        ("GV14", "midline"): (100.0, 100.0), ("GV3", "midline"): (112.0, 300.0),
        ("BL23", "left"): (90.0, 260.0), ("BL23", "right"): (125.0, 258.0),
        ("BL40", "left"): (95.0, 500.0), ("GB30", "left"): (70.0, 350.0),
    }  # fmt: skip
    return {k: Known(np.array(xy), CUN_PX, k != ("BL40", "left")) for k, xy in places.items()}


def placed(by_px: tuple[float, float] = (0.0, 0.0), ring_px: float = 5.0) -> dict[Key, Spot]:
    return {k: Spot(t.xy_px + np.array(by_px), ring_px) for k, t in body().items()}


def judged(spots: dict[Key, Spot], regions: str = "") -> Judged:
    return judge("back", "a.jpg", body(), spots, set(regions.split()))


def test_a_perfect_answer_misses_nothing() -> None:
    row = table([judged(placed())], "view")["back"]
    assert row["median"] == row["p90"] == row["wild"] == row["swapped"] == 0
    assert row["found"] == row["answered"] == row["ring68"] == 1.0


def test_errors_are_told_in_cun_and_rings_against_them() -> None:
    near, far = judged(placed((3.0, 4.0), ring_px=5.0)), judged(placed((3.0, 4.0), ring_px=4.9))
    assert {round(m.error_cun, 6) for m in near.misses} == {0.5}
    assert table([near], "view")["back"]["ring68"] == 1.0 and table([far], "view")["back"]["ring68"] == 0.0
    assert table([judged(placed((31.0, 0.0)))], "view")["back"]["wild"] == 1.0


def test_only_points_in_sight_are_expected_and_what_is_not_placed_is_not_found() -> None:
    some = placed()
    del some["BL23", "left"]
    row = table([judged(some)], "view")["back"]
    assert row["points"] == 5 and row["found"] == pytest.approx(0.8)


def test_a_picture_without_any_point_is_not_answered() -> None:
    row = table([judged(placed()), judged({})], "view")["all"]
    assert row["pictures"] == 2 and row["answered"] == 0.5 and row["found"] == 0.5


def test_exchanged_sides_are_counted() -> None:
    crossed = placed()
    crossed["BL23", "left"], crossed["BL23", "right"] = crossed["BL23", "right"], crossed["BL23", "left"]
    assert table([judged(crossed)], "point")["BL23"]["swapped"] == 2
    assert table([judged(crossed)], "point")["GV3"]["swapped"] == 0


def test_regions_can_be_counted_alone() -> None:
    rows = table([judged(placed())], "region")
    assert {"back", "hip", "all"} == set(rows) and region_of("GB30") == "hip"
    assert table([judged(placed(), "hip")], "region")["all"]["points"] == 1


def test_error_along_and_across_the_spine_follow_the_spine_not_the_picture() -> None:
    down = np.array([12.0, 200.0]) / math.hypot(12.0, 200.0)
    along = sources([judged(placed(tuple(8.0 * down)))])["back"]  # type: ignore[arg-type]
    assert along["along: picture"] == pytest.approx(0.8) and along["along: bias"] == pytest.approx(0.8)
    assert along["across: picture"] == pytest.approx(0.0, abs=1e-9)
    assert along["along: point"] == pytest.approx(0.0, abs=1e-9)
    leftward = sources([judged(placed((-5.0, 0.3)))])["back"]
    assert leftward["across: bias"] == pytest.approx(0.5, abs=0.01)


def test_what_pictures_share_is_told_apart_from_what_points_do() -> None:
    up, down = judged(placed((0.0, -6.0))), judged(placed((0.0, 6.0)))
    both = sources([up, down])["back"]
    assert both["along: bias"] == pytest.approx(0.0, abs=1e-9)
    assert both["along: picture"] == pytest.approx(0.6, abs=0.01)


def test_of_a_point_with_two_candidates_the_one_that_faces_the_camera_counts() -> None:
    point: dict[str, Any] = {"cun_px": 10.0, "seen": True}
    record = {
        "acupoints": {
            "LI4a.left": {**point, "px": [1.0, 1.0], "facing": -0.4},
            "LI4b.left": {**point, "px": [9.0, 9.0], "facing": 0.7},
        }
    }
    known = known_points(record)
    assert list(known) == [("LI4", "left")] and known["LI4", "left"].xy_px == pytest.approx([9.0, 9.0])


def test_nothing_to_count_is_no_figure() -> None:
    told = figures(Row())
    assert told["median"] is None and told["found"] is None and told["swapped"] == 0


def test_the_page_needs_nothing_beside_itself() -> None:
    text = page("<Title>", {"By view": table([judged(placed())], "view")}, b"png", [("a & b", b"jpeg")])
    assert "http" not in text and "<script" not in text and text.count("data:image/") == 2
    assert "&lt;Title&gt;" in text and "a &amp; b" in text


def test_a_set_of_one_picture_is_measured_and_reported(fixtures: Path, tmp_path: Path) -> None:
    shutil.copyfile(fixtures / "rendered_back34.jpg", tmp_path / "a.jpg")
    known = json.loads((fixtures / "rendered_truth.json").read_text(encoding="utf-8"))["rendered_back34"]
    points = {k: {"px": [x, y], "cun_px": cun, "seen": True, "facing": 1.0} for k, (x, y, cun) in known.items()}
    record = {"file": "a.jpg", "view": "back34", "acupoints": points}
    (tmp_path / "truth.json").write_text(json.dumps([record]), encoding="utf-8")
    call = [sys.executable, str(HERE / "bench_accuracy.py"), str(tmp_path), "--naive", "--out", str(tmp_path / "out")]
    root = HERE.parents[1]
    done = subprocess.run(call, capture_output=True, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    assert done.returncode == 0, done.stderr[-800:]
    assert "fixed-fractions" in done.stdout and "back34" in done.stdout
    told = json.loads((tmp_path / "out" / "accuracy.json").read_text(encoding="utf-8"))
    assert told["By view"]["back34"]["pictures"] == 1 and told["By view"]["back34"]["found"] > 0.9
    assert (tmp_path / "out" / "accuracy.html").read_text(encoding="utf-8").count("data:image/jpeg") == 1
    assert (tmp_path / "out" / "accuracy.png").read_bytes()[:4] == b"\x89PNG"


def test_a_folder_that_is_no_set_is_answered_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"truth\.json"):
        read_set(tmp_path, set(), 1)
