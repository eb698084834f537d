"""The view in which a press is checked: its words, its clock, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from acted import acted
from mounted import BROWSER, HANGS, WRITTEN

from locator.routines import routine
from locator.safety import Answers
from ui.live.plan import plan, turns_of
from ui.wording import wording

CHECKED = """
const view = new CheckView(root);
let told = null;
view.voice = voice;
view.update({ live, session, press, plan, codes: [], naming: false, language: "en" }, (record) => { told = record; });
await view.start();
"""


def checked(script: str, fault: list[str | None], holds: int = 0) -> Any:
    say = wording()
    return acted(
        "check/js/check.js",
        BROWSER + CHECKED + script,
        fault=fault,
        live=say.under("live"),
        session=say.under("session"),
        press=say.under("press"),
        plan=plan(say, turns_of(routine("low_back"), ()), Answers())[:holds],
    )


@pytest.mark.parametrize("fault", ["NotAllowedError", "NotFoundError", "NotReadableError"])
def test_a_helper_hears_too_why_there_is_no_camera_and_to_start_again(fault: str) -> None:
    """A recording is named only where it says what is written."""
    [[heard, recordings]] = checked("return said;", [fault])
    assert wording()("press.begin") in heard and "by itself" not in heard and recordings == []


def test_a_helper_hears_by_a_recording_too_that_the_page_is_not_trusted_with_a_camera() -> None:
    assert checked("return said;", ["TypeError"]) == [[wording()("live.camera_insecure"), ["camera_insecure"]]]


def test_a_camera_unplugged_in_a_check_is_not_promised_to_come_back_by_itself() -> None:
    script = """const read = []; view.status = { now: (text) => read.push(text) };
      track.onended(); return read.at(-1);"""
    assert wording()("press.begin") in checked(script, [None], holds=2)


PRESSING = """
const { lastMs } = view.clock;
for (let ms = 100; ms <= 3000; ms += 100) view.clock.sees({ word: "on", cun: 0.2, side: "left" }, lastMs + ms);
"""


def test_what_stands_there_after_a_check_is_said_in_the_language_that_is_chosen_then() -> None:
    spanish = wording("es")
    script = f"""const {{ guide, line }} = view.parts, written = [], read = [];
      view.status.element = {{ textContent: "" }}; view.clock.told.show = (screen) => read.push(screen.line);
      view.command("stop"); const other = {json.dumps({k: spanish.under(k) for k in ("live", "session", "press")})};
      view.update({{ ...view.data, ...other, language: "es" }}, () => {{}});
      return [read.at(-1), view.status.element.textContent];"""
    assert checked(script, [None], holds=2) == [spanish("session.none_held"), spanish("live.off")]


@pytest.mark.parametrize(
    "ends",
    ["track.onended()", "view.parts.camera.onchange()", "view.destroy()"],
    ids=["camera unplugged", "another camera chosen", "page left"],
)
def test_what_was_pressed_is_told_however_the_session_ends(ends: str) -> None:
    script = PRESSING + f"{ends}; return told.turns.map(({{ code, aimed_s }}) => [code, aimed_s]);"
    assert checked(script, [None], holds=2) == [["BL23", 3.0]]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (["stop"], []),
        (["next", "stop"], []),
        (["hold", "next", "stop"], ["BL23"]),
        (["hold", "again", "stop"], ["BL23"]),
    ],
)
def test_a_turn_is_told_once_and_only_where_it_was_pressed(steps: list[str], told: list[str]) -> None:
    """A mean over nothing is no number, and what is no number ends the page that shows it."""
    script = """const { clock } = view, answer = { word: "on", cun: 0.2, side: "left", text: "" };
      let now = clock.lastMs;
      const hold = () => { while (clock.phase === "find") clock.sees(answer, now += 100); };
      for (const step of steps) { if (step === "hold") hold(); else clock.command(step, now); }
      return (told?.turns ?? []).map(({ code, on_s, planned_s, mean_cun }) => [code, on_s === planned_s, mean_cun]);"""
    read = checked(f"const steps = {json.dumps(steps)};{script}", [None], holds=2)
    assert read == [[code, True, 0.2] for code in told]


@pytest.mark.parametrize("naming", [False, True])
def test_the_browser_asks_before_what_was_pressed_is_lost_and_only_then(naming: bool) -> None:
    script = """const asked = []; view.stop();
      view.leaving = { start: () => asked.push(true), stop: () => asked.push(false) };
      view.update({ live, session, press, plan, codes: [], naming, language: "en" }, () => {});
      await view.start(); asked.push(null); view.command("stop"); return asked;"""
    asked = checked(f"const naming = {str(naming).lower()};{script}", [None, None], holds=2)
    assert asked == [*([] if naming else [True]), None, False]


@pytest.mark.parametrize("naming", [False, True])
def test_what_is_checked_is_what_the_clock_asks_for_whatever_is_chosen_meanwhile(naming: bool) -> None:
    script = """const given = { live, session, press, plan: [], language: "en" };
      const other = { ...given, codes: ["LI4"], naming: !naming, region: "hand" };
      view.stop(); view.update({ ...other, plan, codes: ["BL23"], naming, region: "back" }, () => {});
      await view.start(); const asked = () => [view.wish.naming, view.wish.codes, view.wish.region];
      view.update(other, () => {}); const read = [asked()];
      view.command("stop"); view.update(other, () => {}); read.push(asked()); return read;"""
    led, after = checked(f"const naming = {str(naming).lower()};{script}", [None, None], holds=2)
    assert led == [naming, ["BL23"], "back"] and after == [not naming, [] if naming else ["LI4"], "hand"]


@pytest.mark.parametrize("naming", [False, True])
def test_what_is_chosen_while_the_camera_opens_is_what_is_checked(naming: bool) -> None:
    """The clock led through the new choice, on the part of the body that the old one lies on; naming told nothing."""
    script = """const given = { live, session, press, language: "en" };
      view.command("stop"); view.update({ ...given, plan, codes: ["LI4"], naming: !naming, region: "hand" }, () => {});
      view.parts.video.play = async () => {
        view.update({ ...given, plan, codes: ["BL23"], naming, region: "back" }, () => {});
      };
      await view.start();
      return [view.wish.naming, view.wish.codes, view.wish.region, view.clock.running];"""
    told = checked(f"const naming = {str(naming).lower()};{script}", [None, None], holds=2)
    assert told == [naming, ["BL23"], "back", not naming]


@pytest.mark.parametrize(("name", "tongue"), [("low_back", "es"), ("stress", "en")])
def test_a_check_goes_on_in_the_language_chosen_meanwhile_and_with_the_turns_it_began(name: str, tongue: str) -> None:
    """Its title, place and voice stayed English between Spanish verdicts and buttons."""
    spanish = wording("es")
    more = plan(spanish, turns_of(routine(name), ()), Answers())[:2]
    given = {
        **{table: spanish.under(table) for table in ("live", "session", "press")},
        "plan": more,
        "codes": [],
        "naming": False,
        "language": "es",
    }
    script = f"""const shown = [], show = view.clock.told.show;
      view.clock.told.show = (screen) => {{ shown.push(screen.title); show(screen); }};
      view.update({json.dumps(given)}, () => {{}}); view.clock.command("again", 0);
      return [said.at(-1)[0], shown.at(-1), view.voice.language, view.wish.language, view.wish.codes];"""
    told, title, *spoken, codes = checked(script, [None], holds=2)
    side = wording(tongue)("session.side_both")
    assert told.startswith(f"BL23 Shenshu. {side}.") and title.endswith(side)
    assert spoken == [tongue, tongue] and codes == ["BL23"]


def test_a_verdict_does_not_outlast_the_line_that_told_it() -> None:
    """Cut off, or held up by a search: "On it" stood there, in green, for as long as nothing came."""
    script = """const shown = [], tones = [], page = view.clock.told, { show } = page;
      page.show = (screen) => { shown.push(screen.word); show(screen); };
      page.tone = (kind) => tones.push(kind);
      const answer = { status: "located", word: "on", cun: 0.1, side: "left", text: "on", targets: [{}], press: {} };
      const answered = async (each, times) => { for (let i = 0; i < times; i++) {
        view.socket.onAnswer(each, 0); await new Promise((on) => setTimeout(on, 100)); } };
      await answered(answer, 5); const held = shown.at(-1);
      await answered({ status: "looking" }, 12);
      const read = [held, shown.at(-1), view.marks.targets.length, view.marks.press, tones];
      view.destroy(); return read;"""
    assert checked(script, [None], holds=2) == ["on", "", 0, None, ["on", "off"]]


def test_what_a_hanging_camera_showed_last_is_not_looked_at_again() -> None:
    """A press was "on it", and its clock ran, on one and the same picture for as long as the camera hung."""
    script = """const { grabber } = view; document.hidden = false; grabber.canvas = { toDataURL: () => "data:,AAAA" };
      grabber.video = { videoWidth: 4, videoHeight: 3, paused: false, srcObject: opened };
      const sent = () => Boolean(grabber.grab()), read = [sent()];
      await hangs(true); read.push(sent(), said.at(-1)); await hangs(false); read.push(sent(), said.at(-1));
      view.destroy(); return read;"""
    say = wording()
    held = [say("live.camera_busy"), ["camera_busy"]]
    back = [say("session.camera_back"), ["camera_back"]]
    assert checked(HANGS + script, [None], holds=2) == [True, False, held, True, back]


@pytest.mark.parametrize(("naming", "place"), [(False, ["guide"]), (True, ["guide", "begin"])])
def test_who_stops_a_check_by_key_goes_on_from_where_its_end_is_read(naming: bool, place: list[str]) -> None:
    """The button that was pressed is hidden: the keys began at the top of the page again."""
    script = """const { parts } = view, place = [];
      for (const name of ["guide", "begin"]) parts[name].focus = () => place.push(name);
      for (const name of ["untap", "cross"]) parts[name].matches = () => false;
      for (const name of ["during", "guide"]) parts[name].matches = () => true;
      view.meant = { ...view.meant, naming }; view.stop(); return place;"""
    assert checked(f"const naming = {str(naming).lower()};{script}", [None], holds=2) == place


def test_that_a_check_rested_while_the_page_was_hidden_is_told_no_longer_than_that() -> None:
    script = """view.parts.status = view.status.element = place;
      for (const hidden of [true, false]) { document.hidden = hidden; view.onVisible(); }
      view.destroy(); return read.slice(0, 2);"""
    assert checked(WRITTEN + script, [None], holds=2) == [wording()("live.hidden"), ""]


def test_what_rides_along_is_told_no_longer_than_the_camera_looks() -> None:
    script = """const written = ["C7 rides along"]; view.known = { now: (text) => written.push(text) };
      track.onended(); return written.at(-1);"""
    assert checked(script, [None], holds=2) == ""


def test_that_a_frame_could_not_be_read_is_told_no_longer_than_that() -> None:
    """It stood there through a whole hold; a sentence that stands there meanwhile stays."""
    script = """const element = { textContent: "Hold." }, answer = { status: "located", text: "" }, read = [];
      view.status = new Status(element); view.status.next = "Hold.";
      const answered = async (status, times) => { for (let i = 0; i < times; i++) {
        view.socket.onAnswer({ ...answer, status }, 0); await new Promise((on) => setTimeout(on, 100)); }
        read.push(element.textContent); };
      await answered("failed", 2); await answered("located", 1);
      await answered("failed", 10); await answered("located", 1); view.destroy(); return read;"""
    assert checked(script, [None], holds=2) == ["Hold.", "Hold.", wording()("live.failed"), ""]


@pytest.mark.parametrize("kept", [True, False])
def test_marks_lie_the_way_the_video_does_from_the_beginning(kept: bool) -> None:
    """A browser may have kept the box of the mirror as it was left: nobody touches it, and no change is told."""
    script = """view.command("stop"); view.parts.mirror.checked = kept; view.parts.video.style = {};
      await view.start();
      return [view.parts.video.style.transform !== "", view.marks.mirrored];"""
    assert checked(f"const kept = {str(kept).lower()};{script}", [None, None], holds=2) == [kept, kept]


def test_a_hold_s_clock_rests_while_the_picture_is_frozen() -> None:
    """A frozen picture shows nobody who holds on: its seconds were counted as pressed."""
    script = """const answer = { status: "located", word: "on", cun: 0.1, side: "left", text: "" };
      const ran = [], { sees } = view.clock; let now = view.clock.lastMs;
      view.clock.sees = function (each, _, ...more) { sees.call(this, each, now += 100, ...more); };
      for (const frozen of [false, true, false]) {
        view.pointer.frozen = frozen; const before = view.clock.onMs;
        for (let i = 0; i < 10; i++) view.socket.onAnswer(answer, 0);
        ran.push(view.clock.onMs - before);
      }
      view.pointer.frozen = false; view.destroy(); return ran;"""
    before, frozen, after = checked(script, [None], holds=2)
    assert before > 500 and frozen == 0 and after > 500
