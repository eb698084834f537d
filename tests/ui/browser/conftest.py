"""A real server and a real Chromium: what only they can show."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filming import CAMERA, FLAGS, chromium_program, film_clip, wait_until_up
from playwright.sync_api import Browser, sync_playwright
from visiting import Visit


def chromium() -> str:
    """The installed Chromium, or a skip that says what to do."""
    found = chromium_program()
    if not found:
        pytest.skip("no Chromium on this machine: install one, or name it in ACUPOINT_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a free port of this machine until the tests are over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = f"from ui.app import serve; serve({port}, open_browser=False)"
    said = tmp_path_factory.mktemp("server") / "said.txt"  # a pipe that nobody empties would stop the server
    with said.open("wb") as log:
        server = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.DEVNULL, stderr=log)
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser's camera films."""
    return film_clip(tmp_path_factory.mktemp("clip") / "camera.mjpeg")


@pytest.fixture(scope="session")
def launch(clip: Path) -> Iterator[Callable[..., Browser]]:
    """Opens a browser: with a camera that films the clip, or with other flags."""
    program = chromium()
    with sync_playwright() as tool:
        opened: list[Browser] = []

        def opener(*flags: str, camera: bool = True) -> Browser:
            filmed = [*CAMERA, f"--use-file-for-fake-video-capture={clip}"] if camera else []
            browser = tool.chromium.launch(executable_path=program, headless=True, args=[*FLAGS, *filmed, *flags])
            opened.append(browser)
            return browser

        yield opener
        for browser in opened:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch("--use-fake-ui-for-media-stream")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield Visit(context.new_page(), address)
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield Visit(context.new_page(), address)
    context.close()


@pytest.fixture
def night(browser: Browser, address: str) -> Iterator[Visit]:
    """A machine whose owner asks for dark pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    yield Visit(context.new_page(), address)
    context.close()
