"""MediaPipe's C++ part writes notes to the terminal that mean nothing to a person; our own words still get there."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import sys
from collections.abc import Iterator

_STDERR = 2  # the file descriptor that C++ writes to, whatever Python's sys.stderr is


@contextlib.contextmanager
def native_notes_silenced() -> Iterator[None]:
    """What C++ writes to stderr goes nowhere; what Python writes, and the trace of a crash, goes where it did before.

    The notes come before MediaPipe has read its own log settings, so no setting of those keeps them away.
    """
    try:
        usual = sys.stderr.fileno() == _STDERR
    except (AttributeError, OSError, ValueError, io.UnsupportedOperation):
        usual = False
    if not usual:  # someone has taken stderr over already: a test, a notebook
        yield
        return
    before = sys.stderr
    before.flush()
    kept = os.dup(_STDERR)
    own = os.fdopen(kept, "w", buffering=1, encoding=before.encoding, errors="replace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        sys.stderr = own
        faulthandler.enable(file=own)
        yield
    finally:
        faulthandler.disable()
        own.flush()
        os.dup2(kept, _STDERR)
        sys.stderr = before
        own.close()
        os.close(nowhere)
