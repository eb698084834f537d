"""Letters: how wide a text is, how it breaks into lines, and its shape as a mask.

The face is the one inside Pillow (Aileron, dedicated to the public domain), so nothing has to be shipped, installed or
fetched.  It holds plain Latin letters only; `plain` brings other texts to these.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

CAP_HEIGHT = 0.70  # of the type size: measured on "H"
_MEASURED_AT = 100.0  # type size at which widths are taken; they grow in proportion

_INSTEAD = str.maketrans({"–": "-", "—": "-", "‑": "-", "×": "x", "→": ">", "≥": ">=", "≤": "<=", "’": "'", "‘": "'"})


def plain(text: str) -> str:
    """The text in letters that the face has: dashes and accents made simple, the rest left out."""
    simple = unicodedata.normalize("NFKD", text.translate(_INSTEAD))
    return "".join(c for c in simple if c.isascii() or c in "·°…“”±")


@lru_cache(maxsize=16)
def _face(size_px: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size_px)


@lru_cache(maxsize=4096)
def width_em(text: str) -> float:
    """Width of a text as a multiple of its type size."""
    return float(_face(_MEASURED_AT).getlength(plain(text))) / _MEASURED_AT


def wrap(text: str, width: float) -> tuple[str, ...]:
    """Lines no wider than `width` (a multiple of the type size), broken between words; a longer word stands alone."""
    lines: list[str] = []
    for word in plain(text).split():
        if lines and width_em(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


@lru_cache(maxsize=512)
def mask(text: str, size_px: float) -> npt.NDArray[np.uint8]:
    """(h, w) coverage 0..255 of a text; its left edge is column 1 and its capitals are centred between the rows."""
    finer = max(1, math.ceil(_MEASURED_AT / size_px))  # small letters set large, then reduced: true widths, calm edges
    large = size_px * finer
    width = math.ceil(width_em(text) * size_px) + 3
    height = math.ceil(size_px * 1.3) // 2 * 2 + 1
    page = Image.new("L", (width * finer, height * finer), 0)
    baseline = (height * finer + large * CAP_HEIGHT) / 2
    ImageDraw.Draw(page).text((finer, baseline), plain(text), fill=255, font=_face(large), anchor="ls")
    shape: npt.NDArray[np.uint8] = np.asarray(page.reduce(finer) if finer > 1 else page).copy()
    shape.setflags(write=False)
    return shape
