"""Fingers are this person's own, and a distance is told in them only where it fits."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.finger import AVERAGE, FingerWidths, from_mm, from_taps, in_words
from locator.errors import RequestError


def test_the_textbooks_hand() -> None:
    assert in_words(1.0) == "the width of your thumb"
    assert in_words(3.0) == "four of your fingers"
    assert in_words(1.5) == "two of your fingers"


def test_a_broad_hand_needs_fewer_fingers() -> None:
    broad = FingerWidths(thumb_cun=1.2, four_cun=4.0)
    assert in_words(3.0, broad) == "three of your fingers"


def test_what_no_fingers_measure_is_told_in_cun() -> None:
    assert in_words(8.0, AVERAGE) == "8 cun"
    assert in_words(0.3) == "0.3 cun"


def test_widths_in_mm_are_told_in_the_bodys_own_cun() -> None:
    widths = from_mm(22.5, 76.0, 1687.5)  # one cun is 22.5 mm
    assert widths.thumb_cun == pytest.approx(1.0)
    assert widths.four_cun == pytest.approx(76.0 / 22.5)


def test_a_slip_of_the_ruler_is_refused_with_every_fault() -> None:
    with pytest.raises(RequestError) as caught:
        from_mm(2.0, 760.0, 170.0)
    assert all(
        part in str(caught.value) for part in ("thumb", "four fingers", "height: expected 100 to 230 cm, got 17")
    )


def test_fingers_laid_on_the_back_are_measured_in_the_picture() -> None:
    taps = {n: np.array([x, 40.0]) for n, x in {"index_border": 100, "little_border": 128}.items()}
    assert from_taps(taps, cun_px=8.0) == FingerWidths(1.0, 3.5)
    with pytest.raises(RequestError, match="tap again"):
        from_taps(taps, cun_px=40.0)
