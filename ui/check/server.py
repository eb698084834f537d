"""The check view's line: the live view's manner of serving, with a memory of its own."""

from __future__ import annotations

from starlette.websockets import WebSocket

from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish
from ui.live.server import serve_viewer

ROUTE = "/check/socket"


async def check_socket(socket: WebSocket) -> None:
    """Serve one viewer until they leave."""
    await serve_viewer(socket, CheckViewer, CheckWish.from_message)
