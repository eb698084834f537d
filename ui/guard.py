"""Who may speak to the app: its own pages, opened under this machine's own address, and nothing else in the browser.

The app listens to this machine alone, but any page in the same browser can knock too.  Three kinds do: one that asks
from elsewhere, one whose name was made to mean this machine (DNS rebinding: to the browser it is then our own page),
and one that shows the app in a frame of its own, where it is watched and clicks are led astray.  The browser itself is
told to keep no picture on its disk.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]

HOST = re.compile(r"([\w.-]*|\[[\da-fA-F:.]+\])(:\d*)?", re.ASCII)
REFUSED = 1008  # WebSocket close code
# Names that no stranger can own: they are given out by this machine or by its own network, never by the world's
# registries (RFC 6761, 6762, 8375; .internal and .lan are kept free).  A name without a dot is one of these too.
OURS = (".localhost", ".local", ".home.arpa", ".internal", ".lan")
NOT_HERE = "The app answers only under this machine's own address: open the one that `acupoint app` has printed."
NOT_YOU = "The app answers only to its own pages."
FOREIGN = ("cross-site", "same-site")  # what a browser says of a page elsewhere; another port is another page

# Nothing is fetched from outside or sent there whatever stands on a page, and no other page may frame this one.  The
# toolkit's scripts are made at run time (blob:, eval), and styles stand in the page.
POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'",
    "connect-src 'self' data: blob: {sockets}",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
MEDIA = "/media/"  # where the toolkit serves pictures and files that are shown or saved
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Stands before all routes, the toolkit's own among them."""

    def __init__(self, app: Asgi) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        why = refusal(headers, secure=scope.get("scheme") in ("https", "wss"))
        if not why:
            await self._app(scope, receive, _closed_to_others(send, headers.get("host", ""), scope["path"]))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": REFUSED})
        else:
            await PlainTextResponse(why, 403)(scope, receive, send)


def refusal(headers: Headers, secure: bool) -> str:
    """Why this request is not answered; "" when it is.

    `secure`: under HTTPS a stranger's name has no certificate of ours, and the person's own may be any.
    """
    host = headers.get("host", "")
    if not HOST.fullmatch(host) or not (secure or is_ours(host)):
        return NOT_HERE
    origin = headers.get("origin")
    if origin is not None and origin.partition("//")[2] != host:
        return NOT_YOU
    # a link on another page may lead here; pictures, scripts and frames there may not
    opened = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return NOT_YOU if headers.get("sec-fetch-site") in FOREIGN and not opened else ""


def is_ours(host: str) -> bool:
    """Whether a host and port name this machine in a way that no stranger's name can."""
    bracketed = host.startswith("[")  # IPv6
    name = host[1:].partition("]")[0] if bracketed else host.partition(":")[0].rstrip(".").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return not bracketed and ("." not in name or name.endswith(OURS))
    return True


def _closed_to_others(send: Send, host: str, path: str) -> Send:
    """The same with the headers that tell a browser to keep others out, and pictures off its disk."""
    policy = "; ".join(POLICY).format(sockets=f"ws://{host} wss://{host}")  # not all browsers count them to 'self'

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update({**HEADERS, "Content-Security-Policy": policy})
            if path.startswith(MEDIA):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return answer
