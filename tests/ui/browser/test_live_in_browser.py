"""The live view with a filmed camera: it follows and it leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from viewing import VIEW, begun, digit, filmed, live, of_view, part, seen, time_runs, wait_for
from visiting import Visit, faults_of, until

from ui.wording import wording

pytestmark = pytest.mark.browser
SAY = wording()


def held(page: Page) -> None:
    """Leads a begun session on to its first hold by keys."""
    for phase in ("place", "hold"):
        page.keyboard.press("Space")
        wait_for(page, f"view.conductor.session.phase === '{phase}'")


def test_points_appear_over_the_video_and_nothing_leaves_the_machine(walker: Visit) -> None:
    page = filmed(walker, "view.overlay.points.size > 0")
    wait_for(page, "view.answers.atMs.length > 20")
    both = "['left', 'right'].map(side => view.overlay.points.get('BL23.' + side)?.x)"
    left, right = seen(page, f"{both}.every(Boolean) && {both}")
    # The film shows a back, unmirrored: the body's left lies on the picture's left.
    assert left < right
    assert walker.outside() == [] and walker.faults == []


def test_a_mirrored_view_moves_the_marks_and_keeps_the_letters(walker: Visit) -> None:
    page = filmed(walker, "view.overlay.points.size > 0")
    written = """(() => {
        const said = [], pen = view.overlay.canvas.getContext('2d'), own = pen.fillText;
        pen.fillText = (text, x) => said.push([text, x]);
        view.overlay.draw(performance.now());
        pen.fillText = own;
        return said.length && said;
    })()"""
    mirrored = dict(seen(page, written))
    part(page, "mirror").uncheck()
    plain = dict(seen(page, written))
    assert mirrored["BL23 L"] > mirrored["BL23 R"]  # as in a mirror: the left is where the person's left hand is
    assert plain["BL23 L"] < plain["BL23 R"]


def test_the_drawing_beside_the_video_lies_as_the_video_does(walker: Visit) -> None:
    page = begun(walker)
    wait_for(page, "view.overlay.points.size > 0")
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'place'")
    drawn = "view.root.querySelector('[data-part=figure]').getAttribute('src') === view.conductor.session.turn.{}"
    assert of_view(page, drawn.format("figure_mirrored"))
    part(page, "mirror").uncheck()
    assert of_view(page, drawn.format("figure"))
    part(page, "mirror").check()
    assert of_view(page, drawn.format("figure_mirrored"))


def test_the_end_of_a_session_is_the_end_of_the_camera(newcomer: Visit) -> None:
    page = begun(newcomer)
    wait_for(page, "view.stream")
    page.evaluate(f"window.track = {VIEW}.stream.getTracks()[0]")
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done'")
    assert page.evaluate("window.track.readyState") == "ended"
    assert "camera is off" in part(page, "status").inner_text()
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.stream && view.conductor.session.running")


def test_stopping_gives_the_camera_back(walker: Visit) -> None:
    page = filmed(walker, "view.stream")
    page.evaluate(f"window.track = {VIEW}.stream.getTracks()[0]")
    page.get_by_role("button", name="Stop camera").click()
    assert page.evaluate("window.track.readyState") == "ended"
    assert "off" in part(page, "status").inner_text()


def test_stopping_in_the_middle_of_a_frame_does_not_hinder_the_next_start(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 3")
    wait_for(page, "view.socket.socket.underWay && (view.stop(), true)")
    already = of_view(page, "view.answers.atMs.length")
    page.get_by_role("button", name="Start camera").click()
    wait_for(page, f"view.answers.atMs.length > {already + 3}")


def test_leaving_the_page_gives_the_camera_back(walker: Visit) -> None:
    page = filmed(walker, "view.stream")
    page.evaluate(f"window.track = {VIEW}.stream.getTracks()[0]")
    walker.leave_for("Learn", "Routines")
    page.get_by_role("heading", name="Morning stiffness").wait_for()
    page.wait_for_function("window.track.readyState === 'ended'")


def test_what_was_held_is_told_when_the_page_is_left_in_the_same_breath(visit: Visit) -> None:
    page = begun(visit, "Without a camera")
    held(page)
    of_view(page, "(view.conductor.session.passedS = 20, view.conductor.command('stop'), null)")
    visit.walk("safety")
    visit.walk("live")
    page.get_by_text("Both sides: 20 / 60 s").wait_for()


def test_the_page_that_is_asked_for_comes_though_the_record_goes_out_after_it_was(visit: Visit) -> None:
    page = begun(visit, "Without a camera")
    held(page)
    leave = "history.pushState({}, '', '/safety'); dispatchEvent(new PopStateEvent('popstate'));"
    page.evaluate(f"() => {{ const view = {VIEW}; view.conductor.session.passedS = 20;"
                  f" view.conductor.command('stop'); {leave} }}")  # fmt: skip
    page.get_by_role("heading", name="Safety", level=1).wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(500)
    assert page.url.endswith("/safety") and page.locator("h1").first.inner_text() != "Live"
    visit.walk("live")
    page.get_by_text("Both sides: 20 / 60 s").wait_for()


def test_what_was_held_when_the_page_was_left_is_told_when_it_is_seen_again(visit: Visit) -> None:
    page = begun(visit, "Without a camera")
    held(page)
    of_view(page, "(view.conductor.session.passedS = 20, null)")
    visit.leave_for("Learn", "Routines")
    page.get_by_role("heading", name="Morning stiffness").wait_for()
    visit.walk("live")
    page.get_by_text("Both sides: 20 / 60 s").wait_for()
    visit.anew("live")
    wait_for(page, "view.conductor")
    assert page.get_by_text("20 / 60 s").count() == 1


def test_the_session_is_led_by_keyboard_from_start_to_record(newcomer: Visit) -> None:
    page = begun(newcomer)
    assert digit(page) == 5
    page.keyboard.press("Space")  # go on: to the first place
    wait_for(page, "view.conductor.session.phase === 'place'")
    assert "BL23" in part(page, "title").inner_text()
    page.keyboard.press("Space")  # on the spot
    wait_for(page, "view.conductor.session.phase === 'hold'")
    first = digit(page)
    time_runs(page)
    wait_for(page, f"+view.root.querySelector('[data-part=digit]').textContent < {first - 1}")
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


def test_a_session_stopped_while_it_pauses_is_over_and_says_so(newcomer: Visit) -> None:
    page = begun(newcomer)
    held(page)
    first = digit(page)
    time_runs(page)
    wait_for(page, f"+view.root.querySelector('[data-part=digit]').textContent < {first - 1}")
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.paused")
    assert part(page, "line").inner_text() == SAY("session.paused_long")
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done' && !view.stream")
    assert part(page, "line").inner_text() == SAY("session.over")
    assert part(page, "pause").text_content() == SAY("session.button_pause")


def test_who_stops_by_the_button_s_own_key_stands_where_the_end_is_read(walker: Visit) -> None:
    page = begun(walker)
    page.get_by_role("button", name="Stop", exact=True).focus()
    page.keyboard.press("Enter")
    wait_for(page, "view.conductor.session.phase === 'done'")
    assert of_view(page, "view.root.activeElement === view.conductor.parts.guide")


def test_who_held_nothing_is_told_so_and_not_to_rest(walker: Visit) -> None:
    page = begun(walker)
    held(page)  # for no time at all: the clock stands
    page.keyboard.press("Escape")
    wait_for(page, "view.conductor.session.phase === 'done'")
    assert part(page, "line").inner_text() == SAY("session.none_held")
    assert of_view(page, "view.conductor.voice.log").pop() == SAY("session.none_held")
    assert of_view(page, "view.conductor.session.record") == []


def test_who_skips_every_hold_is_not_praised(walker: Visit) -> None:
    page = begun(walker, "Without a camera")
    of_view(page, "view.conductor.session.plan.forEach(() => view.conductor.command('next'))")
    assert of_view(page, "view.conductor.session.phase") == "done"
    assert part(page, "line").inner_text() == SAY("session.none_held")
    assert SAY("session.done") not in of_view(page, "view.conductor.voice.log")


def test_axe_finds_no_fault_while_a_session_runs(walker: Visit) -> None:
    page = begun(walker)
    held(page)
    assert faults_of(page) == []


def test_the_breathing_disc_lies_under_the_digits_and_covers_no_words(walker: Visit) -> None:
    page = begun(walker)
    held(page)
    box = {name: part(page, name).bounding_box() for name in ("title", "line")}
    of_view(
        page,
        "(view.root.querySelector('[data-part=breath]').style.transition = 'none', view.root.querySelector"
        "('[data-part=breath]').dataset.way = 'in')",
    )
    disc = part(page, "breath").bounding_box()
    assert disc and disc["width"] > 0.15 * page.evaluate("innerWidth")
    assert box["title"]["y"] + box["title"]["height"] <= disc["y"] + 1
    assert disc["y"] + disc["height"] <= box["line"]["y"] + 1


@pytest.mark.parametrize("screen", [(640, 400), (512, 384), (844, 390), (360, 740), (320, 256)])
def test_on_a_small_screen_picture_and_words_are_seen_at_once(newcomer: Visit, screen: tuple[int, int]) -> None:
    """Two desks' screens enlarged to the double, one fourfold, a phone laid on its side, and one held upright."""
    newcomer.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page = begun(newcomer)
    wait_for(page, "view.overlay.points.size > 0")
    held(page)
    buttons = part(page, "during").bounding_box()
    assert buttons is not None
    for name in ("stage", "digit", "line"):
        box = part(page, name).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= min(screen[1], buttons["y"]), name


def test_a_phone_shows_the_start_before_what_can_be_chosen(phone_walker: Visit, walker: Visit) -> None:
    for one, start_first in ((phone_walker, True), (walker, False)):
        page = live(one)
        start, choice = part(page, "begin"), page.get_by_text("How long?")
        tops = [until(page, where.bounding_box, lambda box: box is not None)["y"] for where in (start, choice)]
        assert (tops[0] < tops[1]) == start_first
        assert page.get_by_text("Lower back: 9 min").is_visible() == start_first
        if start_first:
            assert tops[0] < page.evaluate("innerHeight")


def test_a_hand_held_up_for_a_second_goes_on_once(walker: Visit) -> None:
    page = begun(walker)
    raise_it = "for (let ms = 0; ms <= 3000; ms += 50) view.conductor.hand.seen(true, 10000 + ms)"
    page.evaluate(f"(() => {{ const view = {VIEW}; view.conductor.sees = () => {{}}; {raise_it}; }})()")
    assert of_view(page, "view.conductor.session.phase") == "place"
    short = "for (let ms = 0; ms <= 800; ms += 50) view.conductor.hand.seen(true, 20000 + ms)"
    page.evaluate(f"(() => {{ const view = {VIEW}; view.conductor.hand.seen(false, 19000); {short}; }})()")
    assert of_view(page, "view.conductor.session.phase") == "place"


def test_a_turned_picture_is_sent_upright(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 3")
    page.get_by_role("button", name="Turn the picture").click()
    wait_for(page, "view.grabber.canvas.width > 0 && view.grabber.turn === 1")
    sent = "[view.grabber.canvas.width, view.grabber.canvas.height]"
    wide, high = of_view(page, "[view.parts.video.videoWidth, view.parts.video.videoHeight]")
    upright = pytest.approx(high / wide, rel=0.02)
    until(page, lambda: of_view(page, sent), lambda now: now[0] / now[1] == upright)
    page.get_by_role("button", name="Turn the picture").click(click_count=3, delay=60)
    wait_for(page, "view.grabber.turn === 0 && view.overlay.points.size > 0")


def test_frames_are_paced_so_that_the_machine_stays_cool(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 5")
    # The answers come at once here, so that only the pace holds the next frame back.
    spent_ms = page.evaluate(
        f"""(async () => {{ const view = {VIEW}, line = view.socket, at = [];
            const answer = JSON.stringify({{status: 'refused', scene: null, advice: [], reasons: []}});
            line.socket.send = frame => {{ if (typeof frame === 'string') return;
              at.push(performance.now()); setTimeout(() => line.socket.onmessage({{data: answer}}), 1); }};
            line.socket.underWay = false; line.nudge();
            while (at.length < 25) await new Promise(done => setTimeout(done, 20));
            return (at.at(-1) - at[1]) / (at.length - 2); }})()"""
    )
    assert 44 < spent_ms < 400


def test_the_list_is_ticked_while_the_camera_looks(walker: Visit) -> None:
    page = filmed(walker, "view.overlay.points.size > 0")
    for name in ("distance", "facing", "light"):
        wait_for(page, f"view.checks.items.{name}.item.dataset.state === 'yes'")
    assert page.get_by_text("Enough light").is_visible()
    of_view(page, "(view.socket.stop(), view.checks.show({distance: true, facing: false, light: null, arms: true}))")
    item = part(page, "checks").locator("li").nth(1)
    assert item.get_attribute("data-state") == "no" and "not yet" in item.inner_text()
    assert faults_of(page) == []


def test_a_session_that_was_kept_is_drawn_on_a_page_without_fault_and_can_be_erased(newcomer: Visit) -> None:
    page = live(newcomer)
    page.get_by_role("button", name="Without a camera").click()
    wait_for(page, "view.conductor.session.running")
    held(page)
    of_view(page, "view.conductor.session.passedS = 9")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start a history and keep this").click()
    page.get_by_text("Kept.", exact=True).wait_for()
    newcomer.walk("history")
    page.get_by_test_id("stVegaLiteChart").locator("svg").wait_for(state="attached")
    assert faults_of(page) == []
    page.get_by_text("I want to erase my history").click()
    page.get_by_role("button", name="Erase it now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("link", name="Start a live session")).to_be_visible()


def test_the_outline_is_offered_when_the_finder_stays_unsure_and_goes_when_a_body_is_found(walker: Visit) -> None:
    page = filmed(walker, "view.answers.atMs.length > 3")
    refused = "view.outline.seen(false, ['not_sure'], %d)"
    page.evaluate(f"(() => {{ const view = {VIEW}; view.socket.stop(); {refused % 100_000}; {refused % 103_000}; }})()")
    assert of_view(page, "view.outline.shown") is None
    of_view(page, refused % 104_100)
    assert of_view(page, "view.outline.shown") == "back"
    square = of_view(page, "view.wish.square")
    assert square["x"] == 0.5 and square["side"] > 1
    page.evaluate(f"(() => {{ const view = {VIEW}; view.outline.seen(true, [], 105000); }})()")
    page.evaluate(f"(() => {{ const view = {VIEW}; view.outline.seen(true, [], 105800); }})()")
    assert of_view(page, "[view.outline.shown, view.wish.square]") == [None, None]
    part(page, "outline").select_option("leg_front")
    assert of_view(page, "view.outline.shown") == "leg_front"
    part(page, "outline").select_option("off")
    of_view(page, f"({refused % 200_000}, {refused % 299_000})")
    assert of_view(page, "view.outline.shown") is None


def test_tones_tell_on_and_off_the_target_and_captions_stay_without_the_voice(walker: Visit) -> None:
    page = live(walker)
    part(page, "voice").uncheck()
    page.get_by_role("button", name="Start the session").click()
    wait_for(page, "view.conductor.session.phase === 'ready'")
    assert "Get into place" in part(page, "status").inner_text()
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'place'")
    page.evaluate(
        f"""(() => {{ const view = {VIEW}; window.tones = []; view.conductor.sees = () => {{}};
            view.conductor.voice.tone = kind => window.tones.push(kind);
            const look = (seen, ms) => view.conductor.session.sees({{seen, body: true, hint: null}}, ms);
            view.conductor.session.wasSeen = false;
            look(false, 1000); look(true, 1100); look(true, 1200); look(false, 1300); }})()"""
    )
    assert page.evaluate("window.tones") == ["on", "off"]
    page.keyboard.press("Space")
    wait_for(page, "view.conductor.session.phase === 'hold'")
    assert "breathe out" in part(page, "status").inner_text()


def test_recorded_sentences_are_there_for_place_side_and_technique(walker: Visit) -> None:
    page = live(walker)
    played = page.evaluate(
        f"""(async () => {{ const view = {VIEW}, found = [];
            for (const turn of view.conductor.plan) for (const key of turn.clips) {{
              const address = view.conductor.voice.clips[key];
              if (!address) {{ found.push(key); continue; }}
              const answer = await fetch(address);
              if (!answer.ok || answer.headers.get('content-type') !== 'audio/mpeg') found.push(address);
            }}
            return found; }})()"""
    )
    assert played == []


def test_the_whole_view_fills_the_screen_and_comes_back(walker: Visit) -> None:
    page = begun(walker)
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement !== null")
    held(page)
    font_px = of_view(page, "parseFloat(getComputedStyle(view.root.querySelector('[data-part=digit]')).fontSize)")
    assert font_px > 0.2 * page.evaluate("innerWidth")  # digits that are read from three metres
    assert part(page, "digit").is_visible() and part(page, "stage").is_visible()
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement === null")


def test_two_viewers_are_served_at_once(walker: Visit, phone_walker: Visit) -> None:
    pages = [live(walker), live(phone_walker)]
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
