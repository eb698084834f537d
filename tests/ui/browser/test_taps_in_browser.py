"""The tap editor in a real browser: by mouse, by touch and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from visiting import ELSEWHERE, Visit, faults_of, one_run_of_keys, tab, until

from calibration.profile import Profile, to_text

pytestmark = pytest.mark.browser


def editor(visit: Visit, file: Path) -> Page:
    page = visit.anew("taps")
    visit.give(file)
    page.locator(".handle").first.wait_for()
    page.locator("[data-asked=c7]").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()  # as `give` waits: a page being built may lose it
    return page


def handle(page: Page, name: str) -> Locator:
    return page.locator(f".handle[data-name={name}]")


def place(page: Page, name: str) -> tuple[float, float]:
    """Where a handle is, % of the picture."""
    style = handle(page, name).evaluate("e => [parseFloat(e.style.left), parseFloat(e.style.top)]")
    return style[0], style[1]


def spot(page: Page, x_percent: float, y_percent: float) -> tuple[float, float]:
    """A place on the picture, px of the page."""
    picture = page.locator(".room img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x_percent / 100, box["y"] + box["height"] * y_percent / 100


def rings_of(page: Page) -> list[list[float]]:
    """Every ring drawn: its middle and its radius, px of the picture."""
    return page.locator("svg[data-part=rings]").evaluate(  # type: ignore[no-any-return]
        "s => [...s.querySelectorAll('circle')].map(c => ['cx', 'cy', 'r'].map(a => +c.getAttribute(a)))"
        ".filter(c => c[2] > 2)"
    )


def mean_ring(page: Page) -> float:
    radii = [radius for _, _, radius in rings_of(page)]
    return sum(radii) / len(radii)


def settled(page: Page, before: float) -> float:
    """The mean ring once the answer to a tap has come."""
    return until(page, lambda: mean_ring(page), lambda now: abs(now - before) > 0.01)


def hint(page: Page, name: str) -> tuple[float, float]:
    """Where the outline shows what to tap, % of the picture."""
    found = page.locator(f"svg [data-hint={name}]").evaluate(
        "c => { const b = c.ownerSVGElement.viewBox.baseVal; return [100 * c.getAttribute('cx') / b.width,"
        " 100 * c.getAttribute('cy') / b.height]; }"
    )
    return found[0], found[1]


@pytest.fixture(scope="module")
def untapped(desk: BrowserContext, address: str, fixtures: Path) -> Iterator[Page]:
    """The editor, for tests that tap nothing: they only choose what to tap."""
    for visit in tab(desk, address):
        yield editor(visit, fixtures / "rendered_back.jpg")


@pytest.fixture(scope="module")
def untapped_on_phone(telephone: BrowserContext, address: str, fixtures: Path) -> Iterator[Page]:
    for visit in tab(telephone, address):
        yield editor(visit, fixtures / "rendered_back.jpg")


def test_a_tap_before_anything_was_chosen_is_answered_with_what_to_do(untapped: Page) -> None:
    page = untapped
    assert "smaller the rings get" in page.locator("[data-part=next_title]").inner_text()
    ask = page.locator("[data-part=ask]")
    page.mouse.click(*spot(page, 3, 3))
    assert "Nothing was marked" in ask.inner_text()
    page.locator("[data-asked=c7]").click()
    assert "bend your neck" in ask.inner_text()


def test_a_mouse_adds_a_landmark_drags_it_and_takes_it_back(newcomer: Visit, fixtures: Path) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    rings = mean_ring(page)
    page.locator("[data-asked=c7]").click()
    assert "bend your neck" in page.locator("[data-part=ask]").inner_text()
    page.mouse.click(*spot(page, *hint(page, "c7")))
    handle(page, "c7").wait_for()
    fewer = settled(page, rings)
    assert fewer < rings
    page.locator("[data-asked=c7]").wait_for(state="detached")

    x, y = place(page, "c7")
    page.mouse.move(*spot(page, x, y))
    page.mouse.down()
    page.mouse.move(*spot(page, x + 1, y + 1), steps=4)
    assert page.locator(".loupe").is_visible()
    page.mouse.up()
    assert not page.locator(".loupe").is_visible()
    assert place(page, "c7") == pytest.approx((x + 1, y + 1), abs=0.3)

    page.get_by_role("button", name="Undo").click()
    assert place(page, "c7") == pytest.approx((x, y), abs=0.1)
    page.get_by_role("button", name="Redo").click()
    assert place(page, "c7") == pytest.approx((x + 1, y + 1), abs=0.3)
    page.get_by_role("button", name="Start again").click()
    handle(page, "c7").wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    handle(page, "c7").wait_for()
    assert newcomer.outside() == [] and newcomer.faults == []


def test_what_is_tapped_last_before_the_page_is_left_is_not_lost(newcomer: Visit, fixtures: Path) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    page.locator("[data-asked=c7]").click()
    page.mouse.click(*spot(page, *hint(page, "c7")))
    newcomer.walk("")
    page.get_by_text("is counted in").wait_for()


def left_in_the_same_breath(act: str) -> str:
    """What a script does with an element, and the photo page asked for before the server can have begun to answer."""
    step = "history.pushState({}, '', '/'); dispatchEvent(new PopStateEvent('popstate'));"
    return f"element => {{ {act}; setTimeout(() => {{ {step} }}, 1); }}"


def key_pressed(key: str) -> str:
    return f"element.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, composed: true }}))"


@pytest.mark.parametrize("key", ["Enter", "ArrowLeft"])  # it lies well where it is offered; it is moved there first
def test_what_is_told_in_the_same_breath_as_the_page_is_left_is_not_lost(
    newcomer: Visit, fixtures: Path, key: str
) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    page.locator("[data-asked=c7]").focus()
    page.keyboard.press("Enter")
    mark = handle(page, "c7")
    mark.wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    mark.evaluate(left_in_the_same_breath(key_pressed(key)))
    page.get_by_text("is counted in").wait_for()


def test_a_joint_that_was_found_can_be_put_right(newcomer: Visit, fixtures: Path) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    x, y = place(page, "left_shoulder")
    assert "tapped" not in (handle(page, "left_shoulder").get_attribute("class") or "")
    rings = rings_of(page)
    page.mouse.move(*spot(page, x, y))
    page.mouse.down()
    page.mouse.move(*spot(page, x - 3, y), steps=4)
    page.mouse.up()
    assert place(page, "left_shoulder")[0] == pytest.approx(x - 3, abs=0.3)
    assert "tapped" in (handle(page, "left_shoulder").get_attribute("class") or "")
    until(page, lambda: rings_of(page), lambda now: now != rings)  # the points follow


def test_a_finger_adds_a_landmark_and_drags_it(phone_newcomer: Visit, fixtures: Path) -> None:
    page = editor(phone_newcomer, fixtures / "rendered_back.jpg")
    rings = mean_ring(page)
    page.locator("[data-asked=left_psis]").tap()
    page.touchscreen.tap(*spot(page, *hint(page, "left_psis")))
    handle(page, "left_psis").wait_for()
    assert settled(page, rings) < rings
    x, y = place(page, "left_psis")
    start, end = spot(page, x, y), spot(page, x + 4, y - 2)
    fingers = page.context.new_cdp_session(page)
    between = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for kind, (at_x, at_y) in [("touchStart", start), ("touchMove", between), ("touchMove", end)]:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at_x, "y": at_y}]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    until(page, lambda: place(page, "left_psis"), lambda at: at == pytest.approx((x + 4, y - 2), abs=0.6))
    assert phone_newcomer.faults == []


def test_what_a_phone_chooses_from_the_list_brings_the_picture_back_into_sight(untapped_on_phone: Page) -> None:
    page = untapped_on_phone
    last = page.locator("[data-asked]").last
    last.scroll_into_view_if_needed()
    room = page.locator("[data-part=room]")
    before = room.bounding_box()
    assert before is not None and before["y"] < 0, "the list is longer than the screen"
    last.tap()
    until(page, lambda: tops(page), lambda seen: 0 < seen[0] < seen[1] < page.evaluate("innerHeight") / 2)


def tops(page: Page) -> list[float]:
    """How far down what to feel for and the picture begin."""
    found: list[float] = page.locator("[data-part=ask], [data-part=room]").evaluate_all(
        "every => every.map(each => each.getBoundingClientRect().top)"
    )
    return found


def test_a_handle_is_large_enough_for_a_thumb(untapped_on_phone: Page) -> None:
    box = handle(untapped_on_phone, "left_shoulder").bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44


def test_keys_alone_add_move_undo_and_remove(first_visit: Visit, fixtures: Path) -> None:
    page = editor(first_visit, fixtures / "rendered_back.jpg")
    page.locator("[data-asked=c7]").focus()
    page.keyboard.press("Enter")
    handle(page, "c7").wait_for()
    x, y = place(page, "c7")
    rings = mean_ring(page)
    keep = page.get_by_role("button", name="Keep", exact=True)
    page.locator("[data-test-script-state=notRunning]").wait_for()
    assert mean_ring(page) == rings and keep.filter(visible=True).count() == 0, "no finger has felt anything yet"
    assert "not counted yet" in (handle(page, "c7").get_attribute("aria-label") or "")
    shoulder = handle(page, "left_shoulder")
    assert "Delete" not in (shoulder.get_attribute("aria-label") or ""), "what was found cannot be taken away"
    with one_run_of_keys(page):
        for _ in range(3):
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowDown")
    moved_x, moved_y = place(page, "c7")
    assert "Delete removes it" in (handle(page, "c7").get_attribute("aria-label") or "")
    assert moved_x > x + 1 and y < moved_y < y + 1
    settled(page, rings)  # the answer comes, and the focus stays where it was
    with one_run_of_keys(page):
        page.keyboard.press("ArrowDown")
    assert place(page, "c7")[1] > moved_y
    page.keyboard.press("Control+z")
    assert place(page, "c7")[1] == pytest.approx(moved_y, abs=0.01)
    page.keyboard.press("Control+z")
    assert place(page, "c7") == pytest.approx((x, y), abs=0.01)
    page.keyboard.press("Control+y")
    assert place(page, "c7")[0] == pytest.approx(moved_x, abs=0.01)
    page.keyboard.press("Delete")
    handle(page, "c7").wait_for(state="detached")
    assert first_visit.faults == []


def test_axe_finds_no_fault_in_the_editor(untapped: Page) -> None:
    untapped.locator("[data-asked=c7]").click()
    assert faults_of(untapped) == []


def test_the_browser_is_to_ask_before_taps_go_with_the_visit(newcomer: Visit, fixtures: Path) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    assert not held_back(page)
    page.locator("[data-asked=c7]").click()
    page.mouse.click(*spot(page, *hint(page, "c7")))
    until(page, lambda: held_back(page), bool)
    newcomer.walk("safety")
    assert held_back(page), "they count on the other pages too"
    newcomer.walk("taps")
    page.get_by_role("button", name="Start again").click()
    until(page, lambda: held_back(page), lambda now: not now)


def held_back(page: Page) -> bool:
    """Whether the page asks the browser to ask before it is left; a browser without a screen shows no question."""
    question = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    return bool(page.evaluate(question))


def test_a_mark_that_a_key_put_counts_once_it_is_said_to_be_there(newcomer: Visit, fixtures: Path) -> None:
    page = editor(newcomer, fixtures / "rendered_back.jpg")
    rings = mean_ring(page)
    for name in ("c7", "left_psis"):
        page.locator(f"[data-asked={name}]").focus()
        page.keyboard.press("Enter")
        handle(page, name).wait_for()
    page.keyboard.press("Enter")
    settled(page, rings)
    counted = page.locator(".handle.tapped:not(.offered)")
    assert counted.evaluate_all("all => all.map(each => each.dataset.name)") == ["left_psis"]
    assert newcomer.faults == []


def test_who_deletes_a_profile_sees_that_it_is_chosen_no_more_and_may_undo_it(newcomer: Visit, tmp_path: Path) -> None:
    """The box went on showing the name of whom the server knew no more."""
    page = newcomer.anew("taps")
    page.get_by_text("More about profiles").click()
    for name in ("abe", "zoe"):
        file = tmp_path / f"{name}.profile.json"
        file.write_text(to_text(Profile(name)), encoding="utf-8")
        page.locator("input[type=file][accept*=json]").set_input_files(file)
        page.get_by_text(f"{name} is kept from now on.").wait_for()
    newcomer.walk(ELSEWHERE)
    newcomer.walk("taps")
    whose = page.get_by_role("combobox", name="Whose body is it?")

    def delete(name: str) -> None:
        page.locator("[data-test-script-state=notRunning]").wait_for()  # a list opened before that is closed by it
        whose.click()
        page.get_by_role("option", name=name).click()
        page.get_by_role("button", name="This profile").click()
        page.get_by_role("button", name=f"Delete the profile of {name}").click()
        page.get_by_text(f"The profile of {name} is deleted.").wait_for()

    delete("zoe")
    expect(whose).to_have_value("Anybody's")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(whose).to_have_value("zoe")
    for name in ("abe", "zoe"):
        delete(name)
    expect(whose).to_have_count(0)  # nobody is kept
    assert newcomer.faults == []
