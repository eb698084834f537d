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
from still_body import SIZE_PX, StillBody, placed

from locator.errors import PhotoError
from locator.overlay.scene import build_scene
from locator.placement import Located
from ui.check.viewer import CheckViewer
from ui.live import server, viewer
from ui.live.answer import STYLE, answer


def jpeg(size_px: tuple[int, int] = SIZE_PX) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size_px, "#888888").save(out, "JPEG")
    return out.getvalue()


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


def searched(monkeypatch: pytest.MonkeyPatch) -> tuple[list[dict[str, Any]], int]:
    """The answers to three frames during a search and to those after it; and how many frames were looked at."""
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
    return replies, body.frames


def test_a_long_search_holds_up_no_frame_and_its_old_answer_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LATE_S", 0.0)  # any frame but the one that is answered is too old
    replies, looked_at = searched(monkeypatch)
    assert replies[-1]["late_ms"] == 0 and looked_at >= 2
    assert looked_at < len(replies)  # those that came meanwhile were not kept for later


def test_an_answer_that_took_longer_than_a_frame_says_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told as the answer to the frame that waits, it was drawn over a picture that had been turned since."""
    monkeypatch.setattr(server, "LATE_S", 20.0)
    replies, looked_at = searched(monkeypatch)
    assert looked_at == 1 and replies[-1]["late_ms"] >= 2 * 1000 * server.PATIENCE_S


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
