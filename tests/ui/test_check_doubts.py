"""Who is checked has somebody's arm across the back, which bends what is seen of it: every door reckons so."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from running import healthy, page_app

from locator import Placement, load_photo, locate
from locator.check import FINGER_SIGMA_CUN, check
from locator.geometry import RING_PER_SIGMA
from locator.helped import HELPED_CUN, less_sure_helped
from locator.track import Tracker
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish
from ui.cli import main
from ui.live.viewer import decoded

BACK = "rendered_back.jpg"


def ring_cun(point: Placement) -> float:
    return point.ring_px / point.cun_px


def with_a_helper(bare_cun: float) -> Any:
    return pytest.approx(math.hypot(bare_cun, RING_PER_SIGMA * HELPED_CUN), rel=0.02)


def test_the_command_line_is_as_unsure(fixtures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    located = locate(load_photo(fixtures / BACK))
    (target,) = (p for p in located.placements if (p.code, p.side) == ("BL23", "left"))
    x, y = target.xy_px
    assert main(["check", str(fixtures / BACK), "--point", "BL23", "--at", f"{x},{y}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["probability"]
    bare, helped = (
        check(each, (x, y), "BL23", "left", FINGER_SIGMA_CUN).probability
        for each in (located, less_sure_helped(located))
    )
    assert told == pytest.approx(helped, abs=0.001) and helped < bare - 0.05


def test_the_page_is_as_unsure_on_a_photo(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.check.spot", lambda data, key, keep: None)
    app = healthy(page_app("check"))
    app.button_group(key="check_mode").set_value("photo").run()
    app.file_uploader[0].set_value((BACK, (fixtures / BACK).read_bytes(), "image/jpeg")).run()
    assert not app.exception
    bare, shown = (
        {(p.code, p.side): ring_cun(p) for p in located.placements if p.frame == "back"}
        for located in (app.session_state["checked"][1][0], app.session_state["checked_near"][1])
    )
    assert shown and {key: bare[key] for key in shown} != shown
    for key, ring in shown.items():
        assert ring == with_a_helper(bare[key])


def test_the_camera_is_as_unsure(fixtures: Path) -> None:
    frame = (fixtures / BACK).read_bytes()
    viewer, tracker = CheckViewer(lambda: 0.0), Tracker(codes=["BL23"])
    try:
        viewer.wants(CheckWish(("BL23",), "left"))
        (shown,) = viewer.answer(frame)["targets"]
        located = tracker.locate(decoded(frame), 0.0)
        (bare,) = (p for p in located.placements if p.side == "left")
        assert shown["ring"] * located.size_px[0] / bare.cun_px == with_a_helper(ring_cun(bare))
    finally:
        viewer.close()
        tracker.close()
