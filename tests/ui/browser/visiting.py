"""One tab of a browser: what it asked for, and what stands against it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


class Visit:
    """One tab, and what it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda line: self.requests.append(line.url))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def outside(self) -> list[str]:
        """Requests that would have left this machine."""
        inside = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(inside)]

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}/{path}")
        self.page.locator("h1").first.wait_for(timeout=30_000)
        return self.page

    def healthy(self, path: str = "") -> Page:
        """The page after the cautions were answered with no."""
        page = self.go(path)
        page.get_by_role("button", name="None of these").click()
        page.get_by_role("button", name="Show me the points").click()
        page.get_by_text("Which routine?").wait_for()
        return page


def faults_of(page: Page) -> list[str]:
    """What axe has to say against a page by WCAG A and AA, shadow roots included."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
