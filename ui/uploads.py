"""What is uploaded is held in memory and never on a disk, where a temporary file could be brought back."""

from __future__ import annotations

from starlette.formparsers import MultiPartParser

from ui.settings import UPLOAD_MB

MEBIBYTE = 1 << 20


def hold_in_memory() -> None:
    """From now on; the parser of uploads would write those of more than a megabyte to the system's temporary folder."""
    MultiPartParser.spool_max_size = UPLOAD_MB * MEBIBYTE
