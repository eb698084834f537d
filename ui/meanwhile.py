"""Long work that a page waits for, done beside it: whoever wants another page meanwhile has it at once.

The toolkit turns to what is asked next only where a page says something.  A page that decodes a large photograph, or
looks for the body in it, says nothing for seconds: the button pressed meanwhile seemed dead, and what had been found by
then was dropped with the page and looked for again at the next visit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
UNDER_WAY = "work_under_way"  # session: slot -> what is asked, and the work that answers it
STOPPED = "work_stopped"  # session: slot -> what was asked when the person ended the wait for it
PRESSED = "stop_pressed"  # session: Stop was pressed when its work was just done
AHEAD = "stop_ahead"  # session: the same, handed to the run of the page that the press began, for its first wait
GLANCE_S = 0.05  # between two looks at whether something else is wanted
LONG_S = 0.5  # a button that comes and goes sooner only flickers

Begin = Callable[[Callable[[], T]], "Future[T]"]  # sets work going


class StoppedError(Exception):
    """The person ended the wait for this answer."""


def aside(make: Callable[[], T]) -> Future[T]:
    """`make()` in a thread of its own, which goes with the work."""
    work: Future[T] = Future()
    Thread(target=do, args=(work, make), name="aside", daemon=True).start()
    return work


def do(work: Future[T], make: Callable[[], T]) -> None:
    """Answer the work by `make()`, if it is still wanted."""
    if not work.set_running_or_notify_cancel():
        return
    try:
        work.set_result(make())
    except BaseException as fault:  # whoever waits for it meets it
        work.set_exception(fault)


def waited_for(
    slot: str, key: object, make: Callable[[], T], begin: Begin[T] = aside, lasts: Callable[[], None] = lambda: None
) -> T:
    """`make()`, once it is done.  A page that is left meanwhile leaves the work: who comes back finds it further on.

    `make` may not ask the session for anything.  One work a slot: another question takes the place of one that has not
    begun, or can be dropped.  `lasts` is called once, where it takes long enough that a person may want to stop it.
    The answer stays at hand until it is `put_by`, for the page may be left before that.
    """
    under_way: dict[str, tuple[object, Future[Any]]] = st.session_state.setdefault(UNDER_WAY, {})
    if slot in under_way and under_way[slot][0] != key:
        under_way.pop(slot)[1].cancel()
    if slot not in under_way:
        under_way[slot] = (key, begin(make))
    work: Future[T] = under_way[slot][1]
    since_s = time.monotonic()
    offered = False
    while not wait([work], GLANCE_S).done:
        st.session_state.get(UNDER_WAY)  # here the toolkit leaves the page where something else is wanted
        if not offered and time.monotonic() - since_s > LONG_S:
            offered = True
            lasts()
    try:
        return work.result()
    except BaseException:  # told once; asked for again it is tried again
        under_way.pop(slot)
        raise


def put_by(slot: str) -> None:
    """The answer in this slot is kept from now on."""
    st.session_state.get(UNDER_WAY, {}).pop(slot, None)


def stop(slot: str, key: object) -> None:
    """End the wait for this.  A look ends at its next square; what cannot be ended goes on, and nobody hears of it.

    The button may be pressed in the moment in which the answer comes: then what the page waits for next is meant.
    """
    if st.session_state.get(STOPPED, {}).get(slot) == key:  # pressed twice in a moment
        return
    asked, work = _asked(slot)
    if work is None or asked != key or work.done():
        st.session_state[PRESSED] = True
    else:
        _end(slot, key)


def heed_stop() -> None:
    """To be called once a run of a page, before it waits: a press on Stop holds for the run that it begins."""
    st.session_state[AHEAD] = st.session_state.pop(PRESSED, False)


def is_stopped(slot: str, key: object) -> bool:
    """Whether the wait for this was stopped, or is now, by a press that came too late for the work before it.

    A `key` that was not the one stopped is wanted, and what was stopped in its slot is forgotten.
    """
    if not _is_answered(slot, key) and st.session_state.pop(AHEAD, False):
        _end(slot, key)
    if st.session_state.get(STOPPED, {}).get(slot) == key:
        return True
    go_on(slot)
    return False


def _is_answered(slot: str, key: object) -> bool:
    asked, work = _asked(slot)
    return work is not None and asked == key and work.done()


def _asked(slot: str) -> tuple[object, Future[Any] | None]:
    under_way: dict[str, tuple[object, Future[Any]]] = st.session_state.get(UNDER_WAY, {})
    return under_way.get(slot, (None, None))


def _end(slot: str, key: object) -> None:
    _, work = st.session_state.get(UNDER_WAY, {}).pop(slot, (None, None))
    if work is not None:
        work.cancel()
    st.session_state.setdefault(STOPPED, {})[slot] = key


def go_on(slot: str) -> None:
    """Whatever was stopped here is wanted again."""
    st.session_state.get(STOPPED, {}).pop(slot, None)


def let_go() -> None:
    """Of all that is under way or was stopped: nobody waits for it any more."""
    st.session_state.pop(STOPPED, None)
    for _, work in st.session_state.pop(UNDER_WAY, {}).values():
        work.cancel()
