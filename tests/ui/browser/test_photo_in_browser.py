"""The photo page in a real browser: the outline by mouse, fingers and keys; another person by a click and by keys."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from remembering import UNREADABLE
from visiting import Visit, faults_of, one_run_of_keys, until

pytestmark = pytest.mark.browser
NUMBERS = re.compile(r"-?[\d.]+(?:e-?\d+)?")


def refused(visit: Visit, fixtures: Path) -> Page:
    """The page with a picture that shows nobody."""
    page = visit.healthy()
    visit.give(fixtures / "rendered_empty_a.jpg")
    page.get_by_role("heading", name="No points on this picture").wait_for()
    return page


def fitting(visit: Visit, fixtures: Path, name: str = "rendered_empty_a.jpg") -> Page:
    """The page with the outline over a picture."""
    page = visit.healthy()
    visit.give(fixtures / name)
    page.get_by_role("button", name=re.compile("Show where the body is|Do the points look wrong")).wait_for()
    if page.get_by_role("button", name="Show where the body is").count() == 0:
        page.get_by_role("button", name="Numbers (JSON)").wait_for()  # the page is whole: it moves no more
        page.get_by_role("button", name="Do the points look wrong?").click()
    page.get_by_role("button", name="Show where the body is").focus()  # wherever a page still growing has pushed it
    page.keyboard.press("Enter")
    page.locator(".stage .line").first.wait_for()
    page.locator(".stage").scroll_into_view_if_needed()
    return page


def square(page: Page) -> tuple[float, float, float, float]:
    """Where the outline lies: x, y, turn in degrees, side, in px of the photograph."""
    x, y, turn, side = NUMBERS.findall(page.locator("[data-part=shape]").get_attribute("transform") or "")
    return float(x), float(y), float(turn), float(side)


def px(page: Page) -> float:
    """Pixels of the photograph in one of the screen."""
    box = page.locator(".stage img").bounding_box()
    assert box is not None
    width = page.locator(".stage img").evaluate("e => e.naturalWidth")
    return float(width) / box["width"]


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".stage").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_on_a_laptop_the_points_of_a_picture_just_given_are_seen(newcomer: Visit, fixtures: Path) -> None:
    """Its heading was, and a third of the picture."""
    page = newcomer.healthy()
    newcomer.give(fixtures / "rendered_back.jpg")
    picture = page.locator('[data-testid="stImage"] img').first
    expect(picture).to_be_in_viewport(ratio=0.9)


def test_at_double_size_the_answer_comes_in_sight_once_for_each_picture(newcomer: Visit, fixtures: Path) -> None:
    page = newcomer.healthy()
    page.set_viewport_size({"width": 640, "height": 450})
    newcomer.give(fixtures / "rendered_back.jpg")
    heading = page.get_by_role("heading", name="Where to press")
    expect(heading).to_be_in_viewport()
    page.get_by_role("button", name="Numbers (JSON)").wait_for()  # the page is whole: it moves no more
    page.mouse.move(320, 300)
    page.mouse.wheel(0, -3000)
    page.get_by_text("All points", exact=True).click()
    page.get_by_text("GV9", exact=False).first.wait_for()
    expect(heading).not_to_be_in_viewport()
    newcomer.give(fixtures / "rendered_empty_a.jpg")
    expect(page.get_by_role("heading", name="No points on this picture")).to_be_in_viewport()


def test_a_long_look_is_stopped_by_key_and_begun_again_by_the_next(
    newcomer: Visit, fixtures: Path, tmp_path: Path
) -> None:
    with Image.open(fixtures / "rendered_empty_a.jpg") as room:
        room.resize((6000, 8000)).save(tmp_path / "large.jpg")
    page = newcomer.healthy()
    newcomer.give(tmp_path / "large.jpg")
    page.get_by_text("Looking for the body").wait_for()  # while it is read there may be a Stop too, gone when pressed
    page.get_by_role("button", name="Stop", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^Stopped before")).wait_for()
    on = page.get_by_role("button", name="Look again")
    expect(on).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="No points on this picture").wait_for()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)


@pytest.mark.parametrize("page_name", ["", "taps"])
def test_a_long_reading_is_stopped_by_key_and_begun_again_by_the_next(
    newcomer: Visit, fixtures: Path, tmp_path: Path, page_name: str
) -> None:
    page = newcomer.anew(page_name)
    newcomer.give(shutil.copy(fixtures / "rendered_empty_a.jpg", tmp_path / UNREADABLE))
    stop, on = (page.get_by_role("button", name=name, exact=True) for name in ("Stop", "Read it now"))
    stop.focus()
    for _ in ("the first time", "begun again"):
        page.keyboard.press("Enter")
        expect(on).to_be_focused()
        page.keyboard.press("Enter")
        stop.focus()


def test_a_mouse_moves_the_outline_and_takes_it_back(newcomer: Visit, fixtures: Path) -> None:
    page = fitting(newcomer, fixtures)
    x, y, turn, side = begin = square(page)
    at_x, at_y = middle(page)
    page.mouse.move(at_x, at_y)
    page.mouse.down()
    page.mouse.move(at_x + 40, at_y - 30, steps=4)
    page.mouse.up()
    scale = px(page)
    assert square(page) == pytest.approx((x + 40 * scale, y - 30 * scale, turn, side), abs=1.0)
    page.get_by_label("Turn", exact=True).fill("30")
    page.get_by_label("Size", exact=True).fill("700")
    assert square(page)[2] == 30 and square(page)[3] > 1.2 * side
    page.get_by_role("button", name="Legs from in front").click()
    assert page.locator(".stage .guide").count() == 2, "two kneecaps"
    for _ in range(4):
        page.get_by_role("button", name="Undo").click()
    assert square(page) == pytest.approx(begin, abs=0.1)
    page.get_by_role("button", name="Redo").click()
    assert square(page)[0] == pytest.approx(x + 40 * scale, abs=1.0)
    page.get_by_role("button", name="Start again").click()
    assert square(page) == pytest.approx(begin, abs=0.1)
    assert newcomer.outside() == [] and newcomer.faults == []


def test_two_fingers_enlarge_and_turn_the_outline(phone_newcomer: Visit, fixtures: Path) -> None:
    page = fitting(phone_newcomer, fixtures)
    _, _, _, side = square(page)
    at_x, at_y = middle(page)
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": at_x + x, "y": at_y + y, "id": i} for i, (x, y) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (-40, 0), (40, 0))
    for step in range(1, 6):  # apart by a half, and a quarter of a right angle clockwise
        reach, angle = 40 + 4 * step, 22.5 * step / 5 * 3.14159265 / 180
        cos, sin = 1 - angle**2 / 2, angle
        touch("touchMove", (-reach * cos, -reach * sin), (reach * cos, reach * sin))
    touch("touchEnd")
    _, _, turn, _ = until(page, lambda: square(page), lambda now: now[3] == pytest.approx(1.5 * side, rel=0.06))
    assert turn == pytest.approx(22.5, abs=2.0)
    page.get_by_role("button", name="Undo").click()
    assert square(page)[3] == pytest.approx(side, rel=0.001)
    assert phone_newcomer.faults == []


def test_keys_alone_fit_the_outline_and_look(first_visit: Visit, fixtures: Path) -> None:
    page = fitting(first_visit, fixtures, "rendered_back_close.jpg")
    stage = page.locator(".stage")
    stage.focus()
    x, y, turn, side = square(page)
    with one_run_of_keys(page):  # and one step of the history
        for key in ("ArrowRight", "Shift+ArrowUp", "+", "]", "]"):
            page.keyboard.press(key)
    now = square(page)
    assert now[0] > x and now[1] < y - 10 and now[2] == turn + 4 and now[3] == pytest.approx(1.02 * side, rel=0.001)
    expect(page.locator("[data-part=where]")).to_contain_text(f"turned by {now[2]:.0f} degrees")
    page.keyboard.press("Control+z")
    assert square(page) == pytest.approx((x, y, turn, side), abs=0.1)
    page.keyboard.press("Enter")
    page.get_by_text("The body was looked for where you fitted the outline.").wait_for()
    page.get_by_role("heading", name="Where to press").wait_for()
    page.get_by_role("button", name="Forget the outline").click()
    expect(page.get_by_text("The body was looked for where you fitted the outline.")).to_have_count(0)
    assert first_visit.faults == []


@pytest.fixture
def two(fixtures: Path, tmp_path: Path) -> Path:
    """Two people from behind, side by side."""
    one = Image.open(fixtures / "rendered_back.jpg")
    both = Image.new("RGB", (2 * one.width, one.height))
    both.paste(one, (0, 0))
    both.paste(one.resize((one.width * 9 // 10, one.height * 9 // 10)), (one.width, one.height // 10))
    both.save(tmp_path / "two.jpg", quality=92)
    return tmp_path / "two.jpg"


def test_another_person_is_chosen_by_a_click_and_by_keys(newcomer: Visit, two: Path) -> None:
    page = newcomer.healthy()
    newcomer.give(two)
    other = page.get_by_role("button", name="Show person 2")
    other.wait_for()
    before = page.locator(".people img").get_attribute("src")
    other.click()
    page.get_by_role("button", name="Person 2, whose points are shown").wait_for()
    expect(page.locator(".people img")).not_to_have_attribute("src", before or "")
    first = page.get_by_role("button", name="Show person 1")
    first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Person 1, whose points are shown").wait_for()
    assert faults_of(page) == []
    assert newcomer.outside() == [] and newcomer.faults == []


def test_axe_finds_no_fault_in_a_refusal_nor_in_the_outline_editor(newcomer: Visit, fixtures: Path) -> None:
    page = refused(newcomer, fixtures)
    assert faults_of(page) == []
    page.get_by_role("button", name="Show where the body is").click()
    page.locator(".stage .line").first.wait_for()
    page.wait_for_timeout(500)
    assert faults_of(page) == []


def test_the_picture_goes_along_to_the_page_for_tapping(newcomer: Visit, fixtures: Path) -> None:
    page = refused(newcomer, fixtures)
    page.get_by_role("link", name="Tap what you can feel").click()
    page.get_by_role("heading", name="Feel and tap").wait_for()
    expect(page.get_by_text("rendered_empty_a.jpg")).to_be_visible()


def test_who_comes_next_in_these_tests_meets_nothing_of_who_was_there_before(newcomer: Visit, fixtures: Path) -> None:
    page = refused(newcomer, fixtures)
    newcomer.forget()
    page = newcomer.healthy()
    expect(page.get_by_text("rendered_empty_a.jpg")).to_have_count(0)
    expect(page.get_by_role("heading", name="No points on this picture")).to_have_count(0)


def test_a_phone_shows_an_answer_and_the_outline_without_sideways_scrolling(
    phone_newcomer: Visit, fixtures: Path
) -> None:
    page = fitting(phone_newcomer, fixtures, "rendered_back.jpg")
    for wait_ms in (0, 3000):
        page.wait_for_timeout(wait_ms)
        wide = page.evaluate(
            "[document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)[0]"
        )
        assert wide <= 1
        if not wait_ms:
            page.get_by_role("button", name="Close the outline").click()
