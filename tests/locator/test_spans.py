"""Measured lengths on a picture: a line with a stop at each end, and nothing else changed."""

from __future__ import annotations

import numpy as np

from locator.overlay.spans import draw_spans

SPAN = np.array([[100.0, 150.0], [220.0, 150.0]])


def test_the_line_runs_from_end_to_end_and_the_rest_stays_as_it_was() -> None:
    plain = np.full((300, 300, 3), 120, np.uint8)
    changed = np.any(draw_spans(plain, [SPAN]) != plain, axis=2)
    assert changed[150, 100:221].all() and not changed[150, 235:].any() and not changed[150, :85].any()
    assert changed[:, 160].sum() < 12  # the line is thin between its stops
    assert changed[:, 100].sum() > changed[:, 160].sum()
    assert (plain == 120).all()


def test_no_span_draws_nothing() -> None:
    plain = np.full((30, 40, 3), 7, np.uint8)
    assert (draw_spans(plain, []) == plain).all()
