"""A frame of the live view frozen and tapped on, by mouse, touch and keyboard; printed marks worn before the camera."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import BACK, CAMERA
from PIL import Image
from playwright.sync_api import Browser, Page
from test_taps_in_browser import handle, place, spot
from test_taps_in_browser import hint as shown_at
from viewing import filmed, live, part, seen, wait_for
from visiting import Visit, faults_of

sys.path.insert(0, str(Path(__file__).parents[2] / "calibration"))
from marked_skin import worn

pytestmark = pytest.mark.browser


def frozen(visit: Visit) -> Page:
    page = filmed(visit)
    page.get_by_role("button", name="Freeze and tap").click()
    page.locator("[data-asked=c7]").wait_for()
    return page


def hint(page: Page, name: str) -> tuple[float, float]:
    """Where a landmark is expected, % of the frozen frame, once it is asked for."""
    page.locator(f"[data-asked={name}]").click()
    return shown_at(page, name)


def mark(page: Page, name: str) -> dict[str, Any]:
    """What the server is told of a tap."""
    told: dict[str, Any] = seen(page, f"view.wish.marks.find(mark => mark.name === '{name}')")
    return told


def riding(page: Page, title: str) -> None:
    page.locator("[data-part=known]").filter(has_text=title).wait_for()


def test_a_mouse_taps_on_the_frozen_frame_and_the_tap_rides(newcomer: Visit) -> None:
    page = frozen(newcomer)
    before = seen(page, "view.overlay.points.get('BL23.left')?.ring")
    page.mouse.click(*spot(page, *hint(page, "c7")))
    assert abs(mark(page, "c7")["distal_cun"]) < 0.5
    riding(page, "Base of the neck")
    wait_for(page, f"view.overlay.points.get('BL23.left')?.ring < {before}")
    assert newcomer.outside() == [] and newcomer.faults == []


def test_a_mirrored_preview_does_not_swap_sides(newcomer: Visit) -> None:
    page = frozen(newcomer)
    assert part(page, "mirror").is_checked()
    right_x, right_y = hint(page, "right_psis")
    left_x, _ = hint(page, "left_psis")
    assert left_x < right_x  # the frozen frame shows the back as it is: the body's left on the picture's left
    page.locator("[data-asked=right_psis]").click()
    page.mouse.click(*spot(page, right_x + 2.0, right_y))
    assert mark(page, "right_psis")["lateral_cun"] < -0.3  # further from the spine on the right: away from the left


def test_a_tap_and_its_undoing_reach_the_live_view(newcomer: Visit) -> None:
    page = frozen(newcomer)
    page.mouse.click(*spot(page, *hint(page, "c7")))
    riding(page, "Base of the neck")
    page.get_by_role("button", name="Undo").click()
    wait_for(page, "view.wish.marks.length === 0")
    page.get_by_role("button", name="Redo").click()
    mark(page, "c7")
    page.get_by_role("button", name="Close the frame").click()
    handle(page, "c7").wait_for(state="detached")
    page.locator("[data-test-script-state=notRunning]").wait_for()  # while the page is rebuilt a button stands twice
    riding(page, "Base of the neck")  # the frame is put away, the tap is not
    page.get_by_role("button", name="Forget these taps").click()
    wait_for(page, "view.wish.marks.length === 0")


def test_keys_alone_freeze_tap_and_move(newcomer: Visit) -> None:
    page = filmed(newcomer)
    page.get_by_role("button", name="Freeze and tap").focus()
    page.keyboard.press("Enter")
    page.locator("[data-asked=c7]").wait_for()
    page.locator("[data-asked=c7]").focus()
    page.keyboard.press("Enter")
    page.locator(".handle.offered[data-name=c7]").wait_for()
    page.keyboard.press("Enter")  # felt where the mark was put
    first = mark(page, "c7")["distal_cun"]
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    wait_for(page, f"view.wish.marks[0].distal_cun > {first} + 0.3")
    assert newcomer.faults == []


def test_a_finger_taps_on_the_frozen_frame(phone_newcomer: Visit) -> None:
    page = frozen(phone_newcomer)
    x, y = hint(page, "left_psis")
    page.touchscreen.tap(*spot(page, x, y))
    mark(page, "left_psis")
    assert place(page, "left_psis") == pytest.approx((x, y), abs=1.5)


def test_without_a_picture_there_is_nothing_to_freeze(walker: Visit) -> None:
    page = live(walker)
    page.get_by_role("button", name="Freeze and tap").click()
    assert "Start the camera first" in part(page, "status").inner_text()


def test_axe_finds_no_fault_with_a_frozen_frame(newcomer: Visit) -> None:
    assert faults_of(frozen(newcomer)) == []


def test_axe_finds_no_fault_on_the_lens_page(walker: Visit) -> None:
    page = walker.walk("lens")
    page.get_by_role("button", name="Measure the lens").wait_for()
    assert faults_of(page) == []


@pytest.fixture
def marked(launch: Callable[..., Browser], address: str, tmp_path: Path) -> Iterator[Visit]:
    """A camera that films the back with a mark worn on the base of the neck."""
    back = np.asarray(Image.open(BACK).convert("RGB").resize((480, 640)))
    film = tmp_path / "marked.mjpeg"
    with film.open("wb") as out:
        for i in range(20):
            frame = Image.new("RGB", (640, 640), "#777777")
            frame.paste(Image.fromarray(worn(back, "c7", (247.5, 94.5), 24.0, 0.2)), (80 + i % 5, 0))
            frame.save(out, "JPEG", quality=90)
    flags = [*CAMERA, f"--use-file-for-fake-video-capture={film}", "--use-fake-ui-for-media-stream"]
    context = launch(*flags, camera=False).new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    yield Visit(context.new_page(), address)
    context.close()


def test_a_mark_worn_before_the_camera_is_read_when_asked_for(marked: Visit) -> None:
    page = filmed(marked)
    page.wait_for_timeout(500)
    assert part(page, "known").inner_text() == ""
    page.get_by_label("I wear printed marks").check()
    riding(page, "Base of the neck")
    page.get_by_label("I wear printed marks").uncheck()
    wait_for(page, "view.parts.known.textContent === ''")
