"""The live view's other end: frames come in over a WebSocket, what was found on them goes back.

One frame is under way at a time: the browser sends the next when it has the answer to the last, so no queue can grow
and the newest picture always wins.  Every viewer has a tracker and a thread of their own, freed when they leave.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from ui.live.answer import answer
from ui.live.viewer import Viewer, Wish

ROUTE = "/live/socket"
MAX_FRAME_BYTES = 1_000_000  # a 480 px JPEG has 20 to 40 thousand
MAX_VIEWERS = 4  # two cores serve two well; more would make it slow for all
REFUSED, TOO_BIG, FULL = 1008, 1009, 1013  # WebSocket close codes

log = logging.getLogger(__name__)
_viewers: set[int] = set()


def same_origin(socket: WebSocket) -> bool:
    """True when the page that opens the socket came from here; a browser always says where it came from."""
    origin = socket.headers.get("origin", "")
    return bool(origin) and origin.split("//")[-1] == socket.headers.get("host", "")


async def live_socket(socket: WebSocket) -> None:
    """Serve one viewer until they leave."""
    if not same_origin(socket):
        await socket.close(code=REFUSED)
        return
    await socket.accept()
    if len(_viewers) >= MAX_VIEWERS:
        await socket.close(code=FULL)
        return
    _viewers.add(id(socket))
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="viewer")
    viewer = Viewer()
    try:
        await _serve(socket, viewer, thread)
    except WebSocketDisconnect:
        pass
    finally:
        _viewers.discard(id(socket))
        # In the thread that made it, after the frame that may still be in work.
        thread.submit(viewer.close)
        thread.shutdown(wait=False)


async def _serve(socket: WebSocket, viewer: Viewer, thread: ThreadPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame = message.get("bytes")
        if frame is None:
            wish = Wish.from_message(json.loads(message.get("text") or "{}"))
            await loop.run_in_executor(thread, viewer.wants, wish)
            continue
        if len(frame) > MAX_FRAME_BYTES:
            await socket.close(code=TOO_BIG)
            return
        reply = await loop.run_in_executor(thread, _look, viewer, frame)
        await socket.send_text(json.dumps(reply, separators=(",", ":")))


def _look(viewer: Viewer, frame: bytes) -> dict[str, Any]:
    """The answer to one frame; a fault of ours is logged and told as such, and the stream goes on."""
    began_s = time.perf_counter()
    try:
        reply = answer(viewer.locate(frame), viewer.wish.facing)
    except Exception:
        log.exception("a frame could not be answered")
        reply = {"status": "failed"}
    reply["server_ms"] = round(1000 * (time.perf_counter() - began_s), 1)
    return reply
