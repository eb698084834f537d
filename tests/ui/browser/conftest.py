"""A real server and a real Chromium: what only they can show."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from visiting import Visit

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
START_PATIENCE_S = 60.0


def chromium() -> str:
    """The installed Chromium, or a skip that says what to do."""
    asked = os.environ.get("ACUPOINT_CHROMIUM")
    found = asked or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this machine: install one, or name it in ACUPOINT_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The app, served on a free port of this machine until the tests are over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = f"from ui.app import serve; serve({port}, open_browser=False)"
    server = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < give_up and server.poll() is None:
        if answers(f"{address}/_stcore/health"):
            return
        time.sleep(0.2)
    said = server.stderr.read().decode(errors="replace") if server.stderr and server.poll() is not None else ""
    pytest.fail(f"the app did not start: {said[-2000:]}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1.0):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    """A camera for the browser: the rendered back, swaying a little, as a film of JPEG pictures."""
    file = tmp_path_factory.mktemp("clip") / "camera.mjpeg"
    back = Image.open(fixtures / "rendered_back.jpg").convert("RGB").resize((480, 640))
    with file.open("wb") as film:
        for i in range(30):
            frame = Image.new("RGB", (640, 640), "#777777")
            frame.paste(back, (80 + round(12 * float(np.sin(i * 2 * np.pi / 30))), 0))
            frame.save(film, "JPEG", quality=80)
    return file


@pytest.fixture(scope="session")
def launch(clip: Path) -> Iterator[Callable[..., Browser]]:
    """Opens a browser: with a camera that films the clip, or with other flags."""
    program = chromium()
    with sync_playwright() as tool:
        opened: list[Browser] = []

        def opener(*flags: str, camera: bool = True) -> Browser:
            filmed = (
                ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={clip}"] if camera else []
            )
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
