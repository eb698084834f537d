"""`acupoint app`: the app in the browser, served from this machine to this machine alone."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from locator.errors import RequestError
from ui.cli_given import path_named
from ui.qr import terminal_qr
from ui.settings import HOST, PORT


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser("app", help="open the app in the browser", description="Opens the app; Ctrl+C ends it.")
    ask.add_argument("--port", type=int, default=PORT, help=f"default {PORT}")
    ask.add_argument("--lan", action="store_true", help="let other devices in this network open it too, e.g. a phone")
    secure = "certificate (PEM) for HTTPS: a phone's camera needs it"
    ask.add_argument("--cert", type=path_named, metavar="FILE", help=secure)
    ask.add_argument("--key", type=path_named, metavar="FILE", help="its private key (PEM)")
    ask.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    check_port(given.port, "" if given.lan else HOST)
    certificate = read_certificate(given.cert, given.key)
    scheme = "https" if certificate else "http"
    print(f"The app: {scheme}://{HOST}:{given.port}   (Ctrl+C ends it)", flush=True)
    if given.lan:
        print(lan_notice(lan_address(), given.port, scheme), flush=True)
    from ui.app import serve

    serve(given.port, lan=given.lan, open_browser=not given.no_browser, certificate=certificate)
    return 0


def read_certificate(cert: Path | None, key: Path | None) -> tuple[Path, Path] | None:
    """Both files, or neither; RequestError says which one is missing, or that they do not go together."""
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        given, wanted = ("--cert", "--key") if key is None else ("--key", "--cert")
        raise RequestError(f"{given}: expected {wanted} beside it, got none; HTTPS needs a certificate and its key.")
    for option, path in (("--cert", cert), ("--key", key)):
        if not os.path.isfile(path):
            raise RequestError(f"{option} {path}: expected a file, found none; check the name and the folder.")
    _try(cert, key)
    return cert, key


def _try(cert: Path, key: Path) -> None:
    """RequestError when no HTTPS can be spoken with these files; better told now than by the server."""
    import ssl

    locked = []

    def passphrase() -> str:
        locked.append(True)
        return ""

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=passphrase)
    except ssl.SSLError as fault:
        if locked:
            return  # the server asks for the key's passphrase itself; twice would be a nuisance
        if fault.reason == "KEY_VALUES_MISMATCH":
            raise RequestError(f"--key {key}: expected the key of {cert}, got that of another certificate.") from None
        raise RequestError(
            f"--cert {cert} --key {key}: expected a certificate and its private key in PEM form, got files that hold "
            "no such pair; look for -----BEGIN CERTIFICATE----- in the one and PRIVATE KEY----- in the other."
        ) from None
    except OSError as fault:
        why = (fault.strerror or str(fault)).lower()
        raise RequestError(f"--cert {cert} --key {key}: cannot be read ({why}); check their permissions.") from None


def check_port(port: int, host: str) -> None:
    """RequestError when the port is no port, or something else answers on it."""
    if not 1 <= port <= 65535:
        raise RequestError(f"--port: expected a number from 1 to 65535, got {port}.")
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise RequestError(
                f"--port {port}: cannot be used ({(fault.strerror or str(fault)).lower()}); "
                f"the app may be open already, or try --port {port % 65535 + 1}."
            ) from fault


def lan_address() -> str | None:
    """This machine's address in its own network, or None without one.  Nothing is sent to find it."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # a datagram socket only looks up the way there
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") or address == "0.0.0.0" else address


def lan_notice(address: str | None, port: int, scheme: str = "http") -> str:
    """The address for other devices, as text and as a QR code, and what opening it to them means."""
    if address is None:
        return "No network found: only this machine can open it."
    url = f"{scheme}://{address}:{port}"
    exposed = "Anyone in this network can open that page while it runs"
    if scheme == "http":
        means = (
            f"{exposed}, and pictures travel to this machine unencrypted:\n"
            "use it in your own home network only. A phone can send photographs this way; its live camera needs HTTPS\n"
            "(--cert and --key)."
        )
    else:
        means = f"{exposed}; what it sends is encrypted. The phone has to trust the certificate first."
    return f"Other devices in this network: {url}\n{terminal_qr(url)}\n{means}"
