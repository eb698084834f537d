"""What the measurement of taps gives as taps: what a hand can tap."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from bench_taps import CREST, main, tapped

from recipes.rendered import Truth

SIZE_PX = (600, 800)


def test_no_bone_is_tapped_beside_the_picture() -> None:
    """A knee that fills the picture has its ankle below it: the measurement ended there."""
    places = {"C7_spinous": (300.0, 100.0), CREST[0]: (200.0, 820.0), CREST[1]: (-20.0, 500.0)}
    truth = Truth({"size": list(SIZE_PX), "landmarks": {name: {"px": list(xy)} for name, xy in places.items()}})
    asked = {"c7": "C7_spinous", **dict(zip(CREST, CREST, strict=True))}
    taps = tapped(truth, asked, np.random.default_rng(0), "back")
    assert [mark.name for mark in taps] == ["c7"] and np.linalg.norm(taps.xy("c7") - (300.0, 100.0)) < 20.0
    assert len(tapped(truth, {CREST[0]: CREST[0]}, np.random.default_rng(0), "back")) == 0


def test_a_set_without_a_picture_to_tap_on_measures_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bones = {"popliteal_mid": (300, 400), "lateral_malleolus": (300, 900)}
    told = {f"{side}_{bone}": {"px": list(xy)} for side in ("left", "right") for bone, xy in bones.items()}
    cut_off = {"size": list(SIZE_PX), "view": "knee_back", "acupoints": {}, "landmarks": told}
    monkeypatch.setattr("bench_taps.detected", lambda folder, views: [(Truth(cut_off), None)])
    assert main("nowhere", "knee_back_alone") == 0 and capsys.readouterr().out == ""
