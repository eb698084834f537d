"""A visit that cannot be come back to any more is let go of, whether or not another comes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from ui.forgotten import forget_in_time


class Session:
    """A visit as the toolkit keeps it."""

    id = "one"

    def __init__(self) -> None:
        self.session_state = {"photo": "a back"}
        self.over = False

    def shutdown(self) -> None:
        self.over = True


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What is to be done once the time has come."""
    waiting: list[Callable[[], None]] = []

    def call_later(_wait_s: float, do: Callable[..., None], *given: Any) -> None:
        waiting.append(lambda: do(*given))

    monkeypatch.setattr(asyncio, "get_running_loop", lambda: SimpleNamespace(call_later=call_later))
    monkeypatch.setattr(MemorySessionStorage, "save", inspect.unwrap(MemorySessionStorage.save))
    forget_in_time()
    forget_in_time()  # as each run of the pages does
    return waiting


def closed(storage: MemorySessionStorage, session: Session) -> None:
    visit: Any = SimpleNamespace(session=session)
    storage.save(visit)


def test_a_page_that_was_closed_leaves_nothing_in_memory(later: list[Callable[[], None]]) -> None:
    storage, session = MemorySessionStorage(), Session()
    closed(storage, session)
    assert session.session_state and not session.over
    (in_time,) = later
    in_time()
    assert storage.list() == [] and session.session_state == {} and session.over


def test_a_visit_that_was_come_back_to_goes_on_until_it_is_left_again(later: list[Callable[[], None]]) -> None:
    storage, session = MemorySessionStorage(), Session()
    closed(storage, session)
    storage.delete(session.id)  # as the toolkit does when its page is there again
    later.pop()()
    assert session.session_state and not session.over
    closed(storage, session)
    storage.delete(session.id)
    closed(storage, session)
    first, second = later
    first()
    assert session.session_state and not session.over
    second()
    assert session.over
