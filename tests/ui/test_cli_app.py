"""Starting the app: the port is looked at first, and opening it to the network says what that means."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ui import cli_app
from ui.cli import main


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    server = SimpleNamespace(serve=lambda port, **more: calls.append({"port": port, **more}))
    monkeypatch.setitem(sys.modules, "ui.app", server)  # the pages themselves are tried in a browser
    return calls


def test_the_app_is_served_to_this_machine_unless_asked_otherwise(
    served: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    assert main(["app", "--port", str(port), "--no-browser"]) == 0
    assert served == [{"port": port, "lan": False, "open_browser": False, "certificate": None}]
    assert f"http://127.0.0.1:{port}" in capsys.readouterr().out


def test_a_busy_port_is_told_with_another_to_try(
    served: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["app", "--port", str(port)]) == 2
    assert f"--port {port}: cannot be used" in capsys.readouterr().err
    assert served == []


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_a_number_that_is_no_port_is_told(port: str, served: list[dict[str, Any]]) -> None:
    assert main(["app", f"--port={port}"]) == 2 and served == []


def test_opening_to_the_network_says_what_it_exposes() -> None:
    text = cli_app.lan_notice("192.168.1.20", 8501)
    assert "http://192.168.1.20:8501" in text and "unencrypted" in text and "HTTPS" in text
    assert "No network" in cli_app.lan_notice(None, 8501)


def test_a_certificate_without_its_key_is_told(
    served: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = tmp_path / "here.pem"
    certificate.write_text("")
    assert main(["app", "--port", "50123", "--cert", str(certificate)]) == 2
    assert "--key" in capsys.readouterr().err
    assert main(["app", "--port", "50123", "--cert", str(certificate), "--key", str(tmp_path / "none.pem")]) == 2
    assert "none.pem" in capsys.readouterr().err and served == []
