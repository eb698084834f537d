"""A file that appears whole or not at all: who looks meanwhile, or pulls the plug, finds what was there before."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write the file, in place of an earlier one; OSError when its folder will not have it, and nothing is left."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")  # of one length: every name a disk takes fits
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
