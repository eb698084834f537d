"""What is told by a view reaches the server, whatever page is asked for meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from acted import acted

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
