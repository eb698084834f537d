"""One printed page: the picture on the left, what to do on the right, what to mind below.

reportlab (BSD) writes real text, so the page can be searched and read aloud.  Pinyin is set in DejaVu Sans, which
matplotlib carries into every installation (mediapipe asks for it); Chinese in the reader's own STSong, because no
Chinese font of a few kilobytes exists to be shipped.  Where a font is absent the names are written without accents.
"""

from __future__ import annotations

import importlib.util
import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from locator.detect.base import Rgb

MARGIN_PT = 36.0
GAP_PT = 16.0
PICTURE_SHARE = 0.5  # of the page's width
PICTURE_PX = 1400  # longest side in the file: 200 dpi on the page
MOST_PICTURE, LEAST_PICTURE = 0.62, 0.3  # of the page's height
LARGEST_PT = 11.0
SMALLEST_PT = 8.0  # with all that is to be said; what hangs on a wall is read from a step away
BRIEF_PT = 7.0  # with what has to be said, before points are left to another page
STEP_PT = 0.25
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
    how: str = ""  # how to press
    care: tuple[str, ...] = ()  # what to mind at this point; never left out


@dataclass(frozen=True)
class Card:
    """All that is printed beside the picture."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]  # cautions, what the ring means
    made_on: date
    footer: str
    more: str = "… {codes}"  # what is said of points for which the page has no room


Line = tuple[str, str, float]  # text, font, size in points
Block = list[Line]  # what stays together


@dataclass(frozen=True)
class Layout:
    """What stands where: the picture's height, the words below it, and the words beside it."""

    picture_pt: float
    below: Block
    beside: Block


def card_pdf(card: Card, rgb: Rgb) -> bytes:
    """The page as PDF, always one.  Points beside the picture, then below it; those without room are named."""
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

    column_pt = PICTURE_SHARE * (width_pt - 2 * MARGIN_PT - GAP_PT)
    picture_top_pt = top_pt - 18
    layout = laid_out(card, rgb.shape[0] / rgb.shape[1], column_pt, picture_top_pt - MARGIN_PT - 20)
    _draw_picture(canvas, rgb, MARGIN_PT, picture_top_pt, column_pt, layout.picture_pt)
    _column(canvas, layout.below, MARGIN_PT, picture_top_pt - layout.picture_pt - GAP_PT)
    _column(canvas, layout.beside, MARGIN_PT + column_pt + GAP_PT, picture_top_pt)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def laid_out(card: Card, tall: float, column_pt: float, height_pt: float) -> Layout:
    """The largest letters in which all fits two columns of this width and height; `tall` is the picture's height by
    its width.  Where not even the shortest words fit in the smallest, whole points are left out and named."""
    picture_pt = min(tall * column_pt, MOST_PICTURE * A4[1])
    for brief, smallest_pt in ((False, SMALLEST_PT), (True, BRIEF_PT)):
        for step in range(round((LARGEST_PT - smallest_pt) / STEP_PT) + 1):
            size_pt = LARGEST_PT - step * STEP_PT
            entries = _entries(card, size_pt, column_pt, brief)
            layout = _flowed(_notes(card, size_pt, column_pt), entries, picture_pt, height_pt)
            if layout is not None:
                return layout
    notes, entries = _notes(card, BRIEF_PT, column_pt), _entries(card, BRIEF_PT, column_pt, brief=True)
    picture_pt = min(picture_pt, max(LEAST_PICTURE * A4[1], height_pt - GAP_PT - _height_pt(notes)))
    for count in range(len(entries), -1, -1):
        unprinted = card.more.format(codes=", ".join(each.code for each in card.entries[count:]))
        blocks = [*entries[:count], _wrapped_lines(unprinted, fonts()[1], BRIEF_PT, column_pt)]
        layout = _flowed(notes, blocks, picture_pt, height_pt)
        if layout is not None:
            return layout
    return Layout(picture_pt, notes, [])


def _flowed(notes: Block, blocks: list[Block], picture_pt: float, height_pt: float) -> Layout | None:
    """The blocks beside the picture, then below the notes, none of them torn; None where they have no room."""
    below, beside = list(notes), Block()
    low_pt = height_pt - picture_pt - GAP_PT
    if _height_pt(below) > low_pt:
        return None
    turned = False  # to the column under the picture: from there no block goes back
    for block in blocks:
        turned = turned or _height_pt(beside + block) > height_pt
        (below if turned else beside).extend(block)
    return Layout(picture_pt, below, beside) if _height_pt(below) <= low_pt else None


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


def _entries(card: Card, size_pt: float, width_pt: float, brief: bool) -> list[Block]:
    return [_entry(number, each, size_pt, width_pt, brief) for number, each in enumerate(card.entries, 1)]


def _entry(number: int, entry: Entry, size_pt: float, width_pt: float, brief: bool) -> Block:
    """One point's lines; `brief` leaves out its Chinese name and how it is pressed."""
    regular, bold = fonts()
    lines = _wrapped_lines(f"{number}. {entry.code} {entry.name}", bold, size_pt + 1, width_pt)
    if not brief:
        lines.append((entry.chinese, CHINESE, size_pt + 1))
    lines += _wrapped_lines(entry.hold, bold, size_pt, width_pt)
    for text, face in (
        (entry.find, regular),
        ("" if brief else entry.how, regular),
        *((each, bold) for each in entry.care),
    ):
        lines += _wrapped_lines(text, face, size_pt, width_pt)
    return [*lines, ("", regular, size_pt * 0.5)]


def _notes(card: Card, size_pt: float, width_pt: float) -> Block:
    regular, _ = fonts()
    lines: Block = []
    for note in card.notes:
        lines += [*_wrapped_lines(note, regular, size_pt, width_pt), ("", regular, size_pt * 0.5)]
    return lines


def _wrapped_lines(text: str, font: str, size_pt: float, width_pt: float) -> Block:
    return [(line, font, size_pt) for line in wrapped(text, font, size_pt, width_pt)]


def _height_pt(lines: list[Line]) -> float:
    return sum(size * LEADING for _, _, size in lines)


def _column(canvas: Canvas, lines: list[Line], x_pt: float, top_pt: float) -> None:
    y_pt = top_pt
    for text, font, size in lines:
        y_pt -= size * LEADING
        canvas.setFont(font, size)
        canvas.drawString(x_pt, y_pt + 0.25 * size, text)


def _draw_picture(
    canvas: Canvas, rgb: Rgb, x_pt: float, top_pt: float, width_pt: float, height_pt: float
) -> None:
    """The picture, as large as this width and height allow, in the upper left of them."""
    picture = Image.fromarray(rgb)
    picture.thumbnail((PICTURE_PX, PICTURE_PX))
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=88)
    packed.seek(0)
    scale = min(width_pt / picture.width, height_pt / picture.height)
    drawn_pt = picture.height * scale
    canvas.drawImage(ImageReader(packed), x_pt, top_pt - drawn_pt, picture.width * scale, drawn_pt)
