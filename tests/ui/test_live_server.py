"""The live view's socket: who may speak to it, what it answers, and what it frees."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.websockets import WebSocket

from calibration import store
from calibration.carry import ground
from calibration.profile import Profile, Sitting
from locator.detect.base import Square
from locator.errors import PhotoError
from locator.landmarks import Landmark, LandmarkSet
from locator.overlay.scene import build_scene
from locator.pipeline import locate_landmarks
from locator.placement import Located, Placement, Refusal
from locator.proportions import POPULATION
from locator.track import Felt
from ui.check.viewer import CheckViewer
from ui.live import server, viewer
from ui.live.answer import STYLE, answer
from ui.live.viewer import Wish

SIZE_PX = (480, 360)
GREY = np.full((SIZE_PX[1], SIZE_PX[0], 3), 136, np.uint8)


def jpeg(size_px: tuple[int, int] = SIZE_PX) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size_px, "#888888").save(out, "JPEG")
    return out.getvalue()


def placed(code: str, side: Any, x: float, y: float, visible: bool = True) -> Placement:
    return Placement(code, side, np.array([x, y]), 12.0, 8.0, visible, "back", "a rule")


class StillBody:
    """Stands in for the tracker: the same answer for every frame."""

    made: list[StillBody]

    def __init__(self) -> None:
        self.freed = threading.Event()
        self.frames = 0

    def locate(self, rgb: np.ndarray, t_s: float) -> Located:
        assert rgb.shape == (SIZE_PX[1], SIZE_PX[0], 3)
        self.frames += 1
        return Located(None, SIZE_PX, "back", placements=(placed("BL23", "left", 120.0, 90.0),))

    def close(self) -> None:
        self.freed.set()


@pytest.fixture
def trackers(monkeypatch: pytest.MonkeyPatch) -> list[StillBody]:
    made: list[StillBody] = []

    def make(self: viewer.Viewer) -> StillBody:
        made.append(StillBody())
        return made[-1]

    monkeypatch.setattr(viewer.Viewer, "_make", make)
    monkeypatch.setattr(server, "PATIENCE_S", 20.0)  # a frame of theirs is never "looking", however busy the machine
    return made


def converse(
    messages: Iterable[dict[str, Any]],
    origin: str | None = "http://127.0.0.1:8501",
    sent: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """What the server sends to a viewer who says these things, each after the answer to the one before, and leaves."""
    incoming = chain([{"type": "websocket.connect"}], messages, repeat({"type": "websocket.disconnect", "code": 1000}))
    sent = [] if sent is None else sent
    headers = [(b"host", b"127.0.0.1:8501")] + ([(b"origin", origin.encode())] if origin else [])

    async def receive() -> dict[str, Any]:
        return next(incoming)

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        scope = {"type": "websocket", "path": server.ROUTE, "headers": headers, "query_string": b"", "subprotocols": []}
        await server.live_socket(WebSocket(scope, receive, send))

    # In a thread of its own: the browser tests leave a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(asyncio.run, run()).result(timeout=30)
    return sent


def frame(data: bytes) -> dict[str, Any]:
    return {"type": "websocket.receive", "bytes": data}


def text(**values: Any) -> dict[str, Any]:
    return {"type": "websocket.receive", "text": json.dumps(values)}


@pytest.mark.parametrize("origin", [None, "http://evil.example", "http://127.0.0.1:9999", "null"])
def test_another_origin_is_refused_before_anything_is_made(trackers: list[StillBody], origin: str | None) -> None:
    sent = converse([frame(jpeg())], origin)
    assert [message["type"] for message in sent] == ["websocket.close"]
    assert trackers == []


def replies_of(sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(message["text"]) for message in sent if message["type"] == "websocket.send"]


def test_each_frame_is_answered_with_the_scene_to_draw(trackers: list[StillBody]) -> None:
    replies = replies_of(converse([text(codes=["BL23"]), frame(jpeg()), frame(jpeg())]))
    assert len(replies) == 2
    scene = replies[0]["scene"]
    (mark,) = scene["marks"]
    assert scene["size_px"] == list(SIZE_PX)
    assert (mark["code"], mark["side"], mark["xy_px"], mark["ring_px"]) == ("BL23", "left", [120.0, 90.0], 12.0)


def test_the_scene_that_is_sent_is_the_one_that_is_drawn_on_photographs() -> None:
    located = Located(None, SIZE_PX, "back", placements=(placed("BL23", "left", 120.0, 90.0),))
    whole = build_scene(located, STYLE, with_labels=False, with_legend=False).to_dict()
    sent = answer(located)["scene"]
    assert sent["marks"] == whole["marks"] and sent.items() <= whole.items()


class SlowBody(StillBody):
    """A search that looks at the first frame until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def locate(self, rgb: np.ndarray, t_s: float) -> Located:
        self.go_on.wait(timeout=20.0)
        return super().locate(rgb, t_s)


def test_a_long_search_holds_up_no_frame_and_its_old_answer_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    body, sent = SlowBody(), []
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: body)

    def film() -> Iterator[dict[str, Any]]:
        for _ in range(3):
            yield frame(jpeg())
        body.go_on.set()
        for _ in range(50):
            if replies_of(sent)[-1]["status"] != "looking":
                break
            yield frame(jpeg())

    replies = replies_of(converse(film(), sent=sent))
    assert [reply["status"] for reply in replies[:3]] == ["looking"] * 3
    assert replies[-1]["status"] == "located"
    assert body.frames < len(replies)  # those that came meanwhile were not kept for later


def test_the_tracker_is_freed_when_the_viewer_leaves(trackers: list[StillBody]) -> None:
    converse([text(codes=["BL23"]), frame(jpeg())])
    (tracker,) = trackers
    assert tracker.freed.wait(timeout=20.0)  # in its own thread
    assert server._viewers == set()


def test_who_leaves_during_a_search_counts_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 120 who came and went at once each held its memory until its search was done, 12 GB together."""
    made: list[SlowBody] = []

    def make(self: viewer.Viewer) -> SlowBody:
        made.append(SlowBody())
        return made[-1]

    monkeypatch.setattr(viewer.Viewer, "_make", make)
    monkeypatch.setattr(server, "PATIENCE_S", 0.0)
    left = [converse([frame(jpeg())]) for _ in range(server.MAX_UNFREED + 3)]
    assert [sent[-1].get("code") == server.FULL for sent in left] == [False] * server.MAX_UNFREED + [True] * 3
    assert len(made) == server.MAX_UNFREED
    for body in made:
        body.go_on.set()
    assert all(body.freed.wait(timeout=20.0) for body in made)
    for _ in range(200):
        if not server._unfreed:
            break
        time.sleep(0.01)
    monkeypatch.setattr(server, "PATIENCE_S", 20.0)
    monkeypatch.setattr(viewer.Viewer, "_make", lambda self: StillBody())
    assert replies_of(converse([frame(jpeg())]))[0]["status"] == "located"


def test_a_new_wish_makes_a_new_tracker_and_the_same_wish_does_not(trackers: list[StillBody]) -> None:
    converse(
        [text(codes=["BL23"]), frame(jpeg()), text(codes=["BL23"]), frame(jpeg()), text(codes=["BL25"]), frame(jpeg())]
    )
    assert [tracker.frames for tracker in trackers] == [2, 1]


@pytest.mark.parametrize("data", [b"", b"not a picture", jpeg()[:200]])
def test_a_broken_frame_is_said_and_the_next_one_is_answered(trackers: list[StillBody], data: bytes) -> None:
    sent = converse([frame(data), frame(jpeg())])
    replies = [json.loads(message["text"])["status"] for message in sent if message["type"] == "websocket.send"]
    assert replies == ["failed", "located"]


def test_an_enormous_frame_ends_the_line(trackers: list[StillBody]) -> None:
    sent = converse([frame(b"x" * (server.MAX_FRAME_BYTES + 1)), frame(jpeg())])
    assert sent[-1] == {"type": "websocket.close", "code": server.TOO_BIG, "reason": ""}


@pytest.mark.parametrize("size_px", [(viewer.MAX_FRAME_SIDE_PX + 1, 360), (480, 15), (60_000, 16)])
@pytest.mark.parametrize("make", [viewer.Viewer, CheckViewer])
def test_a_small_frame_that_unfolds_into_an_enormous_picture_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch, make: Any, size_px: tuple[int, int]
) -> None:
    """One side of 60,000 px ended the program, and every other viewer's session with it."""

    def looked(*_: object) -> None:
        pytest.fail("the picture was handed to the detector")

    monkeypatch.setattr(viewer.Viewer, "locate", looked)
    monkeypatch.setattr(CheckViewer, "_track", looked)
    with pytest.raises(PhotoError, match=f"{size_px[0]} x {size_px[1]}"):
        make().answer(jpeg(size_px))


@pytest.mark.parametrize("told", ["{", "[]", "3", "null", "[" * 100_000, f'{{"x": {"9" * 5_000}}}', ""])
def test_a_text_that_is_no_wish_changes_nothing(trackers: list[StillBody], told: str) -> None:
    nonsense = {"type": "websocket.receive", "text": told}
    replies = replies_of(converse([text(codes=["BL23"]), frame(jpeg()), nonsense, frame(jpeg())]))
    assert [reply["status"] for reply in replies] == ["located", "located"]
    assert [tracker.frames for tracker in trackers] == [2]


def test_an_enormous_wish_ends_the_line(trackers: list[StillBody]) -> None:
    sent = converse([text(profile="x" * server.MAX_WISH_LETTERS), frame(jpeg())])
    assert sent[-1] == {"type": "websocket.close", "code": server.TOO_BIG, "reason": ""}


def test_one_viewer_too_many_is_told_to_come_back(trackers: list[StillBody], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_viewers", set(range(server.MAX_VIEWERS)))
    sent = converse([frame(jpeg())])
    assert sent[-1]["code"] == server.FULL
    assert trackers == []


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
