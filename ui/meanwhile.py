"""Long work that a page waits for, done beside it: whoever wants another page meanwhile has it at once.

The toolkit turns to what is asked next only where a page says something.  A page that decodes a large photograph, or
looks for the body in it, says nothing for seconds: the button pressed meanwhile seemed dead, and what had been found by
then was dropped with the page and looked for again at the next visit.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
UNDER_WAY = "work_under_way"  # session: slot -> what is asked, and the work that answers it
GLANCE_S = 0.05  # between two looks at whether something else is wanted

Begin = Callable[[Callable[[], T]], "Future[T]"]  # sets work going


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


def waited_for(slot: str, key: object, make: Callable[[], T], begin: Begin[T] = aside) -> T:
    """`make()`, once it is done.  A page that is left meanwhile leaves the work: who comes back finds it further on.

    `make` may not ask the session for anything.  One work a slot: another question takes the place of one that has not
    begun, or can be dropped.
    """
    under_way: dict[str, tuple[object, Future[Any]]] = st.session_state.setdefault(UNDER_WAY, {})
    if slot in under_way and under_way[slot][0] != key:
        under_way.pop(slot)[1].cancel()
    if slot not in under_way:
        under_way[slot] = (key, begin(make))
    work: Future[T] = under_way[slot][1]
    while not wait([work], GLANCE_S).done:
        st.session_state.get(UNDER_WAY)  # here the toolkit leaves the page where something else is wanted
    under_way.pop(slot)
    return work.result()


def let_go() -> None:
    """Of all that is under way: nobody waits for it any more."""
    for _, work in st.session_state.pop(UNDER_WAY, {}).values():
        work.cancel()
