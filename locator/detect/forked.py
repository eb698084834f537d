"""A process that was forked from one in which a graph was made can run no graph, and is told so at once.

MediaPipe's threads do not come along into the child, and what they held stays held: children hung for ever or were
aborted by the C library, those with a graph of their own too, and those whose parent had closed its own before
(`multiprocessing` forks on Linux unless it is told otherwise).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import MutableSet
from typing import Any
from weakref import WeakSet

from locator.errors import ProcessError


class OneProcess:
    """The process in which graphs are made and run, from the first one on."""

    def __init__(self) -> None:
        self._home: int | None = None
        self._graphs: MutableSet[Any] = WeakSet()
        if hasattr(os, "register_at_fork"):  # not on Windows, where nothing is forked
            os.register_at_fork(after_in_child=self._keep)

    @property
    def left(self) -> bool:
        """Whether this is a child of the process that graphs were made in."""
        return self._home not in (None, os.getpid())

    def require(self) -> None:
        """ProcessError in such a child."""
        if self.left:
            raise ProcessError(
                "expected a process that was started anew, got one forked after its parent had looked at a picture: "
                'such a child cannot look for bodies; start it with multiprocessing.get_context("spawn"), or with '
                'ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"))'
            )

    def holds(self, graph: Any) -> None:
        """This graph was made here."""
        self._home = os.getpid()
        self._graphs.add(graph)

    def _keep(self) -> None:
        """In a child, once: the parent's graphs are held for ever, for taking one down there ends the process."""
        for graph in self._graphs:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(graph))


PROCESS = OneProcess()
