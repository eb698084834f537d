"""A second frame frozen for tapping: what was tapped on the first rides on beside it, and is told."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from running import SAY, healthy, page_app, press, shown
from streamlit.testing.v1 import AppTest

from locator import load_photo, locate
from locator.landmarks import LandmarkSet
from locator.photo import save_picture
from tests.calibration.marked_skin import worn
from ui.components import tapping
from ui.components.tap_editor import Edit
from ui.landmark_titles import title_of

Edits = dict[str, tuple[float, float]]


class Live:
    """The live page with a component and a hand that do what the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.frozen: dict[str, Any] | None = None
        self.hand: Edits | None = None  # what is tapped when the editor is shown next
        self.told: list[dict[str, Any]] = []
        monkeypatch.setattr("ui.components.live_view.live_view", self._stage)
        monkeypatch.setattr(tapping, "tap_editor", self._editor)
        self.app: AppTest = healthy(page_app("live"))

    def _stage(self, data: dict[str, Any]) -> Any:
        self.told.append(data)
        frozen, self.frozen = self.frozen, None
        return SimpleNamespace(frozen=frozen)

    def _editor(self, data: dict[str, Any], key: str, keep: Callable[[Edit], None]) -> None:
        taps, self.hand = self.hand, None
        if taps is not None:
            keep(Edit(1, taps))
            st.rerun()

    def freeze(self, frame: Path, taps: Edits | None = None) -> None:
        self.frozen, self.hand = {"jpeg": base64.b64encode(frame.read_bytes()).decode()}, taps
        self.app.run()
        assert not self.app.exception

    @property
    def riding(self) -> dict[str, dict[str, Any]]:
        return {mark["name"]: mark for mark in self.told[-1]["marks"]}


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Live:
    return Live(monkeypatch)


@pytest.fixture(scope="module")
def frames(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same back twice; the second has a little more room at the bottom, so that it is another picture."""
    first, second = fixtures / "rendered_back.jpg", tmp_path_factory.mktemp("frames") / "second.jpg"
    one = Image.open(first)
    more = Image.new("RGB", (one.width, one.height + 16), "#777777")
    more.paste(one, (0, 0))
    more.save(second, quality=92)
    return first, second


@pytest.fixture(scope="module")
def places(fixtures: Path) -> Edits:
    marks = locate(load_photo(fixtures / "rendered_back.jpg")).landmarks
    assert isinstance(marks, LandmarkSet)
    names = ("c7", "left_iliac_crest")
    return {name: (float(marks.xy(name)[0]), float(marks.xy(name)[1]) + 4.0) for name in names}


def test_taps_on_a_second_frame_ride_beside_those_on_the_first(
    live: Live, frames: tuple[Path, Path], places: Edits
) -> None:
    live.freeze(frames[0], {"c7": places["c7"]})
    neck = live.riding["c7"]
    live.freeze(frames[1])
    assert live.riding == {"c7": neck} and title_of(SAY, "c7") in shown(live.app), "dropped without a word before"
    live.freeze(frames[1], {"left_iliac_crest": places["left_iliac_crest"]})
    assert live.riding.keys() == {"c7", "left_iliac_crest"} and live.riding["c7"] == neck


def test_a_bone_tapped_again_rides_as_on_the_newer_frame_until_that_is_taken_back(
    live: Live, frames: tuple[Path, Path], places: Edits
) -> None:
    live.freeze(frames[0], {"c7": places["c7"]})
    older = live.riding["c7"]
    x, y = places["c7"]
    live.freeze(frames[1], {"c7": (x + 6.0, y)})
    assert live.riding["c7"] != older
    live.freeze(frames[1], {})
    assert live.riding["c7"] == older


def test_all_frames_taps_are_forgotten_at_once(live: Live, frames: tuple[Path, Path], places: Edits) -> None:
    live.freeze(frames[0], {"c7": places["c7"]})
    live.freeze(frames[1], {"left_iliac_crest": places["left_iliac_crest"]})
    press(live.app, SAY("live.taps_forget"))
    assert live.riding == {}


def test_a_frozen_frame_in_a_mirror_is_told_of_the_camera_and_not_of_a_switch_that_is_elsewhere(
    live: Live, fixtures: Path, tmp_path: Path
) -> None:
    back = np.asarray(Image.open(fixtures / "rendered_back.jpg").convert("RGB"))
    save_picture(np.ascontiguousarray(worn(back, "c7", (309.0, 118.0), 28.0)[:, ::-1]), tmp_path / "mirror.png")
    live.freeze(tmp_path / "mirror.png")
    said = shown(live.app)
    assert SAY("fault.mark_stream_mirrored") in said and SAY("photo.mirrored") not in said
