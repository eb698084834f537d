"""One at a time: what is read, changed and written again is not changed by another run or tab in between."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from calibration.own_folder import make_own

LOCK = ".lock"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits until nobody else is at work on what lies in this folder, which is made where it is missing.

    The system takes the lock back from whoever ends or crashes.  A disk that knows no locks, or will not be written,
    is worked on without one: what cannot be written there is told by who writes.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            make_own(folder)
            file = held.enter_context((folder / LOCK).open("ab"))
            _lock(file)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
