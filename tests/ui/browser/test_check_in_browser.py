"""Check and learn in a real browser: a filmed back, places shown by mouse and by keys, the clock, the summary."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_taps_in_browser import hint, spot
from viewing import of_view, part, wait_for
from visiting import Visit, faults_of, until

from ui.wording import wording

pytestmark = pytest.mark.browser
SAY = wording()
OFF_MS = 500  # so long a slip off the spot does not count (clock.js)


def started(visit: Visit) -> Page:
    page = visit.anew("check")
    page.get_by_role("button", name="Start checking").click()
    wait_for(page, "view.last?.targets?.length")
    return page


def test_a_phone_shows_the_start_before_what_can_be_chosen(phone_newcomer: Visit) -> None:
    page = phone_newcomer.anew("check")
    wait_for(page, "true")
    start = until(page, page.locator('[data-part="begin"]').bounding_box, lambda box: box is not None)
    (choice,) = until(page, lambda: question(page), lambda tops: len(tops) == 1)
    assert start["y"] < choice and start["y"] < page.evaluate("innerHeight")
    page.get_by_role("radio", name="On a photo").click()  # a photo is chosen first, and then asked about
    until(page, lambda: question(page), lambda tops: len(tops) == 1 and tops[0] < 500)


def test_a_camera_with_a_long_name_keeps_its_list_on_the_phone(phone_walker: Visit) -> None:
    page = phone_walker.anew("check")
    wait_for(page, "view.parts.camera.options.length")
    name = "Integrated Camera of this machine, as its maker calls it (13d3:56a6)"
    of_view(page, f"view.parts.camera.replaceChildren(new Option('{name}'))")
    box = page.locator('[data-part="camera"]').bounding_box()
    assert box is not None and box["x"] + box["width"] <= page.evaluate("innerWidth")


def test_who_freezes_the_picture_on_a_phone_sees_it(phone_walker: Visit) -> None:
    page = started(phone_walker)
    page.mouse.wheel(0, 200)  # a person scrolls to the button: what has just begun no longer comes into sight by itself
    page.get_by_role("button", name="Freeze and point").tap()
    expect(part(page, "cross")).to_be_in_viewport()
    box = part(page, "stage").bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= page.evaluate("innerHeight")


@pytest.mark.parametrize("screen", [(512, 384), (740, 360), (360, 740), (320, 256)])
def test_on_a_small_screen_picture_and_words_are_seen_at_once(newcomer: Visit, screen: tuple[int, int]) -> None:
    """A desk's screen enlarged to the double and fourfold, and a narrow phone, on its side and upright."""
    newcomer.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page = started(newcomer)
    buttons = part(page, "during").bounding_box()
    assert buttons is not None
    for name in ("stage", "digit", "line"):
        box = part(page, name).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= min(screen[1], buttons["y"]), name


@pytest.mark.parametrize(
    ("path", "start", "screen"),
    [
        ("check", "Start checking", (390, 844)),
        ("live", "Start the session", (390, 844)),
        ("live", "Start the session", (360, 680)),
        ("live", "Start the session", (1280, 800)),
    ],
)
def test_what_ends_a_session_is_at_hand_and_its_end_is_seen(
    newcomer: Visit, path: str, start: str, screen: tuple[int, int]
) -> None:
    """On a telephone Stop lay below the screen, and after it neither that it had stopped nor how to start was on it."""
    newcomer.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page = newcomer.anew(path)
    wait_for(page, "true")
    page.get_by_role("button", name=start).click()
    for name in ("pause", "again", "next", "end"):
        expect(part(page, name)).to_be_in_viewport(ratio=1)
    part(page, "end").click()
    for name in ("line", "begin"):
        expect(part(page, name)).to_be_in_viewport()


def question(page: Page) -> list[float]:
    """How far down the page asks what to check: in two places while it is putting itself together anew."""
    tops: list[float] = page.get_by_text("What do you want to know?").evaluate_all(
        "every => every.map(each => each.getBoundingClientRect().top)"
    )
    return tops


def tap(page: Page, down_px: float = 0.0) -> None:
    """Click on the point that is meant, or so far below it."""
    picture = page.locator('[data-part="stage"]')
    picture.scroll_into_view_if_needed()
    x, y = of_view(page, "view.marks.placeOf(view.last.targets[0].x, view.last.targets[0].y)")
    stage = picture.bounding_box()
    assert stage is not None
    page.mouse.click(stage["x"] + x, stage["y"] + y + down_px)


def tap_on(page: Page) -> None:
    """Click until the point is hit: the filmed body sways, and a busy machine shows its marks late."""
    for _ in range(15):
        tap(page)
        page.wait_for_timeout(700)
        if of_view(page, "view.last?.word") in ("on", "probably"):
            return
    raise AssertionError(f"expected to hit the point, got {of_view(page, 'view.last')}")


def watch_the_clock(page: Page) -> None:
    """Note, at every answer by which the clock's time grows, how long the press had been off the spot by then, ms."""
    of_view(
        page,
        """(() => { const clock = view.clock, sees = clock.sees; let offAtMs = 0; window.ran = [];
        clock.sees = function (answer, nowMs) {
          offAtMs = ["on", "probably"].includes(answer.word) ? null : offAtMs ?? nowMs;
          const before = this.onMs; sees.call(this, answer, nowMs);
          if (this.onMs > before) window.ran.push(offAtMs === null ? 0 : nowMs - offAtMs);
        }; return null; })()""",
    )


def test_a_helper_hears_and_reads_that_the_hand_must_be_light(visit: Visit) -> None:
    page = visit.go("check")
    page.get_by_role("button", name="None of these").click()
    page.get_by_text("Do you take blood thinners").click()
    page.get_by_role("button", name="Show me the points").click()
    page.get_by_role("button", name="Start checking").click()
    wait_for(page, "view.voice.log.some(said => said.includes('Press only lightly'))")
    wait_for(page, "view.parts.how.textContent.includes('Press only lightly')")


def test_the_clock_runs_only_while_the_press_is_on_the_spot_and_a_summary_follows(newcomer: Visit) -> None:
    page = started(newcomer)
    watch_the_clock(page)
    tap_on(page)
    # in one look: the filmed body sways, and what is asked for next may belong to another answer
    shown = {"on": "On it", "probably": "Probably on it"}
    wait_for(page, f"view.clock.on && view.clock.onMs > 800 && {shown}[view.last.word] === view.parts.word.textContent")
    tap(page, down_px=70)
    wait_for(page, "!view.clock.on && view.last.word === 'off'")
    rested = of_view(page, "view.clock.onMs")
    page.wait_for_timeout(1500)
    assert of_view(page, "view.clock.onMs") == rested
    off_ms = of_view(page, "window.ran")
    assert 0 in off_ms  # on the spot
    assert max(off_ms) < OFF_MS
    wait_for(page, "view.voice.log.some(said => said.includes('higher'))")
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("heading", name="How it went").wait_for()
    page.get_by_role("button", name="Save this (CSV)").wait_for()
    assert of_view(page, "view.stream") is None
    assert newcomer.outside() == [] and newcomer.faults == []


def test_a_check_stopped_while_it_pauses_is_over_and_says_so(newcomer: Visit) -> None:
    page = started(newcomer)
    tap_on(page)
    wait_for(page, "view.clock.onMs > 800")
    part(page, "pause").click()
    wait_for(page, "view.clock.paused")
    assert part(page, "line").inner_text() == SAY("session.paused_long_blind")
    page.keyboard.press("Escape")
    wait_for(page, "view.clock.phase === 'done' && !view.stream")
    assert part(page, "line").inner_text() == SAY("session.over")
    assert part(page, "pause").text_content() == SAY("session.button_pause")


def test_a_check_stopped_before_any_press_says_that_nothing_was_held(walker: Visit) -> None:
    page = started(walker)
    page.keyboard.press("Escape")
    wait_for(page, "view.clock.phase === 'done' && !view.stream")
    assert part(page, "line").inner_text() == SAY("session.none_held")
    assert of_view(page, "view.voice.log").pop() == SAY("session.none_held")


def test_keys_alone_freeze_the_picture_and_show_the_place(walker: Visit) -> None:
    page = started(walker)
    page.get_by_role("button", name="Freeze and point").focus()
    page.keyboard.press("Enter")
    wait_for(page, "view.pointer.frozen")
    assert of_view(page, "view.parts.cross.getRootNode().activeElement === view.parts.cross")
    answered = of_view(page, "view.answers.atMs.length")
    wait_for(page, f"view.answers.atMs.length > {answered + 3}")  # the cross waits on the point as the still shows it
    page.keyboard.press("Enter")
    wait_for(page, "view.last?.word === 'probably' || view.last?.word === 'on'")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowDown")
    wait_for(page, "view.last?.word === 'off' && view.last.text.includes('higher')")
    page.get_by_role("button", name="Let it run").click()
    wait_for(page, "!view.pointer.frozen && view.wish.tap && !view.wish.tap.still && view.last?.press")  # it rides on
    page.get_by_role("button", name="Look for fingers again").click()
    wait_for(page, "!view.pointer.frozen && view.last?.word === null")
    assert walker.faults == []


def test_a_mirrored_picture_takes_a_click_where_it_is_seen(walker: Visit) -> None:
    page = started(walker)
    for mirrored, share in ((True, 0.75), (False, 0.25)):
        page.locator('[data-part="mirror"]').set_checked(mirrored)
        stage = page.locator('[data-part="stage"]')
        stage.scroll_into_view_if_needed()
        box, inner = stage.bounding_box(), of_view(page, "view.marks.box()")
        assert box is not None
        page.mouse.click(box["x"] + inner["x"] + 0.25 * inner["w"], box["y"] + inner["y"] + 0.5 * inner["h"])
        wait_for(page, f"view.tap && Math.abs(view.tap.x - {share}) < 0.01 && Math.abs(view.tap.y - 0.5) < 0.01")
        wait_for(page, "view.last?.press")


def test_asked_which_point_is_pressed_the_nearest_are_named(newcomer: Visit) -> None:
    page = newcomer.anew("check")
    page.get_by_role("combobox", name="What do you want to know?").click()
    page.get_by_role("option", name="Which point am I pressing?").click()
    wait_for(page, "view.data?.naming")
    page.get_by_role("button", name="Start checking").click()
    wait_for(page, "view.last?.status === 'located'")
    stage = page.locator('[data-part="stage"]').bounding_box()
    assert stage is not None
    page.mouse.click(stage["x"] + stage["width"] * 0.5, stage["y"] + stage["height"] * 0.35)
    wait_for(page, "view.last?.text.startsWith('Nearest: ') && view.last.targets.length > 0")
    assert "Nearest: " in page.locator('[data-part="line"]').inner_text()


def test_bones_tapped_while_a_press_is_checked_ride_along_and_axe_finds_no_fault(walker: Visit) -> None:
    page = started(walker)
    tap(page)
    wait_for(page, "view.last?.word")
    page.get_by_role("button", name="Tap bones you feel").click()
    page.locator("[data-asked=c7]").click()
    page.mouse.click(*spot(page, *hint(page, "c7")))
    part(page, "known").filter(has_text="Base of the neck").wait_for()
    assert of_view(page, "view.wish.marks.map(mark => mark.name)") == ["c7"]
    assert faults_of(page) == []
    page.get_by_role("button", name="Forget these taps").click()
    wait_for(page, "view.wish.marks.length === 0")


def test_a_place_on_a_photo_is_shown_by_mouse_and_moved_by_keys(newcomer: Visit, fixtures: Path) -> None:
    page = newcomer.anew("check")
    page.get_by_text("On a photo").click()
    newcomer.give(fixtures / "rendered_back.jpg")
    verdict = page.locator(".st-key-verdict")
    verdict.get_by_text("No finger was found").wait_for()
    names = page.locator("svg[data-part=marks] text").filter(has_text="BL23")
    left, right = sorted((each.bounding_box() or {} for each in names.all()), key=lambda it: it["x"])
    assert left["x"] + left["width"] < right["x"], "no name covers the letter of the other"
    circle = page.locator("svg[data-part=marks] circle").first
    circle.scroll_into_view_if_needed()
    box = circle.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    verdict.get_by_text("Probably on the point").wait_for()
    page.locator(".cross").focus()
    for _ in range(6):
        page.keyboard.press("Shift+ArrowDown")
    verdict.get_by_text("higher").wait_for()
    assert faults_of(page) == []
    assert newcomer.faults == []


def test_a_learner_places_a_point_by_keys_and_sees_the_truth(walker: Visit) -> None:
    page = walker.anew("learn")
    cross = page.locator(".cross")
    cross.wait_for()
    assert page.locator("svg[data-part=marks] circle").count() == 0
    cross.focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Next point").wait_for()
    assert page.locator("svg[data-part=marks] circle").count() >= 4
    assert page.get_by_text("fingers away").count() >= 1
    assert faults_of(page) == []
    page.get_by_role("button", name="Next point").click()
    page.get_by_text("2 of 8").wait_for()
    assert walker.faults == []


def test_a_learner_goes_from_point_to_point_by_keys_alone(walker: Visit) -> None:
    """Each place that was given sent the keys back to the top of the page."""
    page = walker.anew("learn")
    cross, following = page.locator(".spot .cross"), page.get_by_role("button", name="Next point")
    cross.focus()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Enter")
        following.wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.keyboard.press("Tab")
        expect(following).to_be_focused()
        page.keyboard.press("Enter")
        expect(cross).to_be_focused()
    for beside in ("A hint", "Show me"):
        page.get_by_role("button", name=beside, exact=True).focus()
        page.keyboard.press("Enter")
        expect(cross if beside == "A hint" else page.locator(".spot")).to_be_focused()


def test_a_finger_on_a_phone_places_a_point(phone_walker: Visit) -> None:
    page = phone_walker.anew("learn")
    page.locator(".cross").wait_for()
    picture = page.locator(".spot img")

    def tapped() -> int:
        """A tap, again while the page is still putting itself together; whether it was taken."""
        if picture.count() != 1:  # for a moment the old picture stands beside the new one
            return 0
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        page.touchscreen.tap(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
        page.wait_for_timeout(1000)
        return page.get_by_role("button", name="Next point").count()

    until(page, tapped, bool)
    assert phone_walker.faults == []
