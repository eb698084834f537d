"""Pictures as text inside a page: nothing to fetch, nothing left behind in a folder."""

from __future__ import annotations

import base64
import io

from PIL import Image

from locator.detect.base import Rgb


def jpeg_url(rgb: Rgb, longest_px: int, quality: int = 85) -> str:
    """The picture as a data address, no longer than asked on either side, without any metadata."""
    picture = Image.fromarray(rgb)
    picture.thumbnail((longest_px, longest_px), reducing_gap=2.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return _url("image/jpeg", out.getvalue())


def svg_url(markup: str) -> str:
    return _url("image/svg+xml", markup.encode())


def _url(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
