"""One printed page: the picture on the left, what to do on the right, what to mind below.

reportlab (BSD) writes real text, so the page can be searched and read aloud.  Pinyin is set in DejaVu Sans, which
matplotlib carries into every installation (mediapipe asks for it); Chinese in the reader's own STSong, because no
Chinese font of a few kilobytes exists to be shipped.  Where a font is absent the names are written without accents.
"""

from __future__ import annotations

import importlib.util
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

MARGIN_PT = 36.0
GAP_PT = 16.0
PICTURE_SHARE = 0.5  # of the page's width
PICTURE_PX = 1400  # longest side in the file: 200 dpi on the page
LARGEST_PT, SMALLEST_PT = 11.0, 6.0
LEADING = 1.28
INK = (0.09, 0.075, 0.06)
CHINESE = "STSong-Light"


@dataclass(frozen=True)
class Entry:
    """One point on the page."""

    code: str
    name: str  # pinyin · English
    chinese: str
    hold: str
    find: str


@dataclass(frozen=True)
class Card:
    """All that is printed beside the picture."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]  # cautions, what the ring means
    made_on: date
    footer: str


Line = tuple[str, str, float]  # text, font, size in points


def card_pdf(card: Card, rgb: np.ndarray) -> bytes:
    """The page as PDF: always one; the text shrinks until it fits, to 6 pt, then goes below the picture as well."""
    out = io.BytesIO()
    width_pt, height_pt = A4
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(card.title)
    regular, bold = fonts()
    canvas.setFillColorRGB(*INK)
    top_pt = height_pt - MARGIN_PT - 20
    canvas.setFont(bold, 18)
    canvas.drawString(MARGIN_PT, top_pt, fit_text(card.title, bold, 18, width_pt - 2 * MARGIN_PT))
    canvas.setFont(regular, 8)
    canvas.drawString(MARGIN_PT, MARGIN_PT, fit_text(f"{card.footer} · {card.made_on:%Y-%m-%d}", regular, 8, 520))

    inner_pt = width_pt - 2 * MARGIN_PT - GAP_PT
    left_pt, right_pt = PICTURE_SHARE * inner_pt, (1 - PICTURE_SHARE) * inner_pt
    picture_top_pt = top_pt - 18
    drawn_pt = _draw_picture(canvas, rgb, MARGIN_PT, picture_top_pt, left_pt)
    floor_pt = MARGIN_PT + 20
    notes_top_pt = picture_top_pt - drawn_pt - 14
    _column(
        canvas, _fitted(lambda size: _note_lines(card, size, left_pt), notes_top_pt - floor_pt), MARGIN_PT, notes_top_pt
    )
    right_x_pt = MARGIN_PT + left_pt + GAP_PT
    entries = _fitted(lambda size: _entry_lines(card, size, right_pt), picture_top_pt - floor_pt)
    _column(canvas, entries, right_x_pt, picture_top_pt)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@lru_cache
def fonts() -> tuple[str, str]:
    """Names of the regular and the bold face; the Chinese one is registered beside them."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    spec = importlib.util.find_spec("matplotlib")  # found, not imported: that would take a second
    for folder in (spec.submodule_search_locations or []) if spec else []:
        face = Path(folder) / "mpl-data" / "fonts" / "ttf"
        try:
            pdfmetrics.registerFont(TTFont("Card", face / "DejaVuSans.ttf"))
            pdfmetrics.registerFont(TTFont("CardBold", face / "DejaVuSans-Bold.ttf"))
        except (TTFError, OSError):
            continue
        return "Card", "CardBold"
    return "Helvetica", "Helvetica-Bold"


def plain(text: str, font: str) -> str:
    """Text as this face can show it: the built-in one knows no tone marks."""
    if font.startswith("Card"):
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.encode("latin-1", "replace").decode("latin-1")


def fit_text(text: str, font: str, size_pt: float, width_pt: float) -> str:
    """The text, cut with an ellipsis where it would leave the page."""
    text = plain(text, font)
    if pdfmetrics.stringWidth(text, font, size_pt) <= width_pt:
        return text
    while text and pdfmetrics.stringWidth(text + "…", font, size_pt) > width_pt:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, font: str, size_pt: float, width_pt: float) -> list[str]:
    """Lines no wider than the column."""
    lines: list[str] = []
    line = ""
    for word in plain(text, font).split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, font, size_pt) > width_pt:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _entry_lines(card: Card, size_pt: float, width_pt: float) -> list[Line]:
    regular, bold = fonts()
    lines: list[Line] = []
    for number, entry in enumerate(card.entries, start=1):
        lines += [
            (text, bold, size_pt + 1)
            for text in wrapped(f"{number}. {entry.code} {entry.name}", bold, size_pt + 1, width_pt)
        ]
        lines.append((entry.chinese, CHINESE, size_pt + 1))
        lines += [(text, bold, size_pt) for text in wrapped(entry.hold, bold, size_pt, width_pt)]
        lines += [(text, regular, size_pt) for text in wrapped(entry.find, regular, size_pt, width_pt)]
        lines.append(("", regular, size_pt * 0.5))
    return lines


def _note_lines(card: Card, size_pt: float, width_pt: float) -> list[Line]:
    regular, _ = fonts()
    lines: list[Line] = []
    for note in card.notes:
        lines += [(text, regular, size_pt) for text in wrapped(note, regular, size_pt, width_pt)]
        lines.append(("", regular, size_pt * 0.5))
    return lines


def _fitted(make: Callable[[float], list[Line]], height_pt: float) -> list[Line]:
    """The lines in the largest size whose height fits; at the smallest, what fits of them and an ellipsis."""
    size_pt = LARGEST_PT
    while size_pt > SMALLEST_PT and _height_pt(make(size_pt)) > height_pt:
        size_pt -= 0.25
    lines = make(size_pt)
    if _height_pt(lines) <= height_pt:
        return lines
    while lines and _height_pt(lines) > height_pt - SMALLEST_PT * LEADING:
        lines.pop()
    return [*lines, ("…", fonts()[0], SMALLEST_PT)]


def _height_pt(lines: list[Line]) -> float:
    return sum(size * LEADING for _, _, size in lines)


def _column(canvas: Canvas, lines: list[Line], x_pt: float, top_pt: float) -> None:
    y_pt = top_pt
    for text, font, size in lines:
        y_pt -= size * LEADING
        canvas.setFont(font, size)
        canvas.drawString(x_pt, y_pt + 0.25 * size, text)


def _draw_picture(canvas: Canvas, rgb: np.ndarray, x_pt: float, top_pt: float, width_pt: float) -> float:
    """The picture, as wide as its column or as high as two thirds of the page; gives the height it took."""
    picture = Image.fromarray(rgb)
    picture.thumbnail((PICTURE_PX, PICTURE_PX))
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=88)
    packed.seek(0)
    scale = min(width_pt / picture.width, 0.62 * A4[1] / picture.height)
    height_pt = picture.height * scale
    canvas.drawImage(ImageReader(packed), x_pt, top_pt - height_pt, picture.width * scale, height_pt)
    return height_pt
