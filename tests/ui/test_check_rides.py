"""What rides on a body that is checked while it moves: taps on its bones, and a place shown on a frozen picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from running import SAY, healthy, page_app, press

from calibration.carry import ground, pick_up
from calibration.known import mark_to_dict
from locator import load_photo, locate
from locator.landmarks import Landmark, LandmarkSet
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish, Tap
from ui.components import live_taps

WIDE_PX, TALL_PX = 700, 600  # of a frame
SHRUNK = 0.75  # the photograph on it
LOWER_CUN = 1.0  # that these taps say a body's bones lie below where the picture alone has them
Film = Callable[[int], bytes]


@pytest.fixture(scope="module")
def seen(fixtures: Path) -> LandmarkSet:
    """What is seen of the body on its photograph."""
    marks = locate(load_photo(fixtures / "rendered_back.jpg")).landmarks
    assert marks is not None
    return marks


@pytest.fixture(scope="module")
def film(fixtures: Path) -> Film:
    """A frame on which the body stands so many px from the left edge."""
    back = Image.open(fixtures / "rendered_back.jpg").convert("RGB").resize((450, TALL_PX))

    def frame(left: int) -> bytes:
        wide, out = Image.new("RGB", (WIDE_PX, TALL_PX), "#777777"), io.BytesIO()
        wide.paste(back, (left, 0))
        wide.save(out, "JPEG", quality=90)
        return out.getvalue()

    return frame


@pytest.fixture
def viewer() -> Iterator[CheckViewer]:
    """It is given 20 frames a second, however slow the machine is."""
    frames = count()
    one = CheckViewer(clock=lambda: 0.05 * next(frames))
    yield one
    one.close()


def tapped_lower(seen: LandmarkSet) -> list[dict[str, Any]]:
    """Neck and hip bones tapped lower than they are expected, as the page hands them to the browser."""
    (back,) = ground(seen, ["c7"])
    down = LOWER_CUN * back.axes("l2").distal.value
    taps = [
        Landmark(name, back.anchors[anchor].value + down, sigma_px=2.0, source="tapped")
        for name, anchor in (("c7", "c7_tip"), ("left_iliac_crest",) * 2, ("right_iliac_crest",) * 2)
    ]
    return [mark_to_dict(mark) for mark in pick_up(taps, [back])]


def asked(**more: Any) -> CheckWish:
    return CheckWish.from_message({"codes": ["BL23"], "side": "left", **more})


def filmed(viewer: CheckViewer, film: Film, lefts: range) -> list[dict[str, Any]]:
    """The point that is meant, as the browser is told it on each frame of a body that walks aside."""
    return [viewer.answer(film(left))["targets"][0] for left in lefts]


def test_bones_tapped_on_a_frozen_frame_ride_in_the_check(viewer: CheckViewer, film: Film, seen: LandmarkSet) -> None:
    viewer.wants(asked())
    filmed(viewer, film, range(100, 140, 5))
    (plain,) = filmed(viewer, film, range(140, 141))
    viewer.wants(asked(marks=tapped_lower(seen)))
    lefts = range(140, 180, 5)
    felt = filmed(viewer, film, lefts)
    cun = SHRUNK * ground(seen, ["c7"])[0].cun_px / TALL_PX
    for left, target in zip(lefts, felt, strict=True):
        assert 0.3 * LOWER_CUN * cun < target["y"] - plain["y"] < 1.2 * LOWER_CUN * cun
        assert target["x"] - plain["x"] == pytest.approx((left - 140) / WIDE_PX, abs=0.01)
        assert target["ring"] < plain["ring"]
    told = viewer.answer(film(180))["known"]
    assert set(told["used"]) == {"c7", "left_iliac_crest", "right_iliac_crest"} and told["lost"] == []
    viewer.wants(asked())
    after = viewer.answer(film(180))
    assert "known" not in after and after["targets"][0]["y"] == pytest.approx(plain["y"], abs=0.25 * cun)


def test_taps_wait_while_a_point_of_the_hand_is_checked(viewer: CheckViewer, film: Film, seen: LandmarkSet) -> None:
    marks = tapped_lower(seen)
    viewer.wants(asked(marks=marks))
    assert viewer.answer(film(100))["known"]["used"]
    viewer.wants(asked(codes=["SI3"], marks=marks))
    assert "known" not in viewer.answer(film(100))
    viewer.wants(asked(marks=marks))
    assert viewer.answer(film(100))["known"]["used"]


def test_a_place_shown_on_a_frozen_picture_rides_once_it_runs_again(viewer: CheckViewer, film: Film) -> None:
    viewer.wants(asked())
    for _ in range(3):
        target = viewer.answer(film(100))["targets"][0]
    tap = Tap(1, target["x"], target["y"], still=True)
    viewer.wants(replace(asked(), tap=tap))
    for _ in range(3):
        frozen = viewer.answer(film(100))
    assert (frozen["press"]["x"], frozen["press"]["y"]) == pytest.approx((tap.x, tap.y), abs=1e-4)
    viewer.wants(replace(asked(), tap=replace(tap, still=False)))
    for left in range(110, 160, 5):  # the body moved on while the picture stood still
        ran = viewer.answer(film(left))
    assert ran["press"]["x"] - frozen["press"]["x"] == pytest.approx(55 / WIDE_PX, abs=0.01)
    assert ran["word"] == frozen["word"] == "probably"


def test_the_page_hands_what_rides_to_the_check_and_lets_it_be_forgotten(
    monkeypatch: pytest.MonkeyPatch, seen: LandmarkSet
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr("ui.components.check_view.check_view", given.append)
    app = healthy(page_app("check"))
    assert given[-1]["marks"] == [] and given[-1]["taps"]
    (back,) = ground(seen, ["c7"])
    neck = Landmark("c7", back.anchors["c7_tip"].value, sigma_px=2.0, source="tapped")
    app.session_state[live_taps.MARKS] = {"frame": pick_up([neck], [back])}
    app.run()
    assert [mark["name"] for mark in given[-1]["marks"]] == ["c7"] and given[-1]["landmarks"]["c7"]
    press(app, SAY("live.taps_forget"))
    assert given[-1]["marks"] == [] and not app.exception
    app.selectbox(key="check_point").set_value("LI4").run()
    assert not given[-1]["taps"], "nothing rides on hands, which come and go"
