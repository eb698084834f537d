"""How the app is served: to this machine, silently, and with options that the toolkit knows."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from streamlit import config as toolkit
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from ui import settings
from ui.app import app
from ui.live import clips
from ui.live.server import ROUTE
from ui.uploads import MEBIBYTE


def test_every_option_is_one_that_the_toolkit_knows() -> None:
    given = settings.config(8501, lan=True, certificate=(Path("a.pem"), Path("b.pem")))
    assert set(given) <= set(toolkit._config_options_template)


def test_it_listens_on_this_machine_alone_unless_asked() -> None:
    assert settings.config(1234)["server.address"] == "127.0.0.1"
    assert settings.config(1234, lan=True)["server.address"] == "0.0.0.0"


def test_no_usage_is_reported_and_no_traceback_is_shown() -> None:
    given = settings.config()
    assert given["browser.gatherUsageStats"] is False
    assert given["client.showErrorDetails"] == "none"
    assert given["global.disableWidgetStateDuplicationWarning"], "each change of language was a traceback in the log"


def brightness(colour: tuple[float, ...]) -> float:
    """Relative luminance as WCAG 2.1 defines it, of (red, green, blue) in 0..255."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (each / 255 for each in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("name", "tint"), [("green", (33, 195, 84)), ("red", (255, 43, 43))])
def test_what_succeeded_and_what_failed_can_be_read_on_their_tints(name: str, tint: tuple[int, ...]) -> None:
    """The toolkit lays a tenth of these tints over the ground, by day; WCAG AA asks for 4.5 : 1."""
    light = {n: settings.config()[f"theme.light.{n}"] for n in (f"{name}TextColor", "backgroundColor")}
    words, ground = (tuple(bytes.fromhex(colour[1:])) for colour in light.values())
    behind = tuple(0.1 * t + 0.9 * g for t, g in zip(tint, ground, strict=True))
    assert (brightness(behind) + 0.05) / (brightness(words) + 0.05) > 5.0


def test_an_unknown_origin_is_refused_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        pytest.fail("the outside world was asked")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", asked)
    assert not is_url_from_allowed_origins("http://evil.example:8501")
    assert is_url_from_allowed_origins("http://127.0.0.1:8501")


def test_an_upload_of_the_largest_size_is_written_to_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def written(*_: object, **__: object) -> None:
        pytest.fail("a file was made on the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", written)
    data = b"p" * (settings.UPLOAD_MB * MEBIBYTE)
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n'

    async def body() -> AsyncIterator[bytes]:
        yield head
        for start in range(0, len(data), MEBIBYTE):
            yield data[start : start + MEBIBYTE]
        yield b"\r\n--b--\r\n"

    async def read() -> bytes:
        form = await MultiPartParser(Headers({"content-type": "multipart/form-data; boundary=b"}), body()).parse()
        upload = form["f"]
        assert isinstance(upload, UploadFile)
        return await upload.read()

    with ThreadPoolExecutor(max_workers=1) as aside:  # the browser tests leave a loop running in this thread
        assert aside.submit(asyncio.run, read()).result() == data


def test_the_live_socket_and_the_recordings_are_served_beside_the_pages() -> None:
    paths = {getattr(route, "path", "") for route in app._user_routes}
    assert {ROUTE, clips.ROUTE} <= paths


def test_our_own_mistake_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    from ui.app import told_kindly
    from ui.wording import wording

    said: list[str] = []
    monkeypatch.setattr(st, "error", said.append)
    assert told_kindly(ZeroDivisionError("division by zero")) is True
    assert said == [wording()("error.ours")]
