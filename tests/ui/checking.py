"""The check page for tests: as a newcomer without cautions finds it, and the words that stand on it."""

from __future__ import annotations

from running import healthy, page_app
from streamlit.testing.v1 import AppTest


def page() -> AppTest:
    app = healthy(page_app("check"))
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "info", "warning", "error")
    return "\n".join(str(each.value) for kind in kinds for each in app.get(kind))
