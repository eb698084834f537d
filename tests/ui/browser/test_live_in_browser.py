"""The live view with a filmed camera: it follows, it leads, and it says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from visiting import Visit, faults_of

pytestmark = pytest.mark.browser

VIEW = """(() => { const find = root => { for (const e of root.querySelectorAll('*')) {
  if (e.liveView) return e.liveView; if (e.shadowRoot) { const inner = find(e.shadowRoot); if (inner) return inner; } }
  return null; }; return find(document); })()"""


def part(page: Page, name: str) -> Any:
    return page.locator(f'[data-part="{name}"]')


def wait_for(page: Page, condition: str, patience_ms: int = 20_000) -> None:
    page.wait_for_function(f"(() => {{ const view = {VIEW}; return view && ({condition}); }})()", timeout=patience_ms)


def of_view(page: Page, expression: str) -> Any:
    return page.evaluate(f"(() => {{ const view = {VIEW}; return {expression}; }})()")


def test_points_appear_over_the_video_and_nothing_leaves_the_machine(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.overlay.points.size > 0")
    wait_for(page, "view.answers.atMs.length > 20")
    assert {"BL23.left", "BL23.right"} <= set(of_view(page, "[...view.overlay.points.keys()]"))
    # The film shows a back, unmirrored: the body's left lies on the picture's left.
    left, right = of_view(page, "['left', 'right'].map(side => view.overlay.points.get('BL23.' + side).x)")
    assert left < right
    assert visit.outside() == [] and visit.faults == []


def test_a_mirrored_view_moves_the_marks_and_keeps_the_letters(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.overlay.points.size > 0")
    written = """(() => {
        const said = [], pen = view.overlay.canvas.getContext('2d'), own = pen.fillText;
        pen.fillText = (text, x) => said.push([text, x]);
        view.overlay.draw(performance.now());
        pen.fillText = own;
        return said;
    })()"""
    mirrored = dict(of_view(page, written))
    part(page, "mirror").uncheck()
    plain = dict(of_view(page, written))
    assert mirrored["BL23 L"] > mirrored["BL23 R"]  # as in a mirror: the left is where the person's left hand is
    assert plain["BL23 L"] < plain["BL23 R"]


def test_stopping_gives_the_camera_back(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.stream")
    page.evaluate(f"window.track = {VIEW}.stream.getTracks()[0]")
    page.get_by_role("button", name="Stop camera").click()
    assert page.evaluate("window.track.readyState") == "ended"
    assert "off" in part(page, "status").inner_text()


def test_stopping_in_the_middle_of_a_frame_does_not_hinder_the_next_start(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 3")
    wait_for(page, "view.socket.socket.underWay && (view.stop(), true)")
    already = of_view(page, "view.answers.atMs.length")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, f"view.answers.atMs.length > {already + 3}")


def test_leaving_the_page_gives_the_camera_back(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.stream")
    page.evaluate(f"window.track = {VIEW}.stream.getTracks()[0]")
    page.get_by_role("link", name="Routines").click()
    page.get_by_role("heading", name="Morning stiffness").wait_for()
    page.wait_for_function("window.track.readyState === 'ended'")


def test_the_session_is_led_by_keyboard_from_start_to_record(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    assert part(page, "digit").inner_text().strip() in "54321"
    page.keyboard.press("Space")  # go on: to the first place
    wait_for(page, "view.conductor.session.phase === 'place'")
    assert "BL23" in part(page, "title").inner_text()
    page.keyboard.press("Space")  # on the spot
    wait_for(page, "view.conductor.session.phase === 'hold'")
    first = int(part(page, "digit").inner_text())
    page.wait_for_timeout(2200)
    assert int(part(page, "digit").inner_text()) < first
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.paused")
    still = part(page, "digit").inner_text()
    page.wait_for_timeout(1500)
    assert part(page, "digit").inner_text() == still
    page.keyboard.press("Space")
    wait_for(page, "!view.conductor.session.paused")
    page.keyboard.press("ArrowRight")
    wait_for(page, "view.conductor.session.index === 1")
    page.keyboard.press("ArrowLeft")
    wait_for(page, "view.conductor.session.index === 0")
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done'")
    spoken = " ".join(of_view(page, "view.conductor.voice.log"))
    assert "breathe out" in spoken and "waist" in spoken
    assert of_view(page, "view.conductor.session.record")[0]["code"] == "BL23"


def test_axe_finds_no_fault_while_a_session_runs(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'hold'")
    assert faults_of(page) == []


def test_a_hand_held_up_for_a_second_goes_on_once(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    raise_it = "for (let ms = 0; ms <= 3000; ms += 50) view.conductor.hand.seen(true, 10000 + ms)"
    page.evaluate(f"(() => {{ const view = {VIEW}; view.conductor.sees = () => {{}}; {raise_it}; }})()")
    assert of_view(page, "view.conductor.session.phase") == "place"
    short = "for (let ms = 0; ms <= 800; ms += 50) view.conductor.hand.seen(true, 20000 + ms)"
    page.evaluate(f"(() => {{ const view = {VIEW}; view.conductor.hand.seen(false, 19000); {short}; }})()")
    assert of_view(page, "view.conductor.session.phase") == "place"


def test_a_sleeping_machine_finds_the_session_paused(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    page.evaluate(f"(() => {{ const s = {VIEW}.conductor.session; s.tick(performance.now() + 60000); }})()")
    assert of_view(page, "view.conductor.session.paused") is True
    assert "asleep" in " ".join(of_view(page, "view.conductor.voice.log"))


def test_a_hidden_tab_rests_and_comes_back(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 5")
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


def test_a_turned_picture_is_sent_upright(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 3")
    page.get_by_role("button", name="Turn the picture").click()
    wait_for(page, "view.grabber.canvas.width > 0 && view.grabber.turn === 1")
    page.wait_for_timeout(800)
    sent = of_view(page, "[view.grabber.canvas.width, view.grabber.canvas.height]")
    video = of_view(page, "[view.parts.video.videoWidth, view.parts.video.videoHeight]")
    assert sent[0] / sent[1] == pytest.approx(video[1] / video[0], rel=0.02)
    page.get_by_role("button", name="Turn the picture").click(click_count=3, delay=60)
    wait_for(page, "view.grabber.turn === 0 && view.overlay.points.size > 0")


def test_a_cut_line_mends_itself(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 5")
    before = of_view(page, "(view.socket.socket.close(), view.answers.atMs.length)")
    wait_for(page, f"view.answers.atMs.length > {before + 5}")


def test_an_unplugged_camera_is_told(visit: Visit) -> None:
    page = visit.healthy("live")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.stream")
    page.evaluate(f"{VIEW}.stream.getTracks()[0].dispatchEvent(new Event('ended'))")
    assert "unplugged" in part(page, "status").inner_text()
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, "view.answers.atMs.length > 3")


@pytest.fixture
def without_camera(launch: Callable[..., Browser], address: str) -> Iterator[Visit]:
    context = launch(camera=False).new_context()
    yield Visit(context.new_page(), address)
    context.close()


def test_a_machine_without_a_camera_says_so(without_camera: Visit) -> None:
    page = without_camera.healthy("live")
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
    page = visit.healthy("live")
    page.get_by_role("button", name="Start the session").click()
    page.get_by_text(told).wait_for()
    assert of_view(page, "view.conductor.session.phase") == "off"


def test_two_viewers_are_served_at_once(visit: Visit, phone: Visit) -> None:
    pages = [visit.healthy("live"), phone.healthy("live")]
    for page in pages:
        page.get_by_role("button", name="Start camera").click()
    for page in pages:
        wait_for(page, "view.answers.atMs.length > 10 && view.overlay.points.size > 0")


def test_a_socket_from_another_origin_is_refused(visit: Visit) -> None:
    page = visit.page
    page.goto("about:blank")
    closed = page.evaluate(
        """(url) => new Promise(done => { const socket = new WebSocket(url);
           socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })""",
        visit.address.replace("http", "ws") + "/live/socket",
    )
    assert closed == "refused"
