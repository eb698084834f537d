"""The web application: the pages, and beside them the socket on which the live view sends its frames.

Started by `acupoint app`, by `python -m ui.app`, or by anything that serves ASGI.
"""

from __future__ import annotations

import logging
import ssl
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles

from ui import finder, settings
from ui.check import server as check_server
from ui.forgotten import forget_in_time
from ui.guard import Guard
from ui.heard_whole import hear_whole
from ui.live import clips
from ui.live.server import ROUTE, live_socket
from ui.quiet import hush
from ui.uploads import hold_in_memory

log = logging.getLogger(__name__)


def told_kindly(fault: Exception) -> bool:
    """Our own mistake: the log gets the traceback, the person a sentence."""
    from ui.state import say

    log.error("a page failed", exc_info=fault)
    st.error(say()("error.ours"))
    return True


hush()
hold_in_memory()
hear_whole()
forget_in_time()
app = st.App(
    Path(__file__).parent / "pages" / "home.py",
    routes=[
        WebSocketRoute(ROUTE, live_socket),
        WebSocketRoute(check_server.ROUTE, check_server.check_socket),
        Mount(clips.ROUTE, StaticFiles(directory=clips.FOLDER, check_dir=False)),
    ],
    middleware=[Middleware(Guard)],
    on_script_error=told_kindly,
)


def serve(
    port: int = settings.PORT,
    lan: bool = False,
    open_browser: bool = True,
    certificate: tuple[Path, Path] | None = None,
) -> None:
    """Serve until stopped (Ctrl+C); with a certificate and its key over HTTPS, which a telephone's camera needs."""
    if open_browser:
        address = f"{'https' if certificate else 'http'}://{settings.HOST}:{port}"
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    finder.warm()
    app.run(config=settings.config(port, lan=lan, certificate=certificate))


def _open_when_ready(address: str, patience_s: float = 30.0) -> None:
    """The browser opens once the server answers, so that nobody meets an error page."""
    give_up = time.monotonic() + patience_s
    while time.monotonic() < give_up:
        if _answers(address):
            webbrowser.open(address)
            return
        time.sleep(0.2)


def _answers(address: str) -> bool:
    trusting = ssl._create_unverified_context()  # our own certificate, asked for on this machine alone
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1.0, context=trusting):
            return True
    except OSError:  # refused, or not there yet
        return False


if __name__ == "__main__":
    serve()
