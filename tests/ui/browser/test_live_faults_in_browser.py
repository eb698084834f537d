"""What can go wrong with the live view, camera, line, tab or machine: each says what happened, and goes on."""

from __future__ import annotations

import pytest
from viewing import VIEW, begun, digit, filmed, live, of_view, part, time_runs, wait_for
from visiting import Visit, until

pytestmark = pytest.mark.browser


def test_a_sleeping_machine_finds_the_session_paused(walker: Visit) -> None:
    page = begun(walker)
    time_runs(page)
    page.evaluate(f"(() => {{ const s = {VIEW}.conductor.session; s.tick(performance.now() + 60000); }})()")
    assert of_view(page, "view.conductor.session.paused") is True
    assert "asleep" in " ".join(of_view(page, "view.conductor.voice.log"))


def test_the_browser_asks_before_a_running_session_is_lost_to_a_reload(visit: Visit) -> None:
    page = begun(visit)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => location.reload())")
    until(page, lambda: asked, lambda now: now == ["beforeunload"])
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done'")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_machine_that_slept_looks_on_when_it_wakes(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 3")
    lid = page.context.new_cdp_session(page)
    lid.send("Page.setWebLifecycleState", {"state": "frozen"})
    lid.send("Page.setWebLifecycleState", {"state": "active"})
    # The line did not outlive the night: it is gone without a word while a frame was under way.
    seen = of_view(page, "(view.socket.underWay = true, view.socket.socket.close(), view.answers.atMs.length)")
    wait_for(page, f"view.answers.atMs.length > {seen + 5} && view.overlay.points.size > 0")
    assert walker.faults == []


def test_a_hidden_tab_rests_and_comes_back(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 5")
    hide = (
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.evaluate(hide % "true")
    page.get_by_text("Paused while the page is hidden").wait_for()
    page.wait_for_timeout(1000)
    rested = of_view(page, "view.answers.atMs.length")
    page.wait_for_timeout(1500)
    assert of_view(page, "view.answers.atMs.length") == rested
    page.evaluate(hide % "false")
    wait_for(page, f"view.answers.atMs.length > {rested + 5}")


def test_a_cut_line_mends_itself(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 5")
    before = of_view(page, "(view.socket.socket.close(), view.answers.atMs.length)")
    wait_for(page, f"view.answers.atMs.length > {before + 5}")


def test_an_unplugged_camera_is_told(walker: Visit) -> None:
    page = filmed(walker, "view.stream")
    page.evaluate(f"{VIEW}.stream.getTracks()[0].dispatchEvent(new Event('ended'))")
    assert "unplugged" in part(page, "status").inner_text()
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 3")


def test_a_machine_without_a_camera_says_so(without_camera: Visit) -> None:
    page = live(without_camera)
    page.get_by_role("button", name="Start camera").click()
    page.get_by_text("No camera was found").wait_for()


@pytest.mark.parametrize(
    ("fault", "told"),
    [("NotAllowedError", "did not allow the camera"), ("NotReadableError", "in use by another program")],
)
def test_a_camera_that_is_refused_or_busy_is_told_with_what_to_do(visit: Visit, fault: str, told: str) -> None:
    visit.page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '{fault}'))"
    )
    page = live(visit)
    page.get_by_role("button", name="Start the session").click()
    page.get_by_text(told).wait_for()
    assert of_view(page, "view.conductor.session.phase") == "off"
    # What goes on all the same has the focus: one press, and words lead.
    page.keyboard.press("Enter")
    wait_for(page, "view.conductor.session.phase === 'ready' && !view.conductor.session.eyes")


def test_a_session_without_a_camera_is_led_by_words_clock_and_drawings(without_camera: Visit) -> None:
    page = begun(without_camera, "Without a camera")
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'place'")
    first = part(page, "chart").get_attribute("src")
    assert first is not None and first.startswith("data:image/svg+xml") and part(page, "chart").is_visible()
    assert not part(page, "stage").is_visible()
    page.keyboard.press("PageDown")  # a clicker's keys: on, back, and a black screen for "go"
    wait_for(page, "view.conductor.session.index === 1")
    assert part(page, "chart").get_attribute("src") != first
    page.keyboard.press("PageUp")
    wait_for(page, "view.conductor.session.index === 0")
    page.keyboard.press("b")
    wait_for(page, "view.conductor.session.phase === 'hold'")
    first = digit(page)
    time_runs(page)
    wait_for(page, f"+view.root.querySelector('[data-part=digit]').textContent < {first - 1}")
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done'")
    assert "Turn your back" not in " ".join(of_view(page, "view.conductor.voice.log"))
    assert without_camera.faults == []


def test_a_session_goes_on_by_words_when_the_camera_goes_and_sees_again_when_it_comes_back(walker: Visit) -> None:
    page = begun(walker)
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'place' && view.answers.atMs.length > 3")
    page.evaluate(f"{VIEW}.stream.getTracks()[0].dispatchEvent(new Event('ended'))")
    wait_for(page, "view.conductor.session.running && !view.conductor.session.eyes")
    assert part(page, "chart").is_visible()
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")  # it is plugged in again
    wait_for(page, "view.conductor.session.eyes && view.overlay.points.size > 0")
    assert of_view(page, "view.conductor.session.running")
    said = " ".join(of_view(page, "view.conductor.voice.log"))
    assert "camera is gone" in said and "camera is back" in said


@pytest.mark.parametrize(("path", "button"), [("live", "Start the session"), ("check", "Start checking")])
def test_a_page_left_while_the_browser_is_asked_for_something_takes_no_keys(
    visit: Visit, path: str, button: str
) -> None:
    page = visit.anew(path)
    wait_for(page, "true")
    page.evaluate(
        "void (navigator.wakeLock.request = () => new Promise((granted) => { window.grant = () => granted("
        "{ release: () => Promise.resolve() }); }))"
    )
    page.get_by_role("button", name=button).click()
    page.wait_for_function("typeof window.grant === 'function'")
    visit.walk("safety")
    page.evaluate("window.grant()")
    page.wait_for_timeout(500)
    # a key that somebody takes is held back from the browser
    assert page.evaluate("dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))")
    assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))"), "nothing would be lost"


def test_a_busy_camera_starts_by_itself_when_it_is_free(visit: Visit) -> None:
    visit.page.add_init_script(
        """const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
           navigator.mediaDevices.getUserMedia = wish => window.free ? own(wish)
             : Promise.reject(new DOMException('no', 'NotReadableError'));"""
    )
    page = live(visit)
    page.get_by_role("button", name="Start camera").click()
    page.get_by_text("in use by another program").wait_for()
    page.evaluate("window.free = true")
    wait_for(page, "view.answers.atMs.length > 3")
