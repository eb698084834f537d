"""What a viewer knows better than the camera: taps on a frozen frame, marks worn, a measured lens."""

from __future__ import annotations

import base64
import io
import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from acted import acted
from mounted import BROWSER
from PIL import Image

from calibration import lens_store
from calibration.carry import ground, pick_up
from calibration.known import Known, mark_to_dict
from calibration.lens import Lens, bent, straight_picture
from locator.landmarks import Landmark, LandmarkSet
from locator.pipeline import locate_landmarks
from locator.placement import Located
from locator.track import Felt
from ui.components import live_taps
from ui.live import viewer
from ui.live.viewer import Wish
from ui.wording import wording

SIZE_PX = (480, 360)
JOINTS = {
    "left_shoulder": (205.0, 90.0),
    "right_shoulder": (275.0, 90.0),
    "left_hip": (217.0, 200.0),
    "right_hip": (263.0, 200.0),
}
STANDING = LandmarkSet.from_points(JOINTS, SIZE_PX, source="detected")
LENS = Lens("webcam", (1280, 960), 900.0, (640.0, 470.0), (-0.2, 0.03, 0.0, 0.0), 0.3, 9)


class Standing:
    """The same body on every frame, its points placed by the locator itself."""

    made = 0

    def __init__(self) -> None:
        Standing.made += 1

    def locate(self, rgb: np.ndarray, t_s: float, felt: Felt | None = None) -> Located:
        body = STANDING if felt is None else STANDING.having(felt(STANDING))
        return locate_landmarks(body, codes=["BL13"], region="back")

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def trackers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: Standing())
    Standing.made = 0


def frame() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", SIZE_PX, "#888888").save(out, "JPEG")
    return out.getvalue()


def wish(**more: Any) -> Wish:
    return Wish.from_message({"codes": ["BL13"], "region": "back", **more})


def tapped_c7() -> list[dict[str, Any]]:
    """C7 tapped 5 px lower than this body is expected to have it."""
    frames = ground(STANDING)
    lower = frames[0].anchors["c7_tip"].value + np.array([0.0, 5.0])
    return [mark_to_dict(m) for m in pick_up([Landmark("c7", lower, sigma_px=1.0, source="tapped")], frames)]


def heights(told: dict[str, Any]) -> list[float]:
    return [mark["xy_px"][1] for mark in told["scene"]["marks"]]


def test_taps_move_the_points_of_the_live_view() -> None:
    one = viewer.Viewer()
    one.wants(wish())
    plain = one.answer(frame())
    assert "known" not in plain
    one.wants(wish(marks=tapped_c7()))
    felt = one.answer(frame())
    assert felt["known"] == {"used": ["c7"], "lost": [], "doubted": []}
    assert all(low > high + 0.5 for low, high in zip(heights(felt), heights(plain), strict=True))
    one.wants(wish())
    assert one.known is None and heights(one.answer(frame())) == heights(plain)


def test_taps_come_and_go_while_the_tracker_follows_on() -> None:
    one = viewer.Viewer()
    for told in (wish(), wish(marks=tapped_c7()), wish(worn=True), wish(lens="none"), wish()):
        one.wants(told)
    assert Standing.made == 1


def test_the_same_taps_told_again_ride_on() -> None:
    """A page sends its wish again at every touch: what the skin has told meanwhile is not thrown away."""
    one = viewer.Viewer()
    one.wants(wish(marks=tapped_c7()))
    known = one.known
    one.wants(wish(marks=json.loads(json.dumps(tapped_c7())), codes=["BL13", "BL23"]))
    assert one.known is known and isinstance(known, Known)


def test_while_no_body_is_found_no_tap_is_said_to_be_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    one = viewer.Viewer()
    one.wants(wish(marks=tapped_c7()))
    assert one.answer(frame())["known"]["used"] == ["c7"]
    nobody = Located(None, SIZE_PX, "unknown")
    monkeypatch.setattr(Standing, "locate", lambda self, rgb, t_s, felt=None: nobody)  # does not ask where the taps are
    assert "known" not in one.answer(frame())


@pytest.mark.parametrize("told", [None, "c7", {"name": "c7"}, [{"name": "c7"}], [[]], 7])
def test_what_is_not_understood_is_no_tap(told: Any) -> None:
    one = viewer.Viewer()
    one.wants(wish(marks=told, worn="yes", lens=None))
    assert one.known is None and one.answer(frame())["status"] == "located"


def test_through_a_lens_the_points_lie_on_the_frame_as_it_came() -> None:
    lens_store.save(LENS)
    one = viewer.Viewer()
    one.wants(wish())
    straight = np.array([mark["xy_px"] for mark in one.answer(frame())["scene"]["marks"]])
    one.wants(wish(lens="webcam"))
    taken = np.array([mark["xy_px"] for mark in one.answer(frame())["scene"]["marks"]])
    assert taken == pytest.approx(bent(LENS.at(SIZE_PX), straight), abs=0.02)


def test_a_lens_of_another_shape_or_name_is_left_out_and_the_shape_told() -> None:
    lens_store.save(Lens("tall", (960, 1280), 900.0, (480.0, 640.0), (-0.2, 0.03, 0.0, 0.0), 0.3, 9))
    one = viewer.Viewer()
    one.wants(wish())
    plain = heights(one.answer(frame()))
    for name in ("tall", "nobody's"):
        one.wants(wish(lens=name))
        told = one.answer(frame())
        assert heights(told) == plain
        doubted = told.get("known", {}).get("doubted", [])
        assert ["another shape" in said for said in doubted] == ([True] if name == "tall" else [])


# ---- the frame held still


def test_a_frozen_frame_is_held_and_a_broken_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {}
    said: list[str] = []
    monkeypatch.setattr(live_taps.st, "session_state", session)
    monkeypatch.setattr(live_taps.st, "error", said.append)
    sent = {"serial": 1, "jpeg": base64.b64encode(frame()).decode()}
    live_taps.hold(wording(), SimpleNamespace(frozen=None))
    live_taps.hold(wording(), SimpleNamespace(frozen={"serial": 1, "jpeg": "no picture"}))
    live_taps.hold(wording(), SimpleNamespace(frozen={"serial": 1, "jpeg": base64.b64encode(b"no").decode()}))
    assert session == {} and len(said) == 2
    live_taps.hold(wording(), SimpleNamespace(frozen=sent), LENS)
    name, photo = session[live_taps.FROZEN]
    assert name and photo.size_px == SIZE_PX and not photo.mirrored
    live_taps.hold(wording(), SimpleNamespace(frozen=sent))
    _, bent_photo = session[live_taps.FROZEN]
    straight = straight_picture(LENS, bent_photo.rgb)
    assert np.array_equal(photo.rgb, straight) and not np.array_equal(straight, bent_photo.rgb), "the lens is heeded"


def test_a_frame_handed_to_a_page_that_was_left_before_it_came_that_far_is_held_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was chosen within a tenth of a second of freezing had the toolkit forget the frame."""
    sent = {"serial": 1, "jpeg": base64.b64encode(frame()).decode()}
    session: dict[str, Any] = {"live_stage": {"frozen": sent}}
    monkeypatch.setattr(live_taps.st, "session_state", session)
    live_taps.handing("live_stage")()
    session["live_stage"] = {"frozen": None}
    live_taps.hold(wording(), SimpleNamespace(frozen=None))
    _, photo = session.pop(live_taps.FROZEN)
    assert photo.size_px == SIZE_PX
    live_taps.hold(wording(), SimpleNamespace(frozen=None))
    assert live_taps.FROZEN not in session, "held once"


# ---- taps given up


def test_a_tap_given_up_stays_so_when_worn_is_changed_and_when_the_line_is_made_anew() -> None:
    """The one who comes back after minutes out of sight may be somebody else."""
    one = viewer.Viewer()
    marks = tapped_c7()
    one.wants(wish(marks=marks))
    plain = one.known
    assert isinstance(plain, Known)
    for t_s in np.arange(0.0, 200.0, 0.5):
        plain.on(np.zeros((*SIZE_PX[::-1], 3), np.uint8), Located(None, SIZE_PX, "unknown"), float(t_s))
    assert plain.lost == ("c7",)
    one.wants(wish(marks=marks, lost=["c7"]))
    assert one.known is plain, "the browser repeats what it was told, and nothing begins anew"
    other = viewer.Viewer()
    for each, told in ((one, wish(marks=marks, lost=["c7"], worn=True)), (other, wish(marks=marks, lost=["c7"]))):
        each.wants(told)
        assert each.answer(frame())["known"] == {"used": [], "lost": ["c7"], "doubted": []}
    one.wants(wish(marks=[{**marks[0], "distal_cun": 0.1}]))
    assert one.answer(frame())["known"]["used"] == ["c7"], "tapped again, it is another tap"


@pytest.mark.parametrize("lost", [None, "c7", {"c7": 1}, 7, [None], [["c7"]]])
def test_what_is_not_understood_gives_nothing_up(lost: Any) -> None:
    one = viewer.Viewer()
    one.wants(wish(marks=tapped_c7(), lost=lost))
    assert one.answer(frame())["known"]["used"] == ["c7"]


TOLD = """
const marks = [{ name: "c7", distal_cun: 0.5 }, { name: "s2", distal_cun: 0 }];
const answer = (lost) => ({ status: "located", targets: [], scene: { marks: [] },
  known: { used: [], lost, doubted: [] } });
const hear = (view, lost) => {
  Object.assign(view, { asked: {}, say: live, landmarks: {}, meant: { plan: [], codes: [] } });
  view.data = { marks, landmarks: {} };
  if (view.marks?.show) view.marks = { show() {}, clear() {} }; else view.marks = marks;
  view.known = view.status = { soon() {}, now() {}, past() {} };
  for (const name of ["overlay", "checks", "outline", "conductor", "pointer"]) if (view[name]) view[name] = any();
  view.socket.onAnswer(answer(lost), performance.now());
  clearTimeout(view.silent);
  return view.socket.wish?.lost;
};
"""


@pytest.mark.parametrize(("entry", "view"), [("live/js/live.js", "LiveView"), ("check/js/check.js", "CheckView")])
def test_a_view_repeats_what_was_given_up_to_whoever_answers_next(entry: str, view: str) -> None:
    script = f"""const one = new {view}(root), first = hear(one, ["c7"]), again = hear(one, ["c7"]);
      const other = new {view}(root); hear(other, []); other.wishes = hear(other, ["s2"]);
      return [first, again, other.wishes];"""
    given = {"fault": [None], "live": wording().under("live")}
    assert acted(entry, BROWSER + TOLD + script, **given) == [["c7"], ["c7"], ["c7", "s2"]]
