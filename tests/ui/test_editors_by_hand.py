"""What a hand does on a picture, as the editors' scripts take it: fingers, keys, and what is no longer meant."""

from __future__ import annotations

from typing import Any

import pytest
from acted import acted

# The editor of taps, of which only what is done with a hand is tried: it draws nothing, on a picture of 100 by 100.
TAPS = """
const told = [];
const button = () => ({ disabled: false, getRootNode: () => ({}), focus() { focused = this; } });
let focused = null;
const box = { left: 0, top: 0, width: 100, height: 100 };
const room = { setPointerCapture() {}, getRootNode: () => ({}) };
const parts = { room, loupe: {}, ask: {}, picture: { getBoundingClientRect: () => box } };
const handle = (name) => ({ dataset: { name }, focus() {}, closest: () => handle(name) });
const editor = Object.assign(Object.create(TapEditor.prototype), {
  parts, history: new History(), offered: new WeakSet(), taps: new Map(), wanted: null, key: "one", serial: 0,
  buttons: { undo: button(), redo: button(), reset: button() },
  data: { width: 100, height: 100, say: {}, asked: [], handles: [
    { name: "left_hip", x: 20, y: 50 }, { name: "right_hip", x: 60, y: 50 }] },
  tell: (edit) => told.push(edit.taps), draw() {}, put() {}, magnify() {}, handleOf: handle,
});
const at = (pointerId, x, y, name) => ({ pointerId, button: 0, clientX: x, clientY: y, preventDefault() {},
  target: name ? handle(name) : { closest: () => null } });
"""


def tapped(script: str) -> Any:
    return acted("components/tap_editor/editor.js", TAPS + script)


def test_a_second_finger_moves_nothing_and_the_first_goes_on_with_its_own_mark() -> None:
    """It took the drag over: the mark under it went to where the first finger was, and counted as felt."""
    script = """editor.pressed(at(1, 20, 50, "left_hip")); editor.moved(at(1, 28, 50));
      editor.pressed(at(2, 60, 50, "right_hip")); editor.moved(at(2, 63, 55)); editor.moved(at(1, 30, 52));
      editor.released(at(2, 63, 55)); editor.moved(at(1, 32, 52)); editor.released(at(1, 32, 52)); return told;"""
    assert tapped(script) == [{"left_hip": [32, 52]}]


def test_a_mouse_that_presses_again_has_let_go_before() -> None:
    """The end of a drag may be told to nobody, as where a menu of the browser's own comes up in it."""
    script = """editor.pressed(at(1, 20, 50, "left_hip")); editor.moved(at(1, 28, 50));
      editor.pressed(at(1, 60, 50, "right_hip")); editor.moved(at(1, 70, 50)); editor.released(at(1, 70, 50));
      return told;"""
    assert tapped(script) == [{"right_hip": [70, 50]}]


@pytest.mark.parametrize(("x", "counted"), [(130, []), (-40, []), (104, [{"left_hip": [100, 50]}])])
def test_a_mark_let_go_beside_the_picture_goes_back_and_one_at_its_edge_stays(x: int, counted: list[Any]) -> None:
    """It had counted as felt at the edge, where no hand had put it."""
    script = """editor.pressed(at(1, 20, 50, "left_hip")); editor.moved(at(1, 60, 50));
      editor.moved(at(1, x, 50)); editor.released(at(1, x, 50)); return told;"""
    assert tapped(f"const x = {x};{script}") == counted


def test_what_was_to_be_placed_is_still_to_be_placed_after_a_drag_out_of_the_picture() -> None:
    script = """editor.wanted = "c7"; editor.pressed(at(1, 50, 50)); editor.moved(at(1, 50, 170));
      editor.released(at(1, 50, 170)); const { wanted } = editor;
      editor.pressed(at(1, 40, 30)); editor.released(at(1, 40, 30)); return [wanted, told];"""
    assert tapped(script) == ["c7", [{"c7": [40, 30]}]]


@pytest.mark.parametrize(("x", "counted"), [(-20, []), (-4, [[0, 50]]), (60, [[60, 50]])])
def test_a_click_beside_the_picture_shows_no_place_on_it(x: int, counted: list[Any]) -> None:
    """A cross at the rim hangs half out of the picture."""
    script = """const told = [], picture = { getBoundingClientRect: () => box };
      const spot = Object.assign(Object.create(Spot.prototype), { parts: { picture, cross: {} }, put() {},
        data: { open: true, width: 100, height: 100 }, tell: (place) => told.push([place.x, place.y]) });
      spot.clicked({ target: picture, detail: 1, clientX: x, clientY: 50 }); return told;"""
    box = {"left": 0, "top": 0, "width": 100, "height": 100}
    assert acted("components/spot/spot.js", script, x=x, box=box) == counted


@pytest.mark.parametrize(("slip_px", "counted"), [(0, []), (2, []), (6, [{"left_hip": [26, 50]}])])
def test_a_mark_that_is_only_touched_was_not_felt(slip_px: int, counted: list[Any]) -> None:
    """A click in which the mouse went by a pixel had counted as a finger's, and made the rings smaller."""
    script = """editor.pressed(at(1, 20, 50, "left_hip"));
      editor.moved(at(1, 20 + slip, 50)); editor.released(at(1, 20 + slip, 50)); return told;"""
    assert tapped(f"const slip = {slip_px};{script}") == counted


def test_a_mark_that_left_its_place_may_go_back_to_within_a_pixel_of_it() -> None:
    script = """editor.pressed(at(1, 20, 50, "left_hip"));
      for (const x of [30, 21]) editor.moved(at(1, x, 50)); editor.released(at(1, 21, 50)); return told;"""
    assert tapped(script) == [{"left_hip": [21, 50]}]


def test_keys_go_on_where_a_mark_that_is_taken_away_can_be_brought_back() -> None:
    script = """delete editor.draw; let there = true;
      Object.assign(editor, { drawRings() {}, drawAsked() {}, focusedName: () => "left_hip", places: () => new Map(),
        handleOf: () => null });
      parts.handles = { children: [] }; editor.taps.set("left_hip", [20, 51]);
      editor.change("left_hip", null); return [focused === editor.buttons.undo, focused.disabled];"""
    assert tapped(script) == [True, False]


# Two taps and one taken back; then the editor is left, and mounted anew with the taps that the page has kept.
LEFT_AND_BACK = """
const picture = { getBoundingClientRect: () => box, style: {} };
const mount = (data) => {
  const again = Object.assign(Object.create(TapEditor.prototype), editor, {
    parts: { ...parts, picture, next_title: {} }, history: new History(), key: null, serial: 0, resting: null });
  again.update(data, (edit) => told.push(edit.taps));
  return again;
};
const pageOf = (key, taps) => ({ ...editor.data, key, handles: [...editor.data.handles,
  ...Object.entries(taps).map(([name, [x, y]]) => ({ name, x, y, tapped: true }))] });
const first = mount(pageOf("one", {}));
first.change("c7", [40, 10]); first.change("left_psis", [30, 60]); first.undo(); first.destroy();
const kept = told.at(-1);
"""


def test_what_was_tapped_can_be_taken_back_after_another_page_was_looked_at() -> None:
    script = """const back = mount(pageOf("one", kept)); back.redo(); back.undo(); back.undo(); return told;"""
    one, two = {"c7": [40, 10]}, {"c7": [40, 10], "left_psis": [30, 60]}
    assert tapped(LEFT_AND_BACK + script) == [one, two, one, two, one, {}]


@pytest.mark.parametrize(("key", "taps"), [("two", {}), ("one", {}), ("one", {"c7": [41, 10]})])
def test_what_was_done_on_another_picture_or_is_forgotten_by_now_is_not_taken_back(key: str, taps: Any) -> None:
    """Of another picture the taps, or those that were forgotten on another page, would be back without a hand."""
    script = "const back = mount(pageOf(key, taps)); back.undo(); back.redo(); return told.length;"
    assert tapped(f"const key = {key!r}, taps = {taps!r};{LEFT_AND_BACK}{script}") == 3


def test_a_place_that_was_only_offered_is_not_felt_by_being_brought_back() -> None:
    script = """const mark = [50, 20]; first.key = "three"; first.taps = new Map(); first.history.clear();
      first.offered.add(mark); first.change("c7", mark); first.reset(); first.destroy();
      const back = mount(pageOf("three", {})); back.undo(); return [back.taps.has("c7"), told.at(-1)];"""
    assert tapped(LEFT_AND_BACK + script) == [True, {}]


def test_a_button_that_is_spent_hands_its_keys_to_the_other() -> None:
    script = """const root = {};
      const made = (name) => ({ name, getRootNode: () => root, focus() { root.activeElement = this; } });
      const buttons = { undo: made("undo"), redo: made("redo") }, history = new History(), seen = [];
      history.keep(1); history.show(buttons); buttons.undo.focus();
      for (const step of ["undo", "redo"]) {
        history[step](2); history.show(buttons); seen.push(root.activeElement.name); }
      return seen;"""
    assert acted("components/js/editing.js", script) == ["redo", "undo"]


@pytest.mark.parametrize("beside", ["altKey", "ctrlKey", "metaKey", None])
def test_an_arrow_that_the_browser_has_a_use_for_moves_nothing(beside: str | None) -> None:
    """With Alt it goes back a page; it had moved a mark that was found, which then counted as felt."""
    script = "return [wayOf({ key, [beside]: true }) ?? null, wayOf({ key: 'a' }) ?? null];"
    way = None if beside else [-1, 0]
    assert acted("components/js/arrows.js", script, key="ArrowLeft", beside=beside or "shiftKey") == [way, None]


# The editor of the outline, which draws nothing, on pictures of 100 by 100.
OUTLINE = """
const stage = { focus() {}, setPointerCapture() {}, classList: { add() {}, remove() {} }, setAttribute() {} };
const box = { left: 0, top: 0, width: 100, height: 100 };
const editor = Object.assign(Object.create(OutlineEditor.prototype), {
  parts: { stage, shapes: stage, picture: { getBoundingClientRect: () => box }, where: {}, how: {}, keys: {} },
  history: new History(), fingers: new Map(), says: [], buttons: {}, draw() {},
});
const given = (key, x) => ({ key, width: 100, height: 100, begin: { shape: "back", x, y: 50, side: 40, turn: 0 },
  say: { where: "" } });
editor.update(given("one", 50), () => {});
const pointer = (x) => ({ pointerId: 1, button: 0, clientX: x, clientY: 50, preventDefault() {} });
const key = { key: "ArrowRight", shiftKey: true, preventDefault() {} };
const back = () => { editor.undo(); return editor.square.x; };
"""


def test_an_outline_that_is_being_fitted_lies_where_it_was_after_another_page_was_looked_at() -> None:
    """It lay at its beginning again, and what had been done could not be taken back; not so once it began anew."""
    script = """const anew = (x) => {
        const other = Object.assign(Object.create(OutlineEditor.prototype), editor, { history: new History() });
        other.key = null;
        other.update(given("one", x), () => {});
        return other; };
      editor.pressed(pointer(50)); editor.moved(pointer(60)); editor.released(pointer(60)); editor.destroy();
      const other = anew(50), there = other.square.x; other.undo();
      const again = other.square.x; other.destroy(); return [there, again, anew(20).square.x];"""
    assert outlined(script) == [60, 50, 20]


def outlined(script: str) -> Any:
    return acted("components/outline_editor/editor.js", OUTLINE + script)


def test_keys_and_the_drag_right_after_them_are_taken_back_one_after_the_other() -> None:
    """The keys' step was lost: the outline could not be taken back to where it had begun."""
    script = """editor.typed(key); editor.pressed(pointer(50)); editor.moved(pointer(60)); editor.released(pointer(60));
      return [editor.square.x, back(), back()];"""
    assert outlined(script) == [65, 55, 50]


def test_what_a_hand_began_on_one_picture_is_over_on_the_next() -> None:
    script = """editor.pressed(pointer(50)); editor.moved(pointer(60));
      editor.update(given("two", 30), () => {}); editor.moved(pointer(80)); editor.released(pointer(80));
      return [editor.square.x, back()];"""
    assert outlined(script) == [30, 30]


def test_the_outlines_are_named_in_the_language_chosen_while_one_lies_on_the_picture() -> None:
    """Their buttons stayed English among Spanish ones."""
    script = """const part = () => ({ setAttribute() {}, replaceChildren() {}, getRootNode: () => ({}) }), named = [];
      for (const name of ["drawing", "shape", "size", "turn"]) editor.parts[name] = part();
      editor.parts.shapes = { ...part(), replaceChildren: (...them) => named.push(them.map((it) => it.textContent)) };
      globalThis.document = { createElement: () => ({ dataset: {}, setAttribute() {}, addEventListener() {} }) };
      Object.assign(editor, { buttons: { reset: {} }, history: { show() {} } });
      delete editor.draw;
      for (const label of ["Back", "Espalda"]) {
        const shapes = [{ name: "back", label, lines: [], guides: [] }];
        editor.update({ ...given("one", 50), shapes }, () => {});
      }
      return named.map(([it]) => it);"""
    assert outlined(script) == ["Back", "Espalda"]


def test_a_place_that_was_being_shown_on_one_picture_is_not_told_of_the_next() -> None:
    script = """const part = { setAttribute() {}, toggleAttribute() {}, replaceChildren() {}, style: {} };
      const spot = Object.assign(Object.create(Spot.prototype), {
        parts: { stage: part, picture: { ...part, style: {} }, cross: part, marks: part } });
      const given = { width: 100, height: 100, marks: [], at: [50, 50], at_once: true, open: true }, told = [];
      const shows = (key) => spot.update({ ...given, key }, (place) => told.push(place.key));
      const typed = () => spot.typed({ key: "ArrowLeft", preventDefault() {} });
      const after = (ms) => new Promise((on) => setTimeout(on, ms));
      shows("one"); typed(); shows("two"); await after(400); typed(); await after(400); return told;"""
    assert acted("components/spot/spot.js", script) == ["two"]


def test_what_is_answered_to_a_place_is_said_aloud_once_for_each() -> None:
    """Who moved the cross by key, and does not see the page, never heard whether the finger was on the point."""
    script = """const heard = [], place = { set textContent(text) { if (text) heard.push(text); } };
      globalThis.document = { getElementById: () => place };
      const spot = Object.create(Spot.prototype), shows = (x, said) => spot.say({ key: "one", at: [x, 5], said });
      shows(1, ""); shows(2, "Lower."); shows(2, "Lower."); await new Promise((on) => setTimeout(on, 200));
      shows(3, "Lower."); await new Promise((on) => setTimeout(on, 200)); return heard;"""
    assert acted("components/spot/spot.js", script) == ["Lower.", "Lower."]


def test_the_place_that_is_listened_to_is_there_before_the_words_are() -> None:
    script = """const places = [], written = [];
      globalThis.document = { getElementById: () => places[0] ?? null, body: { append: (place) => places.push(place) },
        createElement: () => ({ setAttribute(name, value) { this[name] = value; },
          set textContent(text) { written.push([places.length, text]); } }) };
      const later = setTimeout, gone = [];
      globalThis.setTimeout = (act, ms) => ms === GONE_MS ? gone.push(act) : later(act, ms);
      saidAloud("one"); const atOnce = written.map(([, text]) => text);
      await new Promise((on) => setTimeout(on, 2 * HEARD_MS)); saidAloud("two");
      await new Promise((on) => setTimeout(on, 2 * HEARD_MS));
      return [places.length, places[0].role, atOnce, written];"""
    told = acted("components/js/said_aloud.js", script)
    assert told == [1, "status", [""], [[1, ""], [1, "one"], [1, ""], [1, "two"]]]


# A page on which what was pressed last still has the keys: a frame of the screen later it is gone, or not.
LOST = """
const body = {}, pressed = {}, frames = [], to = { isConnected: true, focus() { document.activeElement = to; } };
globalThis.document = { body, activeElement: pressed };
globalThis.requestAnimationFrame = (next) => frames.push(next);
const frame = () => { for (const next of frames.splice(0)) next(); };
"""


def test_keys_that_lose_their_hold_go_on_at_what_has_come() -> None:
    script = """takeLostKeys(to, Infinity); frame(); const before = document.activeElement === pressed;
      document.activeElement = body; frame(); return [before, document.activeElement === to, frames.length];"""
    assert acted("components/js/lost_keys.js", LOST + script) == [True, True, 0]


@pytest.mark.parametrize(("top", "out"), [(-1, True), (0, False), (500, False), (600, True)])
def test_an_answer_above_the_screen_is_as_far_out_of_sight_as_one_below(top: int, out: bool) -> None:
    """Asked for by a word far below the picture it stood above what was seen, and only what had been refused was."""
    script = "globalThis.innerHeight = 800; return isOutOfSight({ getBoundingClientRect: () => ({ top }) });"
    assert acted("components/js/in_sight.js", script, top=top) is out


@pytest.mark.parametrize(
    ("before", "then", "brought"),
    [((100, 390), (700, 844), True), ((100, 390), (900, 390), False), ((900, 390), (1500, 844), False)],
    ids=["turned", "scrolled by hand", "elsewhere on the page"],
)
def test_what_leads_is_in_sight_still_when_a_telephone_is_turned(
    before: tuple[int, int], then: tuple[int, int], brought: bool
) -> None:
    """The choices above it are laid out anew then, and pushed a session's clock and words off the screen."""
    script = """let top, come = 0; globalThis.window = { addEventListener() {}, removeEventListener() {} };
      globalThis.getComputedStyle = () => ({ scrollMarginTop: "0px" });
      const element = { getBoundingClientRect: () => ({ top }), scrollIntoView: () => { come += 1; top = 0; } };
      const is = ([topPx, innerWidth]) => { top = topPx; Object.assign(globalThis, { innerWidth, innerHeight: 390 }); };
      is(before); const stays = new StaysInSight(element); stays.look(); stays.look();
      is(then); stays.look(); stays.look(); return come;"""
    assert bool(acted("components/js/in_sight.js", script, before=before, then=then)) is brought


def test_a_heading_takes_the_keys_that_asked_for_what_stands_under_it() -> None:
    """A heading has none unless it is told that it may."""
    script = """to.focus = () => { if (to.tabIndex === -1) document.activeElement = to; }; goOnAtHeading(null);
      goOnAtHeading(to); document.activeElement = body; frame(); return document.activeElement === to;"""
    assert acted("components/js/lost_keys.js", LOST + script) is True


@pytest.mark.parametrize(("detail", "taken"), [(0, ["cross", "stage", "cross"]), (1, [None, None, None])])
def test_keys_go_on_at_the_picture_where_what_was_pressed_beside_it_is_gone(detail: int, taken: list[str]) -> None:
    """A hint, a place that was shown and the next point each lost them; who uses a mouse goes on scrolling by key."""
    script = f"""{LOST} let heard; document.addEventListener = (kind, hear) => {{ heard = hear; }};
      const part = (name) => ({{ name, dataset: {{ part: name }}, isConnected: true, style: {{}},
        addEventListener() {{}}, setAttribute() {{}}, toggleAttribute() {{}}, replaceChildren() {{}},
        focus() {{ document.activeElement = this; }}, matches() {{ return document.activeElement === this; }} }});
      const spot = new Spot({{ querySelectorAll: () => ["stage", "picture", "cross", "marks"].map(part) }});
      spot.drawn = () => [];
      const given = (open) => spot.update({{ key: "a", width: 9, height: 9, open }}, () => {{}});
      given(true);
      return [true, false, true].map((open) => {{
        document.activeElement = pressed; heard({{ detail: {detail} }}); given(open);
        document.activeElement = body; frame(); return document.activeElement.name ?? null; }});"""
    assert acted("components/spot/spot.js", script) == taken


@pytest.mark.parametrize("gone", ["to.isConnected = false", "to.hidden = true"])
def test_keys_that_hold_something_else_stay_there_and_none_go_to_what_is_out_of_sight(gone: str) -> None:
    script = f"""takeLostKeys(to, 0); const waits = frames.length; document.activeElement = body; {gone};
      takeLostKeys(to, Infinity); return [waits, document.activeElement === body];"""
    assert acted("components/js/lost_keys.js", LOST + script) == [0, True]


# A page with three stops, on the second of which a key is pressed; it is gone at the next look, and the page at rest.
PRESSED = """
const stop = (name) => ({ name, tabIndex: 0, isConnected: true, checkVisibility: () => true,
  matches: (asked) => asked !== HEADINGS, closest: () => pressed, focus() { page.activeElement = this; } });
const [first, pressed, last] = ["first", "pressed", "last"].map(stop), body = { dataset: {} };
const heading = { ...stop("heading"), tabIndex: null, matches: (asked) => asked.includes(HEADINGS),
  focus() { if (this.tabIndex === -1) page.activeElement = this; } };
const found = [first, pressed, last];
let click, look, atRest = true;
const main = { querySelectorAll: () => found };
const page = { body, activeElement: pressed, addEventListener: (kind, act) => { click = act; },
  querySelector: (asked) => asked === AT_REST ? atRest : main };
globalThis.location = { pathname: "/" };
globalThis.setInterval = (act) => { look = act; }; globalThis.clearInterval = () => { look = () => {}; };
const looks = () => { for (let i = 0; i * LOOK_AGAIN_MS <= REST_MS; i += 1) look(); };
new KeysStay(page);
const go = () => { pressed.isConnected = false; page.activeElement = body; };
"""


def test_keys_stay_before_a_button_that_goes_when_it_is_pressed() -> None:
    """After *Use another*, *Measure it now* and *Start a history and keep this* nothing had them."""
    script = """click({ detail: 0, target: pressed }); looks(); const before = page.activeElement.name;
      go(); atRest = false; looks(); const meanwhile = page.activeElement === body;
      atRest = true; looks(); return [before, meanwhile, page.activeElement.name];"""
    assert acted("components/js/keys_stay.js", PRESSED + script) == ["pressed", True, "first"]


def test_keys_stay_in_a_view_that_stands_nearer_than_any_stop_of_the_page() -> None:
    """Once a frozen frame was closed they came to the comfort scale above the live view, whose value an arrow moves."""
    script = """const view = { matches: () => false, shadowRoot: { querySelectorAll: () => [stop("of the view")] } };
      found.splice(1, 0, view); click({ detail: 0, target: pressed }); go(); looks();
      return page.activeElement.name;"""
    assert acted("components/js/keys_stay.js", PRESSED + script) == "of the view"


def test_keys_stay_at_a_heading_that_stands_nearer_than_any_stop() -> None:
    """After the history was erased they came to the choice of a language, at the page's top."""
    script = """found.splice(1, 0, heading); click({ detail: 0, target: pressed }); go(); looks();
      return page.activeElement.name;"""
    assert acted("components/js/keys_stay.js", PRESSED + script) == "heading"


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ("click({ detail: 1, target: pressed }); go();", "nothing"),  # who uses a mouse scrolls by the space key
        ("click({ detail: 0, target: pressed }); go(); location.pathname = '/live';", "nothing"),
        ("click({ detail: 0, target: pressed }); go(); last.focus(); looks(); page.activeElement = body;", "nothing"),
        ("click({ detail: 0, target: pressed }); go(); last.focus();", "last"),
        ("click({ detail: 0, target: pressed }); go(); first.checkVisibility = () => false;", "nothing"),
        ("click({ detail: 0, target: pressed }); go(); body.dataset[LED] = '';", "nothing"),  # a session's own
    ],
)
def test_keys_that_were_taken_on_or_never_held_are_let_be(where: str, holds: str) -> None:
    told = acted("components/js/keys_stay.js", f"{PRESSED} {where} looks(); return page.activeElement.name;")
    assert (told or "nothing") == holds


def test_the_outline_takes_the_keys_that_asked_for_it_once_for_each_picture() -> None:
    script = """let taken = 0; globalThis.document = { activeElement: null };
      Object.assign(stage, { isConnected: true, focus() { taken += 1; } });
      return ["two", "two", "three"].map((name) => { editor.update(given(name, 50), () => {}); return taken; });"""
    assert outlined(script) == [1, 1, 2]
