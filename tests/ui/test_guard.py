"""Who is answered: the app's own pages under this machine's own address, and no stranger's page in the same browser."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_routes import BASE_ROUTE_MEDIA

from ui import guard, settings
from ui.app import app

HERE = "127.0.0.1:8501"
PAGE = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}  # typed in, or a bookmark


def ask(kind: str = "http", scheme: str = "", path: str = "/", **headers: str) -> tuple[bool, dict[str, Any]]:
    """Whether what lies behind the guard was reached, and the first message of the answer."""
    reached, sent = [], []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def receive() -> dict[str, Any]:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in ({"host": HERE} | headers).items()]
    scope = {"type": kind, "scheme": scheme or kind, "path": path, "method": "GET", "headers": told}
    asyncio.run(guard.Guard(behind)(scope, receive, send))
    return bool(reached), sent[0] if sent else {}


def headers_of(answer: dict[str, Any]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in answer["headers"]}


def test_the_guard_stands_before_every_route_of_the_app() -> None:
    assert [each.cls for each in app._user_middleware] == [guard.Guard]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["evil.example:8501", "127.0.0.1.evil.example", "EVIL.example", "[evil.example]"])
def test_a_name_that_was_made_to_mean_this_machine_is_not_answered(kind: str, host: str) -> None:
    """To the browser such a page is the app's own: host and origin agree."""
    reached, answer = ask(kind, host=host, origin=f"http://{host}")
    assert not reached
    assert answer.get("status") == 403 or answer == {"type": "websocket.close", "code": guard.REFUSED}


@pytest.mark.parametrize("host", [HERE, "localhost:8501", "[::1]:8501", "192.168.1.7:8501", "desk:8501", "desk.local"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_app_s_own_page_is_answered_under_each_address_of_this_machine(kind: str, host: str) -> None:
    assert ask(kind, host=host, origin=f"http://{host}")[0]


def test_under_a_certificate_the_machine_may_have_any_name() -> None:
    assert ask(scheme="https", host="desk.example.org")[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "http://127.0.0.1:80", "null", ""])
def test_a_page_from_elsewhere_is_not_answered_not_even_one_of_another_port(kind: str, origin: str) -> None:
    assert not ask(kind, origin=origin)[0]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("mode", "dest"), [("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")])
def test_another_page_can_neither_frame_the_app_nor_tell_that_it_runs(site: str, mode: str, dest: str) -> None:
    assert not ask(sec_fetch_site=site, sec_fetch_mode=mode, sec_fetch_dest=dest)[0]


@pytest.mark.parametrize("site", ["none", "same-origin", "cross-site"])
def test_who_opens_the_app_by_a_link_or_a_bookmark_sees_it(site: str) -> None:
    assert ask(**{name.replace("-", "_"): value for name, value in {**PAGE, "sec-fetch-site": site}.items()})[0]


def test_the_browser_is_told_to_fetch_nothing_from_outside_and_to_show_the_app_in_no_frame() -> None:
    told = headers_of(ask()[1])
    rules = dict(rule.split(" ", 1) for rule in told["content-security-policy"].split("; "))
    assert rules["frame-ancestors"] == "'none'" and told["x-frame-options"] == "DENY"
    for rule in ("default-src", "connect-src"):
        sources = set(rules[rule].split()) - {"'self'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
        assert sources <= {f"ws://{HERE}", f"wss://{HERE}"}


def test_pictures_do_not_stay_in_the_browser_s_cache() -> None:
    assert headers_of(ask(path=f"/{BASE_ROUTE_MEDIA}/5f9d.jpg")[1])["cache-control"] == "no-store"
    assert "cache-control" not in headers_of(ask(path="/static/js/index.js")[1])  # the app's own scripts may


def test_no_page_elsewhere_may_tell_the_toolkit_where_to_send_pictures() -> None:
    assert settings.config()["client.allowedOrigins"] == []
