"""One viewer of the live view: what is wished for and known better, a body fitted into an outline, what is sent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from still_body import SIZE_PX, StillBody, placed

from calibration import store
from calibration.carry import ground
from calibration.profile import Profile, Sitting
from locator.detect.base import Square
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Located, Refusal
from locator.proportions import POPULATION
from locator.track import Felt
from ui.live import viewer
from ui.live.answer import answer
from ui.live.viewer import Wish

GREY = np.full((SIZE_PX[1], SIZE_PX[0], 3), 136, np.uint8)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"region": "moon", "view": "up"},
        {"codes": None},
        {"codes": [1, None]},
        {"codes": 3},
        {"square": "large"},
        {"square": {"x": 0.5, "y": 0.5}},
        {"square": {"x": 0.5, "y": 0.5, "side": -1}},
        {"square": {"x": float("nan"), "y": 0.5, "side": 1}},
        {"square": {"x": 10**400, "y": 0.5, "side": 1}},
        {"square": {"x": True, "y": 0.5, "side": 1}},
    ],
)
def test_a_wish_that_is_not_understood_is_left_open(message: dict[str, Any]) -> None:
    wish = Wish.from_message(message)
    assert wish.region is None and wish.view is None and wish.square is None
    assert all(isinstance(code, str) for code in wish.codes)


STANDING = LandmarkSet.from_points(
    {
        "left_shoulder": (205.0, 90.0),
        "right_shoulder": (275.0, 90.0),
        "left_hip": (217.0, 200.0),
        "right_hip": (263.0, 200.0),
        "left_ear": (232.0, 55.0),
        "right_ear": (248.0, 55.0),
    },
    SIZE_PX,
    source="detected",
)


class Standing(StillBody):
    """The same body on every frame, its points placed by the locator itself."""

    def locate(self, rgb: np.ndarray, t_s: float, felt: Felt | None = None) -> Located:
        body = STANDING if felt is None else STANDING.having(felt(STANDING))
        return locate_landmarks(body, codes=["BL23"], region="back")


class FeltC7:
    """A neck bone that somebody tapped, half a cun lower than the picture alone says."""

    def on(self, rgb: np.ndarray, found: Located, t_s: float) -> tuple[Landmark, ...]:
        assert found.landmarks is not None
        expected_px = ground(found.landmarks)[0].anchors["c7_tip"].value
        return (Landmark("c7", expected_px + np.array([0.0, 3.0]), sigma_px=1.0, source="tapped"),)


def test_what_is_known_better_moves_the_points_and_narrows_their_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: Standing())
    one = viewer.Viewer()
    one.wants(Wish(codes=("BL23",), region="back"))
    plain = one.locate(GREY, 0.0).placements[0]
    one.known = FeltC7()
    felt = one.locate(GREY, 0.1).placements[0]
    assert np.linalg.norm(felt.xy_px - plain.xy_px) > 0.5
    assert felt.ring_px < plain.ring_px


def test_a_profile_of_no_such_name_leaves_everybodys_proportions() -> None:
    assert viewer.proportions_of("anna") is POPULATION
    tapped = FeltC7().on(GREY, locate_landmarks(STANDING, region="back"), 0.0)
    store.save(Profile("anna", (Sitting(STANDING.having(tapped), "2024-01-01"),)))
    assert viewer.proportions_of("anna") is not POPULATION
    assert viewer.proportions_of("../anna") is POPULATION


def test_back_points_ask_for_the_back_and_points_in_front_do_not() -> None:
    assert Wish(codes=("BL23", "GV3", "SI3")).facing == "back"
    assert Wish(codes=("ST36",)).facing is None
    assert Wish(codes=("BL40", "SI3")).facing is None, "a knee or a hand may be shown while one turns to the camera"
    assert Wish(view="left", codes=("BL23",)).facing == "left"


def test_hidden_points_are_not_sent() -> None:
    located = Located(None, SIZE_PX, "back", placements=(placed("BL23", "left", 1, 1, visible=False),))
    assert answer(located)["scene"]["marks"] == []


def test_a_refusal_is_sent_with_its_advice_once() -> None:
    refusal = Refusal("no_body", "Step back.")
    told = answer(Located(None, SIZE_PX, "unknown", refusals=(refusal, refusal)))
    assert told["status"] == "refused" and told["advice"] == ["Step back."] and told["hint"] == "show_yourself"
    assert told["refused"] == [[refusal.reason, refusal.region]]


class Fitting(StillBody):
    """Finds the body only where the outline tells it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Square | None] = []

    def tell(self, square: Square | None) -> None:
        self.told.append(square)

    def locate(self, rgb: np.ndarray, t_s: float) -> Located:
        if self.told and self.told[-1] is not None:
            return super().locate(rgb, t_s)
        return Located(None, SIZE_PX, "unknown", refusals=(Refusal("not_sure", "Step back."),))


def test_a_body_fitted_into_the_outline_is_found_there(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Fitting()
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: body)
    one = viewer.Viewer()
    one.wants(Wish())
    assert not one.locate(GREY, 0.0).placements
    one.wants(Wish.from_message({"square": {"x": 0.5, "y": 0.88, "side": 2.8}}))
    assert one.locate(GREY, 0.1).placements
    assert body.told == [Square(240.0, pytest.approx(316.8), pytest.approx(1008.0))]
    assert not body.freed.is_set()  # the same tracker goes on


def test_an_outline_that_nobody_fits_into_is_left_for_a_look_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody(Fitting):
        def locate(self, rgb: np.ndarray, t_s: float) -> Located:
            return Located(None, SIZE_PX, "unknown", refusals=(Refusal("not_in_outline", "Step back."),))

    body = Nobody()
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: body)
    one = viewer.Viewer()
    one.wants(Wish(square=viewer.Fitted(0.5, 0.88, 2.8)))
    for k in range(13):
        one.locate(GREY, 0.1 * k)
    assert [square is None for square in body.told] == [False, True, False, True]
