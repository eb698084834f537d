"""The clip's figures on frames whose misses are known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from accuracy_measures import Judged, Miss
from bench_clip import Step, longest_gap_s, steps, tell

KEY = ("BL23", "left")


def frame(*off: tuple[str, float, float], seen: bool = True) -> Judged:
    """A frame on which these points lie so far down and left of their places, cun."""
    misses = [
        Miss("clip", "0", code, "left", "back", abs(down) + abs(left), 1.0, down, left, swapped=False)
        for code, down, left in off
    ]
    return Judged("clip", "0", (KEY,) if seen else (), tuple(misses))


def test_a_step_is_what_the_points_do_beside_the_body() -> None:
    still = frame(("BL23", 0.5, 0.0), ("BL25", 0.5, 0.0), ("BL13", 0.2, 0.1))
    down = frame(("BL23", 0.8, 0.4), ("BL25", 1.0, 0.0), ("BL13", 0.2, 0.2))
    assert steps([(0.0, still), (0.1, still)]) == [Step(0.0, 0.0)]
    (step,) = steps([(0.0, still), (0.1, down)])
    assert (step.whole, step.most) == pytest.approx((0.5, 0.5))


def test_only_points_on_both_frames_are_compared() -> None:
    assert steps([(0.0, frame(("BL23", 0.5, 0.0))), (0.1, frame(("BL25", 3.0, 0.0)))]) == []


def test_a_gap_lasts_while_a_body_in_sight_gets_no_answer() -> None:
    found, none, gone = frame(("BL23", 0.1, 0.0)), frame(), frame(seen=False)
    told = [(0.0, found), (0.1, none), (0.4, none), (0.5, found), (0.6, gone), (9.0, gone), (9.1, none), (9.2, found)]
    assert longest_gap_s(told) == pytest.approx(0.3)


def test_what_is_told_names_the_clip_and_its_median(capsys: pytest.CaptureFixture[str]) -> None:
    tell("sway", [(0.0, frame(("BL23", 0.4, 0.0))), (0.1, frame(("BL23", 0.6, 0.0)))])
    tell("empty", [(0.0, frame())])
    said = capsys.readouterr().out
    assert "sway: frames answered 1.000, points found 1.000, median 0.50" in said and "largest 0.20" in said
    assert "empty: no frame was answered" in said
