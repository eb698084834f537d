"""A page that holds one view over a camera: what the view knows, and waiting until it knows it.

A page is up before the view's own script has run: nothing is asked of the view, and no button pressed, until it stands.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page
from visiting import Visit

VIEW = """(() => { const find = root => { for (const e of root.querySelectorAll('*')) {
  const view = e.liveView || e.checkView; if (view) return view;
  if (e.shadowRoot) { const inner = find(e.shadowRoot); if (inner) return inner; } }
  return null; }; return find(document); })()"""


def part(page: Page, name: str) -> Locator:
    return page.locator(f'[data-part="{name}"]')


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(f"(() => {{ const view = {VIEW}; return view && ({condition}); }})()")


def of_view(page: Page, expression: str) -> Any:
    return page.evaluate(f"(() => {{ const view = {VIEW}; return {expression}; }})()")


def seen(page: Page, expression: str) -> Any:
    """What this gives of the view, as soon as it gives something: on a slow machine points fade between two answers."""
    there = page.wait_for_function(f"(() => {{ const view = {VIEW}; return view && ({expression}); }})()")
    return there.json_value()


def live(visit: Visit) -> Page:
    """The live page with its view."""
    page = visit.anew("live")
    wait_for(page, "view.conductor")
    return page


def filmed(visit: Visit, until: str = "view.overlay.points.size > 0") -> Page:
    """The live page with its camera on, once this holds of the view."""
    page = live(visit)
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, until)
    return page


def time_stands(page: Page) -> None:
    """The session's clock is held: a busy machine may take its time between two keys."""
    of_view(page, "(view.conductor.session.tick = nowMs => { view.conductor.session.lastMs = nowMs; }, null)")


def time_runs(page: Page) -> None:
    of_view(page, "delete view.conductor.session.tick")


def digit(page: Page) -> int:
    return int(part(page, "digit").inner_text())


def begun(visit: Visit, button: str = "Start the session") -> Page:
    """The live page with a session at the start of its countdown, where it stays until time runs."""
    page = live(visit)
    time_stands(page)
    page.get_by_role("button", name=button).click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    return page
