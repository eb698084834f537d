"""What was given on a page is out of memory two minutes after the page was closed.

The toolkit keeps a visit so long for one whose line was down.  After that it cannot be come back to, but was let go of
only when another visit came or went: on a machine of one's own the last picture stayed as long as the app ran.
"""

from __future__ import annotations

import asyncio
import functools
from typing import Any

from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

KEPT_S = 115.0  # the toolkit itself hands nothing back after 120


def forget_in_time() -> None:
    """From now on, however often it is said: each run of the pages says it."""
    if not hasattr(MemorySessionStorage.save, "__wrapped__"):
        MemorySessionStorage.save = _for_a_while(MemorySessionStorage.save)  # type: ignore[method-assign]


def _for_a_while(keep: Any) -> Any:
    @functools.wraps(keep)
    def save(storage: MemorySessionStorage, visit: SessionInfo) -> None:
        keep(storage, visit)
        asyncio.get_running_loop().call_later(KEPT_S, _forget, storage, visit)

    return save


def _forget(storage: MemorySessionStorage, visit: SessionInfo) -> None:
    """Unless it was come back to meanwhile."""
    if storage.get(visit.session.id) is visit:
        storage.delete(visit.session.id)
        visit.session.shutdown()
        visit.session.session_state.clear()
