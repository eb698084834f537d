"""One tab of a browser: what it asked for, and what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from remembering import FORGET

T = TypeVar("T")
ELSEWHERE = "safety"  # a page of words alone, by which one comes back to another
WITH_CAMERA = ("live", "check")
PATIENCE_MS = 60_000  # a busy machine with two viewers takes its time; nothing here measures it
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Who goes from heading to heading takes a level left out for a loss; who listens goes past the bar to the main part.
BESIDES = {"heading-order": {"enabled": True}, "landmark-one-main": {"enabled": True}}
REST_MS = 700  # longer than the pause that ends a run of key presses in the editors (their REST_MS)


expect.set_options(timeout=PATIENCE_MS)


class Visit:
    """One tab, and what it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_MS)
        self.address = address
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.answered = False  # the cautions
        self.forgot = 0  # times
        self.taken = False  # by somebody who may have left a choice, a picture or taps behind
        self.screen = page.viewport_size
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda line: self.requests.append(line.url))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def outside(self) -> list[str]:
        """Requests that would have left this machine."""
        inside = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(inside)]

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}/{path}")
        self.page.locator("h1").first.wait_for()
        return self.page

    def walk(self, path: str) -> Page:
        """The page without loading the app anew, as the browser's back key comes to it: a fifth of the work."""
        if not self.page.url.startswith(self.address):
            return self.go(path)
        title = self.page.locator("h1").first
        before, there = title.inner_text(), f"/{path}"
        if self.page.evaluate("location.pathname") != there:
            self._come_back_to(there)
            expect(title).not_to_have_text(before)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()
        return self.page

    def leave_for(self, group: str, name: str) -> None:
        """Another page, by the bar: it lies under the group's word."""
        self.page.get_by_role("button", name=group, exact=True).click()
        self.page.get_by_role("link", name=name).click()

    def past_cautions(self, path: str) -> Page:
        """The page after the cautions were answered with no."""
        page = self.go(path)
        page.get_by_role("button", name="None of these").click()
        page.get_by_role("button", name="Show me the points").click()
        self.answered = True
        return page

    def healthy(self, path: str = "") -> Page:
        """The photo page or the live page after the cautions, whole."""
        page = self.anew(path)
        page.get_by_text("Which routine?").wait_for()
        return page

    def anew(self, path: str) -> Page:
        """The page after the cautions, all that the browser shows on it made anew; who has answered them walks there.

        What the server keeps of a visit (a choice, a picture, taps, the end of a session) stays: a test that leaves
        such a thing behind, or must not meet it, takes a visit of its own.
        """
        if not self.answered:
            return self.past_cautions(path)
        self.walk(ELSEWHERE)
        return self.walk(path)

    def forget(self) -> None:
        """What was asked for and chosen in this visit, but not what was answered to the cautions."""
        self.requests.clear()
        self.faults.clear()
        self.page.bring_to_front()
        if self.screen is not None:
            self.page.set_viewport_size(self.screen)
        if self.page.url.startswith(self.address):
            self.forgot += 1
            self._come_back_to(f"/{ELSEWHERE}?{FORGET}={self.forgot}")
            self.page.locator(f".forgotten-{self.forgot}").wait_for(state="attached")
            self.page.locator("[data-test-script-state=notRunning]").wait_for()
            self._unchoose()
        self.taken = False

    def _come_back_to(self, path: str) -> None:
        """As the browser's back key does."""
        step = "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
        self.page.evaluate(step, path)

    def rest(self) -> None:
        """Off a page with a camera, on whose view nothing stays as it was chosen."""
        if self.page.url.removeprefix(f"{self.address}/") in WITH_CAMERA:
            self.walk(ELSEWHERE)
            self._unchoose()

    def _unchoose(self) -> None:
        """What the tab itself keeps of views and editors that were left."""
        self.page.evaluate("globalThis.acupointChosen?.clear(); globalThis.acupointLeft?.clear()")

    def give(self, picture: Path) -> None:
        """A picture for the page, once it is whole: what one still being built is given may go with a part of it."""
        place = self.page.locator('input[type=file][accept*=".jpg"]').first
        place.wait_for(state="attached")
        self.page.locator("[data-test-script-state=notRunning]").wait_for()
        place.set_input_files(picture)


def tab(context: BrowserContext, address: str) -> Iterator[Visit]:
    """A new tab of a browser that has read the app's files before, as a person's second visit is."""
    page = context.new_page()
    yield Visit(page, address)
    page.close()


def nobody_yet(visit: Visit) -> Iterator[Visit]:
    """A tab that is used again and again, of which the server and the page keep nothing from the last time."""
    visit.forget()
    visit.taken = True
    yield visit
    visit.rest()


def walking(visit: Visit) -> Iterator[Visit]:
    """The same tab, whatever another walker has looked at."""
    if visit.taken:
        visit.forget()
    visit.page.bring_to_front()  # a tab opened since then lies over it, and what is covered fills no screen
    yield visit
    visit.rest()


def until(page: Page, read: Callable[[], T], holds: Callable[[T], bool]) -> T:
    """What is read once this holds of it: the page answers in its own time."""
    for _ in range(PATIENCE_MS // 100):
        if holds(now := read()):
            return now
        page.wait_for_timeout(100)
    raise AssertionError(f"waited {PATIENCE_MS / 1000:.0f} s, still got {read()}")


@contextmanager
def one_run_of_keys(page: Page) -> Iterator[None]:
    """Keys pressed within are one run, and over afterwards, however long the machine takes between two of them."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    yield
    page.clock.run_for(REST_MS)
    page.clock.resume()


def faults_of(page: Page) -> list[str]:
    """What axe has to say against a page by WCAG A and AA, shadow roots included, once the page stands.

    A page that is still putting itself together fades what is about to go, and faded words have too little contrast.
    """
    for _ in range(5):
        found = _faults_now(page)
        if not found:
            break
        page.wait_for_timeout(1000)
    return found


def _faults_now(page: Page) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"runOnly": RULES, "rules": BESIDES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
