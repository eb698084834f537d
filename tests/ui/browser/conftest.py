"""A real server and a real Chromium: what only they can show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filming import CAMERA, FLAGS, chromium_program, film_clip, wait_until_up
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from visiting import Visit, nobody_yet, tab, walking

from calibration.store import HOME_VARIABLE

# Tabs of one browser share a process, and so what is compiled of the app's scripts: a tab costs a third less.
ONE_PROCESS = "--process-per-site"
LOCALE = "en-US"  # the words that are looked for, whatever language the machine speaks
TESTS_UI = str(Path(__file__).parents[1])
DESK: Any = {"viewport": {"width": 1280, "height": 800}}


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
    start = f"import sys; sys.path.insert(0, {TESTS_UI!r}); import remembering; remembering.serve({port})"
    said = tmp_path_factory.mktemp("server") / "said.txt"  # a pipe that nobody empties would stop the server
    with said.open("wb") as log:
        kept = {HOME_VARIABLE: str(tmp_path_factory.mktemp("kept"))}
        server = subprocess.Popen(
            [sys.executable, "-c", start], stdout=subprocess.DEVNULL, stderr=log, env={**os.environ, **kept}
        )
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
            how = [*FLAGS, ONE_PROCESS, *filmed, *flags]
            browser = tool.chromium.launch(executable_path=program, headless=True, args=how)
            opened.append(browser)
            return browser

        yield opener
        for browser in opened:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch("--use-fake-ui-for-media-stream")


# Two cores serve several browsers here: a frame of the live view waits a while before it is sent.  The pace itself is
# measured by `acupoint bench live`, and tried at full speed where nothing but the loopback is up (test_no_network).
LEISURELY = """const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (!(data instanceof ArrayBuffer)) { send.call(this, data); return; }
  setTimeout(() => { if (this.readyState === WebSocket.OPEN) send.call(this, data); }, 120);
};"""


def opened(browser: Browser, **how: Any) -> BrowserContext:
    context = browser.new_context(**{"locale": LOCALE, **how})
    context.add_init_script(LEISURELY)
    return context


def lasting(browser: Browser, address: str, **how: Any) -> BrowserContext:
    """A browser that stays: a tab on next to nothing keeps its process, and what that has compiled, between tests."""
    context = opened(browser, **how)
    context.new_page().goto(f"{address}/_stcore/health")
    return context


@pytest.fixture(scope="session")
def desk(browser: Browser, address: str) -> BrowserContext:
    return lasting(browser, address, **DESK)


@pytest.fixture(scope="session")
def telephone(browser: Browser, address: str) -> BrowserContext:
    return lasting(browser, address, viewport={"width": 390, "height": 844}, has_touch=True)


@pytest.fixture(scope="session")
def blind_desk(launch: Callable[..., Browser], address: str) -> BrowserContext:
    return lasting(launch(camera=False), address, **DESK)


@pytest.fixture
def visit(desk: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(desk, address)


@pytest.fixture
def phone(telephone: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(telephone, address)


@pytest.fixture
def without_camera(blind_desk: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(blind_desk, address)


@pytest.fixture
def night(desk: BrowserContext, address: str) -> Iterator[Visit]:
    """A machine whose owner asks for dark pages."""
    for other in tab(desk, address):
        other.page.emulate_media(color_scheme="dark")
        yield other


@pytest.fixture(scope="session")
def desk_tab(desk: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(desk, address)


@pytest.fixture(scope="session")
def phone_tab(telephone: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(telephone, address)


@pytest.fixture
def walker(desk_tab: Visit) -> Iterator[Visit]:
    """One visit that goes from page to page, from test to test."""
    yield from walking(desk_tab)


@pytest.fixture
def phone_walker(phone_tab: Visit) -> Iterator[Visit]:
    """The same on a telephone."""
    yield from walking(phone_tab)


@pytest.fixture
def newcomer(desk_tab: Visit) -> Iterator[Visit]:
    """Somebody else's visit in that tab: the cautions are answered, and nothing else is known."""
    yield from nobody_yet(desk_tab)


@pytest.fixture
def phone_newcomer(phone_tab: Visit) -> Iterator[Visit]:
    """The same on a telephone."""
    yield from nobody_yet(phone_tab)


@pytest.fixture
def first_visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A browser that nobody has used: for what would stay in it, as a clock that is held does."""
    context = opened(browser, **DESK)
    yield Visit(context.new_page(), address)
    context.close()


@pytest.fixture
def spanish_machine(launch: Callable[..., Browser], address: str) -> Iterator[Visit]:
    """What these tests do on a machine whose browser asks for Spanish pages."""
    context = opened(launch("--accept-lang=es-ES", camera=False), **DESK)
    yield Visit(context.new_page(), address)
    context.close()
