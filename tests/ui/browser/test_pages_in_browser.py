"""The pages in a real browser: nothing leaves the machine, nothing is out of reach, downloads hold what they say."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from visiting import Visit, faults_of, tab, until

pytestmark = pytest.mark.browser
PAGES = ["", "live", "check", "taps", "learn", "points", "routines", "history", "lens", "safety"]


def show_photo(visit: Visit, file: Path) -> Any:
    page = visit.healthy()
    visit.give(file)
    page.get_by_role("heading", name="Where to press").wait_for()
    page.get_by_role("button", name="Numbers (JSON)").wait_for()
    return page


@pytest.fixture(scope="module")
def result(desk: BrowserContext, address: str, fixtures: Path) -> Iterator[Visit]:
    """A visit with an answered photo, for tests that leave it as it is."""
    for visit in tab(desk, address):
        show_photo(visit, fixtures / "rendered_back.jpg")
        yield visit


@pytest.fixture(scope="module")
def healthy(desk: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit after the cautions and without a photo, for tests that only look."""
    yield from tab(desk, address)


@pytest.fixture(scope="module")
def stranger(desk: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit that walks from page to page and has not answered the cautions."""
    yield from tab(desk, address)


@pytest.fixture(scope="module")
def phone_stranger(telephone: BrowserContext, address: str) -> Iterator[Visit]:
    yield from tab(telephone, address)


def test_a_photo_is_answered_and_not_one_request_leaves_the_machine(result: Visit) -> None:
    assert result.outside() == [] and result.faults == []
    assert len(result.requests) > 20


def test_the_downloads_hold_what_their_buttons_say(result: Visit, fixtures: Path) -> None:
    page = result.page
    got: dict[str, bytes] = {}
    for name in ("Picture (PNG)", "Page to print (PDF)", "Numbers (JSON)"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        got[coming.value.suggested_filename] = Path(coming.value.path()).read_bytes()
    picture = Image.open(io.BytesIO(got["rendered_back.annotated.png"]))
    assert picture.size == Image.open(fixtures / "rendered_back.jpg").size
    assert not picture.getexif()
    assert got["rendered_back.card.pdf"].startswith(b"%PDF")
    report = json.loads(got["rendered_back.json"])
    assert report["schema"] == "acupoint-locator/1" and report["status"] == "located"


def faults_by_day_and_night(page: Any) -> list[str]:
    """What axe finds on a light page, and on the same one as its owner asks for a dark one."""
    page.wait_for_timeout(800)
    by_day = faults_of(page)
    page.emulate_media(color_scheme="dark")
    until(page, lambda: lightness_of(page, ".stApp", "backgroundColor"), lambda now: now < 80)
    page.wait_for_timeout(400)  # colours fade over
    by_night = faults_of(page)
    page.emulate_media(color_scheme="light")
    return [*by_day, *by_night]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault_against_wcag_aa_and_no_request_leaves_the_machine(stranger: Visit, path: str) -> None:
    assert faults_by_day_and_night(stranger.walk(path)) == []
    assert stranger.outside() == [] and stranger.faults == []


@pytest.mark.parametrize("path", ["", "live"])
def test_axe_finds_no_fault_behind_the_cautions_either(healthy: Visit, path: str) -> None:
    page = healthy.anew(path)
    page.get_by_text("Which routine?").wait_for()
    assert faults_by_day_and_night(page) == []


def test_axe_finds_no_fault_in_a_result(result: Visit) -> None:
    assert faults_by_day_and_night(result.page) == []


def lightness_of(page: Any, selector: str, colour: str) -> float:
    """0 black .. 255 white, of a colour that the page computed."""
    told = page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{colour}")
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", told)[:3])
    return (red + green + blue) / 3.0


def test_pages_are_light_or_dark_as_the_machine_asks(healthy: Visit, night: Visit) -> None:
    for one, dark in ((healthy, False), (night, True)):
        page = one.anew("live")
        page.locator('[data-part="begin"]').wait_for()
        for ground, words in ((".stApp", "h1"), (".live", '[data-part="start"]')):
            assert (lightness_of(page, ground, "backgroundColor") < 80) == dark
            assert (lightness_of(page, words, "color") > 180) == dark


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_one_column_without_sideways_scrolling(phone_stranger: Visit, path: str) -> None:
    page = phone_stranger.walk(path)
    page.wait_for_timeout(800)
    wide = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 1)"
        ".map(e => e.tagName + '.' + e.className).slice(0, 3)"
    )
    assert wide == []


def test_a_closed_menu_is_met_by_no_key_and_an_open_one_can_be_closed_by_its_name(phone: Visit) -> None:
    page = phone.go("safety")
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.wait_for()
    assert faults_of(page) == []
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().right") > 0
    menu.click()
    page.get_by_role("link", name="Routines").wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("link", name="Routines")).to_have_count(0)


def test_at_double_size_the_menu_does_not_stay_over_the_page_that_was_chosen_in_it(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 640, "height": 450})
    visit.go("safety")
    menu, routines = page.get_by_role("button", name="Menu", exact=True), page.get_by_role("link", name="Routines")
    menu.click()
    routines.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Routines")
    expect(routines).to_have_count(0)
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    routines.wait_for()
    page.keyboard.press("Escape")
    expect(routines).to_have_count(0)
    expect(menu).to_be_focused()


def test_the_cautions_are_answered_by_keyboard_alone(visit: Visit) -> None:
    page = visit.go("")
    page.get_by_role("button", name="None of these").wait_for()
    heading = page.get_by_role("heading", level=1)
    for question, following in (("None of these", "Show me the points"), ("Show me the points", "Which routine?")):
        reach(page, question)
        page.keyboard.press("Enter")
        page.get_by_text(following).wait_for()
        expect(heading).to_be_focused()  # each answer lost the keys


def test_at_a_desk_both_lists_of_cautions_are_read_and_answered_without_scrolling(visit: Visit) -> None:
    """The button below the second one lay a third of a screen below the end of this one."""
    page = visit.go("")
    for name in ("None of these", "Show me the points"):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        button.click()


def test_the_choice_of_a_language_never_lies_over_the_title(visit: Visit) -> None:
    page = visit.go("")
    page.get_by_text("Español", exact=True).click()  # the longest title
    page.get_by_role("heading", name="Encuentre").wait_for()
    lies_over = """() => { const words = document.createRange(); words.selectNodeContents(document.querySelector("h1"));
      const corner = document.querySelector(".st-key-language_corner").getBoundingClientRect();
      return [...words.getClientRects()].some((line) => line.right > corner.left && line.top < corner.bottom); }"""
    for width in (1280, 1217, 1215, 1000, 768, 642, 640, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(lies_over), width


def test_after_the_cautions_a_telephone_shows_the_page_from_its_top(phone: Visit) -> None:
    page = phone.healthy()
    until(page, lambda: page.get_by_test_id("stMain").evaluate("main => main.scrollTop"), lambda top: top == 0)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def reach(page: Any, name: str, most: int = 80) -> None:
    """Tab until the button has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent?.trim()") == name:
            return
    pytest.fail(f"{name} is not reached by the Tab key")


def test_a_change_of_language_also_changes_what_is_chosen_already(visit: Visit) -> None:
    page = visit.go("points")
    expect(page.get_by_role("combobox")).to_have_value("All parts")
    page.get_by_role("radio", name="Español").click()
    expect(page.get_by_role("combobox")).to_have_value("Todas")


def test_a_routine_leads_to_its_own_points_on_a_photo(newcomer: Visit) -> None:
    page = newcomer.healthy()
    newcomer.leave_for("Learn", "Routines")
    page.locator(".st-key-photo_sleep button").click()
    expect(page.get_by_role("combobox", name="Which routine?")).to_have_value("Before sleep")
    assert newcomer.outside() == [] and newcomer.faults == []


@pytest.mark.parametrize(("width", "path"), [(320, "learn"), (1000, "")])
def test_choices_that_break_into_rows_have_all_their_edges_and_corners(newcomer: Visit, width: int, path: str) -> None:
    newcomer.page.set_viewport_size({"width": width, "height": 640})
    page = newcomer.anew(path)
    page.get_by_role("radio").nth(3).wait_for()
    tops, edges, corners = page.get_by_role("radio").evaluate_all(
        """every => [every.map(e => e.getBoundingClientRect().top), every.map(e => getComputedStyle(e).borderLeftColor),
          every.map(e => getComputedStyle(e).borderRadius)]"""
    )
    assert len({*tops[2:]}) > 1, "a bar is in two rows here"
    assert "rgba(0, 0, 0, 0)" not in edges
    assert len({*corners}) == 1 and "0px" not in corners[0]  # one number: the same at all four


def test_what_lies_under_a_word_of_the_bar_is_the_next_that_a_key_meets(visit: Visit) -> None:
    page = visit.go("safety")
    points, routines = (page.get_by_role("link", name=name) for name in ("Points", "Routines"))
    until(page, lambda: within_by_enter(page, "Learn"), lambda name: name == "Points")
    page.keyboard.press("Tab")
    expect(routines).to_be_focused()
    assert routines.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")  # past the end
    expect(page.get_by_role("button", name="You")).to_be_focused()
    expect(points).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Feel & tap")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="You")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Feel & tap")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your history")


def test_a_box_opened_by_key_is_the_next_that_a_key_meets(result: Visit) -> None:
    page = result.page
    opener = page.get_by_role("button", name="Do the points look wrong?")
    inside = (page.get_by_role("button", name="Show where the body is"), page.get_by_role("link", name="Tap what"))
    opener.focus()
    page.keyboard.press("Enter")
    inside[-1].wait_for()
    for stop in inside:
        expect(stop).to_be_focused()
        page.keyboard.press("Tab")
    expect(inside[0]).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()


def within_by_enter(page: Page, word: str) -> str:
    """What has the focus once the word was opened by key: the word itself while its script is still on its way."""
    page.keyboard.press("Escape")
    page.get_by_role("button", name=word).focus()
    page.keyboard.press("Enter")
    page.locator('[data-testid="stTopNavDropdownLink"]').first.wait_for()
    return str(page.evaluate("document.activeElement.innerText.trim()"))


@pytest.fixture
def forced(desk: BrowserContext, address: str) -> Iterator[Visit]:
    """A machine that forces its owner's few colours on every page."""
    for other in tab(desk, address):
        other.page.emulate_media(forced_colors="active")
        yield other


def test_forced_colours_still_tell_what_is_chosen_and_leave_the_words_beside_the_digits(forced: Visit) -> None:
    page = forced.past_cautions("live")
    page.get_by_role("radio").nth(3).wait_for()
    grounds = "every => every.map(e => [e.ariaChecked, getComputedStyle(e).backgroundColor])"

    def told_apart() -> bool:
        seen = page.get_by_role("radio").evaluate_all(grounds)
        chosen, others = ({ground for checked, ground in seen if checked == state} for state in ("true", "false"))
        return bool(chosen) and not chosen & others

    until(page, told_apart, bool)  # one that was just chosen fades into its colour
    # a forced colour comes with a ground as high as the line, and the digits' lines are higher than their room
    digit = page.locator('[data-part="digit"]')
    assert digit.evaluate("e => getComputedStyle(e).forcedColorAdjust") == "none"


# The name of what has the keys, if nothing about it tells that; a tint that hardly differs from the ground does not.
UNMARKED = """async () => {
  const at = document.activeElement;
  let around = [];
  for (let e = at; e && around.length < 5; e = e.parentElement) {
    if (e.offsetWidth <= 1) around = []; else around.push(e); // what a box of one pixel holds is not seen
  }
  const drawn = ({ outlineStyle, boxShadow, borderColor }) => [outlineStyle, boxShadow, borderColor];
  const looks = async () => {
    for (const _ of "12") await new Promise(requestAnimationFrame);
    return JSON.stringify(around.map((e) => drawn(getComputedStyle(e))));
  };
  const held = await looks();
  at.blur();
  const left = await looks();
  at.focus();
  return held === left ? at.ariaLabel || at.innerText || at.tagName : "";
}"""


def unmarked(page: Page, stops: int) -> list[str]:
    """Which of so many stops of the keys do not look like it."""
    page.add_style_tag(content="* { transition: none !important }")
    page.locator("h1").first.evaluate("e => { e.tabIndex = -1; e.focus(); }")
    missed = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        missed.append(page.evaluate(UNMARKED))
    return [name for name in missed if name]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_what_a_key_has_come_to_is_seen(visit: Visit, fixtures: Path, colours: Literal["none", "active"]) -> None:
    """Of the questions about health nobody saw which one they would tick; forced colours hid it of most controls."""
    page = visit.page
    page.emulate_media(forced_colors=colours)
    visit.go("")
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("checkbox").first.wait_for()
    assert unmarked(page, 4) == []
    page.get_by_role("button", name="Show me the points").click()
    visit.give(fixtures / "rendered_back.jpg")
    page.get_by_role("button", name="Numbers (JSON)").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    assert unmarked(page, 15) == []


def test_forced_colours_leave_a_scale_its_line_and_its_knob(forced: Visit) -> None:
    page = forced.past_cautions("live")
    knob = page.locator('[data-testid="stSlider"] div:has(> div > input)').first
    knob.wait_for()
    style = "getComputedStyle(e)"
    assert knob.evaluate(f"e => {style}.backgroundColor !== getComputedStyle(document.body).backgroundColor")
    assert knob.evaluate(f"e => (e => {style}.outlineStyle)(e.parentElement.firstElementChild)") == "solid"


LARGE_LETTERS = "html { font-size: 36px !important }"  # the double of the theme's


@pytest.mark.parametrize("path", ["", "live", "check", "learn"])
def test_letters_of_double_size_leave_every_choice_whole(healthy: Visit, path: str) -> None:
    page = healthy.walk(path)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.add_style_tag(content=LARGE_LETTERS)
    page.get_by_role("radio").nth(3).wait_for()
    cut = page.locator('[role="radio"] p').evaluate_all(
        "every => every.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)"
    )
    assert cut == []


def test_keys_stop_at_nothing_that_does_nothing(stranger: Visit) -> None:
    page = stranger.walk("safety")
    page.get_by_role("heading", level=2).first.wait_for()
    stops = []
    for _ in range(9):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
    assert not [stop for stop in stops if "heading" in stop], stops
