"""Starting the app: the port is looked at first, and opening it to the network says what that means."""

from __future__ import annotations

import shutil
import socket
import subprocess
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


def pair(folder: Path, name: str, *locked: str) -> tuple[Path, Path]:
    """A certificate of our own and its key, made anew: keys are not kept among sources."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    made = ("req", "-x509", "-newkey", "rsa:2048", *(locked or ("-nodes",)), "-days", "2", "-subj", "/CN=localhost")
    subprocess.run(["openssl", *made, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    return cert, key


SERVER = """
import logging, os, sys, types
from ui.cli import main

def serve(port, **more):
    os.write(2, b"a note of a native library\\n")
    logging.getLogger("ours").error("a page failed")
    print("and what we say", file=sys.stderr)
    raise RuntimeError("our mistake")

sys.modules["ui.app"] = types.SimpleNamespace(serve=serve)
main(["app", "--port", sys.argv[1], "--no-browser"])
"""


def test_the_apps_own_errors_are_told_and_native_notes_are_not() -> None:
    call = [sys.executable, "-c", SERVER, str(free_port())]
    told = subprocess.run(call, capture_output=True, text=True).stderr
    assert "a page failed" in told and "and what we say" in told and "RuntimeError: our mistake" in told
    assert "native library" not in told


def test_files_that_are_no_certificate_are_told_before_the_address(
    served: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "README.md"
    text.write_text("# No certificate")
    assert main(["app", "--port", str(free_port()), "--cert", str(text), "--key", str(text)]) == 2
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1 and "expected a certificate and its private key" in told.err
    assert told.out == "" and served == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_a_certificate_goes_with_its_own_key_alone(
    served: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (cert, key), (_, other) = pair(tmp_path, "own"), pair(tmp_path, "other")
    start = ["app", "--port", str(free_port()), "--no-browser", "--cert", str(cert), "--key"]
    assert main([*start, str(other)]) == 2 and served == []
    assert "other.key: expected the key of" in capsys.readouterr().err
    assert main([*start, str(key)]) == 0 and served[-1]["certificate"] == (cert, key)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_a_key_under_a_passphrase_is_left_to_the_server_to_ask_for(tmp_path: Path) -> None:
    locked = pair(tmp_path, "locked", "-passout", "pass:secret")
    assert cli_app.read_certificate(*locked) == locked
