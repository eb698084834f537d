"""The live view's other end: frames come in over a WebSocket, what was found on them goes back.

One frame is under way at a time: the browser sends the next when it has the answer to the last, so no queue can grow
and the newest picture always wins.  Every viewer has a tracker and a thread of their own, freed when they leave.  A
search among close-ups takes a second or two; meanwhile frames are answered with "looking", and none is kept for later.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

from ui.live.viewer import Viewer, Wish

ROUTE = "/live/socket"
MAX_FRAME_BYTES = 1_000_000  # a 480 px JPEG has 20 to 40 thousand
MAX_WISH_LETTERS = 100_000  # all points and as many marks as there may be have 5 thousand
MAX_VIEWERS = 4  # two cores serve two well; more would make it slow for all
MAX_UNFREED = 8  # with those who left while a search for them was under way, each of which holds 60 MB until it ends
PATIENCE_S = 0.25  # a body that is followed takes a tenth of that
# On a slow machine the answer to one frame comes when the next is already here.  It is sent all the same, with how much
# older its frame is, up to this; an older one would tell where the body was before it came to its place.
LATE_S = 1.0
LOOKING = {"status": "looking"}
REFUSED, TOO_BIG, FULL = 1008, 1009, 1013  # WebSocket close codes

log = logging.getLogger(__name__)
_viewers: set[object] = set()
_unfreed: set[object] = set()


def same_origin(socket: WebSocket) -> bool:
    """True when the page that opens the socket came from here; a browser always says where it came from."""
    origin = socket.headers.get("origin", "")
    return bool(origin) and origin.split("//")[-1] == socket.headers.get("host", "")


class Served(Protocol):
    """One viewer's memory between frames; all its work is done in one thread."""

    def wants(self, wish: Any) -> None: ...

    def answer(self, frame: bytes) -> dict[str, Any]: ...

    def close(self) -> None: ...


async def live_socket(socket: WebSocket) -> None:
    """The live view's line."""
    await serve_viewer(socket, Viewer, Wish.from_message)


async def serve_viewer(
    socket: WebSocket, make: Callable[[], Served], read: Callable[[Mapping[str, Any]], Any]
) -> None:
    """Serve one viewer until they leave: `make` gives their memory, `read` what a message of theirs asks for."""
    if not same_origin(socket):
        await socket.close(code=REFUSED)
        return
    await socket.accept()
    if len(_viewers) >= MAX_VIEWERS or len(_unfreed) >= MAX_UNFREED:
        await socket.close(code=FULL)
        return
    place = object()
    _viewers.add(place)
    _unfreed.add(place)
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="viewer")
    viewer = make()
    try:
        await _serve(socket, viewer, read, thread)
    except WebSocketDisconnect:
        pass
    finally:
        _viewers.discard(place)
        # In the thread that made it, after the frame that may still be in work.
        thread.submit(_free, viewer, place)
        thread.shutdown(wait=False)


async def _serve(
    socket: WebSocket, viewer: Served, read: Callable[[Mapping[str, Any]], Any], thread: ThreadPoolExecutor
) -> None:
    loop = asyncio.get_running_loop()
    work: asyncio.Future[dict[str, Any]] | None = None
    began_s = 0.0  # when the frame in work came
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame = message.get("bytes")
        if frame is None:
            told = message.get("text") or ""
            if len(told) > MAX_WISH_LETTERS:
                await socket.close(code=TOO_BIG)
                return
            if (wish := _plain(told)) is not None:
                thread.submit(viewer.wants, read(wish))  # after the frame in work, before the next
            continue
        if len(frame) > MAX_FRAME_BYTES:
            await socket.close(code=TOO_BIG)
            return
        now_s = loop.time()
        if work is None or work.done():  # done meanwhile: that was the answer to an older frame
            work, began_s = loop.run_in_executor(thread, _look, viewer, frame), now_s
        await asyncio.wait({work}, timeout=PATIENCE_S)
        late_s = now_s - began_s
        told = work.done() and late_s <= LATE_S
        reply = {**work.result(), "late_ms": round(1000 * late_s)} if told else LOOKING
        work = None if work.done() else work
        await socket.send_text(json.dumps(reply, separators=(",", ":")))


def _free(viewer: Served, place: object) -> None:
    try:
        viewer.close()
    finally:
        _unfreed.discard(place)


def _plain(told: str) -> Mapping[str, Any] | None:
    """What a text says, or None where it is nothing that a page of ours says; the line stays as it is."""
    try:
        wish = json.loads(told)
    except (ValueError, RecursionError):  # no JSON, or more digits or levels than are read
        return None
    return wish if isinstance(wish, dict) else None


def _look(viewer: Served, frame: bytes) -> dict[str, Any]:
    """The answer to one frame; a fault of ours is logged and told as such, and the stream goes on."""
    began_s = time.perf_counter()
    try:
        reply = viewer.answer(frame)
    except Exception:
        log.exception("a frame could not be answered")
        reply = {"status": "failed"}
    reply["server_ms"] = round(1000 * (time.perf_counter() - began_s), 1)
    return reply
