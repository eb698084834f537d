"""What is told by a view reaches the server, whatever page is asked for meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from acted import acted
from streamlit.testing.v1 import AppTest

import ui

# The page about the courier: where it is, who listens, and a link.
PAGE = """
const heard = [], on = {}, letters = new Set();
const listening = {
  addEventListener(what, how) { on[what] = how; }, removeEventListener(what) { delete on[what]; },
  dispatchEvent(event) { heard.push(event.type); } };
const here = { origin: "http://here", pathname: "/taps" };
Object.assign(globalThis, { document: listening, window: listening, location: here });
globalThis.PopStateEvent = class { constructor(type) { this.type = type; } };
let later = null; // what waits long; what comes next is in `soon`
const soon = [];
globalThis.setTimeout = (what, ms) => { if (ms) later = what; else soon.push(what); return 1; };
globalThis.clearTimeout = () => { later = null; };
const moment = () => { while (soon.length) soon.shift()(); };
const courier = new Courier();
const shows = (page) => courier.update({ page }, (name, letter) => {
  heard.push([name, letter.value]); letters.add(JSON.stringify(letter)); });
const tell = (value) => on[TOLD]({ detail: { name: "taps", value } });
const press = (path, origin = "http://here") => on.click({ target: { closest: () => (
  { origin, pathname: path, isConnected: true, click: () => heard.push(`to ${path}`) }) } });
shows("taps");
"""


def carried(script: str) -> Any:
    return acted("components/js/courier.js", f"{PAGE}{script} return heard;")


def test_what_is_told_goes_out_at_once() -> None:
    assert carried("tell(1); tell(2);") == [["taps", 1], ["taps", 2]]


def test_the_same_thing_told_again_after_something_else_has_changed_it_is_told_as_another() -> None:
    """The toolkit hands on only what differs from the last: a mark set anew where it was forgotten was not heard of."""
    assert carried("tell(1); await new Promise((on) => setImmediate(on)); tell(1); heard.push(letters.size);")[-1] == 2


def test_what_is_told_once_another_page_was_asked_for_waits_until_that_one_is_shown() -> None:
    """The toolkit sends it with the name of the page still shown: the one that was asked for never came."""
    asked = "press('/history'); tell(1); shows('taps');"  # the old page once more, as it was still being worked on
    assert carried(asked) == []
    assert carried(f"{asked} here.pathname = '/history'; shows('history'); tell(2);") == [["taps", 1], ["taps", 2]]


def test_the_browsers_own_keys_leave_a_page_too() -> None:
    asked = "here.pathname = '/'; on.popstate(); tell(1);"
    assert carried(asked) == []
    assert carried(f"{asked} shows('photo');") == [["taps", 1]]


@pytest.mark.parametrize(
    ("leave", "again"), [("press('/history')", "to /history"), ("here.pathname = '/'; on.popstate()", "popstate")]
)
def test_a_page_asked_for_before_what_was_told_has_gone_out_is_asked_for_once_more(leave: str, again: str) -> None:
    """What went out after it asked for the page that was left: that one came back."""
    assert carried(f"tell(1); {leave}; moment();") == [["taps", 1], again]
    assert carried(f"tell(1); moment(); {leave}; moment();") == [["taps", 1]]


def test_a_link_that_leads_to_no_other_page_holds_nothing_up() -> None:
    assert carried("press('/taps'); press('/history', 'http://elsewhere'); on.popstate(); tell(1);") == [["taps", 1]]


def test_what_waits_for_a_page_that_does_not_come_is_told_in_the_end() -> None:
    assert carried("press('/history'); tell(1); later(); tell(2);") == [["taps", 1], ["taps", 2]]


def test_a_courier_that_is_gone_hears_nothing() -> None:
    assert carried("courier.destroy(); heard.push(Object.keys(on));") == [[]]


def test_every_view_tells_by_the_courier_under_the_name_that_its_page_gave_it() -> None:
    """What a view told by itself was lost where another page was asked for at once, or that page never came."""
    scripts = {path.name: path.read_text(encoding="utf-8") for path in Path(ui.__path__[0]).rglob("*.js")}
    assert [name for name, text in scripts.items() if re.search(r"setStateValue\(", text)] == []
    assert [name for name, text in scripts.items() if 'tellByCourier("' in text] == []


@pytest.mark.parametrize("asked_for", ["shown", "fitted"])
def test_what_is_shown_on_a_picture_is_kept_before_any_page_runs(asked_for: str) -> None:
    def script() -> None:
        import streamlit as st

        from ui.components.outline_editor import FITTED, outline_editor
        from ui.components.spot import SPOTS, spot

        data = {"key": "a", "width": 100, "height": 100}
        spot(data, SPOTS[0], lambda place: st.session_state.update({"shown": place}))
        outline_editor(data, lambda fit: st.session_state.update({"fitted": fit.square.side_px}))
        st.session_state[f"told_{SPOTS[0]}"]({"key": "a", "x": 10, "y": 20})
        st.session_state[f"told_{FITTED}"]({"key": "a", "shape": "leg_back", "x": 1, "y": 2, "side": 90, "turn": 0})

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.session_state[asked_for] == {"shown": (10.0, 20.0), "fitted": 90.0}[asked_for]


def test_what_is_not_to_be_believed_is_kept_by_no_view() -> None:
    def script() -> None:
        import streamlit as st

        from ui.components import courier

        kept: list[int] = st.session_state.setdefault("heard", [])
        courier.expect_sound("whole", lambda value: value if isinstance(value, int) else None, kept.append)
        for value in ("junk", None, 0, 7):
            st.session_state["told_whole"](value)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.session_state["heard"] == [0, 7]  # the first of several bodies is body 0
