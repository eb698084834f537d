"""How the page is served: bound to this machine, silent to the outside, and in colours that can be read.

One table, handed over at start, rather than a `.streamlit/config.toml`, which would be found only from some folders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PORT = 8501
UPLOAD_MB = 80  # a 50 Mpx photograph as PNG; JPEG and HEIC stay below 30

_SERVER: dict[str, Any] = {
    "server.headless": True,  # no question about an e-mail address at the first start
    "server.showEmailPrompt": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": UPLOAD_MB,
    "server.enableStaticServing": False,
    # else a page of anybody's on the toolkit maker's hosting could frame this one and have pictures sent to itself
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,  # otherwise every page view is reported to the maker of the toolkit
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",  # a person is never shown a traceback
    "client.showErrorLinks": False,
    "logger.level": "warning",
    # What is asked while a page is worked on waits for that page's next element.  Else both are worked on at once, with
    # one memory of which page is asked for: now and then the page that was left came back and stayed.
    "runner.fastReruns": False,
    # a choice is set once more when the language changes (look.choose_language); else that is a traceback in the log
    "global.disableWidgetStateDuplicationWarning": True,
}

# Checked by axe against WCAG AA: the default grey of captions (3.9 : 1) is not enough, hence the dark text; nor is the
# green of what succeeded (4.43 : 1 on its tint), and the red of errors only just (4.50).  On the default tint of errors
# the size of a file that was not taken stands in 4.4 : 1, on this one in 4.8.
_LIGHT = {
    "primaryColor": "#0b5f59",
    "backgroundColor": "#fffdf9",
    "secondaryBackgroundColor": "#f4eee4",
    "textColor": "#16130f",
    "linkColor": "#0b5f59",
    "codeTextColor": "#16130f",
    "borderColor": "#cfc4b2",
    "greenTextColor": "#11662b",
    "redTextColor": "#a62e33",
    "redBackgroundColor": "#f9e6e0",
}
_DARK = {
    "primaryColor": "#5cc7bc",  # as a word on the ground 9 : 1, dark words on it as much
    "backgroundColor": "#16130f",
    "secondaryBackgroundColor": "#2a251e",
    "textColor": "#f6f0e6",
    "linkColor": "#6fd6cb",
    "codeTextColor": "#f6f0e6",
    "borderColor": "#5a5143",
}
# No base: with both given the browser's own wish decides, and the toolkit's menu changes it.
_THEME: dict[str, Any] = {
    "theme.baseFontSize": 18,
    "theme.baseRadius": "0.6rem",
    "theme.showWidgetBorder": True,
    **{f"theme.light.{name}": colour for name, colour in _LIGHT.items()},
    **{f"theme.dark.{name}": colour for name, colour in _DARK.items()},
}


def config(port: int = PORT, *, lan: bool = False, certificate: tuple[Path, Path] | None = None) -> dict[str, Any]:
    """Streamlit's options for one start.

    `lan` listens on every interface; `browser.serverAddress` is set then too, because without it the toolkit asks an
    outside service for this machine's public address.
    """
    where: dict[str, Any] = {
        "server.address": "0.0.0.0" if lan else HOST,
        "server.port": port,
        "browser.serverAddress": HOST,
    }
    if certificate is not None:
        where |= {"server.sslCertFile": str(certificate[0]), "server.sslKeyFile": str(certificate[1])}
    return {**_SERVER, **_THEME, **where}
